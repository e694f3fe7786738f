"""Pages become text with marks; what is left out is counted; hostile pages cost little."""

from collections.abc import Callable
from pathlib import Path

import pytest
from growth import assert_time_is_linear
from lxml import html as lxml_html

from index.articles.article import Article
from index.articles.origins import DOUBTFUL
from index.readers import read
from index.readers.pages.rendering import lines_of
from index.readers.sources import ReadOutcome, Source

LONG = (
    "The mill at Oster has ground no corn since the war, and the council wants to know from its "
    "owner by the end of May what is to become of the wheel, the weir and the four sheds."
)


def _read(folder: Path, body: str, head: str = "") -> ReadOutcome:
    path = folder / "page.html"
    page = f"<html><head><title>The mill</title>{head}</head><body>{body}</body></html>"
    path.write_text(page, "utf-8")
    return read(Source(str(path), path))


def _article(folder: Path, body: str, head: str = "") -> Article:
    outcome = _read(folder, body, head)
    assert not outcome.failures
    return outcome.articles[0]


def _marked(article: Article) -> list[tuple[str, str, str]]:
    return [(one.kind, article.text[one.start : one.end], one.label) for one in article.marks]


@pytest.mark.parametrize("head", ["<title>The mill</title>", "<head><title>The mill</title>"])
def test_a_page_without_a_body_is_read(tmp_path: Path, head: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html>{head}<article><p>{LONG}</p></article>", "utf-8")
    (article,) = read(Source(str(path), path)).articles
    assert (article.info.title, article.text) == ("The mill", LONG)


def test_headings_captions_and_tables_are_marked(tmp_path: Path) -> None:
    article = _article(
        tmp_path,
        f"<article><p>{LONG}</p><h2>The wheel</h2><figure><img><figcaption>The wheel in ice"
        f"</figcaption></figure><p>{LONG}</p><table><tr><th>Year</th><th>Sacks</th></tr>"
        "<tr><td>1938</td><td>410</td></tr></table></article>",
    )
    assert _marked(article) == [
        ("heading", "The wheel", ""),
        ("caption", "The wheel in ice", ""),
        ("table", "Year | Sacks\n1938 | 410", "Year | Sacks"),
    ]


def test_a_page_of_which_much_is_left_out_is_doubtful(tmp_path: Path) -> None:
    others = "".join(f"<div>Ring {n} of the old weir</div>" for n in range(60))
    article = _article(
        tmp_path, f"<div class='body'><p>{LONG}</p><p>{LONG}</p></div><div>{others}</div>"
    )
    told = {origin.field: origin for origin in article.origins}
    kept = len(article.text.split())
    assert told["text"].source.startswith(f"{kept} of ")
    assert told["text"].source.endswith(" words kept")
    assert told["text"].certainty < DOUBTFUL


def test_a_page_of_which_only_its_surroundings_are_left_out_is_not(tmp_path: Path) -> None:
    article = _article(
        tmp_path,
        f"<nav>{'<a href=x>Link of many words here</a>' * 40}</nav><article><p>{LONG}</p></article>"
        f"<aside><p>{LONG}</p><p>{LONG}</p></aside>"
        "<div id='comments'><p>Nonsense, as I wrote here two years ago already.</p></div>",
    )
    assert article.text == LONG
    assert "text" not in {origin.field for origin in article.origins}


@pytest.mark.parametrize("tag", ["div", "font", "b", "table><tr><td", "ul><li"])
def test_elements_that_are_never_closed_lose_no_text(tmp_path: Path, tag: str) -> None:
    paragraphs = "".join(f"<{tag}>Sentence {n} of the mill. " for n in range(400))
    text = _article(tmp_path, paragraphs).text
    assert all(f"Sentence {n} of the mill." in text for n in range(400))


def test_a_page_nested_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    outcome = _read(tmp_path, "<div>" * 100_000 + LONG)
    assert "nested too deeply" in outcome.failures[0].error


def test_cells_that_reach_over_many_rows_do_not_swell(tmp_path: Path) -> None:
    rows = f"<tr><td rowspan=65534>{'x' * 100}</td><td>1</td></tr>" * 200
    article = _article(tmp_path, f"<p>{LONG}</p><table>{rows}</table>")
    assert len(article.text) < 100 * 200 * 25


PARTS = (
    "<p>w <a href=x>v</a></p><table><tr><td>a</td><td>b</td></tr></table>a<br>b<br><br>"
    "<ul><li>a<ul><li>b</li></ul></li></ul><dl><dt>A</dt><dd>b</dd></dl>"
    "<span class=a>A</span><span class=b>B</span><figure><figcaption>c</figcaption></figure>"
)


def test_laying_out_takes_linear_time() -> None:
    def prepare(count: int) -> Callable[[], object]:
        page = lxml_html.fragment_fromstring(PARTS * count, create_parent="div")
        return lambda: list(lines_of(page))

    assert prepare(10)()
    assert_time_is_linear(prepare, 100, 800)
