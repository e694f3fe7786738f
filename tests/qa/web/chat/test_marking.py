"""Verdicts of readers in a real Chromium: thumbs, and the right quote marked in an article."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from web_server import EMOJI, Running, Watched, watching

from qa.evaluation.sets.feedback import FILE, FeedbackStore, Verdict
from qa.evaluation.sets.formats.registry import read_question_set

ROOT = Path(__file__).resolve().parents[4]
pytestmark = [
    pytest.mark.browser,
    # Gradio uses of pandas what pandas will drop.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

_WORDS = "Nobody objected."


@pytest.fixture
def chat(running: Running, wide: BrowserContext) -> Iterator[Page]:
    """An answer whose article is open beside it."""
    with watching(wide) as watched:
        yield _answered(watched, running)
        assert watched.errors == []


@pytest.fixture
def phone(running: Running, small: BrowserContext) -> Iterator[Page]:
    """The same on a phone."""
    with watching(small) as watched:
        yield _answered(watched, running)


def _answered(watched: Watched, server: Running) -> Page:
    page = watched.page
    page.goto(server.url)
    page.wait_for_selector("html[data-chat=ready]")
    page.fill("#question textarea", "Who dredging")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-ready]")
    page.click(".cite")
    page.wait_for_selector("#quote")
    return page


def _select(page: Page, words: str) -> None:
    page.evaluate(
        """(words) => {
          const text = document.querySelector(".article-text");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
        }""",
        words,
    )


def _last(server: Running) -> Verdict:
    with FeedbackStore(server.settings.index / FILE) as store:
        return store.rows()[-1]


@pytest.mark.parametrize("screen", ["chat", "phone"])
def test_words_marked_in_an_article_are_stored_by_their_place(
    request: pytest.FixtureRequest, running: Running, screen: str
) -> None:
    page: Page = request.getfixturevalue(screen)
    _select(page, _WORDS)
    expect(page.locator(".marking")).to_contain_text("Who dredging")
    page.get_by_role("button", name="The right quote is here").click()
    expect(page.locator(".marking")).to_contain_text("recorded as the right quote")
    verdict = _last(running)
    start = EMOJI.text.index(_WORDS)  # 120 astral letters before it
    assert verdict.better is not None
    assert (verdict.better.article, verdict.better.start, verdict.better.end) == (
        EMOJI.info.id, start, start + len(_WORDS),
    )  # fmt: skip
    assert verdict.better.text == _WORDS
    assert (verdict.question, verdict.good) == ("Who dredging", False)


def test_a_selection_that_leaves_the_article_ends_with_it(chat: Page, running: Running) -> None:
    chat.evaluate(
        """() => {
          const range = document.createRange();
          range.setStartBefore(document.querySelector(".article-head"));
          range.setEndAfter(document.querySelector("#article-scroll").lastChild);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    expect(chat.locator(".marking")).to_be_hidden()  # neither end is in the article's text
    chat.evaluate(
        """() => {
          const range = getSelection().getRangeAt(0).cloneRange();
          range.setStart(document.querySelector("#quote").nextSibling, 0);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    chat.get_by_role("button", name="The right quote is here").click()
    expect(chat.locator(".marking")).to_contain_text("recorded")
    better = _last(running).better
    assert better is not None
    assert (better.text, better.end) == ("Nobody objected.\n\nThe end.", len(EMOJI.text))


def test_without_a_selection_nothing_is_offered(chat: Page) -> None:
    expect(chat.locator(".marking")).to_have_count(0)
    _select(chat, _WORDS)
    expect(chat.locator(".marking")).to_be_visible()
    chat.evaluate("getSelection().removeAllRanges()")
    expect(chat.locator(".marking")).to_be_hidden()


def test_offsets_of_another_text_are_refused_with_a_reason(running: Running) -> None:
    span = {"article": EMOJI.info.id, "start": 0, "end": 5, "stamp": "000000000000"}
    body = {"question": "Who dredging", "helpful": False, "better": span}
    response = running.client.post("/api/feedback", json=body)
    assert response.status_code == 422
    assert "has changed since it was opened" in response.json()["detail"]


def test_thumbs_and_marks_come_out_as_a_question_set(
    chat: Page, running: Running, tmp_path: Path
) -> None:
    chat.click("[data-verdict=no]")
    expect(chat.locator(".verdict")).to_have_text("Thank you.")
    expect(chat.locator(".verdict-hint")).to_contain_text("select them")
    assert _last(running).better is None
    _select(chat, _WORDS)
    chat.get_by_role("button", name="The right quote is here").click()
    expect(chat.locator(".marking")).to_contain_text("recorded")
    path = tmp_path / "feedback.jsonl"
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), "feedback", "export", "-o", str(path),
         "--index", str(running.settings.index)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    row = next(row for row in rows if row["question"] == "Who dredging")
    start = EMOJI.text.index(_WORDS)
    assert row["quotes"] == [
        {"text": _WORDS, "article": EMOJI.info.id, "start": start, "end": start + len(_WORDS)}
    ]
    assert read_question_set(path).problems == ()
