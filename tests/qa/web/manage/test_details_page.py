"""Details of saved articles in a real browser: shown with their origins, corrected, taken back."""

import re
from collections.abc import Iterator

import pytest
from accessibility import findings
from editing_server import editing
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from web_server import watching

pytestmark = pytest.mark.browser

WORDS = "The quay at Merrow stays closed until the cranes have been looked at, said the port. "
PAGE = f"---\ntitle: Quay closed\nauthor: Staff\ndate: 2024-05-06\n---\n{WORDS * 3}"
_REFUSAL = "Failed to load resource"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with editing(tmp_path_factory.mktemp("page") / "index") as url:
        yield url


def _file() -> FilePayload:
    return {"name": "quay.md", "mimeType": "text/markdown", "buffer": PAGE.encode()}


def _saved(page: Page, url: str) -> None:
    page.goto(f"{url}/manage")
    page.set_input_files("#files", [_file()])
    card = page.locator(".draft").last
    expect(card).to_have_attribute("data-state", "ready")
    card.locator("button[type=submit]").click()
    expect(card).to_have_attribute("data-state", "saved")
    card.get_by_role("button", name="Dismiss").click()


def _open(page: Page, title: str = "Quay closed") -> None:
    page.get_by_role("button", name=f"Edit details of {title}").click()
    expect(page.locator("#edit")).to_be_visible()


def _remove_all(page: Page) -> None:
    page.evaluate("""async () => {
      const { articles } = await manage.call("GET", "manage/articles?limit=1000");
      await manage.call("POST", "api/articles/remove", { ids: articles.map(({ id }) => id) });
    }""")


def test_details_are_corrected_and_taken_back(url: str, wide: BrowserContext) -> None:
    with watching(wide) as watched:
        page = watched.page
        _saved(page, url)
        _open(page)
        dialog = page.locator("#edit")
        expect(dialog.get_by_label("Title")).to_be_focused()
        expect(dialog.locator(".field.author .provenance")).to_contain_text(
            "Doubtful: names nobody."
        )
        expect(dialog.locator(".field.publication .provenance")).to_contain_text(
            "Nothing was found"
        )
        dialog.get_by_label("Author").fill("Ada Noll")
        dialog.get_by_label("Date").fill("6 May")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog.get_by_label("Date")).to_have_attribute("aria-invalid", "true")
        expect(dialog.locator(".field.date .field-trouble")).to_contain_text("is not a date")
        dialog.get_by_label("Date").fill("2024-05-07")
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        entry = page.locator(".entry")
        expect(entry).to_contain_text("Ada Noll")
        expect(entry).to_contain_text("2024-05-07")
        _open(page)
        told = dialog.locator(".field.author .provenance")
        expect(told).to_have_text(re.compile("Corrected by .* it was read as “Staff”"))
        dialog.get_by_role("button", name="Take back the correction of author").click()
        expect(dialog.get_by_label("Author")).to_have_value("Staff")
        dialog.get_by_role("button", name="Save").click()
        expect(entry).to_contain_text("Staff")
        expect(entry).to_contain_text("2024-05-07")
        _open(page)
        dialog.get_by_label("It is right").check()
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_be_hidden()
        _open(page)
        expect(told).to_contain_text("Corrected by")
        page.keyboard.press("Escape")
        _remove_all(page)
        assert watched.dialogs == []
        assert [error for error in watched.errors if _REFUSAL not in error] == []


def test_the_dialog_fits_a_phone(url: str, small: BrowserContext) -> None:
    with watching(small) as watched:
        page = watched.page
        _saved(page, url)
        _open(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.locator("#edit-no").click()
        _remove_all(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_scanner_finds_nothing_wrong(url: str, browser: Browser, scheme: str, axe: str) -> None:
    with (
        browser.new_context(color_scheme=scheme) as context,  # type: ignore[arg-type]
        watching(context) as watched,
    ):
        page = watched.page
        _saved(page, url)
        _open(page)
        assert findings(page, axe) == []
        page.locator("#edit-no").click()
        _remove_all(page)
