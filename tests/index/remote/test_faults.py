"""Milvus is away, slow, another's or of another version: this machine answers, and says why."""

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.collection import Index
from index.errors import UsageError
from index.models.embedder import Embedder
from index.remote import searching as remote_searching
from index.remote.status import RemoteStatus
from index.search.milvus import package
from index.search.milvus.address import MilvusAddress, parse_address
from index.search.milvus.client import PROPERTY, Client
from index.search.milvus.stamp import FORMAT

if TYPE_CHECKING:
    from milvus_server import MilvusServer

Sames = Callable[..., None]


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it tried again at once."""
    for name in ("_FIRST_PAUSE", "_GLANCE"):
        monkeypatch.setattr(remote_searching, name, 0.05)


@pytest.fixture
def restored(milvus: "MilvusServer") -> "Iterator[MilvusServer]":
    """The Milvus, as it was again afterwards."""
    yield milvus
    milvus.faults.let_go()
    milvus.faults.user = None
    milvus.servicer.version = None
    milvus.stop()
    milvus.start()


def _status(index: Index) -> RemoteStatus:
    assert index.remote is not None
    return index.remote.status


def _client(index: Index) -> Client:
    assert index.remote is not None
    return index.remote._following.client


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 600
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_away_at_first_it_is_searched_once_it_is_there(
    folder: Path,
    embedder: Embedder,
    restored: "MilvusServer",
    address: MilvusAddress,
    here: Index,
    same_hits: Sames,
    caplog: pytest.LogCaptureFixture,
) -> None:
    restored.stop()
    with Index.open(folder, embedder=embedder, milvus=address, follows="beside") as index:
        same_hits(here, index)
        _wait(lambda: _status(index).use == "away")
        assert "cannot be reached" in str(_status(index).detail)
        warned = [one for one in caplog.records if one.levelno == logging.WARNING]
        assert len(warned) == 1  # once, not with each search
        assert "this machine are searched instead" in warned[0].getMessage()
        restored.start()
        _wait(lambda: index.search("ferry") != [] and _status(index).use == "used")
        same_hits(here, index)
        assert _status(index).use == "used"
        assert "is searched" in caplog.records[-1].getMessage()
        assert index.remote is not None
        index.remote.drop()


def test_away_in_the_middle_this_machine_answers_and_milvus_is_taken_up_again(
    there: Index, here: Index, same_hits: Sames, restored: "MilvusServer"
) -> None:
    same_hits(here, there)
    restored.stop()
    same_hits(here, there)
    assert _status(there).use == "away"
    restored.start()
    _wait(lambda: there.search("ferry") != [] and _status(there).use == "used")
    same_hits(here, there)


def test_slow_it_is_not_waited_for_longer_than_was_said(
    folder: Path, embedder: Embedder, restored: "MilvusServer", here: Index, same_hits: Sames
) -> None:
    address = parse_address(restored.url.replace("timeout=30", "timeout=3"))
    with Index.open(folder, embedder=embedder, milvus=address) as index:
        assert index.remote is not None
        index.remote.bring()
        restored.faults.held.add("Search")
        index.search("ferry")
        assert _status(index).use == "away"
        assert "did not answer in time" in str(_status(index).detail)
        restored.faults.let_go()
        _wait(lambda: index.search("ferry") != [] and _status(index).use == "used")
        index.remote.drop()


def test_failing_again_and_again_it_is_tried_less_often(
    there: Index, restored: "MilvusServer", monkeypatch: pytest.MonkeyPatch
) -> None:
    assert there.remote is not None
    there.search("ferry")
    pauses = []
    restored.stop()
    for _ in range(3):
        pauses.append(there.remote._pause)
        there.remote._retry_at = 0.0
        before = time.monotonic()
        there.search("ferry")
        assert there.remote._retry_at - before >= pauses[-1]
    assert pauses[2] > pauses[1] > pauses[0]


@pytest.mark.parametrize("version", ["v2.4.9", "nonsense"])
def test_of_another_version_it_is_not_spoken_to(
    there: Index, here: Index, same_hits: Sames, restored: "MilvusServer", version: str
) -> None:
    restored.servicer.version = version
    same_hits(here, there)
    assert _status(there).use == "refused"
    assert "2.5" in str(_status(there).detail)
    restored.servicer.version = "v2.6.11"
    assert there.remote is not None
    there.remote.bring()
    assert _status(there).use == "used"


def _foreign(client: Client) -> None:
    client.create(64, "", {"index_type": "FLAT", "params": {}})
    client.put(
        [{"row": 7, "article": 1, "mark": 1, "dense": [1.0] * 64, "words": {3: 1.0}}], new=True
    )


def _of_another_index(client: Client) -> None:
    _foreign(client)
    body = {
        "format": FORMAT, "index_id": "f" * 32, "dimension": 64, "analysis": "words-3",
        "averages": {"body": 1.0, "title": 1.0, "pairs": 1.0}, "generation": 0, "last_row": 0,
        "count": 1, "digest": "", "changing": False,
    }  # fmt: skip
    client.stamp(json.dumps(body))


def _newer(client: Client) -> None:
    _foreign(client)
    client.stamp(json.dumps({"format": FORMAT + 1, "words": "otherwise"}))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_foreign, "was not made by Pullquote"),
        (_of_another_index, "belongs to another index"),
        (_newer, "made by a newer version"),
    ],
)
def test_a_collection_of_that_name_that_is_anothers_is_never_touched(
    there: Index, here: Index, same_hits: Sames, make: Callable[[Client], None], said: str
) -> None:
    client = _client(there)
    make(client)
    properties = client.properties()
    try:
        same_hits(here, there)
        assert _status(there).use == "refused"
        assert said in str(_status(there).detail)
        report = there.verify(repair=True)
        assert any(said in problem for problem in report.problems)
        client = _client(there)
        assert client.properties() == properties
        assert [one["row"] for one in client.between(0, 100, ["row"])] == [7]
    finally:
        client.drop()


def test_with_vectors_of_another_length_it_is_refused_and_can_be_made_again(there: Index) -> None:
    there.search("ferry")
    client = _client(there)
    stamp = (client.properties() or {})[PROPERTY]
    client.drop()
    client.create(32, stamp, {"index_type": "FLAT", "params": {}})
    assert there.remote is not None
    there.remote._invalidate()
    assert there.search("ferry")
    assert "32 numbers instead of 64" in str(_status(there).detail)
    assert "--repair" in str(_status(there).detail)
    assert client.count() == 0
    assert there.verify(repair=True).ok


@pytest.mark.parametrize("sent", [None, "wrong-password"])
def test_a_password_that_is_missing_or_wrong_is_asked_for_and_never_logged(
    folder: Path,
    embedder: Embedder,
    restored: "MilvusServer",
    caplog: pytest.LogCaptureFixture,
    sent: str | None,
) -> None:
    caplog.set_level(logging.DEBUG)
    restored.faults.user = ("root", "right-password")
    given = {"PULLQUOTE_MILVUS_PASSWORD": sent} if sent else {}
    with Index.open(folder, embedder=embedder, milvus=parse_address(restored.url, given)) as index:
        assert index.search("ferry")
        assert _status(index).use == "refused"
        assert "$PULLQUOTE_MILVUS_PASSWORD" in str(_status(index).detail)
        said = caplog.text + str(_status(index)) + repr(index.remote.address)  # type: ignore[union-attr]
        assert "wrong-password" not in said
        assert "Traceback" not in said
    right = parse_address(restored.url, {"PULLQUOTE_MILVUS_PASSWORD": "right-password"})
    with Index.open(folder, embedder=embedder, milvus=right) as index:
        index.search("ferry")
        assert _status(index).use == "used"
        assert index.remote is not None
        index.remote.drop()
    assert "right-password" not in caplog.text


def test_settings_of_the_client_are_not_taken_from_the_environment(
    there: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No proxy is asked, and no other Milvus."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("grpc_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("MILVUS_URI", "nonsense")
    package.pymilvus.cache_clear()
    there.search("ferry")
    assert _status(there).use == "used"
    assert os.environ["MILVUS_URI"] == "nonsense"
    assert "PYTHON_DOTENV_DISABLED" not in os.environ


def test_without_the_package_it_is_said_what_to_install(
    folder: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    package.pymilvus.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "pymilvus", None)
    with pytest.raises(UsageError, match="pip install"):
        Index.open(folder, embedder=embedder, milvus=parse_address("milvus://127.0.0.1"))
    package.pymilvus.cache_clear()


def test_a_password_on_its_way_to_another_machine_is_warned_of(
    folder: Path, embedder: Embedder, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("pymilvus", reason="needs pymilvus (pip install '.[test-milvus]')")
    password = {"PULLQUOTE_MILVUS_PASSWORD": "s3cret!"}
    with Index.open(
        folder, embedder=embedder, milvus=parse_address("milvus://milvus.invalid", password)
    ):
        pass  # nothing is sent before a search
    assert "tls=1" in caplog.text
    assert "s3cret!" not in caplog.text
