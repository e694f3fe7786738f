"""Hostile words wherever words are shown: none becomes markup, runs, or fetches anything."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from attack_payloads import MARKUP, hostile_articles, markup
from playwright.sync_api import BrowserContext, FilePayload, Page, expect
from web_server import Running, Watched, serving, watching

from index.articles.article import Article, ArticleInfo, normalise_text
from index.collection import Index
from qa.answers import Answer, Kind, Quote
from qa.assistant import Ask
from qa.citing.cited import quote_path
from qa.evaluation.metrics.aggregates import figures
from qa.evaluation.metrics.question_result import QuestionResult, ResultQuote
from qa.evaluation.report import page as report
from qa.evaluation.report.junit import junit
from qa.evaluation.runs.run_record import RunRecord, RunSettings
from qa.evaluation.sets.question_sets import RowProblem
from qa.web.chat.fragments import exchange_html
from qa.web.chat.page_words import page_words
from qa.web.chat.shown_quotes import shown_article
from qa.web.pages.article_text import article_values
from qa.web.pages.templates import render
from qa.web.settings import RateLimits

_PATIENCE = 300  # milliseconds for a script to run, if one would
_BATCH = 150
_OWN_ATTRIBUTES = {
    "alt", "aria-current", "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby",
    "class",
    "data-about", "data-again", "data-answer", "data-article", "data-cite", "data-code",
    "data-copy", "data-earlier", "data-edit", "data-place", "data-quote", "data-read", "data-ready",
    "data-share", "data-stamp", "data-step", "data-turn", "data-verdict", "datetime", "dir",
    "disabled", "hidden", "href", "id", "lang", "loading", "rel", "role", "src", "tabindex",
    "target", "type", "value",
}  # fmt: skip
_ACTIVE = (
    "script, link, base, iframe, frame, object, embed, applet, math, img, image, video, audio, "
    "form, input, textarea, select, template, marquee, "
    "a[href^='javascript' i], a[href^='data' i]"
)
_FOREIGN = f"{_ACTIVE}, style, meta, svg, source, details, dialog, [style], [src]"
_DRAWN = "svg.thumb, svg.sign, select.copy-format"  # ours, where they are as templates make them
_PICTURE = "read/everything/pages/1/picture"
_LISTED = (  # ours, but not all that is in them
    ".turn > details.sources, .article-head > details.page-picture, "
    f".page-picture > a > img[src='{_PICTURE}']"
)
_NEVER = (
    "script, style, link, base, iframe, object, embed, math, img, image, video, audio, svg, "
    "[style], [src], [onerror], [onfocus], [onload], "
    "a[href^='javascript' i], a[href^='data' i]"
)

_LINKS = ("./?q=", "read/", "quote/", "check", "speakers/named?", "http://", "https://", "about:")
"""How the addresses begin to which an answer leads."""


@dataclass
class _Everything:
    """Answers "batch 3" with a quote of every article of the third batch; all words are theirs."""

    articles: Sequence[Article]

    def ask_many(self, asks: Sequence[Ask]) -> list[Answer]:
        return [self._answer(ask.question) for ask in asks]

    def _answer(self, question: str) -> Answer:
        number = int(question.split()[-1])
        return _answer(self.articles[number * _BATCH : (number + 1) * _BATCH])


def _answer(articles: Sequence[Article]) -> Answer:
    words = "\n".join(_titles(articles))
    return Answer(
        question=words,
        asked_as=f"Again: {words}"[:1900],  # it is the history of the next question
        kind=Kind.OPEN,
        answered=True,
        confidence=0.9,
        answer=f"[1] {words}",
        quotes=tuple(_quote(place, article) for place, article in enumerate(articles, 1)),
    )


def _titles(articles: Sequence[Article]) -> list[str]:
    return [article.info.title or "" for article in articles]


def _quote(number: int, article: Article) -> Quote:
    start = len(article.info.title or "") + 1
    end = article.text.index(" ends.", start) + len(" ends.")
    return Quote(
        number=number, article=article, start=start, end=end, speaker=article.info.author,
        answer_span=(start + 4, start + 9),
    )  # fmt: skip


@pytest.fixture(scope="module")
def infested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose articles, examples and answers are all payloads."""
    payloads = markup(every=10)
    folder = tmp_path_factory.mktemp("infested")
    unlimited = RateLimits(requests=10**6, questions=10**6)
    with serving(folder, examples=tuple(payloads[:4]), limits=unlimited) as server:
        server.memory_index.stored[:] = hostile_articles(payloads)
        server.memory_index.generation += 1
        everything = _Everything(server.memory_index.stored)
        server.assistant.ask_many = everything.ask_many  # type: ignore[method-assign]
        yield server


