"""Functions that remember what they returned: of texts within bytes, of words within a number."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from index.keeping.store import KEPT, MISSING

_Rest = ParamSpec("_Rest")
_Found = TypeVar("_Found")

WORDS = 16_384
"""Words that a function of words remembers: about 5 MB, and 98 of 100 words of running text."""


def kept_by_text(
    find: Callable[Concatenate[str, _Rest], _Found],
) -> Callable[Concatenate[str, _Rest], _Found]:
    """Remember what a pure function finds in a text; nobody may change what it returns.

    The text comes first; what else it is given must be hashable. For articles, sentences and other
    texts that are as long as they like: `functools.lru_cache` would count them and not weigh them.
    """

    @wraps(find)
    def found(text: str, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Found:
        what: Hashable = (find, args, *kwargs.items()) if args or kwargs else find
        known = KEPT.get(text, what)
        if known is MISSING:
            known = find(text, *args, **kwargs)
            KEPT.put(text, what, known)
        return cast(_Found, known)

    return found


kept_by_word = lru_cache(maxsize=WORDS)
"""Remembers what a pure function of single words returns."""
