"""Two real servers of one owner: one has secret articles in a collection, the other never had."""

import os
import re
import textwrap
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from every_change import Letters
from fastapi import FastAPI
from loops import in_own_loop
from reportlab.pdfgen.canvas import Canvas
from starlette.routing import Mount, Route

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.collection import Index
from index.models.embedder import Embedder
from qa.assistant import Assistant
from qa.reading.sentence_reader import SentenceReader
from qa.statements.stored import StatementFinder
from qa.web.access.policy import Access, ProxyHeader
from qa.web.answering.opened import OpenIndex
from qa.web.server import create_app
from qa.web.serving import Server
from qa.web.settings import RateLimits, ServerSettings

RULES = """
everybody = ["default"]
newsroom = ["default", "letters"]
investigations = ["default", "tips"]
"""
NAME, GROUPS = "X-Remote-User", "X-Remote-Groups"

OPEN = {
    "ferry": "The ferry to Port Merrow was late again. “We count every boat,” said Ada Okoro, who "
    "speaks for the harbour. The harbour opens on Monday. Nobody objected to the new fares.",
    "quay": "“The quay leaks,” said Ben Moss, an engineer. The repair costs 40,000 crowns. It was "
    "wet for a week, and the town waited for the ferry.",
}
LETTER = "“My boat was never counted,” said Lena Fisk in a letter. She lives at the quay."
SECRETS = {
    "zylo": "“The zylophon deal was signed at night,” said Ravi Quillfeather. The ferry to Port "
    "Merrow was sold to Zylophon. Zylophon paid 7,777,777 crowns for the harbour.",
    # Nearly what an open article says, and the very words of its quote.
    "copy": OPEN["ferry"] + " “We count every boat,” said Ada Okoro to Ravi Quillfeather as well.",
}
PDFS = ("quay", "secret-zylo")
SECRET_WORDS = re.compile(r"zylo|quillfeather|7,777|tips\b|secret-", re.IGNORECASE)
"""What nothing may tell of that is not for the secret's readers."""


@dataclass
class Answering:
    """A server that is up."""

    app: FastAPI
    index: Index
    client: httpx.Client

    def ask(
        self,
        method: str,
        path: str,
        who: str | None = "ben",
        groups: str = "",
        **sent: Any,  # noqa: ANN401
    ) -> httpx.Response:
        """Send a request as somebody whom the proxy names, with their groups."""
        headers = {**sent.pop("headers", {}), **({NAME: who} if who else {})}
        if groups:
            headers[GROUPS] = groups
        return self.client.request(method, path, headers=headers, **sent)

    def routes(self) -> set[tuple[str, str]]:
        """Return every method and path of the application, but for those of Gradio's page."""
        return {
            (method, route.path)
            for route in _within(self.app.router.routes)
            for method in route.methods or {"GET"}
        }


def _within(routes: Iterable[Any]) -> Iterator[Route]:
    for route in routes:
        if isinstance(route, Route):
            yield route
        elif not isinstance(route, Mount):
            yield from _within(route.original_router.routes)


def article(name: str, text: str, day: str, folder: Path) -> Article:
    """Return an article of the test; some are of PDFs of one page."""
    is_pdf = name in PDFS
    author = "Ravi Quillfeather" if name.startswith("secret") else "Lena Fisk"
    info = ArticleInfo(
        id=name, title=f"About {name}", author=author, date=day, publication="The Quay",
        url=f"https://quay.example/{name}", lang="en",
        path=str(folder / f"{name}.pdf") if is_pdf else None,
    )  # fmt: skip
    return Article(info=info, text=text, marks=(Mark("page", 0, len(text), "1"),) if is_pdf else ())


def _write_pdfs(folder: Path) -> None:
    texts = {"quay": OPEN["quay"], "secret-zylo": SECRETS["zylo"]}
    for name in PDFS:
        canvas = Canvas(str(folder / f"{name}.pdf"), pagesize=(400, 600), invariant=True)
        for line, words in enumerate(textwrap.wrap(texts[name], 60)):
            canvas.drawString(20, 500 - 20 * line, words)
        canvas.save()


def _fill(index: Index, files: Path, *, secrets: bool) -> None:
    hidden = [
        article(f"secret-{name}", text, f"2024-05-0{at}", files)
        for at, (name, text) in enumerate(SECRETS.items(), 1)
    ]
    if secrets:
        index.add_articles(hidden[:1], collections=["tips"])
    for at, (name, text) in enumerate(OPEN.items(), 3):
        index.add_articles([article(name, f"{text} It rained.", f"2024-05-0{at}", files)])
        index.add_articles([article(name, text, f"2024-05-0{at}", files)])  # changed since
    index.add_articles([article("letter", LETTER, "2024-05-09", files)], collections=["letters"])
    if secrets:
        index.add_articles(hidden[1:], collections=["tips"])


@contextmanager
def answering(folder: Path, *, secrets: bool, key: bytes, **options: object) -> Iterator[Answering]:
    """Run a server until the block ends; both with one `key` for links."""
    embedder: Embedder = Letters()
    index = Index.open(folder, create=True, embedder=embedder, annotator=StatementFinder())
    _fill(index, folder.parent, secrets=secrets)
    (folder / "groups.toml").write_text(RULES, "utf-8")
    (folder / "links.key").write_bytes(key)
    access = Access(method=ProxyHeader(NAME, GROUPS), editors=("ed",))
    settings = ServerSettings(
        index=folder, access=access, trusted_proxies=("127.0.0.1",), keep_conversations=True,
        keep_gaps=True, keep_links=30,
        limits=RateLimits(requests=10**6, questions=10**6),
        **options,  # type: ignore[arg-type]
    )  # fmt: skip
    opened = OpenIndex(index, Assistant(index, reader=SentenceReader(embedder)))

    async def build() -> FastAPI:
        return create_app(settings, opener=lambda: opened)

    app = in_own_loop(build())
    server = Server(app)
    server.config.port = 0
    server.config.log_level = "critical"
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait(lambda: server.started)
    try:
        url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        with httpx.Client(base_url=url, trust_env=False, timeout=600) as client:
            yield Answering(app, index, client)
    finally:
        server.should_exit = True
        thread.join(60)
        index.close()


def wait(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 600
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to be so"
        time.sleep(0.01)


@contextmanager
def two_servers(folder: Path, **options: object) -> Iterator[tuple[Answering, Answering]]:
    """Run the server with the secret, and the one without."""
    key = os.urandom(32)
    _write_pdfs(folder)
    with (
        answering(folder / "all", secrets=True, key=key, **options) as whole,
        answering(folder / "some", secrets=False, key=key, **options) as alone,
    ):
        yield whole, alone
