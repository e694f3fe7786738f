"""The widget without a mouse, with a screen reader, on a phone, in print and in other scripts."""

from collections.abc import Iterator

import pytest
from accessibility import findings
from host_pages import Site, ask, frame_of, launcher, open_widget, script_for
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web_server import Running, Watched, watching

pytestmark = pytest.mark.browser

_DIALOG_OPEN = "document.querySelector('pullquote-widget').shadowRoot.querySelector('dialog').open"
# The focused element, through shadow roots and frames as far as one may look.
_FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused && focused.shadowRoot) focused = focused.shadowRoot.activeElement;
  return focused ? focused.className || focused.id || focused.localName : "";
}"""


@pytest.fixture
def phone(browser: Browser, site_server: Running) -> Iterator[Watched]:
    """A visitor of the site with a phone."""
    assert site_server.url
    size = {"width": 390, "height": 844}
    with (
        browser.new_context(viewport=size, has_touch=True, is_mobile=True) as context,  # type: ignore[arg-type]
        watching(context) as watched,
    ):
        yield watched


def _embedded(page: Page) -> object:
    return next(frame for frame in page.frames if "/embed?" in frame.url)


# Keyboard --------------------------------------------------------------------------------------


def test_everything_can_be_done_with_the_keyboard(visit: Watched, site: Site) -> None:
    page = visit.page
    page.goto(f"{site.origin()}/")
    expect(launcher(page)).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate(_FOCUSED) == "before"
    page.keyboard.press("Tab")
    assert page.evaluate(_FOCUSED) == "open"
    expect(launcher(page)).to_have_css("outline-style", "solid")
    page.keyboard.press("Enter")
    frame = frame_of(page)
    expect(frame.locator("#question")).to_be_focused()
    page.keyboard.type("Who dredging")
    page.keyboard.press("Enter")
    expect(frame.locator(".answer")).to_be_visible()
    expect(frame.locator("#question")).to_be_focused()
    for selector in ("#print", "#clear", ".original", ".read", ".cite"):
        page.keyboard.press("Shift+Tab")
        expect(frame.locator(selector)).to_be_focused()
        expect(frame.locator(selector)).to_have_css("outline-style", "solid")
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator("#quote")).to_be_visible()
    opened.value.close()
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => !({_DIALOG_OPEN})")  # the frame tells the page of it
    page.wait_for_function(f"() => ({_FOCUSED})() === 'open'")


def test_the_focus_stays_in_the_widget_while_it_is_open(visit: Watched, site: Site) -> None:
    page = visit.page
    frame = open_widget(visit, f"{site.origin()}/")
    expect(frame.locator("#question")).to_be_focused()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            page.keyboard.press(key)
            assert page.evaluate(_FOCUSED) in {"body", "iframe"}
    assert page.evaluate(_DIALOG_OPEN)


def test_the_focus_returns_to_where_it_was(visit: Watched, site: Site) -> None:
    page = visit.page
    page.goto(f"{site.origin()}/")
    expect(launcher(page)).to_be_visible()
    page.focus("#before")
    page.evaluate("pullquote.open()")
    expect(frame_of(page).locator("#question")).to_be_focused()
    frame_of(page).locator("#close").click()
    page.wait_for_function(f"() => ({_FOCUSED})() === 'before'")
    page.evaluate("pullquote.open()")
    page.evaluate("pullquote.destroy()")
    assert page.evaluate(_FOCUSED) == "before"


def test_a_line_is_broken_with_shift(visit: Watched, site: Site) -> None:
    frame = open_widget(visit, f"{site.origin()}/")
    box = frame.locator("#question")
    box.press_sequentially("Who")
    box.press("Shift+Enter")
    box.press_sequentially("dredging")
    expect(box).to_have_value("Who\ndredging")
    expect(frame.locator(".turn")).to_have_count(0)


# Screen readers --------------------------------------------------------------------------------


def test_a_finished_answer_is_announced_once_and_whole(
    visit: Watched, site: Site, site_server: Running
) -> None:
    frame = open_widget(visit, f"{site.origin()}/")
    said = frame.get_by_role("status")
    ask(frame, "Who dredging")
    expect(said).to_have_text(
        "dredging: “Minister Rosa Calder said the dredging stops on Monday.” [1] Quotes: 1."
    )
    expect(frame.locator("#log")).to_have_attribute("aria-busy", "false")
    ask(frame, "Who mentions Brazil?")
    expect(said).to_have_text("No passage found. I found no passage that states this.")
    live = frame.locator("[aria-live], [role=status], [role=log], [role=alert]")
    assert live.count() == 1  # or a reader would hear it twice
    del site_server


def test_parts_have_names_and_roles(visit: Watched, site: Site) -> None:
    page = visit.page
    frame = open_widget(visit, f"{site.origin()}/")
    expect(page.get_by_role("dialog", name="Ask the articles")).to_be_visible()
    assert page.locator("pullquote-widget iframe").get_attribute("title") == "Ask the articles"
    expect(frame.get_by_role("heading", level=1)).to_have_text("Ask the articles")
    expect(frame.get_by_role("textbox", name="Your question")).to_be_visible()
    ask(frame, "Who dredging")
    expect(frame.get_by_role("article")).to_have_count(1)
    expect(frame.get_by_role("heading", level=2)).to_have_text("Who dredging")
    expect(frame.get_by_role("list", name="Quotes")).to_be_visible()
    expect(frame.get_by_role("link", name="Quote 1")).to_be_visible()
    expect(frame.get_by_role("link", name="Read it in place (opens a new page)")).to_be_visible()
    expect(frame.get_by_role("button", name="Close")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, site: Site, site_server: Running, axe: str, scheme: str
) -> None:
    assert site_server.url
    with (
        browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context,  # type: ignore[arg-type]
        watching(context) as watched,
    ):
        page = watched.page
        page.goto(f"{site.origin()}/")
        expect(launcher(page)).to_be_visible()
        assert _about_the_widget(findings(page, axe)) == []
        frame = open_widget(watched, f"{site.origin()}/")
        expect(frame.locator("#welcome")).to_be_visible()
        assert findings(_embedded(page), axe) == []  # type: ignore[arg-type]
        for question in ("Who dredging", "zeppelin", "Who mentions Brazil?", "Break."):
            ask(frame, question)
        assert findings(_embedded(page), axe) == []  # type: ignore[arg-type]


def _about_the_widget(found: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the findings but for those about the host page, which has no landmarks."""
    return [one for one in found if "pullquote-widget" in str(one["where"])]


