"""A reader without training: each sentence scored against the question by meaning and words.

The score of a sentence adds the cosine of its vector with the question's, the share of the
question's words it holds (weighted by inverse document frequency over the candidate sentences,
after Robertson and Sparck Jones), and a cue for the sort of thing asked for.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.articles.article import Span
from index.models.embedder import Embedder
from qa.citations import article_sentences
from qa.language.tables import tables
from qa.questions.question import Asks
from qa.questions.understanding import understand
from qa.reading.protocol import Reading, ScoredSpan
from qa.reading.windows import Window
from qa.text.patterns import one_of
from qa.text.words import content_stems, stem, words

MOST_SENTENCES = 48
"""Sentences embedded for one question; the others keep the score of their words alone."""
_MIDDLE, _STEEPNESS = 0.55, 8.0
_COSINE, _WORDS, _CUE = 0.55, 0.40, 0.08

_CUES = {
    Asks.DATE: re.compile(
        rf"\b(?:1\d|20)\d\d\b|\b(?:{one_of(map(str.title, tables('en').calendar.months))})\b|"
        r"day\b|\b(?:year|month|week|yesterday|today|ago)\b"
    ),
    Asks.NUMBER: re.compile(
        r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
        r"thousands?|millions?|billions?|half|third|quarter)\b",
        re.IGNORECASE,
    ),
    Asks.PERSON: re.compile(r"(?<=[\w,;] )[A-Z]\w+|^[A-Z]\w+ [A-Z]\w+"),
    Asks.PLACE: re.compile(r"\b(?:in|at|from|near|to|of) (?:the )?[A-Z]\w+"),
    Asks.REASON: re.compile(
        r"\b(?:because|since|due to|owing|reasons?|caused?|so that|in order to|therefore|"
        r"as a result|after|response|considering|to)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class _Candidate:
    pair: int
    span: Span
    text: str
    stems: frozenset[str]


class SentenceReader:
    """Reads by comparing sentences with the question. Needs an embedder, no weights of its own."""

    name = "sentences"
    calibration = "sentences"
    reads_most = 24  # sentences are compared, which costs little

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def any_language(self) -> bool:
        """Whether the embedder is one that somebody has named for the language of his articles."""
        from index.models.built_in import FINGERPRINT  # brings numpy

        return self._embedder.fingerprint != FINGERPRINT

    def read(self, pairs: Sequence[tuple[str, Window]]) -> list[Reading]:
        """Return one Reading for each (question, window) pair; spans are whole sentences."""
        spans: list[list[ScoredSpan]] = [[] for _ in pairs]
        for question in dict.fromkeys(question for question, _ in pairs):
            numbers = [n for n, pair in enumerate(pairs) if pair[0] == question]
            for candidate, score in self._score(question, pairs, numbers):
                spans[candidate.pair].append(
                    ScoredSpan(start=candidate.span[0], end=candidate.span[1], score=score)
                )
        return [_reading(found) for found in spans]

    def _score(
        self, question: str, pairs: Sequence[tuple[str, Window]], numbers: Sequence[int]
    ) -> list[tuple[_Candidate, float]]:
        candidates = [c for n in numbers for c in _candidates(n, *pairs[n][1].own)]
        if not candidates:
            return []
        wanted = content_stems(question)
        weights = inverse_frequencies(wanted, [c.stems for c in candidates])
        shares = [weighted_share(weights, c.stems) for c in candidates]
        cue = _CUES.get(understand(question).asks)
        cosines = self._cosines(question, candidates, shares)
        return [
            (c, _COSINE * cosine + _WORDS * share + _CUE * bool(cue and cue.search(c.text)))
            for c, cosine, share in zip(candidates, cosines, shares, strict=True)
        ]

    def _cosines(
        self, question: str, candidates: Sequence[_Candidate], shares: Sequence[float]
    ) -> list[float]:
        """Return the cosines of the most promising; the rest get the lowest of these."""
        # Passages come best first: a small bonus for the early ones keeps their sentences in.
        first = candidates[0].pair
        order = sorted(
            range(len(candidates)),
            key=lambda i: (0.02 * (candidates[i].pair - first) - shares[i], i),
        )[:MOST_SENTENCES]
        vectors = self._embedder.embed_passages([candidates[i].text for i in order])
        found = vectors @ self._embedder.embed_questions([question])[0]
        cosines = [float(found.min())] * len(candidates)
        for place, value in zip(order, found, strict=True):
            cosines[place] = float(value)
        return cosines


def _candidates(pair: int, begin: int, text: str) -> list[_Candidate]:
    return [
        _Candidate(
            pair,
            (begin + span[0], begin + span[1]),
            sentence,
            frozenset(stem(w.text) for w in words(sentence)),
        )
        for span in article_sentences(text)
        if len(words(sentence := text[span[0] : span[1]])) > 1
    ]


def inverse_frequencies(
    wanted: Sequence[str], sentences: Sequence[frozenset[str]]
) -> dict[str, float]:
    """Return log(1 + (N - n + 0.5) / (n + 0.5)) for each wanted stem found in n of N sentences."""
    counts = Counter(s for sentence in sentences for s in wanted if s in sentence)
    total = len(sentences)
    return {s: math.log(1 + (total - counts[s] + 0.5) / (counts[s] + 0.5)) for s in wanted}


def weighted_share(weights: dict[str, float], given: frozenset[str]) -> float:
    """Return the share of the weight of the wanted stems that is in `given`; 0 with none wanted."""
    total = sum(weights.values())
    return sum(w for s, w in weights.items() if s in given) / total if total else 0.0


def _reading(spans: list[ScoredSpan]) -> Reading:
    best = tuple(sorted(spans, key=lambda s: (-s.score, s.start)))
    top = best[0].score if best else 0.0
    return Reading(spans=best, answerable=_STEEPNESS * (top - _MIDDLE))
