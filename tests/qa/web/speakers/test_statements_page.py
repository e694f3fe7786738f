"""The page of one speaker, its files and its API, over a real server, index and browser."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from accessibility import findings
from lxml import html
from playwright.sync_api import Browser, expect
from web_server import Running, serving, watching

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.statements.stored import StatementFinder
from qa.web.pages.languages import LANGUAGES
from qa.web.pages.words import words_of

_MANY = 60
TALK = "\n\n".join(
    ["MAYOR ILSE VARGA: Good evening to you all.", "MS. ADA OKORO: Good evening, Mayor."]
    + [f"VARGA: I count the boats in our harbour, and there are {n}." for n in range(_MANY - 1)]
)
ARTICLES = [
    ("late-1", "2021-03-05", "The Quay", "“The flood barrier is late,” Mayor Ilse Varga said.\n\n"
     "Varga said that the flood barrier needs a second vote."),
    ("tram-2", "2019-11-30", "Harbour Post", "Ilse Varga was there. “Our tram is old,” she said."),
    ("none-3", None, None, "“I like the tram,” Ilse Varga said."),
    ("talk-4", "2021-05-06", "The Quay", TALK),
    ("lies-5", "2021-06-06", "The Quay", "Nobody came to the harbour.\n\n"
     "Ilse Varga: “The harbour is sold.”\n\nThe gulls slept."),
    ("tags-6", "2021-06-07", None, "“It is closed,” Tom “<script>alert(1)</script>” Asher said."),
]  # fmt: skip


def speaker_words(language: str) -> dict[str, str]:
    return words_of("statements", language)


@pytest.fixture(scope="module")
def speaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over an index in which Ilse Varga says 64 things."""
    folder = tmp_path_factory.mktemp("speaking") / "index"
    made = [
        Article(
            info=ArticleInfo(
                id=name, title=f"About {name}", date=date, publication=publication, lang="en"
            ),
            text=text,
        )
        for name, date, publication, text in ARTICLES
    ]
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles(made)
    with serving(folder, real=True) as server:
        yield server


@pytest.fixture(scope="module")
def path(speaking: Running) -> str:
    """The address of Ilse Varga's page."""
    found = speaking.client.get("/speakers/named", params={"name": "Varga"})
    assert found.status_code == 303
    return f"/speakers/{found.headers['location']}"


def page_of(server: Running, path: str, language: str = "en") -> html.HtmlElement:
    response = server.client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, response.text
    return html.document_fromstring(response.text)


def said_on(page: html.HtmlElement) -> list[str]:
    """Return what is said, without the narrator's words around it."""
    return ["".join(block.xpath("text()")) for block in page.xpath("//blockquote")]


def test_every_statement_is_reached_in_the_order_of_time(speaking: Running, path: str) -> None:
    first = page_of(speaking, path)
    assert "64 statements in 4 of 6 articles; searched: all." in first.text_content()
    said = said_on(first)
    assert said[:3] == [
        "“Our tram is old,”",
        "“The flood barrier is late,”",
        "that the flood barrier needs a second vote",
    ]
    pages = first.xpath("//nav[@class='page-links']//a[not(@rel)]/@href")
    assert pages == ["?", "?page=2"]
    said += said_on(page_of(speaking, f"{path}?page=2"))
    assert len(said) == 64
    assert said[-1] == "“I like the tram,”"  # of no date
    assert said_on(page_of(speaking, f"{path}?page=900")) == said[50:]


