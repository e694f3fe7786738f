"""The application: API, article pages and chat in one of our own."""

import contextlib
import logging
from collections.abc import Callable

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

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
from qa.web.exporting.routes import exporting_router
from qa.web.gaps.routes import add_gaps
from qa.web.manage.catalogue import Catalogue
from qa.web.manage.changes import Changes
from qa.web.manage.drafts import Drafts
from qa.web.manage.keeping import Keeping
from qa.web.manage.refreshing import Refreshing
from qa.web.manage.routes import UPLOADS, manage_router
from qa.web.metrics import Metrics
from qa.web.quotes.routes import quote_router
from qa.web.requests.group_rules import GroupRules
from qa.web.requests.guards import Guard
from qa.web.requests.middleware import RequestMiddleware
from qa.web.requests.problems import add_problem_handlers
from qa.web.settings import ServerSettings, check_settings
from qa.web.sharing.links import AnswerLinks
from qa.web.sharing.making_routes import making_router
from qa.web.sharing.routes import sharing_router
from qa.web.sides.routes import sides_router
from qa.web.speakers.directories import KeptDirectory
from qa.web.speakers.routes import all_of_speakers
from qa.web.version import product_version
from qa.web.warming import warming
from qa.web.widget.embed import embed_router
from qa.web.widget.embed_token import EmbedTokens, TokenGuard
from qa.web.widget.files import widget_router
from qa.web.workers.opening import open_with_workers, pool_of
from qa.web.workers.pool import Pool

_log = logging.getLogger(__name__)


def create_app(
    settings: ServerSettings,
    *,
    opener: Opener | None = None,
    hosts: PublicHosts | None = None,
    tell: Callable[[str], None] = lambda _: None,
    warmed: Callable[[], None] = lambda: None,
) -> FastAPI:
    """Return the whole application over the index of `settings`.

    `opener` opens the index and its assistant (by default the index in `settings.index` on first
    use); while it returns `None` the server runs and says that nothing is indexed. `hosts` are
    those that editors may have pages fetched from, by default all public ones; none without
    `settings.allow_urls`. `tell` hears what is being loaded, and `warmed` is called
    once all is.

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
    pool = _pool(settings, metrics)
    service = AnsweringService(
        opener or (lambda: _open(settings, pool)),
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
        lifespan=warming(
            service, Refreshing(service, settings.refresh), speakers, rules, tell, pool, warmed
        ),
    )
    app.state.at_the_end = contextlib.ExitStack()
    if pool is not None:
        app.state.at_the_end.callback(pool.stop)
    if opener is None:  # else who opened it closes it
        app.state.at_the_end.callback(service.close)
    app.state.at_the_end.callback(service.stop)  # what looks at the index ends before that
    add_problem_handlers(app)
    app.include_router(
        api_router(service, metrics, FeedbackRecorder(settings.index, service), pool)
    )
    changes = Changes(settings.index, service)
    catalogue = _catalogue(settings, changes, hosts or PublicHosts())
    app.include_router(manage_router(catalogue, Keeping(changes)))
    app.include_router(article_router(service))
    links = AnswerLinks(settings.index, settings.keep_links)
    app.state.at_the_end.callback(links.store.close)
    app.include_router(conversations_router(service, links))
    app.include_router(sharing_router(service, links))
    app.include_router(making_router(links, lists=settings.keep_conversations))
    app.include_router(exporting_router(service, links, settings))
    app.include_router(offered_router(service))
    if settings.keep_conversations:
        store = ConversationStore(settings.index)
        app.state.at_the_end.callback(store.close)
        app.include_router(account_router(store, service))
    add_gaps(app, service, settings)
    app.include_router(quote_router(service, settings))
    app.include_router(check_router(service))
    app.include_router(all_of_speakers(settings, speakers))
    app.include_router(sides_router(speakers.opened, settings))
    app.include_router(docs_router(app))
    app.include_router(widget_router())
    app.include_router(embed_router(service, settings, tokens))
    app.include_router(evaluate_router(Evaluations(service.whole, lambda: service.busy)))
    guards = (TokenGuard(tokens), _visitor_guard(app, settings, rules))
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


def _open(settings: ServerSettings, pool: Pool | None) -> OpenIndex | None:
    if pool is not None:
        return open_with_workers(settings, pool)
    return open_with_assistant(
        settings.index, settings.reader_model, settings.selector, settings.milvus
    )


def _pool(settings: ServerSettings, metrics: Metrics) -> Pool | None:
    """Return the processes that answer; `None` where the server does it by itself."""
    if settings.workers == 1:
        return None
    return pool_of(settings, metrics.worker_figures())


def _catalogue(settings: ServerSettings, changes: Changes, hosts: PublicHosts) -> Catalogue:
    drafts = Drafts(settings.index)
    if left := drafts.clean():
        _log.info("%d drafts of servers that are gone were forgotten", left)
    return Catalogue(changes, drafts, hosts=hosts if settings.allow_urls else None)


def _visitor_guard(app: FastAPI, settings: ServerSettings, rules: GroupRules) -> Guard:
    """Return what finds out who a visitor is; with `--auth`, add the pages to sign in to `app`."""
    if settings.access is None:
        return WithoutLogin(settings)
    from qa.web.access.sign_in import make_sign_in

    sign_in = make_sign_in(settings, settings.access)
    app.state.at_the_end.callback(sign_in.store.close)
    rules.tell_of(sign_in.groups())
    if sign_in.pages is not None:
        app.include_router(sign_in.pages)
    return sign_in.guard
