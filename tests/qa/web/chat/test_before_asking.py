"""Filters, examples and keys of the chat, in a real Chromium."""

from collections.abc import Iterator

import pytest
from accessibility import findings
from chat_page import ask, open_chat
from playwright.sync_api import BrowserContext, Page, expect
from web_server import HOSTILE, Running, Watched, serving, until_in, watching

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters

pytestmark = [
    pytest.mark.browser,
    # Gradio uses of pandas what pandas will drop.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

_MORE = [
    ("Ada Byron", "The Quay Herald", "2024-01-31"),
    ("Ada Byron", "The Quay", "2024-02-29"),
    ("Bo Finch 👩‍🚒 " + "of the long name " * 20, "ملحق الميناء", "2023-05-06"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with authors and publications enough to choose from."""
    with serving(tmp_path_factory.mktemp("before")) as running:
        for number, (author, publication, date) in enumerate(_MORE):
            info = ArticleInfo(
                id=f"more-{number}", title="More", author=author, publication=publication, date=date
            )
            text = "Nine barges were moored below the weir."
            running.memory_index.stored.append(Article(info=info, text=text))
        running.memory_index.generation += 1
        yield running


@pytest.fixture
def fresh_chat(server: Running, wide: BrowserContext) -> Iterator[Watched]:
    """The chat with its filters open, on a page of its own."""
    with watching(wide) as watched:
        open_chat(watched.page, server.url)
        watched.page.click("#filter-open")
        yield watched


@pytest.fixture(scope="module")
def opened_once(server: Running, wide: BrowserContext) -> Iterator[Watched]:
    with watching(wide) as watched:
        open_chat(watched.page, server.url)
        yield watched


@pytest.fixture
def chat(opened_once: Watched) -> Watched:
    """A new conversation with the filters open, on a page that is loaded once for many tests."""
    page = opened_once.page
    page.fill("#question textarea", "")
    page.click("#fresh")
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".chip")).to_have_count(0)
    if page.locator("#filter-fields").is_hidden():
        page.click("#filter-open")
    opened_once.errors.clear()
    return opened_once


def _chips(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".chip")].map((one) =>
          [...one.children].slice(0, 2).map((part) => part.textContent.trim()).join(": "))"""
    )
    return found


def _has_chips(page: Page, wanted: list[str]) -> None:
    until_in(page, lambda: _chips(page) == wanted)


def test_a_field_looks_empty_and_what_is_typed_is_what_is_looked_for(
    chat: Watched, server: Running
) -> None:
    page = chat.page
    page.click("#filter-author")
    expect(page.locator("#filter-author")).to_have_value("")
    page.keyboard.type("Ada")
    expect(page.locator("#filter-author")).to_have_value("Ada")
    expect(page.locator("#names-author [data-name]")).to_have_text(["Ada Byron 2", "Ada Löfgren 1"])
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    _has_chips(page, ["Author: with “Ada”"])
    expect(page.locator("#filter-author")).to_have_value("")
    expect(page.locator("#scope")).to_have_text("3 of 5 articles")
    ask(page, "Who dredging")
    assert server.assistant.asked[-1][2] == Filters(author="Ada")
    expect(page.locator(".within")).to_contain_text("Author Ada")
    assert chat.errors == []


def test_several_names_are_chosen_by_keys_and_by_clicks_and_taken_away(
    chat: Watched, server: Running
) -> None:
    page = chat.page
    page.click("#filter-publication")
    page.get_by_role("option", name="The Quay Herald").click()
    page.get_by_role("option", name="Steppe").or_(
        page.locator("#names-publication [data-name='The Quay']")
    ).click()
    expect(page.locator("#names-publication [aria-selected=true]")).to_have_count(2)
    page.fill("#filter-author", "byr")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#names-author [data-name]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#scope")).to_have_text("2 of 5 articles")
    _has_chips(page, [
        "Author: Ada Byron", "Publication: The Quay Herald", "Publication: The Quay",
    ])  # fmt: skip
    page.get_by_role("button", name="Remove the filter: Author Ada Byron").press("Enter")
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".chip-remove").first).to_be_focused()
    ask(page, "Who dredging")
    names = frozenset({"The Quay Herald", "The Quay"})
    assert server.assistant.asked[-1][2] == Filters(sources=names)
    expect(page.locator("#filter-fields")).to_be_hidden()
    assert chat.errors == []


