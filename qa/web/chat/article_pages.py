"""Articles as pages: whole, or as the panel beside the conversation, with a quote highlighted."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from starlette.responses import HTMLResponse, Response

from index.articles.article import Article, Span
from index.errors import UsageError
from qa.citing.cited import quote_path
from qa.web.answering.service import AnsweringService
from qa.web.chat.article_versions import changes, shown
from qa.web.chat.page_pictures import picture_of, picture_router
from qa.web.chat.page_words import page_words
from qa.web.chat.shown_quotes import shown_article
from qa.web.pages.article_text import MOST_OTHERS, article_values
from qa.web.pages.languages import VARY, fields_of, language_of
from qa.web.pages.marked_text import Called, Marked
from qa.web.pages.static_files import compressed_files, media_type, static_files, static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking
from qa.wording.copies_named import MOST

_SPAN = re.compile(r"(\d{1,12})-(\d{1,12})")
_OTHER = re.compile(r"(\d{1,3})\.(\d{1,12})\.(\d{1,12})", re.ASCII)
_YEAR = 365 * 24 * 3600
_LINKED = ("start", "end", "answer", "v", "n", "also")
_SPEAKING = {"Vary": VARY}


_Offset = Annotated[int | None, Query(ge=0, lt=10**12)]
_Identifier = Annotated[str, Path(max_length=200)]


@dataclass(frozen=True, slots=True)
class _Link:
    """What a link to an article asks for: a span, the short answer in it, and of which text.

    `n` is the number of the quote in its answer, `also` are the others that are of this article.
    """

    start: _Offset = None
    end: _Offset = None
    answer: Annotated[str, Query(max_length=30)] = ""
    v: Annotated[str, Query(max_length=64)] = ""
    n: Annotated[int | None, Query(ge=1, le=999)] = None
    also: Annotated[str, Query(max_length=500)] = ""


def article_router(service: AnsweringService) -> APIRouter:
    """Return the routes of article pages and static files."""
    router = APIRouter(include_in_schema=False)

    @router.get("/read/{identifier}")
    def page(
        request: Request, identifier: _Identifier, link: Annotated[_Link, Depends()]
    ) -> HTMLResponse:
        values = _values(service, identifier, link, "../", request)
        page = render("chat/article_page.html", root="../", stamp=static_stamp(), **values)
        return HTMLResponse(page, headers=_SPEAKING)

    @router.get("/read/{identifier}/panel")
    def panel(
        request: Request, identifier: _Identifier, link: Annotated[_Link, Depends()]
    ) -> HTMLResponse:
        values = _values(service, identifier, link, "", request)
        return HTMLResponse(render("chat/article_panel.html", **values), headers=_SPEAKING)

    @router.get("/read/{identifier}/changes")
    def changes_page(
        request: Request,
        identifier: _Identifier,
        v: Annotated[str, Query(min_length=8, max_length=64)],
    ) -> HTMLResponse:
        values = changes(service, identifier, v) | _spoken(request)
        page = render("chat/changes_page.html", root="../../", stamp=static_stamp(), **values)
        return HTMLResponse(page, headers=_SPEAKING)

    router.include_router(picture_router(service))

    @router.get("/ui/{name}")
    def static(
        request: Request, name: Annotated[str, Path(max_length=100)], v: str = ""
    ) -> Response:
        return _static(name, v, request)

    # The stamp stands in the path, so that modules get it from who imports them.
    @router.get("/ui/chat/{stamp}/{name}")
    def chat_file(
        request: Request,
        stamp: Annotated[str, Path(max_length=40)],
        name: Annotated[str, Path(max_length=100)],
    ) -> Response:
        return _static(f"chat/{name}", stamp, request)

    return router


def _static(name: str, stamp: str, request: Request) -> Response:
    content = static_files().get(name)
    if content is None:
        raise HTTPException(404)
    stamped = stamp == static_stamp()
    keep = f"public, max-age={_YEAR}, immutable" if stamped else "no-cache"
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", "").lower():
        headers |= {"Content-Encoding": "gzip"} if name in compressed_files() else {}
        content = compressed_files().get(name, content)
    return Response(content, media_type=media_type(name), headers=headers)


def _spoken(request: Request) -> dict[str, object]:
    return speaking(request.scope, page_words, fields_of(request.scope, _LINKED))


def _values(
    service: AnsweringService, identifier: str, link: _Link, root: str, request: Request
) -> dict[str, object]:
    version = shown(service, identifier, link.v)
    words = page_words(language_of(request.scope))
    called = Called(words["page"], words["table"])
    span = _span(version.article, link.start, link.end) if version.is_known else None
    copies = () if version.until else service.copies(identifier)
    return {
        **article_values(
            version.article,
            span,
            _answer_span(link.answer),
            called,
            number=link.n,
            others=_others(version.article, link.also) if span else (),
        ),
        **version.values(root),
        **_spoken(request),
        "cite_link": f"{root}{quote_path(version.article, *span)}" if span else "",
        "picture": picture_of(service, version.article, span, root)
        if version.is_known and not version.until
        else None,
        "copies": [shown_article(info, root) for info in copies[:MOST]],
        "more_copies": max(0, len(copies) - MOST),
    }


def _span(article: Article, start: int | None, end: int | None) -> Span | None:
    if start is None and end is None:
        return None
    if start is None or end is None or not 0 <= start < end <= len(article.text):
        raise UsageError(
            f"[{start}, {end}) is not a part of {article.id}, which has {len(article.text)} "
            "characters."
        )
    return (start, end)


def _answer_span(answer: str) -> Span | None:
    match = _SPAN.fullmatch(answer)
    return (int(match[1]), int(match[2])) if match else None


def _others(article: Article, also: str) -> list[Marked]:
    """Return the other quotes that a link names; what is no part of the article is left out."""
    found: dict[int, Marked] = {}
    for one in also.split("_")[:MOST_OTHERS]:
        match = _OTHER.fullmatch(one)
        if match is None:
            continue
        number, start, end = map(int, match.groups())
        if number and start < end <= len(article.text):
            found[number] = Marked(number, start, end)
    return list(found.values())
