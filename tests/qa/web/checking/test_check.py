"""Drafts checked over HTTP and in a real browser, against a real index."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from accessibility import findings
from editing_server import FILE, TEXT, editing
from playwright.sync_api import Browser, BrowserContext, expect
from web_server import watching

from index.collection import Index
from qa.statements.stored import StatementFinder

EXACT = "“We were promised a roster that people can live with,” said Hollis Brandvold. 😀"
ALTERED = "“We were promised a ship that people can live with,” said Hollis Brandvold."
MISSING = "“The <b>moon</b> is a harbour of cheese,” said Hollis Brandvold."
MARKUP = "“<img src=x onerror=alert(1)> was promised a roster,” said Hollis Brandvold."


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("checked")
    file = folder / "strike.txt"
    file.write_text(TEXT, "utf-8")
    with Index.open(folder / "index", create=True, annotator=StatementFinder()) as index:
        index.add([str(file)])
    with editing(folder / "index") as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=600, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("address", ["/api/check", "/api/v1/check"])
def test_a_text_is_checked(address: str, client: httpx.Client) -> None:
    draft = f"😀 {EXACT}\n\n{ALTERED}"
    told = client.post(address, json={"text": draft}).json()
    assert told["counts"]["exact"] == told["counts"]["altered"] == 1
    first, second = told["quotations"]
    assert draft[first["start"] : first["end"]] == first["text"]
    article = client.get(f"/api/articles/{first['match']['article']['id']}").json()
    match = first["match"]
    assert match["text"] == article["text"][match["start"] : match["end"]]
    assert {piece["text"] for piece in second["difference"] if piece["change"] != "same"} == {
        "roster ", "ship ",
    }  # fmt: skip


def _document(text: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.wordprocessingml.document.'
        'main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>'
        "</w:document>",
    }
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("draft.txt", EXACT.encode()),
        ("draft.txt", EXACT.replace("😀", "").encode("utf-16")),
        ("Draft.MD", f"# Strike\n\nAt *last*. {EXACT}".encode()),
        ("draft.html", f"<html><body><article><p>{EXACT}</p></article></body></html>".encode()),
        ("draft.docx", _document(EXACT)),
    ],
)
def test_a_file_is_read_apart_and_checked(name: str, content: bytes, client: httpx.Client) -> None:
    sent = client.post("/api/check/file", params={"name": name}, content=content, headers=FILE)
    told = sent.json()
    assert sent.status_code == 200, told
    (one,) = told["quotations"]
    assert (one["verdict"], told["text"][one["start"] : one["end"]]) == ("exact", one["text"])


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("draft.exe", b"MZ", 422, "draft.exe"),
        ("draft.csv", b"a,b", 422, "one of these kinds"),
        ("draft.docx", b"PK\x03\x04 no zip", 422, "draft.docx"),
        ("", b"x", 422, "name"),
        ("draft.txt", b"x" * 8_000_001, 413, ""),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(
    name: str, content: bytes, status: int, said: str, client: httpx.Client
) -> None:
    sent = client.post("/api/check/file", params={"name": name}, content=content, headers=FILE)
    assert sent.status_code == status
    assert said in sent.json()["detail"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 1_000_001}, "in parts"),
        ({"text": "“One two three four,” said Moss. " * 2_001}, "in parts"),
        ({}, "text"),
    ],
)
def test_a_bad_text_is_refused_with_the_reason(
    body: dict[str, str], said: str, client: httpx.Client
) -> None:
    sent = client.post("/api/check", json=body)
    assert (sent.status_code, said in sent.json()["detail"]) == (422, True)


def test_without_articles_it_says_so(tmp_path: Path) -> None:
    with editing(tmp_path / "none") as url:
        sent = httpx.post(f"{url}/api/check", json={"text": EXACT}, timeout=600, trust_env=False)
        assert (sent.status_code, "indexed" in sent.json()["detail"]) == (422, True)


@pytest.mark.parametrize(
    ("language", "title", "direction"),
    [("en", "Check a draft", "ltr"), ("de", "Entwurf prüfen", "ltr"), ("ar", "فحص مسودة", "rtl")],
)
def test_the_page_speaks_languages(
    language: str, title: str, direction: str, client: httpx.Client
) -> None:
    page = client.get("/check", headers={"Accept-Language": language})
    assert f'<html lang="{language}" dir="{direction}">' in page.text
    assert title in page.text
    report = client.post(
        "/check/text", json={"text": MARKUP}, headers={"Accept-Language": language}
    )
    assert report.status_code == 200
    assert "<img" not in report.text


@pytest.mark.browser
def test_a_draft_is_checked_on_the_page(url: str, browser: Browser, axe: str) -> None:
    for size, scheme in (((1280, 800), "light"), ((390, 844), "dark")):
        view = {"width": size[0], "height": size[1]}
        with browser.new_context(viewport=view, color_scheme=scheme, locale="en-GB") as context:  # type: ignore[arg-type]
            _check_on(context, url, axe)


def _check_on(context: BrowserContext, url: str, axe: str) -> None:
    with watching(context) as watched:
        page = watched.page
        page.goto(f"{url}/check")
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.id") != "draft":
            page.keyboard.press("Tab")
        page.keyboard.insert_text("\n\n".join((EXACT, ALTERED, MISSING, MARKUP)))
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".quotation")).to_have_count(4)
        expect(page.locator(".quotation.exact")).to_have_count(1)
        expect(page.locator(".quotation.altered del").first).to_have_text("roster ")
        expect(page.locator("#report b").first).to_be_visible()
        assert page.locator("#report img").count() == 0
        assert findings(page, axe) == []
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(wide)
        page.set_input_files(
            "#file", {"name": "a.md", "mimeType": "text/markdown", "buffer": EXACT.encode()}
        )
        expect(page.locator(".quotation")).to_have_count(1)
        page.locator(".quotation a").click()
        expect(page.locator("#quote")).to_contain_text("We were promised a roster")
        assert watched.dialogs == []
        assert watched.errors == []
        assert all(one.startswith((url, "data:")) for one in watched.requests)
