"""Milvus follows the articles, gives the same hits, and is made again without embedding."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.articles.article import Article
from index.articles.passages import Filters
from index.collection import Index
from index.errors import RemoteProblem
from index.models.embedder import Embedder
from index.remote import gathering
from index.remote import searching as remote_searching
from index.remote.following import Following
from index.remote.gathering import truth_of
from index.remote.status import Follows
from index.search.milvus import asking, searching
from index.search.milvus import collection as collections
from index.search.milvus.address import MilvusAddress
from index.search.milvus.client import Client
from index.search.milvus.collection import PassageCollection, Row

if TYPE_CHECKING:
    from milvus_server import MilvusServer

Sames = Callable[..., None]
Open = Callable[..., Index]
MakeArticles = Callable[..., list[Article]]


def _following(index: Index) -> Following:
    assert index.remote is not None
    return index.remote._following


def _client(index: Index) -> Client:
    return _following(index).client


def _use(index: Index) -> str:
    assert index.remote is not None
    return index.remote.status.use


@pytest.fixture
def opened(folder: Path, embedder: Embedder, address: MilvusAddress) -> Open:
    """Opens the index, or one in another folder, searched in Milvus once more."""

    def opened(where: Path = folder, follows: Follows = "first") -> Index:
        return Index.open(where, embedder=embedder, milvus=address, follows=follows)

    return opened


@pytest.fixture
def copy(folder: Path, there: Index) -> Path:
    """The folder as it was before anything was done to the index, beside it."""
    return shutil.copytree(folder, folder.with_name("copy"))


@pytest.fixture
def followed(same_hits: Sames) -> Sames:
    """Has one index asked that is searched in Milvus: it is as another one, and in order."""

    def check(one: Index, other: Index) -> None:
        same_hits(one, other)
        assert _use(other) == "used"
        assert other.verify().ok

    return check


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each search in Milvus found."""
    found: list[int] = []
    ask = asking.Held.asked

    def counted(held: asking.Held, what: Callable[[Client], asking.Found]) -> object:
        result = ask(held, what)
        found.append(len(result[0]))
        return result

    monkeypatch.setattr(asking.Held, "asked", counted)
    return found


@pytest.mark.parametrize(("listed", "runs"), [(10_000, 50), (10_000, 0), (0, 0)])
def test_hits_are_those_of_this_machine_to_the_last_digit(
    here: Index,
    there: Index,
    same_hits: Sames,
    asked: list[int],
    monkeypatch: pytest.MonkeyPatch,
    listed: int,
    runs: int,
) -> None:
    """Filters are told as runs, as lists, or not at all."""
    monkeypatch.setattr(asking, "_LISTED", listed)
    monkeypatch.setattr(asking, "_RUNS", runs)
    same_hits(here, there, thoroughly=True)
    assert _use(there) == "used"
    assert len(asked) > 20


def test_hits_of_some_collections_are_those_of_this_machine(
    here: Index, there: Index, same_hits: Sames, asked: list[int], made_articles: MakeArticles
) -> None:
    here.add_articles(made_articles(12, seed=5, first=100), collections=["desk"])
    same_hits(here.limited_to(["desk"]), there.limited_to(["desk"]))
    same_hits(here.limited_to(["default"]), there.limited_to(["default"]))
    assert asked


def test_whatever_milvus_says_nothing_is_found_that_may_not_be(
    here: Index, there: Index, made_articles: MakeArticles
) -> None:
    """It takes all passages for those of one article: filters and collections still hold."""
    here.add_articles(made_articles(4, seed=5, first=100), collections=["desk"])
    there.search("ferry")
    fields = ["row", "article", "mark", "dense", "words"]
    rows = _client(there).between(0, 10**6, fields)
    owner = max(row["article"] for row in rows)
    _client(there).put([{**row, "article": owner} for row in rows], new=False)
    filters = Filters(articles=frozenset({"a1", "a5", "a103"}))
    found = there.search("ferry harbour", 50, filters)
    assert {hit.article.id for hit in found} <= filters.articles
    hits = there.limited_to(["desk"]).search("ferry harbour", 50)
    assert hits
    assert all(hit.article.id.startswith("a10") for hit in hits)
    assert _use(there) == "used"


def test_additions_changes_and_removals_are_followed_without_embedding(
    here: Index, there: Index, same_hits: Sames, made_articles: MakeArticles, embedder: Embedder
) -> None:
    there.search("ferry")
    here.add_articles(made_articles(7, seed=2, first=40))
    here.add_articles(made_articles(5, seed=3, first=10))  # other texts of these
    here.remove(["a3", "a12", "a45"])
    embedded = embedder.embedded
    same_hits(here, there)
    assert _use(there) == "used"
    rows, marks = PassageCollection(_client(there), _stamp(there)).marks(10**6)
    truth = truth_of(here._storage)
    assert np.array_equal(rows, truth.rows)
    assert np.array_equal(marks, truth.marks)
    assert there.verify().ok
    assert embedder.embedded == embedded


