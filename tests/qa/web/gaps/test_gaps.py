"""Unanswered questions over HTTP and in a real browser, against a real index."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx
import pytest
from accessibility import findings
from editing_server import TEXT, editing
from playwright.sync_api import Browser, BrowserContext, expect
from web_server import Running, serving, until, watching

from index.articles.passages import Filters
from index.collection import Index
from qa.answers import Reason, Verdict
from qa.gaps.values import LONGEST, Place, Unanswered
from qa.statements.stored import StatementFinder
from qa.web.gaps import store as stores
from qa.web.gaps.store import FILE, GapStore
from qa.web.pages.languages import LANGUAGES
from qa.web.pages.words import words_of
from qa.web.widget.files import strings

JSON = {"Content-Type": "application/json"}
READER = {"Via": "1.1 proxy"}  # who comes through something else may only read
QUESTION = "What did Marit Solheim say about the lighthouse?"
LATER = (
    "Lighthouse leaks\n\nBy Ada Löfgren\n7 May 2024\n\n"
    "“The lighthouse leaks in every storm,” said Marit Solheim, who keeps it.\n"
)


def _gaps(client: httpx.Client, **query: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/gaps", params=query).json()["gaps"]  # type: ignore[arg-type]
    return found


def _ask(client: httpx.Client, question: str, **more: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/api/ask", json={"question": question, **more}).json()
    return answer


# Keeping, with a server whose answers a person can predict ------------------------------------


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("gaps"), keep_gaps=True) as server:
        yield server


@pytest.fixture
def kept(keeping: Running) -> Iterator[httpx.Client]:
    """The client of the server, which keeps nothing yet."""
    yield keeping.client
    GapStore(keeping.settings.index).forget_all()


def test_what_has_no_sure_answer_is_kept_with_what_came_nearest(kept: httpx.Client) -> None:
    for question in ("Where is the submarine?", "Perhaps dredging?", "Who saw the zeppelin?"):
        _ask(kept, question, history=["Is it late?"])
    until(lambda: len(_gaps(kept)) == 2)
    silent, doubted = _gaps(kept)
    assert silent["question"] == "Where is the submarine? (after Is it late?)"
    assert (silent["verdict"], silent["reason"]) == ("not-stated", "not-stated")
    assert (doubted["verdict"], doubted["reason"]) == ("unsure", None)
    for gap in (silent, doubted):
        (near,) = gap["nearest"]
        article = kept.get(f"/api/articles/{near['article']['id']}").json()
        assert near["text"] == article["text"][near["start"] : near["end"]]


def test_every_way_of_asking_is_heard_and_what_editors_say_is_no_question(
    kept: httpx.Client,
) -> None:
    question = "Where is the submarine?"
    _ask(kept, question)
    kept.post("/chat/ask", json={"question": question})
    kept.post("/api/v1/ask/stream", json={"question": question})
    verdict = {"question": question, "history": ["Is it late?"], "helpful": False}
    assert kept.post("/api/feedback", json={**verdict, "answered": False}).status_code == 201
    _ask(kept, "Last?")
    until(lambda: len(_gaps(kept)) == 2)
    assert {gap["question"]: gap["asked"] for gap in _gaps(kept)} == {question: 3, "Last?": 1}


def test_nothing_of_who_asked_is_in_the_file(keeping: Running, kept: httpx.Client) -> None:
    headers = {"User-Agent": "Quillbrowser/7", "X-Forwarded-For": "192.0.2.77", "Cookie": "a=Zeb"}
    kept.post("/api/ask", json={"question": "Where is it?"}, headers=headers)
    until(lambda: _gaps(kept))
    for path in keeping.settings.index.glob(f"{FILE}*"):
        content = path.read_bytes()
        for trace in (b"Quillbrowser", b"192.0.2.77", b"127.0.0.1", b"Zeb"):
            assert trace not in content


def test_readers_and_other_sites_see_and_change_nothing(kept: httpx.Client) -> None:
    secret = "Where does Zebulon live?"
    _ask(kept, secret)
    until(lambda: _gaps(kept))
    number = _gaps(kept)[0]["number"]
    for headers in (READER, {"Origin": "https://evil.example"}):
        for method, path, body in (
            ("GET", "/api/gaps", None), ("GET", "/api/gaps/rows", None),
            ("GET", f"/api/v1/gaps/{number}/row", None),
            ("POST", "/api/gaps/again", {"gaps": [number]}),
            ("PATCH", f"/api/gaps/{number}", {"standing": "done"}),
            ("DELETE", f"/api/gaps/{number}", None),
        ):  # fmt: skip
            sent = kept.request(method, path, headers={**JSON, **headers}, json=body)
            assert sent.status_code == 403, path
            assert "Zebulon" not in sent.text
    page = kept.get("/gaps", headers=READER)
    assert "Only editors" in page.text
    assert "Zebulon" not in page.text
    assert _gaps(kept)[0]["question"] == secret


def test_hostile_words_stay_words_on_the_page(kept: httpx.Client) -> None:
    for question in ("<img src=x onerror=alert(1)> where?", "y" * (LONGEST - 1) + "?"):
        assert _ask(kept, question)["answered"] is False
    until(lambda: len(_gaps(kept)) == 2)
    page = kept.get("/gaps").text
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; where?" in page
    assert "y" * (LONGEST - 1) in page


def test_an_editor_marks_exports_and_deletes(kept: httpx.Client) -> None:
    _ask(kept, "Where is the submarine?")
    _ask(kept, "Where is the airship?")
    until(lambda: len(_gaps(kept)) == 2)
    first, second = (gap["number"] for gap in _gaps(kept))
    marked = kept.patch(f"/api/gaps/{first}", json={"standing": "wanted", "note": "the log of May"})
    assert (marked.json()["standing"], marked.json()["note"]) == ("wanted", "the log of May")
    assert [gap["number"] for gap in _gaps(kept, view="wanted")] == [first]
    assert [gap["number"] for gap in _gaps(kept, search="AIRSHIP")] == [second]
    rows = [json.loads(line) for line in kept.get("/api/gaps/rows").text.splitlines()]
    assert [(row["question"], row["answerable"]) for row in rows] == [
        ("Where is the submarine?", False), ("Where is the airship?", False),
    ]  # fmt: skip
    assert json.loads(kept.get(f"/api/gaps/{first}/row").text) == rows[0]
    done = kept.request("DELETE", f"/api/gaps/{second}", headers=JSON)
    assert done.json() == {"removed": second}
    assert kept.get(f"/api/gaps/{second}/row").status_code == 404
    assert kept.patch(f"/api/gaps/{second}", json={"standing": "done"}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/gaps/1", {"standing": "gone"}),
        ("PATCH", "/api/gaps/1", {"standing": "open", "note": "x" * 2_000}),
        ("PATCH", "/api/gaps/x", {"standing": "open"}),
        ("POST", "/api/gaps/again", {"gaps": []}),
        ("POST", "/api/gaps/again", {"gaps": list(range(1, 12))}),
        ("GET", "/api/gaps?view=all", None),
        ("GET", "/api/gaps?limit=0", None),
        ("GET", "/gaps?page=0", None),
    ],
)
def test_bad_values_are_refused(
    kept: httpx.Client, method: str, path: str, body: object | None
) -> None:
    assert kept.request(method, path, headers=JSON, json=body).status_code == 422


def test_who_asks_is_told_in_every_language(keeping: Running, running: Running) -> None:
    for language in LANGUAGES:
        notice = str(strings(language)["keepsUnanswered"])
        for path in ("/", "/embed"):
            page = keeping.client.get(path, params={"lang": language}).text
            keeping.client.cookies.clear()
            assert notice in page or json.dumps(notice)[1:-1] in page, (language, path)
            assert 'id="notice"' in page or '"elem_id":"notice"' in page.replace(": ", ":")
    for path in ("/", "/embed"):
        page = running.client.get(path).text
        assert 'id="notice"' not in page
        assert '"elem_id":"notice"' not in page.replace(": ", ":")


def test_every_filter_has_a_name_on_the_page() -> None:
    used = {one.name for one in fields(Filters)}
    for language in LANGUAGES:
        assert set(words_of("gaps", language)["filters"]) == used


def test_without_the_owners_word_nothing_is_kept(running: Running) -> None:
    _ask(running.client, "Where is the submarine?")
    assert running.client.get("/api/gaps").json() == {
        "kept": False, "gaps": [], "total": 0,
        "counts": {"open": 0, "wanted": 0, "answered": 0, "done": 0, "not-done": 0},
    }  # fmt: skip
    assert "pullquote serve --keep-gaps" in running.client.get("/gaps").text
    assert not (running.settings.index / FILE).exists()


def test_what_was_kept_before_stays_readable_and_nothing_is_added(tmp_path: Path) -> None:
    asked = Unanswered(
        question="Why?", filters=Filters(), verdict=Verdict.NOT_STATED, reason=None, nearest=()
    )
    GapStore(tmp_path).add(asked, None, 1)
    with serving(tmp_path) as server:
        _ask(server.client, "Where is the submarine?")
        assert [gap["question"] for gap in _gaps(server.client)] == ["Why?"]
        page = server.client.get("/gaps").text
        assert "Why?" in page
        assert "Keeping is switched off" in page
        number = _gaps(server.client)[0]["number"]
        server.client.request("DELETE", f"/api/gaps/{number}", headers=JSON)
        assert _gaps(server.client) == []


def test_asking_goes_on_whatever_the_file_is_like(
    keeping: Running,
    kept: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _ask(kept, "First?")
    until(lambda: _gaps(kept))
    path = keeping.settings.index / FILE
    caplog.set_level(logging.WARNING)

    def fails() -> None:
        caplog.clear()
        with monkeypatch.context() as patch:  # who looks meanwhile may hold the file for a moment
            patch.setattr(stores, "_SHORT", 0.01)
            assert _ask(kept, "Where is the submarine?")["answered"] is False
            until(lambda: "was not kept" in caplog.text)
        assert "submarine" not in caplog.text

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        fails()
        assert [gap["question"] for gap in _gaps(kept)] == ["First?"]
    for one in keeping.settings.index.glob(f"{FILE}*"):
        one.unlink()
    path.mkdir()  # which no disk lets be written to as a file
    fails()
    path.rmdir()
    _ask(kept, "Again?")
    until(lambda: [gap["question"] for gap in _gaps(kept)] == ["Again?"])


# With articles that close a gap ---------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("closing")
    (root / "strike.txt").write_text(TEXT, "utf-8")
    with Index.open(root / "index", create=True, annotator=StatementFinder()) as index:
        index.add([str(root / "strike.txt")])
    return root


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with editing(folder / "index", keep_gaps=True) as url:
        yield url


def test_a_gap_is_answered_since_once_an_article_closes_it(url: str, folder: Path) -> None:
    with httpx.Client(base_url=url, timeout=600, trust_env=False) as client:
        _ask(client, QUESTION)
        _ask(client, "What does Marit Solheim say of the lighthouse?")
        until(lambda: sum(gap["asked"] for gap in _gaps(client)) == 2)
        (gap,) = _gaps(client)
        assert len(gap["questions"]) == 2  # alike
        number = gap["number"]
        again = client.post("/api/gaps/again", json={"gaps": [number, 10**6]})
        assert again.json() == {"asked": 1, "answered": []}
        assert 'data-stale=""' in client.get("/gaps").text
        (folder / "lighthouse.txt").write_text(LATER, "utf-8")
        with Index.open(folder / "index", annotator=StatementFinder()) as index:
            index.add([str(folder / "lighthouse.txt")])
        until(lambda: f'data-stale="{number}"' in client.get("/gaps").text)
        again = client.post("/api/gaps/again", json={"gaps": [number]})
        assert again.json() == {"asked": 1, "answered": [number]}
        (gap,) = _gaps(client, view="answered")
        assert "leaks in every storm" in gap["answered"]["quotes"][0]["text"]
        assert gap["asked"] == 2  # our own asking is nobody's question
        row = json.loads(client.get(f"/api/gaps/{number}/row").text)
        assert row["answerable"] is True
        assert "leaks in every storm" in row["quotes"][0]["text"]


@pytest.mark.browser
def test_an_editor_works_through_the_page(
    url: str, folder: Path, browser: Browser, axe: str
) -> None:
    for size, scheme in (((1280, 800), "light"), ((390, 844), "dark")):
        with Index.open(folder / "index") as index:
            article = index.article(index.article_ids()[0])
        store = GapStore(folder / "index")
        store.forget_all()
        for question in ("Who painted the <b>ferry</b>?", "Why?"):
            store.add(_about(article.id, article.text_hash[:12], question), None, 0)
        view = {"width": size[0], "height": size[1]}
        with browser.new_context(viewport=view, color_scheme=scheme, locale="en-GB") as context:  # type: ignore[arg-type]
            _work_in(context, url, axe)


def _about(article: str, stamp: str, question: str) -> Unanswered:
    return Unanswered(
        question=question,
        filters=Filters(),
        verdict=Verdict.NOT_STATED,
        reason=Reason.NOT_STATED,
        nearest=(Place(article, 0, 24, stamp),),
    )


def _work_in(context: BrowserContext, url: str, axe: str) -> None:
    with watching(context) as watched:
        page = watched.page
        page.goto(f"{url}/gaps")
        expect(page.locator(".gap")).to_have_count(2)
        gap = page.locator(".gap").first
        expect(gap.locator("h2")).to_have_text("Who painted the <b>ferry</b>?")
        gap.locator("summary").click()
        expect(gap.locator("blockquote")).to_be_visible()
        assert findings(page, axe) == []
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(wide)
        small = page.evaluate(
            "[...document.querySelectorAll('.gaps .button, .gap summary, .views a')]"
            ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44)"
            ".map((one) => one.outerHTML)"
        )
        assert small == []
        gap.locator("[data-do=again]").click()
        expect(gap.locator(".outcome")).to_have_text("Still not answered.")
        gap.locator("[data-do=note]").focus()
        page.keyboard.press("Enter")
        page.keyboard.type("the painter’s bill")
        page.keyboard.press("Enter")
        expect(page.locator(".gap")).to_have_count(1)
        page.get_by_role("link", name="Article wanted").click()
        expect(page.locator(".wanted")).to_contain_text("the painter’s bill")
        page.locator("[data-do=done]").click()
        expect(page.locator(".gap")).to_have_count(0)
        page.get_by_role("link", name="Open").click()
        expect(page.locator(".gap")).to_have_count(1)
        page.fill("#search", "nowhere")
        page.keyboard.press("Enter")
        expect(page.locator(".nothing")).to_be_visible()
        page.goto(f"{url}/gaps")
        forget = page.locator("[data-do=forget]")
        forget.click()
        expect(forget).to_have_text("Really delete?")
        forget.click()
        expect(page.locator(".gap")).to_have_count(0)
        assert watched.dialogs == []
        assert watched.errors == []
        assert all(one.startswith((url, "data:")) for one in watched.requests)
