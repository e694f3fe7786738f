"""The server: API, article pages and chat in one application of our own."""

import contextlib
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial

import uvicorn
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from index.errors import UsageError
from index.readers.fetch.public_addresses import PublicHosts
from qa.web.access.cookies import OWN_COOKIES
from qa.web.access.without_login import WithoutLogin
from qa.web.answering.opened import Opener, OpenIndex, open_with_assistant
from qa.web.answering.service import AnsweringService
from qa.web.api.docs_page import docs_router
from qa.web.api.feedback import FeedbackRecorder
from qa.web.api.routes import api_router
from qa.web.chat.article_pages import article_router
from qa.web.checking.routes import LARGE_BODIES as LARGE_DRAFTS
from qa.web.checking.routes import UPLOADS as DRAFT_UPLOADS
from qa.web.checking.routes import check_router
from qa.web.conversations.account_routes import account_router
from qa.web.conversations.offered import offered_router
from qa.web.conversations.routes import conversations_router
from qa.web.conversations.store import ConversationStore
from qa.web.environment import switch_off_telemetry
from qa.web.evaluate.evaluations import Evaluations
from qa.web.evaluate.routes import LARGE_BODIES, evaluate_router
from qa.web.manage.catalogue import Catalogue
from qa.web.manage.changes import Changes
from qa.web.manage.drafts import Drafts
from qa.web.manage.keeping import Keeping
from qa.web.manage.refreshing import Refreshing
from qa.web.manage.routes import UPLOADS, manage_router
from qa.web.metrics import Metrics
from qa.web.quotes.routes import quote_router
from qa.web.requests.connections import HeadTimeoutProtocol
from qa.web.requests.group_rules import GroupRules
from qa.web.requests.guards import Guard
from qa.web.requests.middleware import RequestMiddleware
from qa.web.requests.problems import add_problem_handlers
from qa.web.settings import ServerSettings, check_settings
from qa.web.sharing.links import AnswerLinks
from qa.web.sharing.routes import sharing_router
from qa.web.sides.routes import sides_router
from qa.web.speakers.directories import KeptDirectory
from qa.web.speakers.routes import all_of_speakers
from qa.web.version import product_version
from qa.web.warming import warming
from qa.web.widget.embed import embed_router
from qa.web.widget.embed_token import EmbedTokens, TokenGuard
from qa.web.widget.files import widget_router

__all__ = ["Server", "ServerSettings", "create_app", "run"]

_log = logging.getLogger(__name__)


def create_app(
    settings: ServerSettings,
    *,
    opener: Opener | None = None,
    hosts: PublicHosts | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> FastAPI:
    """Return the whole application over the index of `settings`.

    `opener` opens the index and its assistant (by default the index in `settings.index` on first
    use); while it returns `None` the server runs and says that nothing is indexed. `hosts` are
    those that editors may have pages fetched from, by default all public ones; none without
    `settings.allow_urls`. `tell` hears what is being loaded.

    Raises:
        UsageError: for settings that would open the articles to strangers by accident, and for
            rules of groups that are none.
    """
    check_settings(settings)
    switch_off_telemetry()
    rules = GroupRules(settings.groups_file, required=settings.groups is not None)
    rules.check()
    metrics = Metrics()
    tokens = EmbedTokens()
    service = AnsweringService(
        opener or (lambda: _open(settings)),
        settings,
        metrics,
        rules,
    )
    speakers = KeptDirectory(service)
    app = FastAPI(
        title="Pullquote",
        version=product_version(),
        description="Ask a pile of articles a question; get an answer in the articles' own words.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # no address of ours is made from what was asked for
        lifespan=warming(service, Refreshing(service, settings.refresh), speakers, rules, tell),
    )
    app.state.at_the_end = contextlib.ExitStack()
    app.state.at_the_end.callback(service.stop)
    add_problem_handlers(app)
    app.include_router(api_router(service, metrics, FeedbackRecorder(settings.index, service)))
    changes = Changes(settings.index, service)
    catalogue = _catalogue(settings, changes, hosts or PublicHosts())
    app.include_router(manage_router(catalogue, Keeping(changes)))
    app.include_router(article_router(service))
    links = AnswerLinks(settings.index)
    app.include_router(conversations_router(service, links))
    app.include_router(sharing_router(service, links))
    app.include_router(offered_router(service))
    if settings.keep_conversations:
        store = ConversationStore(settings.index)
        app.state.at_the_end.callback(store.close)
        app.include_router(account_router(store, service))
    app.include_router(quote_router(service, settings))
    app.include_router(check_router(service))
    app.include_router(all_of_speakers(settings, speakers))
    app.include_router(sides_router(speakers.opened, settings))
    app.include_router(docs_router(app))
    app.include_router(widget_router())
    app.include_router(embed_router(service, settings, tokens))
    app.include_router(evaluate_router(Evaluations(service.whole, lambda: service.busy)))
    guards = (TokenGuard(tokens), _visitor_guard(app, settings))
    from qa.web.chat.gradio_chat import mount_chat  # Gradio takes seconds to import

    app.state.end_streams = mount_chat(app, service, settings)
    app.state.grace = settings.grace
    # With a policy of our own, even an empty one, Gradio adds none: its default answers any origin.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allow_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
    )
    app.add_middleware(
        RequestMiddleware,
        settings=settings,
        metrics=metrics,
        guards=guards,
        rules=rules,
        cookies=OWN_COOKIES,
        large_bodies={**LARGE_BODIES, **LARGE_DRAFTS},
        uploads={**UPLOADS, **DRAFT_UPLOADS},
    )
    return app


