"""Door to tantivy: BM25 over passages, their headings and their articles' titles.

Words are split at everything that is no letter or digit, lower-cased, freed of accents and reduced
to their English stem. Scripts written without spaces go into a field of their own as pairs of
neighbouring characters, which a query is cut into the same way. A query is made of terms, never
parsed: no text a user types is a syntax error.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from index.errors import IndexDamaged
from index.store.storage import Rows

ANALYSIS = "words-1"
"""Changes whenever the same text would be indexed otherwise; stored in the manifest."""

LONGEST_QUERY = 100
"""Different terms of a query that are looked up; the first ones."""

_HEAP = 30_000_000  # bytes; tantivy wants at least 15 million
_LONGEST_WORD = 64
# Thai, Lao, Khmer, Burmese; kana; ideographs of every plane.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_FIELDS = (("body", 1.0), ("title", 0.5), ("pairs", 1.0))

Scores = npt.NDArray[np.float32]
"""float32 [n]: BM25 scores."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as it is searched by words."""

    row: int
    article: int
    text: str
    title: str


def character_pairs(text: str) -> list[str]:
    """Return the overlapping pairs of characters in runs of scripts without spaces."""
    pairs: list[str] = []
    for run in _UNSPACED.findall(text):
        pairs += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    return pairs


def _analyser() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Not add_unsigned_field: its writer dies on Python integers.
    builder.add_integer_field("row", indexed=True, fast=True)
    builder.add_integer_field("article", indexed=True, fast=True)
    builder.add_text_field("body", tokenizer_name="words", index_option="freq")
    builder.add_text_field("title", tokenizer_name="words", index_option="freq")
    builder.add_text_field("pairs", tokenizer_name="pairs", index_option="freq")
    return builder.build()


class Lexical:
    """The words of one index: a folder, or memory when `folder` is None.

    Holds one unchanging state for searching until `reload`; safe to share among threads.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._schema = _schema()
        self._analyser = _analyser()
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, str(folder) if folder else None)
            self._index.register_tokenizer("words", self._analyser)
            self._index.register_tokenizer(
                "pairs", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            )
            self._index.config_reader("manual")
            self.reload()
        except ValueError as error:
            raise IndexDamaged(f"{folder} cannot be opened ({error})") from error

    def reload(self) -> None:
        """See what was committed last."""
        self._index.reload()
        self._searcher = self._index.searcher()

    # Writing

    def update(self, add: Iterable[Entry] = (), remove: Iterable[int] = ()) -> None:
        """Add passages and remove rows, as one commit; `reload` shows it.

        Raises:
            OSError: it could not be written, for want of room or otherwise.
        """
        try:
            writer = self._index.writer(_HEAP, 1)
            # What a killed writer left behind would be in the way of files of the same name.
            writer.garbage_collect_files()
            for row in remove:
                writer.delete_documents_by_term("row", row)
            for entry in add:
                writer.add_document(_document(entry))
            writer.commit()
            writer.wait_merging_threads()
        except ValueError as error:
            raise OSError(None, f"the lexical index could not be written ({error})") from error

    # Reading

    @property
    def count(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    def rows(self) -> Rows:
        """Return every row it holds, ascending; doubled where it is held twice."""
        count = self._searcher.num_docs
        if not count:
            return np.empty(0, np.int64)
        found = self._searcher.search(tantivy.Query.all_query(), count, count=False)
        return np.sort(self._rows(found.hits))

    def query(self, text: str, articles: Sequence[int] | None = None) -> tantivy.Query | None:
        """Make a query of the words in `text`; None when there are none.

        Args:
            text: anything.
            articles: row numbers of the articles to look at; None for all.
        """
        terms = self._terms(text)
        if not terms:
            return None
        words = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        if articles is None:
            return words
        among = tantivy.Query.term_set_query(self._schema, "article", list(articles))
        return _silently(words, among)

    def search(self, query: tantivy.Query, k: int) -> tuple[Rows, Scores]:
        """Return up to `k` rows with their BM25 scores, best first, equal ones by row."""
        hits = self._searcher.search(query, k, count=False).hits
        rows = self._rows(hits)
        scores = np.array([score for score, _ in hits], dtype=np.float32)
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]

    def scores(self, query: tantivy.Query, rows: Rows) -> Scores:
        """Return the BM25 score of each of `rows`, 0 where no word occurs."""
        # A union of terms, not a set of them: for a set, tantivy walks its dictionary of all rows.
        among = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._schema, "row", row, index_option="basic"),
            )
            for row in rows.tolist()
        ]
        within = _silently(query, tantivy.Query.boolean_query(among))
        found, scores = self.search(within, max(len(rows), 1))
        result = np.zeros(len(rows), dtype=np.float32)
        by_row = dict(zip(found.tolist(), scores.tolist(), strict=True))
        for at, row in enumerate(rows.tolist()):
            result[at] = by_row.get(row, 0.0)
        return result

    def _terms(self, text: str) -> list[tantivy.Query]:
        words = list(dict.fromkeys(self._analyser.analyze(text)))[:LONGEST_QUERY]
        pairs = list(dict.fromkeys(character_pairs(text)))[:LONGEST_QUERY]
        return [
            tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, word), boost)
            for field, boost in _FIELDS
            for word in (pairs if field == "pairs" else words)
        ]

    def _rows(self, hits: Sequence[tuple[float, tantivy.DocAddress]]) -> Rows:
        addresses = [address for _, address in hits]
        if not addresses:
            return np.empty(0, np.int64)
        return np.array(self._searcher.fast_field_values("row", addresses), dtype=np.int64)


def _silently(query: tantivy.Query, among: tantivy.Query) -> tantivy.Query:
    """Return `query` among what `among` matches, which adds nothing to the scores."""
    must = tantivy.Occur.Must
    return tantivy.Query.boolean_query(
        [(must, query), (must, tantivy.Query.const_score_query(among, 0.0))]
    )


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("row", entry.row)
    document.add_integer("article", entry.article)
    document.add_text("body", entry.text)
    document.add_text("title", entry.title)
    document.add_text("pairs", " ".join(character_pairs(entry.text + "\n" + entry.title)))
    return document
