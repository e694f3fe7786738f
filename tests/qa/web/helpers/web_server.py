"""A real server over articles a person can predict, and pages whose traffic is watched."""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from fastapi import FastAPI
from loops import in_own_loop
from playwright.sync_api import BrowserContext, Page

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters, Hit, Passage
from index.articles.statement import StatementKind
from index.errors import UnknownArticle
from qa.answers import Answer, Kind, Quote, Reason
from qa.assistant import Ask
from qa.web.answering.opened import OpenIndex
from qa.web.server import create_app
from qa.web.serving import Server
from qa.web.settings import ServerSettings

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
_SENTENCE = re.compile(r"[^.\n]+\.")
_LONG = 600
"""Seconds after which a test gives up; a busy machine is no bug."""

# Astral letters before the quote: an offset in UTF-16 units would be one too large for each.
EMOJI = Article(
    info=ArticleInfo(
        id="emoji-00000001",
        title="Harbour talks 🚢 resume",
        author="Ada Löfgren",
        date="2024-05-06",
        publication="The Quay",
        url="https://quay.example/harbour-talks?id=7#top",
    ),
    text="😀🚢𝔸 A long night ended. " * 40
    + "\n\nMinister Rosa Calder said the dredging stops on Monday. Nobody objected.\n\nThe end.",
)
HOSTILE = Article(
    info=ArticleInfo(
        id="hostile-00000002",
        title="<img src=x onerror=alert('title')>",
        author='"><script>alert("author")</script>',
        date="2024-05-07",
        publication="${alert('publication')}{{constructor.constructor('alert(1)')()}}",
        url="javascript:alert('url')",
    ),
    text="<script>alert(1)</script>\nThe zeppelin <b onclick=alert(1)>landed</b> "
    "& \u202erats\u202c.",
)


@dataclass
class MemoryIndex:
    """An index held in memory; `generation` grows when a test changes the articles."""

    stored: list[Article] = field(default_factory=lambda: [EMOJI, HOSTILE])
    generation: int = 1

    @property
    def article_count(self) -> int:
        return len(self.stored)

    def articles(self) -> list[ArticleInfo]:
        return [article.info for article in self.stored]

    def page(self, limit: int, offset: int) -> tuple[list[ArticleInfo], int]:
        return self.articles()[offset : offset + limit], len(self.stored)

    def article(self, id: str) -> Article:
        for article in self.stored:
            if article.id == id:
                return article
        raise UnknownArticle(f"No article has the identifier {id!r}.")

    def check(self) -> list[str]:
        return []

    def search(self, query: str, k: int, filters: Filters) -> list[Hit]:
        found = [article for article in self.stored if query.casefold() in article.text.casefold()]
        return [
            Hit(
                rank=rank,
                score=1 / rank,
                article=article,
                passage=Passage(number=0, start=0, end=len(article.text)),
            )
            for rank, article in enumerate(found[:k], 1)
        ]


class LastWordAssistant:
    """Answers with the first sentence that holds the question's last word; else abstains.

    Of a question that begins with "Perhaps" it is not sure, and says how it was understood.
    """

    def __init__(self, memory_index: MemoryIndex) -> None:
        self.memory_index = memory_index
        self.asked: list[tuple[str, tuple[str, ...], Filters]] = []
        self.gate: threading.Event | None = None

    def ask_many(self, asks: Sequence[Ask]) -> list[Answer]:
        return [self._ask(one) for one in asks]

    def _ask(self, ask: Ask) -> Answer:
        question, history = ask.question, tuple(map(str, ask.history))
        self.asked.append((question, history, ask.filters))
        if ask.found is not None:
            ask.found(self.memory_index.search(re.findall(r"\w+", question)[-1], 3, ask.filters))
        if ask.report is not None:
            ask.report("reading")
        if (gate := self.gate) is not None:
            assert gate.wait(_LONG), "nobody opened the gate"
        if question == "Break.":
            raise RuntimeError("secret detail")
        asked_as = question if not history else f"{question} (after {history[0]})"
        word = re.findall(r"\w+", question)[-1].casefold()
        for article in self.memory_index.stored:
            for match in _SENTENCE.finditer(article.text):
                if word in match[0].casefold():
                    found = _answer(question, asked_as, article, match, word)
                    return _doubted(found) if question.startswith("Perhaps") else found
        return Answer(
            question=question,
            asked_as=asked_as,
            kind=Kind.OPEN,
            answered=False,
            confidence=0.1,
            answer="I found no passage that states this.",
            reason=Reason.NOT_STATED,
            nearest=(Quote(number=1, article=EMOJI, start=0, end=24),),
        )


