"""Measure the list of speakers over thousands of statements, as the server makes it.

    PYTHONPATH=.:tests/benchmarks python tests/benchmarks/speakers/bench_speakers.py

`first` is the page after a start of the server: the articles are read, roles found, names brought
together. `changed` is the page after one article has changed, `again` every other one; `search`,
`topic` and `editor` are again with words searched for, a topic, and what editors see. `answer` is
what the chat does for "Who are the speakers?". Medians in milliseconds of processor time.
"""

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from random_vectors import RandomVectors

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from qa.small_talk import speakers_of
from qa.speakers.directory import Directory, directory_of
from qa.speakers.finder import SpeakerFinder
from qa.speakers.kept.views import KeptView
from qa.web.pages.languages import choices
from qa.web.pages.templates import render
from qa.web.pages.words import words_of
from qa.web.speakers.list_page import WORDS, list_values
from qa.web.speakers.list_wish import ListWish

_GIVEN = ("Ada", "Tom", "Lena", "Omar", "Greta", "Ivo", "Nadia", "Piet", "Rosa", "Emil")
_FIRST, _LAST = ("Hol", "Ber", "Var", "Mor", "Kel", "Tan", "Ost", "Lun"), ("ström", "gava", "dt",
    "nik", "ova", "well", "by", "sen")  # fmt: skip
_ROLES = ("mayor", "harbour master", "doctor", "head of the archive", "spokeswoman", "chief pilot")
_UNNAMED = ("A lawyer", "The council", "Two nurses", "The back", "Treaties", "The ministry")
_SAID = ("the quay is closed", "nobody was asked", "the vote was fair", "the mill has to wait")


def people(number: int, chance: random.Random) -> list[tuple[str, str]]:
    """Return so many names, some of one surname, each with a role."""
    return [
        (
            f"{chance.choice(_GIVEN)} {chance.choice(_FIRST)}{chance.choice(_LAST)}"
            f"{chance.choice(('', '', 'a', 'i', 'o'))}",
            chance.choice(_ROLES),
        )
        for _ in range(number)
    ]


def article(number: int, known: list[tuple[str, str]], chance: random.Random) -> Article:
    """Return an article in which three people and somebody unnamed say five things."""
    lines = ["The council met on Monday."]
    for place in range(3):
        name, role = chance.choice(known)
        said = chance.choice(_SAID).capitalize()
        lines.append(f"The {role}, {name}, spoke for an hour. “{said},” {name.split()[-1]} said.")
        if place == 0:
            lines.append(f"{name} added that {chance.choice(_SAID)}.")
    lines.append(f"{chance.choice(_UNNAMED)} said that {chance.choice(_SAID)}.")
    day = f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    info = ArticleInfo(id=f"notes-{number:06}", title=f"Notes {number}", date=day, lang="en")
    return Article(info=info, text="\n\n".join(lines))


def median(work: Callable[[], object], times: int) -> float:
    """Return the milliseconds of processor time that some work takes."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append((time.process_time() - started) * 1000)
    return statistics.median(taken)


def page(index: Index, found: Directory, wish: ListWish, *, edits: bool = False) -> str:
    """Return a page of the list as HTML."""
    values = list_values(lambda: (index, found), wish, 1, "en", edits=edits)
    languages = {"called": "Language", "choices": choices("en")}
    return render(
        "speakers/list.html",
        root="./",
        stamp="0",
        words=words_of(WORDS, "en"),
        page_direction="ltr",
        page_languages=languages,
        **values,
    )


def first(index: Index) -> str:
    """Return the page after a start: nothing is known yet."""
    return page(index, KeptView().now(index), ListWish())


def measure(folder: Path, articles: int, persons: int, times: int) -> None:
    """Print how long each page takes."""
    chance = random.Random(7)
    known = people(persons, chance)
    with Index.open(
        folder, create=True, embedder=RandomVectors(), annotator=SpeakerFinder()
    ) as index:
        index.add_articles(article(n, known, chance) for n in range(articles))
        found = directory_of(index)
        counted = sum(one.statements for one in found.speakers)
        print(
            f"{counted} statements of {len(found.speakers)} speakers in {found.searched} articles"
        )
        print(f"first    {median(lambda: first(index), times):8.1f}")
        number = itertools.count(articles)

        def changed_page() -> str:
            return page(index, directory_of(index), ListWish())

        taken = []
        for _ in range(times):
            index.add_articles([article(next(number), known, chance)])
            taken.append(median(changed_page, 1))
        changed = statistics.median(taken)
        print(f"changed  {changed:8.1f}")
        print(f"again    {median(lambda: page(index, found, ListWish()), times):8.1f}")
        search = ListWish(search="harbour")
        print(f"search   {median(lambda: page(index, found, search), times):8.1f}")
        topic = ListWish(about="quay")
        print(f"topic    {median(lambda: page(index, found, topic), times):8.1f}")
        print(f"editor   {median(lambda: page(index, found, ListWish(), edits=True), times):8.1f}")
        print(f"answer   {median(lambda: speakers_of(index, Filters()), times):8.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name) / "index", given.articles, given.people, given.times)
