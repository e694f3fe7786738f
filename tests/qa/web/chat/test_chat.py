"""The chat in a real Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chat_page import ask, open_chat
from playwright.sync_api import BrowserContext, Page, expect
from web_server import EMOJI, HOSTILE, Running, Watched, serving, until_in, watching

from qa.evaluation.sets.feedback import FILE, FeedbackStore

pytestmark = [
    pytest.mark.browser,
    # Gradio uses of pandas what pandas will drop.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

_QUOTE = "Minister Rosa Calder said the dredging stops on Monday."


@pytest.fixture
def chat(running: Running, wide: BrowserContext) -> Iterator[Watched]:
    """The chat, opened on a wide screen."""
    with watching(wide) as watched:
        open_chat(watched.page, running.url)
        yield watched


@pytest.fixture(scope="module")
def opened_once(running: Running, wide: BrowserContext) -> Iterator[Watched]:
    with watching(wide) as watched:
        open_chat(watched.page, running.url)
        yield watched


@pytest.fixture
def talk(opened_once: Watched) -> Watched:
    """A new conversation on a page that was opened before: it is loaded once for many tests."""
    opened_once.page.keyboard.press("Escape")
    opened_once.page.click("#fresh")
    expect(opened_once.page.locator(".turn")).to_have_count(0)
    opened_once.page.wait_for_selector(".greeting")
    opened_once.errors.clear()
    return opened_once


@pytest.fixture
def phone(running: Running, small: BrowserContext) -> Iterator[Watched]:
    """The chat, opened on a phone."""
    with watching(small) as watched:
        open_chat(watched.page, running.url)
        yield watched


def _before_mark(page: Page) -> str:
    """Return what the browser shows of the article before the highlight."""
    text: str = page.evaluate(
        """() => {
          const range = document.createRange();
          range.setStart(document.querySelector(".article-text"), 0);
          range.setEndBefore(document.querySelector("#quote"));
          return range.toString();
        }"""
    )
    return text


def test_a_click_on_a_citation_shows_the_quote_where_it_stands(talk: Watched) -> None:
    page = talk.page
    ask(page, "Who dredging")
    page.click(".cite")
    mark = page.locator("#quote")
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    start = EMOJI.text.index(_QUOTE)
    assert mark.text_content() == _QUOTE
    assert len(_before_mark(page)) == start
    assert _before_mark(page) == EMOJI.text[:start]
    assert page.locator(".article-text").text_content() == EMOJI.text
    assert page.locator("#quote b").text_content() == "dredging"
    assert talk.errors == []


def test_an_answer_names_its_source_and_links_to_the_words(talk: Watched) -> None:
    page = talk.page
    ask(page, "Who dredging")
    source = page.locator(".quote").first
    for fact in ("Rosa Calder", "Harbour talks 🚢 resume", "Ada Löfgren", "The Quay", "2024-05-06"):
        expect(source).to_contain_text(fact)
    link = source.locator("a.original")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"
    assert (link.get_attribute("href") or "").startswith(
        "https://quay.example/harbour-talks?id=7#top:~:text=Minister"
    )
    expect(page.locator(".confidence")).to_have_text("Stated Confidence: Very high (93 %)")


def test_silence_looks_unlike_an_answer_and_offers_the_nearest(talk: Watched) -> None:
    page = talk.page
    ask(page, "Who mentions Brazil?")
    expect(page.locator(".abstention")).to_contain_text("No passage found")
    assert page.locator(".answer").count() == 0
    expect(page.locator(".panel-empty")).to_be_visible()
    page.click(".nearest .passage")
    expect(page.locator("#quote")).to_have_text(EMOJI.text[:24])


def test_a_refusal_closes_what_an_earlier_answer_opened(talk: Watched) -> None:
    page = talk.page
    ask(page, "Who dredging")
    expect(page.locator("#quote")).to_have_text(_QUOTE)
    ask(page, "Who mentions Brazil?")
    expect(page.locator(".panel-empty")).to_be_visible()
    assert page.locator("#quote").count() == 0


def test_what_may_answer_is_shown_as_that_with_notes_and_whose_words_are_reported(
    talk: Watched,
) -> None:
    page = talk.page
    ask(page, "Perhaps dredging")
    turn = page.locator(".turn.unsure")
    expect(turn.locator(".note")).to_have_text("Understood “dregding” as dredging.")
    expect(turn.locator(".may")).to_contain_text("These quotes may answer it")
    expect(turn.locator(".given")).to_have_text("reported")
    expect(turn.locator(".confidence")).to_have_text("Unsure Confidence: Low (31 %)")
    assert talk.errors == []


def test_a_follow_up_hears_what_was_asked_and_shows_how_it_was_read(
    talk: Watched, running: Running
) -> None:
    page = talk.page
    ask(page, "First dredging")
    ask(page, "And objected?")
    assert running.assistant.asked[-1][1][0] == "First dredging"
    expect(page.locator(".asked-as")).to_have_text("Asked as And objected? (after First dredging)")
    page.click("#fresh")
    page.wait_for_selector(".greeting")
    ask(page, "Again dredging")
    assert running.assistant.asked[-1][1] == ()


def test_no_other_host_is_asked_for_anything(chat: Watched, running: Running) -> None:
    ask(chat.page, "Who dredging")
    chat.page.click(".cite")
    chat.page.wait_for_selector("#quote")
    chat.page.wait_for_timeout(500)
    own = urlsplit(running.url).netloc
    foreign = {url for url in chat.requests if urlsplit(url).netloc != own}
    assert {url for url in foreign if not url.startswith(("data:", "blob:"))} == set()
    assert chat.errors == []


def test_nothing_hostile_runs(chat: Watched, running: Running) -> None:
    page = chat.page
    ask(page, "<img src=x onerror=alert(1)> ${alert(2)} {{alert(3)}} zeppelin")
    page.click(".cite")
    page.wait_for_selector("#quote")
    page.click("#filter-open")
    page.click("#filter-publication")
    page.wait_for_selector("#names-publication [data-name]")
    assert chat.dialogs == []
    assert page.locator("img[src='x']").count() == 0
    assert page.locator(".article-text").text_content() == HOSTILE.text
    assert page.locator("#article-title").text_content() == HOSTILE.info.title
    assert page.locator(".question").text_content() == (
        "<img src=x onerror=alert(1)> ${alert(2)} {{alert(3)}} zeppelin"
    )
    assert page.locator("a[href^='javascript']").count() == 0
    assert not any(url.endswith("/x") for url in chat.requests)


def test_markup_that_slipped_in_could_not_run(chat: Watched) -> None:
    chat.page.evaluate(
        """() => {
          const host = document.createElement("div");
          host.innerHTML = "<img src='data:,' onerror='window.ran = 1'><a href='javascript:window.ran=2'>x</a>";
          document.body.append(host);
          host.querySelector("a").click();
          const script = document.createElement("script");
          script.textContent = "window.ran = 3";
          document.body.append(script);
        }"""  # noqa: E501
    )
    until_in(chat.page, lambda: any("Content Security Policy" in error for error in chat.errors))
    chat.page.wait_for_timeout(300)
    assert chat.page.evaluate("window.ran") is None


def test_on_a_phone_the_article_covers_and_closes(phone: Watched) -> None:
    page = phone.page
    ask(page, "Who dredging")
    assert not page.locator("#article-panel").is_visible()
    page.tap(".cite")
    expect(page.locator("#quote")).to_be_in_viewport()
    page.wait_for_function("document.querySelector('#reading').getAnimations().length === 0")
    box = page.locator("#reading").bounding_box()
    assert box == pytest.approx({"x": 0, "y": 0, "width": 390, "height": 844}, abs=0.01)
    page.tap("[data-close]")
    expect(page.locator("#article-panel")).to_be_hidden()
    expect(page.locator(".cite")).to_be_focused()
    page.tap(".cite")
    expect(page.locator("#quote")).to_be_visible()
    page.go_back()
    expect(page.locator("#article-panel")).to_be_hidden()
    expect(page.locator(".turn")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_everything_can_be_done_with_the_keyboard(chat: Watched) -> None:
    page = chat.page
    page.focus("#question textarea")
    page.keyboard.type("Who dredging")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-ready]")
    expect(page.locator("#announcement")).to_contain_text("dredging")
    for _ in range(16):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.cite')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert page.evaluate("document.activeElement.matches('.cite')")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.locator("#quote")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".cite")).to_be_focused()


def test_fields_have_names(talk: Watched) -> None:
    talk.page.click("#filter-open")
    for name in ("Question", "Author", "Publication", "From date", "To date"):
        expect(talk.page.get_by_label(name).first).to_be_visible()


def test_a_verdict_is_recorded_with_what_it_is_about(talk: Watched, running: Running) -> None:
    ask(talk.page, "Who dredging")
    talk.page.click("[data-verdict=no]")
    expect(talk.page.locator(".verdict")).to_have_text("Thank you.")
    with FeedbackStore(running.settings.index / FILE) as store:
        verdict = store.rows()[-1]
    assert (verdict.good, verdict.question) == (False, "Who dredging")
    assert [quote.text for quote in verdict.quotes] == [_QUOTE]


@pytest.mark.parametrize("screen", ["wide", "dark"])
def test_ink_stands_out_from_paper(
    running: Running, request: pytest.FixtureRequest, screen: str
) -> None:
    with watching(request.getfixturevalue(screen)) as watched:
        open_chat(watched.page, running.url)
        ask(watched.page, "Who dredging")
        expect(watched.page.locator("#quote")).to_be_visible()  # the article comes after the answer
        for selector in (".answer", ".source-facts", ".confidence", ".cite", "#quote", "#fresh"):
            assert _contrast(watched.page, selector) >= 4.5, selector


def _contrast(page: Page, selector: str) -> float:
    """Return the contrast of an element's colour with the first opaque background behind it."""
    colours = page.evaluate(
        """(selector) => {
          let element = document.querySelector(selector);
          const ink = getComputedStyle(element).color;
          const behind = () => getComputedStyle(element).backgroundColor;
          while (/rgba\\(.*, 0\\)|transparent/.test(behind())) element = element.parentElement;
          return [ink, behind()];
        }""",
        selector,
    )
    light, dark = sorted((_luminance(colour) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of "rgb(r, g, b)" (WCAG 2.2)."""
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_an_empty_index_is_greeted_with_what_to_do(wide: BrowserContext, tmp_path: Path) -> None:
    with serving(tmp_path, empty=True) as server, watching(wide) as watched:
        open_chat(watched.page, server.url)
        greeting = watched.page.locator(".greeting")
        expect(greeting.locator(".for-readers")).to_be_hidden()
        ask(watched.page, "Anyone?")
        expect(watched.page.locator(".abstention")).to_contain_text("nothing to answer from")
        watched.page.reload()
        expect(watched.page.locator(".abstention")).to_contain_text("nothing to answer from")
        expect(greeting).to_be_hidden()
        watched.page.click("#fresh")
        greeting.get_by_role("link", name="Add articles").click()
        expect(watched.page.locator("h1")).to_have_text("Articles")


def test_who_may_not_add_articles_to_an_empty_index_is_told_who_may(
    wide: BrowserContext, tmp_path: Path
) -> None:
    with (
        serving(tmp_path, empty=True, host="0.0.0.0", allow_anonymous=True) as server,
        watching(wide) as watched,
    ):
        open_chat(watched.page, server.url)
        greeting = watched.page.locator(".greeting")
        expect(greeting.get_by_text("Whoever looks after this server")).to_be_visible()
        expect(greeting.get_by_role("link", name="Add articles")).to_have_count(0)


def test_example_questions_are_asked_with_a_click(wide: BrowserContext, tmp_path: Path) -> None:
    examples = ("Who dredging", "Who objected?")
    with serving(tmp_path, examples=examples) as server, watching(wide) as watched:
        open_chat(watched.page, server.url)
        watched.page.get_by_role("button", name="Who objected?").click()
        expect(watched.page.locator(".answer")).to_contain_text("Nobody objected.")
        assert watched.page.get_by_role("button", name="Who dredging").count() == 0


def test_a_failure_of_ours_is_said_without_its_inside(talk: Watched) -> None:
    ask(talk.page, "Break.")
    expect(talk.page.locator(".failure")).to_contain_text("Something failed")
    assert "secret" not in talk.page.content()
