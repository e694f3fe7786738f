"""Passages that do not answer a question: found by BM25, of the same article, or cut down."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qa.training.data import Passage, Question, hash_order, passages_of, sentence_spans
from qa.training.near_misses import Case, names_in, near_miss

_WORD = re.compile(r"\w+")
STOP_WORDS = frozenset(
    _WORD.findall(
        """a an and are as at be been but by can could did do does for from had has have he her his
        how i if in into is it its many much name not of on or she should that the their them they
        this to was were what when where which who whom whose why will with would you your person
        writer author poster according type kind user reviewer"""
    )
)
KINDS: Mapping[str, float] = {
    "retrieved": 0.34,
    "same-article": 0.16,
    "near-miss": 0.32,
    "cut-out": 0.18,
}
"""Kind of unanswerable question -> how often it is tried first."""
GENERIC_SETS = frozenset({"amazon", "reddit"})
"""Sets whose questions ("what did the writer buy?") many another passage answers too."""


def words(text: str) -> list[str]:
    """Returns the lower-cased words."""
    return _WORD.findall(text.lower())


def content_words(text: str) -> set[str]:
    """Returns the lower-cased words that are not function words."""
    return {word for word in words(text) if word not in STOP_WORDS}


def holds_answer(text: str, golds: Sequence[str]) -> bool:
    """Whether any gold answer stands in the text as a run of whole words."""
    joined = f" {' '.join(words(text))} "
    runs = (" ".join(w for w in words(gold) if w not in {"a", "an", "the"}) for gold in golds)
    return any(run and f" {run} " in joined for run in runs)


class Bm25:
    """BM25 over a few thousand passages (k1 = 1.2, b = 0.75; Robertson and Zaragoza, 2009)."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Indexes the texts."""
        counts = [Counter(w for w in words(text) if w not in STOP_WORDS) for text in texts]
        lengths = np.array([sum(c.values()) for c in counts], dtype=np.float32)
        norm = 1.2 * (0.25 + 0.75 * lengths / max(float(lengths.mean()), 1.0))
        rows: dict[str, list[tuple[int, int]]] = {}
        for row, count in enumerate(counts):
            for word, times in count.items():
                rows.setdefault(word, []).append((row, times))
        self.size = len(texts)
        self.idf: dict[str, float] = {}
        self._postings: dict[str, tuple[NDArray[np.int64], NDArray[np.float32]]] = {}
        for word, found in rows.items():
            where = np.array([row for row, _ in found], dtype=np.int64)
            times_in = np.array([times for _, times in found], dtype=np.float32)
            idf = math.log(1 + (self.size - len(found) + 0.5) / (len(found) + 0.5))
            self.idf[word] = idf
            weight = idf * times_in * 2.2 / (times_in + norm[where])
            self._postings[word] = (where, weight.astype(np.float32))

    def scores(self, query: str) -> NDArray[np.float32]:
        """Returns the score of each text, float32 [texts]."""
        total = np.zeros(self.size, dtype=np.float32)
        for word in set(words(query)):
            if word in self._postings:
                where, weight = self._postings[word]
                total[where] += weight
        return total

    def best(self, query: str, count: int) -> list[int]:
        """Returns the rows of the best texts, best first, those with score 0 left out."""
        total = self.scores(query)
        count = min(count, self.size)
        top = np.argpartition(-total, count - 1)[:count]
        ordered = top[np.argsort(-total[top], kind="stable")]
        return [int(row) for row in ordered if total[row] > 0]


def cut_out(question: Question) -> Question | None:
    """Takes the sentences that hold an answer out of the passage.

    Returns None where what remains is short or repeats an answer.
    """
    text = question.passage.text
    kept = [
        text[a:b]
        for a, b in sentence_spans(text)
        if not any(s < b and e > a for s, e in question.spans)
    ]
    rest = "".join(kept).strip()
    if len(words(rest)) < 20 or holds_answer(rest, question.golds):
        return None
    passage = replace(question.passage, key=question.passage.key + "/cut", text=rest)
    return replace(question, passage=passage, spans=(), kind="cut-out")


