"""What is kept of answers, and gaps as they are shown and written as rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.errors import UnknownArticle
from qa.answers import Answer, Kind, Quote, Reason, Verdict
from qa.evaluation.sets.formats.registry import read_question_set
from qa.gaps.filters import filters_json, filters_of
from qa.gaps.of_answers import MOST_PLACES, found_in, unanswered
from qa.gaps.rows import as_line, question_row
from qa.gaps.shown import shown
from qa.gaps.values import LONGEST, Found, Gap, Place

ARTICLE = Article(
    info=ArticleInfo(id="toll-1", title="Toll"), text="The toll rises. “No,” said Ada Moss."
)
NONE = Filters()
QUOTE = Quote(number=1, article=ARTICLE, start=16, end=35, speaker="Ada Moss")
SILENT = Answer(
    question="And then?",
    asked_as="Why does the toll rise?",
    kind=Kind.OPEN,
    answered=False,
    confidence=0.1,
    answer="I found no passage that states this.",
    reason=Reason.NOT_STATED,
    nearest=(QUOTE,) * 5,
)
STATED = replace(SILENT, answered=True, reason=None, quotes=(QUOTE,), nearest=())


def test_what_is_not_stated_is_kept_as_it_stands_alone_with_what_is_nearest() -> None:
    one = unanswered(SILENT, NONE)
    assert one is not None
    assert (one.question, one.verdict, one.reason) == (
        "Why does the toll rise?", Verdict.NOT_STATED, Reason.NOT_STATED,
    )  # fmt: skip
    assert (
        one.nearest == (Place("toll-1", 16, 35, ARTICLE.text_hash[:12], "Ada Moss"),) * MOST_PLACES
    )


def test_what_may_answer_is_kept_with_its_quotes_and_what_is_stated_is_not() -> None:
    doubted = unanswered(replace(STATED, unsure=True), NONE)
    assert doubted is not None
    assert (doubted.verdict, len(doubted.nearest)) == (Verdict.UNSURE, 1)
    assert unanswered(STATED, NONE) is None


@pytest.mark.parametrize("reason", [Reason.EMPTY_INDEX, Reason.OUTSIDE_FILTERS])
def test_what_articles_answer_elsewhere_is_no_gap(reason: Reason) -> None:
    assert unanswered(replace(SILENT, reason=reason), NONE) is None


def test_long_questions_and_filters_have_limits() -> None:
    whole = replace(SILENT, question="x" * LONGEST, asked_as="x" * LONGEST)
    kept = unanswered(whole, NONE)
    assert kept is not None
    assert kept.question == whole.question
    rewritten = unanswered(replace(SILENT, asked_as="x" * (LONGEST + 1)), NONE)
    assert rewritten is not None
    assert rewritten.question == "And then?"
    many = Filters(articles=frozenset(f"article-{number}" for number in range(1_000)))
    assert unanswered(SILENT, many) is None


def test_filters_are_read_as_they_were_written() -> None:
    filters = Filters(author="Ada", sources=frozenset({"The Quay", "B"}), after="2024-01-02")
    assert filters_of(filters_json(filters)) == filters
    assert filters_of(filters_json(NONE)) == NONE


def test_only_what_is_stated_closes_a_gap() -> None:
    assert found_in(SILENT, "2026-01-02") is None
    assert found_in(replace(STATED, unsure=True), "2026-01-02") is None
    assert found_in(STATED, "2026-01-02") == Found(
        on="2026-01-02", places=(Place("toll-1", 16, 35, ARTICLE.text_hash[:12], "Ada Moss"),)
    )


def _gap(**more: object) -> Gap:
    known: dict[str, object] = {
        "number": 3,
        "question": "Why does the toll rise?",
        "filters": '{"source": "The Quay"}',
        "verdict": Verdict.NOT_STATED,
        "reason": Reason.NOT_STATED,
        "asked": 2,
        "first": "2026-01-01",
        "last": "2026-01-03",
    }
    return Gap(**{**known, **more})  # type: ignore[arg-type]


def _then(identifier: str, stamp: str) -> Article:
    if identifier != ARTICLE.id:
        raise UnknownArticle(identifier)
    return ARTICLE


PLACE = Place("toll-1", 16, 35, ARTICLE.text_hash[:12], "Ada Moss")
GONE = Place("gone-1", 0, 5, "a" * 12)
CHANGED = Place("toll-1", 0, 5, "b" * 12)
SINCE = Found(on="2026-01-04", places=(PLACE,))


def test_passages_are_slices_of_the_articles_of_then_or_none() -> None:
    (one,) = shown([_gap(nearest=(PLACE, GONE, CHANGED))], _then)
    assert [passage.text for passage in one.nearest] == [ARTICLE.text[16:35], None, None]
    told = one.to_json()
    assert told["filters"] == {"source": "The Quay"}
    assert told["answered"] is None


@pytest.mark.parametrize(
    ("gap", "answerable", "quotes", "tags"),
    [
        (_gap(), False, [], ["gap"]),
        (_gap(verdict=Verdict.UNSURE, reason=None), None, [], ["gap", "unsure"]),
        (_gap(found=SINCE), True, ["“No,” said Ada Moss"], ["gap"]),
        (_gap(found=Found(on="2026-01-04", places=(GONE,))), False, [], ["gap"]),
    ],
)  # fmt: skip
def test_a_gap_is_a_row_that_evaluate_reads(
    gap: Gap, answerable: bool | None, quotes: list[str], tags: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "gaps.jsonl"
    file.write_text("".join(as_line(question_row(one)) for one in shown([gap], _then)), "utf-8")
    (question,) = read_question_set(file).questions
    assert question.question == gap.question
    assert question.answerable is answerable
    assert [quote.text for quote in question.quotes] == quotes
    assert question.filters == Filters(source="The Quay")
    assert question.tags == tuple(tags)
