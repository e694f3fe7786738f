"""Asking by address and sharing an answer, in a real Chromium; the shared page without scripts."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from accessibility import findings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web_server import Running, Watched, watching

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
BOX = "#question textarea"


@pytest.fixture
def chat(running: Running, wide: BrowserContext) -> Iterator[Watched]:
    """The browser of somebody who was never here."""
    with watching(wide) as watched:
        watched.page.goto(running.url + "/healthz")
        watched.page.evaluate("localStorage.clear()")
        yield watched


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("html[data-chat=ready]")


def _asked(running: Running) -> int:
    return len(running.assistant.asked)


def test_an_address_asks_once_and_not_again_on_a_reload(chat: Watched, running: Running) -> None:
    page, before = chat.page, _asked(running)
    _open(page, f"{running.url}/?q={quote('Who dredging')}&lang=en")
    expect(page.locator("[data-ready]")).to_have_count(1)
    expect(page.locator(".question")).to_have_text("Who dredging")
    expect(page.locator(BOX)).to_have_value("")
    expect(page).to_have_url(f"{running.url}/?lang=en")
    assert chat.errors == []
    page.reload()
    expect(page.locator("[data-ready]")).to_have_count(1)
    assert _asked(running) == before + 1
    # Another one begins a conversation of its own, and the first one stays.
    _open(page, f"{running.url}/?q={quote('And objected?')}")
    expect(page.locator("[data-ready]")).to_have_count(1)
    assert running.assistant.asked[-1][:2] == ("And objected?", ())
    page.click("[data-conversations]")
    expect(page.locator(".kept-title")).to_have_count(2)


def test_a_question_that_is_too_long_is_filled_in_and_not_asked(
    chat: Watched, running: Running
) -> None:
    page, before = chat.page, _asked(running)
    _open(page, f"{running.url}/?q={'long+' * 500}")
    assert len(page.locator(BOX).input_value()) > running.settings.question_length
    assert page.locator(".turn").count() == 0
    _open(page, f"{running.url}/?q=%20")
    assert _asked(running) == before
    _open(page, f"{running.url}/?q={quote('<img src=x onerror=alert(1)>')}")
    expect(page.locator("[data-ready] .question")).to_have_text("<img src=x onerror=alert(1)>")
    assert chat.dialogs == []


def test_share_copies_a_link_that_needs_no_script_and_is_gone_on_from(
    chat: Watched, running: Running, browser: Browser, wide: BrowserContext
) -> None:
    page = chat.page
    wide.grant_permissions(["clipboard-read", "clipboard-write"], origin=running.url)
    _open(page, f"{running.url}/?q={quote('Who dredging')}")
    page.click("[data-share]")
    expect(page.locator("#announcement")).to_have_text("Link copied")  # its own only for a while
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{running.url}/shared?a=")
    with browser.new_context(java_script_enabled=False, locale="de-DE") as other:
        bare = other.new_page()
        bare.goto(link)
        expect(bare.locator("h1")).to_have_text("Geteilte Antwort")
        assert "the dredging stops on Monday" in bare.inner_text("main")
        assert bare.locator("button:visible, select:visible").count() == 0
        bare.locator(".turn a[href^='read/']").first.click()
        expect(bare.locator("mark#quote")).to_contain_text("the dredging stops on Monday")
        bare.goto(link[:-2])
        assert "dredging" not in bare.inner_text("main")
    before = _asked(running)
    page.goto(link)
    page.get_by_role("link", name="Go on asking").click()
    page.wait_for_selector("html[data-chat=ready]")
    expect(page.locator("[data-ready]")).to_have_count(1)
    expect(page).to_have_url(f"{running.url}/")
    assert _asked(running) == before
    page.fill(BOX, "And objected?")
    page.keyboard.press("Enter")
    expect(page.locator("[data-ready]")).to_have_count(2)
    assert running.assistant.asked[-1][1][0] == "Who dredging"
    page.goto(f"{running.url}/?shared={link[-20:]}")
    expect(page.locator("h1")).to_have_text("This link is not as it was made")


def test_without_a_clipboard_the_link_is_shown(chat: Watched, running: Running) -> None:
    page = chat.page
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
        "document.execCommand = () => false;"
    )
    _open(page, f"{running.url}/?q={quote('Who mentions Brazil?')}")
    page.locator("[data-share]").focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Link to copy")
    assert box.input_value().startswith(f"{running.url}/shared?a=")
    assert box.evaluate("(one) => one.selectionEnd - one.selectionStart === one.value.length")


def test_a_conversation_is_shared_listed_and_taken_back(
    chat: Watched, running: Running, wide: BrowserContext, axe: str
) -> None:
    page = chat.page
    wide.grant_permissions(["clipboard-read", "clipboard-write"], origin=running.url)
    _open(page, f"{running.url}/?q={quote('Who dredging')}")
    expect(page.locator("[data-ready]")).to_have_count(1)
    page.fill(BOX, "And objected?")
    page.keyboard.press("Enter")
    expect(page.locator("[data-ready]")).to_have_count(2)
    page.click("[data-conversations]")
    page.click(".kept-menu summary")
    page.get_by_role("button", name="Share conversation").click()
    expect(page.locator("#conversations .kept-note")).to_have_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert running.client.get(link).text.count('class="question"') == 2
    page.get_by_role("button", name="Links you made").click()
    listed = page.locator("#made-links li")
    expect(listed).to_have_count(1)
    expect(listed.locator(".kept-title")).to_have_text("Who dredging")
    assert findings(page, axe) == []
    listed.get_by_role("button", name="Take back").click()
    expect(listed.locator(".kept-facts")).to_contain_text("taken back")
    expect(listed.locator("button")).to_have_count(0)
    assert "This link was taken back" in running.client.get(link).text
    assert chat.errors == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_found_by_axe_on_a_phone(
    running: Running, browser: Browser, axe: str, language: str
) -> None:
    with running.client.stream("POST", "/chat/ask", json={"question": "Who dredging"}) as response:
        token = "".join(response.iter_text()).split('data-share=\\"')[1].split("\\")[0]
    made = running.client.post("/chat/links", json={"answers": [token, token]}).json()
    size = {"width": 390, "height": 844}
    with browser.new_context(
        viewport=size,
        locale=language,
        has_touch=True,
        bypass_csp=True,  # type: ignore[arg-type]
    ) as phone:
        page = phone.new_page()
        for address in (made["address"], made["address"][:-1]):
            page.goto(f"{running.url}/{address}")
            assert findings(page, axe) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            for link in page.locator(".shared-on a").all():
                assert (link.bounding_box() or {"height": 0})["height"] >= 44
