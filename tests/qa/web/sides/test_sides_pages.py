"""The page of sides, its files and the API, over a real server with a real index."""

import csv
import io
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from accessibility import findings
from dam_articles import ARTICLES
from lxml import html
from playwright.sync_api import Browser
from web_server import Running, serving, watching

from index.collection import Index
from qa.statements.stored import StatementFinder
from qa.web.pages.languages import LANGUAGES
from qa.web.pages.words import words_of
from qa.web.sides.shown import month_name

BOTH = "/sides?speaker=Rita+Moss&speaker=Tom+Ash&about=the+dam"
ONE = "/sides?speaker=Rita+Moss&about=dam"
BAD = "/sides?speaker=Rota+Moss&speaker=%3Cimg+src=x%3E&speaker=Tom+Ash&speaker=Ash&after=soon"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("sides") / "index"
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles(ARTICLES)
    with serving(folder, real=True) as server:
        yield server


def page_of(server: Running, path: str, language: str = "en") -> html.HtmlElement:
    response = server.client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, response.text
    return html.document_fromstring(response.text)


def words(language: str = "en") -> dict[str, object]:
    return words_of("sides", language)


def test_statements_stand_in_columns_by_date_with_their_places(served: Running) -> None:
    page = page_of(served, BOTH)
    assert [one.text_content() for one in page.xpath("//thead//th//a")] == ["Rita Moss", "Tom Ash"]
    heads = page.xpath("//thead//th//a/@href")
    assert heads[0].startswith(f"{served.url}/speakers/rita-moss-")
    assert page.xpath("//tbody//th//time/@datetime") == ["2019-03-04", "2019-03-19", "2020-06-08"]
    assert "5 of 7" in page.xpath("string(//*[@class='searched'])")
    first = page.xpath("//tbody/tr[1]/td")
    assert first[0].xpath(".//b")[0].text == "“We will raise the Kell dam before the winter,”"
    assert first[1].xpath(".//b")[0].text == "“The dam is high enough as it stands,”"
    for cite in page.xpath("//a[@class='cite-it']/@href"):
        quote = html.document_fromstring(served.client.get(cite).text)
        assert quote.xpath("string(//mark)") in [one.text for one in page.xpath("//b")]
    for read in page.xpath("//figcaption/a[not(@class)]/@href"):
        assert served.client.get(read).status_code == 200


def test_one_speaker_is_shown_month_by_month(served: Running) -> None:
    page = page_of(served, ONE)
    months = page.xpath("//section[@class='month']")
    assert [one.xpath("string(h3)") for one in months] == ["March 2019", "June 2020"]
    assert [len(one.xpath(".//figure")) for one in months] == [2, 1]
    assert page.xpath("string(//h1)") == words()["titleOne"]


def test_the_narrators_words_stand_in_no_marks_and_are_called_reported(served: Running) -> None:
    (figure,) = page_of(served, BOTH).xpath("//figure[.//b[starts-with(., 'that dams')]]")
    assert figure.xpath("string(.//blockquote)") == (
        "Tom Ash said that dams of this kind last for a century."
    )
    assert figure.xpath("string(.//*[@class='given'])") == words()["reported"]


def test_a_topic_offers_everybody_who_spoke_about_it(served: Running) -> None:
    page = page_of(served, "/sides?about=dam")
    boxes = page.xpath("//input[@type='checkbox']")
    assert len(boxes) == 2
    assert [one.get("checked") is not None for one in boxes] == [True, True]
    start = page_of(served, "/sides")
    assert len(start.xpath("//input[@type='checkbox']")) == 5
    assert start.xpath("//table") == []


