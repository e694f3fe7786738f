"""Every page speaks the language that was chosen, else one that the browser accepts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import findings
from playwright.sync_api import Browser, Page, expect
from web_server import EMOJI, Running

from index.articles.details.checking import Why
from qa.web.chat.page_words import page_words
from qa.web.pages.languages import LANGUAGE_COOKIE, LANGUAGES, NAMES, direction
from qa.web.pages.words import words_of

STATIC = Path(__file__).resolve().parents[4] / "qa" / "web" / "static"
KINDS = sorted(
    path.parent.relative_to(STATIC).as_posix()
    for path in STATIC.glob("*/lang")
    if path.parent.name not in {"answers", "chat", "widget"}  # which have tests of their own
)
PAGES = (
    "/", f"/read/{EMOJI.id}", "/evaluate", "/manage", "/embed/setup", "/embed/check", "/nowhere",
)  # fmt: skip
HTML = {"Accept": "text/html"}


def _blanks(said: object) -> object:
    if isinstance(said, dict):
        return {name: _blanks(one) for name, one in said.items()}
    return set(re.findall(r"\{\w+\}", str(said)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_language_says_everything_with_the_same_blanks(kind: str) -> None:
    english = _blanks(words_of(kind, "en"))
    for language in LANGUAGES:
        words = words_of(kind, language)
        assert _blanks(words) == english, language
        assert all(str(one).strip() for one in words.values())
        if language != "en":
            assert words != {**words_of(kind, "en"), "language": language}


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("manage", ("static/manage_*.js", "templates/manage.html", "templates/manage/*.html")),
        (
            "setup",
            (
                "static/widget/setup.js",
                "templates/widget/embed_setup.html",
                "templates/widget/embed_check.html",
            ),
        ),
        ("evaluate", ("static/evaluate.js", "templates/evaluate.html")),
        ("access", ("templates/access/*.html", "templates/widget/embed_closed.html")),
    ],
)
def test_pages_say_what_there_are_words_for(kind: str, files: tuple[str, ...]) -> None:
    text = "\n".join(path.read_text("utf-8") for name in files for path in STATIC.parent.glob(name))
    words = words_of(kind, "en").keys()
    named = set(re.findall(r"""\bwords(?:\(|\[)["'](.+?)["'](?=[,)\]])""", text))
    named |= set(re.findall(r"\bwords\.(\w+)", text))
    assert named - {"language"} <= words
    told = {"access": {"wrong", "locked", "reader", "editor"}, "manage": set(map(str, Why))}
    from_code = told.get(kind, set[str]())
    assert from_code <= words
    unused = {one for one in words - {"language", "counted"} - from_code if one not in text}
    assert unused == set()


def _as_json(name: str) -> str:
    """Return a name as it stands in the chat's page, which describes itself in JSON."""
    return json.dumps(name)[1:-1]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_asks_for_a_language(running: Running, path: str, language: str) -> None:
    page = running.client.get(path, params={"lang": language}, headers=HTML)
    running.client.cookies.clear()
    assert f'<html lang="{language}" dir="{direction(language)}"' in page.text
    assert {"Accept-Language", "Cookie"} <= set(page.headers["vary"].split(", "))
    names = [name for name in NAMES.values() if name in page.text or _as_json(name) in page.text]
    assert names == list(NAMES.values())


def test_a_choice_is_remembered_by_a_cookie_that_says_only_that(running: Running) -> None:
    with_choice = running.client.get("/evaluate?lang=fr", headers={"Accept-Language": "de"})
    (cookie,) = with_choice.headers.get_list("set-cookie")
    value, *attributes = cookie.split("; ")
    assert value == f"{LANGUAGE_COOKIE}=fr"
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)
    kept = running.client.get("/evaluate", headers={"Accept-Language": "de"})
    running.client.cookies.clear()
    assert '<html lang="fr"' in kept.text
    assert "set-cookie" not in kept.headers


@pytest.mark.parametrize(
    "asked", ["", "xx", "fr-CA", "de;q=1", "<script>", "en\r\nX: y", "ar" * 99]
)
def test_what_is_no_language_of_ours_chooses_nothing(running: Running, asked: str) -> None:
    page = running.client.get(
        "/evaluate", params={"lang": asked}, headers={"Cookie": f"{LANGUAGE_COOKIE}=%22x"}
    )
    assert '<html lang="en"' in page.text
    assert "set-cookie" not in page.headers
    assert "x" not in page.headers
    assert "<script>" not in page.text.split("page-words")[0]


def test_links_to_languages_keep_the_quote_and_nothing_else(running: Running) -> None:
    query = "start=3&end=9&answer=4-6&lang=de&other=%22%3E%3Cb%3E"
    page = running.client.get(f"/read/{EMOJI.id}?{query}").text
    running.client.cookies.clear()
    assert 'href="?start=3&amp;end=9&amp;answer=4-6&amp;lang=ru"' in page
    assert "other" not in page


def test_programs_and_the_framed_widget_get_no_cookie(running: Running) -> None:
    for path in ("/embed?lang=de", "/api/articles?lang=de", "/healthz?lang=de"):
        assert "set-cookie" not in running.client.get(path).headers, path


@pytest.fixture
def english(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}) as context:
        yield context.new_page()


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_visitor_chooses_arabic_by_keyboard_and_it_stays(
    english: Page, running: Running, axe: str
) -> None:
    page, words = english, page_words("ar")
    page.goto(running.url)
    page.wait_for_selector("html[data-chat=ready]")
    page.locator(".languages summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Deutsch")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Deutsch")).to_be_hidden()
    page.keyboard.press("Enter")
    box = page.locator(".languages ul").bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= 390 - box["width"]
    page.get_by_role("link", name=NAMES["ar"]).press("Enter")
    page.wait_for_url("**/?lang=ar")
    page.goto(running.url)  # without the address' wish: the cookie's counts
    expect(page.locator(".greeting h2")).to_have_text(words["ask"])
    expect(page.locator("#fresh")).to_have_text(words["fresh"])
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        "ar",
        "rtl",
    ]
    page.wait_for_selector("html[data-chat=ready]")
    page.fill("#question textarea", "Who dredging")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-ready]")
    expect(page.locator(".verdict").first).to_contain_text(words["helpful"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(f"{running.url}/nowhere")
    expect(page.get_by_role("heading")).to_have_text(words_of("pages", "ar")["titles"]["404"])
    assert findings(page, axe) == []
