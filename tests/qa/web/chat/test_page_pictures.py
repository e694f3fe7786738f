"""Pages of a PDF beside their text, over real HTTP."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from web_server import EMOJI, Running, serving

from index.articles.article import Article
from index.collection import Index
from qa.web.pages.article_text import read_link

WORDS = (
    "The lock at Merrow leaks badly, said <Orla>.",
    "It was mended in May by three men & a boy.",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("pictures")
    canvas = Canvas(str(folder / "lock.pdf"), pagesize=(400, 600))
    for words in WORDS:
        canvas.drawString(20, 500, words)
        canvas.showPage()
    canvas.save()
    with Index.open(folder / "index", create=True) as index:
        index.add([str(folder / "lock.pdf")])
    with serving(folder / "index", real=True, examples=("Who?",)) as running:
        yield running


@pytest.fixture(scope="module")
def article(server: Running) -> Article:
    with Index.open(server.settings.index) as index:
        return index.article(index.articles()[0].id)


def test_an_article_opens_the_page_of_its_quote_as_a_picture(
    server: Running, article: Article
) -> None:
    start = article.text.index("three men")
    path, query = read_link(article, start, start + 9).split("#")[0].split("?")
    panel = server.client.get(f"/{path}/panel?{query}").text
    source = re.search(r'<img loading="lazy" src="([^"]+)"', panel)
    link = re.search(r'<a href="([^"]+)"><img', panel)
    assert source is not None
    assert link is not None
    picture = server.client.get("/" + html.unescape(source[1]))
    assert picture.headers["content-type"] == "image/webp"
    assert picture.content[8:12] == b"WEBP"
    page = server.client.get("/" + html.unescape(link[1])).text
    assert "three men</mark>" in page
    assert "&amp; a boy" in page
    assert "leaks badly" not in page.split("article-text")[1]
    before = re.search(r'rel="prev" href="([^"]+)"', page)
    assert before is not None
    first = server.client.get(f"/{path}/pages/{html.unescape(before[1])}").text
    assert "&lt;Orla&gt;" in first
    assert "<mark" not in first
    assert 'rel="prev"' not in first


def test_where_there_is_no_picture_there_is_the_text_alone(
    server: Running, article: Article, running: Running
) -> None:
    assert "page-picture" not in running.client.get(f"/read/{EMOJI.id}/panel").text
    for client, path in (
        (server.client, f"/read/{article.id}/pages/3"),
        (server.client, f"/read/{article.id}/pages/3/picture"),
        (server.client, "/read/nobody/pages/1"),
        (running.client, f"/read/{EMOJI.id}/pages/1"),
        (running.client, f"/read/{EMOJI.id}/pages/1/picture"),
    ):
        assert client.get(path).status_code == 404
    for place in ("0", "-1", "x"):
        assert server.client.get(f"/read/{article.id}/pages/{place}").status_code in {404, 422}
