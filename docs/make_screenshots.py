"""Make the pictures of the chat in `docs/images`: `python docs/make_screenshots.py`.

Indexes the sample articles into a temporary folder, opens the chat in Chromium, asks the README's
question and photographs the answer on a wide screen and on a phone, in light and in dark colours,
the page of its first quote, the page of a speaker, and a draft that was checked.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from index import Index
from qa.web.server import ServerSettings, create_app

QUESTION = "What did Bordyuzha say about Iran?"
SPEAKER = "Tobias Lunde"
DRAFT = """\
Nikolay Bordyuzha was firm: “military action should not take place,” he said.

“Military action must not take place,” Bordyuzha is quoted elsewhere.

“Nobody has asked the fish,” said Tobias Lunde.
"""
ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SCREENS = {"desktop": (1280, 800), "phone": (390, 844)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PATIENCE = 180_000  # milliseconds: the first question loads the models


@contextmanager
def sample_server(allow_origins: tuple[str, ...] = ()) -> Iterator[str]:
    """Serve the sample articles on a free port and give the address."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        with Index.open(index, create=True) as store:
            store.add([str(ROOT / "samples" / "articles")])
        app = create_app(ServerSettings(index=index, allow_origins=allow_origins))
        config = uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
        server.should_exit = True
        thread.join()


def photograph(browser: Browser, url: str, screen: str, scheme: str) -> None:
    """Ask the question on one screen and save what is seen."""
    width, height = SCREENS[screen]
    size = {"width": width, "height": height}
    with browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=2,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        ask(page, url)
        if screen == "desktop":
            page.wait_for_selector("#quote")
        page.wait_for_timeout(500)
        page.mouse.move(width / 2, height - 1)
        page.screenshot(path=IMAGES / f"chat-{screen}-{scheme}.png")


def photograph_quote(browser: Browser, url: str) -> None:
    """Follow "Cite" at the first source of the answer and save the page of the quote."""
    with browser.new_context(viewport={"width": 1000, "height": 1000}) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        ask(page, url)
        page.locator(".cite-it").first.click()
        page.wait_for_selector("#quote-proof")
        page.screenshot(path=IMAGES / "quote-page-light.png")


def photograph_speaker(browser: Browser, url: str) -> None:
    """Photograph all that one speaker says."""
    with browser.new_context(viewport={"width": 1000, "height": 1000}) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{url}speakers/named?name={quote(SPEAKER)}")
        page.wait_for_selector("svg")
        page.screenshot(path=IMAGES / "speaker-page-light.png")


def photograph_draft(browser: Browser, url: str) -> None:
    """Check a draft and photograph the report."""
    with browser.new_context(viewport={"width": 1000, "height": 1000}) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{url}check")
        page.fill("#draft", DRAFT)
        page.click("#order button[type=submit]")
        page.wait_for_selector("#report > *")
        page.locator("main").screenshot(path=IMAGES / "checked-draft-light.png")


def ask(page: Page, url: str) -> None:
    """Open the chat and ask."""
    page.goto(url)
    page.wait_for_selector(".greeting")
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-ready]")
    page.evaluate("document.activeElement.blur()")


def main() -> None:
    """Make all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sample_server() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for screen in SCREENS:
            for scheme in ("light", "dark"):
                photograph(browser, url, screen, scheme)
        photograph_quote(browser, url)
        photograph_speaker(browser, url)
        photograph_draft(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
