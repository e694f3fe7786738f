"""BM25 of passages from exact counts. Pure.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), in the form
of the lexical engine: k1 = 1.2, b = 0.75, and lengths rounded down as Lucene keeps them.

The engine's own scores will not do: its counts include passages that were removed and are still in
its files, so they depend on what happened before. Computed in 64 bits, term by term in the order of
the query, so that equal passages have equal scores whatever lies beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

FIELDS: Final[Mapping[str, float]] = {"body": 1.0, "title": 0.5, "pairs": 1.0}
"""What is searched, and how much it counts."""

_K1, _B = 1.2, 0.75

Scores = npt.NDArray[np.float64]
"""float64 [n]: BM25 scores."""


def _kept_lengths() -> npt.NDArray[np.float64]:
    """Return the lengths that are told apart: all up to 40, then eight for each doubling."""
    lengths, step = list(range(41)), 2
    while lengths[-1] < 2**31:
        lengths += [lengths[-1] + step * number for number in range(1, 9)]
        step *= 2
    return np.array(lengths, dtype=np.float64)


_LENGTHS = _kept_lengths()


def dampers(lengths: Scores, average: float) -> Scores:
    """Return by how much the lengths of passages, in terms, damp what a term is worth in them."""
    kept = _LENGTHS[np.searchsorted(_LENGTHS, lengths, side="right") - 1]
    return np.asarray(_K1 * (1 - _B + _B * kept / max(average, 1e-9)))


def added(weight: float | Scores, counts: Scores, damped: Scores) -> Scores:
    """Return what a term adds to the scores of passages that have it so many times."""
    return np.asarray(weight * (_K1 + 1) * counts / (counts + damped))


Words: TypeAlias = tuple[str, ...]
"""A passage: for each of `FIELDS`, in order, what `spaced` makes of its terms."""


def spaced(terms: Sequence[str]) -> str:
    """Return all terms, each with a space of its own on either side.

    Such a string takes a tenth of the memory of a table of counts, and is searched as fast.
    """
    return f" {'  '.join(terms)} " if terms else ""


def unspaced(words: Words) -> dict[str, list[str]]:
    """Return the terms of a passage by field, of which `spaced` made its words."""
    return {
        field: text[1:-1].split("  ") if text else []
        for field, text in zip(FIELDS, words, strict=True)
    }


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a query in one field; `weight` is inverse document frequency times the field's."""

    field: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found, and its terms."""

    row: int
    words: Words


@dataclass(frozen=True, slots=True)
class Assumed:
    """The counts a field's scores are computed from, removed passages among them."""

    documents: int
    average: float


def explained(node: dict[str, Any]) -> dict[str, float]:
    """Return the numbers in an explanation of a score, by the names the engine gives them."""
    name = node["description"].partition(",")[0]
    numbers = {name: float(node["value"])}
    for part in node.get("details") or ():
        numbers |= explained(part)
    return numbers


def inverse_frequency(documents: int, frequency: int) -> float:
    """Return the weight of a term that `frequency` of `documents` have."""
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def most(term: Term) -> float:
    """Return what a term can add to a score, however often a passage has it."""
    return term.weight * (_K1 + 1)


def scores(
    terms: Sequence[Term], averages: Mapping[str, float], passages: Sequence[Words]
) -> Scores:
    """Return the score of each passage, 0 where no term occurs.

    Args:
        terms: of the query.
        averages: mean number of terms in each field.
        passages: what to score.
    """
    found = np.zeros(len(passages))
    for at, field in enumerate(FIELDS):
        wanted = [term for term in terms if term.field == field]
        if not wanted:
            continue
        texts = [words[at] for words in passages]
        counts = _counts(texts, [term.text for term in wanted])
        if counts is None:
            continue
        lengths = np.array([text.count("  ") + bool(text) for text in texts], dtype=np.float64)
        _add(found, wanted, counts, dampers(lengths, averages[field]))
    return found


def scores_by_counts(
    terms: Sequence[Term], averages: Mapping[str, float], counts: Scores, lengths: Scores
) -> Scores:
    """Return the same of passages whose terms were counted.

    Args:
        terms: of the query.
        averages: mean number of terms in each field.
        counts: float64 [terms, passages], how often each is in each.
        lengths: float64 [fields, passages], how many terms each field has.
    """
    found = np.zeros(counts.shape[1])
    for at, field in enumerate(FIELDS):
        which = [number for number, term in enumerate(terms) if term.field == field]
        mine = counts[which]
        if mine.any():
            damped = dampers(lengths[at], averages[field])
            _add(found, [terms[number] for number in which], mine, damped)
    return found


def _add(found: Scores, terms: Sequence[Term], counts: Scores, damped: Scores) -> None:
    """Add what the terms of one field are worth, in the order of the query."""
    weights = np.array([term.weight for term in terms])[:, None]
    for one in added(weights, counts, damped):
        found += one


def _counts(texts: Sequence[str], terms: Sequence[str]) -> Scores | None:
    """Return float64 [terms, texts], how often each is in each; None where none is in any.

    Most texts have none of the rarer terms: they are looked through as one.
    """
    whole, most = "".join(texts), 2 * len(texts)
    found = np.zeros((len(terms), len(texts)))
    places: list[int] = []
    owners: list[int] = []
    any_found = False
    for number, term in enumerate(terms):
        # Each term has both its spaces to itself: where texts meet, none is found or lost.
        sought, here = f" {term} ", list[int]()
        at = whole.find(sought)
        while at >= 0 and len(here) < most:
            here.append(at)
            at = whole.find(sought, at + 1)
        any_found = any_found or bool(here)
        if at >= 0:
            found[number] = [text.count(sought) for text in texts]
        else:
            places += here
            owners += [number] * len(here)
    if not any_found:
        return None
    ends = np.cumsum([len(text) for text in texts])
    cells = np.array(owners, np.int64) * len(texts) + np.searchsorted(ends, places, side="right")
    found += np.bincount(cells, minlength=found.size).reshape(found.shape)
    return found


def saturation(counts: Sequence[int], length: int, average: float) -> Scores:
    """Return what terms that occur so often in a field of so many terms count, before weights."""
    damped = dampers(np.array([length], dtype=np.float64), average)
    return added(1.0, np.array(counts, dtype=np.float64), damped)
