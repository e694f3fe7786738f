"""Door to tantivy: the words of passages, of their headings and of their articles' titles.

How text is cut into terms is `index.search.analysis`, what is asked `index.search.words.queries`.

tantivy finds candidates fast, by BM25 scores from counts that include passages already removed;
`index.search.word_search` makes exact scores of them.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import tantivy

from index.articles.rows import NO_ROWS, Rows
from index.errors import IndexDamaged
from index.search import bm25
from index.search.analysis import ANALYSES, analysed
from index.search.bm25 import FIELDS, Assumed, Candidate, Scores, Term, Words, explained, unspaced
from index.search.lexical_store import Entry
from index.search.words.files import links_to, nothing_deleted, unwritable
from index.search.words.frequencies import Change, Frequencies
from index.search.words.kept import KeptWords
from index.search.words.numbers.term_files import Adding, TermFiles
from index.search.words.queries import (
    Counted,
    Queries,
    all_of,
    counting,
    document_of,
    make_schema,
    opened,
    silent,
)

_HEAP = 30_000_000  # bytes; tantivy wants at least 15 million

Hits: TypeAlias = list[tuple[float, tantivy.DocAddress]]


class TantivyIndex:
    """The words of one index: a folder, or memory when `folder` is None.

    Holds one unchanging state for searching. Safe to share among threads: a searcher of tantivy is
    a snapshot that nobody writes to, and queries are made for each call.

    Args:
        folder: where the files are.
        read_only: the folder cannot be written to. tantivy makes files of locks in it even for
            reading; it is given a temporary folder of links instead.
        terms: how many terms each field has in all passages, where that is known.
        files: the hashes of its files by name, where they are known.
    """

    _lengths: Counter[str] | None

    def __init__(
        self,
        folder: Path | None,
        *,
        read_only: bool = False,
        terms: Mapping[str, int] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self._schema = make_schema()
        self._frequencies = Frequencies()
        self._kept = KeptWords()
        self.queries = Queries(self._schema)
        try:
            if folder is not None and read_only:
                with links_to(folder) as links:  # what a searcher needs it has opened by then
                    self._open(Path(links))
            else:
                if folder is not None:
                    folder.mkdir(parents=True, exist_ok=True)
                self._open(folder)
            self.term_files = TermFiles.open(folder, files) if folder else TermFiles()
        except (ValueError, OSError) as error:
            raise IndexDamaged(f"{folder} cannot be opened ({error})") from error
        if terms is not None:
            self._lengths = Counter(terms)

    def _open(self, folder: Path | None) -> None:
        self._index = opened(self._schema, folder)
        self._see()

    def _see(self) -> None:
        """Hold what was committed last."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self._assumed: dict[str, Assumed] = {}
        self._lengths = None
        self._last_article: int | None = None
        self._whole = self.folder is not None and nothing_deleted(self.folder)

    # Writing

    def updated(self, add: Iterable[Entry] = (), remove: Iterable[int] = ()) -> "TantivyIndex":
        """Add passages and remove rows, as one commit; return the state after it.

        Raises:
            OSError: it could not be written, for want of room or otherwise.
        """
        rows = np.unique(np.fromiter(remove, np.int64))
        lengths, change = Counter(self._all_lengths()), Change()
        gone = self._of_rows(rows)
        lengths.subtract(self._lengths_of(gone))
        change.remove(len(gone), lambda: (one.words for one in self.candidates(gone)))
        try:
            adding = self.term_files.adding(self.folder) if self.folder else None
            lengths.update(self._commit(add, rows.tolist(), change, adding))
            after = copy(self)
            after._see()
        except ValueError as error:
            raise unwritable(error) from error
        if self.folder and adding and self.term_files.wanted(after.count):
            after._keep_terms(self.folder, adding, rows, self.count)
        if after.count == self.count + change.added - len(gone):
            after._lengths, after._frequencies = lengths, self._frequencies.after(change)
        else:  # the files hold what was written after this state, by an update that failed
            after._frequencies = Frequencies()
        return after

    def _keep_terms(self, folder: Path, adding: Adding, removed: Rows, before: int) -> None:
        if self.term_files.all_wanted(before):
            adding = self.term_files.adding(folder)
            every = self.candidates(self._of_rows(self.rows()))
            for one in sorted(every, key=lambda one: one.row):
                adding.add(one.row, unspaced(one.words))
        self.term_files = self.term_files.after(folder, adding, removed, self)

    def held(self, first: int, last: int) -> Rows:
        """Return the rows from one to another that it holds, ascending."""
        query = silent(self.queries.between("row", first, last))
        hits = self._searcher.search(query, last - first + 1, count=False).hits
        return np.unique(self.rows_of(hits))

    def held_count(self, first: int, last: int) -> int:
        """Return how many passages have a row from one to another."""
        return int(self._searcher.search(self.queries.between("row", first, last), 1).count or 0)

    def _commit(
        self, add: Iterable[Entry], remove: Iterable[int], change: Change, adding: Adding | None
    ) -> Counter[str]:
        """Return how many terms of each field were added; give them to `change` and `adding`."""
        lengths: Counter[str] = Counter()
        writer = self._index.writer(_HEAP, 1)
        # What a killed writer left behind would be in the way of files of the same name.
        writer.garbage_collect_files()
        for row in remove:
            writer.delete_documents_by_term("row", row)
        for entry in add:
            terms = analysed(entry)
            change.add(terms)
            if adding:
                adding.add(entry.row, terms)
            lengths.update({field: len(found) for field, found in terms.items()})
            writer.add_document(document_of(entry, terms))
        writer.commit()
        writer.wait_merging_threads()
        return lengths

    # Counting

    def passages_counted(self, counted: Counted) -> int:
        """Return how many passages count."""
        if counted.within is None:
            return self.count - len(counted.without)
        query = counting(tantivy.Query.all_query(), counted)
        return int(self._searcher.search(query, 1).count or 0)

    @property
    def count(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    @property
    def last_article(self) -> int:
        """The highest row number of an article whose passages it holds; 0 where there are none."""
        if self._last_article is None:
            every, last = tantivy.Query.all_query(), tantivy.Order.Desc
            found = self._searcher.search(
                every, 1, count=False, order_by_field="article", order=last
            ).hits
            self._last_article = int(self._column("article", found).max(initial=0))
        return self._last_article

    def rows(self) -> Rows:
        """Return every row it holds, ascending; doubled where it is held twice."""
        count = self._searcher.num_docs
        if not count:
            return NO_ROWS
        found = self._searcher.search(tantivy.Query.all_query(), count, count=False)
        return np.sort(self._column("row", found.hits))

    def totals(self, counted: Counted) -> dict[str, int]:
        """Return how many terms each field has in all passages."""
        if counted.within is not None:
            return dict(self._sums(counting(tantivy.Query.all_query(), counted)))
        every, others = self._all_lengths(), self._lengths_of(self._of_rows(counted.without))
        return {field: every[field] - others[field] for field in FIELDS}

    @property
    def terms(self) -> dict[str, int]:
        """How many terms each field has in all passages."""
        return {field: self._all_lengths()[field] for field in FIELDS}

    def terms_counted(self) -> dict[str, int]:
        """Return the same, counted again."""
        return dict(self._sums(tantivy.Query.all_query()))

    def _all_lengths(self) -> Counter[str]:
        # Added up once; what is added and removed then changes the sums.
        if self._lengths is None:
            self._lengths = self._sums(tantivy.Query.all_query())
        return self._lengths

    def _sums(self, query: tantivy.Query) -> Counter[str]:
        sums = {field: {"sum": {"field": f"{field}_length"}} for field in FIELDS}
        found = self._searcher.aggregate(query, sums)
        return Counter({name: int(one["value"] or 0) for name, one in found.items()})

    def _lengths_of(self, hits: Hits) -> Counter[str]:
        return Counter({name: int(self._column(f"{name}_length", hits).sum()) for name in FIELDS})

    def _of_rows(self, rows: Rows) -> Hits:
        return self.hits(self.queries.of("row", rows), len(rows))[0] if len(rows) else []

    def _column(self, field: str, hits: Hits) -> Rows:
        """Return the number that each passage has in a field."""
        addresses = [address for _, address in hits]
        if not addresses:
            return NO_ROWS
        return np.array(self._searcher.fast_field_values(field, addresses), dtype=np.int64)

    def frequency(self, field: str, term: str, counted: Counted) -> int:
        """Return how many passages have a term."""
        held = self._searcher.doc_freq(field, term)  # removed ones too
        if not held or (self._whole and counted.everything):
            return int(held)
        known = self._frequencies.get((field, term)) if counted.everything else None
        if known is not None:
            return known
        query = silent(self.queries.term(field, term))
        found = int(self._searcher.search(counting(query, counted), 1).count or 0)
        if counted.everything and field in FIELDS:
            self._frequencies.put((field, term), found)
        return found

    def analyses(self, counted: Counted) -> tuple[str, ...]:
        """Return the ways in which the passages were cut into terms."""
        return tuple(one for one in ANALYSES if self.frequency("analysis", one, counted))

    def assumed(self, field: str, term: str) -> tuple[Assumed, int]:
        """Return what the engine's score of a term, which a passage has, is computed from.

        The last number is how many passages it takes to have the term.
        """
        found = self._assumed.get(field)
        if found is None:
            query = self.queries.term(field, term)
            _, address = self._searcher.search(query, 1, count=False).hits[0]
            numbers = explained(json.loads(query.explain(self._searcher, address).to_json()))
            found = self._assumed[field] = Assumed(int(numbers["N"]), numbers["avgdl"])
        return found, int(self._searcher.doc_freq(field, term))

    # Searching

    def hits(
        self, query: tantivy.Query, k: int, after: int = 0, among: Rows | None = None
    ) -> tuple[Hits, float, int]:
        """Return the `k` best passages after the first `after`, best first by the engine's scores.

        Args:
            query: what is searched for.
            k: how many are looked at.
            after: how many are passed over.
            among: row numbers of the articles, ascending, whose passages are returned; None for
                all. The others are looked at and left out.

        Returns:
            The passages, how good any other may be, and how many were looked at.
        """
        hits = self._searcher.search(query, k, count=False, offset=after).hits
        least = hits[-1][0] if len(hits) == k else 0.0
        return self._of(hits, among), float(least), len(hits)

    def first(self, query: tantivy.Query, k: int, among: Rows | None = None) -> Hits:
        """Return the `k` passages that match and have the least `order`, without scores."""
        hits = self._searcher.search(
            query, k, count=False, order_by_field="order", order=tantivy.Order.Asc
        ).hits
        return self._of([(0.0, address) for _, address in hits], among)

    def _of(self, hits: Hits, articles: Rows | None) -> Hits:
        """Return the hits that are passages of some articles."""
        if articles is None or not hits or not len(articles):
            return hits if articles is None else []
        owners = self._column("article", hits)
        at = np.minimum(np.searchsorted(articles, owners), len(articles) - 1)
        return [hits[one] for one in np.flatnonzero(articles[at] == owners).tolist()]

    def of_rows(self, rows: Rows, among: Rows | None = None) -> Hits:
        """Return the passages of these rows, without scores, in any order; `among` as to `hits`."""
        return self._of(self._of_rows(rows), among)

    def beginning(self, field: str, start: str, most: int) -> list[str]:
        """Return the most frequent terms of a field that begin so."""
        return [term for term, _ in self._searcher.terms_with_prefix(field, start, None, most)]

    def articles(self, wanted: Sequence[Sequence[tuple[str, str]]], counted: Counted) -> Rows:
        """Return the articles with passages that have one of each of these lists of terms."""
        found = all_of([self.queries.any_of(terms) for terms in wanted])
        query = counting(found, counted)
        most = max(1, int(self._searcher.num_docs))
        hits = self._searcher.search(query, most, count=False).hits
        return np.unique(self._column("article", hits))

    def scores(
        self, terms: Sequence[Term], averages: Mapping[str, float], hits: Hits
    ) -> tuple[Rows, Scores]:
        """Return the rows of passages that were found, and their scores by some terms."""
        rows, scores = self.rows_of(hits), np.zeros(len(hits))
        known, kept = self.kept_scores(terms, averages, rows)
        scores[known] = kept
        others = np.flatnonzero(~known)
        if len(others):
            words = [one.words for one in self.candidates([hits[at] for at in others.tolist()])]
            scores[others] = bm25.scores(terms, averages, words)
        return rows, scores

    def kept_scores(
        self, terms: Sequence[Term], averages: Mapping[str, float], rows: Rows
    ) -> tuple[npt.NDArray[np.bool_], Scores]:
        """Return of which rows the terms are kept in files, and the scores of these."""
        counted = self.term_files.counted(terms, rows)
        found = bm25.scores_by_counts(terms, averages, counted.counts, counted.lengths)
        return counted.known, found

    def rows_of(self, hits: Hits) -> Rows:
        """Return the rows of passages that were found."""
        return self._column("row", hits)

    def candidates(self, hits: Hits) -> list[Candidate]:
        """Return passages that were found, with their terms."""
        rows = self._column("row", hits)
        every = self._kept.all(rows, lambda at: self._words_at(hits[at][1]))
        return list(map(Candidate, rows.tolist(), every))

    def _words_at(self, address: tantivy.DocAddress) -> Words:
        first = self._searcher.doc(address).get_first
        return tuple([str(first(field) or "") for field in FIELDS])
