"""Derived files follow the truth: what is counted, swept, given out and said."""

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.articles.article import Article
from index.collection import Index
from index.models.embedder import Embedder
from index.search.engines import built_in_engines
from index.search.tantivy_store import TantivyStore
from index.store.derivation import entries, entry, vector_batches
from index.store.derived_files import DerivedFiles
from index.store.generations import Generations
from index.store.storage import Storage

TITLES = ["Ice", "Salt", "Ferry"]


@pytest.fixture
def folder(
    tmp_path: Path,
    word_counts: Callable[..., Embedder],
    make_article: Callable[..., Article],
) -> Path:
    """Three articles of a passage or two each; `Salt` was removed."""
    where = tmp_path / "index"
    with Index.open(where, create=True, embedder=word_counts()) as index:
        index.add_articles(
            make_article(f"{title} news. " * 80, title, id=title) for title in TITLES
        )
        index.remove(["Salt"])
    return where


@pytest.fixture
def storage(folder: Path) -> Iterator[Storage]:
    storage = Storage(folder)
    yield storage
    storage.close()


@pytest.fixture
def generations(storage: Storage) -> Generations:
    return Generations(storage, built_in_engines())


def test_a_view_covers_the_latest_generation_and_no_other(
    storage: Storage, generations: Generations
) -> None:
    state = storage.counters.state()
    view = generations.covering(state)
    assert view is not None
    assert (
        view.vectors.rows().tolist()
        == view.words.rows().tolist()
        == [*storage.passages.rows().tolist()]
    )
    assert generations.covering(state) is view
    manifest = view.manifest
    assert (manifest.floor, manifest.generation) == (state.generation, state.generation)
    assert not view.covers(state.generation - 1)


def test_files_that_no_manifest_speaks_of_are_swept(folder: Path, generations: Generations) -> None:
    derived = folder / "derived"
    (derived / "vectors-000099.faiss").write_bytes(b"left")
    (derived / "words-000099").mkdir()
    (derived / "words-000099" / "left").write_bytes(b"left")
    with generations.writer():
        view = generations.rebuild()
    needed = {"manifest.json"} | view.vectors.names | view.words.names
    assert {path.name for path in derived.iterdir()} == needed


def test_rows_given_to_a_writer_that_died_are_never_given_again(
    storage: Storage, generations: Generations
) -> None:
    before = storage.counters.state()
    with generations.writer():
        last = generations.reconciled().last_row
        rows = np.arange(last + 1, last + 3)
        codes = np.full((2, storage.settings.dimension()), 0.125, np.float16)
        state = type(before)(before.generation + 1, before.last_article, last + 2)
        generations.grow(state, rows, codes, [])
    # Killed before the truth was committed.
    with generations.writer():
        manifest = generations.reconciled()
    assert manifest.last_row == last + 2
    with generations.writer():
        generations.rebuild()
    assert storage.counters.state().last_passage == last + 2
    view = generations.covering(storage.counters.state())
    assert view is not None
    assert view.vectors.rows().tolist() == storage.passages.rows().tolist()


def test_what_disagrees_is_said(storage: Storage, generations: Generations) -> None:
    assert list(generations.problems()) == []
    (row,) = storage.articles.rows()[:1]
    data, _ = storage.passages.vectors_of(row)
    other = np.frombuffer(data, "<f2")[::-1].tobytes()
    storage.database.run(
        "UPDATE vectors SET data = ?, sha256 = ? WHERE article = ?",
        (other, hashlib.sha256(other).digest(), row),
    )
    assert ["the vectors are not those of" in one for one in generations.problems()] == [True]


def test_passages_missing_from_what_is_derived_are_said(
    storage: Storage, generations: Generations
) -> None:
    storage.database.run("UPDATE passages SET row = row + 1000")
    found = " ".join(generations.problems())
    assert "passages are missing from the vectors" in found
    assert "passages are missing from the lexical index" in found


