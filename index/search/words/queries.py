"""Door to tantivy: what is kept of a passage's words, and the queries that are asked of it.

A query is made of terms, never parsed: no text a user types is a syntax error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import tantivy

from index.articles.rows import Rows
from index.search.analysis import analysis_of
from index.search.bm25 import FIELDS, Term, spaced
from index.search.lexical_store import Entry
from index.search.words.files import keep_in_small_blocks

_WORTH_A_RANGE = 1000
"""Articles that a set of them takes as long for as a range does, or less."""

_UNITED = 500
"""Articles up to which their union is found sooner than their set."""

Query: TypeAlias = tantivy.Query

_SHOULD, _MUST, _NOT = tantivy.Occur.Should, tantivy.Occur.Must, tantivy.Occur.MustNot


@dataclass(frozen=True, slots=True)
class Counted:
    """Which passages count: not those of the rows `without`, and of the articles `among` alone.

    Both are ascending; `among` is None for all. `within` and `but` are the same as queries.
    """

    without: Rows
    among: Rows | None
    within: Query | None
    but: Query | None

    @property
    def everything(self) -> bool:
        """Whether all passages count."""
        return self.among is None and not len(self.without)


def make_schema() -> tantivy.Schema:
    """Return what is kept of a passage."""
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


def opened(schema: tantivy.Schema, folder: Path | None) -> tantivy.Index:
    """Open the index in a folder, or make one there; in memory where there is no folder."""
    if folder is not None and not (folder / "meta.json").exists():
        tantivy.Index(schema, str(folder))
        keep_in_small_blocks(folder)
    index = tantivy.Index(schema, str(folder) if folder else None)
    terms = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("terms", terms)
    index.config_reader("manual")
    return index


def document_of(entry: Entry, analysed_terms: Mapping[str, Sequence[str]]) -> tantivy.Document:
    """Return a passage as it is kept."""
    document = tantivy.Document()
    document.add_integer("row", entry.row)
    document.add_integer("article", entry.article)
    document.add_integer("order", entry.order)
    document.add_text("analysis", analysis_of(entry.language))
    for field, terms in analysed_terms.items():
        document.add_text(field, spaced(terms))
        document.add_integer(f"{field}_length", len(terms))
    return document


class Queries:
    """Makes queries of passages kept by a schema; safe to share among threads."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def term(self, field: str, term: str) -> Query:
        """Return what finds the passages that have a term."""
        return tantivy.Query.term_query(self._schema, field, term)

    def any_of(self, terms: Sequence[tuple[str, str]]) -> Query:
        """Return what finds the passages that have one of some terms, by field and text."""
        return tantivy.Query.boolean_query([(_SHOULD, self.term(*term)) for term in terms])

    def weighed(self, terms: Sequence[Term], articles: Rows | None = None) -> Query:
        """Return what finds the passages with terms, each counting as much as its weight says.

        Args:
            terms: with weights that multiply the engine's own.
            articles: row numbers of the few articles to look at; None for all.
        """
        words = tantivy.Query.boolean_query(
            [
                (_SHOULD, tantivy.Query.boost_query(self.term(one.field, one.text), one.weight))
                for one in terms
            ]
        )
        if articles is None:
            return words
        return tantivy.Query.boolean_query([(_MUST, words), (_MUST, self.of("article", articles))])

    def of(self, field: str, rows: Rows) -> Query:
        """Return what matches any of some row numbers, without scores.

        A union of terms, not a set of them: for a set, tantivy walks its dictionary of all rows.
        """
        among = [
            (_SHOULD, tantivy.Query.term_query(self._schema, field, row, index_option="basic"))
            for row in rows.tolist()
        ]
        return silent(tantivy.Query.boolean_query(among))

    def between(self, field: str, first: int, last: int) -> Query:
        """Return what finds the passages with row numbers from one to another."""
        return tantivy.Query.range_query(
            self._schema, field, tantivy.FieldType.Integer, first, last
        )

    def counted(self, without: Rows, among: Rows | None) -> Counted:
        """Return which passages count."""
        within = None if among is None else silent(self._of_many_articles(among))
        but = None
        if len(without):
            but = tantivy.Query.term_set_query(self._schema, "row", without.tolist())
        return Counted(np.sort(without), among, within, but)

    def _of_many_articles(self, rows: Rows) -> Query:
        """Return what finds the passages of articles: by ranges where they are in a few rows."""
        if len(rows) <= _UNITED:
            return self.of("article", rows)
        breaks = np.flatnonzero(np.diff(rows) != 1)
        if not 0 < len(breaks) + 1 <= len(rows) / _WORTH_A_RANGE:
            return tantivy.Query.term_set_query(self._schema, "article", rows.tolist())
        firsts, lasts = rows[[0, *(breaks + 1)]], rows[[*breaks, -1]]
        ranges = [
            self.between("article", first, last)
            for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
        ]
        return tantivy.Query.boolean_query([(_SHOULD, one) for one in ranges])


def counting(query: Query, counted: Counted) -> Query:
    """Return a query among what counts, with the scores that it had."""
    parts = [(_MUST, query)]
    if counted.within is not None:
        parts.append((_MUST, counted.within))
    if counted.but is not None:
        parts.append((_NOT, counted.but))
    return tantivy.Query.boolean_query(parts) if len(parts) > 1 else query


def all_of(queries: Sequence[Query]) -> Query:
    """Return what finds the passages that each of some queries finds, without scores."""
    return silent(tantivy.Query.boolean_query([(_MUST, one) for one in queries]))


def silent(query: Query) -> Query:
    """Return a query that finds the same without scores."""
    return tantivy.Query.const_score_query(query, 0.0)
