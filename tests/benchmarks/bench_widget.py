"""How soon the widget is there, and how much it weighs.

    python tests/benchmarks/bench_widget.py [--rounds 15]

Interactive is the end of the document's DOMContentLoaded: the script is deferred, and has by then
put everything up and listens. Each round has a profile of its own, so nothing is cached. Other work
on the machine only ever adds to these times: fails when the least of the embedded page is over half
a second. Processor time, of the page's main thread, does not depend on other work.
"""

import argparse
import gzip
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "qa" / "web" / "helpers")]

from host_pages import Site, frame_of, launcher, script_for, web_site  # noqa: E402
from web_server import CHROMIUM, Running, serving  # noqa: E402

LIMIT = 500  # milliseconds
_READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
_LOADED = "() => document.documentElement.dataset.ready !== undefined"


def embedded_page(page: Page, server: Running) -> float:
    """Return milliseconds from the request of `/embed` until it can be used."""
    page.goto(f"{server.url}/embed")
    page.wait_for_function(_LOADED)
    return float(page.evaluate(_READY))


def processor_time(page: Page, server: Running) -> float:
    """Return milliseconds of processor time that the page's main thread takes until then."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    embedded_page(page, server)
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration") * 1000


def opened_from_a_page(page: Page, site: Site) -> float:
    """Return milliseconds from the click on the button until one can type in the frame."""
    page.goto(f"{site.origin()}/")
    launcher(page).wait_for()
    start = time.perf_counter()
    launcher(page).click()
    frame_of(page).locator("html[data-ready] #question:focus").wait_for()
    return (time.perf_counter() - start) * 1000


def script_in_page(page: Page, site: Site) -> float:
    """Return milliseconds by which the widget's script delays the host page's load event."""
    times = []
    for path in ("/", "/without"):
        page.goto(f"{site.origin()}{path}")
        times.append(page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive"))
    return float(times[0] - times[1])


def measure(browser: Browser, work: Callable[[Page], float], rounds: int) -> list[float]:
    """Return what `work` measures, each time with a fresh profile."""
    found = []
    for _ in range(rounds):
        with browser.new_context() as context:
            found.append(work(context.new_page()))
    return found


def weigh(server: Running) -> None:
    """Print what is sent, compressed."""
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        page = client.get("/embed").text
        paths = ["widget.js", *re.findall(r'"(embed/static/[^"]+)"', page)]
        sizes = {"embed": len(gzip.compress(page.encode("utf-8")))}
        for path in paths:
            name = path.split("?")[0].rsplit("/", 1)[-1]
            sizes[name] = len(gzip.compress(client.get(f"/{path}").content, 9))
    for name, size in sizes.items():
        print(f"{name:<28} {size:>7,} bytes compressed")
    print(f"{'together':<28} {sum(sizes.values()):>7,} bytes compressed")


def report(name: str, found: list[float]) -> float:
    """Print what was found, and return the least."""
    median = statistics.median(found)
    print(f"{name:<28} {median:>7.0f} ms median, {min(found):.0f} least, {max(found):.0f} most")
    return min(found)


def main() -> int:
    """Measure, print, and say by the exit status whether the limit is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with (
        tempfile.TemporaryDirectory() as folder,
        web_site() as site,
        serving(Path(folder), allow_origins=(site.origin(),)) as server,
        sync_playwright() as playwright,
    ):
        site.add("/", script_for(server))
        site.add("/without", "")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        weigh(server)
        least = report(
            "embedded page, interactive",
            measure(browser, lambda page: embedded_page(page, server), rounds),
        )
        report(
            "its processor time",
            measure(browser, lambda page: processor_time(page, server), rounds),
        )
        report(
            "click until one can type",
            measure(browser, lambda p: opened_from_a_page(p, site), rounds),
        )
        report(
            "delay of the host page", measure(browser, lambda p: script_in_page(p, site), rounds)
        )
        browser.close()
    return 0 if least <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
