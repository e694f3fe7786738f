"""Lists of links: by account, and only where conversations are kept by account."""

from collections.abc import Iterator

import httpx
import pytest
from web_server import EMOJI, Running, serving

from qa.answers import Answer, Kind, Quote
from qa.web.access.policy import Access, ProxyHeader
from qa.web.sharing.links import AnswerLinks

NAME = "X-Remote-User"
ACCESS = Access(method=ProxyHeader(NAME), editors=("ada",), readers=("ben",))
START = EMOJI.text.index("Minister")
ANSWER = Answer(
    question="Who spoke?",
    asked_as="Who spoke?",
    kind=Kind.WHO_SAID,
    answered=True,
    confidence=0.9,
    answer="Rosa Calder [1]",
    quotes=(Quote(number=1, article=EMOJI, start=START, end=START + 20, speaker="Rosa Calder"),),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server behind a proxy that names visitors, and keeps conversations."""
    options = {"access": ACCESS, "trusted_proxies": ("127.0.0.1",), "allow_anonymous": True}
    folder = tmp_path_factory.mktemp("lists")
    with serving(folder, keep_conversations=True, **options) as running:
        yield running


def _send(server: Running, method: str, path: str, name: str, json: object) -> httpx.Response:
    headers = {"Content-Type": "application/json", **({NAME: name} if name else {})}
    return server.client.request(method, f"/chat/links{path}", headers=headers, json=json)


def _listed(server: Running, name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = _send(server, "GET", "", name, None).json()["links"]
    return found


def test_an_account_has_its_links_in_every_browser_and_no_other_ones(server: Running) -> None:
    token = AnswerLinks(server.settings.index).make(ANSWER, {})
    sent = {"answers": [token]}
    assert _send(server, "POST", "", "ada", {**sent, "title": "Who spoke?"}).status_code == 200
    made = _send(server, "POST", "", "ada", {**sent, "title": "Again"}).json()
    listed = _listed(server, "ada")
    assert sorted(str(one["title"]) for one in listed) == ["Again", "Who spoke?"]
    (mine,) = (one for one in listed if one["id"] == made["id"])
    assert (mine["secret"], mine["address"]) == (made["secret"], made["address"])
    assert not mine["taken_back"]
    assert _listed(server, "ben") == []
    back = {"id": mine["id"], "secret": mine["secret"]}
    assert _send(server, "POST", "/taken-back", "ada", back).status_code == 200
    taken = {one["id"]: one["taken_back"] for one in _listed(server, "ada")}
    assert taken[made["id"]]
    assert sorted(map(bool, taken.values())) == [False, True]


def test_who_is_not_signed_in_has_none_here(server: Running) -> None:
    token = AnswerLinks(server.settings.index).make(ANSWER, {})
    assert _send(server, "POST", "", "", {"answers": [token]}).status_code == 200
    assert _send(server, "GET", "", "", None).status_code == 404
    headers = {NAME: "ada", "Content-Type": "application/json", "Origin": "https://evil.example"}
    sent = {"answers": [token]}
    assert server.client.post("/chat/links", headers=headers, json=sent).status_code == 403
