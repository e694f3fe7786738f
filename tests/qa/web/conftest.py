"""One server and one real browser for all tests of the web."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from platformdirs import user_cache_path
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent / "helpers"))  # web_server and its like

from accessibility import axe_source
from host_pages import Site, script_for, web_site
from web_server import CHROMIUM, Running, Watched, serving, watching

expect.set_options(timeout=60_000)  # for every test alike; it is over as soon as it is so


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The server most tests share; tests must leave its articles as they were."""
    with serving(tmp_path_factory.mktemp("web"), allow_origins=("https://news.example",)) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run, with a fresh profile."""
    if not CHROMIUM.exists():
        pytest.skip(f"needs Chromium at {CHROMIUM} (set CHROMIUM to another path)")
    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
        "--disable-background-networking --disable-component-update "
        "--renderer-process-limit=1"  # pages of one profile and site share what they compiled
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags.split())
        yield chromium
        chromium.close()


# Pages of one profile share its cache, and Gradio's script is large. A first page stays open, so
# that each other one is a tab beside it and no window, with processes, of its own.


@contextmanager
def _profile(browser: Browser, **options: Any) -> Iterator[BrowserContext]:  # noqa: ANN401
    with browser.new_context(**options) as context:
        context.new_page()
        yield context


@pytest.fixture(scope="session")
def wide(browser: Browser) -> Iterator[BrowserContext]:
    """A wide screen in light colours."""
    with _profile(browser, viewport={"width": 1280, "height": 800}) as context:
        yield context


@pytest.fixture(scope="session")
def dark(browser: Browser) -> Iterator[BrowserContext]:
    """A wide screen in dark colours."""
    with _profile(browser, color_scheme="dark") as context:
        yield context


@pytest.fixture(scope="session")
def small(browser: Browser) -> Iterator[BrowserContext]:
    """A phone."""
    with _profile(browser, viewport={"width": 390, "height": 844}, has_touch=True) as context:
        yield context


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility scanner, kept from an earlier run where there was one."""
    folder = user_cache_path("pullquote") / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    return axe_source(folder)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A web site whose pages show the widget of `site_server`."""
    with web_site() as site:
        yield site


@pytest.fixture(scope="session")
def site_server(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that lets `intranet.localhost` alone show the widget, and is shown at `/` there."""
    with serving(tmp_path_factory.mktemp("widget"), allow_origins=(site.origin(),)) as server:
        site.add("/", script_for(server))
        yield server


@pytest.fixture
def visit(browser: Browser, site_server: Running) -> Iterator[Watched]:
    """A visitor of the site, with a fresh profile and a wide screen."""
    assert site_server.url
    with (
        browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB") as context,
        watching(context) as watched,
    ):
        yield watched