def _batches(server: Running) -> Iterator[tuple[int, list[Article]]]:
    stored = server.memory_index.stored
    for number, start in enumerate(range(0, len(stored), _BATCH)):
        yield number, stored[start : start + _BATCH]


def _quiet(watched: Watched, server: Running | None = None) -> None:
    """Check that no script ran and nobody else was asked for anything."""
    own = {urlsplit(server.url).netloc} if server else set()
    asked = {urlsplit(url).netloc for url in watched.requests if url.startswith("http")}
    assert watched.dialogs == []
    assert asked <= own


def _plain() -> str:
    """Return answers without a payload: each verdict once."""
    article = Article(info=ArticleInfo(id="plain", title="Plain"), text="Plain\nIt ends.")
    stated = _answer([article])
    refused = replace(stated, answered=False, quotes=(), answer="None.")
    return "".join(exchange_html(one, 1) for one in (stated, replace(stated, unsure=True), refused))


def _only_ours(page: Page, selector: str) -> None:
    """Check that everything inside is of the elements and attributes that we make."""
    found: dict[str, Any] = page.evaluate(
        """([selector, foreign, drawn, listed, plain]) => {
          const ours = new DOMParser().parseFromString(plain, "text/html").querySelectorAll(drawn);
          const known = new Set([...ours].map((one) => one.outerHTML));
          const all = [...document.querySelectorAll(selector + " *")];
          const inside = all.filter((one) => !known.has(one.closest(drawn)?.outerHTML));
          const isForeign = (one) => one.matches(foreign) && !one.matches(listed);
          return {
            elements: inside.filter(isForeign).map((one) => one.outerHTML),
            attributes: [...new Set(inside.flatMap((one) => one.getAttributeNames()))],
            count: inside.length,
          };
        }""",
        [selector, _FOREIGN, _DRAWN, _LISTED, _plain()],
    )
    assert found["count"] > 0
    assert found["elements"] == []
    assert set(found["attributes"]) <= _OWN_ATTRIBUTES


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_payload_becomes_markup_in_the_conversation(
    infested: Running, wide: BrowserContext
) -> None:
    with watching(wide) as watched:
        page = watched.page
        page.goto(infested.url)
        page.wait_for_selector("html[data-chat=ready]")
        for turn, (number, batch) in enumerate(_batches(infested), 1):
            page.fill("#question textarea", f"batch {number}")
            page.keyboard.press("Enter")
            page.wait_for_selector(f'[data-ready][data-turn="{turn}"]')
            last = f'#turns [data-turn="{turn}"]'
            titles = _titles(batch)
            quotes = [_quote(1, article).text for article in batch]
            _only_ours(page, last)
            assert page.locator(f"{last} .question").text_content() == "\n".join(titles)
            assert page.locator(f"{last} .speaker").all_text_contents() == titles
            assert page.locator(f"{last} .source-title").all_text_contents() == titles
            assert page.locator(f"{last} blockquote").all_text_contents() == quotes
        page.click("#filter-open")
        page.get_by_role("combobox", name="Author").click()
        page.wait_for_selector("#names-author [data-name]")
        page.wait_for_timeout(_PATIENCE)
        _quiet(watched, infested)


@pytest.mark.browser
def test_no_payload_becomes_markup_in_the_panel(infested: Running, wide: BrowserContext) -> None:
    with watching(wide) as watched:
        page = watched.page
        page.goto(infested.url)
        page.wait_for_selector("html[data-chat=ready]")
        page.fill("#question textarea", "batch 0")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-ready]")
        for place in range(0, min(_BATCH, len(infested.memory_index.stored)), 10):
            article = infested.memory_index.stored[place]
            page.locator("#turns .number").nth(place).click()
            page.wait_for_function(
                "text => document.querySelector('.article-text')?.textContent === text",
                arg=article.text,
            )
            _only_ours(page, "#article-scroll")
            assert page.locator("#article-title").text_content() == article.info.title
            assert page.locator("#quote").text_content() == _quote(1, article).text
        page.wait_for_timeout(_PATIENCE)
        _quiet(watched, infested)


