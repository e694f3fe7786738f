"""The chat, and the only module that imports Gradio. Conversation left, article right.

Gradio carries the question in and the answer's HTML out; the answer is escaped and put together by
`qa.web.chat.fragments`, and articles are fetched by `static/chat.js` from `/read/...`.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.routing import Mount

from index.articles.dates import parse_date
from index.articles.passages import Filters
from index.errors import PullquoteError, UsageError
from qa.answers import Answer
from qa.web import logs
from qa.web.answering.service import EXAMPLES, AnsweringService, Overview
from qa.web.chat.fragments import exchange_html
from qa.web.chat.page import ChatMount
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.requests.addresses import UNKNOWN, client_network
from qa.web.requests.problems import message_for
from qa.web.requests.proxy_headers import REQUEST_ID
from qa.web.settings import ServerSettings

_EXCHANGES_KEPT = 40
_REMEMBERED = 8
_LONGEST_HEARD = 1000
_HOUR = 3600
_ANY = ("Any", "")
_SESSIONS = 500
_SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "monospace")
_QUIET_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """What was shown for a question; `heard` is what a follow-up may lean on."""

    html: str
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one visitor; `count` goes on when old ones are dropped."""

    exchanges: tuple[ShownExchange, ...] = ()
    count: int = 0

    def add(self, exchange: ShownExchange) -> "Conversation":
        """Return the conversation with one exchange more, without the oldest beyond the limit."""
        return replace(
            self, exchanges=(*self.exchanges, exchange)[-_EXCHANGES_KEPT:], count=self.count + 1
        )

    def history(self) -> list[str]:
        """Return earlier questions and answers in their order, earliest first."""
        return [text for exchange in self.exchanges[-_REMEMBERED:] for text in exchange.heard]

    def html(self, last: str = "") -> str:
        """Return all exchanges as HTML, and `last` after them."""
        return "".join(exchange.html for exchange in self.exchanges) + last


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that events read and write."""

    conversation: gr.State
    exchanges: gr.HTML
    question: gr.Textbox
    author: gr.Dropdown
    publication: gr.Dropdown
    after: gr.Textbox
    before: gr.Textbox
    fresh: gr.Button
    examples: tuple[gr.Button, ...]


def mount_chat(
    app: FastAPI, service: AnsweringService, settings: ServerSettings
) -> Callable[[], None]:
    """Mount the chat at `/` of `app`; return what ends its open streams when the server stops.

    Everything Gradio offers beyond the chat is switched off, and its addresses do not exist.
    """
    gr.mount_gradio_app(
        app,
        _build(service, settings),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        max_file_size="1kb",
        root_path=settings.root_path or None,
        theme=gr.themes.Base(
            primary_hue="teal", neutral_hue="stone", font=list(_SANS), font_mono=list(_MONO)
        ),
    )
    gradio: Any = next(route.app for route in app.router.routes if isinstance(route, Mount))
    app.router.routes[:] = [one for one in app.router.routes if not isinstance(one, Mount)]
    head = render("chat/head.html", stamp=static_stamp(), signs_in=_signs_in(settings))
    state = _State(gradio.get_blocks())
    app.router.routes.append(ChatMount(gradio, state, head, render("chat/editor.html")))
    end_streams: Callable[[], None] = gradio.stop_event.set
    return end_streams


class _State:
    """What Gradio knows of the chat's page."""

    def __init__(self, blocks: gr.Blocks) -> None:
        self.inputs = {number: len(event.inputs) for number, event in blocks.fns.items()}
        self._queue = blocks._queue

    def knows(self, session: str) -> bool:
        """Whether Gradio has a queue of messages for this session."""
        return session in self._queue.pending_messages_per_session


def _build(service: AnsweringService, settings: ServerSettings) -> gr.Blocks:
    with gr.Blocks(
        title="Pullquote",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(_HOUR, _HOUR),
    ) as blocks:
        parts = _lay_out(settings)
        _connect(blocks, parts, _Events(service, settings))
    blocks.queue(max_size=settings.waiting, api_open=False, default_concurrency_limit=None)
    blocks.state_session_capacity = _SESSIONS
    return blocks


def _lay_out(settings: ServerSettings) -> _Parts:
    conversation = gr.State(Conversation(), time_to_live=_HOUR)
    with gr.Row(elem_id="masthead"):
        header = render("chat/header.html", leave=_leave(settings))
        gr.HTML(header, js_on_load=None, elem_id="brand")
        fresh = gr.Button("New conversation", size="sm", scale=0, elem_id="fresh")
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="talk", min_width=0):
            exchanges = gr.HTML("", js_on_load=None, elem_id="turns", apply_default_css=False)
            with gr.Column(elem_id="examples", min_width=0):
                examples = tuple(
                    gr.Button("", visible=False, elem_classes="example") for _ in range(EXAMPLES)
                )
            with gr.Column(elem_id="composer", min_width=0):
                question = _question_box(settings)
                author, publication, after, before = _filter_boxes()
        with gr.Column(elem_id="reading", min_width=0):
            gr.HTML(render("chat/panel.html"), js_on_load=None, apply_default_css=False)
    return _Parts(
        conversation, exchanges, question, author, publication, after, before, fresh, examples
    )


def _signs_in(settings: ServerSettings) -> bool:
    return settings.access is not None and settings.access.signs_in


