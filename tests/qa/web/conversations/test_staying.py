"""Conversations stay, in a real Chromium: over a reload, a restart, two tabs and a full storage."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_page import ask, open_chat, wait_until_kept
from playwright.sync_api import BrowserContext, Locator, Page, expect
from web_server import Running, Watched, serving, watching

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def opened_once(running: Running, wide: BrowserContext) -> Iterator[Watched]:
    with watching(wide) as watched:
        open_chat(watched.page, running.url)
        yield watched


@pytest.fixture
def chat(opened_once: Watched) -> Watched:
    """The chat of somebody who was never here, on a page that is loaded once for many tests."""
    page = opened_once.page
    page.unroute_all()
    page.keyboard.press("Escape")
    page.fill("#question textarea", "")
    page.evaluate("document.querySelector('.kept-search').value = ''")
    page.click("#fresh")
    expect(page.locator(".turn")).to_have_count(0)
    wait_until_kept(page)
    page.evaluate("localStorage.clear()")
    opened_once.errors.clear()
    return opened_once


def _list(page: Page) -> Locator:
    """Open the drawer, unless it is, and return the names in it."""
    if not page.locator("#conversations").is_visible():
        page.click("[data-conversations]")
    return page.locator(".kept-title")


def _menu(page: Page, name: str, action: str) -> None:
    row = page.locator(".kept li", has_text=name).first
    row.locator("summary").click()
    row.get_by_role("button", name=action).click()


def _entries(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("({...localStorage})")
    return {key: text for key, text in found.items() if key.startswith("pullquote/")}


def test_a_reload_loses_neither_conversation_nor_what_is_typed(
    chat: Watched, running: Running
) -> None:
    page = chat.page
    ask(page, "Who dredging")
    ask(page, "Who mentions Brazil?")
    before = page.locator("#exchanges").inner_html()
    page.fill("#question textarea", "Half a question")
    page.reload()
    page.wait_for_selector("html[data-chat=ready]")
    expect(page.locator("[data-ready]")).to_have_count(2)
    assert (
        page.locator("#exchanges").inner_html().split()
        == before.replace(' aria-current="true"', "").split()
    )
    expect(page.locator("#question textarea")).to_have_value("Half a question")
    expect(page.locator(".greeting")).to_be_hidden()
    ask(page, "And objected?")
    assert running.assistant.asked[-1][1][0] == "Who dredging"
    assert chat.errors == []


_RELOAD_AT = """(selector) => {
  const watch = new MutationObserver(() => {
    if (!document.querySelector(selector)) return;
    watch.disconnect();
    location.reload();
  });
  watch.observe(document.querySelector("#exchanges"), { childList: true, subtree: true });
}"""


@pytest.mark.parametrize("moment", [".pending", "[data-ready]"])
def test_a_reload_before_a_conversation_is_kept_loses_nothing(
    chat: Watched, running: Running, moment: str
) -> None:
    page = chat.page
    asked = len(running.assistant.asked)
    for turn in range(1, 5):
        page.evaluate(_RELOAD_AT, f'{moment}[data-turn="{turn}"]')
        with page.expect_navigation():
            page.fill("#question textarea", f"{turn} dredging")
            page.keyboard.press("Enter")
        page.wait_for_selector("html[data-chat=ready]")
        expect(page.locator("[data-ready]")).to_have_count(turn)
        assert page.locator(".question").last.text_content() == f"{turn} dredging"
    if moment == "[data-ready]":
        assert len(running.assistant.asked) == asked + 4  # what was answered is not asked again


def test_a_restart_loses_nothing_and_the_question_is_answered_by_the_next_server(
    wide: BrowserContext, tmp_path: Path
) -> None:
    with watching(wide) as watched:
        page = watched.page
        with serving(tmp_path, grace=0, examples=("Who dredging",)) as first:
            open_chat(page, first.url)
            ask(page, "Who dredging")
            first.assistant.gate = threading.Event()
            page.fill("#question textarea", "And objected?")
            page.keyboard.press("Enter")
            expect(page.locator(".stage")).to_contain_text("Found in")
            page.fill("#question textarea", "Half a question")
        expect(page.locator(".stage")).to_contain_text("The connection is lost")
        port = int(first.url.rsplit(":", 1)[1])
        with serving(tmp_path, port=port, examples=("Who dredging",)) as second:
            expect(page.locator(".turn").nth(1)).to_contain_text("Nobody objected.")
            assert second.assistant.asked[-1][1][0] == "Who dredging"
            expect(page.locator("#question textarea")).to_have_value("Half a question")
            page.click("#fresh")
            expect(page.locator(".greeting")).to_be_visible()
            page.reload()
            page.wait_for_selector("html[data-chat=ready]")
            expect(_list(page).first).to_have_text("Who dredging")
            page.click(".kept-open")
            expect(page.locator("[data-ready]")).to_have_count(2)


def test_a_server_that_is_too_busy_is_asked_again(chat: Watched) -> None:
    page = chat.page
    busy = {"status": 503, "detail": "Many questions are being answered.", "retry_after": 1}
    kind = "application/problem+json"
    page.route(
        "**/chat/ask",
        lambda route: route.fulfill(status=503, content_type=kind, json=busy),
        times=1,
    )
    page.fill("#question textarea", "Who dredging")
    page.keyboard.press("Enter")
    expect(page.locator(".stage")).to_have_text("Many are asking; it is tried again in 1 s")
    expect(page.locator("[data-ready]")).to_contain_text("the dredging stops on Monday")


def test_a_question_can_be_stopped_asked_again_and_edited(chat: Watched, running: Running) -> None:
    page = chat.page
    ask(page, "Who dredging")
    running.assistant.gate = threading.Event()
    page.fill("#question textarea", "Nothing objected")
    page.keyboard.press("Enter")
    page.click("[data-stop]")
    expect(page.locator(".failure")).to_have_text("Stopped.")
    running.assistant.gate.set()
    running.assistant.gate = None
    second = page.locator(".turn").nth(1)
    second.get_by_role("button", name="Ask again").click()
    expect(second).to_contain_text("Nobody objected.")
    assert running.assistant.asked[-1][1][0] == "Who dredging"
    first = page.locator(".turn").first
    first.get_by_role("button", name="Edit").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Who mentions Brazil?")
    page.keyboard.press("Enter")
    expect(first).to_contain_text("No passage found")
    assert running.assistant.asked[-1][1] == ()
    expect(page.locator(".turn")).to_have_count(2)
    page.reload()
    page.wait_for_selector("html[data-chat=ready]")
    first.get_by_role("button", name="Earlier answer").click()
    expect(first.locator(".question")).to_have_text("Who dredging")
    expect(first).to_contain_text("the dredging stops on Monday")
    first.get_by_role("button", name="Earlier answer").click()
    expect(first).to_contain_text("No passage found")


def test_conversations_are_listed_searched_renamed_deleted_and_brought_back(
    chat: Watched,
) -> None:
    page = chat.page
    long = "Why 😀 " + "شرح " * 450 + "dredging"
    for question in ("Who dredging", long, "Who mentions Brazil?"):
        ask(page, question)
        page.click("#fresh")
    expect(_list(page)).to_have_text(
        [re.compile(f"^{start}") for start in ("Who mentio", long[:6], "Who dredgi")]
    )
    page.fill(".kept-search", "MONDAY stops")
    expect(page.locator(".kept-title")).to_have_count(2)
    page.fill(".kept-search", "zeppelin")
    expect(page.locator(".kept-none")).to_be_visible()
    page.fill(".kept-search", "")
    _menu(page, "Who dredging", "Rename")
    page.keyboard.type("<b>Harbour</b>")
    page.keyboard.press("Enter")
    expect(page.locator(".kept-title").first).to_have_text("<b>Harbour</b>")
    page.locator(".kept-open").first.click()
    expect(page.locator("[data-ready]")).to_have_count(1)
    ask(page, "And objected?")
    expect(_list(page).first).to_have_text("<b>Harbour</b>")
    wait_until_kept(page)
    _menu(page, "Harbour", "Delete")
    expect(page.locator(".kept-note")).to_contain_text("was deleted")
    expect(page.locator(".turn")).to_have_count(0)
    assert len(_entries(page)) == 2
    page.keyboard.press("Enter")  # the way back has the focus
    expect(page.locator(".kept-title")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.locator(".turn")).to_have_count(2)
    assert chat.errors == []


_SAVED = {
    "Markdown": (
        "# Who dredging",
        "## \\<i\\>zeppelin",
        "> Minister Rosa Calder said the dredging stops on Monday.",
        "**Stated (93 %)**",
        "Ada Löfgren",
        "https://quay.example/harbour-talks?id=7#top",
        "/read/emoji-00000001?start=962&end=1017&v=",
    ),
    "HTML": ("<h1", "&lt;i&gt;zeppelin", "<blockquote", "start=962&amp;end=1017&amp;v="),
    "JSON": ('"pullquote": 1', '"question": "<i>zeppelin"', '"stamp"', '"start": 962'),
}


def test_a_conversation_is_saved_as_a_file_with_its_citations(chat: Watched) -> None:
    page = chat.page
    ask(page, "Who dredging")
    ask(page, "<i>zeppelin")
    wait_until_kept(page)
    expect(_list(page)).to_have_count(1)
    for form, parts in _SAVED.items():
        with page.expect_download() as saved:
            _menu(page, "Who dredging", f"Save as {form}")
        assert saved.value.suggested_filename.startswith("Who-dredging.")
        text = Path(saved.value.path()).read_text("utf-8")
        for part in parts:
            assert part in text
        if form != "JSON":
            assert "<script" not in text.replace("\\<", "")
    for form, ending, begins in (("Word", "docx", b"PK"), ("PDF", "pdf", b"%PDF")):
        with page.expect_download() as saved:
            _menu(page, "Who dredging", f"Save as {form}")
        assert saved.value.suggested_filename == f"Who-dredging.{ending}"
        assert Path(saved.value.path()).read_bytes().startswith(begins)
    page.keyboard.press("Escape")
    ask(page, "何 dredging")
    for form, begins in (("Word", b"PK"), ("PDF", b"%PDF")):  # an answer by itself
        with page.expect_download() as saved:
            page.locator(".turn").first.get_by_role("button", name=f"Save as {form}").click()
        assert saved.value.suggested_filename.startswith("Who-dredging.")
        assert Path(saved.value.path()).read_bytes().startswith(begins)
    page.locator(".turn").last.get_by_role("button", name="Save as PDF").click()
    expect(page.locator(".turn").last.locator(".not-saved")).to_contain_text("not set in a PDF")
    page.locator(".turn").first.get_by_role("button", name="Save as Word").click()
    expect(page.locator(".turn").first.locator(".not-saved")).to_have_count(0)
    expect(page.locator(".turn").first.get_by_role("link", name="Check a draft")).to_have_attribute(
        "href", "check"
    )
    _list(page)
    _menu(page, "Who dredging", "Save as PDF")
    expect(page.locator(".kept-note")).to_contain_text("letters that are not set in a PDF")


def test_a_conversation_is_printed_whole(chat: Watched) -> None:
    page = chat.page
    for number in range(5):
        ask(page, f"{number} dredging")
    page.emulate_media(media="print")
    tall = page.evaluate("document.documentElement.scrollHeight")
    turns = page.locator(".turn")
    boxes = [turns.nth(number).bounding_box() for number in range(5)]
    expect(page.locator(".asked-tools").first).to_be_hidden()
    page.emulate_media(media="screen")
    bottoms = [box["y"] + box["height"] for box in boxes if box]
    assert len(bottoms) == 5
    assert bottoms == sorted(bottoms)
    assert bottoms[-1] <= tall + 1
    assert tall > 800


def test_two_tabs_lose_nothing_to_each_other(
    chat: Watched, running: Running, wide: BrowserContext
) -> None:
    page = chat.page
    ask(page, "Who dredging")
    with watching(wide) as other:
        open_chat(other.page, running.url)
        expect(other.page.locator(".greeting")).to_be_visible()
        expect(_list(other.page)).to_have_count(1)
        other.page.click(".kept-open")
        expect(other.page.locator("[data-ready]")).to_have_count(1)
        ask(other.page, "And objected?")
        expect(page.locator("[data-ready]")).to_have_count(2)  # the first tab follows
        ask(page, "Who mentions Brazil?")
        expect(other.page.locator("[data-ready]")).to_have_count(3)
        assert len(_entries(page)) == 1


def test_a_full_storage_is_said_and_loses_nothing(running: Running, wide: BrowserContext) -> None:
    page = wide.new_page()  # which may be left with what is not kept
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(running.url + "/healthz")
    page.evaluate("localStorage.clear()")
    open_chat(page, running.url)
    page.evaluate(
        """() => {
          let text = "x".repeat(1 << 20);
          for (let at = 0; text.length > 8; at += 1) {
            try { localStorage.setItem(`other${at}`, text); }
            catch { text = text.slice(text.length / 2); }
          }
        }"""
    )
    ask(page, "Who dredging")
    expect(page.locator(".keeping-note")).to_contain_text("storage for conversations is full")
    assert _entries(page) == {}
    page.reload()
    expect(page.locator("[data-ready]")).to_have_count(1)
    page.evaluate(
        "for (const key in localStorage) if (key.startsWith('other')) delete localStorage[key]"
    )
    ask(page, "And objected?")
    wait_until_kept(page)
    expect(page.locator(".keeping-note")).to_be_hidden()
    assert len(_entries(page)) == 1
    page.close()


def test_without_storage_the_chat_answers_and_says_that_nothing_is_kept(
    running: Running, wide: BrowserContext
) -> None:
    with watching(wide) as watched:
        page = watched.page
        page.add_init_script(
            """for (const name of ["localStorage", "sessionStorage"])
              Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });"""  # noqa: E501
        )
        open_chat(page, running.url)
        ask(page, "Who dredging")
        ask(page, "And objected?")
        assert running.assistant.asked[-1][1][0] == "Who dredging"
        expect(page.locator(".keeping-note")).to_contain_text("This browser keeps nothing")
        page.click("#fresh")
        expect(_list(page)).to_have_text(["Who dredging"])
        page.click(".kept-open")
        expect(page.locator("[data-ready]")).to_have_count(2)


def test_entries_of_other_versions_and_damaged_ones_are_left_alone(
    chat: Watched, running: Running
) -> None:
    page = chat.page
    ask(page, "Who dredging")
    wait_until_kept(page)
    (key,) = _entries(page)
    prefix = key.rsplit("/", 1)[0]
    odd = {
        f"{prefix}/aaaaaaaa": "not json",
        f"{prefix}/bbbbbbbb": '{"v":9,"id":"bbbbbbbb","title":"Later","changed":1}\nz123',
        f"{prefix}/cccccccc": '{"v":1,"id":"cccccccc","title":"Damaged","changed":1}\nz%%%',
        prefix.replace("/1/", "/0/") + "/dddddddd": "older",
    }  # fmt: skip
    page.evaluate(
        "(odd) => Object.entries(odd).forEach(([k, v]) => localStorage.setItem(k, v))", odd
    )
    expect(_list(page)).to_have_text(["Who dredging", "Damaged"])
    page.locator(".kept-open").last.click()
    expect(page.locator(".kept-note")).to_contain_text("could not be opened")
    page.keyboard.press("Escape")
    ask(page, "And objected?")
    entries = _entries(page)
    assert {key: entries[key] for key in odd} == odd


def test_five_hundred_conversations_are_kept_and_soon_listed(
    chat: Watched, running: Running
) -> None:
    page = chat.page
    for question in ("Who dredging", "And objected?", "Who mentions Brazil?"):
        ask(page, question)
    wait_until_kept(page)
    page.evaluate(
        """() => {
          const kept = Object.entries(localStorage);
          const [key, text] = kept.find(([key]) => key.startsWith("pullquote/"));
          const [head, rest] = text.split("\\n");
          for (let at = 0; at < 499; at += 1) {
            const id = at.toString(16).padStart(24, "0");
            const one = { ...JSON.parse(head), id, title: `Number ${at}`, changed: at };
            localStorage.setItem(key.replace(/[^/]+$/, id), `${JSON.stringify(one)}\\n${rest}`);
          }
        }"""
    )
    page.reload()
    expect(page.locator("[data-ready]")).to_have_count(3)
    expect(_list(page)).to_have_count(500)
    page.fill(".kept-search", "number 417")
    expect(page.locator(".kept-title")).to_have_text(["Number 417"])
    page.click(".kept-open")
    expect(page.locator("[data-ready]")).to_have_count(3)
    assert chat.errors == []