@pytest.mark.parametrize("path", ["check", "check?origin=https://a.example&policy=x-src", "setup"])
def test_axe_finds_nothing_on_the_pages_for_site_owners(
    site_server: Running, wide: BrowserContext, axe: str, path: str
) -> None:
    with watching(wide) as watched:
        watched.page.goto(f"{site_server.url}/embed/{path}")
        assert findings(watched.page, axe) == []


# Screens ---------------------------------------------------------------------------------------


def test_on_a_phone_it_covers_the_screen_and_nothing_runs_over(
    phone: Watched, site: Site, site_server: Running
) -> None:
    page = phone.page
    site.add(
        "/phone",
        '<meta name="viewport" content="width=device-width">'
        + script_for(site_server, title="A title that is much longer than any phone is wide " * 2),
    )
    page.goto(f"{site.origin()}/phone")
    button = launcher(page).bounding_box()
    assert button is not None
    assert button["x"] >= 0
    assert button["x"] + button["width"] <= 390
    launcher(page).tap()
    frame = frame_of(page)
    expect(frame.locator("html[data-ready]")).to_be_attached()
    # No keyboard comes up before somebody wants to type.
    expect(frame.locator("#title")).to_be_focused()
    for question in ("Who dredging", "zeppelin", "x" * 300, "Who mentions Brazil?"):
        ask(frame, question)
    box = page.locator("pullquote-widget dialog").bounding_box()
    assert box == pytest.approx({"x": 0, "y": 0, "width": 390, "height": 844}, abs=1)
    wide = "() => document.documentElement.scrollWidth"
    assert frame.locator("html").evaluate(wide) <= 390
    for tapped in ("#close", "#send", "#clear"):
        size = frame.locator(tapped).bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 32
    frame.locator("#close").tap()
    page.wait_for_function(f"() => !({_DIALOG_OPEN})")