def test_words_are_slices_and_lead_to_where_they_stand(speaking: Running, path: str) -> None:
    page = page_of(speaking, f"{path}?about=second")
    (block,) = page.xpath("//blockquote")
    assert block.text_content() == "Varga said that the flood barrier needs a second vote"
    (foot,) = page.xpath("//*[@class='said-foot']")
    assert speaker_words("en")["reportedMark"] in foot.text_content()
    read, cite = (speaking.client.get(f"/speakers/{link}") for link in foot.xpath("a/@href"))
    assert read.status_code == cite.status_code == 200
    for shown in (read, cite):
        found = html.document_fromstring(shown.text).xpath("string(//mark[@id='quote'])")
        assert found == "that the flood barrier needs a second vote"
    direct = page_of(speaking, f"{path}?given=direct")
    assert speaker_words("en")["reportedMark"] not in direct.xpath("string(//ol)")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?about=tram", 2), ("?after=2021-03-05&before=2021-03-05", 2), ("?before=2019", 1),
        ("?publication=Harbour+Post", 1), ("?given=direct", 63), ("?given=reported", 1),
        ("?given=doubtful", 1), ("?about=tram&publication=The+Quay", 0),
    ],
)  # fmt: skip
def test_statements_are_chosen_and_files_hold_all_of_them(
    speaking: Running, path: str, query: str, count: int
) -> None:
    page = page_of(speaking, path + query)
    assert len(said_on(page)) == min(count, 50)
    files = page.xpath("//p[@class='files']/a/@href")
    assert len(files) == (5 if count else 0)
    for link in files:
        response = speaking.client.get(f"/speakers/{link}")
        assert "attachment" in response.headers["content-disposition"]
        if ".csv" in link:
            text = response.content.decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
            assert len(rows) == count
            assert speaking.client.get(rows[0]["link"]).status_code == 200
        elif ".json" in link:
            told = response.json()
            assert len(told["statements"]) == count
            assert told["searched"]["articles"] == 6
        elif ".csl" in link:
            quotes = [one["custom"] for one in response.json()]
            assert len(quotes) == count
            assert quotes[0]["quote"] in speaking.client.get(quotes[0]["link"]).text
        elif ".bib" in link:
            assert len(re.findall(r"^@(?:article|misc)\{", response.text, re.MULTILINE)) == count
        else:
            assert response.text.count("\n>\n") == count


def test_topics_are_what_is_spoken_about_and_count_what_they_lead_to(
    speaking: Running, path: str
) -> None:
    topics = page_of(speaking, path).xpath("//nav[@class='topics']//a")
    found = {one.xpath("string(bdi)"): one for one in topics}
    assert {"boats", "harbour", "tram", "flood barrier"} <= found.keys()
    for name in ("tram", "flood barrier"):
        led = page_of(speaking, f"{path}{found[name].get('href')}")
        assert len(said_on(led)) == int(found[name].xpath("string(*[@class='number'])"))
        (current,) = led.xpath("//nav[@class='topics']//a[@aria-current]")
        assert current.get("href") == "?"


def test_the_picture_is_told_in_words_and_in_a_table(speaking: Running, path: str) -> None:
    page = page_of(speaking, path)
    (drawn,) = page.xpath("//*[local-name()='svg']")
    assert "2021-05" in drawn.get("aria-label")
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//table/tbody/tr")]
    assert rows == [["2019-11", "1"], ["2021-03", "2"], ["2021-05", "60"]]
    assert "Without a date: 1." in page.text_content()
    month = page_of(speaking, path + page.xpath("//table//a/@href")[1])
    assert len(said_on(month)) == 2
    assert not page.xpath("//*[@style] | //script")


def test_doubtful_lines_are_not_counted_but_are_not_hidden(speaking: Running, path: str) -> None:
    page = page_of(speaking, path)
    assert speaker_words("en")["doubtfulLeft"].format(number=1) in page.text_content()
    (link,) = page.xpath("//p[@class='counted']/a/@href")
    assert "The harbour is sold" in said_on(page_of(speaking, path + link))[0]


def test_a_speaker_named_like_a_tag_is_shown_as_words(speaking: Running) -> None:
    listed = speaking.client.get("/api/speakers").json()["speakers"]
    odd = [one for one in listed if "<" in one["name"] or "script" in one["name"]]
    assert odd
    for one in odd:
        page = page_of(speaking, f"/speakers/{one['key']}")
        assert page.xpath("string(//h1)") == one["name"]
        assert page.xpath("//script | //img | //@onerror") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_the_language_of_their_reader(
    speaking: Running, path: str, language: str
) -> None:
    words = speaker_words(language)
    assert words.keys() == speaker_words("en").keys()
    page = page_of(speaking, path, language)
    assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert words["filter"] in page.text_content()
    for gone in ("/speakers/nobody-22222222", "/speakers/named?name=Nobody", "/speakers/named"):
        response = speaking.client.get(gone, headers={"Accept-Language": language})
        assert response.status_code == 404
        nobody = html.document_fromstring(response.text)
        assert nobody.xpath("string(//h1)") == words["missing"]
        assert "../speakers" in nobody.xpath("//a/@href")


