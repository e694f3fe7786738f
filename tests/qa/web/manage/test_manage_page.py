"""The articles page in a real browser: files in, corrected, saved, asked about, out again."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from accessibility import findings
from attack_payloads import MARKUP
from editing_server import TEXT, editing
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect
from web_server import Watched, watching

from index.readers.rows.cells import title_line

pytestmark = pytest.mark.browser

WORDS = "The quay at Merrow stays closed until the cranes have been looked at, said the port. "
# What a browser itself writes down when a request is refused; the page shows the reason.
_REFUSAL = "Failed to load resource"
_DONE = re.compile("ready|failed")
_DROP = """([names, texts]) => {
  const data = new DataTransfer();
  names.forEach((name, at) => data.items.add(new File([texts[at]], name)));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true,
      cancelable: true }));
  }
}"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with editing(tmp_path_factory.mktemp("page") / "index") as url:
        yield url


@pytest.fixture
def page(url: str, wide: BrowserContext) -> Iterator[Page]:
    with watching(wide) as watched:
        watched.page.goto(f"{url}/manage")
        yield watched.page
        _quiet(watched, url)


def _quiet(watched: Watched, url: str) -> None:
    assert watched.dialogs == []
    assert all(request.startswith((url, "blob:", "data:")) for request in watched.requests)
    assert [error for error in watched.errors if _REFUSAL not in error] == []


def _file(name: str, content: str | bytes) -> FilePayload:
    raw = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": raw}


def _choose(page: Page, *files: FilePayload) -> Locator:
    """Choose files and return the card of the last, read or failed."""
    page.set_input_files("#files", list(files))
    card = page.locator(".draft").last
    expect(card).to_have_attribute("data-state", _DONE)
    return card


def _save(card: Locator) -> None:
    card.locator("button[type=submit]").click()
    expect(card).to_have_attribute("data-state", "saved")
    card.get_by_role("button", name="Dismiss").click()


