"""The list of speakers over HTTP and in a real browser, and what editors decide on it."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from accessibility import findings
from editing_server import editing
from playwright.sync_api import Browser, Page, expect
from web_server import watching

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.statements.stored import StatementFinder

MARKUP = "<img src=x onerror=alert(1)>"
READER = {"Via": "1.1 proxy"}
_TEXTS = {
    "quay": "The harbour master, Ada Holt, met the crews. “The quay is closed,” Holt said. “It "
    "opens in May,” she added. The back said no.",
    "mill": "A. Holt said that the mill had to wait. “It will not wait,” Tom Berg said. A lawyer "
    "said that nobody had asked her.",
    "vote": "“We vote in June,” Tom Berg said. “The vote is void,” said Lena Berg.",
}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("speakers") / "index"
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles(
            Article(
                info=ArticleInfo(id=name, title=f"{name} {MARKUP}", date=f"202{n}-03-04"), text=text
            )
            for n, (name, text) in enumerate(_TEXTS.items())
        )
    with editing(folder) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=600, trust_env=False) as client:
        yield client


@pytest.fixture
def key(client: httpx.Client) -> str:
    """The key of Tom Berg."""
    (found,) = client.get("/api/speakers", params={"search": "Tom Berg"}).json()["speakers"]
    return str(found["key"])


def _names(client: httpx.Client, **wanted: object) -> list[str]:
    told = client.get("/api/speakers", params=wanted).json()  # type: ignore[arg-type]
    return [one["name"] for one in told["speakers"]]


@pytest.mark.parametrize("address", ["/api/speakers", "/api/v1/speakers"])
def test_the_list_comes_in_pages(address: str, client: httpx.Client) -> None:
    first = client.get(address, params={"limit": 2}).json()
    assert [one["name"] for one in first["speakers"]] == ["Ada Holt", "Tom Berg"]
    assert first["speakers"][0] | {"key": ""} == {
        "name": "Ada Holt", "key": "", "kind": "person", "roles": ["harbour master"],
        "statements": 3, "articles": 2, "first": "2020-03-04", "last": "2021-03-04",
        "spellings": ["Ada Holt", "A. Holt"],
    }  # fmt: skip
    assert (first["total"], first["next"]) == (4, 2)
    assert first["searched"] == {"articles": 3}
    assert first["left_out"] == {"labels": 1, "statements": 1, "nameless": 0, "doubtful": 0}
    second = client.get(address, params={"limit": 2, "offset": first["next"]}).json()
    assert [one["name"] for one in second["speakers"]] == ["A lawyer", "Lena Berg"]
    assert second["next"] is None
    assert client.get(address, params={"offset": 99}).json()["speakers"] == []


def test_the_list_is_searched_and_put_in_order(client: httpx.Client) -> None:
    assert _names(client, search="harbour") == ["Ada Holt"]
    assert _names(client, about="vote") == ["Lena Berg", "Tom Berg"]
    assert _names(client, kind="unnamed") == ["A lawyer"]
    assert _names(client, order="latest")[:2] == ["Tom Berg", "Lena Berg"]
    assert _names(client, search=MARKUP) == []


@pytest.mark.parametrize(
    "wanted",
    [{"order": "size"}, {"kind": "ghost"}, {"limit": 0}, {"offset": -1}, {"search": "x" * 501}],
)
def test_a_bad_wish_is_refused(wanted: dict[str, object], client: httpx.Client) -> None:
    sent = client.get("/api/speakers", params=wanted)  # type: ignore[arg-type]
    assert sent.status_code == 422
    assert next(iter(wanted)) in sent.json()["detail"]


def test_only_editors_decide(client: httpx.Client, key: str) -> None:
    body = {"speaker": key, "spellings": [], "articles": ["vote"]}
    for method, path, sent in (
        ("GET", "decisions", None),
        ("POST", "same", {"speaker": key, "other": key}),
        ("POST", "apart", body),
        ("DELETE", "decisions/1", None),
    ):
        headers = {**READER, "Content-Type": "application/json"}
        reply = client.request(method, f"/api/speakers/{path}", json=sent, headers=headers)
        assert reply.status_code == 403, path
    assert client.get(f"/speakers/{key}/parts", headers=READER).status_code == 403
    page = client.get("/speakers", headers=READER).text
    assert "speakers.js" not in page
    assert 'type="checkbox"' not in page
    assert "What editors decided" not in page


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("same", {"other": "nobody-1"}, 404, "nobody-1"),
        ("same", {"other": "Tom Berg"}, 422, "one speaker already"),
        ("same", {"other": "x" * 301}, 422, "other"),
        ("apart", {}, 422, "which spellings"),
        ("apart", {"spellings": ["Tom"]}, 422, "never called 'Tom'"),
        ("apart", {"articles": ["quay"]}, 422, "does not speak in the article 'quay'"),
        ("apart", {"articles": ["mill", "vote"]}, 422, "not all"),
        ("apart", {"spellings": ["Tom Berg"]}, 422, "not all"),
        ("apart", {"articles": "mill"}, 422, "articles"),
        ("apart", {"articles": ["mill"], "name": "\ud800"}, 422, "unicode"),
    ],
)  # fmt: skip
def test_a_bad_decision_is_refused_with_the_reason(
    path: str, body: dict[str, object], status: int, said: str, client: httpx.Client, key: str
) -> None:
    sent = client.post(
        f"/api/speakers/{path}",
        content=json.dumps({"speaker": key, **body}),
        headers={"Content-Type": "application/json"},
    )
    assert (sent.status_code, said in sent.text) == (status, True), sent.text
    assert client.get("/api/speakers/decisions").json() == {"decisions": []}
    assert (
        client.delete(
            "/api/speakers/decisions/77", headers={"Content-Type": "application/json"}
        ).status_code
        == 404
    )


def test_a_speaker_named_like_a_tag_is_shown_as_text(client: httpx.Client, key: str) -> None:
    body = {"speaker": key, "articles": ["vote"], "name": MARKUP}
    number = client.post("/api/speakers/apart", json=body).json()["number"]
    try:
        assert MARKUP in _names(client)
        page = client.get("/speakers").text
        assert "<img" not in page
        assert "&lt;img src=x onerror=alert(1)&gt;" in page
        (other,) = client.get("/api/speakers", params={"search": MARKUP}).json()["speakers"]
        assert other["key"].startswith("img-src-x-onerror-alert-1-")
        assert client.get("/speakers", params={"search": f'"{MARKUP}'}).text.count("<img") == 0
    finally:
        headers = {"Content-Type": "application/json"}
        client.delete(f"/api/speakers/decisions/{number}", headers=headers)
    assert MARKUP not in _names(client)


@pytest.mark.parametrize(
    ("language", "title", "direction"),
    [("en", "Speakers", "ltr"), ("de", "Wer spricht", "ltr"), ("ar", "المتحدثون", "rtl")],
)
def test_the_page_speaks_languages_without_a_script(
    language: str, title: str, direction: str, client: httpx.Client
) -> None:
    page = client.get("/speakers", headers={"Accept-Language": language, **READER})
    assert f'<html lang="{language}" dir="{direction}">' in page.text
    assert f"<h1>{title}</h1>" in page.text
    assert "<script" not in page.text
    assert "harbour master" in page.text
    assert 'aria-current="page"' in page.text


def test_without_articles_it_says_so(tmp_path: Path) -> None:
    with editing(tmp_path / "none") as url:
        told = httpx.get(f"{url}/api/speakers", timeout=600, trust_env=False).json()
        assert (told["speakers"], told["total"], told["searched"]) == ([], 0, {"articles": 0})
        page = httpx.get(f"{url}/speakers", timeout=600, trust_env=False)
        assert (page.status_code, "nobody speaks here" in page.text) == (200, True)


@pytest.mark.browser
def test_an_editor_brings_together_and_parts_on_the_page(
    url: str, browser: Browser, axe: str
) -> None:
    for size, scheme in (((1280, 800), "light"), ((390, 844), "dark")):
        view = {"width": size[0], "height": size[1]}
        with (
            browser.new_context(viewport=view, color_scheme=scheme, locale="en-GB") as context,  # type: ignore[arg-type]
            watching(context) as watched,
        ):
            _bring_together_and_part(watched.page, url, axe)


def _bring_together_and_part(page: Page, url: str, axe: str) -> None:
    page.goto(f"{url}/speakers")
    rows = page.locator(".list tbody tr")
    expect(rows).to_have_count(4)
    assert findings(page, axe) == []
    for name in ("Tom Berg", "Lena Berg"):
        page.get_by_role("checkbox", name=name).focus()
        page.keyboard.press("Space")
    page.get_by_label("The name that stays").select_option(label="Lena Berg")
    assert findings(page, axe) == []
    page.get_by_role("button", name="They are one").click()
    expect(rows).to_have_count(3)
    expect(page.locator(".decisions li")).to_contain_text("Tom Berg is Lena Berg")
    page.locator(".part", has_text="Lena Berg").click()
    page.get_by_role("checkbox", name="mill").check()
    page.get_by_label("What the other one is called").fill("Thomas Berg")
    assert findings(page, axe) == []
    page.get_by_role("button", name="That is somebody else").click()
    expect(rows).to_have_count(4)
    expect(rows.filter(has_text="Thomas Berg")).to_contain_text("Also: Tom Berg")
    for left in (1, 0):
        page.get_by_role("button", name="Take back").first.click()
        expect(page.locator(".decisions li")).to_have_count(left)
    expect(rows).to_have_count(4)
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(wide)
