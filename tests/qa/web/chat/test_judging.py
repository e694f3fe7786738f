"""An editor's verdict in a real Chromium changes the next answer, and can be taken back."""

from collections.abc import Iterator

import httpx
import pytest
from chat_page import ask, open_chat
from editing_server import editing
from playwright.sync_api import Browser, BrowserContext, expect
from web_server import watching

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.statements.stored import StatementFinder

pytestmark = [
    pytest.mark.browser,
    # Gradio uses of pandas what pandas will drop.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

_QUESTION = "What did Hollis Brandvold say?"
_JSON = {"Content-Type": "application/json"}
_ARTICLE = Article(
    info=ArticleInfo(id="ferry", title="Ferry workers end strike", publication="The Quay"),
    text="😀 The ferry crews of Port Merrow went back to work on Monday. “We were promised a "
    "roster that people can live with,” said Hollis Brandvold, who speaks for the crews.",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that whoever sits at the machine may edit."""
    folder = tmp_path_factory.mktemp("judging")
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles([_ARTICLE])
    with editing(folder) as url:
        yield url


@pytest.fixture(autouse=True)
def _nothing_said(server: str) -> Iterator[None]:
    """What a test has an editor say, no other one meets."""
    yield
    with httpx.Client(base_url=server, trust_env=False, timeout=600) as editor:
        for one in editor.get("/api/judgements").json()["judgements"]:
            assert editor.request(
                "DELETE", f"/api/judgements/{one['number']}", headers=_JSON
            ).is_success


def _confirm(server: str) -> int:
    """Have an editor confirm what was said; return the judgement's number."""
    start = _ARTICLE.text.index("“We")
    quote = {"article": "ferry", "start": start, "end": len(_ARTICLE.text)}
    body = {"question": _QUESTION, "helpful": True, "quotes": [quote]}
    with httpx.Client(base_url=server, trust_env=False, timeout=600) as editor:
        (number,) = editor.post("/api/feedback", json=body).json()["judgements"]
    return int(number)


def test_a_verdict_holds_for_the_next_answer_until_it_is_taken_back(
    server: str, wide: BrowserContext
) -> None:
    with watching(wide) as watched:
        page = watched.page
        open_chat(page, server)
        ask(page, _QUESTION)
        expect(page.locator(".confirmed")).to_have_count(0)
        page.click("[data-verdict=yes]")
        expect(page.locator(".verdict")).to_contain_text("The next answer")

        ask(page, _QUESTION)
        shown = page.locator('[data-turn="2"]')
        expect(shown.locator(".confirmed")).to_contain_text("Confirmed by an editor")
        expect(shown.locator(".note")).to_have_text("Quote [1] is confirmed by an editor.")
        shown.locator(".confirmed button").click()
        expect(shown.locator(".confirmed")).to_have_text("Taken back.")

        ask(page, _QUESTION)
        third = page.locator('[data-turn="3"]')
        expect(third.locator(".confirmed")).to_have_count(0)
        third.locator("[data-verdict=no]").click()
        expect(third.locator(".verdict")).to_contain_text("The next answer")
        ask(page, _QUESTION)
        fourth = page.locator('[data-turn="4"]')
        expect(fourth.locator(".quotes")).to_have_count(0)
        expect(fourth.locator(".note")).to_contain_text("editor marked as wrong")
        fourth.locator(".withheld button").click()
        expect(fourth.locator(".withheld")).to_have_text("Taken back.")
        ask(page, _QUESTION)
        expect(page.locator('[data-turn="5"] .quotes')).to_have_count(1)
        assert watched.errors == []
    assert httpx.get(f"{server}/api/judgements", trust_env=False, timeout=600).json() == {
        "judgements": []
    }


def test_a_reader_sees_that_it_is_confirmed_and_no_way_to_take_it_back(
    server: str, browser: Browser
) -> None:
    number = _confirm(server)
    passed_on = {"X-Forwarded-For": "192.0.2.7"}
    with browser.new_context(extra_http_headers=passed_on) as context, watching(context) as watched:
        page = watched.page
        open_chat(page, server)
        ask(page, _QUESTION)
        expect(page.locator(".confirmed")).to_contain_text("Confirmed by an editor")
        expect(page.locator(".confirmed button")).to_be_hidden()
        page.click("[data-verdict=no]")
        expect(page.locator(".verdict")).to_have_text("Thank you.")
    listed = httpx.get(f"{server}/api/judgements", trust_env=False, timeout=600).json()[
        "judgements"
    ]
    assert [(one["number"], one["right"]) for one in listed] == [(number, True)]


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Confirmed by an editor"), ("de", "Von der Redaktion bestätigt")]
)
def test_the_widget_says_that_a_quote_is_confirmed(
    server: str, wide: BrowserContext, language: str, label: str
) -> None:
    _confirm(server)
    with watching(wide) as watched:
        page = watched.page
        page.goto(f"{server}/embed?lang={language}")
        page.wait_for_selector("[data-ready]")
        page.fill("#question", _QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator(".quotes .confirmed")).to_have_text(label)
        expect(page.locator(".note")).to_have_count(1)
        assert watched.errors == []