def _stamp(index: Index) -> collections.Stamp:
    found = collections.owned_collection(_client(index), index.setting("index_id"))
    assert found is not None
    return found.stamp


def test_what_is_there_is_taken_up_without_writing(
    there: Index, opened: Open, milvus: "MilvusServer"
) -> None:
    there.search("ferry")
    calls: list[str] = milvus.faults.calls
    calls.clear()
    with opened() as other:
        other.search("ferry")
        assert _use(other) == "used"
    assert "Search" in calls
    assert not {"CreateCollection", "Insert", "Upsert", "Delete", "AlterCollection"} & set(calls)


def test_a_small_change_writes_little(
    there: Index, made_articles: MakeArticles, milvus: "MilvusServer"
) -> None:
    there.search("ferry")
    calls: list[str] = milvus.faults.calls
    there.add_articles(made_articles(1, seed=9, first=70))
    calls.clear()
    there.search("ferry")
    assert calls.count("Upsert") + calls.count("Insert") == 1
    assert calls.count("Query") == 1  # the count; nothing is listed


def test_dropped_it_is_made_again_without_embedding(
    here: Index, there: Index, same_hits: Sames, embedder: Embedder
) -> None:
    there.search("ferry")
    embedded = embedder.embedded
    assert there.remote is not None
    assert there.remote.drop()
    assert not there.remote.drop()
    assert there.verify().problems
    same_hits(here, there)
    assert there.verify().ok
    assert embedder.embedded == embedded


def _change_vector(client: Client, at: int) -> None:
    (row,) = client.between(at, at + 1, ["row", "article", "mark", "dense", "words"])
    client.put([{**row, "dense": np.flip(np.array(row["dense"], np.float32))}], new=False)


def _change_words(client: Client, at: int) -> None:
    (row,) = client.between(at, at + 1, ["row", "article", "mark", "dense", "words"])
    words = dict(row["words"])
    words[next(iter(words))] += 0.5
    client.put([{**row, "words": words}], new=False)


def _add_unknown(client: Client) -> None:
    (row,) = client.between(5, 6, ["row", "article", "mark", "dense", "words"])
    client.put([{**row, "row": 10**9}], new=False)


def test_what_differs_is_found_and_mended(there: Index) -> None:
    there.search("ferry")
    client = _client(there)
    _change_vector(client, 5)
    _change_words(client, 6)
    _add_unknown(client)
    client.delete([7, 8, 9])
    said = ("3 passages are missing", "vectors or words of 2 passages", "1 passages that the index")
    report = there.verify()
    for one in said:
        assert any(one in problem for problem in report.problems), one
    assert any("--repair" in remedy for remedy in report.remedies)
    mended = there.verify(repair=True)
    assert mended.ok
    for one in said:
        assert any(one in what for what in mended.repaired), one


def test_rows_that_went_missing_are_noticed_by_their_number(
    there: Index, here: Index, opened: Open, same_hits: Sames
) -> None:
    there.search("ferry")
    _client(there).delete([5, 6])
    with opened() as other:
        other.search("ferry")
        assert other.remote is not None
        assert "rows instead of" in str(other.remote.status.detail)
        other.remote.bring()
        same_hits(here, other)
        assert other.verify().ok


