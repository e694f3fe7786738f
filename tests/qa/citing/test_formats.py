import json
import re

import pytest
from lxml import html
from markdown_it import MarkdownIt

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.articles.statement import StatementKind
from index.errors import UsageError
from qa.citing.cited import CitedQuote
from qa.citing.formats import FORMATS, format_named

LINK = "https://quotes.example/quote/a/0-5?v=1"
TEXT = "“It *leaks* <b>here</b>,”\n1. & nowhere [else]"
NEWS = {
    "title": "Harbour talks resume: what is “next”?",
    "author": "Ada Löfgren and Ludwig van Berg",
    "date": "2024-05-06",
    "publication": "The Quay",
    "url": "https://quay.example/harbour-talks?id=7",
    "lang": "en",
}
HOSTILE = {
    "title": 'A } , author = {"Eve"}\nTY  - BOOK <span class="nocase">&\\input{x}',
    "author": "{Rob}\nER  - ",
    "publication": "<script>alert(1)</script> % $ # _",
    "url": "javascript:alert(1)",
}


def cited(text: str = TEXT, *, page: str | None = "4", **known: str) -> CitedQuote:
    marks = (Mark("page", 0, len(text), page),) if page else ()
    article = Article(info=ArticleInfo(id="a/b {c}", **known), text=text, marks=marks)
    return CitedQuote(
        article=article, start=0, end=len(text), speaker="Rosa Calder", kind=StatementKind.DIRECT
    )


def written(name: str, quote: CitedQuote) -> str:
    return format_named(name).write(quote, LINK)


def test_apa() -> None:
    assert written("apa", cited(**NEWS)) == (
        "Löfgren, A., & van Berg, L. (2024, May 6). Harbour talks resume: what is “next”? "
        "The Quay. https://quay.example/harbour-talks?id=7\n"
        "(Löfgren & van Berg, 2024, p. 4)\n"
    )


def test_chicago() -> None:
    assert written("chicago", cited(**NEWS)) == (
        "Ada Löfgren and Ludwig van Berg, “Harbour Talks Resume: What Is “next”?,” The Quay, "
        "May 6, 2024, 4, https://quay.example/harbour-talks?id=7.\n"
        "Löfgren, Ada, and Ludwig van Berg. “Harbour Talks Resume: What Is “next”?” The Quay, "
        "May 6, 2024. https://quay.example/harbour-talks?id=7.\n"
    )


def test_an_unsigned_article_stands_under_its_title_once() -> None:
    unsigned = cited(page=None, title="Water returns", date="2024", publication="The Quay")
    assert written("apa", unsigned) == (
        "Water returns. (2024). The Quay.\n(“Water Returns,” 2024)\n"
    )
    assert written("chicago", unsigned).endswith("\n“Water Returns.” The Quay, 2024.\n")


def test_bodies_and_names_of_one_word_are_not_turned_round() -> None:
    known = {"title": "T", "author": "Reuters; Moss, Rita", "lang": "de"}
    assert "Reuters, & Moss, R. (n.d.)." in written("apa", cited(**known))
    assert "{{Reuters} and Moss, Rita}" in written("bibtex", cited(**known))


@pytest.mark.parametrize("title", ["Lights 👩\u200d👧\u200d👦 of Quillan", "کتاب‌ها را ببند"])
def test_joiners_that_letters_and_emoji_need_stay(title: str) -> None:
    for form in FORMATS:
        shown = form.write(cited(title=f"{title}\u202e\x07"), LINK)
        assert title.lower() in shown.lower().replace("{", "").replace("}", ""), form.name
        assert "\u202e" not in shown


def test_an_article_of_which_nothing_is_known_can_be_cited() -> None:
    for form in FORMATS:
        assert form.write(cited(page=None), LINK).strip()
    assert written("apa", cited(page=None)) == "[Untitled]. (n.d.).\n([Untitled], n.d.)\n"


def test_nothing_in_a_title_is_taken_for_markup() -> None:
    title = '<span class="nocase">x</span> & <i>y</i>'
    assert written("apa", cited(title=title, author="Ada Berg")).startswith(
        f"Berg, A. (n.d.). {title}."
    )


