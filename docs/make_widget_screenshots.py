"""Make the pictures of the widget in `docs/images`: `python docs/make_widget_screenshots.py`.

Serves `widget-example.html` from another origin than the sample articles, asks in its widget, and
photographs a wide screen in light colours and a phone in dark ones.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from make_screenshots import CHROMIUM, FLAGS, IMAGES, PATIENCE, QUESTION, ROOT, sample_server
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, sync_playwright

SHOTS = {"widget-desktop-light": (1280, 800, "light"), "widget-phone-dark": (390, 844, "dark")}
COLOURS = 128  # enough for type on flat ground, at a third of the bytes


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def other_site(folder: Path) -> Iterator[str]:
    """Serve `folder` on a free port and give its origin."""
    handler = partial(QuietHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def photograph(browser: Browser, address: str, name: str) -> None:
    """Ask in the widget of the page at `address` and save what is seen."""
    width, height, scheme = SHOTS[name]
    with browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="en-GB",
        device_scale_factor=2,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.locator("pullquote-widget button.open").click()
        ask(page.frame_locator("pullquote-widget iframe"))
        page.wait_for_timeout(500)
        path = IMAGES / f"{name}.png"
        page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def ask(frame: FrameLocator) -> None:
    """Ask in the widget and wait for the answer."""
    frame.locator("#question").fill(QUESTION)
    frame.locator("#question").press("Enter")
    frame.locator(".sure").wait_for()


def main() -> None:
    """Make all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    page = (ROOT / "docs" / "widget-example.html").read_text("utf-8")
    with (
        TemporaryDirectory() as folder,
        other_site(Path(folder)) as origin,
        sample_server(allow_origins=(origin,)) as server,
        sync_playwright() as playwright,
    ):
        shown = page.replace("http://127.0.0.1:7860/", server)
        (Path(folder) / "index.html").write_text(shown, "utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in SHOTS:
            photograph(browser, f"{origin}/", name)
        browser.close()


if __name__ == "__main__":
    main()
