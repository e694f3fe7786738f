"""Everything under a sub-path, behind a real nginx with TLS, set up as docs/deploy has it."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from nginx import configure, nginx
from playwright.sync_api import Browser, Page, expect
from web_server import Running, serving, watching

from qa.web.settings import RateLimits

SUB = "/pullquote"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, str]]:
    """A server, and the address nginx shows it at."""
    folder = tmp_path_factory.mktemp("nginx")
    with (
        serving(
            folder,
            root_path=SUB,
            trusted_proxies=("127.0.0.1",),
            allow_origins=("https://news.example",),
            limits=RateLimits(questions=60, questions_a_minute=1),
        ) as server,
        nginx(folder, upstream=int(server.url.rsplit(":", 1)[1])) as address,
    ):
        yield server, address


@pytest.fixture
def client(behind: tuple[Running, str]) -> Iterator[httpx.Client]:
    with _client(behind[1]) as client:
        yield client


@contextmanager
def _client(address: str) -> Iterator[httpx.Client]:
    # The certificate is the test's own.
    with httpx.Client(base_url=address, verify=False, trust_env=False, timeout=600) as client:
        yield client


def _failures(page: Page) -> list[str]:
    failed: list[str] = []
    page.on("response", lambda one: failed.append(one.url) if one.status >= 400 else None)
    return failed


def test_the_example_is_a_configuration_that_nginx_takes(tmp_path: Path) -> None:
    command, _ = configure(tmp_path, upstream=7860)
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.browser
def test_a_question_is_asked_and_its_citation_opened(
    behind: tuple[Running, str], browser: Browser
) -> None:
    _, address = behind
    with (
        browser.new_context(
            viewport={"width": 1280, "height": 800}, ignore_https_errors=True
        ) as context,
        watching(context) as watched,
    ):
        page = watched.page
        failed = _failures(page)
        page.goto(address + SUB)
        expect(page).to_have_url(f"{address}{SUB}/")
        page.get_by_label("Question").fill("When does the dredging stop, or is it dredging")
        page.keyboard.press("Enter")
        quote = page.locator("[data-turn][data-ready] .cite")
        expect(quote).to_be_visible()
        quote.click()
        expect(page.locator("#quote")).to_contain_text("the dredging stops on Monday")
        page.locator("[data-verdict=yes]").click()
        expect(page.get_by_text("Thank you.")).to_be_visible()
        assert (watched.errors, failed) == ([], [])
        foreign = [one for one in watched.requests if not one.startswith(f"{address}{SUB}")]
        assert foreign == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/docs", "/embed/check?origin=https://news.example",
                                  "/embed/setup", "/read/emoji-00000001"])  # fmt: skip
def test_pages_find_all_they_need(behind: tuple[Running, str], browser: Browser, path: str) -> None:
    _, address = behind
    with browser.new_context(ignore_https_errors=True) as context, watching(context) as watched:
        failed = _failures(watched.page)
        watched.page.goto(address + SUB + path, wait_until="networkidle")
        assert (watched.errors, failed) == ([], [])
        assert len(watched.requests) > 1  # a style at least
        assert all(one.startswith(f"{address}{SUB}/") for one in watched.requests)
        for link in watched.page.locator("a[href]").all():
            target = str(link.evaluate("one => one.href"))
            if target.startswith(address):
                assert target.startswith(f"{address}{SUB}/"), target


def test_the_api_answers(client: httpx.Client) -> None:
    answer = client.post(f"{SUB}/api/ask", json={"question": "dredging"}).json()
    quote = answer["quotes"][0]
    article = client.get(f"{SUB}/api/articles/{quote['article']['id']}").json()
    assert article["text"][quote["start"] : quote["end"]] == quote["text"]
    assert client.get(f"{SUB}/healthz").json()["status"] == "ok"
    assert client.get(f"{SUB}/openapi.json").json()["servers"] == [{"url": SUB}]


def test_the_widget_and_its_page_are_there(
    client: httpx.Client, behind: tuple[Running, str]
) -> None:
    assert client.get(f"{SUB}/widget.js").headers["content-type"].startswith("text/javascript")
    embedded = client.get(f"{SUB}/embed")
    assert "frame-ancestors https://news.example" in embedded.headers["content-security-policy"]
    for reference in re.findall(r'(?:src|href)="([^":#]+)"', embedded.text):
        found = client.get(httpx.URL(f"{behind[1]}{SUB}/embed").join(reference))
        assert found.status_code == 200, reference
    setup = client.get(f"{SUB}/embed/setup").text
    assert f"{behind[1]}{SUB}/widget.js" in setup  # https, as the visitor sees it


def test_nothing_is_shown_outside_the_sub_path(client: httpx.Client) -> None:
    for path in ("/", "/api/articles", "/healthz", "/widget.js"):
        assert client.get(path).status_code == 404


def test_visitors_cannot_pretend_to_be_many(behind: tuple[Running, str]) -> None:
    """nginx appends the address it saw; what a visitor wrote in front of it is not believed."""
    # The visitor has an address that is no proxy's; every 127.x.x.x is this machine.
    transport = httpx.HTTPTransport(local_address="127.0.0.9", verify=False)
    address = behind[1].replace("localhost", "127.0.0.1")
    with httpx.Client(
        base_url=address, transport=transport, trust_env=False, timeout=600
    ) as client:
        replies = [
            client.post(
                f"{SUB}/api/search",
                json={"query": "dredging"},
                headers={"X-Forwarded-For": f"198.51.100.{number}"},
            )
            for number in range(80)
        ]
    refused = [one for one in replies if one.status_code == 429]
    assert 1 <= int(refused[-1].headers["retry-after"]) <= 60


def test_the_proxy_names_the_request(client: httpx.Client) -> None:
    response = client.get(f"{SUB}/healthz", headers={"X-Request-ID": "from-the-visitor-1"})
    assert re.fullmatch("[0-9a-f]{32}", response.headers["x-request-id"])


def test_a_proxy_may_take_the_sub_path_off(behind: tuple[Running, str]) -> None:
    server, _ = behind
    assert server.client.get("/healthz").status_code == 200
    assert server.client.get(f"{SUB}/healthz").status_code == 200
    redirect = server.client.get(SUB)
    assert (redirect.status_code, redirect.headers["location"]) == (308, f"{SUB}/")