def test_without_a_manifest_nothing_is_known_to_be_given(folder: Path) -> None:
    files = DerivedFiles(folder / "derived", built_in_engines())
    assert files.last_given() != (0, 0)
    shutil.rmtree(folder / "derived")
    assert files.last_given() == (0, 0)
    assert files.stamp() is None


@pytest.mark.parametrize("rows", [None, [1]])
def test_entries_are_what_is_searched_by_words(storage: Storage, rows: list[int] | None) -> None:
    wanted = None if rows is None else np.array(rows, np.int64)
    found = {one.row: one for one in entries(storage, wanted)}
    assert sorted(found) == (storage.passages.rows().tolist() if rows is None else rows)
    place = storage.passages.at([1])[1]
    article = storage.articles.at([place.article])[place.article]
    assert found[1] == entry(1, place.article, article, place.passage)
    assert (found[1].title, article.text.startswith(found[1].text.strip())) == ("Ice", True)


def test_damaged_articles_have_no_words_and_vectors_near_to_nothing(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    row = storage.articles.row_of("Ice")
    storage.database.run("UPDATE articles SET text = text || '!' WHERE row = ?", (row,))
    storage.database.run("UPDATE vectors SET sha256 = x'00' WHERE article = ?", (row,))
    damaged = storage.passages.rows([row or 0]).tolist()
    assert {one.row for one in entries(storage) if not one.text} == set(damaged)
    with caplog.at_level(logging.WARNING):
        ((rows, vectors),) = vector_batches(storage, storage.settings.dimension())
    assert rows.tolist() == storage.passages.rows().tolist()
    assert [bool(vector.any()) for vector in vectors] == [one not in damaged for one in rows]
    assert "1 articles are found by their words alone" in caplog.text


def test_what_is_lost_is_made_again_by_a_reader(
    folder: Path, storage: Storage, generations: Generations
) -> None:
    shutil.rmtree(folder / "derived")
    assert generations.covering(storage.counters.state()) is None
    generations.catch_up()
    view = generations.covering(storage.counters.state())
    assert view is not None
    assert view.vectors.count == view.words.count == storage.passages.count()
    assert (folder / "derived" / "manifest.json").exists()


def test_what_a_newer_version_derived_is_made_again_with_a_warning(
    folder: Path, word_counts: Callable[..., Embedder], caplog: pytest.LogCaptureFixture
) -> None:
    path = folder / "derived" / "manifest.json"
    body = json.loads(path.read_bytes())
    del body["sha256"]
    body["format"] = 2
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps({**body, "sha256": digest}))
    with Index.open(folder, embedder=word_counts()) as index:
        problems = index.verify().problems
        assert len(problems) == 1
        assert "made by a newer Pullquote" in problems[0]
        with caplog.at_level(logging.WARNING):
            assert {hit.article.id for hit in index.search("news", 9)} == {"Ice", "Ferry"}
        assert "made by a newer Pullquote; this one knows format 1" in caplog.text
        assert "is made again, and nothing is embedded" in caplog.text
        assert index.embedder.embedded == 0  # type: ignore[attr-defined]
        assert index.verify().problems == ()
    assert json.loads(path.read_bytes())["format"] == 1


def test_a_new_index_is_made_without_a_warning(
    small_index: Index, make_article: Callable[..., Article], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        small_index.add_articles([make_article("Ice news.", "Ice")])
        assert small_index.search("ice", 1)
    assert caplog.text == ""


def test_hashes_of_files_that_are_gone_are_forgotten(
    small_index: Index, make_article: Callable[..., Article]
) -> None:
    known = []
    for number in range(12):
        small_index.add_articles([make_article(f"News {number}.", "Ice")])
        small_index.search("news", 1)
        view = small_index._generations.covering(small_index._storage.counters.state())
        assert view is not None
        assert isinstance(view.words, TantivyStore)
        known.append(len(view.words.hashes._known))
    assert max(known) < 2 * len(view.words.record["files"])
