"""Verdicts of readers survive and become rows of a question set."""

import json
import sqlite3
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.errors import IndexDamaged, UsageError
from qa.evaluation.sets.feedback import (
    FILE,
    FeedbackStore,
    QuoteOfArticle,
    Verdict,
    as_question_rows,
    marked,
)
from qa.evaluation.sets.formats.registry import read_question_set

ARTICLE = Article(info=ArticleInfo(id="a-1"), text="🎈 Ada said no.  It rained.")
QUOTE = QuoteOfArticle(article="a-1", start=2, end=14, text="Ada said no.", speaker="Ada")


def test_a_verdict_is_there_after_the_store_was_closed(tmp_path: Path) -> None:
    verdict = Verdict(
        good=False, question="Did Ada agree?", history=("Who is Ada?",),
        filters={"author": "Bell"}, answer="Yes. [1]", quotes=(QUOTE,), better=QUOTE,
        note="“wrong” 🎈", at="2024-01-01T00:00:00+00:00",
    )  # fmt: skip
    with FeedbackStore(tmp_path / FILE) as store:
        assert store.add(verdict) == 1
    with FeedbackStore(tmp_path / FILE) as store:
        assert store.rows() == [verdict]
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_marked_words_are_sliced_and_trimmed() -> None:
    found = marked(ARTICLE, 14, 26)
    assert (found.start, found.text) == (16, "It rained.")
    assert ARTICLE.text[found.start : found.end] == found.text


@pytest.mark.parametrize(("start", "end"), [(0, 99), (-1, 3), (5, 5), (14, 16)])
def test_marks_outside_the_text_or_on_nothing_are_refused(start: int, end: int) -> None:
    with pytest.raises(UsageError, match="Mark the words"):
        marked(ARTICLE, start, end)


def test_the_export_is_a_question_set(tmp_path: Path) -> None:
    verdicts = [
        Verdict(good=False, question="Old view?", answer="x [1]", quotes=(QUOTE,)),
        Verdict(good=True, question="Good?", answer="x [1]", quotes=(QUOTE,)),
        Verdict(good=True, question="Silent?", answered=False),
        Verdict(good=False, question="Marked?", quotes=(), better=QUOTE, history=("Who?",)),
        Verdict(good=False, question="Bad?", answer="x [1]", quotes=(QUOTE,), note="no"),
        Verdict(good=True, question="Old view?", answer="x [1]", quotes=(QUOTE,)),
    ]
    rows = as_question_rows(verdicts)
    path = tmp_path / "set.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    found = read_question_set(path)
    assert not found.problems
    assert not found.warnings
    gold = {q.question: (q.answerable, len(q.quotes)) for q in found.questions}
    assert gold == {
        "Good?": (True, 1), "Silent?": (False, 0), "Marked?": (True, 1), "Bad?": (None, 0),
        "Old view?": (True, 1),
    }  # fmt: skip
    assert found.questions[0].quotes[0].speaker == "Ada"


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("no database" * 100)
    with pytest.raises(IndexDamaged, match=r"feedback\.sqlite"):
        FeedbackStore(tmp_path / FILE)
    with pytest.raises(UsageError, match="no such index"):
        FeedbackStore(tmp_path / "gone" / FILE)


def test_a_full_store_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.evaluation.sets.feedback.LARGEST", 10)
    with FeedbackStore(tmp_path / FILE) as store, pytest.raises(UsageError, match="is full"):
        store.add(Verdict(good=True, question="?"))


def test_two_stores_write_to_one_file(tmp_path: Path) -> None:
    with FeedbackStore(tmp_path / FILE) as one, FeedbackStore(tmp_path / FILE) as other:
        one.add(Verdict(good=True, question="a"))
        other.add(Verdict(good=True, question="b"))
        assert [verdict.question for verdict in one.rows()] == ["a", "b"]
    connection = sqlite3.connect(tmp_path / FILE)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    connection.close()


def test_a_store_of_an_earlier_version_is_read_and_written(tmp_path: Path) -> None:
    with FeedbackStore(tmp_path / FILE) as store:
        store.add(Verdict(good=True, question="before"))
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("ALTER TABLE verdicts DROP COLUMN judgements")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with FeedbackStore(tmp_path / FILE) as one, FeedbackStore(tmp_path / FILE) as other:
        one.add(Verdict(good=True, question="after", judgements=(3, 4)))
        assert [verdict.judgements for verdict in other.rows()] == [(), (3, 4)]
        assert [row["question"] for row in as_question_rows(other.rows())] == ["before"]