def _leave(settings: ServerSettings) -> str:
    """Return what the link to the page for signing out is called; "" for no such page."""
    if not _signs_in(settings):
        return ""
    # The header is the same for all; where some are not signed in, the page says what is possible.
    return "Account" if settings.allow_anonymous else "Sign out"


def _question_box(settings: ServerSettings) -> gr.Textbox:
    return gr.Textbox(
        label="Question",
        show_label=False,
        placeholder="Ask the articles",
        lines=1,
        max_lines=6,
        max_length=settings.question_length,
        submit_btn="Ask",
        autofocus=True,
        container=False,
        elem_id="question",
    )


def _filter_boxes() -> tuple[gr.Dropdown, gr.Dropdown, gr.Textbox, gr.Textbox]:
    with gr.Accordion("Filters", open=False, elem_id="filters"):
        with gr.Row():
            author = gr.Dropdown(
                [], value="", label="Author", allow_custom_value=True, min_width=120
            )
            publication = gr.Dropdown(
                [_ANY], value="", label="Publication", allow_custom_value=True, min_width=120
            )
        with gr.Row():
            after = gr.Textbox(label="From date", placeholder="2012-01-31", min_width=120)
            before = gr.Textbox(label="To date", placeholder="2012-12-31", min_width=120)
    return author, publication, after, before


def _connect(blocks: gr.Blocks, parts: _Parts, events: "_Events") -> None:
    filters = [parts.author, parts.publication, parts.after, parts.before]
    shown = [parts.conversation, parts.exchanges, parts.question, *parts.examples]
    blocks.load(
        events.greet,
        outputs=[*shown, parts.author, parts.publication],
        **_QUIET_EVENT,
    )
    parts.question.submit(
        events.ask,
        inputs=[parts.question, parts.conversation, *filters],
        outputs=shown,
        concurrency_limit=None,
        **_QUIET_EVENT,
    )
    for button in parts.examples:
        button.click(
            events.ask,
            inputs=[button, parts.conversation, *filters],
            outputs=shown,
            concurrency_limit=None,
            **_QUIET_EVENT,
        )
    parts.fresh.click(
        events.greet,
        outputs=[*shown, parts.author, parts.publication],
        **_QUIET_EVENT,
    )


class _Events:
    """What happens when a visitor comes, asks, or begins again."""

    def __init__(self, service: AnsweringService, settings: ServerSettings) -> None:
        self._service = service
        self._settings = settings

    async def greet(self) -> list[Any]:
        """Begin an empty conversation: greeting, example questions, names to filter by."""
        return await run_in_threadpool(self._greet)

    def _greet(self) -> list[Any]:
        problem = None
        overview = Overview()
        try:
            overview = self._service.overview()
        except PullquoteError as error:
            problem = str(error)
        greeting = render(
            "chat/greeting.html",
            count=len(overview.infos),
            folder=str(self._settings.index),
            problem=problem,
        )
        return [
            Conversation(),
            greeting,
            "",
            *_example_buttons(overview.examples),
            gr.Dropdown(choices=[_ANY, *overview.authors]),
            gr.Dropdown(choices=[_ANY, *overview.publications]),
        ]

    async def ask(
        self,
        question: str,
        conversation: Conversation,
        author: str | None,
        publication: str | None,
        after: str | None,
        before: str | None,
        request: gr.Request,
    ) -> AsyncIterator[list[Any]]:
        """Show the question at once, then its answer."""
        question = (question or "").strip()
        if not question:
            yield [gr.skip()] * (3 + EXAMPLES)
            return
        hidden = _example_buttons(())
        number = conversation.count + 1
        pending = render("chat/pending.html", question=question, number=number)
        yield [conversation, conversation.html(pending), "", *hidden]
        # Gradio works in tasks of its own, which know nothing of the request they are for.
        logs.request_id.set(request.headers.get(REQUEST_ID))
        try:
            filters = _filters(author, publication, after, before)
            answer = await self._service.ask(
                question, history=conversation.history(), filters=filters, asker=_asker(request)
            )
            exchange = ShownExchange(exchange_html(answer, number, filters), _heard(answer))
        except Exception as error:
            failed = render(
                "chat/failed.html", question=question, message=message_for(error), number=number
            )
            exchange = ShownExchange(failed)
        conversation = conversation.add(exchange)
        yield [conversation, conversation.html(), gr.skip(), *hidden]


def _asker(request: gr.Request) -> str:
    return client_network(request.client.host) if request.client else UNKNOWN


def _heard(answer: Answer) -> tuple[str, ...]:
    return (
        (answer.asked_as, answer.answer[:_LONGEST_HEARD]) if answer.answered else (answer.asked_as,)
    )


def _example_buttons(questions: tuple[str, ...]) -> list[gr.Button]:
    padded = (*questions, *("",) * EXAMPLES)[:EXAMPLES]
    return [gr.Button(value=question, visible=bool(question)) for question in padded]


def _filters(
    author: str | None, publication: str | None, after: str | None, before: str | None
) -> Filters:
    return Filters(
        author=(author or "").strip() or None,
        source=(publication or "").strip() or None,
        after=_date(after, "From date"),
        before=_date(before, "To date"),
    )


def _date(value: str | None, label: str) -> str | None:
    if not value or not value.strip():
        return None
    found = parse_date(value.strip())
    if found is None:
        raise UsageError(f"{label}: {value.strip()[:40]!r} is not a date; write it as 2012-04-18.")
    return found
