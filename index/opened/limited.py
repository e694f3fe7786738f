"""An index as those see it who may not see all of it.

It is made where it is known who asks, and handed on in place of the index: nothing that works on it
can forget to leave something out, because there is nothing else in it.
"""

from pathlib import Path

from index.opened.model import IndexModel
from index.opened.reading import ReadableIndex
from index.store.generations import Generations
from index.store.storage import Storage


class LimitedIndex(ReadableIndex):
    """The articles of some collections of an index; see `ReadableIndex.limited_to`.

    Args:
        folder: of the index.
        names: of the collections.
        generations: what is derived from all articles.
        model: of the index.
    """

    def __init__(
        self, folder: Path, names: frozenset[str], generations: Generations, model: IndexModel
    ) -> None:
        self.names = names
        self._hold(Storage(folder, names), generations, model)

    def _limit(self, names: frozenset[str]) -> ReadableIndex:
        return LimitedIndex(self.folder, names & self.names, self._generations, self._model)
