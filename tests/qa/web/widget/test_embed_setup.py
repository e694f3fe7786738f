"""The Embed page: the line it writes, and its preview."""

import re
from collections.abc import Iterator

import pytest
from host_pages import Site, launcher
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect
from web_server import Running, Watched, watching

pytestmark = pytest.mark.browser


@pytest.fixture
def setup(site_server: Running, wide: BrowserContext) -> Iterator[Watched]:
    """The Embed page, opened."""
    with watching(wide) as watched:
        watched.page.goto(f"{site_server.url}/embed/setup")
        yield watched


def _line(page: Page) -> str:
    return page.locator("#snippet").text_content() or ""


def _preview(page: Page) -> FrameLocator:
    return page.frame_locator("#preview").frame_locator("pullquote-widget iframe")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Gradio uses what pandas will drop
def test_the_chat_s_header_leads_here(running: Running, wide: BrowserContext) -> None:
    with watching(wide) as watched:
        watched.page.goto(running.url)
        watched.page.get_by_role("link", name="Embed").click()
        expect(watched.page.get_by_role("heading", level=1)).to_contain_text("your own pages")


def test_the_line_needs_no_choice(setup: Watched, site_server: Running) -> None:
    assert _line(setup.page) == f'<script src="{site_server.url}/widget.js" async></script>'


def test_the_line_says_what_was_chosen_and_works_as_it_is(
    setup: Watched, site: Site, site_server: Running, visit: Watched
) -> None:
    page = setup.page
    page.get_by_label("Title").fill('Ask “us” & "them" <b>')
    page.get_by_label("Example questions").fill("Who dredging\n\nWho objected?\n")
    page.get_by_label("of the publication").fill("The Quay")
    page.get_by_label("Language").select_option("de")
    page.get_by_label("Place").select_option("left")
    page.get_by_label("from").fill("2024-01-31")
    page.get_by_label("Accept this version").check()
    line = _line(page)
    assert 'data-examples="Who dredging|Who objected?"' in line
    assert 'data-position="left"' in line
    assert 'data-after="2024-01-31"' in line
    assert re.search(r'integrity="sha384-[\w+/=]+"\s+crossorigin="anonymous"', line)
    assert "data-accent" not in line  # it was not chosen
    site.add("/line", line)
    visit.page.goto(f"{site.origin()}/line")
    expect(launcher(visit.page)).to_have_text('Ask “us” & "them" <b>')
    assert visit.errors == []
    assert site_server.url in line


def test_a_pinned_script_that_has_changed_does_not_run(
    setup: Watched, site: Site, visit: Watched
) -> None:
    setup.page.get_by_label("Accept this version").check()
    changed = re.sub("sha384-.{6}", "sha384-AAAAAA", _line(setup.page))
    site.add("/changed", changed)
    visit.page.goto(f"{site.origin()}/changed")
    visit.page.wait_for_load_state("networkidle")
    assert launcher(visit.page).count() == 0
    assert any("integrity" in error for error in visit.errors)


def test_the_preview_is_the_widget_itself_and_follows(setup: Watched) -> None:
    page = setup.page
    expect(_preview(page).locator("#title")).to_have_text("Ask the articles")
    page.get_by_label("Title").fill("Ask the harbour")
    expect(_preview(page).locator("#title")).to_have_text("Ask the harbour")
    page.get_by_label("Language").select_option("ar")
    expect(_preview(page).locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_label("Place").select_option("inline")
    assert 'data-inline="#pullquote"' in _line(page)
    place = page.frame_locator("#preview").locator("#inline-place pullquote-widget")
    expect(place).to_be_visible()
    expect(_preview(page).locator("#close")).to_be_hidden()
    assert [error for error in setup.errors if "sandbox" not in error] == []


def test_the_preview_answers(setup: Watched) -> None:
    box = _preview(setup.page).locator("#question")
    expect(setup.page.locator("#preview")).not_to_have_attribute("inert", "")
    box.fill("Who dredging")
    box.press("Enter")
    expect(_preview(setup.page).locator(".answer")).to_contain_text("dredging stops on Monday")


def test_the_preview_does_not_take_the_focus_while_somebody_types(setup: Watched) -> None:
    page = setup.page
    title = page.get_by_label("Title")
    title.focus()
    for part in ("Ask the ", "harbour ", "master"):
        title.press_sequentially(part, delay=20)
        page.wait_for_timeout(900)  # the preview opens meanwhile
        expect(title).to_be_focused()
    expect(title).to_have_value("Ask the harbour master")
    expect(_preview(page).locator("#title")).to_have_text("Ask the harbour master")


def test_the_line_can_be_copied(setup: Watched, site_server: Running) -> None:
    page = setup.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site_server.url)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == _line(page)


def test_the_listed_sites_are_named_and_lead_to_their_check(setup: Watched, site: Site) -> None:
    setup.page.get_by_role("link", name=site.origin()).click()
    expect(setup.page.locator(".checked h2")).to_have_text(
        re.compile(f"Yes: pages of {re.escape(site.origin())} can show the widget")
    )