def test_what_is_wrong_is_said_and_the_rest_is_shown(served: Running) -> None:
    page = page_of(served, BAD)
    said = " ".join(one.text_content() for one in page.xpath("//*[@class='trouble']"))
    assert "Nobody called “Rota Moss” speaks" in said
    assert "Nobody called “<img src=x>” speaks" in said
    assert "“soon” is not a date" in said
    assert page.xpath("//img") == []
    near = page.xpath("//*[@class='trouble']//a/@href")[0]
    assert parse_qs(urlsplit(near).query)["speaker"][0].startswith("rita-moss-")
    assert page.xpath("string(//*[@class='side-head']//bdi)") == "Tom Ash"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/sides?about=zeppelins&speaker=Tom+Ash", "nothing"),
        ("/sides?about=zeppelins", "nothing"),
    ],
)
def test_a_topic_that_nothing_is_about(served: Running, path: str, said: str) -> None:
    assert str(words()[said]) in page_of(served, path).text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_of_its_reader(served: Running, language: str) -> None:
    known = words(language)
    assert known.keys() == words().keys()
    for name in ("troubles", "found", "means"):
        assert known[name].keys() == words()[name].keys()  # type: ignore[attr-defined]
    page = page_of(served, ONE, language)
    assert page.get("lang") == language
    assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.xpath("string(//h1)") == known["titleOne"]
    assert page.xpath("string(//h3)") == month_name("2019-03", known)
    for link in page.xpath("//*[@class='languages']//a/@href"):
        assert "speaker=Rita+Moss" in link


def test_files_hold_what_the_page_shows(served: Running) -> None:
    links = page_of(served, BOTH).xpath("//*[contains(@class, 'take')]/a/@href")
    markdown, table, document = (served.client.get(link) for link in links)
    assert markdown.headers["content-type"].startswith("text/markdown")
    assert markdown.text.startswith("# Rita Moss · Tom Ash: the dam")
    assert 'filename="sides.csv"' in table.headers["content-disposition"]
    assert len(list(csv.DictReader(io.StringIO(table.text)))) == 5
    assert document.json()["searched"]["about"] == 5


def test_programs_get_the_same(served: Running) -> None:
    told = served.client.get("/api" + BOTH).json()
    assert [(side["about"], side["of"]) for side in told["sides"]] == [(3, 4), (2, 3)]
    assert told["searched"] == {"articles": 5, "statements": 7, "about": 5, "by_meaning": 7}
    for path, word in (
        ("/api/sides", "Name speakers"),
        ("/api/sides?speaker=Rota+Moss", "Near: Rita Moss"),
        ("/api/sides?speaker=Moss&about=dam", "can mean several"),
        ("/api/sides?about=the", "no word to look for"),
        ("/api/sides?about=dam&after=soon", "not a date"),
    ):
        response = served.client.get(path)
        assert (response.status_code, word in response.json()["detail"]) == (422, True), path
    many = "&".join(f"speaker={number}" for number in range(60))
    assert served.client.get(f"/api/sides?{many}").status_code == 422


def test_a_scanner_finds_nothing_wrong(served: Running, browser: Browser, axe: str) -> None:
    for width, scheme, locale in ((1280, "light", "en-GB"), (390, "dark", "ar")):
        with (
            browser.new_context(
                viewport={"width": width, "height": 844},
                color_scheme=scheme,  # type: ignore[arg-type]
                locale=locale,
            ) as context,
            watching(context) as watched,
        ):
            page = watched.page
            for path in (BOTH, ONE, BAD):
                page.goto(f"{served.url}{path}")
                assert findings(page, axe) == [], (path, width)
                assert page.evaluate("document.documentElement.scrollWidth") == width
            sizes = page.evaluate(
                "[...document.querySelectorAll('.sides :is(.ways a, button, .field input, "
                ".choices label)')].map((one) => one.getBoundingClientRect().height)"
            )
            assert min(sizes) >= 44
            assert watched.errors == []


def test_sides_are_chosen_by_keyboard_without_a_script(served: Running, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{served.url}/sides")
        page.get_by_label("About (topic)").fill("dam")
        page.get_by_label("Tom Ash").press("Space")
        page.get_by_label("Another speaker").fill("Rita Moss")
        page.get_by_label("Another speaker").press("Enter")
        page.wait_for_url("**/sides?*about=dam*")
        assert page.locator("thead a").all_inner_texts() == ["Tom Ash", "Rita Moss"]
