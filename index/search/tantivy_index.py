"""Door to tantivy: the words of passages, of their headings and of their articles' titles.

How text is cut into terms is `index.search.analysis`. A query is made of terms, never parsed: no
text a user types is a syntax error.

tantivy finds candidates fast, by BM25 scores from counts that include passages already removed;
`index.search.word_search` makes exact scores of them.
"""

import errno
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import tantivy

from index.articles.rows import NO_ROWS, Rows
from index.errors import IndexDamaged
from index.search.analysis import ANALYSES, analysed, analysis_of
from index.search.bm25 import FIELDS, Assumed, Candidate, Found, Term, explained, spaced
from index.search.lexical_store import Entry

_HEAP = 30_000_000  # bytes; tantivy wants at least 15 million

_WORTH_A_RANGE = 1000
"""Articles that a set of them takes as long for as a range does, or less."""

Hits: TypeAlias = list[tuple[float, tantivy.DocAddress]]


@dataclass(frozen=True, slots=True)
class Counted:
    """Which passages count: not those of the rows `without`, and of the articles `among` alone.

    Both are ascending; `among` is None for all. `within` and `but` are the same as queries.
    """

    without: Rows
    among: Rows | None
    within: tantivy.Query | None
    but: tantivy.Query | None

    @property
    def everything(self) -> bool:
        """Whether all passages count."""
        return self.among is None and not len(self.without)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Not add_unsigned_field: its writer dies on Python integers.
    builder.add_integer_field("row", indexed=True, fast=True)
    builder.add_integer_field("article", indexed=True, fast=True)
    builder.add_integer_field("order", fast=True)
    builder.add_text_field("analysis", tokenizer_name="terms", index_option="basic")
    for field in FIELDS:
        # Kept as well: exact scores are computed from the terms of the candidates.
        builder.add_text_field(field, stored=True, tokenizer_name="terms", index_option="freq")
        builder.add_integer_field(f"{field}_length", fast=True)
    return builder.build()