def test_a_name_that_no_article_has_is_refused_at_once_with_the_nearest(
    chat: Watched, server: Running
) -> None:
    page = chat.page
    page.fill("#filter-author", "Ada Biron")
    page.keyboard.press("Tab")
    refused = page.locator("#refused-author")
    expect(refused).to_contain_text("No article has an author “Ada Biron”. The nearest:")
    before = len(server.assistant.asked)
    page.fill("#question textarea", "Who dredging")
    page.keyboard.press("Enter")
    expect(page.locator("#filter-author")).to_be_focused()
    expect(page.locator("#question textarea")).to_have_value("Who dredging")
    assert len(server.assistant.asked) == before
    refused.get_by_role("button", name="Ada Byron").click()
    _has_chips(page, ["Author: Ada Byron"])
    expect(refused).to_be_empty()
    expect(page.locator("#filter-author")).not_to_have_attribute("aria-invalid", "true")


def test_days_are_picked_and_impossible_ones_are_refused(chat: Watched, server: Running) -> None:
    page = chat.page
    expect(page.locator("#filter-after")).to_have_attribute("min", "2023-05-06")
    page.fill("#filter-after", "2024-02-01")
    page.fill("#filter-before", "2024-01-01")
    expect(page.locator("#refused-days")).to_have_text("The first day is after the last.")
    _has_chips(page, ["From date: Feb 1, 2024"])
    page.fill("#filter-before", "2031-01-01")
    expect(page.locator("#refused-days")).to_contain_text("from May 6, 2023 to May 7, 2024")
    page.fill("#filter-before", "2024-03-01")
    expect(page.locator(".chip")).to_have_count(2)
    _has_chips(page, ["From date: Feb 1, 2024", "To date: Mar 1, 2024"])
    expect(page.locator("#scope")).to_have_text("1 of 5 articles")
    ask(page, "Who dredging")
    assert server.assistant.asked[-1][2] == Filters(after="2024-02-01", before="2024-03-01")


def test_a_refusal_offers_to_ask_all_articles(chat: Watched, server: Running) -> None:
    page = chat.page
    page.fill("#filter-publication", "herald")
    ask(page, "Who mentions Brazil?")
    assert server.assistant.asked[-1][2].sources == {"The Quay Herald"}
    page.get_by_role("button", name="Ask all articles").click()
    expect(page.locator(".within")).to_have_count(0)
    expect(page.locator("[data-ready]")).to_have_count(1)
    expect(page.locator("[data-ask-all]")).to_have_count(0)
    assert server.assistant.asked[-1][2] == Filters()
    _has_chips(page, ["Publication: The Quay Herald"])


def test_filters_outlive_a_reload_and_end_with_the_conversation_unless_kept(
    fresh_chat: Watched, server: Running
) -> None:
    page = fresh_chat.page
    page.fill("#filter-author", "byron")
    ask(page, "Who dredging")
    page.reload()
    page.wait_for_selector("html[data-chat=ready]")
    _has_chips(page, ["Author: Ada Byron"])
    page.get_by_role("button", name="Keep", exact=True).click()
    page.click("#fresh")
    expect(page.locator(".turn")).to_have_count(0)
    _has_chips(page, ["Author: Ada Byron"])
    page.get_by_role("button", name="Keep", exact=True).click()
    page.click("#fresh")
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator("#scope")).to_be_empty()