def _open(settings: ServerSettings) -> OpenIndex | None:
    return open_with_assistant(settings.index, settings.reader_model, settings.selector)


def _catalogue(settings: ServerSettings, changes: Changes, hosts: PublicHosts) -> Catalogue:
    drafts = Drafts(settings.index)
    if left := drafts.clean():
        _log.info("%d drafts of servers that are gone were forgotten", left)
    return Catalogue(changes, drafts, hosts=hosts if settings.allow_urls else None)


def _visitor_guard(app: FastAPI, settings: ServerSettings) -> Guard:
    """Return what finds out who a visitor is; with `--auth`, add the pages to sign in to `app`."""
    if settings.access is None:
        return WithoutLogin(settings)
    from qa.web.access.sign_in import make_sign_in

    sign_in = make_sign_in(settings, settings.access)
    app.state.at_the_end.callback(sign_in.store.close)
    if sign_in.pages is not None:
        app.include_router(sign_in.pages)
    return sign_in.guard


def run(settings: ServerSettings, *, tell: Callable[[str], None]) -> None:
    """Serve until stopped; answers in work are finished first.

    `tell` is given lines for whoever started it: what is being loaded, and where the server is.

    Raises:
        UsageError: when the settings or the port cannot be used.
    """
    check_settings(settings)
    _prepare_process()
    say = partial(_say, tell=tell)
    with closing(_listen(settings)) as listener:
        port = listener.getsockname()[1]
        say("Loading the chat and the API")
        app = create_app(settings, tell=say)
        url = replace(settings, port=port).url
        _outlive_signals()
        Server(app, ready=lambda: say(f"Chat and API at {url} (Ctrl-C stops it)")).run(
            sockets=[listener]
        )
        _log.info("stopped")


def _say(message: str, *, tell: Callable[[str], None]) -> None:
    if _log.isEnabledFor(logging.INFO):  # the log is for programs; so is this line of it
        _log.info(message)
    else:
        tell(message)


def _outlive_signals() -> None:
    """Let the process end by itself after a graceful stop.

    The server takes the signals while it runs, and raises them again when it has stopped.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)


def _prepare_process() -> None:
    """Make the process fit to run for long, with many connections."""
    # The command line lets a broken pipe end the process; a visitor who hangs up must not.
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    with contextlib.suppress(ImportError, OSError, ValueError):  # not on every system
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Server(uvicorn.Server):
    """Serves one application; when stopped it lets answers finish, but not idle streams.

    Each open chat holds a connection to hear of the server; waiting for those would last for ever.
    `ready` is called when it answers.
    """

    def __init__(self, app: FastAPI, *, ready: Callable[[], None] = lambda: None) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # the middleware reads them, from trusted proxies
                http=HeadTimeoutProtocol,
                ws="none",
                timeout_graceful_shutdown=app.state.grace,
            )
        )
        self._end_streams: Callable[[], None] = app.state.end_streams
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests, end idle streams, finish what is in work."""
        self._end_streams()
        await super().shutdown(sockets)


def _listen(settings: ServerSettings) -> socket.socket:
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, settings.port))
    except OSError as error:
        listener.close()
        raise UsageError(
            f"Port {settings.port} of {settings.host} cannot be used ({error.strerror}); "
            "another server may have it. Choose one with --port."
        ) from error
    return listener
