"""Questions that are asked of some collections only, and in which collection each quote is."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from qa.answers import DEFAULT_COLLECTION, Answer, Quote, Reason
from qa.inquiry import NO_FILTERS, Ask

if TYPE_CHECKING:
    from index.library.named_collections import NamedCollections

_Made = TypeVar("_Made")
_KEPT = 64

Answering = Callable[[Sequence[Ask]], list[Answer]]


class KeptByNames(Generic[_Made]):
    """What is made for a choice of collections, the last ones kept. Safe to share among threads."""

    def __init__(self, make: Callable[[frozenset[str]], _Made]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._kept: OrderedDict[frozenset[str], _Made] = OrderedDict()

    def of(self, names: Iterable[str]) -> _Made:
        """Return what was made for these names."""
        wanted = frozenset(names)
        with self._lock:
            if wanted not in self._kept:
                self._kept[wanted] = self._make(wanted)
            self._kept.move_to_end(wanted)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[wanted]

    def kept(self) -> list[_Made]:
        """Return all that is kept."""
        with self._lock:
            return list(self._kept.values())


def apart_by_collections(
    asks: Sequence[Ask], answer: Answering, among: Callable[[frozenset[str]], Answering]
) -> list[Answer]:
    """Return the answers in the order asked; questions with collections are asked of these alone.

    Args:
        asks: Questions.
        answer: Answers those that are asked of everything.
        among: Returns what answers from some collections; raises UsageError where there is none.
    """
    rest = [ask for ask in asks if not ask.filters.collections]
    answers = iter(answer(rest) if rest else [])
    return [
        _among(ask, answer, among) if ask.filters.collections else next(answers) for ask in asks
    ]


def _among(ask: Ask, answer: Answering, among: Callable[[frozenset[str]], Answering]) -> Answer:
    filters = replace(ask.filters, collections=frozenset())
    (found,) = among(ask.filters.collections)([replace(ask, filters=filters)])
    if found.answered or found.reason in {Reason.OUTSIDE_FILTERS, Reason.LANGUAGE}:
        return found
    (free,) = answer([replace(ask, filters=NO_FILTERS, report=None, found=None)])
    return replace(found, reason=Reason.OUTSIDE_FILTERS) if free.answered else found


def with_collections(answers: Sequence[Answer], collections: "NamedCollections") -> list[Answer]:
    """Return answers whose quotes say in which collection they are: of several, the first."""
    named = {quote.article.id for one in answers for quote in (*one.quotes, *one.nearest)}
    places = {article: names[0] for article, names in collections.of(named).items()}

    def placed(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
        found = ((one, places.get(one.article.id, DEFAULT_COLLECTION)) for one in quotes)
        return tuple(replace(one, collection=place) for one, place in found)

    return [replace(one, quotes=placed(one.quotes), nearest=placed(one.nearest)) for one in answers]
