"""The page of one quote, its files and its card, over a real server and in a real browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import findings
from argon2 import PasswordHasher
from lxml import html
from playwright.sync_api import Browser, expect
from web_server import EMOJI, HOSTILE, Running, serving, watching

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.web.access.policy import Access, Passwords
from qa.web.pages.languages import LANGUAGES
from qa.web.pages.words import words_of


def quote_words(language: str) -> dict[str, str]:
    return words_of("quotes", language)


START = EMOJI.text.index("Minister Rosa")
END = EMOJI.text.index(" Nobody objected")
WORDS = EMOJI.text[START:END]
PATH = f"/quote/{EMOJI.id}/{START}-{END}"
STAMP = EMOJI.text_hash[:12]


def page_of(server: Running, path: str = PATH, language: str = "en") -> html.HtmlElement:
    response = server.client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, response.text
    return html.document_fromstring(response.text)


def test_the_page_shows_the_words_with_what_stands_around_them(running: Running) -> None:
    page = page_of(running)
    (block,) = page.xpath("//blockquote")
    assert block.xpath("string(mark)") == WORDS
    shown = block.text_content().removeprefix("… ").removesuffix(" …")
    assert shown in EMOJI.text
    assert shown.endswith(" Nobody objected.\n\nThe end.")
    assert page.xpath("string(//*[@class='speaker'])") == "Rosa Calder"


def test_the_page_leads_to_all_that_its_speaker_says(running: Running) -> None:
    (link,) = page_of(running).xpath("//a[@class='all-of']")
    assert link.text_content() == "All statements of Rosa Calder"
    expected = f"{running.url}/speakers/named?name=Rosa+Calder&article={EMOJI.id}"
    assert link.get("href") == expected
    assert page_of(running, f"{PATH}/card").xpath("//a[@class='all-of']") == []


def test_the_page_proves_what_it_shows(running: Running) -> None:
    page = page_of(running)
    codes = [code.text for code in page.xpath("//dl//code")]
    told = running.client.get(f"{PATH}.json").json()
    assert codes == [told["sha256"], EMOJI.text_hash]
    assert told["text"] == WORDS
    link = f"{running.url}{PATH}?v={STAMP}"
    assert page.xpath("//link[@rel='canonical']/@href") == [link]
    assert told["link"] == link
    original = page.xpath("//a[@class='original']/@href")[0]
    assert original.startswith("https://quay.example/harbour-talks?id=7#top:~:text=")
    assert quote_words("en")["unchanged"] in page.text_content()


@pytest.mark.parametrize(
    ("suffix", "kind", "begins"),
    [
        ("txt", "text/plain", WORDS),
        ("md", "text/plain", "> "),
        ("html", "text/plain", '<blockquote cite="https://quay.example/'),
        ("apa", "text/plain", "Löfgren, A. (2024, May 6)."),
        ("chicago", "text/plain", "Ada Löfgren, “Harbour Talks"),
        ("bib", "application/x-bibtex", "@article{emoji-00000001-"),
        ("csl", "application/vnd.citationstyles.csl+json", "[\n"),
        ("ris", "application/x-research-info-systems", "TY  - NEWS\r\n"),
    ],
)
def test_each_form_is_a_file_and_stands_on_the_page(
    running: Running, suffix: str, kind: str, begins: str
) -> None:
    page = page_of(running)
    (address,) = page.xpath(f"//a[contains(@href, '.{suffix}?')]/@href")
    response = running.client.get(address)
    assert response.headers["content-type"].startswith(kind)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.text.startswith(begins)
    shown = [pre.text_content() for pre in page.xpath("//pre")]
    assert response.text.replace("\r\n", "\n").rstrip("\n") in [
        text.replace("\r\n", "\n") for text in shown
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_of_its_reader(running: Running, language: str) -> None:
    assert quote_words(language).keys() == quote_words("en").keys()
    page = page_of(running, language=language)
    assert page.get("lang") == language
    assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert quote_words(language)["proof"] in page.text_content()


def test_an_article_that_tries_to_be_markup_is_shown_as_words(running: Running) -> None:
    end = len(HOSTILE.text)
    for path in (f"/quote/{HOSTILE.id}/0-{end}", f"/quote/{HOSTILE.id}/0-{end}/card"):
        page = page_of(running, path)
        scripts = page.xpath("//script/@src")
        assert all(one.startswith(f"{running.url}/ui/") for one in scripts)
        assert page.xpath("//@onclick | //@onerror | //a[contains(@href, 'javascript')]") == []
        assert HOSTILE.text in page.xpath("//blockquote")[0].text_content()


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/quote/nobody-1/0-5", 404, "gone"),
        (f"{PATH}?v=0123456789ab", 404, "version"),
        (f"/quote/{EMOJI.id}/9-3", 422, "noPlace"),
        (f"/quote/{EMOJI.id}/0-999999", 422, "noPlace"),
        (f"/quote/{EMOJI.id}/{9**14}-{9**15}", 422, "noPlace"),
        (f"/quote/{EMOJI.id}/first-second", 422, "noPlace"),
        (f"/quote/{EMOJI.id}/9-3/card", 422, "noPlace"),
    ],
)
def test_what_cannot_be_shown_is_said_on_a_page(
    running: Running, path: str, status: int, word: str
) -> None:
    for language in ("en", "de"):
        response = running.client.get(path, headers={"Accept-Language": language})
        assert response.status_code == status
        page = html.document_fromstring(response.text)
        assert quote_words(language)[word] in page.text_content()
        assert page.xpath("//blockquote") == []


def test_programs_are_told_in_a_problem_document(running: Running) -> None:
    for path, status in ((f"{PATH}.exe", 422), (f"/quote/{EMOJI.id}/9-3.json", 422),
                         ("/quote/nobody-1/0-5.bib", 404)):  # fmt: skip
        response = running.client.get(path)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]


def test_only_listed_sites_may_show_the_card_and_nobody_the_page(
    running: Running, tmp_path: Path
) -> None:
    card = running.client.get(f"{PATH}/card?v={STAMP}")
    policy = card.headers["content-security-policy"]
    assert "frame-ancestors https://news.example" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "x-frame-options" not in card.headers
    assert page_of(running, f"{PATH}/card").xpath("string(//blockquote)") == WORDS
    page = running.client.get(PATH)
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    with serving(tmp_path) as alone:
        policy = alone.client.get(f"{PATH}/card").headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        shown = page_of(alone)
        assert quote_words("en")["embedClosed"] in shown.text_content()
        assert "<iframe" not in shown.text_content()


def test_the_html_of_the_card_is_that_of_a_frame(running: Running) -> None:
    (code,) = [pre for pre in page_of(running).xpath("//pre") if "iframe" in pre.text_content()]
    frame = html.fragment_fromstring(code.text_content())
    assert frame.tag == "iframe"
    assert frame.get("src") == f"{running.url}{PATH}/card?v={STAMP}&lang=en"
    assert EMOJI.info.title in frame.get("title")
    assert running.client.get(frame.get("src")).status_code == 200


def test_who_may_not_read_gets_no_quote(tmp_path: Path) -> None:
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("long enough 1")
    (tmp_path / "passwords").write_text(f"ada:reader:{hashed}\n", "utf-8")
    access = Access(method=Passwords(tmp_path / "passwords"))
    with serving(tmp_path, access=access, allow_origins=("https://news.example",)) as closed:
        for path in (PATH, f"{PATH}.json", f"{PATH}.bib", f"{PATH}/card"):
            response = closed.client.get(path)
            assert response.status_code == 401, path
            assert "dredging" not in response.text
        card = closed.client.get(f"{PATH}/card")
        assert "frame-ancestors https://news.example" in card.headers["content-security-policy"]
        assert card.headers["content-type"].startswith("text/html")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over an index with an article that was changed."""
    folder = tmp_path_factory.mktemp("changed") / "index"
    info = ArticleInfo(id="toll-1", title="Toll", date="2023-05-08", lang="en")
    with Index.open(folder, create=True) as index:
        index.add_articles([Article(info=info, text="The toll is two pounds. Nobody pays it.")])
        index.add_articles([Article(info=info, text="Today, the toll is two pounds. Some pay it.")])
        index.add_articles([Article(info=info, text="So the toll is three pounds. Some pay it.")])
    with serving(folder, real=True) as server:
        yield server


