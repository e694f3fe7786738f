"""The chat, and the only module that imports Gradio. Conversation left, article right.

Gradio carries the question in and the answer's HTML out; the answer is escaped and put together by
`qa.web.chat.fragments`, and articles are fetched by `static/chat.js` from `/read/...`.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
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
from qa.web.chat.conversation import Conversation, ShownExchange
from qa.web.chat.fragments import exchange_html
from qa.web.chat.page import ChatMount, Page
from qa.web.chat.page_words import page_words, script_words
from qa.web.chat.speaking_page import (
    AFTER,
    AUTHOR,
    BEFORE,
    BRAND,
    FILTERS,
    FRESH,
    PANEL,
    PUBLICATION,
    QUESTION,
    spoken,
)
from qa.web.pages.languages import LANGUAGES, choose_language
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.requests.addresses import UNKNOWN, client_network
from qa.web.requests.problems import message_for
from qa.web.requests.proxy_headers import REQUEST_ID
from qa.web.settings import ServerSettings

_LONGEST_HEARD = 1000
_HOUR = 3600
_SESSIONS = 500
_SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "monospace")
_QUIET_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


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
    leave = _leave(settings)
    pages = {
        language: Page(_head(language, settings), spoken(language, leave)) for language in LANGUAGES
    }
    state = _State(gradio.get_blocks())
    app.router.routes.append(ChatMount(gradio, state, pages, render("chat/editor.html")))
    end_streams: Callable[[], None] = gradio.stop_event.set
    return end_streams


def _head(language: str, settings: ServerSettings) -> str:
    return render(
        "chat/head.html",
        stamp=static_stamp(),
        signs_in=_signs_in(settings),
        script_words=script_words(language),
    )


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
    says = spoken(LANGUAGES[0], _leave(settings))  # of others: `in_language`
    with gr.Row(elem_id="masthead"):
        gr.HTML(says[BRAND]["value"], js_on_load=None, elem_id=BRAND)
        fresh = gr.Button(says[FRESH]["value"], size="sm", scale=0, elem_id=FRESH)
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="talk", min_width=0):
            exchanges = gr.HTML("", js_on_load=None, elem_id="turns", apply_default_css=False)
            with gr.Column(elem_id="examples", min_width=0):
                examples = tuple(
                    gr.Button("", visible=False, elem_classes="example") for _ in range(EXAMPLES)
                )
            with gr.Column(elem_id="composer", min_width=0):
                question = _question_box(settings, says[QUESTION])
                author, publication, after, before = _filter_boxes(says)
        with gr.Column(elem_id="reading", min_width=0):
            gr.HTML(says[PANEL]["value"], js_on_load=None, elem_id=PANEL, apply_default_css=False)
    return _Parts(
        conversation, exchanges, question, author, publication, after, before, fresh, examples
    )


def _signs_in(settings: ServerSettings) -> bool:
    return settings.access is not None and settings.access.signs_in


def _leave(settings: ServerSettings) -> str:
    """Return which words the link to the page for signing out is; "" for no such page."""
    if not _signs_in(settings):
        return ""
    # The header is the same for all; where some are not signed in, the page says what is possible.
    return "account" if settings.allow_anonymous else "signOut"


def _question_box(settings: ServerSettings, says: Mapping[str, str]) -> gr.Textbox:
    return gr.Textbox(
        label=says["label"],
        show_label=False,
        placeholder=says["placeholder"],
        lines=1,
        max_lines=6,
        max_length=settings.question_length,
        submit_btn=says["submit_btn"],
        autofocus=True,
        container=False,
        elem_id=QUESTION,
    )


def _filter_boxes(
    says: Mapping[str, Mapping[str, str]],
) -> tuple[gr.Dropdown, gr.Dropdown, gr.Textbox, gr.Textbox]:
    def named(name: str) -> dict[str, Any]:
        return {"label": says[name]["label"], "elem_id": name, "min_width": 120}

    with gr.Accordion(says[FILTERS]["label"], open=False, elem_id=FILTERS):
        with gr.Row():
            author = gr.Dropdown([], value="", allow_custom_value=True, **named(AUTHOR))
            publication = gr.Dropdown(
                [_any(LANGUAGES[0])], value="", allow_custom_value=True, **named(PUBLICATION)
            )
        with gr.Row():
            after = gr.Textbox(placeholder="2012-01-31", **named(AFTER))
            before = gr.Textbox(placeholder="2012-12-31", **named(BEFORE))
    return author, publication, after, before


def _any(language: str) -> tuple[str, str]:
    return (page_words(language)["any"], "")


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

    async def greet(self, request: gr.Request) -> list[Any]:
        """Begin an empty conversation: greeting, example questions, names to filter by."""
        return await run_in_threadpool(self._greet, _language(request))

    def _greet(self, language: str) -> list[Any]:
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
            words=page_words(language),
        )
        return [
            Conversation(),
            greeting,
            "",
            *_example_buttons(overview.examples),
            gr.Dropdown(choices=[_any(language), *overview.authors]),
            gr.Dropdown(choices=[_any(language), *overview.publications]),
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
        language = _language(request)
        words = page_words(language)
        pending = render("chat/pending.html", question=question, number=number, words=words)
        yield [conversation, conversation.html(pending), "", *hidden]
        # Gradio works in tasks of its own, which know nothing of the request they are for.
        logs.request_id.set(request.headers.get(REQUEST_ID))
        try:
            filters = _filters(author, publication, after, before)
            answer = await self._service.ask(
                question, history=conversation.history(), filters=filters, asker=_asker(request)
            )
            exchange = ShownExchange(
                exchange_html(answer, number, filters, language), _heard(answer)
            )
        except Exception as error:
            failed = render(
                "chat/failed.html", question=question, message=message_for(error), number=number
            )
            exchange = ShownExchange(failed)
        conversation = conversation.add(exchange)
        yield [conversation, conversation.html(), gr.skip(), *hidden]


def _language(request: gr.Request) -> str:
    return choose_language(None, request.headers.get("accept-language"))


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
