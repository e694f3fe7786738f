"""The contract of a store of words: BM25 with exact scores, filters by article.

Like a store of vectors (`index.search.vector_store`), it shares its folder, and an update makes
another store while the one before goes on being searched. Unlike there, only the latest one may be
updated, and an update may change files that an earlier record speaks of: that record is good no
more, and `record_while_changing` bridges the time until the next.

Scores are BM25 (k1 = 1.2, b = 0.75), those of the title counting half, from the counts of the
passages searched alone: what was removed, or is held for another generation, does not count. How
text is cut into terms is the engine's own matter.

>>> store = engine.new(folder)
>>> store = store.update([Entry(row=1, article=7, text="A ferry sank.", title="Harbour"),
...                       Entry(row=2, article=8, text="Ice and salt.", title="Prices")])
>>> search = store.search(NO_ROWS)
>>> search.best("the ferry", 5)[0].tolist()
[1]
>>> search.best("the ferry", 5, articles=np.array([8]))[0].tolist()
[]
>>> search.scores("the ferry", np.array([1, 2])) > 0
array([ True, False])
>>> store.search(NO_ROWS, np.array([8])).best("the ferry", 5)[0].tolist()
[]
>>> store.update(remove=[1]).rows().tolist()
[2]
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.search.records import Record

WordScores: TypeAlias = npt.NDArray[np.float64]
"""float64 [n]: BM25 scores, 0 where no word of the query occurs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as it is searched by words."""

    row: int
    article: int
    text: str
    title: str
    order: int = 0
    """Where it stands among passages that are equally good, when they are too many to look at; the
    same whenever it is indexed."""
    language: str | None = None
    """Of the article, as a BCP 47 tag; None where it is not known."""


class LexicalSearch(Protocol):
    """The passages of one generation, ready to be searched; safe to share among threads.

    A query is any text; nothing in it is syntax. One without a known word finds nothing.
    """

    def best(
        self, query: str, k: int, articles: Sequence[int] | Rows | None = None
    ) -> tuple[Rows, WordScores]:
        """Return the `k` best rows and all that equal the last of them, with scores, in no order.

        Only passages with a word of the query. Where very many are equally good, those that come
        first by `Entry.order` may stand for all.

        Args:
            query: what is searched for.
            k: at least 1.
            articles: row numbers of the articles to look at, ascending; None for all.
        """
        ...

    def scores(self, query: str, rows: Rows, *, held: bool = False) -> WordScores:
        """Return the score of each of `rows` (ascending), 0 where no word of the query occurs.

        They are those of `best`, to the last digit.

        Args:
            query: what is searched for.
            rows: of passages; those that are not held, or do not count, have a score of 0.
            held: it is known that all are held and count, so that nobody need look.
        """
        ...

    def articles(self, word: str, *, beginning: bool = False) -> Rows:
        """Return the row numbers of the articles in which a word occurs, ascending.

        Args:
            word: any text; where several terms are cut from it, a passage has all of them.
            beginning: a word that begins so will do, of the most frequent ones.
        """
        ...


class LexicalStore(Protocol):
    """The words of passages by row number, in one unchanging state; safe to share among threads."""

    @property
    def count(self) -> int:
        """How many passages are held."""
        ...

    @property
    def record(self) -> Record:
        """What `LexicalEngine.open` needs to open this very state; its meaning is the store's own.

        Empty for a store in memory.
        """
        ...

    @property
    def record_while_changing(self) -> Record:
        """What opens this state or what an update has made of it so far, taken as it is found."""
        ...

    @property
    def settled(self) -> bool:
        """Whether its files were compared with a record; not so by `record_while_changing`."""
        ...

    @property
    def names(self) -> frozenset[str]:
        """The files and folders in its folder that this state needs."""
        ...

    def update(self, add: Iterable[Entry] = (), remove: Iterable[int] = ()) -> "LexicalStore":
        """Return a store with more passages and without some rows, safely on the disk.

        Rows not held are not removed; no row is added that is held.

        Raises:
            OSError: it could not be written, for want of room or otherwise.
        """
        ...

    def rows(self) -> Rows:
        """Return every row held, ascending."""
        ...

    def search(self, without: Rows, among: Rows | None = None) -> LexicalSearch:
        """Prepare a search of all passages but some rows, which are held and do not count.

        Args:
            without: those rows.
            among: row numbers of articles, ascending: of these alone passages count; None for all.
        """
        ...

    def problems(self) -> Iterator[str]:
        """Say which of its files are not as they were written, reading all of them again."""
        ...


class LexicalEngine(Protocol):
    """Makes and opens lexical stores of one kind."""

    def new(self, folder: Path | None) -> LexicalStore:
        """Return an empty store in an existing folder, or in memory where there is none."""
        ...

    def open(
        self,
        folder: Path,
        record: Record,
        before: LexicalStore | None = None,
        *,
        read_only: bool = False,
    ) -> LexicalStore:
        """Return the store that had this record.

        Args:
            folder: where its files are.
            record: from `LexicalStore.record` or `record_while_changing`, perhaps through JSON.
            before: a store opened earlier from the same folder; files that it has checked and that
                look as they did then need not be checked again.
            read_only: nothing can be written in `folder`.

        Raises:
            IndexDamaged: a file is missing or not as it was written, or the record is that of
                another engine or version.
        """
        ...
