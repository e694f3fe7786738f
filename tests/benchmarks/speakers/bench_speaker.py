"""Measure the page of a speaker with thousands of statements, as the server makes it.

    PYTHONPATH=.:tests/benchmarks python tests/benchmarks/speakers/bench_speaker.py

`first` is a page after the index has changed: the statements are read and the topics found.
`again` are pages after it, filtered and turned. Finding who speaks at all comes before both, once
for all speakers (`directory`). Times are medians in milliseconds of processor time.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from random_vectors import RandomVectors

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.citing.statement_files import FORMS, StatementList, linked
from qa.speakers.directory import directory_of
from qa.speakers.finder import SpeakerFinder
from qa.speakers.statements.record import Choice, record_of
from qa.statements.listing import row_of
from qa.web.pages.languages import choices
from qa.web.pages.templates import render
from qa.web.pages.words import words_of
from qa.web.speakers.statement_choice import Asked
from qa.web.speakers.statements_page import WORDS, statements_values

_THINGS = (
    "the flood barrier", "the housing plan", "the budget", "the tram line", "school meals",
    "the old harbour", "sanctions on timber", "the Kerava treaty", "a night bus", "the archive",
)  # fmt: skip
_DO = (
    "is late", "will cost less than last year", "needs a second vote", "was never promised",
    "must be built before winter", "has many friends in the valley",
)  # fmt: skip


def article(number: int, name: str, chance: random.Random) -> Article:
    """Return an article in which somebody says nine things."""
    lines = ["The council met on Monday."]
    for place in range(3):
        one, other, do = chance.choice(_THINGS), chance.choice(_THINGS), chance.choice(_DO)
        called = f"Mayor {name}" if place == 0 else name.split()[-1]
        lines.append(f"“{one.capitalize()} {do},” {called} said. “We spoke of {other} for months.”")
        lines.append(f"{name.split()[-1]} said that {other} {do} and that {one} had to wait.")
    day = f"20{chance.randint(18, 23)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    info = ArticleInfo(
        id=f"notes-{number:06}",
        title=f"Notes {number}",
        date=day if number % 20 else None,
        publication=chance.choice(("The Quay", "Harbour Post")),
        lang="en",
    )
    return Article(info=info, text="\n\n".join(lines))


def median(work: Callable[[], object], times: int = 5) -> float:
    """Return the milliseconds of processor time that some work takes."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append((time.process_time() - started) * 1000)
    return statistics.median(taken)


def page(values: dict[str, object]) -> str:
    """Return the page as HTML."""
    languages = {"called": "Language", "choices": choices("en")}
    return render(
        "speakers/statements.html",
        root="../",
        stamp="0",
        words=words_of(WORDS, "en"),
        page_direction="ltr",
        page_languages=languages,
        **values,
    )


def measure(folder: Path, articles: int, others: int) -> None:
    """Print how long each step takes."""
    chance = random.Random(7)
    names = [f"{chance.choice('ABCDEFGH')}na Orlo{chance.choice('cvst')}{n}ka" for n in range(400)]
    made = [article(n, "Ilse Varga", chance) for n in range(articles)]
    made += [article(articles + n, chance.choice(names), chance) for n in range(others)]
    with Index.open(
        folder, create=True, embedder=RandomVectors(), annotator=SpeakerFinder()
    ) as index:
        index.add_articles(made)
        words = words_of(WORDS, "en")
        print(f"directory {median(lambda: directory_of(index), 3):8.1f}")
        found = directory_of(index)
        speaker = found.find("Ilse Varga")
        assert speaker is not None
        record = record_of(index, speaker)
        sure = len(record.chosen(Choice()))
        print(f"{sure} statements in {speaker.articles} of {found.searched} articles")

        def shown(asked: Asked, first: bool = False) -> str:
            known = record_of(index, speaker) if first else record
            return page(statements_values(speaker, known, found.searched, asked, "../", words))

        print(f"first     {median(lambda: shown(Asked(), first=True)):8.1f}")
        for asked in (Asked(), Asked(page=40), Asked(about="budget", after="2020-01-01")):
            print(f"again     {median(lambda asked=asked: shown(asked)):8.1f}  {asked.query()}")  # type: ignore[misc]
        articles = {one.id: one for one, _ in record.said}
        rows = (row_of(one, statement) for one, statement in record.said)
        listed = StatementList(
            rows=linked(rows, articles, "https://quotes.example/"),
            infos={name: one.info for name, one in articles.items()},
            articles=articles,
        )
        for form in FORMS:
            print(f"{form.name:9} {median(lambda form=form: form.write(listed)):8.1f}")  # type: ignore[misc]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=int, default=560)
    parser.add_argument("--others", type=int, default=1_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as where:
        measure(Path(where), chosen.articles, chosen.others)
