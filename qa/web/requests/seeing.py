"""What whoever sent a request may see, decided once and before anything works on it.

The middleware decides it for each request, from who sent it and the rules for groups; the answering
service takes it from here whenever it is asked for the articles, and hands out an index that holds
nothing else. So a route cannot forget it, and what runs outside of a request sees nothing unless it
says with `seeing` for whom it works.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeAlias

from starlette.types import Scope

Seen: TypeAlias = frozenset[str] | None
"""Names of the collections that may be seen; EVERYTHING is no name at all."""

EVERYTHING: Final = None
NOTHING: Final[Seen] = frozenset()

_KEY = "seen"
_UNDECIDED: Final[Seen] = frozenset({"nobody decided"})
_seen: ContextVar[Seen] = ContextVar("seen", default=_UNDECIDED)


def seen_now(otherwise: Seen) -> Seen:
    """Return what may be seen by whom this code works for; `otherwise` where nobody decided."""
    found = _seen.get()
    return otherwise if found is _UNDECIDED else found


def see(scope: Scope, seen: Seen) -> None:
    """Have what works on a request from here on see so much, and no more."""
    scope.setdefault("state", {})[_KEY] = seen
    _seen.set(seen)


def seen_in(scope: Scope) -> Seen:
    """Return what whoever sent a request may see, where the code runs outside of it."""
    found = scope.get("state", {}).get(_KEY, NOTHING)
    return found if found is EVERYTHING or isinstance(found, frozenset) else NOTHING


@contextmanager
def seeing(seen: Seen) -> Iterator[None]:
    """Have the block see so much."""
    token = _seen.set(seen)
    try:
        yield
    finally:
        _seen.reset(token)


def narrowed(seen: Seen, names: frozenset[str]) -> Seen:
    """Return what is seen of some collections; of none named, all that is seen."""
    if not names:
        return seen
    return names if seen is EVERYTHING else seen & names
