"""The articles page as a library: many in, found, filtered, corrected, removed and brought back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import findings
from editing_server import editing
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from web_server import watching

from index.articles.article import Article, ArticleInfo
from index.collection import Index

pytestmark = pytest.mark.browser

WORDS = "The quay at Merrow stays closed until the cranes have been looked at, said the port. "
_REFUSAL = "Failed to load resource"
AUTHORS = ("Ada Löfgren", "Ben Brandvold", None)


def _article(number: int) -> Article:
    return Article(
        info=ArticleInfo(
            id=f"quay-{number:03}",
            title=f"Quay number {number}" if number else "😀" * 30 + "Q" * 1900,
            author=AUTHORS[number % 3],
            date=f"{2015 + number % 10}-05-06",
            publication="The Quay" if number % 2 else "مرفأ",
            lang="en",
        ),
        text=f"{WORDS} Day {number}." + (" A zeppelin came." if number == 7 else ""),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "index"
    with Index.open(folder, create=True) as index:
        index.add_articles(map(_article, range(120)))
    return folder


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with editing(folder, allow_urls=True) as url:
        yield url


@pytest.fixture
def page(url: str, wide: BrowserContext) -> Iterator[Page]:
    with watching(wide) as watched:
        watched.page.goto(f"{url}/manage")
        expect(watched.page.locator(".entry")).to_have_count(50)
        yield watched.page
        assert watched.dialogs == []
        assert [error for error in watched.errors if _REFUSAL not in error] == []


def _texts(*names: str, text: str = WORDS * 3) -> list[FilePayload]:
    return [
        {
            "name": f"{name}.txt",
            "mimeType": "text/plain",
            "buffer": f"{name}\n\n{text} {name}".encode(),
        }
        for name in names
    ]


def _undo(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#undo")).to_be_hidden()


def test_it_is_found_filtered_sorted_and_paged_without_anything_jumping(
    page: Page, url: str
) -> None:
    expect(page.locator("#count")).to_have_text("120")
    expect(page.locator("#matching")).to_have_text("1–50 of 120 articles")
    values = page.locator(".facet").first.locator(".values li")
    expect(values).to_have_count(3)
    place = page.locator(".facet").nth(2).bounding_box()
    page.get_by_label("Ben Brandvold").check()
    expect(page.locator("#matching")).to_have_text("40 found")
    expect(page.locator("#count")).to_have_text("120")
    expect(values.nth(0)).to_contain_text("40")  # of its own facet no count has changed
    assert page.locator(".facet").nth(2).bounding_box() == place
    page.get_by_role("button", name="No author").click()
    expect(page.locator("#matching")).to_have_text("0 found")
    expect(page.locator("#nothing")).to_contain_text("Take off a filter")
    assert page.locator(".facet").nth(2).bounding_box() == place
    page.get_by_role("button", name="Take off Ben Brandvold").click()
    expect(page.locator("#matching")).to_have_text("40 found")
    page.get_by_role("button", name="No author").click()
    page.select_option("#order", "title")
    expect(page.locator(".entry-title").nth(0)).to_have_text("Quay number 1")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#page-number")).to_have_value("2")
    page.fill("#page-number", "3")
    page.keyboard.press("Enter")
    expect(page.locator("#matching")).to_have_text("101–120 of 120 articles")
    page.reload()  # the address says which part of the list is shown
    expect(page.locator("#matching")).to_have_text("101–120 of 120 articles")
    page.fill("#search", "zeppelin")
    expect(page.locator("#matching")).to_have_text("1 found")
    expect(page.locator(".entry-excerpt mark")).to_have_text("zeppelin")
    page.goto(f"{url}/manage?author=Nobody&gap=look&gap=%3Cb%3E&order=evil&page=-4&year=2019")
    expect(page.locator("#matching")).to_have_text("0 found")
    expect(page.get_by_role("button", name="Take off Nobody")).to_be_visible()


def test_twenty_eight_files_are_read_and_saved_with_one_progress(page: Page) -> None:
    names = [f"Harbour {number}" for number in range(28)]
    seen: list[str] = []
    page.expose_function("told", lambda text: seen.append(text))
    page.evaluate("""() => new MutationObserver((all) => {
        for (const { addedNodes } of all) for (const text of addedNodes) told(text.textContent);
    }).observe(document.getElementById("queue-told"), { childList: true })""")
    page.set_input_files("#files", _texts(*names))
    expect(page.locator('.draft[data-state="ready"]')).to_have_count(28)
    expect(page.locator("#queue-told")).to_have_text("28 ready to save")
    expect(page.locator(".draft form:visible")).to_have_count(0)
    expect(page.locator(".draft-told").first).to_contain_text("no author, no date")
    page.get_by_role("button", name="Look at Harbour 3.txt").click()
    page.locator(".draft").nth(3).get_by_label("Date").fill("soon")
    page.get_by_role("button", name="Save all 28").click()
    expect(page.locator('.draft[data-state="saved"]')).to_have_count(27)
    expect(page.locator("#queue-told")).to_have_text("1 ready to save, 27 saved")
    expect(page.locator(".draft").nth(3).locator(".field.date")).to_contain_text("is not a date")
    assert {"Reading: 7 of 28", "Saving: 7 of 28"} <= set(seen)
    page.locator(".draft").nth(3).get_by_label("Date").fill("2024")
    page.locator(".draft").nth(3).get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#queue-told")).to_have_text("28 saved")
    page.get_by_role("button", name="Dismiss those that are done").click()
    expect(page.locator(".draft")).to_have_count(0)
    page.fill("#search", "harbour")
    expect(page.locator("#matching")).to_have_text("28 found")
    page.locator("#choose-page").check()
    page.get_by_role("button", name="Remove 28").click()
    page.locator("#confirm-yes").click()
    expect(page.locator("#matching")).to_have_text("0 found")


def test_each_is_saved_as_soon_as_it_is_read(page: Page) -> None:
    page.set_input_files("#files", _texts("Slip one", "Slip two"))
    expect(page.locator('.draft[data-state="ready"]')).to_have_count(2)
    page.get_by_label("Save each as soon as it is read").check()
    page.set_input_files("#files", _texts("Slip three", "Slip four"))
    expect(page.locator("#queue-told")).to_have_text("2 ready to save, 2 saved")
    page.locator("#save-all").click()
    expect(page.locator('.draft[data-state="saved"]')).to_have_count(4)
    page.fill("#search", "slip")
    expect(page.locator("#matching")).to_have_text("4 found")
    page.locator("#choose-page").check()
    page.get_by_role("button", name="Remove 4").click()
    page.locator("#confirm-yes").click()
    expect(page.locator("#matching")).to_have_text("0 found")


def test_many_are_removed_and_brought_back(page: Page, folder: Path) -> None:
    page.get_by_label("Ada Löfgren").check()
    expect(page.locator("#matching")).to_have_text("40 found")
    page.locator("#choose-page").check()
    page.get_by_label("Choose Quay number 9", exact=True).uncheck()
    expect(page.locator("#choose-page")).to_be_checked(indeterminate=True)
    page.get_by_role("button", name="Choose all 40").click()
    page.get_by_role("button", name="Remove 40").click()
    expect(page.locator("#confirm-title")).to_have_text("Remove 40 articles?")
    page.locator("#confirm-yes").click()
    expect(page.locator("#matching")).to_have_text("0 found")
    expect(page.locator("#count")).to_have_text("80")
    expect(page.locator("#search")).to_be_focused()
    expect(page.locator("#undo-told")).to_have_text("40 articles were removed.")
    with Index.open(folder) as index:
        assert index.article_count == 80
    _undo(page)
    expect(page.locator("#matching")).to_have_text("40 found")
    expect(page.locator("#count")).to_have_text("120")


def test_many_are_moved_to_another_collection_and_put_back(page: Page, folder: Path) -> None:
    page.get_by_role("button", name="No author").click()
    expect(page.locator("#matching")).to_have_text("40 found")
    page.locator("#choose-page").check()
    page.get_by_role("button", name="Move 40", exact=True).click()
    expect(page.locator("#move-title")).to_have_text("Move 40 articles")
    page.locator("#move-yes").click()
    expect(page.locator("#move-trouble")).to_have_text("Choose a collection, or name a new one.")
    expect(page.get_by_label("default", exact=True)).to_be_focused()
    page.get_by_label("New collection").fill("Tips <b>")
    page.keyboard.press("Enter")
    expect(page.locator("#undo-told")).to_have_text("40 articles moved to Tips <b>.")
    expect(page.locator("#search")).to_be_focused()
    expect(page.locator(".entry-collections").first).to_have_text("in Tips <b>")
    page.get_by_role("button", name="No author").click()
    page.get_by_label("Tips <b>").check()  # and is a filter now
    expect(page.locator("#matching")).to_have_text("40 found")
    with Index.open(folder) as index:
        assert {one.name: one.articles for one in index.collections.all()} == {
            "Tips <b>": 40, "default": 80,
        }  # fmt: skip
        _undo(page)
        expect(page.locator("#matching")).to_have_text("0 found")
        index.collection_changes.remove("Tips <b>")
        assert index.limited_to(["default"]).article_count == 120


def test_what_was_removed_is_brought_back_later_or_erased(page: Page) -> None:
    page.fill("#search", "number 11")
    expect(page.locator("#matching")).to_have_text("11 found")  # 11 and 110 to 119
    page.get_by_role("button", name="Remove Quay number 11", exact=True).click()
    page.locator("#confirm-yes").click()
    expect(page.locator("#undo-told")).to_have_text("“Quay number 11” was removed.")
    page.reload()
    page.get_by_role("button", name="Bring back “Quay number 11”").click()
    expect(page.locator("#matching")).to_have_text("11 found")
    page.get_by_role("button", name="Remove Quay number 11", exact=True).click()
    page.locator("#confirm-yes").click()
    erase = page.locator(".erase").first
    expect(erase).to_have_accessible_name("Erase now: “Quay number 11”")
    erase.click()
    expect(erase).to_have_text("Erase for good?")
    page.locator("#search").focus()
    expect(erase).to_have_text("Erase now")
    _undo(page)
    expect(page.locator("#matching")).to_have_text("11 found")


def test_one_field_of_many_is_corrected(page: Page) -> None:
    page.get_by_role("button", name="No author").click()
    expect(page.locator("#matching")).to_have_text("40 found")
    page.locator("#choose-page").check()
    page.get_by_role("button", name="Correct 40").click()
    page.select_option("#correct-field", "date")
    page.fill("#correct-value", "yesterday")
    page.keyboard.press("Enter")
    expect(page.locator("#correct-trouble")).to_contain_text("is not a date")
    page.select_option("#correct-field", "author")
    page.fill("#correct-value", "Cleo Dahl")
    page.keyboard.press("Enter")
    expect(page.locator("#correct")).to_be_hidden()
    expect(page.locator("#matching")).to_have_text("0 found")
    expect(page.locator("#bar-actions")).to_be_hidden()
    page.get_by_role("button", name="No author").click()
    page.get_by_label("Cleo Dahl").check()
    expect(page.locator("#matching")).to_have_text("40 found")
    page.evaluate("""async () => {
      const { identifiers } = await manage.call("GET", "manage/identifiers?author=Cleo%20Dahl");
      await manage.call("PATCH", "api/articles/details", { ids: identifiers, author: null });
    }""")


def test_text_is_pasted_and_wrong_addresses_are_told(page: Page) -> None:
    page.get_by_role("button", name="Paste text").click()
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("#paste-trouble")).to_have_text("There is no text yet.")
    dialog = page.locator("#paste")
    dialog.get_by_label("Title").fill("A note / from ../the quay <b>")
    dialog.get_by_label("Text", exact=True).fill(WORDS * 2)
    page.get_by_role("button", name="Read it").click()
    card = page.locator(".draft")
    expect(card).to_have_attribute("data-state", "ready")
    expect(card.locator(".draft-name")).to_have_text("A note from the quay b.txt")
    expect(card.get_by_label("Title")).to_have_value("A note / from ../the quay <b>")
    card.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Web pages").click()
    page.fill("#url", "https://127.0.0.1/a\njavascript:alert(1)")
    page.get_by_role("button", name="Fetch").click()
    expect(page.locator("#address-trouble")).to_contain_text("javascript:alert(1) is not the")
    page.fill("#url", "http://127.0.0.1/a")
    page.get_by_role("button", name="Fetch").click()
    expect(page.locator(".draft .trouble")).to_be_visible()
    page.get_by_role("button", name="Dismiss", exact=False).last.click()


def test_a_busy_server_is_asked_again_and_nothing_is_lost(page: Page, url: str) -> None:
    refused: list[str] = []

    def first_busy(route: object) -> None:
        if refused:
            route.continue_()  # type: ignore[attr-defined]
            return
        refused.append("once")
        problem = {"detail": "Busy.", "retry_after": 1, "status": 503}
        route.fulfill(status=503, body=json.dumps(problem))  # type: ignore[attr-defined]

    page.route(f"{url}/api/articles/remove", first_busy)
    page.get_by_role("button", name="Remove Quay number 20", exact=True).click()
    page.locator("#confirm-yes").click()
    expect(page.locator("#confirm")).to_be_hidden()
    expect(page.locator("#count")).to_have_text("119")
    assert refused == ["once"]
    _undo(page)
    expect(page.locator("#count")).to_have_text("120")


def test_pages_lead_to_each_other(page: Page, url: str) -> None:
    for name, heading in (("Evaluate", "Evaluate"), ("Embed", "Put the assistant"), ("API", "API")):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        expect(page.locator(".site-header [aria-current=page]")).to_have_text(name)
    page.get_by_role("link", name="Articles", exact=True).click()
    expect(page).to_have_url(f"{url}/manage")
    page.locator(".entry-title").first.click()
    expect(page.locator(".article-text")).to_be_visible()
    page.get_by_role("link", name="Articles", exact=True).click()
    expect(page.locator(".entry")).to_have_count(50)


def test_an_empty_list_says_what_to_do(tmp_path: Path, small: BrowserContext) -> None:
    with editing(tmp_path / "index") as url, watching(small) as watched:
        watched.page.goto(f"{url}/manage")
        expect(watched.page.locator("#nothing")).to_contain_text("Add the first one above")
        for part in ("#pager", "#list-bar", "#facets", "#gaps", "#removed", "#undo"):
            expect(watched.page.locator(part)).to_be_hidden()
        expect(watched.page.get_by_role("button", name="Web pages")).to_have_count(0)
        watched.page.get_by_text("What can be added").click()
        expect(watched.page.locator("#drop")).to_contain_text("--allow-urls")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_a_scanner_finds_nothing_wrong_and_nothing_is_too_wide(
    url: str, browser: Browser, width: int, scheme: str, axe: str
) -> None:
    with (
        browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
        ) as context,
        watching(context) as watched,
    ):
        page = watched.page
        page.goto(f"{url}/manage?search=cranes&year=2015")
        expect(page.locator(".entry")).to_have_count(12)
        page.locator(".choose").first.check()
        if width < 500:
            page.get_by_text("Filter", exact=True).click()
        assert findings(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        if width < 500:
            sizes = page.eval_on_selector_all(
                ".gap, .entry-actions button, .bar-actions button, .site-header nav a",
                "all => all.map((one) => one.getBoundingClientRect().height)",
            )
            assert min(sizes) >= 44
        page.get_by_role("button", name="Correct 1").click()
        assert findings(page, axe) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Move 1", exact=True).click()
        expect(page.get_by_label("default", exact=True)).to_be_focused()
        assert findings(page, axe) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Remove 1").click()
        assert findings(page, axe) == []
        page.locator("#confirm-yes").click()
        expect(page.locator("#undo")).to_be_visible()
        assert findings(page, axe) == []
        _undo(page)
        expect(page.locator(".entry")).to_have_count(12)
        if width < 500:
            page.goto(f"{url}/manage?search=cranes&year=2015&lang=ru")  # the longest words
            expect(page.locator(".entry")).to_have_count(12)
            rows = "all => new Set(all.map((one) => one.offsetTop)).size"
            assert page.eval_on_selector_all(".site-header nav a", rows) == 2
            page.set_viewport_size({"width": 320, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == 320
