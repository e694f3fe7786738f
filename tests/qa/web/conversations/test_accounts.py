"""Conversations on the server: by account, nobody else's, and only where the owner says so."""

from collections.abc import Iterator
from json import loads
from pathlib import Path
from typing import Any

import httpx
import pytest
from web_server import Running, serving

from index.errors import IndexDamaged, UsageError
from qa.web.access.policy import Access, ProxyHeader
from qa.web.conversations import store as stores
from qa.web.conversations.store import Conflict, ConversationStore, Head, StoreFull
from qa.web.settings import ServerSettings, check_settings

AT = "/chat/conversations"
NAME = "X-Remote-User"
ACCESS = Access(method=ProxyHeader(NAME), editors=("ada",), readers=("ben",))


def _head(identifier: str = "aaaaaaaa", **more: object) -> Head:
    known: dict[str, Any] = {
        "title": "Ferries",
        "named": False,
        "made": 1,
        "changed": 2,
        "count": 1,
        "revision": 0,
    }
    return Head(id=identifier, **{**known, **more})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ConversationStore]:
    store = ConversationStore(tmp_path)
    yield store
    store.close()


def test_what_is_written_is_read_by_its_account_alone(store: ConversationStore) -> None:
    assert store.write("ada", _head(), "When? In May.", '[{"question":"When?"}]') == 1
    found = store.read("ada", "aaaaaaaa")
    assert found is not None
    assert found[0] == _head(revision=1)
    assert loads(found[1]) == [{"question": "When?"}]
    assert store.read("ben", "aaaaaaaa") is None
    assert store.heads("ben") == []
    assert not store.remove("ben", "aaaaaaaa")
    assert store.remove("ada", "aaaaaaaa")
    assert store.heads("ada") == []


def test_a_change_of_another_revision_is_refused(store: ConversationStore) -> None:
    store.write("ada", _head(), "", "[]")
    with pytest.raises(Conflict):
        store.write("ada", _head(), "", "[]")
    with pytest.raises(Conflict):
        store.write("ada", _head("bbbbbbbb", revision=3), "", "[]")
    assert store.write("ada", _head(revision=1), "", "[]") == 2
    assert store.write("ben", _head(), "", "[]") == 1


def test_words_are_found_in_any_case_and_alphabet(store: ConversationStore) -> None:
    store.write("ada", _head("aaaaaaaa", title="ПАРОМЫ"), "Wann? Die Fähre fährt.", "[]")
    store.write("ada", _head("bbbbbbbb", changed=9), "100% of _it_", "[]")
    found = {words: [head.id for head in store.heads("ada", words)] for words in
             ("", "паромы", "fähre WANN", "100%", "_it_", "%", "fähre it")}  # fmt: skip
    assert found == {
        "": ["bbbbbbbb", "aaaaaaaa"],
        "паромы": ["aaaaaaaa"],
        "fähre WANN": ["aaaaaaaa"],
        "100%": ["bbbbbbbb"],
        "_it_": ["bbbbbbbb"],
        "%": ["bbbbbbbb"],
        "fähre it": [],
    }


def test_an_account_has_its_limits(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "MOST", 2)
    for identifier in ("aaaaaaaa", "bbbbbbbb"):
        store.write("ada", _head(identifier), "", "[]")
    with pytest.raises(StoreFull):
        store.write("ada", _head("cccccccc"), "", "[]")
    assert store.write("ada", _head(revision=1), "", "[]") == 2
    monkeypatch.setattr(stores, "LARGEST", 100)
    with pytest.raises(StoreFull):
        store.write("ben", _head(), "", "[" + " " * 100 + "]")


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / stores.FILE).write_bytes(b"no database at all, but long enough to be looked at")
    with pytest.raises(IndexDamaged, match=r"conversations\.sqlite"):
        ConversationStore(tmp_path)


