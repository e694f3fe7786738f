"""The chat, and the only module that imports Gradio. Conversation left, article right.

Gradio makes the page: its frame, the question box, the filters and what there is to ask about.
Questions are asked by `static/chat/asking.js` at `/chat/ask` (`qa.web.conversations`), and articles
are fetched from `/read/...`: neither depends on a session of Gradio's, which ends with the server.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
import gradio.blocks
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.routing import Mount
from starlette.types import Scope

from index.errors import PullquoteError
from qa.web.answering.overview import Overview
from qa.web.answering.service import AnsweringService
from qa.web.chat.page import ChatMount, Page
from qa.web.chat.page_words import page_words, script_words
from qa.web.chat.speaking_page import (
    BRAND,
    FILTERS,
    FRESH,
    NOTICE,
    PANEL,
    QUESTION,
    spoken,
)
from qa.web.pages.languages import LANGUAGES, language_in
from qa.web.pages.static_files import chat_modules, static_stamp
from qa.web.pages.templates import render
from qa.web.requests.seeing import NOTHING, seeing, seen_in
from qa.web.roles import account_of, account_tag, edits
from qa.web.settings import ServerSettings

_HOUR = 3600
_LOOKS = 0.05
"""Seconds between two looks of Gradio at its queue of events, none of which is a question."""

_SESSIONS = 500
_SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "monospace")
_QUIET_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


class _NotMounted:
    """Stands where Gradio makes an application of its own of a page that is being put together.

    It does so three times before the one that is mounted: a third of the start of a server.
    """

    @staticmethod
    def create_app(*_: object, **__: object) -> None:
        """Make none."""


gradio.blocks.App = _NotMounted


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that events read and write."""

    greeting: gr.HTML
    fresh: gr.Button


def mount_chat(
    app: FastAPI, service: AnsweringService, settings: ServerSettings
) -> Callable[[], None]:
    """Mount the chat at `/` of `app`; return what ends its open streams when the server stops.

    Everything Gradio offers beyond the chat is switched off, and its addresses do not exist.
    """
    blocks = _build(service, settings)
    gr.mount_gradio_app(
        app,
        blocks,
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
    mounted: Any = next(route.app for route in app.router.routes if isinstance(route, Mount))
    blocks.app = mounted  # whose addresses and sessions its events are told of
    app.router.routes[:] = [one for one in app.router.routes if not isinstance(one, Mount)]
    leave = _leave(settings)
    pages = {
        language: Page(_head(language, settings), spoken(language, leave)) for language in LANGUAGES
    }
    state = _State(mounted.get_blocks())
    for_visitor = partial(
        _for_visitor, keeps=settings.keep_conversations, keeps_gaps=settings.keep_gaps
    )
    app.router.routes.append(ChatMount(mounted, state, pages, for_visitor))
    end_streams: Callable[[], None] = mounted.stop_event.set
    return end_streams


def _head(language: str, settings: ServerSettings) -> str:
    return render(
        "chat/head.html",
        stamp=static_stamp(),
        signs_in=_signs_in(settings),
        script_words=script_words(language),
        modules=chat_modules(),
        words=page_words(language),
    )


def _for_visitor(scope: Scope, *, keeps: bool, keeps_gaps: bool) -> str:
    """Return what the page's head says of who is signed in.

    A browser that several people use keeps their conversations apart by the tag of each.
    """
    account = account_of(scope)
    tag = account_tag(account) if account else ""
    about = render("conversations/account.html", tag=tag, keeps=keeps) if account else ""
    return about + (render("chat/editor.html", gaps=keeps_gaps) if edits(scope) else "")


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
    # As it comes it looks a thousand times a second, which keeps an idle server busy.
    blocks._queue.sleep_when_free = _LOOKS
    blocks._queue.progress_update_sleep_when_free = 10 * _LOOKS
    blocks.state_session_capacity = _SESSIONS
    return blocks


def _lay_out(settings: ServerSettings) -> _Parts:
    says = spoken(LANGUAGES[0], _leave(settings))  # of others: `in_language`
    with gr.Row(elem_id="masthead"):
        gr.HTML(says[BRAND]["value"], js_on_load=None, elem_id=BRAND)
        fresh = gr.Button(says[FRESH]["value"], size="sm", scale=0, elem_id=FRESH)
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="talk", min_width=0):
            greeting = gr.HTML("", js_on_load=None, elem_id="greeting", apply_default_css=False)
            # Empty for Gradio: the page's own script shows the conversation in it.
            gr.HTML("", js_on_load=None, elem_id="turns", apply_default_css=False)
            # So are these, until the scripts know what there is to ask and to filter by.
            gr.HTML("", js_on_load=None, elem_id="examples", apply_default_css=False)
            with gr.Column(elem_id="composer", min_width=0):
                _plain(FILTERS, says)
                _question_box(settings, says[QUESTION])
                if settings.keep_gaps:
                    _plain(NOTICE, says)
        with gr.Column(elem_id="reading", min_width=0):
            _plain(PANEL, says)
    return _Parts(greeting, fresh)


def _plain(name: str, says: Mapping[str, Mapping[str, str]]) -> None:
    gr.HTML(says[name]["value"], js_on_load=None, elem_id=name, apply_default_css=False)


def _signs_in(settings: ServerSettings) -> bool:
    return settings.access is not None and settings.access.signs_in


def _leave(settings: ServerSettings) -> str:
    """Return which words the link to the page for signing out is; "" for no such page."""
    if not _signs_in(settings):
        return ""
    # The header is the same for all; where some are not signed in, the page says what is possible.
    return "account" if settings.allow_anonymous else "signOut"


def _question_box(settings: ServerSettings, says: Mapping[str, str]) -> None:
    gr.Textbox(
        label=says["label"],
        show_label=False,
        placeholder=says["placeholder"],
        lines=1,
        max_lines=6,
        max_length=settings.question_length,
        submit_btn=says["submit_btn"],
        autofocus=True,
        interactive=True,
        container=False,
        elem_id=QUESTION,
    )


def _connect(blocks: gr.Blocks, parts: _Parts, events: "_Events") -> None:
    blocks.load(events.greet, outputs=parts.greeting, **_QUIET_EVENT)
    parts.fresh.click(events.greet, outputs=parts.greeting, **_QUIET_EVENT)


class _Events:
    """What happens when a visitor comes or begins again."""

    def __init__(self, service: AnsweringService, settings: ServerSettings) -> None:
        self._service = service
        self._settings = settings

    async def greet(self, request: gr.Request) -> str:
        """Say what there is to ask about, and what this does and does not do."""
        # Events of Gradio run outside of the requests that brought them.
        with seeing(seen_in(request.request.scope) if request.request else NOTHING):
            return await run_in_threadpool(self._greet, _language(request))

    def _greet(self, language: str) -> str:
        problem = None
        overview = Overview()
        try:
            overview = self._service.overview()
        except PullquoteError as error:
            problem = str(error)
        return render(
            "chat/greeting.html",
            count=overview.count,
            folder=str(self._settings.index),
            problem=problem,
            words=page_words(language),
        )


def _language(request: gr.Request) -> str:
    return language_in(request.headers)
