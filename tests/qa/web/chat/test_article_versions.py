"""Articles that were changed, over real HTTP: old links show what they meant."""

import html
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from web_server import Running, serving

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.cli.articles import show
from qa.web.answering.opened import OpenIndex
from qa.web.answering.service import AnsweringService
from qa.web.manage.refreshing import Refreshing
from qa.web.metrics import Metrics
from qa.web.pages.article_text import read_link
from qa.web.settings import ServerSettings

BEFORE = Article(
    info=ArticleInfo(id="toll-1", title="Toll <b>", date="2023-05-08"),
    text="The toll is two pounds.\n\nNobody minds, says <Orla> 🚢.",
)
AFTER = replace(BEFORE, text=BEFORE.text.replace("two", "three"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose only article was changed once."""
    made = tmp_path_factory.mktemp("changed") / "index"
    with Index.open(made, create=True) as index:
        index.add_articles([BEFORE])
        index.add_articles([AFTER])
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    with serving(folder, real=True, examples=("What is the toll?",)) as running:
        yield running


def _shown(page: str) -> str:
    inner = re.search(r'<div class="article-text[^>]*>(.*?)</div>', page, re.DOTALL)
    assert inner is not None
    return html.unescape(re.sub(r"<[^>]*>", "", inner[1]))


def test_the_article_says_that_it_changed_and_leads_to_what_was_before(server: Running) -> None:
    page = server.client.get("/read/toll-1").text
    assert _shown(page) == AFTER.text
    assert "Changed on" in page
    link = re.search(r'href="\.\./(read/toll-1\?v=[0-9a-f]+)"', page)
    assert link is not None
    assert _shown(server.client.get(f"/{link[1]}").text) == BEFORE.text


@pytest.mark.parametrize("at", ["", "/panel"])
def test_a_link_of_then_marks_the_quote_in_the_text_of_then(server: Running, at: str) -> None:
    path, query = read_link(BEFORE, 12, 15).split("#")[0].split("?")
    page = server.client.get(f"/{path}{at}?{query}").text
    assert _shown(page) == BEFORE.text
    assert re.search(r"<mark[^>]*>two</mark>", page)
    assert "So this article read until" in page
    assert f"read/toll-1/changes?v={BEFORE.text_hash[:12]}" in page


def test_what_changed_is_marked(server: Running) -> None:
    page = server.client.get(f"/read/toll-1/changes?v={BEFORE.text_hash[:12]}").text
    assert "<del>two</del><ins>three</ins>" in page
    assert "&lt;Orla&gt; 🚢" in page
    assert "Toll &lt;b&gt;" in page
    assert server.client.get("/read/toll-1/changes?v=00000000").status_code == 404


def test_a_link_to_a_text_that_nobody_kept_marks_nothing(server: Running) -> None:
    page = server.client.get("/read/toll-1?start=12&end=15&v=0123456789ab").text
    assert "<mark" not in page
    assert "has changed since the answer was given" in page


def test_the_api_lists_versions_and_gives_each(server: Running) -> None:
    now = server.client.get("/api/articles/toll-1").json()
    assert now["text"] == AFTER.text
    (version,) = now["versions"]
    assert version["content_hash"] == BEFORE.content_hash
    then = server.client.get(f"/api/articles/toll-1?version={version['content_hash']}").json()
    assert then["text"] == BEFORE.text
    assert server.client.get("/api/articles/toll-1?version=00000000").status_code == 404


# Beside near copies

_REPORT = "".join(
    f"On day {day} the ferry of pier {day} came {day} minutes late, the harbour office said. "
    for day in range(1, 15)
)
WIRE = Article(
    info=ArticleInfo(id="wire", title="Late", publication="The <Wire>", date="2023-05-07"),
    text=_REPORT,
)
HERALD = Article(
    info=ArticleInfo(id="herald", title="Late again", date="2023-05-08", lang="en"),
    text=f"{_REPORT}The office has two boats.",
)
NOW = replace(HERALD, text=HERALD.text.replace("two", "three"))


@pytest.fixture(scope="module")
def copied_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two articles that are nearly the same text, one of which was changed."""
    made = tmp_path_factory.mktemp("copied") / "index"
    with Index.open(made, create=True) as index:
        index.add_articles([WIRE, HERALD])
        index.add_articles([NOW])
    return made


@pytest.fixture(scope="module")
def copied(copied_folder: Path) -> Iterator[Running]:
    with serving(copied_folder, real=True, examples=("What is late?",)) as running:
        yield running


def test_an_article_has_versions_and_near_copies(copied: Running) -> None:
    found = copied.client.get("/api/articles/herald").json()
    assert [one["content_hash"] for one in found["versions"]] == [HERALD.content_hash]
    assert [one["id"] for one in found["copies"]] == ["wire"]
    then = copied.client.get(f"/api/articles/herald?version={HERALD.content_hash}").json()
    assert (then["text"], then["copies"]) == (HERALD.text, [])


@pytest.mark.parametrize(("at", "root"), [("", "../"), ("/panel", "")])
def test_the_viewer_tells_both_in_the_visitors_language(
    copied: Running, at: str, root: str
) -> None:
    stamp = HERALD.text_hash[:12]
    headers = {"Accept-Language": "de"}
    now = copied.client.get(f"/read/herald{at}", headers=headers).text
    assert "Fast derselbe Text:" in now
    assert f'href="{root}read/wire"' in now
    assert "The &lt;Wire&gt;</a>" in now
    assert 'Geändert am <time datetime="' in now
    then = copied.client.get(f"/read/herald{at}?v={stamp}", headers=headers).text
    assert "So lautete dieser Artikel bis zum <time" in then
    assert "Fast derselbe Text:" not in then
    changes = copied.client.get(f"/read/herald/changes?v={stamp}", headers=headers).text
    assert '<html lang="de" dir="ltr">' in changes
    assert "Durchgestrichenes stand vorher da" in changes
    assert 'class="article-text changes" lang="en" dir="ltr"' in changes
    assert "<del>two</del><ins>three</ins>" in changes


def test_show_tells_versions_and_near_copies(
    copied_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show("herald", index=copied_folder, as_json=True)
    now = json.loads(capsys.readouterr().out)
    assert len(now["versions"]) == 1
    assert [one["id"] for one in now["copies"]] == ["wire"]
    show("herald", version=HERALD.content_hash[:12], index=copied_folder, as_json=True)
    then = json.loads(capsys.readouterr().out)
    assert (then["text"], then["copies"]) == (HERALD.text, [])
    show("herald", index=copied_folder)
    said = capsys.readouterr().out
    assert "changed on" in said
    assert "copies" in said


# Refreshing while the server runs


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        text = "<p>The ferry sails again, said the warden of the quay.</p>" * 5
        page = f"<html><title>Ferry</title><article>{text}</article></html>".encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Silent:
    """Answers nothing."""

    def ask_many(self, asks: object) -> list[object]:
        return []


def test_subscriptions_are_looked_at_while_the_server_runs(tmp_path: Path) -> None:
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with Index.open(tmp_path / "index", create=True, interval=0.0) as index:
        index.subscriptions.add(f"http://127.0.0.1:{site.server_port}/ferry")
        opened = OpenIndex(index, Silent())  # type: ignore[arg-type]
        service = AnsweringService(
            lambda: opened, ServerSettings(index=tmp_path / "index", examples=("?",)), Metrics()
        )
        with Refreshing(service, None):
            assert index.article_count == 0
        Refreshing(service, 15).look()
        assert [info.title for info in index.articles()] == ["Ferry"]
        site.shutdown()
        site.server_close()
        index._storage.database.run("UPDATE fetches SET due = 0")
        Refreshing(service, 15).look()  # nobody answers: it is logged
        assert index.subscriptions.all()[0].to_json()["failures"] == 1