@pytest.mark.browser
def test_no_payload_becomes_markup_even_without_a_policy(wide: BrowserContext) -> None:
    """All payloads in one turn and in one article, in a page that has no policy to hide behind."""
    articles = hostile_articles(markup())
    answer = replace(_answer(articles), answer="[1] " + "\n".join(markup()))
    info = ArticleInfo(id="everything", title="\n".join(markup()), author="\n".join(markup()))
    whole = Article(info=info, text="\n".join(article.text for article in articles))
    page_of_article = render(
        "chat/article_panel.html",
        **article_values(whole, None, None),
        changed=False,
        until=None,
        changed_on=None,
        cite_link=quote_path(whole, 0, 9),
        picture={
            "label": "\n".join(markup()),
            "link": "read/everything/pages/1",
            "source": _PICTURE,
        },
        words=page_words("en"),
        copies=[shown_article(info, "")],
        more_copies=0,
    )
    with watching(wide) as watched:
        page = watched.page
        page.set_content(f"<main>{exchange_html(answer, 1)}{page_of_article}</main>")
        _only_ours(page, "main")
        assert page.locator(".source-title").all_text_contents() == _titles(articles)
        assert page.locator(".speaker").all_text_contents() == _titles(articles)
        assert page.locator(".article-text").text_content() == whole.text
        for link in page.locator("main a").evaluate_all("all => all.map((a) => a.href)"):
            assert link.startswith(_LINKS), link
        page.wait_for_timeout(_PATIENCE)
        _quiet(watched)


@pytest.mark.browser
def test_no_payload_becomes_markup_in_the_widget(infested: Running, wide: BrowserContext) -> None:
    with watching(wide) as watched:
        page = watched.page
        page.goto(f"{infested.url}/embed")
        page.wait_for_selector("#examples li")
        assert (
            page.locator("#examples").get_by_role("button").all_text_contents()
            == markup(every=10)[:4]
        )
        for turn, (number, batch) in enumerate(_batches(infested)):
            page.fill("#question", f"batch {number}")
            page.keyboard.press("Enter")
            last = page.locator("#log .turn").nth(turn)
            last.locator(".answer").wait_for()
            quotes = [_quote(1, article).text for article in batch]
            titles = _titles(batch)
            assert last.locator("blockquote").all_text_contents() == quotes
            assert last.locator(".speaker").all_text_contents() == titles
            assert last.locator("cite").all_text_contents() == titles
        _only_ours(page, "#log")
        _only_ours(page, "#examples")
        page.wait_for_timeout(_PATIENCE)
        _quiet(watched, infested)


@pytest.mark.browser
def test_no_option_of_a_page_becomes_markup_in_the_widget(
    infested: Running, wide: BrowserContext
) -> None:
    with watching(wide) as watched:
        page = watched.page
        page.goto(f"{infested.url}/embed")
        for payload in MARKUP[::3]:
            page.evaluate(
                """(payload) => {
                  const names = ["title", "greeting", "questions", "accent", "origin", "author"];
                  const given = names.map((name) => [name, payload.replaceAll("|", "")]);
                  location.hash = new URLSearchParams(given);
                }""",
                payload,
            )
            page.reload()
            page.wait_for_selector("[data-ready]")
            assert page.locator("#title").text_content() == payload.replace("|", "").strip()
            assert (
                page.locator("body").locator(_FOREIGN).count()
                == page.locator("form#ask, form#ask textarea, #strings").count()
            )
        page.wait_for_timeout(_PATIENCE)
        _quiet(watched, infested)


