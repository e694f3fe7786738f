"""What is done to an index while something fails: every kind of change, step by step.

A step may be done again after it was broken off, and then has done what it does at once.
"""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from wordcounts import Lines, WordCounts

import index.indexing.writer
import index.readers.apart.workers
from faults.forked_reader import ForkedReader
from index.articles.article import Article, ArticleInfo
from index.articles.details.corrections import Change
from index.articles.judgement import Judgement
from index.collection import Index
from index.models.embedder import Progress
from index.search.engines import Engines
from index.search.faiss_store import FaissEngine
from index.search.segments.limits import Limits
from index.search.tantivy_store import TantivyEngine

WORDS = "ferry harbour salt ice wheat grain bridge mayor river storm".split()
LONG_AGO = 1_000_000_000

Files = Mapping[str, str]
"""Texts by their paths below the folder that is indexed."""


@dataclass(frozen=True, slots=True)
class Doing:
    """An open index, the folder of texts, and who is told how far it is."""

    index: Index
    texts: Path
    progress: Progress | None = None

    def ids(self, *stems: str) -> list[str]:
        """Return the identifiers of the articles of some files, those that are there."""
        found = {Path(info.path).stem: info.id for info in self.index.articles() if info.path}
        return [found[stem] for stem in stems if stem in found]


@dataclass(frozen=True, slots=True)
class Step:
    """A change: of the texts first, then of the index."""

    name: str
    act: Callable[[Doing], object]
    texts: Files = field(default_factory=dict)
    gone: tuple[str, ...] = ()


def text_of(name: str, version: int = 0) -> str:
    """Return a text of a few lines, the same whenever it is asked for."""
    seed = int.from_bytes(hashlib.sha256(f"{name} {version}".encode()).digest()[:4])
    chance = np.random.default_rng(seed)
    lines = [" ".join(chance.choice(WORDS, 7)).capitalize() + "." for _ in range(5)]
    return f"Article {name}\n\nThis is version {version} of {name}. " + " ".join(lines) + "\n"


def _single(number: int) -> Article:
    info = ArticleInfo(id=f"single-{number:02}", title=f"Single {number}")
    return Article(info=info, text=text_of(f"single {number}"))


def _add(doing: Doing, *, prune: bool = False) -> None:
    doing.index.add([str(doing.texts)], progress=doing.progress, prune=prune)


def _add_letters(doing: Doing) -> None:
    letters = [str(doing.texts / "letters")]
    doing.index.add(letters, progress=doing.progress, collections=["letters"])


def _add_one_by_one(doing: Doing) -> None:
    for number in range(24):
        doing.index.add_articles([_single(number)])


def _correct(doing: Doing) -> None:
    changes = [
        Change(article=one, values={"author": "Ada Voss", "title": f"Corrected {one[:4]}"})
        for one in doing.ids("a00", "a05", "a09", "b01")
    ]
    doing.index.details.correct(changes, "editor")


def _move(doing: Doing) -> None:
    doing.index.collection_changes.move(doing.ids("a00", "a02", "b00"), ["moved", "letters"])


def _rename(doing: Doing) -> None:
    if "moved" in doing.index.collections.names():
        doing.index.collection_changes.rename("moved", "renamed")


def _take_out(doing: Doing) -> None:
    ids = doing.ids("a02", "a06", "b02")
    if ids:
        doing.index.removals.remove(ids, "editor")


def _bring_back(doing: Doing) -> None:
    for removal in doing.index.removals.all():
        doing.index.removals.bring_back(removal.token)
    doing.index.add_articles([])  # statements that were broken off are found at the next indexing


def _remove(doing: Doing) -> None:
    doing.index.remove([one.id for one in doing.index.articles() if one.id.startswith("single-1")])


def _judge(doing: Doing) -> None:
    article = doing.index.article(doing.ids("a00")[0])
    doing.index.judgements.add(
        [
            Judgement(
                key="ferry", asked="What of the ferry?", article=article.id, start=0, end=12,
                content_hash=article.content_hash, right=True, editor="editor", at="2026-01-01",
            )
        ]
    )  # fmt: skip


def _look_at_phrases(doing: Doing) -> None:
    doing.index.phrases.near([["This is version 0 of a05"]], 5)


FIRST = {f"a{at:02}.txt": text_of(f"a{at:02}") for at in range(12)}
LETTERS = {f"letters/b{at:02}.txt": text_of(f"b{at:02}") for at in range(5)}
CHANGED = {f"a{at:02}.txt": text_of(f"a{at:02}", 1) for at in range(0, 12, 2)}

STEPS = (
    Step("add", _add, FIRST),
    Step("look at phrases", _look_at_phrases),
    Step("add to a collection", _add_letters, LETTERS),
    Step("add one by one", _add_one_by_one),
    Step("change", _add, CHANGED),
    Step("correct", _correct),
    Step("move", _move),
    Step("rename", _rename),
    Step("take out", _take_out),
    Step("bring back", _bring_back),
    Step("phrases of what is new", _look_at_phrases),
    Step("prune", lambda one: _add(one, prune=True), {"a01.txt": text_of("a01", 2)},
         ("a03.txt", "a07.txt", "letters/b03.txt")),
    Step("judge", _judge),
    Step("remove", _remove),
)  # fmt: skip


def files_after(steps: int) -> dict[str, str]:
    """Return the texts as they are when the first so many steps are done."""
    found: dict[str, str] = {}
    for step in STEPS[:steps]:
        found |= step.texts
        for name in step.gone:
            del found[name]
    return found


def lay(texts: Path, steps: int) -> None:
    """Have a folder hold these texts and no others; what they say tells when they changed."""
    wanted = files_after(steps)
    for path in list(texts.rglob("*.txt")):
        if str(path.relative_to(texts)) not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = texts / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        when = LONG_AGO + int.from_bytes(hashlib.sha256(text.encode()).digest()[:3])
        os.utime(path, (when, when))


def engines() -> Engines:
    """Return engines that merge and make codes from a few rows on."""
    limits = Limits(exact=40, coded=16, inline=12, depth=400, few=5)
    return Engines(FaissEngine(limits), TantivyEngine())


@contextlib.contextmanager
def opened(folder: Path, *, damaged: bool = False) -> Iterator[Index]:
    """Open the index, made where there is none; few articles are a batch."""
    index.indexing.writer._BATCH_ARTICLES = 3
    index.readers.apart.workers.Child = ForkedReader  # type: ignore[misc]
    with Index.open(
        folder,
        create=True,
        embedder=WordCounts(),
        annotator=Lines(),
        engines=engines(),
        damaged=damaged,
    ) as made:
        yield made


def settle(made: Index) -> None:
    """Wait until vectors that are due are merged."""
    made._generations._merging._background.wait()
