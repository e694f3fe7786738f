"""Filters find in SQLite's indexes the articles that they let through one by one."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters, Passage
from index.articles.rows import NO_ROWS, of_runs
from index.search.filtering import matches, wanted_values
from index.store.storage import Prepared, Storage

_AUTHORS = st.sampled_from([None, "", "Ann", "ann  LEE", "Ánn Lee", "Bob", "́", 'O\'Neil "x"'])
_SOURCES = st.sampled_from([None, "Voice of Ice", "Post", "post", "ИЗВЕСТИЯ"])
_CATEGORIES = st.lists(st.sampled_from(["News", "Ice news", "Öl"]), max_size=2, unique=True)
_DATES = st.sampled_from([None, "2012", "2012-04", "2012-04-18", "2013-01-01", "1999-12-31"])
_NAMES = st.frozensets(st.sampled_from(["ann lee", "ANN", "post", "Известия", ""]), max_size=2)
_FILTERS = st.builds(
    Filters,
    author=st.none() | st.sampled_from(["ann", "lee ann", "́", " ", "neil"]),
    source=st.none() | st.sampled_from(["ice", "POST", "известия"]),
    authors=_NAMES,
    sources=_NAMES,
    after=st.none() | st.sampled_from(["2012", "2012-04-18", "2000-01"]),
    category=st.none() | st.sampled_from(["news", "ICE", "ol", " "]),
    before=st.none() | st.sampled_from(["2012-04", "2012-04-17", "2013"]),
    articles=st.frozensets(st.sampled_from(["a0", "a3", "a5", "b"]), max_size=2),
)


@settings(max_examples=60, deadline=None)
@given(
    known=st.lists(st.tuples(_AUTHORS, _SOURCES, _DATES, _CATEGORIES), min_size=1, max_size=12),
    wished=st.lists(_FILTERS, min_size=1, max_size=12),
)
def test_filters_find_what_they_let_through(
    tmp_path_factory: pytest.TempPathFactory,
    known: list[tuple[str | None, str | None, str | None, list[str]]],
    wished: list[Filters],
) -> None:
    storage = Storage(tmp_path_factory.mktemp("filters"))
    infos = {}
    with storage.writing():
        for row, (author, publication, date, categories) in enumerate(known, 1):
            info = ArticleInfo(
                id=f"a{row - 1}",
                author=author,
                publication=publication,
                date=date,
                categories=tuple(categories),
            )
            article = Article(info=info, text="Ice.")
            vectors = np.ones((1, 2), np.float32)
            passages = [Passage(number=0, start=0, end=4)]
            storage.insert(
                row,
                3 * row,
                Prepared(
                    article=article, source="", chunking="", passages=passages, vectors=vectors
                ),
            )
            infos[row] = info
    table = storage.articles
    for filters in wished:
        found = table.with_values(wanted_values(filters, table.values))
        assert found.tolist() == [row for row, info in infos.items() if matches(filters, info)]
        assert storage.passages.rows_among(found).tolist() == [3 * row for row in found]
    assert [table.page(3, at)[0].id for at in range(len(known))] == sorted(
        info.id for info in infos.values()
    )
    assert table.page(5, len(known)) == []
    storage.close()


def test_no_filter_reads_the_articles(tmp_path: Path) -> None:
    """The texts of 100,000 articles are gigabytes."""
    storage = Storage(tmp_path)
    for column in ("author", "publication", "date"):
        for sql in (
            f"SELECT DISTINCT {column} FROM articles",
            f"SELECT row FROM articles WHERE {column} IN (SELECT value FROM json_each('[]'))",
        ):
            plan = storage.database.select(f"EXPLAIN QUERY PLAN {sql}", ())
            assert any("COVERING INDEX articles_by_" in str(step[3]) for step in plan), plan
    storage.close()


def test_rows_of_runs() -> None:
    assert of_runs(np.array([3, 9, 20]), np.array([5, 9, 21])).tolist() == [3, 4, 5, 9, 20, 21]
    assert of_runs(NO_ROWS, NO_ROWS).tolist() == []