def test_a_filter_whose_articles_are_gone_is_seen_and_refused(
    fresh_chat: Watched, server: Running
) -> None:
    page = fresh_chat.page
    page.evaluate(
        """() => {
          for (const key of Object.keys(sessionStorage)) sessionStorage.removeItem(key);
          const key = `pullquote:${new URL(document.baseURI).pathname}:filters`;
          sessionStorage.setItem(key, JSON.stringify({ pinned: 1, inForce: {
            authors: ["Gone <b>Away</b>", 7, "x".repeat(900)], after: ["x"], articles: ["a"] } }));
        }"""
    )
    page.reload()
    page.wait_for_selector("html[data-chat=ready]")
    _has_chips(page, ["Author: Gone <b>Away</b>"])
    expect(page.locator(".chip.unknown")).to_have_count(1)
    ask(page, "Who dredging")
    expect(page.locator(".failure")).to_contain_text("No article has an author “Gone <b>Away</b>”")
    page.get_by_role("button", name="Remove the filter: Author Gone").click()
    ask(page, "Again dredging")
    expect(page.locator(".answer")).to_have_count(1)


def test_names_of_others_are_never_markup(fresh_chat: Watched) -> None:
    page = fresh_chat.page
    page.fill("#filter-author", "script")
    page.locator("#names-author [data-name]").click()
    _has_chips(page, [f"Author: {HOSTILE.info.author}"])
    page.fill("#filter-author", "<img src=x onerror=alert(1)>")
    page.keyboard.press("Enter")
    expect(page.locator("#refused-author")).to_contain_text("<img src=x onerror=alert(1)>")
    page.click("#filter-clear")
    expect(page.locator(".chip")).to_have_count(0)
    assert fresh_chat.dialogs == []
    assert page.locator("img[src='x']").count() == 0


def test_examples_say_what_kind_they_are_and_are_asked_with_a_click(
    chat: Watched, server: Running
) -> None:
    page = chat.page
    example = page.get_by_role("button", name="How many barges were moored below the weir?")
    expect(example).to_have_accessible_description("Fact")
    expect(page.locator(".does li")).to_have_count(3)
    example.click()
    expect(page.locator("[data-ready] .answer")).to_contain_text("Nine barges were moored")
    expect(page.locator(".example").first).to_be_hidden()


def test_keys_ask_recall_and_list_and_are_off_while_typing(fresh_chat: Watched) -> None:
    page = fresh_chat.page
    box = page.locator("#question textarea")
    page.keyboard.press("Escape")
    expect(page.locator("#filter-open")).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("a/b?")
    expect(box).to_have_value("a/b?")
    for question in ("First dredging", "Second dredging"):
        ask(page, question)
    page.click("#fresh")
    ask(page, "Third dredging")
    for expected in ("Third dredging", "Second dredging", "First dredging", "First dredging"):
        page.keyboard.press("ArrowUp")
        expect(box).to_have_value(expected)
    page.keyboard.press("ArrowDown")
    expect(box).to_have_value("Second dredging")
    page.keyboard.type(" and more")
    page.keyboard.press("ArrowUp")
    expect(box).to_have_value("Second dredging and more")
    page.fill("#question textarea", "")
    page.locator("#filter-open").focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    expect(dialog.locator("kbd").first).to_have_text("/")
    page.keyboard.press("/")
    expect(box).not_to_be_focused()
    dialog.get_by_label("Use the keys / and ?").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.locator("#filter-open").focus()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    dialog.get_by_label("Use the keys / and ?").check()
    assert fresh_chat.errors == []


def test_fields_chips_and_keys_are_accessible_and_large_enough_on_a_phone(
    server: Running, small: BrowserContext, axe: str
) -> None:
    with watching(small) as phone:
        page = phone.page
        open_chat(page, server.url)
        page.click("#filter-open")
        page.fill("#filter-author", "long")
        page.locator("#names-author [data-name]").click()
        page.fill("#filter-author", "Ada Biron")
        page.keyboard.press("Tab")
        page.wait_for_selector("#refused-author .near-name")
        page.click("#filter-publication")
        page.wait_for_selector("#names-publication [data-name]")
        assert findings(page, axe) == []
        sizes = page.evaluate(
            """() => [...document.querySelectorAll("#filters :is(button, input)")]
              .filter((one) => one.checkVisibility())
              .map((one) => one.getBoundingClientRect().height)"""
        )
        assert min(sizes) >= 44
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.click("[data-keys]")
        assert findings(page, axe) == []
        assert phone.errors == []