class TantivyIndex:
    """The words of one index: a folder, or memory when `folder` is None.

    Holds one unchanging state for searching. Safe to share among threads: a searcher of tantivy is
    a snapshot that nobody writes to, and queries are made for each call.

    Args:
        folder: where the files are.
        read_only: the folder cannot be written to. tantivy makes files of locks in it even for
            reading; it is given a temporary folder of links instead.
    """

    def __init__(self, folder: Path | None, *, read_only: bool = False) -> None:
        self.folder = folder
        self._schema = _schema()
        try:
            if folder is not None and read_only:
                with _links(folder) as links:  # what a searcher needs it has opened by then
                    self._open(Path(links))
                return
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
            self._open(folder)
        except (ValueError, OSError) as error:
            raise IndexDamaged(f"{folder} cannot be opened ({error})") from error

    def _open(self, folder: Path | None) -> None:
        self._index = tantivy.Index(self._schema, str(folder) if folder else None)
        self._index.register_tokenizer(
            "terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        self._index.config_reader("manual")
        self._see()

    def _see(self) -> None:
        """Hold what was committed last."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self._assumed: dict[str, Assumed] = {}
        self._lengths: Counter[str] | None = None
        self._whole = self.folder is not None and _nothing_deleted(self.folder)

    # Writing

    def updated(self, add: Iterable[Entry] = (), remove: Iterable[int] = ()) -> "TantivyIndex":
        """Add passages and remove rows, as one commit; return the state after it.

        Raises:
            OSError: it could not be written, for want of room or otherwise.
        """
        remove = list(remove)
        lengths = Counter(self._all_lengths())
        lengths.subtract(self._lengths_of(remove))
        try:
            lengths.update(self._commit(add, remove))
            after = copy(self)
            after._see()
        except ValueError as error:
            raise _unwritable(error) from error
        after._lengths = lengths
        return after

    def _commit(self, add: Iterable[Entry], remove: Iterable[int]) -> Counter[str]:
        """Return how many terms of each field were added."""
        lengths: Counter[str] = Counter()
        writer = self._index.writer(_HEAP, 1)
        # What a killed writer left behind would be in the way of files of the same name.
        writer.garbage_collect_files()
        for row in remove:
            writer.delete_documents_by_term("row", row)
        for entry in add:
            terms = analysed(entry)
            lengths.update({field: len(found) for field, found in terms.items()})
            writer.add_document(self._document(entry, terms))
        writer.commit()
        writer.wait_merging_threads()
        return lengths

    @staticmethod
    def _document(entry: Entry, analysed_terms: Mapping[str, list[str]]) -> tantivy.Document:
        document = tantivy.Document()
        document.add_integer("row", entry.row)
        document.add_integer("article", entry.article)
        document.add_integer("order", entry.order)
        document.add_text("analysis", analysis_of(entry.language))
        for field, terms in analysed_terms.items():
            document.add_text(field, spaced(terms))
            document.add_integer(f"{field}_length", len(terms))
        return document

    # Counting

    def counted(self, without: Rows, among: Rows | None) -> Counted:
        """Return which passages count."""
        within = None if among is None else _silent(self._of_articles(among))
        but = None
        if len(without):
            but = tantivy.Query.term_set_query(self._schema, "row", without.tolist())
        return Counted(np.sort(without), among, within, but)

    def _of_articles(self, rows: Rows) -> tantivy.Query:
        """Return what finds the passages of articles: by ranges where they are in a few rows."""
        breaks = np.flatnonzero(np.diff(rows) != 1)
        if not 0 < len(breaks) + 1 <= len(rows) / _WORTH_A_RANGE:
            return tantivy.Query.term_set_query(self._schema, "article", rows.tolist())
        firsts, lasts = rows[[0, *(breaks + 1)]], rows[[*breaks, -1]]
        ranges = [
            tantivy.Query.range_query(
                self._schema, "article", tantivy.FieldType.Integer, first, last
            )
            for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in ranges])

    def passages_counted(self, counted: Counted) -> int:
        """Return how many passages count."""
        if counted.within is None:
            return self.count - len(counted.without)
        query = self.counting(tantivy.Query.all_query(), counted)
        return int(self._searcher.search(query, 1).count or 0)

    def counting(self, query: tantivy.Query, counted: Counted) -> tantivy.Query:
        """Return a query among what counts, with the scores that it had."""
        parts = [(tantivy.Occur.Must, query)]
        if counted.within is not None:
            parts.append((tantivy.Occur.Must, counted.within))
        if counted.but is not None:
            parts.append((tantivy.Occur.MustNot, counted.but))
        return tantivy.Query.boolean_query(parts) if len(parts) > 1 else query

    @property
    def count(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    def rows(self) -> Rows:
        """Return every row it holds, ascending; doubled where it is held twice."""
        count = self._searcher.num_docs
        if not count:
            return NO_ROWS
        found = self._searcher.search(tantivy.Query.all_query(), count, count=False)
        return np.sort(self._rows(found.hits))

    def totals(self, counted: Counted) -> dict[str, int]:
        """Return how many terms each field has in all passages."""
        if counted.within is not None:
            return dict(self._sums(self.counting(tantivy.Query.all_query(), counted)))
        every, others = self._all_lengths(), self._lengths_of(counted.without.tolist())
        return {field: every[field] - others[field] for field in FIELDS}

    def _all_lengths(self) -> Counter[str]:
        # Added up once; what is added and removed then changes the sums.
        if self._lengths is None:
            self._lengths = self._sums(tantivy.Query.all_query())
        return self._lengths

    def _sums(self, query: tantivy.Query) -> Counter[str]:
        sums = {field: {"sum": {"field": f"{field}_length"}} for field in FIELDS}
        found = self._searcher.aggregate(query, sums)
        return Counter({name: int(one["value"] or 0) for name, one in found.items()})

    def _lengths_of(self, rows: Sequence[int]) -> Counter[str]:
        if not len(rows):
            return Counter()
        query = self._any("row", np.array(rows, np.int64))
        hits = self._searcher.search(query, len(rows), count=False).hits
        addresses = [address for _, address in hits]
        if not addresses:
            return Counter()
        return Counter(
            {
                field: sum(
                    one or 0
                    for one in self._searcher.fast_field_values(f"{field}_length", addresses)
                )
                for field in FIELDS
            }
        )

    def frequency(self, field: str, term: str, counted: Counted) -> int:
        """Return how many passages have a term."""
        held = self._searcher.doc_freq(field, term)  # removed ones too
        if not held or (self._whole and counted.everything):
            return int(held)
        query = _silent(self._term(field, term))
        found = self._searcher.search(self.counting(query, counted), 1).count
        return int(found or 0)

    def analyses(self, counted: Counted) -> tuple[str, ...]:
        """Return the ways in which the passages were cut into terms."""
        return tuple(one for one in ANALYSES if self.frequency("analysis", one, counted))

    def assumed(self, field: str, term: str) -> tuple[Assumed, int]:
        """Return what the engine's score of a term, which a passage has, is computed from.

        The last number is how many passages it takes to have the term.
        """
        found = self._assumed.get(field)
        if found is None:
            query = self._term(field, term)
            _, address = self._searcher.search(query, 1, count=False).hits[0]
            numbers = explained(json.loads(query.explain(self._searcher, address).to_json()))
            found = self._assumed[field] = Assumed(int(numbers["N"]), numbers["avgdl"])
        return found, int(self._searcher.doc_freq(field, term))

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)

    # Searching

    def query(self, terms: Sequence[Term], articles: Rows | None = None) -> tantivy.Query:
        """Make a query of terms, each counting as much as its weight says.

        Args:
            terms: with weights that multiply the engine's own.
            articles: row numbers of the few articles to look at; None for all.
        """
        words = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(self._term(term.field, term.text), term.weight),
                )
                for term in terms
            ]
        )
        return words if articles is None else _silently(words, self._any("article", articles))

    def search(
        self, query: tantivy.Query, k: int, after: int = 0, among: Rows | None = None
    ) -> Found:
        """Return the `k` best passages after the first `after`, best first by the engine's scores.

        Args:
            query: what is searched for.
            k: how many are looked at.
            after: how many are passed over.
            among: row numbers of the articles, ascending, whose passages are returned; None for
                all. The others are looked at and left out.
        """
        hits = self._searcher.search(query, k, count=False, offset=after).hits
        least = hits[-1][0] if len(hits) == k else 0.0
        return Found(self._candidates(self._of(hits, among)), float(least), len(hits))

    def first(self, query: tantivy.Query, k: int, among: Rows | None = None) -> list[Candidate]:
        """Return the `k` passages that match and have the least `order`, without scores."""
        hits = self._searcher.search(
            query, k, count=False, order_by_field="order", order=tantivy.Order.Asc
        ).hits
        return self._candidates(self._of([(0.0, address) for _, address in hits], among))

    def _of(self, hits: Hits, articles: Rows | None) -> Hits:
        """Return the hits that are passages of some articles."""
        if articles is None or not hits or not len(articles):
            return hits if articles is None else []
        found = self._searcher.fast_field_values("article", [address for _, address in hits])
        owners = np.array(found, dtype=np.int64)
        at = np.minimum(np.searchsorted(articles, owners), len(articles) - 1)
        return [hits[one] for one in np.flatnonzero(articles[at] == owners).tolist()]

    def _any(self, field: str, rows: Rows) -> tantivy.Query:
        """Return what matches any of some row numbers.

        A union of terms, not a set of them: for a set, tantivy walks its dictionary of all rows.
        """
        among = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._schema, field, row, index_option="basic"),
            )
            for row in rows.tolist()
        ]
        return _silent(tantivy.Query.boolean_query(among))

    def passages(self, rows: Rows, among: Rows | None = None) -> list[Candidate]:
        """Return the passages of these rows, without scores, in any order; `among` as to search."""
        if not len(rows):
            return []
        return self.search(self._any("row", rows), len(rows), among=among).candidates

    def beginning(self, field: str, start: str, most: int) -> list[str]:
        """Return the most frequent terms of a field that begin so."""
        return [term for term, _ in self._searcher.terms_with_prefix(field, start, None, most)]

    def articles(self, wanted: Sequence[Sequence[tuple[str, str]]], counted: Counted) -> Rows:
        """Return the articles with passages that have one of each of these lists of terms."""
        must = [
            (
                tantivy.Occur.Must,
                tantivy.Query.boolean_query(
                    [(tantivy.Occur.Should, self._term(*term)) for term in terms]
                ),
            )
            for terms in wanted
        ]
        query = self.counting(_silent(tantivy.Query.boolean_query(must)), counted)
        most = max(1, int(self._searcher.num_docs))
        hits = self._searcher.search(query, most, count=False).hits
        addresses = [address for _, address in hits]
        if not addresses:
            return NO_ROWS
        found = self._searcher.fast_field_values("article", addresses)
        return np.unique(np.array(found, dtype=np.int64))

    def _candidates(self, hits: Hits) -> list[Candidate]:
        found = []
        for row, (score, address) in zip(self._rows(hits).tolist(), hits, strict=True):
            document = self._searcher.doc(address)
            words = tuple(str(document.get_first(field) or "") for field in FIELDS)
            found.append(Candidate(row, score, words))
        return found

    def _rows(self, hits: Hits) -> Rows:
        addresses = [address for _, address in hits]
        if not addresses:
            return NO_ROWS
        return np.array(self._searcher.fast_field_values("row", addresses), dtype=np.int64)


def _silent(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _links(folder: Path) -> tempfile.TemporaryDirectory[str]:
    made = tempfile.TemporaryDirectory(prefix="pullquote-words-")
    for path in folder.iterdir():
        if path.suffix != ".lock":
            Path(made.name, path.name).symlink_to(path.absolute())
    return made


def _nothing_deleted(folder: Path) -> bool:
    """Tell whether no passage that was removed is still in the files."""
    try:
        segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        return not any(segment["deletes"] for segment in segments)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _silently(query: tantivy.Query, among: tantivy.Query) -> tantivy.Query:
    """Return `query` among what `among` matches, which has no scores of its own."""
    must = tantivy.Occur.Must
    return tantivy.Query.boolean_query([(must, query), (must, among)])


_NO_ROOM = re.compile(
    rf"os error (?:{errno.ENOSPC}|{errno.EDQUOT}|{errno.EFBIG})\b"
    r"|\b(?:StorageFull|QuotaExceeded|FileTooLarge)\b"
)
"""How the library's errors tell of a disk that is full: by number, or by Rust's name for it."""


def _unwritable(error: ValueError) -> OSError:
    """Return the library's error as what it is, with the number that a full disk has."""
    number = errno.ENOSPC if _NO_ROOM.search(str(error)) else None
    return OSError(number, f"the lexical index could not be written ({error})")