@pytest.mark.parametrize(
    ("query", "status"),
    [("?after=soon", 422), ("?given=loudly", 422), ("?page=0", 422), ("?page=x", 422),
     (f"?about={'a' * 300}", 422), ("?about=%00%F0%9F%98%80", 200)],
)  # fmt: skip
def test_what_cannot_be_used_is_said(speaking: Running, path: str, query: str, status: int) -> None:
    response = speaking.client.get(path + query, headers={"Accept": "text/html"})
    assert response.status_code == status
    if query == "?after=soon":
        assert speaker_words("en")["writeDate"].format(value="soon") in response.text


def test_names_lead_to_the_page_and_files_need_a_known_form(speaking: Running, path: str) -> None:
    for name in ("/speakers/Ilse%20Varga?about=tram", "/speakers/Varga?about=tram"):
        found = speaking.client.get(name)
        assert found.status_code == 303
        assert f"/speakers/{found.headers['location']}" == f"{path}?about=tram"
    assert speaking.client.get(f"{path}/statements.exe").status_code == 422
    assert speaking.client.get("/speakers/nobody-22222222/statements.csv").status_code == 404


def test_programs_get_the_same(speaking: Running, path: str) -> None:
    get = speaking.client.get
    told = get(f"/api{path}/statements", params={"limit": 2, "offset": 1}).json()
    assert (told["total"], told["next"], told["searched"]["articles"]) == (64, 3, 6)
    assert told["speaker"]["name"] == "Ilse Varga"
    one = told["statements"][0]
    assert (one["text"], one["date"]) == ("“The flood barrier is late,”", "2021-03-05")
    assert get(f"/{one['link']}").status_code == 200
    assert get("/api/speakers/nobody-22222222/statements").status_code == 404
    assert get(f"/api{path}/statements?after=soon").status_code == 422


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 64), ({"after": "2021-03-05", "before": "2021-03"}, 2), ({"before": "2019-12-31"}, 1),
        ({"publication": "harbour post"}, 1), ({"given": "reported"}, 1),
        ({"article": "late-1", "after": "2022"}, 0),
    ],
)  # fmt: skip
def test_the_list_of_statements_takes_the_same_filters(
    speaking: Running, query: dict[str, str], count: int
) -> None:
    told = speaking.client.get("/api/statements", params={"speaker": "Varga", **query}).json()
    sure = [one for one in told["statements"] if not one["doubtful"]]
    assert len(sure) == count
    assert all(one["date"] is not None or one["article"] == "none-3" for one in sure)


def test_the_list_refuses_what_is_no_date(speaking: Running) -> None:
    assert speaking.client.get("/api/statements?after=soon").status_code == 422


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en"), ("dark", "ar")])
def test_a_scanner_finds_nothing_wrong_on_a_phone_and_the_form_needs_no_script(
    speaking: Running, browser: Browser, path: str, scheme: str, locale: str, axe: str
) -> None:
    size = {"width": 390, "height": 844}
    with (
        browser.new_context(color_scheme=scheme, viewport=size, locale=locale) as context,  # type: ignore[arg-type]
        watching(context) as watched,
    ):
        page = watched.page
        for address in (f"{path}?about=tram", "/speakers/nobody-22222222"):
            page.goto(f"{speaking.url}{address}")
            page.evaluate(
                "document.querySelectorAll('main > :not(header) details, main > details')"
                ".forEach((one) => one.open = true)"
            )
            assert findings(page, axe) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.goto(f"{speaking.url}{path}")
        page.locator(".choosing summary").click()
        page.locator("#about").fill("flood barrier")
        page.keyboard.press("Enter")
        page.wait_for_url("**about=flood+barrier**")
        expect(page.locator("blockquote")).to_have_count(2)
        assert [one for one in watched.errors if "404" not in one] == []