def test_it_is_for_servers_with_accounts() -> None:
    with pytest.raises(UsageError, match="--auth"):
        check_settings(ServerSettings(index=Path(), keep_conversations=True))


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server behind a proxy that names visitors, and keeps conversations."""
    folder = tmp_path_factory.mktemp("keeping")
    options = {"access": ACCESS, "trusted_proxies": ("127.0.0.1",), "allow_anonymous": True}
    with serving(folder, keep_conversations=True, **options) as server:
        yield server


def _send(
    server: Running, method: str, path: str, name: str, json: object = None
) -> httpx.Response:
    headers = {"Content-Type": "application/json", **({NAME: name} if name else {})}
    return server.client.request(method, AT + path, headers=headers, json=json)


def _body(**more: object) -> dict[str, Any]:
    exchange = {"question": "When?", "answer": {"answer": "In 😀 May."}}
    return {"title": "When?", "made": 1, "changed": 2, "exchanges": [exchange], **more}


def test_each_sees_their_own(keeping: Running) -> None:
    place = "/" + "a1" * 12
    assert _send(keeping, "PUT", place, "ada", json=_body()).json() == {"revision": 1}
    assert _send(keeping, "PUT", place, "ada", json=_body()).status_code == 409
    whole = _send(keeping, "GET", place, "ada").json()
    assert whole["exchanges"] == _body()["exchanges"]
    assert whole["count"] == 1
    assert [
        one["id"] for one in _send(keeping, "GET", "?search=may", "ada").json()["conversations"]
    ]
    assert _send(keeping, "GET", "", "ben").json() == {"conversations": []}
    assert _send(keeping, "GET", place, "ben").status_code == 404
    _send(keeping, "DELETE", place, "ben", json={})
    assert _send(keeping, "GET", place, "ada").status_code == 200
    assert _send(keeping, "DELETE", place, "ada", json={}).json() == {"removed": True}


def test_a_page_of_who_was_signed_in_before_keeps_and_shows_nothing(keeping: Running) -> None:
    """Somebody else signs in, in another tab, while an answer is still to be kept."""
    place = "/" + "d4" * 12
    page = keeping.client.get("/", headers={NAME: "ada"}).text
    tag = page.split('name="pullquote-account" content="')[1].split('"')[0]
    said = {"Content-Type": "application/json", "X-Pullquote-Account": tag}
    for method, path, body in (
        ("PUT", place, _body()), ("GET", "", None), ("GET", place, None), ("DELETE", place, {}),
    ):  # fmt: skip
        headers = {**said, NAME: "ben"}
        sent = keeping.client.request(method, AT + path, headers=headers, json=body)
        assert sent.status_code == 403
        assert "reload it" in sent.json()["detail"]
    assert _send(keeping, "GET", "", "ben").json() == {"conversations": []}
    kept = keeping.client.put(AT + place, headers={**said, NAME: "ada"}, json=_body())
    assert kept.status_code == 200
    assert _send(keeping, "DELETE", place, "ada", json={}).json() == {"removed": True}


def test_strangers_and_other_sites_keep_nothing(keeping: Running) -> None:
    place = "/" + "b2" * 12
    assert _send(keeping, "GET", "", "").status_code == 403
    assert _send(keeping, "PUT", place, "", json=_body()).status_code == 403
    headers = {NAME: "ada", "Content-Type": "application/json", "Origin": "https://evil.example"}
    sent = keeping.client.put(AT + place, headers=headers, json=_body())
    assert sent.status_code == 403


@pytest.mark.parametrize(
    "body",
    [{}, [], {"title": 1}, _body(title="x" * 2_000), _body(exchanges=[1]), _body(made=-1)],
)
def test_what_is_no_conversation_is_refused(keeping: Running, body: object) -> None:
    assert _send(keeping, "PUT", "/" + "c3" * 12, "ada", json=body).status_code == 422
    assert _send(keeping, "PUT", "/..%2fx", "ada", json=_body()).status_code in (404, 422)


def test_without_the_owners_word_there_is_no_such_address(running: Running) -> None:
    assert running.client.get(AT).status_code == 404


def test_the_page_says_where_it_keeps_and_whose(keeping: Running, running: Running) -> None:
    page = keeping.client.get("/", headers={NAME: "ada"}).text
    assert '<meta name="pullquote-keeps" content="account">' in page
    other = keeping.client.get("/", headers={NAME: "ben"}).text
    tag = page.split('name="pullquote-account" content="')[1][:12]
    assert tag not in other
    for stranger in (keeping.client.get("/").text, running.client.get("/").text):
        assert "pullquote-keeps" not in stranger
        assert "pullquote-account" not in stranger
