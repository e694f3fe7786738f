"""What is printed of an answer: the verdict, whose words, what is corrected, the notes."""

from dataclasses import replace

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.articles.statement import StatementKind
from qa.answers import Answer, Kind, Quote, Reason
from qa.cli import terminal

TEXT = "Moss denied that it leaks. It was built in 1921."
ARTICLE = Article(
    info=ArticleInfo(id="weir-1", title="Weir", date="2012-05-02"),
    text=TEXT,
    marks=(Mark(kind="page", start=0, end=len(TEXT), label="7"),),
)
DENIED = Quote(
    number=1, article=ARTICLE, start=0, end=26, speaker="Rita Moss", kind=StatementKind.INDIRECT
)
BUILT = Quote(number=2, article=ARTICLE, start=27, end=len(TEXT), corrected_by=1)


def printed(capsys: pytest.CaptureFixture[str], **values: object) -> str:
    made: dict[str, object] = {
        "question": "Does it leak?", "asked_as": "Does it leak?", "kind": Kind.OPEN,
        "answered": True, "confidence": 0.31, "answer": "Words [1] [2]", "quotes": (DENIED, BUILT),
    }  # fmt: skip
    terminal.show_answer(Answer(**{**made, **values}))  # type: ignore[arg-type]
    return capsys.readouterr().out


def test_an_answer_tells_its_verdict_whose_words_and_what_is_corrected(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = printed(capsys, notes=("Understood “weer” as weir.",))
    lines = [line.strip() for line in out.splitlines() if line.strip()]
    assert lines[0] == "Understood “weer” as weir."
    assert "[1] Rita Moss, reported — Weir · 2012-05-02" in lines
    assert "[2] corrected by [1]: Weir · 2012-05-02" in lines
    assert "weir-1 (27-48, page 7)" in lines
    assert lines[-1] == "Stated, confidence 31%"


def test_the_time_in_a_recording_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    timed = replace(ARTICLE, marks=(Mark("time", 27, len(TEXT), "00:12:05"),))
    out = printed(capsys, quotes=(replace(BUILT, article=timed),))
    assert "weir-1 (27-48, at 12:05)" in out


def test_what_may_answer_is_printed_as_that(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, unsure=True, quotes=(DENIED,))
    assert "[1] may answer: Rita Moss, reported — Weir" in out
    assert "Unsure, confidence 31%" in out


def test_what_is_no_question_has_no_confidence(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, quotes=(), answer="You are welcome.", kind=Kind.METADATA)
    assert out.strip() == "You are welcome."


def test_a_refusal_shows_what_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(
        capsys, answered=False, answer="I found no passage that states this.", quotes=(),
        reason=Reason.NOT_STATED, nearest=(BUILT,),
    )  # fmt: skip
    assert "Nearest passages, which may not answer:" in out
    assert "It was built in 1921." in out
    assert "Stated" not in out
