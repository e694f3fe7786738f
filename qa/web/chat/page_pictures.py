"""Pages of PDFs as pictures, each beside its text, with a quote marked in both."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, TypeAlias
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Request
from starlette.responses import HTMLResponse, Response

from index.articles.article import Article, Span
from index.articles.marks import Mark
from index.errors import ReadError
from qa.web.answering.service import AnsweringService
from qa.web.chat.page_words import page_words
from qa.web.pages.article_text import text_direction, text_stamp
from qa.web.pages.languages import VARY, fields_of
from qa.web.pages.marked_text import marked_text
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking
from qa.web.requests.turns import Turns

_MEDIA_TYPE = "image/webp"
_BUSY = "Many pages are being drawn right now; load this one again in a moment."
_NONE = "There is no picture of this page"

_Identifier = Annotated[str, Path(max_length=200)]
_Place = Annotated[int, Path(ge=1, le=100_000)]
_Offset = Annotated[int | None, Query(ge=0, lt=10**12)]
_Stamp = Annotated[str, Query(max_length=64)]
_Asked: TypeAlias = tuple[int | None, int | None, str]
"""Start and end of a quote, and the stamp of the text that they are of."""


def picture_router(service: AnsweringService) -> APIRouter:
    """Return the routes over one service. Pages are counted from 1, those without text left out."""
    router = APIRouter(prefix="/read/{identifier}/pages", include_in_schema=False)

    @router.get("/{place}")
    def page(
        request: Request,
        identifier: _Identifier,
        place: _Place,
        start: _Offset = None,
        end: _Offset = None,
        v: _Stamp = "",
    ) -> HTMLResponse:
        article = service.article(identifier)
        pages = _pages(service, article)
        if place > len(pages):
            raise HTTPException(404, _NONE)
        values = _values(article, pages, place, _span(article, start, end, v))
        spoken = speaking(
            request.scope, page_words, fields_of(request.scope, ("start", "end", "v"))
        )
        html = render(
            "reading/pdf_page.html", root="../../../", stamp=static_stamp(), **values, **spoken
        )
        return HTMLResponse(html, headers={"Vary": VARY})

    turns = Turns(1, _BUSY)

    @router.get("/{place}/picture")
    async def picture(
        identifier: _Identifier,
        place: _Place,
        start: _Offset = None,
        end: _Offset = None,
        v: _Stamp = "",
    ) -> Response:
        return await turns.run(lambda: _picture(service, identifier, place, (start, end, v)))

    return router


def _picture(
    service: AnsweringService,
    identifier: str,
    place: int,
    asked: tuple[int | None, int | None, str],
) -> Response:
    article = service.article(identifier)
    pictures = service.page_pictures()
    if pictures is None:
        raise HTTPException(404, _NONE)
    try:
        made = pictures.picture(article, place - 1, _span(article, *asked))
    except ReadError as error:
        raise HTTPException(404, str(error)) from None
    return Response(made, media_type=_MEDIA_TYPE)


def picture_of(
    service: AnsweringService, article: Article, span: Span | None, root: str
) -> dict[str, object] | None:
    """Return what the article's page says of the picture of a quote's page, the first without one.

    None where there is none. `root` leads to the server's own address.
    """
    pages = _pages(service, article)
    if not pages:
        return None
    at = span[0] if span else 0
    place = next((number for number, one in enumerate(pages, 1) if at < one.end), len(pages))
    link = f"{root}read/{percent_encode(article.id, safe='')}/pages/{place}"
    asked = _query(article, span)
    return {
        "label": pages[place - 1].label,
        "link": f"{link}{asked}",
        "source": f"{link}/picture{asked}",
    }


def _pages(service: AnsweringService, article: Article) -> Sequence[Mark]:
    pictures = service.page_pictures()
    return pictures.pages(article) if pictures else ()


def _span(article: Article, start: int | None, end: int | None, stamp: str) -> Span | None:
    """Return the span to be marked; none of another text, and none that is no part of it."""
    if start is None or end is None or not start < end <= len(article.text):
        return None
    return (start, end) if stamp == text_stamp(article) else None


def _query(article: Article, span: Span | None) -> str:
    if span is None:
        return ""
    return "?" + urlencode({"start": span[0], "end": span[1], "v": text_stamp(article)})


def _values(
    article: Article, pages: Sequence[Mark], place: int, span: Span | None
) -> dict[str, object]:
    page = pages[place - 1]
    asked = _query(article, span)
    return {
        "info": article.info,
        "text": _text_of(article, page, span),
        "text_direction": text_direction(article),
        "label": page.label,
        "place": place,
        "count": len(pages),
        "picture": f"{place}/picture{asked}",
        "before": f"{place - 1}{asked}" if place > 1 else None,
        "after": f"{place + 1}{asked}" if place < len(pages) else None,
        "whole": f"../../{percent_encode(article.id, safe='')}{asked}" + ("#quote" if span else ""),
    }


def _text_of(article: Article, page: Mark, span: Span | None) -> str:
    """Return the page's part of the text as HTML, what of the quote is on it marked."""
    part = replace(article, text=article.text[page.start : page.end], marks=(), origins=())
    if span is None or span[1] <= page.start or span[0] >= page.end:
        return marked_text(part, None)
    start, end = max(span[0], page.start), min(span[1], page.end)
    return marked_text(part, (start - page.start, end - page.start))
