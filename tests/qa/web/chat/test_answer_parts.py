"""An answer in parts: a quote stands in the place of its line, and what else there is stays one."""

from dataclasses import replace

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.statement import StatementKind
from qa.answers import Answer, Kind, Quote
from qa.questions.question import Question
from qa.web.chat.answer_parts import Line, Placed, answer_groups
from qa.web.chat.shown_quotes import shown_quote
from qa.wording.layout import Known, laid_out
from qa.wording.more import MoreStatements

_TEXT = (
    "“We count every litre,” Ada Okoro said. Ben Moss said the pipe leaks. "
    "“It was wet,” Okoro added.\nThe well was dug in 1921."
)
_ARTICLE = Article(info=ArticleInfo(id="a", title="T", date="2024-01-02"), text=_TEXT)


def _quote(number: int, words: str, speaker: str | None, **more: object) -> Quote:
    start = _TEXT.index(words)
    quote = Quote(number=number, article=_ARTICLE, start=start, end=start + len(words))
    return replace(quote, speaker=speaker, **more)  # type: ignore[arg-type]


_LITRE = _quote(
    1, "“We count every litre,” Ada Okoro said.", "Ada Okoro", kind=StatementKind.DIRECT
)
_LEAKS = _quote(2, "Ben Moss said the pipe leaks.", "Ben Moss", kind=StatementKind.INDIRECT)
_WET = _quote(3, "“It was wet,” Okoro added.", "Ada Okoro", kind=StatementKind.DIRECT)
_WELL = _quote(4, "The well was dug in 1921.", None)


def _answer(text: str, *quotes: Quote, kind: Kind = Kind.OPEN, unsure: bool = False) -> Answer:
    return Answer(
        question="Q?", asked_as="Q?", kind=kind, answered=True, confidence=0.9, answer=text,
        quotes=quotes, unsure=unsure,
    )  # fmt: skip


def _laid(kind: Kind, *quotes: Quote, known: Known = Known()) -> Answer:  # noqa: B008
    question = Question(text="Q?", kind=kind)
    return _answer(laid_out(question, quotes, known), *quotes, kind=kind, unsure=known.unsure)


def _shown(answer: Answer) -> list[tuple[str, list[str]]]:
    """Return title and parts of each group, a quote as its label and number."""
    groups = answer_groups(answer, [shown_quote(one, answer.quotes) for one in answer.quotes])
    return [(group.title, [_said(part) for part in group.parts]) for group in groups]


def _said(part: Line | Placed) -> str:
    if isinstance(part, Placed):
        return f"{part.label}[{part.source.number}]"
    return f"{part.role}: {part.text}"


def test_every_line_that_is_laid_out_for_a_quote_is_the_quote() -> None:
    known = Known(more=MoreStatements("Ada Okoro", 7, 2))
    assert _shown(_laid(Kind.WHO_SAID, _LITRE, _LEAKS, _WELL, known=known)) == [
        ("", ["[1]", "[2]", "[4]", "after: 7 more statements of Ada Okoro in 2 articles."])
    ]


def test_a_short_answer_leads_and_what_corrects_is_labelled() -> None:
    before = replace(_LITRE, corrected_by=2)
    lines = laid_out(Question(text="Q?", kind=Kind.FACT), (before, _LEAKS))
    assert _shown(_answer(f"1921\n{lines}", before, _LEAKS)) == [
        ("", ["lead: 1921", "Before (2024-01-02)[1]", "Later (2024-01-02)[2]"])
    ]


def test_members_of_a_list_are_labels() -> None:
    well = replace(_WELL, score=0.9, answer_span=(_WELL.end - 5, _WELL.end - 1))
    assert _shown(_laid(Kind.LIST, well)) == [("", ["1921[4]"])]


def test_sides_are_groups_and_one_without_quotes_says_so() -> None:
    known = Known(sides=("Ada Okoro", "Ines Vale", "Ben Moss"))
    assert _shown(_laid(Kind.COMPARE, _LITRE, _WET, _LEAKS, _WELL, known=known)) == [
        ("Ada Okoro", ["[1]", "[3]"]),
        ("Ines Vale", ["after: I found no passage."]),
        ("Ben Moss", ["[2]"]),
        ("", ["[4]"]),
    ]


def test_speakers_are_groups_where_somebody_speaks_twice() -> None:
    assert _shown(_laid(Kind.TOPIC, _LITRE, _LEAKS, _WET, _WELL)) == [
        ("Ada Okoro", ["[1]", "[3]"]),
        ("Ben Moss", ["[2]"]),
        ("", ["[4]"]),
    ]
    assert _shown(_laid(Kind.TOPIC, _LITRE, _WET)) == [("", ["[1]", "[3]"])]
    corrected = replace(_LITRE, corrected_by=3)
    assert len(_shown(_laid(Kind.TOPIC, corrected, _LEAKS, _WET))) == 1


def test_what_may_answer_is_said_once_by_the_verdict() -> None:
    assert _shown(_laid(Kind.FACT, _LITRE, _LEAKS, known=Known(unsure=True))) == [
        ("", ["[1]", "[2]"])
    ]


def test_quotes_of_several_lines_and_long_ones_are_quotes_too() -> None:
    lines = Article(info=ArticleInfo(id="b"), text="One | 1\nTwo | 2\n" + "word " * 90 + "end.")
    rows = Quote(number=1, article=lines, start=0, end=15)
    long = Quote(number=2, article=lines, start=16, end=len(lines.text))
    assert _shown(_laid(Kind.OPEN, rows, long)) == [("", ["[1]", "[2]"])]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ben wrote “T”. [1]", [": Ben wrote “T”. [1]", "[1]"]),
        ("dug: “The well was dug in 1921.” [4]", ["dug[4]"]),
        ("See [9].", ["lead: See [9]."]),
    ],
)
def test_other_lines_stay_and_no_quote_is_left_out(text: str, parts: list[str]) -> None:
    quotes = [one for one in (replace(_LITRE), _WELL) if f"[{one.number}]" in text]
    expected = parts if "[9]" not in text else [": See [9]."]
    assert _shown(_answer(text, *quotes)) == [("", expected)]


def test_without_quotes_all_lines_are_alike() -> None:
    assert _shown(_answer("Hello.\nAsk.")) == [("", [": Hello.", ": Ask."])]
