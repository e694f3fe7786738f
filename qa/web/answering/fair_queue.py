"""Who is next: one item of each asker in turn, in the order in which they came.

(P. E. McKenney, "Stochastic Fairness Queueing", IEEE INFOCOM 1990.)
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from itertools import zip_longest
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


class FairQueue(Generic[_Item]):
    """Items by asker; one of each asker is taken before a second of any. Pure but for its state."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[_Item]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def put(self, asker: str, item: _Item) -> None:
        """Let an item wait behind the asker's others; a new asker waits behind all askers."""
        self._waiting.setdefault(asker, deque()).append(item)
        self._count += 1

    def before_last_of(self, asker: str) -> int:
        """Return how many are taken before the last item of an asker, who has one."""
        mine = len(self._waiting[asker])
        before, is_earlier = mine - 1, True
        for other, items in self._waiting.items():
            if other == asker:
                is_earlier = False
                continue
            before += min(len(items), mine if is_earlier else mine - 1)
        return before

    def in_order(self) -> list[_Item]:
        """Return the items in the order in which they are taken."""
        rounds = zip_longest(*self._waiting.values(), fillvalue=None)
        return [item for each in rounds for item in each if item is not None]

    def take(self, most: int) -> list[_Item]:
        """Return at most `most` items and forget them; the askers served go to the end."""
        taken: list[_Item] = []
        while self._waiting and len(taken) < most:
            asker, items = self._waiting.popitem(last=False)
            taken.append(items.popleft())
            if items:
                self._waiting[asker] = items
        self._count -= len(taken)
        return taken

    def remove(self, is_meant: Callable[[_Item], bool]) -> list[_Item]:
        """Return the items that are meant, wherever they stand, and forget them."""
        found: list[_Item] = []
        for asker, items in list(self._waiting.items()):
            meant = [item for item in items if is_meant(item)]
            if not meant:
                continue
            found += meant
            rest = deque(item for item in items if not is_meant(item))
            if rest:
                self._waiting[asker] = rest  # in its place
            else:
                del self._waiting[asker]
        self._count -= len(found)
        return found

    def drop(self, for_asker: str) -> _Item | None:
        """Forget and return the last item of who has most; None when `for_asker` would have more.

        So an asker's first item finds room as long as anybody has two.
        """
        if not self._waiting:
            return None
        longest = max(self._waiting, key=lambda one: len(self._waiting[one]))
        if len(self._waiting[longest]) <= len(self._waiting.get(for_asker, ())) + 1:
            return None
        self._count -= 1
        return self._waiting[longest].pop()
