"""An archive with very many statements, written straight into a store: nothing is embedded.

Names are made up: some are met everywhere, most once or twice; some speak under their surnames
alone, some are bodies, some are nobody in particular, and some are no speakers.
"""

import itertools
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from random_vectors import RandomVectors

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement, StatementKind
from index.collection import Index
from index.indexing.read_marks import ReadMarks
from index.search.near_copies import RULES as SIGNATURE_RULES
from index.store.storage import Prepared
from index.store.tables.listing import RULES as LIST_RULES
from qa.speakers.finder import SpeakerFinder

COLLECTIONS = {"half": 2, "hundredth": 100}
"""Names of collections, and of how many articles one is in each."""

_GIVEN = ("Ada", "Tom", "Lena", "Omar", "Greta", "Ivo", "Nadia", "Piet", "Rosa", "Emil", "Mina",
    "Karl", "Yara", "Otto", "Vera", "Liam", "Ines", "Hugo", "Olga", "Samir", "Ruth", "Pavel",
    "Mai", "Jonas", "Edda", "Bruno", "Tara", "Felix", "Noor", "Anton")  # fmt: skip
_FIRST = ("Hol", "Ber", "Var", "Mor", "Kel", "Tan", "Ost", "Lun", "Bran", "Cor", "Del", "Fal",
    "Gor", "Hav", "Jar", "Kor", "Lind", "Mal", "Nor", "Orl", "Pell", "Ros", "Sund", "Tor", "Ulv",
    "Vest", "Wend", "Zel")  # fmt: skip
_LAST = ("ström", "gava", "dt", "nik", "ova", "well", "by", "sen", "ard", "eck", "ini", "berg",
    "ton", "ley", "mann", "rup", "vik", "ska", "idis", "oury")  # fmt: skip
_ROLES = ("mayor", "harbour master", "doctor", "head of the archive", "spokeswoman", "chief pilot",
    "leader of the opposition", "director of the museum", "fire chief", "coach")  # fmt: skip
_BODIES = ("Harbour", "Water", "Rail", "Health", "Housing", "Forest", "Energy", "Schools")
_UNNAMED = ("a lawyer", "the council", "two nurses", "the ministry", "police", "officials",
    "The back", "treaties", "a survey")  # fmt: skip
_SAID = ("the quay is closed for the winter", "nobody was asked before the vote", "the vote was "
    "fair and will stand", "the mill has to wait for another year", "there is no money left for "
    "the bridge", "the timetable will not change before spring")  # fmt: skip
_BATCH, _DIMENSION = 1000, 384


def names_of(number: int, chance: random.Random) -> list[str]:
    """Return so many names of people and of bodies, the most frequent first."""
    found: dict[str, None] = {}
    while len(found) < number:
        given, surname = chance.choice(_GIVEN), chance.choice(_FIRST) + chance.choice(_LAST)
        initial = f"{chance.choice('ABCDEFGHJKLMNPRSTVW')}. " if chance.random() < 0.3 else ""
        body = f"{surname} {chance.choice(_BODIES)} Office"
        found[body if chance.random() < 0.08 else f"{given} {initial}{surname}"] = None
    return list(found)


def spoken_article(
    number: int, statements: int, names: list[str], chance: random.Random
) -> tuple[Article, list[Statement]]:
    """Return an article and what is said there."""
    text, found = "The council met on Monday.\n\n", []
    people = [names[int(len(names) * chance.random() ** 3)] for _ in range(3)]
    for place in range(statements):
        name = people[place % 3] if chance.random() < 0.8 else chance.choice(_UNNAMED)
        label: str | None = name
        if name in people and chance.random() < 0.15:
            label = name.split()[-1]
        elif chance.random() < 0.05:
            label = None
        if name in people and place < 3:
            text += f"The {chance.choice(_ROLES)}, {name}, spoke for an hour. "
        said = chance.choice(_SAID)
        start = len(text) + 1
        text += f"“{said.capitalize()},” {label or 'they'} said. "
        found.append(Statement(start, start + len(said), StatementKind.DIRECT, label))
        text += "" if place % 2 else "\n\n"
    date = f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    info = ArticleInfo(id=f"notes-{number:07}", title=f"Notes {number}", date=date, lang="en",
                       publication=f"The Quay {number % 40}")  # fmt: skip
    return Article(info=info, text=text), found


def fill(folder: Path, articles: int, statements: int, people: int) -> None:
    """Make an index of so many articles with so many statements each."""
    chance = random.Random(7)
    names = names_of(people, chance)
    finder = SpeakerFinder()
    made = (spoken_article(number, statements, names, chance) for number in range(articles))
    with Index.open(folder, create=True, embedder=RandomVectors(), annotator=finder) as index:
        first = Article(info=ArticleInfo(id="first", title="First"), text="The ferry sailed.")
        index.add_articles([first])
        row = index._storage.counters.state().last_article
        while some := list(itertools.islice(made, _BATCH)):
            row = _put(index, row, some)
        read = {"list": LIST_RULES, "near copies": SIGNATURE_RULES}
        read |= {"statements": finder.fingerprint, "tellings": finder.telling_rules}
        ReadMarks(index._storage).move(read)


def _put(index: Index, row: int, some: Iterable[tuple[Article, list[Statement]]]) -> int:
    storage = index._storage
    state = storage.counters.state()
    found = list(some)
    with storage.writing():
        for row, (article, _) in enumerate(found, row + 1):  # noqa: B020 - goes on from there
            prepared = Prepared(
                article=article, source=article.id, chunking="none", passages=(),
                vectors=np.empty((0, _DIMENSION), np.float32),
            )  # fmt: skip
            where = ["default", *(name for name, each in COLLECTIONS.items() if row % each == 0)]
            storage.insert(row, state.last_passage + 1, prepared, where)
        storage.counters.set(type(state)(state.generation, row, state.last_passage))
    finder = SpeakerFinder()
    index.annotations(finder).add(
        (article, (finder.fingerprint, statements)) for article, statements in found
    )
    return row


def further(number: int) -> Iterator[Article]:
    """Yield articles to be added one by one, in each of which four people speak."""
    chance = random.Random(number)
    names = names_of(20_000, random.Random(7))
    for place in itertools.count(number):
        yield spoken_article(10_000_000 + place, 6, names, chance)[0]
