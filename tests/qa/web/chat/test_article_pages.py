"""Articles as pages, over real HTTP."""

import html
import re
from dataclasses import replace

import pytest
from web_server import EMOJI, HOSTILE, Running

from qa.web.pages.article_text import read_link

_QUOTE = "Minister Rosa Calder said the dredging stops on Monday."
_START = EMOJI.text.index(_QUOTE)
_END = _START + len(_QUOTE)


def _text_of(page: str) -> str:
    inner = re.search(
        r'<div class="article-text" lang="" dir="auto"[^>]*>(.*?)</div>', page, re.DOTALL
    )
    assert inner is not None
    return html.unescape(re.sub(r"<[^>]*>", "", inner[1]))


def test_the_page_holds_the_text_character_for_character(running: Running) -> None:
    for article in (EMOJI, HOSTILE):
        assert _text_of(running.client.get(f"/read/{article.id}").text) == article.text


def test_the_link_of_a_quote_highlights_it_exactly(running: Running) -> None:
    page = running.client.get("/" + read_link(EMOJI, _START, _END)).text
    mark = re.search(r"<mark[^>]*>(.*?)</mark>", page)
    assert mark is not None
    assert html.unescape(mark[1]) == _QUOTE
    assert "quay.example/harbour-talks?id=7#top:~:text=Minister" in html.unescape(page)


def test_the_panel_is_the_same_without_the_page_around_it(running: Running) -> None:
    path, query = read_link(EMOJI, _START, _END).split("#")[0].split("?")
    panel = running.client.get(f"/{path}/panel?{query}").text
    assert "<html" not in panel
    assert _text_of(panel) == EMOJI.text


def test_offsets_of_another_version_are_not_applied(running: Running) -> None:
    older = replace(EMOJI, text="An older text. " + EMOJI.text)
    page = running.client.get("/" + read_link(older, _START, _END)).text
    assert "<mark" not in page
    assert "has changed since the answer" in page


@pytest.mark.parametrize(
    "query", ["start=5&end=5", "start=9&end=5", "start=0&end=99999999", "start=3", "end=3"]
)
def test_offsets_outside_the_text_are_refused(running: Running, query: str) -> None:
    response = running.client.get(f"/read/{EMOJI.id}?{query}")
    assert response.status_code == 422
    assert "is not a part of" in response.json()["detail"]


@pytest.mark.parametrize("query", ["start=-1&end=5", "start=a&end=5", "start=1e3&end=5"])
def test_offsets_are_whole_numbers(running: Running, query: str) -> None:
    assert running.client.get(f"/read/{EMOJI.id}?{query}").status_code == 422


def test_nothing_of_a_hostile_article_becomes_markup(running: Running) -> None:
    page = running.client.get(f"/read/{HOSTILE.id}").text
    assert "<script" not in page
    assert "<img" not in page
    assert "onclick" not in re.sub(r"&lt;.*?&gt;", "", page)
    assert "javascript:" not in page


def test_static_files_are_kept_for_ever_only_under_their_stamp(running: Running) -> None:
    page = running.client.get(f"/read/{EMOJI.id}").text
    address = re.search(r'href="\.\./(ui/pullquote\.css\?v=\w+)"', page)
    assert address is not None
    stamped = running.client.get("/" + address[1])
    assert "immutable" in stamped.headers["cache-control"]
    assert stamped.headers["content-type"].startswith("text/css")
    assert running.client.get("/ui/pullquote.css").headers["cache-control"] == "no-cache"
    assert running.client.get("/ui/nothing.css").status_code == 404
