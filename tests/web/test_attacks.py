"""Published payloads as articles, questions and addresses. Nothing runs, nothing leaks."""

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import BrowserContext
from web_server import Running, Watched, serving, watching

from index.articles import Article, ArticleInfo, normalise_text

_PATIENCE = 200  # milliseconds for a script to run, if one would
_ANSWERED = [200, 307, 308, 400, 403, 404, 405, 414, 421, 422]


def _payloads(shared: Path, name: str, *kinds: str) -> list[str]:
    rows = (shared / "data" / "attacks" / f"{name}.jsonl").read_text("utf-8").splitlines()
    found = [row for row in map(json.loads, rows) if not kinds or row["kind"] in kinds]
    return [str(row["payload"]) for row in found]


def _hostile_articles(payloads: list[str]) -> list[Article]:
    """Return articles whose every field is a payload; "zebra" makes the text an answer."""
    texts = [normalise_text(payload) for payload in payloads]
    return [
        Article(
            info=ArticleInfo(
                id=f"hostile-{number:08x}", title=text, author=text, date=text, publication=text,
                url=text, path=text,
            ),
            text=f"{text}\nThe zebra{number}z {text.replace('.', ' ')} ends. {text}",
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def infested(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Running]:
    """A server whose articles are all payloads."""
    payloads = [p for p in _payloads(shared, "xss") if p.strip()]
    with serving(tmp_path_factory.mktemp("infested"), examples=tuple(payloads[:4])) as server:
        server.shelf.stored[:] = _hostile_articles(payloads)
        server.shelf.generation += 1
        yield server


def _quiet(watched: Watched, server: Running) -> None:
    own = urlsplit(server.url).netloc
    asked = {urlsplit(url).netloc for url in watched.requests if url.startswith("http")}
    assert watched.dialogs == []
    assert asked <= {own}


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_payload_runs_in_conversation_filters_or_panel(
    infested: Running, wide: BrowserContext
) -> None:
    with watching(wide) as watched:
        page = watched.page
        page.goto(infested.url)
        page.wait_for_selector(".greeting")
        count = len(infested.shelf.stored)
        for turn, number in enumerate(range(7, count, count // 6), 1):
            article = infested.shelf.stored[number]
            page.fill("#question textarea", f"{article.info.title or ''} zebra{number}z"[-1990:])
            page.keyboard.press("Enter")
            page.wait_for_selector(f'[data-ready][data-turn="{turn}"]')
            page.locator(".cite").last.click()
            page.wait_for_function(
                "text => document.querySelector('.article-text')?.textContent === text",
                arg=article.text,
            )
        page.click("#filters button.label-wrap")
        page.get_by_label("Author").click()
        page.wait_for_timeout(_PATIENCE)
        _quiet(watched, infested)


@pytest.mark.browser
def test_no_payload_runs_in_an_article_page(infested: Running, wide: BrowserContext) -> None:
    """All texts in one page, and a page for each kind of payload that was seen to break others."""
    everything = "\n".join(article.text for article in infested.shelf.stored)
    whole = Article(info=ArticleInfo(id="everything", title=everything[:5000]), text=everything)
    infested.shelf.stored.append(whole)
    with watching(wide) as watched:
        watched.page.goto(f"{infested.url}/read/everything")
        shown = watched.page.locator(".article-text").text_content()
        watched.page.wait_for_timeout(_PATIENCE)
        infested.shelf.stored.remove(whole)
        assert shown == everything
        _quiet(watched, infested)


def test_no_link_of_an_article_leads_anywhere_but_to_a_web_site(infested: Running) -> None:
    for article in infested.shelf.stored[::10]:
        page = infested.client.get(f"/read/{article.id}").text
        for link in re.findall(r'href="([^"]*)"', page):
            assert link.startswith(("../", "http://", "https://")), link


@pytest.fixture(scope="module")
def addresses(shared: Path) -> list[str]:
    """Paths and foreign addresses that were used to break out of other servers."""
    raw = _payloads(shared, "url_and_path")
    return [payload.replace("{FILE}", "etc/passwd") for payload in raw]


def _status(connection: socket.socket, server: Running, path: str) -> tuple[int, bytes]:
    host = server.url.removeprefix("http://")
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    reply = connection.makefile("rb")
    status = int(reply.readline().split()[1])
    length = 0
    while (line := reply.readline()).strip():
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    return status, reply.read(length)


@pytest.mark.parametrize(
    "template", ["/{}", "/ui/{}", "/read/{}", "/api/articles/{}", "/assets/{}"]
)
def test_no_address_reaches_beyond_the_articles(
    running: Running, addresses: list[str], template: str
) -> None:
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        for payload in addresses:
            # What h11 would not take as a request line is sent percent-encoded.
            path = template.format(quote(payload, safe="/%;:=&@.,~!*'()\\|"))
            status, body = _status(connection, running, path)
            assert status in _ANSWERED, path
            assert b"root:" not in body, path
            assert status != 200 or template == "/{}", path


def test_no_query_makes_the_server_fetch_or_redirect(
    running: Running, addresses: list[str]
) -> None:
    for payload in addresses[:: max(1, len(addresses) // 100)]:
        for path in ("/", "/docs", "/read/emoji-00000001", "/api/articles"):
            response = running.client.get(path, params={"url": payload, "next": payload})
            assert response.status_code == 200
            assert "location" not in response.headers