def test_a_quote_of_an_earlier_text_says_until_when_it_was_so(changed: Running) -> None:
    versions = changed.client.get("/api/articles/toll-1").json()["versions"]
    present = page_of(changed, "/quote/toll-1/3-27")
    assert "Unchanged since " in present.text_content()
    for version, place, words, kept in (
        (versions[0], "31-43", "Some pay it.", "sameWords"),
        (versions[1], "0-23", "The toll is two pounds.", "otherWords"),
    ):
        page = page_of(changed, f"/quote/toll-1/{place}?v={version['content_hash'][:12]}")
        assert page.xpath("string(//mark)") == words
        standing = page.xpath("string(//*[contains(@class, 'quote-standing')])")
        assert f"was replaced on {version['replaced'][:10]}" in standing
        assert quote_words("en")[kept] in standing
        for link in page.xpath("//*[contains(@class, 'quote-standing')]//a/@href"):
            assert changed.client.get(link).status_code == 200


def test_forms_are_copied_and_the_page_needs_no_script(running: Running, browser: Browser) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{running.url}{PATH}")
        page.locator("summary", has_text="CSL-JSON").click()
        page.locator('[data-copy="form-csl"]').click()
        expect(page.locator(".quote-told")).to_have_text("Copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert json.loads(copied)[0]["custom"]["quote"] == WORDS
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{running.url}{PATH}")
        expect(page.locator("mark")).to_have_text(WORDS)
        expect(page.locator("#form-text")).to_be_visible()
        expect(page.locator("button:visible")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_scanner_finds_nothing_wrong_on_a_phone(
    running: Running, browser: Browser, scheme: str, axe: str
) -> None:
    size = {"width": 390, "height": 844}
    with (
        browser.new_context(color_scheme=scheme, viewport=size, locale="ar") as context,  # type: ignore[arg-type]
        watching(context) as watched,
    ):
        page = watched.page
        for path in (PATH, f"{PATH}/card", f"/quote/{EMOJI.id}/9-3"):
            page.goto(f"{running.url}{path}")
            page.evaluate(
                "document.querySelectorAll('section details').forEach((one) => one.open = true)"
            )
            assert findings(page, axe) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") == 390
