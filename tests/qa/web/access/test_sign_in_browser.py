"""Signing in and out in a real Chromium: the pages, and whom their cookies serve."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from nginx import nginx
from oidc_provider import CLIENT, SECRET, providing
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web_server import Running, serving, watching

from qa.web.access.policy import Access, OpenId, Passwords

pytestmark = pytest.mark.browser

GOOD = "a long walk home"


@pytest.fixture(scope="module")
def other_site() -> Iterator[str]:
    """Pages of another site than 127.0.0.1: /link?ADDRESS links to it, /frame?ADDRESS frames it."""

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, _, address = self.path.partition("?")
            link, frame = f'<a href="{address}">go</a>', f'<iframe src="{address}"></iframe>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html>{frame if kind == '/frame' else link}".encode())

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()


def _people(folder: Path) -> Access:
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    (folder / "passwords").write_text(f"ada:editor:{hashed}\n", "utf-8")
    return Access(method=Passwords(folder / "passwords"))


@pytest.fixture(scope="module")
def closed(other_site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("closed")
    origins = (other_site, other_site.replace("localhost", "127.0.0.1"))
    with serving(folder, access=_people(folder), allow_origins=origins) as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of somebody who is not signed in anywhere."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        yield context


def _fill_in(page: Page) -> None:
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(GOOD)
    page.keyboard.press("Enter")


def test_from_the_form_to_the_answer_and_out_again(
    closed: Running, context: BrowserContext
) -> None:
    with watching(context) as watched:
        page = watched.page
        page.goto(closed.url)
        expect(page).to_have_title("Sign in · Pullquote")
        expect(page.get_by_label("Name")).to_be_focused()
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill("wrong password")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
        expect(page.get_by_label("Password")).to_be_focused()
        watched.errors.clear()  # Chromium reports the 401 of the page
        _fill_in(page)
        page.wait_for_selector("html[data-chat=ready]")
        page.get_by_role("textbox", name="Question").fill("Who stops the dredging?")
        page.keyboard.press("Enter")
        expect(page.locator("article.turn[data-ready]")).to_contain_text("Rosa Calder")
        assert watched.errors == []
        page.get_by_role("link", name="Sign out").click()
        expect(page.get_by_text("You are signed in as ada (editor).")).to_be_visible()
        page.get_by_role("button", name="Sign out", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("You are signed out.")
        page.goto(closed.url)
        expect(page).to_have_title("Sign in · Pullquote")
        assert all(url.startswith((closed.url, "data:")) for url in watched.requests)


def test_a_chat_whose_session_has_ended_leads_back_to_the_form(
    closed: Running, context: BrowserContext
) -> None:
    with watching(context) as watched:
        page = watched.page
        page.goto(closed.url)
        _fill_in(page)
        page.wait_for_selector("html[data-chat=ready]")
        context.clear_cookies()
        page.get_by_role("textbox", name="Question").fill("Who stops the dredging?")
        page.keyboard.press("Enter")
        expect(page).to_have_title("Sign in · Pullquote")


def test_a_link_from_another_site_finds_who_is_signed_in(
    closed: Running, context: BrowserContext, other_site: str
) -> None:
    """Though the strict cookie is not shown on the first step of such a visit."""
    with watching(context) as watched:
        page = watched.page
        page.goto(f"{closed.url}/login")
        _fill_in(page)
        expect(page.get_by_role("link", name="Sign out")).to_be_visible()
        page.goto(f"{other_site}/link?{closed.url}/docs")
        page.get_by_role("link", name="go").click()
        page.wait_for_url(f"{closed.url}/docs")
        expect(page.get_by_role("heading", name="API", exact=True)).to_be_visible()


def test_a_link_from_another_site_asks_who_is_not_to_sign_in(
    closed: Running, context: BrowserContext, other_site: str
) -> None:
    with watching(context) as watched:
        page = watched.page
        page.goto(f"{other_site}/link?{closed.url}/docs")
        page.get_by_role("link", name="go").click()
        _fill_in(page)
        page.wait_for_url(f"{closed.url}/docs")


def test_through_a_provider_of_another_site(
    context: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with providing("localhost") as provider:
        access = Access(method=OpenId(issuer=provider.issuer, client_id=CLIENT, secret=SECRET))
        folder: Path = tmp_path_factory.mktemp("provider")
        with serving(folder, access=access) as server, watching(context) as watched:
            provider.redirect_uris.add(f"{server.url}/login/callback")
            page = watched.page
            page.goto(f"{server.url}/docs")
            page.get_by_role("link", name="Go to localhost").click()
            page.wait_for_url(f"{server.url}/docs")
            expect(page.get_by_role("heading", name="API", exact=True)).to_be_visible()
            cookies = {cookie["name"]: cookie for cookie in context.cookies(server.url)}
            assert set(cookies) == {"pullquote_session"}
            assert cookies["pullquote_session"]["sameSite"] == "Strict"
            assert cookies["pullquote_session"]["httpOnly"]


def test_the_widget_is_closed_on_another_site_and_open_on_the_same(
    closed: Running, context: BrowserContext, other_site: str
) -> None:
    with watching(context) as watched:
        page = watched.page
        page.goto(f"{closed.url}/login?next=/docs")
        _fill_in(page)
        page.wait_for_url(f"{closed.url}/docs")
        page.goto(f"{other_site}/frame?{closed.url}/embed")
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("heading")).to_have_text("Sign in to ask the articles")
        page.goto(f"{other_site.replace('localhost', '127.0.0.1')}/frame?{closed.url}/embed")
        expect(frame.locator("html[data-ready]")).to_be_attached()
        frame.get_by_role("textbox").fill("Who stops the dredging?")
        page.keyboard.press("Enter")
        expect(frame.locator("#log")).to_contain_text("Rosa Calder")


def test_over_https_behind_nginx_and_under_a_path(browser: Browser, tmp_path: Path) -> None:
    with (
        serving(
            tmp_path,
            access=_people(tmp_path),
            root_path="/pullquote",
            trusted_proxies=("127.0.0.1",),
        ) as server,
        nginx(tmp_path, upstream=int(server.url.rsplit(":", 1)[1])) as address,
        browser.new_context(ignore_https_errors=True) as context,
        watching(context) as watched,
    ):
        page = watched.page
        page.goto(f"{address}/pullquote/docs")
        _fill_in(page)
        page.wait_for_url(f"{address}/pullquote/docs")
        (cookie,) = context.cookies()
        assert cookie["name"] == "__Host-pullquote_session"
        assert cookie["secure"]
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Strict"
        page.goto(f"{address}/pullquote/logout")
        page.get_by_role("button", name="Sign out everywhere").click()
        expect(page.get_by_role("status")).to_have_text("You are signed out.")
        assert context.cookies() == []


@pytest.mark.parametrize("path", ["/login", "/login?left=1", "/embed"])
def test_the_pages_fit_a_phone_and_say_what_everything_is(
    closed: Running, context: BrowserContext, path: str
) -> None:
    with watching(context) as watched:
        page = watched.page
        page.set_viewport_size({"width": 320, "height": 600})
        page.goto(closed.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        for button in page.locator("button:visible, .button:visible").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44
        expect(page.get_by_role("heading", level=1)).to_be_visible()