class Negatives:
    """Makes unanswerable questions from the answerable ones of one set."""

    def __init__(self, questions: Sequence[Question], depth: int = 12) -> None:
        """Indexes the passages of the questions.

        Args:
            questions: All questions that negatives may be made of; the passages given are theirs.
            depth: How many of the best passages by BM25 to draw from.
        """
        self.depth = depth
        self.passages = passages_of(questions)
        self.bm25 = Bm25([p.text for p in self.passages])
        self._articles: dict[str, list[Passage]] = {}
        self._names: dict[str, list[str]] = {}
        for passage in self.passages:
            self._articles.setdefault(passage.article, []).append(passage)
        for article, passages in self._articles.items():
            found = {name for p in passages for name in names_in(p.text)}
            self._names[article] = sorted(found, key=hash_order)
        self._all_names = sorted({n for ns in self._names.values() for n in ns}, key=hash_order)

    def names_for(self, question: Question, rng: random.Random) -> list[str]:
        """Returns names of the same article, and a few of the whole set, in random order."""
        own = self._names[question.passage.article]
        few = rng.sample(self._all_names, min(20, len(self._all_names)))
        mixed = rng.sample(own, min(30, len(own))) + few
        rng.shuffle(mixed)
        return mixed

    def fits(self, question: Question, passage: Passage) -> bool:
        """Whether the passage can be taken not to answer the question."""
        if passage.key == question.passage.key or holds_answer(passage.text, question.golds):
            return False
        asked = content_words(question.text)
        if question.passage.source not in GENERIC_SETS:
            return len(asked) >= 2
        rare = {w for w in asked if self.bm25.idf.get(w, 9.0) > 4.0}
        return len(asked) >= 3 and bool(rare - set(words(passage.text)))

    def retrieved(self, question: Question, rng: random.Random) -> Question | None:
        """Pairs the question with one of the best passages that does not answer it."""
        rows = self.bm25.best(question.text, self.depth)
        return self._pair(question, [self.passages[row] for row in rows], rng, "retrieved")

    def same_article(self, question: Question, rng: random.Random) -> Question | None:
        """Pairs the question with another passage of its article."""
        own = self._articles[question.passage.article]
        return self._pair(question, rng.sample(own, min(len(own), 8)), rng, "same-article")

    def _pair(
        self, question: Question, passages: Sequence[Passage], rng: random.Random, kind: str
    ) -> Question | None:
        fits = [p for p in passages if self.fits(question, p)]
        if not fits:
            return None
        chosen = fits[min(int(rng.expovariate(0.35)), len(fits) - 1)]
        return replace(question, passage=chosen, spans=(), kind=kind)

    def missed(self, question: Question, rng: random.Random) -> Question | None:
        """Changes one thing in the question, so that its passage no longer answers it."""
        names = self.names_for(question, rng)
        case = Case(question.text, question.passage.text, question.spans, names)
        made = near_miss(case, rng)
        if made is None:
            return None
        kind = f"near-miss/{made.rule}"
        return replace(question, text=made.question, spans=(), kind=kind, anchors=question.spans)

    def make(self, question: Question, kind: str, rng: random.Random) -> Question | None:
        """Makes an unanswerable question of the kind, or None where it cannot be."""
        if kind == "retrieved":
            return self.retrieved(question, rng)
        if kind == "same-article":
            return self.same_article(question, rng)
        return self.missed(question, rng) if kind == "near-miss" else cut_out(question)

    def draw(self, question: Question, rng: random.Random) -> Question | None:
        """Makes an unanswerable question, kinds tried in an order drawn by `KINDS`."""
        left = dict(KINDS)
        while left:
            kind = rng.choices(list(left), list(left.values()))[0]
            made = self.make(question, kind, rng)
            if made is not None:
                return made
            del left[kind]
        return None
