"""The chat speaks the visitor's language, and says which language each text is in."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from web_server import EMOJI, Running

from index.articles.article import Article, ArticleInfo
from qa.answers import Answer, Copy, Kind, Quote, Reason
from qa.web.chat.fragments import exchange_html
from qa.web.chat.page_words import page_words, script_words
from qa.web.pages.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[4]
TEMPLATES = ROOT / "qa" / "web" / "templates"
SCRIPTS = ROOT / "qa" / "web" / "static" / "chat"

TEXT = "Die Fähre fährt im Mai. Sie kostet nichts."
GERMAN = Article(info=ArticleInfo(id="a", title="Die Fähre", lang="de"), text=TEXT)


def _answer(article: Article, **more: object) -> Answer:
    end = article.text.index(".") + 1
    quote = Quote(number=1, article=article, start=0, end=end, **more)  # type: ignore[arg-type]
    return Answer(
        question="When?",
        asked_as="When?",
        kind=Kind.FACT,
        answered=True,
        confidence=0.9,
        answer=f"The article: {quote.text} [1]",
        quotes=(quote,),
    )


def test_every_language_says_everything_with_the_same_blanks() -> None:
    def blanks(said: object) -> object:
        if isinstance(said, dict):
            return {name: blanks(one) for name, one in said.items()}
        return set(re.findall(r"\{\w+\}", str(said)))

    english = blanks(page_words("en"))
    for language in LANGUAGES:
        assert blanks(page_words(language)) == english, language
        assert all(str(one).strip() for one in page_words(language).values())


def test_every_word_of_templates_and_script_is_there() -> None:
    used = {
        name
        for room in ("chat", "conversations")
        for path in (TEMPLATES / room).iterdir()
        for name in re.findall(r"\bwords\.(\w+)", path.read_text("utf-8"))
    }
    assert used <= page_words("en").keys()
    scripts = "".join(path.read_text("utf-8") for path in SCRIPTS.glob("*.js"))
    assert set(re.findall(r"(?<![/.\w])words\.(\w+)", scripts)) == script_words("en").keys()


def test_a_quote_is_marked_with_the_language_of_its_article() -> None:
    words = "Die Fähre fährt im Mai."
    turn = exchange_html(_answer(GERMAN), 1)
    assert f'<blockquote lang="de" dir="auto">{words}</blockquote>' in turn
    within = replace(_answer(GERMAN), answer=f"The article: {words} [1], and more.")
    line = exchange_html(within, 1).partition('<p class="line')[2].partition("</p>")[0]
    assert 'lang="en" dir="auto">The article: ' in line
    assert f'<span lang="de" dir="auto">{words}</span>' in line
    english = replace(GERMAN, info=replace(GERMAN.info, lang="en"))
    told = exchange_html(replace(within, quotes=_answer(english).quotes), 1)
    assert f'<blockquote lang="en" dir="auto">{words}</blockquote>' in told
    assert "<span lang=" not in told.partition('<p class="line')[2].partition("</p>")[0]


def test_a_refusal_is_in_the_language_of_the_page() -> None:
    refused = replace(
        _answer(GERMAN), answered=False, quotes=(), reason=Reason.NOT_STATED, answer="I found none."
    )
    english, french = exchange_html(refused, 1), exchange_html(refused, 1, language="fr")
    assert '<p class="refusal" lang="en" dir="auto">I found none.</p>' in english
    assert re.search(r'<p class="refusal" lang="fr" dir="auto">Je n[’\']ai', french)
    assert "Aucun passage trouvé" in french


def test_other_outlets_are_named_with_their_dates_and_links() -> None:
    infos = [
        ArticleInfo(id=f"n{number}", publication=f"The <Quay> {number}", date="2024-03-05")
        for number in range(7)
    ]
    copies = tuple(Copy(info=info, start=3, end=9) for info in infos)
    turn = exchange_html(_answer(GERMAN, copies=copies), 1)
    assert 'href="read/n0?start=3&amp;end=9#quote"' in turn
    assert "The &lt;Quay&gt; 0</a> (<time" in turn
    assert "and 2 more" in turn
    assert "also in" not in exchange_html(_answer(GERMAN), 1)


@pytest.mark.parametrize(
    ("accepted", "lang", "direction"),
    [("de-CH,en;q=0.5", "de", "ltr"), ("ar", "ar", "rtl"), ("xx", "en", "ltr"), ("", "en", "ltr")],
)
def test_the_page_is_in_the_language_that_the_browser_accepts(
    running: Running, accepted: str, lang: str, direction: str
) -> None:
    headers = {"Accept-Language": accepted}
    response = running.client.get("/", headers=headers)
    assert f'<html lang="{lang}" dir="{direction}"' in response.text
    assert "Accept-Language" in response.headers["vary"]
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", response.text, re.DOTALL)
    assert found is not None
    properties = [one["props"] for one in json.loads(found[1])["components"]]
    says = {one["elem_id"]: one for one in properties if one.get("elem_id")}
    words = page_words(lang)
    assert says["question"]["placeholder"] == words["ask"]
    assert says["fresh"]["value"] == words["fresh"]
    assert words["tagline"] in says["brand"]["value"]
    article = running.client.get(f"/read/{EMOJI.id}", headers=headers).text
    assert f'<html lang="{lang}" dir="{direction}">' in article


@pytest.fixture
def german(browser: Browser, running: Running) -> Iterator[Page]:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(running.url)
    page.wait_for_selector("html[data-chat=ready]")
    yield page
    context.close()


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_visitor_asks_and_is_answered_on_a_page_in_german(german: Page) -> None:
    expect(german.locator(".greeting")).to_contain_text("wörtlichen Zitaten")
    expect(german.locator("#fresh")).to_have_text("Neues Gespräch")
    german.fill("#question textarea", "Who dredging")
    german.keyboard.press("Enter")
    german.wait_for_selector("[data-ready]")
    expect(german.locator(".confidence")).to_contain_text("Sicherheit: sehr hoch")
    german.click("[data-verdict=yes]")
    expect(german.locator(".verdict")).to_contain_text("Danke")