def _file_names() -> list[str]:
    """Return payloads as names of files, as far as a file may be called so."""
    return [f"{one.replace('/', '|')[:180]}.txt" for one in MARKUP]


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_file_name_becomes_markup_where_articles_are_listed_or_added(
    tmp_path: Path, wide: BrowserContext
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, payload in zip(_file_names(), MARKUP, strict=True):
        text = f"{payload}\n\nBy {payload}\n\nThe ferry is late, said Piet Vos. {payload}\n"
        (folder / name).write_text(text, "utf-8")
    with Index.open(tmp_path / "index", create=True) as index:
        assert index.add([str(folder)]).added == len(MARKUP)
        titles = {info.title for info in index.articles()}
    with (
        serving(tmp_path / "index", real=True, examples=("Who?",)) as server,
        watching(wide) as watched,
    ):
        page = watched.page
        page.goto(f"{server.url}/manage")
        page.locator("#articles > li").nth(len(MARKUP) - 1).wait_for()
        sent: list[FilePayload] = [
            {"name": name, "mimeType": "text/plain", "buffer": f"{name}\n\nIt rains.".encode()}
            for name in _file_names()[:4]
        ]
        page.set_input_files("#files", sent)
        for place in range(len(sent)):
            ready = page.locator(".draft").nth(place)
            expect(ready).to_have_attribute("data-state", re.compile("ready|failed"))
        names = page.locator(".draft-name").all_text_contents()
        assert names == _file_names()[: len(sent)]
        for list_of in ("#articles", "#queue"):
            inside = page.locator(list_of).locator(_NEVER)
            assert inside.count() == 0
        shown = "\n".join(page.locator("#articles").all_text_contents())
        assert all((title or "") in shown for title in titles)
        page.wait_for_timeout(_PATIENCE)
        _quiet(watched, server)


_HIDDEN = "".join(chr(0xE0000 + ord(letter)) for letter in "tell nobody")
_UNSEEN = f"The \u202eyrref\u202c {_HIDDEN}is \u2067late 🏴󠁧󠁢󠁳󠁣󠁴󠁿 to\u200bday."


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("place", ["chat", "widget"])
def test_what_is_hidden_in_a_quote_is_named_and_the_quote_unchanged(
    tmp_path: Path, wide: BrowserContext, place: str
) -> None:
    article = Article(info=ArticleInfo(id="unseen-1", title=_UNSEEN), text=f"First. {_UNSEEN}")
    quote = Quote(number=1, article=article, start=7, end=7 + len(_UNSEEN), speaker=_UNSEEN)
    answer = replace(_answer([]), question="Q", asked_as="Q", answer="[1] Yes.", quotes=(quote,))
    with serving(tmp_path) as server, watching(wide) as watched:
        server.assistant.ask_many = lambda asks: [answer for _ in asks]  # type: ignore[method-assign]
        page = watched.page
        page.goto(server.url + ("/embed" if place == "widget" else "/"))
        page.wait_for_selector("[data-ready]" if place == "widget" else "html[data-chat=ready]")
        page.fill("#question" if place == "widget" else "#question textarea", "Who?")
        page.keyboard.press("Enter")
        shown = page.locator("blockquote")
        shown.wait_for()
        assert shown.text_content() == quote.text == _UNSEEN
        codes = shown.locator("bdi.control").evaluate_all("all => all.map((b) => b.dataset.code)")
        assert codes == ["U+202E", "U+202C", "tell nobody", "U+2067"]
        marks = shown.locator("bdi.control").evaluate_all(
            "all => all.map((b) => getComputedStyle(b, '::before').content)"
        )
        assert all("⟦" in mark for mark in marks)
        isolated = shown.locator("bdi.control").first.evaluate(
            "b => getComputedStyle(b).unicodeBidi"
        )
        assert isolated.startswith("isolate")


# What is written down ----------------------------------------------------------------------------


def _record(payloads: list[str]) -> RunRecord:
    rows = tuple(_row(number, payload) for number, payload in enumerate(payloads, 1))
    settings = RunSettings(
        mode="open", set_name=payloads[0], set_form="native", set_digest=payloads[0],
        reader=payloads[0], embedding_model=payloads[0], version=payloads[0],
    )  # fmt: skip
    return RunRecord(
        created=payloads[0],
        settings=settings,
        questions=rows,
        figures=figures(rows, intervals=False),
        failed=tuple(RowProblem(row=1, id=one, message=one) for one in payloads[:14]),
        warnings=tuple(RowProblem(row=1, id=one, message=one) for one in payloads[:14]),
    )


def _row(number: int, payload: str) -> QuestionResult:
    piece = ResultQuote(
        article=payload, start=0, end=len(payload), text=payload, title=payload, link=payload,
        path=payload, speaker=payload, before=payload, after=payload,
    )  # fmt: skip
    grouped = number <= 14  # a table has a row for each kind and tag
    return QuestionResult(
        id=payload, row=number, question=payload, asked_as=f"Again: {payload}",
        kind=payload if grouped else "fact", tags=(payload,) if grouped else (), answerable=True,
        answers=(payload,), expected=(piece,), answered=True, confidence=0.9, prediction=payload,
        answer=payload, quotes=(piece,), right=False, scores={"em": 0.0, "f1": 0.0},
        error=payload if number % 2 else None,
    )  # fmt: skip


@pytest.mark.browser
def test_no_payload_becomes_markup_in_the_report(
    wide: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    payloads = [normalise_text(one) for one in markup(every=8)]
    monkeypatch.setattr(report, "WORST", len(payloads))
    path = tmp_path / "report.html"
    path.write_text(report.render(_record(payloads)), "utf-8")
    with watching(wide) as watched:
        page = watched.page
        page.goto(path.as_uri())
        assert page.locator(".case").count() == len(payloads)
        assert page.locator("body").locator(_ACTIVE).count() == 0
        names: list[str] = page.evaluate(
            "[...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames())"
        )
        assert [name for name in names if name.startswith("on") or name in {"src", "srcdoc"}] == []
        headings = page.locator(".case h3").all_inner_texts()
        assert len(headings) == len(payloads)
        page.wait_for_timeout(_PATIENCE)
        _quiet(watched)


def test_no_payload_breaks_the_xml_of_a_run() -> None:
    payloads = [normalise_text(one) for one in markup()]
    suite = ElementTree.fromstring(junit(_record(payloads)))
    names = [case.get("name", "") for case in suite.iter("testcase")]
    assert names[0] == f"{payloads[0]}: {payloads[0]}"
    assert len(names) >= len(payloads)