def test_bibtex_has_one_entry_whatever_the_article_says() -> None:
    entry = written("bibtex", cited(**HOSTILE))
    depth, fields = 0, []
    bare = re.sub(r"\\[{}]", "", entry)
    for line in bare.splitlines():
        if depth == 1 and "=" in line:
            fields.append(line.split("=")[0].strip())
        depth += line.count("{") - line.count("}")
    assert depth == 0
    assert fields == ["author", "title", "journal", "pages", "annote"]
    assert r"\textbackslash{}input\{x\}" in entry


def test_bibtex_of_news() -> None:
    entry = written("bibtex", cited(**NEWS))
    assert entry.startswith("@article{a-b-c-0-")
    for field in ("author = {Löfgren, Ada and van Berg, Ludwig}", "year = {2024}", "month = {5}",
                  "date = {2024-05-06}", "pages = {4}", "journal = {The Quay}"):  # fmt: skip
        assert f"  {field},\n" in entry


def test_ris_has_one_record_whatever_the_article_says() -> None:
    record = written("ris", cited(**HOSTILE))
    tags = [line[:6] for line in record.split("\r\n") if line]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - ", tag) for tag in tags)
    assert (tags.count("TY  - "), tags.count("ER  - ")) == (1, 1)
    assert "\n" not in record.replace("\r\n", "")


def test_ris_of_news() -> None:
    assert written("ris", cited(**NEWS)).split("\r\n")[:9] == [
        "TY  - NEWS", "AU  - Löfgren, Ada", "AU  - van Berg, Ludwig",
        f"TI  - {NEWS['title']}", "T2  - The Quay", "PY  - 2024", "DA  - 2024/05/06/",
        "SP  - 4", f"UR  - {NEWS['url']}",
    ]  # fmt: skip


def test_csl_json_has_the_record_and_the_quote() -> None:
    (record,) = json.loads(written("csl", cited(**NEWS)))
    assert record["type"] == "article-newspaper"
    assert record["author"][1] == {"family": "van Berg", "given": "Ludwig"}
    assert record["issued"] == {"date-parts": [[2024, 5, 6]]}
    assert (record["page"], record["URL"]) == ("4", NEWS["url"])
    assert record["custom"]["quote"] == TEXT
    assert record["custom"]["link"] == LINK


@pytest.mark.parametrize("known", [NEWS, HOSTILE])
def test_markdown_shows_the_words_and_nothing_else(known: dict[str, str]) -> None:
    shown = html.fromstring(MarkdownIt().render(written("md", cited(**known))))
    said, told = shown.xpath("//blockquote/p")
    assert said.text_content() == TEXT
    assert told.text_content().startswith("— Rosa Calder · ")
    assert [one.tag for one in shown.iter() if one.tag not in {"blockquote", "p"}] == ["a"]


@pytest.mark.parametrize("known", [NEWS, HOSTILE])
def test_html_shows_the_words_and_nothing_else(known: dict[str, str]) -> None:
    shown = html.fragment_fromstring(written("html", cited(**known)), create_parent="div")
    block = shown.find("blockquote")
    assert block is not None
    assert block.text_content().strip() == TEXT
    assert {one.tag for one in shown.iter()} == {"div", "blockquote", "p", "br", "a", "cite"}
    source = block.get("cite")
    assert source == (NEWS["url"] if known is NEWS else LINK)


def test_reported_words_are_said_to_be_reported() -> None:
    quote = cited("It leaks.", **NEWS)
    told = CitedQuote(
        article=quote.article, start=0, end=9, speaker="Tom", kind=StatementKind.INDIRECT
    )
    assert written("text", told).startswith("It leaks.\n— Tom (reported) · Harbour talks resume")


def test_a_form_that_is_none_is_named_with_those_that_are() -> None:
    with pytest.raises(
        UsageError, match="known are text, md, html, apa, chicago, bibtex, csl, ris"
    ):
        format_named("docx")