def _answer(
    question: str, asked_as: str, article: Article, match: re.Match[str], word: str
) -> Answer:
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    at = article.text.casefold().index(word, start)
    quote = Quote(
        number=1,
        article=article,
        start=start,
        end=match.end(),
        speaker="Rosa Calder" if article is EMOJI else article.info.title,
        kind=StatementKind.INDIRECT,
        score=0.9,
        answer_span=(at, at + len(word)),
    )
    return Answer(
        question=question,
        asked_as=asked_as,
        kind=Kind.FACT,
        answered=True,
        confidence=0.934,
        answer=f"{article.text[at : at + len(word)]}: “{quote.text}” [1]",
        quotes=(quote,),
        timings_ms={"retrieve": 1.0, "read": 2.0, "total": 3.0},
    )


def _doubted(answer: Answer) -> Answer:
    return replace(
        answer,
        unsure=True,
        confidence=0.31,
        answer=f"This may answer it:\n{answer.answer}",
        notes=("Understood “dregding” as dredging.",),
    )


@dataclass
class Running:
    """A server that is up: where, and what it answers from."""

    url: str
    memory_index: MemoryIndex
    assistant: LastWordAssistant
    settings: ServerSettings
    client: httpx.Client


@contextmanager
def serving(folder: Path, **options: object) -> Iterator[Running]:
    """Run a real server on a free port until the block ends.

    It answers from articles in memory; with `empty` from none, with `real` from the index in
    `folder`.
    """
    memory_index = MemoryIndex()
    assistant = LastWordAssistant(memory_index)
    port = options.pop("port", 0)
    empty = options.pop("empty", False)
    real = options.pop("real", False)
    settings = ServerSettings(index=folder, **options)  # type: ignore[arg-type]

    async def build() -> FastAPI:
        # Gradio leaves an event loop open when it finds none running.
        opened = None if empty else OpenIndex(memory_index, assistant)
        return create_app(settings, opener=None if real else lambda: opened)

    app = in_own_loop(build())
    server = Server(app)
    server.config.port = port  # type: ignore[assignment]
    server.config.log_level = "critical"
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=url, timeout=_LONG, trust_env=False) as client:
            yield Running(url, memory_index, assistant, settings, client)
    finally:
        server.should_exit = True
        thread.join(10)
        if assistant.gate is not None:  # so that no thread waits on for what nobody opens
            assistant.gate.set()
        thread.join(_LONG)


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so, which it is some time after what a test did."""
    deadline = time.monotonic() + _LONG
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to be so"
        time.sleep(0.01)


def until_in(page: Page, is_so: Callable[[], object]) -> None:
    """Wait until something is so, while what happens in a page is heard of."""
    deadline = time.monotonic() + _LONG
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to be so"
        page.wait_for_timeout(50)


@dataclass
class Watched:
    """A page whose requests, dialogs and errors are written down."""

    page: Page
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def watching(context: BrowserContext) -> Iterator[Watched]:
    """Open a page and watch it until the block ends."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    watched = Watched(page)
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("dialog", lambda dialog: (watched.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on(
        "console",
        lambda message: watched.errors.append(message.text) if message.type == "error" else None,
    )
    try:
        yield watched
    finally:
        page.close()