def test_who_was_killed_in_the_middle_is_followed_by_who_comes_next(
    there: Index,
    here: Index,
    same_hits: Sames,
    followed: Sames,
    made_articles: MakeArticles,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there.search("ferry")
    here.add_articles(made_articles(9, seed=4, first=5))
    put = PassageCollection.put

    def killed(self: PassageCollection, rows: Iterator[object], **how: bool) -> None:
        put(self, list(rows)[:3], **how)
        raise RemoteProblem("killed")

    monkeypatch.setattr(PassageCollection, "put", killed)
    same_hits(here, there)
    assert _use(there) == "away"
    assert _stamp(there).changing
    monkeypatch.undo()
    monkeypatch.setattr(searching, "_FEW", 2)
    assert there.remote is not None
    there.remote.bring()
    followed(here, there)


def test_closed_in_the_middle_it_stops_and_is_gone_on_with(
    there: Index, here: Index, opened: Open, followed: Sames, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "_AT_ONCE", 5)
    put = PassageCollection.put
    with opened(follows="beside") as index:

        def closing(self: PassageCollection, rows: list[Row], **how: bool) -> None:
            put(self, rows, **how)
            index._remote._following.stopped = True

        monkeypatch.setattr(PassageCollection, "put", closing)
        assert index.remote is not None
        with contextlib.suppress(RemoteProblem):
            index.remote.bring()
        written = index.remote._following.client.count()
    assert 0 < written < there.passage_count
    monkeypatch.setattr(PassageCollection, "put", put)
    followed(here, there)


def test_who_only_searches_changes_nothing_and_hears_of_what_another_changes(
    there: Index,
    here: Index,
    opened: Open,
    made_articles: MakeArticles,
    same_hits: Sames,
    asked: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As workers do: the server is `there`."""
    monkeypatch.setattr(remote_searching, "_GLANCE", 0.05)
    with opened(follows="elsewhere") as worker:
        assert worker.remote is not None
        worker.remote._try()
        same_hits(here, worker)
        assert _use(worker) == "waiting"
        assert _client(there).properties() is None  # it made no collection
        there.search("ferry")
        worker.remote._try()
        assert _use(worker) == "used"
        asked.clear()
        same_hits(here, worker)
        assert asked
        there.add_articles(made_articles(4, seed=9, first=40))
        before = _stamp(there)
        worker.remote._try()
        same_hits(here, worker)
        assert _use(worker) == "waiting"
        assert _stamp(there) == before
        there.search("ferry")
        worker.remote._try()
        assert _use(worker) == "used"
        there.remote.rebuild()  # type: ignore[union-attr]
        PassageCollection(_client(there), _stamp(there), collections.EXACT).begin()
        same_hits(here, worker)  # in the middle of a change that the articles do not tell of
        assert _use(worker) == "waiting"
    assert there.verify(repair=True).ok


def test_processes_that_follow_at_once_do_not_disturb_those_that_search(
    there: Index, here: Index, opened: Open, made_articles: MakeArticles, same_hits: Sames
) -> None:
    with opened(follows="beside") as second, opened(follows="elsewhere") as worker:
        for round_ in range(3):
            here.add_articles(made_articles(2, seed=round_, first=60 + 2 * round_))
            for one in (second, worker, there):
                same_hits(here, one)
        assert second.remote is not None
        second.remote.bring()
    assert there.verify().ok


def test_a_folder_that_was_put_back_and_went_another_way_is_noticed(
    there: Index,
    copy: Path,
    opened: Open,
    embedder: Embedder,
    made_articles: MakeArticles,
    followed: Sames,
) -> None:
    """The generation and the row numbers are the same, what they stand for is not."""
    there.add_articles(made_articles(3, seed=6, first=200))
    there.search("ferry")
    with opened(copy) as other, Index.open(copy, embedder=embedder) as plain:
        other.add_articles(made_articles(3, seed=7, first=200))
        assert other.generation == there.generation
        followed(plain, other)


def test_a_collection_of_a_later_state_is_left_alone_until_it_is_taken_over(
    there: Index, copy: Path, opened: Open, made_articles: MakeArticles
) -> None:
    there.add_articles(made_articles(3, seed=6, first=200))
    there.search("ferry")
    count = _client(there).count()
    with opened(copy) as other:
        assert other.search("ferry")
        assert other.remote is not None
        assert other.remote.status.use == "refused"
        assert "holds a later state" in str(other.remote.status.detail)
        assert _client(there).count() == count
        assert other.verify(repair=True).ok
        assert _client(there).count() == other.passage_count


def test_shorter_passages_have_it_weighed_anew(
    there: Index, here: Index, same_hits: Sames, made_articles: MakeArticles
) -> None:
    there.search("ferry")
    before = dict(_stamp(there).averages)
    here.remove([info.id for info in here.articles()][5:])
    made = made_articles(30, seed=8, first=300)
    here.add_articles([replace(one, text=one.text[:90]) for one in made])
    same_hits(here, there)
    assert _stamp(there).averages != before
    assert there.verify().ok


def test_beyond_a_size_an_approximate_index_is_made_and_its_cosines_are_exact(
    folder: Path, embedder: Embedder, address: MilvusAddress, here: Index,
    made_articles: MakeArticles, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(remote_searching, "EXACT", 1)
    with Index.open(folder, embedder=embedder) as index:
        remote = remote_searching.Remote(index._storage, index._generations, address, exact=60)
        index._retriever._states = remote
        remote.bring()
        assert remote._following.client.dense_index() == "FLAT"
        here.add_articles(made_articles(40, seed=11, first=400))
        assert here.passage_count > 60
        remote.bring()
        assert remote._following.client.dense_index() == "HNSW"
        exact = {
            (hit.article.id, hit.passage.number): hit.dense for hit in here.search("ferry", 60)
        }
        hits = index.search("ferry", 60)
        assert remote.status.use == "used"
        found = {(hit.article.id, hit.passage.number): hit.dense for hit in hits}
        assert len(found.keys() & exact.keys()) > 40
        assert all(found[one] == exact[one] for one in found.keys() & exact.keys())
        remote.drop()
        remote.close()


def test_an_index_without_articles_asks_nobody(
    tmp_path: Path, embedder: Embedder, address: MilvusAddress, milvus: "MilvusServer"
) -> None:
    milvus.faults.calls.clear()
    with Index.open(tmp_path / "new", create=True, embedder=embedder, milvus=address) as index:
        assert index.search("ferry") == []
        assert index.remote is not None
        index.remote.bring()
        assert index.verify().ok
    assert milvus.faults.calls == []
