"""The sample articles and questions hold what they promise, gold quotes verbatim."""

import html.parser
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ARTICLES = SAMPLES / "articles"

KINDS = {"who-said", "fact", "yes-no", "open", "metadata"}
WHY_UNANSWERABLE = {
    "topic-absent",
    "wrong-topic",
    "near-miss",
    "unknown-speaker",
    "outside-filters",
}
OTHER_TAGS = {
    "unanswerable",
    "follow-up",
    "two-speakers",
    "paraphrase",
    "reported-speech",
    "near-duplicate",
    "correction",
    "table",
}
REQUIRED = {"id", "question", "answers", "answerable", "quotes", "tags"}
OPTIONAL = {"history", "filters"}
FILTERS = {"author", "source", "after", "before"}

# An article that no gold quote comes from belongs here, with its reason.
WITHOUT_QUESTION: dict[str, str] = {}


class _Paragraphs(html.parser.HTMLParser):
    """Collects the text of each paragraph, heading and table cell inside <article>."""

    BLOCKS = frozenset({"p", "h1", "h2", "h3", "li", "td", "th", "caption"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = False
        self.blocks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self.inside = True
        if self.inside and tag in self.BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and self.blocks:
            self.blocks[-1] += data


def _html_paragraphs(page: str) -> list[str]:
    parser = _Paragraphs()
    parser.feed(page)
    return parser.blocks


def _markdown_paragraphs(text: str) -> list[str]:
    body = text.split("\n---\n", 1)[1]
    body = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", body)
    body = re.sub(r"\*{1,2}([^*\n]+)\*{1,2}", r"\1", body)
    return body.split("\n\n")


def _paragraphs() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(ARTICLES.iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            for line in text.splitlines():
                row = json.loads(line)
                found[row["url"]] = row["text"].split("\n\n")
        elif path.suffix == ".html":
            found[path.name] = _html_paragraphs(text)
        elif path.suffix == ".md":
            found[path.name] = _markdown_paragraphs(text)
        else:
            found[path.name] = text.split("\n\n")
    return found


PARAGRAPHS = _paragraphs()
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
BY_ID = [pytest.param(row, id=row["id"]) for row in QUESTIONS]


def test_there_are_enough_articles_of_each_format() -> None:
    formats = Counter(path.suffix for path in ARTICLES.iterdir())
    assert set(formats) == {".txt", ".md", ".html", ".jsonl"}
    assert min(formats[".txt"], formats[".md"], formats[".html"]) >= 8
    assert len(PARAGRAPHS) >= 27


def test_there_are_enough_questions_of_each_sort() -> None:
    tags = Counter(tag for row in QUESTIONS for tag in row["tags"])
    assert len(QUESTIONS) >= 90
    assert tags["unanswerable"] >= 24
    assert tags["follow-up"] >= 12
    assert tags["two-speakers"] >= 8
    assert sum("filters" in row for row in QUESTIONS) >= 8
    assert all(tags[tag] >= 3 for tag in KINDS)
    assert all(tags[tag] >= 2 for tag in WHY_UNANSWERABLE)


def test_no_two_questions_share_an_id() -> None:
    ids = [row["id"] for row in QUESTIONS]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("row", BY_ID)
def test_a_row_has_the_keys_and_tags_of_the_native_form(row: dict[str, Any]) -> None:
    assert set(row) >= REQUIRED
    assert set(row) <= REQUIRED | OPTIONAL
    assert set(row["tags"]) <= KINDS | WHY_UNANSWERABLE | OTHER_TAGS
    assert len(KINDS.intersection(row["tags"])) == 1
    assert set(row.get("filters", {})) <= FILTERS
    assert ("follow-up" in row["tags"]) == bool(row.get("history"))


@pytest.mark.parametrize("row", BY_ID)
def test_only_an_answerable_question_has_answers_and_quotes(row: dict[str, Any]) -> None:
    assert row["answerable"] == ("unanswerable" not in row["tags"])
    assert row["answerable"] == bool(row["answers"])
    # Who wrote an article, and when, stands in its record and not in its text.
    assert bool(row["quotes"]) == (row["answerable"] and "metadata" not in row["tags"])
    assert (len(WHY_UNANSWERABLE.intersection(row["tags"])) == 1) == (not row["answerable"])


@pytest.mark.parametrize("row", BY_ID)
def test_every_gold_quote_stands_verbatim_in_one_paragraph(row: dict[str, Any]) -> None:
    for quote in row["quotes"]:
        assert any(quote["text"] in paragraph for paragraph in PARAGRAPHS[quote["article"]]), quote


@pytest.mark.parametrize("row", BY_ID)
def test_two_speakers_are_two(row: dict[str, Any]) -> None:
    if "two-speakers" in row["tags"]:
        assert len({quote["speaker"] for quote in row["quotes"]}) == 2


def test_every_article_is_asked_about_or_has_a_reason() -> None:
    asked = {quote["article"] for row in QUESTIONS for quote in row["quotes"]}
    assert set(PARAGRAPHS) - asked == set(WITHOUT_QUESTION)


def test_a_printed_article_has_the_layout_of_the_web_site() -> None:
    for path in ARTICLES.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0] == "logo", path
        assert re.fullmatch(r"Published on .+ \(http://\S+\)", lines[1]), path
        assert lines[3] == lines[3].upper(), path
        assert re.fullmatch(r"By .+ \(\d\d/\d\d/\d{4} issue of .+\)", lines[5]), path
        assert lines[-2] == "Source URL:", path
        assert lines[-1].startswith("http://"), path
