"""The wrapper of ir_measures: recall@k, reciprocal rank and nDCG@10 of one question's search.

Recall@k is the share of relevant items among the first k; reciprocal rank is 1 / rank of the first
relevant one (Voorhees 1999), 0 when none was found; nDCG@10 discounts graded gains by log2 of rank
+ 1 and divides by the best possible (Järvelin and Kekäläinen 2002; gains are the grades, as in
trec_eval).

Relevance is judged by item, not by passage: an item is a set of passages any of which will do, for
instance the same sentence in an article and its wire copy. The first passage of an item stands for
it, later ones are neither gain nor loss. With one passage an item these are the usual measures.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

KS = (1, 3, 5, 10, 20)
DEPTH = max(KS)
NAMES = (*(f"recall@{k}" for k in KS), "mrr", "ndcg@10")


def measure(ranking: Sequence[str], relevant: Mapping[str, int]) -> dict[str, float]:
    """Return the measures of one ranking by the names of `NAMES`.

    Args:
        ranking: What was found, best first; what is named twice counts at its first place, and the
            second place stays taken.
        relevant: Grade above 0 of each relevant item; must not be empty.
    """
    from ir_measures import Qrel, ScoredDoc, iter_calc

    qrels = [Qrel("q", item, grade) for item, grade in relevant.items()]
    run = [
        ScoredDoc("q", item, float(len(ranking) - place))
        for place, item in enumerate(_once(ranking))
    ]
    if not run:
        return dict.fromkeys(NAMES, 0.0)
    names = _measures()
    found = {names[m.measure]: float(m.value) for m in iter_calc(list(names), qrels, run)}
    return {name: found[name] for name in NAMES}


@lru_cache(maxsize=1)
def _measures() -> dict[Any, str]:
    from ir_measures import RR, R, nDCG

    return {**{R @ k: f"recall@{k}" for k in KS}, RR @ DEPTH: "mrr", nDCG @ 10: "ndcg@10"}


def _once(ranking: Sequence[str]) -> list[str]:
    first: dict[str, int] = {}
    for place, item in enumerate(ranking):
        first.setdefault(item, place)
    return [item if first[item] == at else f"{item}#{at}" for at, item in enumerate(ranking)]


def items_of(places: Iterable[Sequence[Sequence[str]]]) -> dict[str, str]:
    """Return the item of each relevant passage.

    Args:
        places: For each need, for each place where its evidence stands, the names of the passages
            it touches, in order. The n-th passage of each place are alternatives of each other.

    Passages that serve two needs bind these needs' items into one: finding the passage is one
    find, whatever it is good for.
    """
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for need in places:
        for row in _aligned(need):
            for name in row:
                root.setdefault(name, name)
                one, other = sorted((find(row[0]), find(name)))
                root[other] = one
    return {name: find(name) for name in root}


def _aligned(need: Sequence[Sequence[str]]) -> Iterable[list[str]]:
    longest = max((len(place) for place in need), default=0)
    for at in range(longest):
        yield [place[at] for place in need if at < len(place)]
