"""Real damage to articles.sqlite: nothing false is quoted, and there is always a way out."""

import contextlib
import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.article import Article
from index.collection import Index
from index.errors import ArticleDamaged, IndexDamaged, IndexProblem, PullquoteError
from index.models.embedder import Embedder

Embedders = Callable[..., Embedder]

_PAGE = 4096
_MARK = b"vessel number 5 "


def _text(number: int) -> str:
    name = f"The vessel number {number} sails.\n\n"
    return name + " ".join(f"Port {number}{at} waits for it." for at in range(90))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, word_counts: Embedders) -> Path:
    """A folder of twelve texts and the index of them."""
    root = tmp_path_factory.mktemp("damage")
    (root / "texts").mkdir()
    for number in range(12):
        path = root / "texts" / f"v{number:02}.txt"
        path.write_text(_text(number), "utf-8")
        os.utime(path, (1_000_000_000, 1_000_000_000 + number))  # long ago: it has settled
    with Index.open(root / "index", create=True, embedder=word_counts()) as index:
        index.add([str(root / "texts")])
        assert index.verify().ok
    return root


@pytest.fixture(scope="module")
def originals(template: Path, word_counts: Embedders) -> dict[str, str]:
    """The texts as they were indexed, by identifier."""
    with Index.open(template / "index", embedder=word_counts()) as index:
        return {one: index.article(one).text for one in index.article_ids()}


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A copy of the index to damage."""
    return shutil.copytree(template / "index", tmp_path / "index")


def _truth(folder: Path) -> Path:
    return folder / "articles.sqlite"


def _overwrite(folder: Path, at: int, data: bytes) -> None:
    with _truth(folder).open("r+b") as file:
        file.seek(at)
        file.write(data)


def _flip_in_text(folder: Path, mark: bytes = _MARK) -> None:
    """Turn the first letter of `mark` into another one, on the disk."""
    data = _truth(folder).read_bytes()
    assert data.count(mark) == 1
    _overwrite(folder, data.index(mark), bytes([mark[0] ^ 2]))


def _pages_of(folder: Path, name: str) -> list[int]:
    """Return the numbers of the pages of a table or index, counted from 0."""
    with closing(sqlite3.connect(_truth(folder))) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)
        ).fetchone()
    data = _truth(folder).read_bytes()
    page = data[(root - 1) * _PAGE : root * _PAGE]
    if page[0] not in (2, 5):  # no tree below it
        return [root - 1]
    cells = int.from_bytes(page[3:5], "big")
    pointers = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n], "big") for n in range(cells)]
    return [int.from_bytes(page[at : at + 4], "big") - 1 for at in pointers]


def _zero_root_of(table: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        with closing(sqlite3.connect(_truth(folder))) as connection:
            (root,) = connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
            ).fetchone()
        _overwrite(folder, (root - 1) * _PAGE, b"\xa5" * _PAGE)

    damage.__name__ = f"zero_{table}"
    return damage


def _truncate(folder: Path) -> None:
    os.truncate(_truth(folder), _truth(folder).stat().st_size // 2)


def _wrong_head(folder: Path) -> None:
    _overwrite(folder, 0, b"SQLite format 4\x00")


def _no_database(folder: Path) -> None:
    _truth(folder).write_bytes(b"Not a database at all. " * 400)


def _empty(folder: Path) -> None:
    _truth(folder).write_bytes(b"")


def _missing(folder: Path) -> None:
    _truth(folder).unlink()


def _no_tables(folder: Path) -> None:
    _truth(folder).unlink()
    with closing(sqlite3.connect(_truth(folder))) as connection:
        connection.execute("PRAGMA user_version = 1")


def _drop(table: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        with closing(sqlite3.connect(_truth(folder), isolation_level=None)) as connection:
            connection.execute(f"DROP TABLE {table}")

    damage.__name__ = f"drop_{table}"
    return damage


FATAL = [_no_database, _empty, _missing, _no_tables]
TREES = [
    _zero_root_of("articles"), _zero_root_of("settings"), _zero_root_of("state"),
    _zero_root_of("migrations"), _truncate, _wrong_head, _drop("articles"), _drop("settings"),
]  # fmt: skip


@pytest.mark.parametrize("damage", [*FATAL, *TREES])
def test_damage_to_the_file_is_a_message_for_every_method(
    folder: Path, template: Path, word_counts: Embedders, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    before = _truth(folder).read_bytes() if _truth(folder).exists() else None

    def use() -> None:
        with Index.open(folder, create=True, embedder=word_counts()) as index:
            index.add([str(template / "texts")])
            index.search("vessel", 5)
            index.check()

    with pytest.raises(IndexDamaged, match=r"articles\.sqlite"):
        use()
    with Index.open(folder, embedder=word_counts(), damaged=True) as index:
        report = index.verify()
        assert not report.ok
        assert any("backup" in remedy for remedy in report.remedies)
    assert (_truth(folder).read_bytes() if _truth(folder).exists() else None) == before


@pytest.mark.parametrize("damage", [*FATAL, _truncate])
def test_what_cannot_be_saved_is_said_and_left_alone(
    folder: Path, word_counts: Embedders, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    files = sorted(path.name for path in folder.rglob("*") if "writer" not in path.name)
    with Index.open(folder, embedder=word_counts(), damaged=True) as index:
        report = index.verify(repair=True)
    assert not report.ok
    assert "index the articles again" in " ".join(report.remedies)
    left = sorted(path.name for path in folder.rglob("*") if "writer" not in path.name)
    assert [name for name in left if not name.endswith(("-wal", "-shm"))] == files


def test_a_wrong_letter_is_never_quoted(
    folder: Path, word_counts: Embedders, caplog: pytest.LogCaptureFixture
) -> None:
    _flip_in_text(folder)
    with Index.open(folder, embedder=word_counts()) as index:
        with caplog.at_level(logging.WARNING):
            hits = index.search("vessel number 5 sails", 50)
        assert {hit.article.info.path for hit in hits} >= {"", None} or len(hits) >= 11
        assert not any("number 5" in hit.article.text for hit in hits)
        (said,) = [r.getMessage() for r in caplog.records if "is not as it was" in r.getMessage()]
        assert "v05" in said
        (damaged,) = [one for one in index.article_ids() if one.startswith("v05-")]
        with pytest.raises(ArticleDamaged, match=r"pullquote index .*v05\.txt"):
            index.article(damaged)
        (wrong,) = index.check()
        assert "v05" in wrong
        assert len([one for one in index.articles() if one.id != damaged]) == 11


def test_verify_says_how_a_wrong_letter_goes_and_indexing_again_is_one_way(
    folder: Path, template: Path, word_counts: Embedders, originals: dict[str, str]
) -> None:
    _flip_in_text(folder)
    with Index.open(folder, embedder=word_counts()) as index:
        for repair in (False, True):
            report = index.verify(repair=repair)
            assert (report.ok, report.repaired, len(report.problems)) == (False, (), 1)
            assert re.search(r"pullquote index \S+v05\.txt", report.remedies[0])
            assert re.search(r"pullquote remove v05-", report.remedies[0])
        again = index.add([str(template / "texts")])
        assert (again.updated, again.unchanged, again.added) == (1, 11, 0)
        assert index.verify().ok
        assert index.check() == []
        assert {one: index.article(one).text for one in index.article_ids()} == originals
        assert index.add([str(template / "texts")]).unchanged == 12


def test_pruning_heals_a_wrong_letter_as_well(
    folder: Path, template: Path, word_counts: Embedders
) -> None:
    _flip_in_text(folder)
    with Index.open(folder, embedder=word_counts()) as index:
        again = index.add([str(template / "texts")], prune=True)
        assert (again.updated, again.unchanged, again.removed) == (1, 11, 0)
        assert index.verify().ok


def test_a_damaged_article_can_be_removed(folder: Path, word_counts: Embedders) -> None:
    _flip_in_text(folder)
    with Index.open(folder, embedder=word_counts()) as index:
        index.remove([one for one in index.article_ids() if one.startswith("v05-")])
        assert index.verify().ok
        index.check()


def test_text_that_is_no_utf8_takes_no_other_article_along(
    folder: Path, template: Path, word_counts: Embedders
) -> None:
    _overwrite(folder, _truth(folder).read_bytes().index(_MARK), b"\xff")
    with Index.open(folder, embedder=word_counts()) as index:
        assert len(index.search("vessel number sails", 50)) >= 11
        assert "v05" in index.verify().problems[0]
        assert index.add([str(template / "texts")]).updated == 1
        assert index.verify().ok
        index.check()


def test_a_wrong_letter_in_the_metadata_is_not_quoted_either(
    folder: Path, word_counts: Embedders
) -> None:
    with closing(sqlite3.connect(_truth(folder), isolation_level=None)) as connection:
        connection.execute("UPDATE articles SET date = '2011-01-01' WHERE id LIKE 'v05-%'")
    with Index.open(folder, embedder=word_counts()) as index:
        assert all(hit.article.info.date is None for hit in index.search("vessel number 5", 50))


def test_soundness_is_checked_once_for_each_article_read(
    folder: Path, word_counts: Embedders, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    real = Article.content_hash.fget  # type: ignore[attr-defined]
    monkeypatch.setattr(
        Article, "content_hash", property(lambda one: (hashed.append(one.id), real(one))[1])
    )
    with Index.open(folder, embedder=word_counts()) as index:
        index.search("vessel number 5", 50)
        index.article(index.article_ids()[0])
        assert 0 < len(hashed) == len(set(hashed))
        before = len(hashed)
        index.search("vessel number 5", 50)
        index.article(index.article_ids()[0])
        assert len(hashed) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vectors SET data = zeroblob(length(data)) WHERE article = 6",
        "UPDATE vectors SET data = substr(data, 1, length(data) - 2) WHERE article = 6",
        "UPDATE vectors SET sha256 = x'00' WHERE article = 6",
        "DELETE FROM vectors WHERE article = 6",
        'UPDATE passages SET "end" = "end" - 1 WHERE article = 6 AND number = 1',
        "DELETE FROM passages WHERE article = 6 AND number = 0",
    ],
)
def test_passages_and_vectors_are_made_again_from_a_sound_text(
    folder: Path, word_counts: Embedders, originals: dict[str, str], change: str
) -> None:
    with closing(sqlite3.connect(_truth(folder), isolation_level=None)) as connection:
        connection.execute(change)
    shutil.rmtree(folder / "derived")
    embedder = word_counts()
    with Index.open(folder, embedder=embedder) as index:
        report = index.verify()
        assert not report.ok
        assert "v05" in report.problems[0]
        assert "--repair" in report.remedies[0]
        assert len(index.search("vessel number 5 sails", 50)) >= 11  # meanwhile the others
        repaired = index.verify(repair=True)
        assert repaired.ok
        assert set(report.problems) <= set(repaired.repaired)
        assert embedder.embedded > 0  # type: ignore[attr-defined]
        assert index.verify().ok
        assert index.search("vessel number 5 sails", 1)[0].article.text == _text(5).strip()
        assert {one: index.article(one).text for one in index.article_ids()} == originals


def test_indexing_again_heals_vectors_too(
    folder: Path, template: Path, word_counts: Embedders
) -> None:
    with closing(sqlite3.connect(_truth(folder), isolation_level=None)) as connection:
        connection.execute("UPDATE vectors SET data = zeroblob(length(data)) WHERE article = 6")
    with Index.open(folder, embedder=word_counts()) as index:
        assert index.add([str(template / "texts")]).updated == 1
        assert index.verify().ok


def test_a_damaged_vector_is_never_built_into_what_is_derived(
    folder: Path, word_counts: Embedders
) -> None:
    infinite = b"\x00\x7c" * 64
    with closing(sqlite3.connect(_truth(folder), isolation_level=None)) as connection:
        connection.execute(
            "UPDATE vectors SET data = CAST(? || substr(data, 129) AS BLOB) WHERE article = 6",
            (infinite,),
        )
    shutil.rmtree(folder / "derived")
    with Index.open(folder, embedder=word_counts()) as index:
        first = index.search("vessel number 7 sails", 1)[0]
        assert first.article.text == _text(7).strip()


def _overwrite_a_page_of_articles(folder: Path) -> None:
    pages = _pages_of(folder, "articles")
    _overwrite(folder, pages[len(pages) // 2] * _PAGE, b"\xa5" * _PAGE)


def _break_off(folder: Path) -> None:
    truth = _truth(folder)
    os.truncate(truth, truth.stat().st_size * 9 // 10 // _PAGE * _PAGE)


def _orphan(folder: Path) -> None:
    with closing(sqlite3.connect(_truth(folder), isolation_level=None)) as connection:
        connection.execute("UPDATE passages SET article = 99 WHERE article = 6 AND number = 0")


def _counter_behind(folder: Path) -> None:
    with closing(sqlite3.connect(_truth(folder), isolation_level=None)) as connection:
        connection.execute("UPDATE state SET last_article = 3, last_passage = 3")


def _bad_setting(folder: Path) -> None:
    with closing(sqlite3.connect(_truth(folder), isolation_level=None)) as connection:
        connection.execute("UPDATE settings SET value = '{' WHERE name = 'dimension'")


@pytest.mark.parametrize(
    ("damage", "least"),
    [
        (_overwrite_a_page_of_articles, 6),
        (_break_off, 6),
        (_zero_root_of("sqlite_autoindex_articles_1"), 12),
        (_zero_root_of("articles_by_source"), 12),
        (_zero_root_of("passages"), 12),
        (_zero_root_of("vectors"), 12),
        (_zero_root_of("settings"), 12),
        (_zero_root_of("state"), 12),
        (_zero_root_of("sources"), 12),
        (_zero_root_of("judgements"), 12),
        (_wrong_head, 12),
        (_orphan, 12),
        (_counter_behind, 12),
        (_bad_setting, 12),
    ],
)
def test_what_can_be_read_of_a_damaged_file_is_saved(
    folder: Path,
    template: Path,
    word_counts: Embedders,
    originals: dict[str, str],
    damage: Callable[[Path], None],
    least: int,
) -> None:
    damage(folder)
    damaged = _truth(folder).read_bytes()
    with Index.open(folder, embedder=word_counts(), damaged=True) as index:
        assert not index.verify().ok
        report = index.verify(repair=True)
        assert report.ok, report
        assert report.articles >= least
        assert report.articles + len(report.lost) == 12
        assert index.verify().ok
        index.check()
        saved = {one: index.article(one).text for one in index.article_ids()}
        assert saved.items() <= originals.items()
        hits = index.search("vessel number 0 sails", 1)
        assert hits[0].text in originals[hits[0].article.id]
        # What was lost comes back with its file.
        index.add([str(template / "texts")])
        assert {one: index.article(one).text for one in index.article_ids()} == originals
        assert index.verify().ok
    kept = folder / "articles.sqlite.damaged-1"
    assert kept.read_bytes() == damaged
    assert not (folder / ".salvage").exists()


def test_lost_articles_are_named_with_the_way_back(folder: Path, word_counts: Embedders) -> None:
    _overwrite_a_page_of_articles(folder)
    with Index.open(folder, embedder=word_counts(), damaged=True) as index:
        report = index.verify(repair=True)
    assert report.lost
    assert all(re.search(r"v\d\d-\w+ .*pullquote index \S+\.txt", one) for one in report.lost)
    assert report.to_json()["lost"] == list(report.lost)


def test_a_running_reader_follows_a_repair(folder: Path, word_counts: Embedders) -> None:
    _overwrite_a_page_of_articles(folder)
    with Index.open(folder, embedder=word_counts()) as reader:
        with pytest.raises(IndexDamaged):
            reader.articles()
        with pytest.raises(IndexDamaged):
            reader.check()
        with Index.open(folder, embedder=word_counts(), damaged=True) as index:
            report = index.verify(repair=True)
        reader.check()
        assert len(reader.articles()) == report.articles
        assert reader.search("vessel number 0 sails", 1)


def test_a_fault_that_was_met_is_remembered(folder: Path, word_counts: Embedders) -> None:
    pages = _pages_of(folder, "articles")
    _overwrite(folder, pages[-1] * _PAGE, b"\xa5" * _PAGE)
    with Index.open(folder, embedder=word_counts()) as index:
        with pytest.raises(IndexDamaged):
            index.articles()
        with pytest.raises(IndexDamaged):
            index.check()


def test_an_empty_database_beside_nothing_is_a_new_index(
    tmp_path: Path, word_counts: Embedders
) -> None:
    (tmp_path / "articles.sqlite").touch()
    with Index.open(tmp_path, embedder=word_counts()) as index:
        assert index.verify().ok
        assert index.search("anything") == []


def test_a_closed_index_is_not_called_damaged(folder: Path, word_counts: Embedders) -> None:
    index = Index.open(folder, embedder=word_counts())
    connection = index._storage.database.connection
    connection.close()
    with pytest.raises(IndexProblem) as raised:
        index.articles()
    assert not isinstance(raised.value, IndexDamaged)


# Any byte


def _use(folder: Path, originals: dict[str, str], texts: str, embedder: Embedder) -> None:
    with Index.open(folder, embedder=embedder) as index:
        for query in ("vessel number 5 sails", "port 33 waits"):
            for hit in index.search(query, 20):
                assert hit.text in originals[hit.article.id]
        for one in index.article_ids():
            try:
                found = index.article(one)
            except PullquoteError:
                continue
            assert found.text == originals[one]
        index.verify()
        index.add([texts])
        index.add([texts], prune=True)


@dataclass(repr=False)
class _Setting:
    """What the property test works with; no part of what it prints."""

    template: Path
    tmp_path: Path
    embedders: Embedders
    originals: dict[str, str]


@pytest.fixture
def setting(
    template: Path, tmp_path: Path, word_counts: Embedders, originals: dict[str, str]
) -> _Setting:
    return _Setting(template, tmp_path, word_counts, originals)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), bit=st.integers(0, 7))
def test_no_single_bit_leads_to_a_traceback_or_a_false_quote(
    setting: _Setting, data: st.DataObject, bit: int
) -> None:
    originals = setting.originals
    sound = _truth(setting.template / "index").read_bytes()
    # Beginnings of pages hold the structure; drawn as often as all the rest.
    within = st.integers(0, _PAGE - 1) | st.integers(0, 99)
    at = _PAGE * data.draw(st.integers(0, len(sound) // _PAGE - 1)) + data.draw(within)
    folder = setting.tmp_path / "flipped"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(setting.template / "index", folder)
    _overwrite(folder, at, bytes([sound[at] ^ (1 << bit)]))
    # Any message will do; nothing but a message may be raised.
    with contextlib.suppress(PullquoteError):
        _use(folder, originals, str(setting.template / "texts"), setting.embedders())
    with (
        contextlib.suppress(PullquoteError),
        Index.open(folder, embedder=setting.embedders(), damaged=True) as index,
    ):
        index.verify(repair=True)
        for one in index.article_ids():
            with contextlib.suppress(ArticleDamaged):
                assert index.article(one).text == originals[one]
