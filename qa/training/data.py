"""Question sets on disk become questions over passages, split by article.

Sets are SQuAD-form JSON files; see CARD.md for their origin and licences. Offsets are half-open
and in Unicode code points of the passage text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

SETS: Mapping[str, tuple[str, ...]] = {
    "new_wiki": ("squadshifts_new_wiki.json",),
    "amazon": ("squadshifts_amazon_reviews.json",),
    "reddit": ("squadshifts_reddit.json",),
    "qamr": ("qamr_wiki_dev.json", "qamr_wiki_test.json"),
    "fairytale": ("fairytaleqa_train.json", "fairytaleqa_val.json", "fairytaleqa_test.json"),
}
"""Name of a set -> its files, all of them sets whose licence allows training shipped weights."""

HELD_OUT: Mapping[str, int] = {
    "new_wiki": 600,
    "amazon": 250,
    "reddit": 250,
    "qamr": 200,
    "fairytale": 200,
}
"""Name of a set -> about how many of its questions are held out for development."""

_SENTENCE_END = re.compile(r"(?:[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article.

    Attributes:
        key: Unique name over all sets.
        article: Name of the article, unique over all sets; the split never divides one.
        source: Name of the set.
        text: The text that spans point into.
    """

    key: str
    article: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question over one passage.

    Attributes:
        key: Unique name over all sets.
        text: The question.
        passage: What is read.
        spans: Gold answers as distinct (start, end) in ``passage.text``; empty if unanswerable.
        golds: Gold answers as text, duplicates kept, for scoring.
        kind: ``answerable`` or how the unanswerable question was made.
        anchors: Where an unanswerable question is close to the text, as (start, end).
    """

    key: str
    text: str
    passage: Passage
    spans: tuple[tuple[int, int], ...]
    golds: tuple[str, ...] = ()
    kind: str = "answerable"
    anchors: tuple[tuple[int, int], ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the passage holds an answer."""
        return bool(self.spans)


@dataclass(frozen=True, slots=True)
class Split:
    """Questions to learn from and questions held out, with no article in both."""

    train: list[Question]
    dev: list[Question]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Returns (start, end) of the sentences; together they cover the text."""
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def located(text: str, answers: Iterable[Mapping[str, Any]]) -> tuple[tuple[int, int], ...]:
    """Returns the distinct spans of the answers whose offset is right, in order of appearance."""
    spans: dict[tuple[int, int], None] = {}
    for answer in answers:
        words, start = str(answer["text"]), int(answer["answer_start"])
        left = len(words) - len(words.lstrip())
        start, words = start + left, words.strip()
        if words and text[start : start + len(words)] == words:
            spans[start, start + len(words)] = None
    return tuple(spans)


def article_key(source: str, title: str, passage_key: str) -> str:
    """Returns the article a passage belongs to, by the naming of its set.

    Reddit has no articles: each post is its own. QAMR titles name a sentence of a document as
    ``Wiki1k:wikipedia:16016:90:8``; the document is the first three parts.
    """
    if source == "reddit":
        return passage_key
    if source == "qamr":
        return "qamr/" + ":".join(title.split(":")[:3])
    return f"{source}/{title}"


def read_squad(path: Path, source: str) -> list[Question]:
    """Reads one file in SQuAD form; questions that no located answer supports become empty."""
    questions: list[Question] = []
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    for a, article in enumerate(articles):
        for p, paragraph in enumerate(article["paragraphs"]):
            key = f"{source}/{path.stem}/{a}/{p}"
            title = str(article.get("title") or a)
            text = str(paragraph["context"])
            passage = Passage(key, article_key(source, title, key), source, text)
            for q, row in enumerate(paragraph["qas"]):
                spans = located(text, row["answers"])
                golds = tuple(str(answer["text"]) for answer in row["answers"])
                name = f"{key}/{q}"
                questions.append(
                    Question(name, str(row["question"]).strip(), passage, spans, golds)
                )
    return questions


def load_sets(folder: Path, names: Sequence[str] = tuple(SETS)) -> dict[str, list[Question]]:
    """Reads the named sets from a folder, answerable questions only."""
    return {
        name: [q for file in SETS[name] for q in read_squad(folder / file, name) if q.answerable]
        for name in names
    }


def hash_order(key: str) -> str:
    """Returns a fixed pseudo-random sort key."""
    return hashlib.sha256(key.encode("utf-8")).hexdigest()


def split_by_article(questions: Sequence[Question], held_out: int) -> Split:
    """Holds out whole articles, in hash order, until about `held_out` questions are reached."""
    sizes: dict[str, int] = {}
    for question in questions:
        sizes[question.passage.article] = sizes.get(question.passage.article, 0) + 1
    chosen: set[str] = set()
    count = 0
    for article in sorted(sizes, key=hash_order):
        if count >= held_out:
            break
        if count + sizes[article] <= held_out * 1.25:
            chosen.add(article)
            count += sizes[article]
    return Split(
        [q for q in questions if q.passage.article not in chosen],
        [q for q in questions if q.passage.article in chosen],
    )


def split_sets(sets: Mapping[str, Sequence[Question]]) -> dict[str, Split]:
    """Splits each set by article as `HELD_OUT` says."""
    return {name: split_by_article(rows, HELD_OUT[name]) for name, rows in sets.items()}


def passages_of(questions: Iterable[Question]) -> list[Passage]:
    """Returns the distinct passages in order of appearance."""
    return list({q.passage.key: q.passage for q in questions}.values())
