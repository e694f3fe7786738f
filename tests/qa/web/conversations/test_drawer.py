"""The drawer of conversations: by keyboard, by axe-core and by account; answers without a jolt."""

from collections.abc import Iterator

import pytest
from accessibility import findings
from chat_page import ask, open_chat, wait_until_kept
from playwright.sync_api import Browser, BrowserContext, Request, expect
from web_server import Running, serving, until_in, watching

from qa.web.access.policy import Access, ProxyHeader

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
NAME = "X-Remote-User"
ACCESS = Access(method=ProxyHeader(NAME), editors=("ada",), readers=("ben",))


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that keeps conversations by account; its proxy says who comes."""
    folder = tmp_path_factory.mktemp("drawer")
    options = {"access": ACCESS, "trusted_proxies": ("127.0.0.1",), "examples": ("Who dredging",)}
    with serving(folder, keep_conversations=True, **options) as server:
        yield server


def test_an_account_has_its_conversations_in_every_browser(
    browser: Browser, keeping: Running
) -> None:
    with browser.new_context(extra_http_headers={NAME: "ada"}) as one, watching(one) as watched:
        page = watched.page
        open_chat(page, keeping.url)
        ask(page, "Who dredging")
        ask(page, "And objected?")
        assert (
            page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('pullquote'))")
            == []
        )
        page.reload()
        expect(page.locator("[data-ready]")).to_have_count(2)
        page.click("[data-conversations]")
        expect(page.locator(".kept-where")).to_have_text("Kept with your account on this server.")
        assert watched.errors == []
    with browser.new_context(extra_http_headers={NAME: "ada"}) as two, watching(two) as watched:
        page = watched.page
        open_chat(page, keeping.url)
        page.click("[data-conversations]")
        page.fill(".kept-search", "NOBODY")
        page.click(".kept-open")
        expect(page.locator("[data-ready]")).to_have_count(2)
        ask(page, "Who mentions Brazil?")
        assert keeping.assistant.asked[-1][1][0] == "Who dredging"
        wait_until_kept(page)
        page.set_extra_http_headers({NAME: "ben"})
        page.reload()
        page.wait_for_selector("html[data-chat=ready]")
        expect(page.locator("[data-ready]")).to_have_count(0)
        page.click("[data-conversations]")
        expect(page.locator(".kept-none")).to_have_text("No conversations yet.")


def test_what_was_not_kept_yet_is_not_given_to_who_signs_in_next(
    browser: Browser, keeping: Running
) -> None:
    with browser.new_context(extra_http_headers={NAME: "ada"}) as context:
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        open_chat(page, keeping.url)
        page.route("**/chat/conversations/*", lambda route: route.abort())
        failed: list[Request] = []
        page.on("requestfailed", lambda request: failed.append(request))
        ask(page, "Who objected?")
        until_in(page, lambda: len(failed) >= 2)  # kept when it is asked, and when it is answered
        page.unroute("**/chat/conversations/*")
        page.set_extra_http_headers({NAME: "ben"})
        page.reload()
        page.wait_for_selector("html[data-chat=ready]")
        page.click("[data-conversations]")
        expect(page.locator(".kept-none")).to_have_text("No conversations yet.")
        expect(page.locator("[data-ready]")).to_have_count(0)
        page.set_extra_http_headers({NAME: "ada"})
        page.reload()
        page.wait_for_selector("html[data-chat=ready]")
        page.click("[data-conversations]")
        expect(page.locator(".kept-open").first).to_contain_text("Who objected?")


@pytest.mark.parametrize("screen", ["wide", "small"])
def test_it_can_be_used_by_keyboard_and_axe_finds_nothing(
    running: Running, request: pytest.FixtureRequest, screen: str, axe: str
) -> None:
    context: BrowserContext = request.getfixturevalue(screen)
    with watching(context) as watched:
        page = watched.page
        open_chat(page, running.url)
        ask(page, "Who dredging")
        ask(page, "Break.")
        page.focus("[data-conversations]")
        page.keyboard.press("Enter")
        expect(page.locator("#conversations")).to_be_visible()
        assert findings(page, axe) == []
        page.focus(".kept-menu summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # rename
        expect(page.locator(".kept-rename input")).to_be_focused()
        assert findings(page, axe) == []
        page.keyboard.press("Escape")
        expect(page.locator("#conversations")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#conversations")).to_be_hidden()
        expect(page.locator("[data-conversations]")).to_be_focused()
        page.locator("[data-edit]").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".edited")).to_be_focused()
        assert findings(page, axe) == []
        page.keyboard.press("Escape")
        expect(page.locator("[data-edit]").first).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


_WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(one.value);
}).observe({ type: "layout-shift" });
"""


def test_the_question_is_shown_at_once_and_nothing_moves_when_the_answer_comes(
    running: Running, wide: BrowserContext
) -> None:
    with watching(wide) as watched:
        page = watched.page
        page.add_init_script(_WATCH)
        open_chat(page, running.url)
        expect(page.locator(".greeting")).to_be_visible()
        ask(page, "Who dredging")
        page.fill("#question textarea", "And objected?")
        page.evaluate("window.shifts = []")
        shown = page.evaluate(
            """() => {
              const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
              document.querySelector("#question textarea").dispatchEvent(enter);
              return new Promise((resolve) => requestAnimationFrame(() => resolve(
                [...document.querySelectorAll(".question")].map((one) => one.textContent))));
            }"""  # noqa: E501
        )
        assert shown == ["Who dredging", "And objected?"]
        expect(page.locator("[data-ready]")).to_have_count(2)
        assert sum(page.evaluate("window.shifts")) < 0.001