def test_nothing_moves_for_those_who_do_not_want_it(
    browser: Browser, site: Site, site_server: Running
) -> None:
    assert site_server.url
    with browser.new_context(reduced_motion="reduce") as context, watching(context) as watched:
        frame = open_widget(watched, f"{site.origin()}/")
        dialog = watched.page.locator("pullquote-widget dialog")
        assert dialog.evaluate("one => getComputedStyle(one).animationName") == "none"
        ask(frame, "Who dredging")
        assert frame.locator("html").evaluate("() => document.getAnimations().length") == 0


@pytest.mark.parametrize(
    ("language", "direction", "title"),
    [("de-AT", "ltr", "Die Artikel fragen"), ("fr", "ltr", "Interroger les articles"),
     ("es", "ltr", "Preguntar a los artículos"), ("ru", "ltr", "Спросить статьи"),
     ("ar", "rtl", "اسأل المقالات"), ("xx", "ltr", "Ask the articles")],
)  # fmt: skip
def test_it_speaks_the_language_of_the_page(
    visit: Watched, site: Site, site_server: Running, language: str, direction: str, title: str
) -> None:
    site.add("/lang", script_for(site_server), language=language, direction=direction)
    frame = open_widget(visit, f"{site.origin()}/lang")
    expect(launcher(visit.page)).to_have_text(title)
    expect(frame.locator("html")).to_have_attribute("dir", direction)
    expect(frame.locator("#title")).to_have_text(title)


def test_right_to_left_is_mirrored_and_articles_keep_their_own_direction(
    visit: Watched, site: Site, site_server: Running
) -> None:
    page = visit.page
    site.add("/rtl", script_for(site_server), language="ar", direction="rtl")
    page.goto(f"{site.origin()}/rtl")
    button = launcher(page).bounding_box()
    assert button is not None
    assert button["x"] < 100
    frame = open_widget(visit, f"{site.origin()}/rtl")
    turn = ask(frame, "Who dredging")
    assert turn.locator(".answer").evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert turn.locator(".quotes").evaluate("one => getComputedStyle(one).direction") == "rtl"
    close, title = (frame.locator(one).bounding_box() for one in ("#close", "#title"))
    assert close is not None
    assert title is not None
    assert close["x"] < title["x"]
    said = ask(frame, "Who mentions Brazil?").locator(".silence")
    expect(said).to_contain_text("لم أجد مقطعًا يذكر ذلك.")


def test_the_conversation_prints_whole_and_the_page_without_the_widget(
    visit: Watched, site: Site
) -> None:
    page = visit.page
    frame = open_widget(visit, f"{site.origin()}/")
    for question in ("Who dredging", "zeppelin", "Who mentions Brazil?", "Who objected?"):
        ask(frame, question)
    frame.locator("html").evaluate("() => { window.print = () => { window.printed = true } }")
    frame.get_by_role("button", name="Print").click()
    assert frame.locator("html").evaluate("() => window.printed")
    page.emulate_media(media="print")
    expect(launcher(page)).to_be_hidden()
    expect(page.locator("pullquote-widget dialog")).to_be_hidden()
    shown = frame.locator("html").evaluate(
        """() => {
          const style = (one) => getComputedStyle(document.querySelector(one));
          return ["#foot", "#tools", ".close"].map((one) => style(one).display)
            .concat(style("#scroll").overflowY, style("body").display);
        }"""
    )
    assert shown == ["none", "none", "none", "visible", "block"]