def _remove(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Remove {title}").first.click()
    page.locator("#confirm-yes").click()
    expect(page.locator("#confirm")).to_be_hidden()


@contextmanager
def _asked(page: Page, url: str, question: str) -> Iterator[tuple[Page, Locator]]:
    """Ask in a page of its own, which is not watched: Gradio complains when it is left early."""
    chat = page.context.new_page()
    chat.goto(url)
    chat.wait_for_selector("html[data-chat=ready]")
    chat.fill("#question textarea", question)
    chat.keyboard.press("Enter")
    turn = chat.locator('[data-ready][data-turn="1"]')
    turn.wait_for()
    yield chat, turn
    chat.close()


def test_a_file_is_chosen_corrected_saved_and_quoted_then_removed(page: Page, url: str) -> None:
    expect(page.locator("#nothing")).to_have_text("No articles yet. Add the first one above.")
    card = _choose(page, _file("ferry.txt", TEXT))
    expect(card.get_by_label("Title")).to_have_value("Ferry workers end strike")
    expect(card.get_by_label("Date")).to_have_value("2024-05-06")
    expect(card.locator(".beginning")).to_contain_text("Hollis Brandvold")
    card.get_by_label("Title").fill("Ferries sail again")
    card.get_by_label("Publication").fill("The Quay")
    _save(card)
    entry = page.locator(".entry")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("Ferries sail again")
    expect(entry).to_contain_text("The Quay")
    question = "What did Hollis Brandvold say?"
    with _asked(page, url, question) as (chat, turn):
        expect(turn).to_contain_text("a roster that people can live with")
        expect(turn.locator(".source").first).to_contain_text("Ferries sail again")
        chat.get_by_role("link", name="Articles", exact=True).click()
        expect(chat.locator(".entry")).to_have_count(1)
    page.get_by_role("button", name="Remove Ferries sail again").click()
    expect(page.locator("#confirm")).to_contain_text("the file that was sent for it is deleted")
    page.keyboard.press("Escape")
    expect(page.locator(".entry")).to_have_count(1)
    _remove(page, "Ferries sail again")
    expect(page.locator(".entry")).to_have_count(0)
    with _asked(page, url, question) as (_, turn):
        expect(turn.locator(".abstention")).to_be_visible()


def test_files_are_dropped_and_saved_together(page: Page) -> None:
    texts = [f"First quay\n\n{WORDS * 3}", f"Second quay\n\n{WORDS * 3} Again."]
    page.evaluate(_DROP, [["first.txt", "second.txt"], texts])
    page.get_by_role("button", name="Save all").click()
    expect(page.locator('.draft[data-state="saved"]')).to_have_count(2)
    expect(page.locator(".entry")).to_have_count(2)
    for title in ("First quay", "Second quay"):
        _remove(page, title)


def test_an_article_is_replaced(page: Page, url: str) -> None:
    _save(_choose(page, _file("quay.txt", f"Quay closed\n\n{WORDS * 3}")))
    address = page.locator(".entry-title").get_attribute("href")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Replace Quay closed").click()
    chooser.value.set_files([_file("new.txt", f"Quay open\n\n{WORDS} It opened on Friday.")])
    card = page.locator(".draft")
    expect(card).to_have_attribute("data-state", "ready")
    expect(card.get_by_role("checkbox")).to_be_checked()
    expect(card.locator(".replace")).to_contain_text("Replace “Quay closed”")
    card.get_by_role("button", name="Save", exact=True).click()
    expect(card.locator(".done")).to_contain_text("Replaced.")
    expect(page.locator(".entry-title")).to_have_text("Quay open")
    assert page.locator(".entry-title").get_attribute("href") == address
    page.goto(f"{url}/{address}")
    expect(page.locator(".article-text")).to_contain_text("It opened on Friday.")
    page.goto(f"{url}/manage")
    _remove(page, "Quay open")


def test_what_is_here_already_is_offered_to_be_replaced(page: Page) -> None:
    _save(_choose(page, _file("quay.txt", f"Quay closed\n\n{WORDS * 3}")))
    card = _choose(page, _file("again.txt", f"Quay closed\n\n{WORDS * 4}"))
    expect(card.get_by_role("checkbox")).not_to_be_checked()
    _save(card)
    expect(page.locator(".entry")).to_have_count(2)
    for left in (1, 0):
        _remove(page, "Quay closed")
        expect(page.locator(".entry")).to_have_count(left)


def test_a_draft_is_still_there_after_the_page_was_left(page: Page) -> None:
    _choose(page, _file("quay.txt", f"Quay closed\n\n{WORDS * 3}"))
    page.reload()
    card = page.locator('.draft[data-state="ready"]')
    expect(card.get_by_label("Title")).to_have_value("Quay closed")
    card.get_by_role("button", name="Discard").click()
    expect(card).to_have_count(0)
    page.reload()
    expect(page.locator("#nothing")).to_be_visible()
    expect(page.locator(".draft")).to_have_count(0)


def test_a_wrong_date_and_address_are_told_at_their_fields(page: Page) -> None:
    card = _choose(page, _file("quay.txt", f"Quay closed\n\n{WORDS * 3}"))
    card.get_by_label("Date").fill("6 May")
    card.get_by_label("Address").fill("javascript:alert(1)")
    card.get_by_role("button", name="Save", exact=True).click()
    expect(card.get_by_label("Date")).to_be_focused()
    expect(card.get_by_label("Date")).to_have_attribute("aria-invalid", "true")
    expect(card.locator(".field.date")).to_contain_text("is not a date")
    expect(card.locator(".field.url")).to_contain_text("Not the address of a page")
    card.get_by_label("Date").fill("2024-05")
    card.get_by_label("Address").fill("")
    _save(card)
    _remove(page, "Quay closed")


def test_what_cannot_be_read_is_said_beside_what_can(page: Page) -> None:
    rows = "\n".join([json.dumps({"title": "Row", "text": WORDS}), "{"])
    page.set_input_files("#files", [_file("scan.txt", bytes(range(256)) * 9), _file("a.exe", "x")])
    for card, words in (
        (page.locator(".draft").nth(0), "binary"),
        (page.locator(".draft").nth(1), ".exe"),
    ):
        expect(card.locator(".trouble")).to_contain_text(words)
    card = _choose(page, _file("rows.jsonl", rows))
    expect(card.locator(".failures")).to_contain_text("rows.jsonl, line 2")
    card.get_by_role("button", name="Discard").click()


def test_a_file_that_is_too_large_is_not_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.evaluate(_DROP, [["large.txt"], ["x"]])
    expect(page.locator(".draft")).to_have_attribute("data-state", _DONE)
    before = sent.count("POST")
    page.evaluate("() => manage.add([new File([new Uint8Array(32_000_001)], 'huge.txt')])")
    expect(page.locator(".draft").last.locator(".trouble")).to_contain_text("more than 32.0 MB")
    assert sent.count("POST") == before
    page.locator(".draft").first.locator(".discard").click()


def test_no_payload_runs(page: Page, url: str) -> None:
    """As name of a file, and in every detail of an article: shown, saved, listed, removed."""
    names = [f"{payload.replace('/', '∕')[:150]}.exe" for payload in MARKUP]
    page.evaluate(_DROP, [names, ["x"] * len(names)])
    expect(page.locator('.draft[data-state="failed"]')).to_have_count(len(names))
    rows = [
        {"title": payload, "author": payload, "publication": payload, "url": payload,
         "id": f"row {number}", "text": f"{payload} {WORDS}"}
        for number, payload in enumerate(MARKUP)
    ]  # fmt: skip
    card = _choose(page, _file("<b>rows.jsonl", "\n".join(map(json.dumps, rows))))
    expect(card.locator(".article")).to_have_count(len(rows))
    _save(card)
    expect(page.locator(".entry")).to_have_count(len(rows))
    titles = page.locator(".entry-title").all_text_contents()
    assert sorted(titles) == sorted(str(title_line(payload)) for payload in MARKUP)
    assert all(
        link.startswith("read/")
        for link in page.eval_on_selector_all(
            ".entry a", "links => links.map((link) => link.getAttribute('href'))"
        )
    )
    page.fill("#search", "script")
    expect(page.locator(".entry")).not_to_have_count(len(rows))
    page.locator(".remove-this").first.click()
    expect(page.locator("#confirm-article")).to_contain_text("script")
    page.locator("#confirm-no").click()
    page.goto(f"{url}/manage")
    expect(page.locator(".entry")).to_have_count(len(rows))
    _remove_all(page)
    page.reload()
    expect(page.locator(".removal-titles").first).to_contain_text("<")


def _remove_all(page: Page) -> None:
    page.evaluate("""async () => {
      const { articles } = await manage.call("GET", "manage/articles?limit=1000");
      await manage.call("POST", "api/articles/remove", { ids: articles.map(({ id }) => id) });
    }""")


def test_the_list_is_searched_as_one_types(page: Page) -> None:
    rows = [{"title": f"Quay number {number}", "text": f"{WORDS} {number}"} for number in range(60)]
    card = _choose(page, _file("rows.jsonl", "\n".join(map(json.dumps, rows))))
    expect(card.locator(".understood")).to_contain_text("and 40 more")
    _save(card)
    expect(page.locator("#count")).to_have_text("60")
    expect(page.locator(".entry")).to_have_count(50)
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#matching")).to_have_text("51–60 of 60 articles")
    expect(page.locator(".entry")).to_have_count(10)
    page.fill("#search", "number 59")
    expect(page.locator(".entry")).to_have_count(1)
    page.fill("#search", "zeppelin")
    expect(page.locator("#nothing")).to_have_text(
        "No article has all of this. Take off a filter, or search for less."
    )
    _remove_all(page)


def test_nothing_is_wider_than_a_phone(url: str, small: BrowserContext) -> None:
    with watching(small) as watched:
        page = watched.page
        page.goto(f"{url}/manage")
        card = _choose(page, _file("a-name-that-goes-on" * 9 + ".txt", f"Quay\n\n{WORDS * 3}"))
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        card.get_by_role("button", name="Discard").click()
        expect(card).to_have_count(0)
        _quiet(watched, url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_scanner_finds_nothing_wrong(url: str, browser: Browser, scheme: str, axe: str) -> None:
    with (
        browser.new_context(color_scheme=scheme) as context,  # type: ignore[arg-type]
        watching(context) as watched,
    ):
        page = watched.page
        page.goto(f"{url}/manage")
        _save(_choose(page, _file("quay.txt", f"Quay\n\n{WORDS * 3}")))
        _choose(page, _file("a.exe", "x"))
        _choose(page, _file("quay.txt", f"Quay\n\n{WORDS * 3}"))
        card = page.locator('.draft[data-state="ready"]')
        expect(page.locator(".entry").first).to_be_visible()
        assert findings(page, axe) == []
        page.locator(".remove-this").first.click()
        assert findings(page, axe) == []
        page.locator("#confirm-yes").click()
        card.get_by_role("button", name="Discard").click()
        expect(card).to_have_count(0)


def test_it_is_done_without_a_mouse(url: str, wide: BrowserContext) -> None:
    with watching(wide) as watched:
        page = watched.page
        page.goto(f"{url}/manage")
        card = _choose(page, _file("keys.txt", f"Keys only\n\n{WORDS * 3}"))
        card.get_by_label("Title").focus()
        page.keyboard.press("Enter")
        expect(card).to_have_attribute("data-state", "saved")
        expect(card.locator(".draft-name")).to_be_focused()
        page.fill("#search", "keys only")
        expect(page.locator(".entry")).to_have_count(1)
        page.get_by_role("button", name="Remove Keys only").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#confirm-no")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".entry")).to_have_count(0)
        expect(page.locator("#search")).to_be_focused()
        _quiet(watched, url)
