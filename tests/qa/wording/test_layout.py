"""Quotes laid out: by side, by member, as what may answer, with corrections, and what is left."""

from dataclasses import replace

import pytest

from index.articles.statement import StatementKind
from qa.answers import Kind
from qa.questions.question import Question
from qa.questions.understanding import understand
from qa.wording.layout import Known, MoreStatements, in_sides, laid_out, side_of
from qa.wording.more import more_of, more_sentence, speaker_of
from tests.qa.wording.quotes import article, quote_of

DIRECT = StatementKind.DIRECT
FARES = article(
    "“Fares must fall,” Rita Moss said. “They must not,” Tom Ash said. The council of Lowick "
    "wants lower fares. Buses are full. Trams are empty."
)
MOSS = quote_of(FARES, "“Fares must fall,” Rita Moss said.", speaker="Rita Moss", kind=DIRECT)
ASH = quote_of(FARES, "“They must not,” Tom Ash said.", number=2, speaker="Tom Ash", kind=DIRECT)
COUNCIL = quote_of(FARES, "The council of Lowick wants lower fares.", number=3)


def of_kind(kind: Kind, text: str = "What of fares?") -> Question:
    return replace(understand(text), kind=kind)


def test_a_comparison_is_told_side_by_side() -> None:
    known = Known(sides=("Ash", "Moss", "Lowick", "Una Hale"))
    assert laid_out(of_kind(Kind.COMPARE), [MOSS, ASH, COUNCIL], known) == (
        "Ash\nTom Ash: “They must not,” [2]\n\n"
        "Moss\nRita Moss: “Fares must fall,” [1]\n\n"
        "Lowick\nThe article: The council of Lowick wants lower fares. [3]\n\n"
        "Una Hale\nI found no passage."
    )


def test_what_is_of_no_side_comes_last_and_without_sides_there_are_no_groups() -> None:
    text = laid_out(of_kind(Kind.COMPARE), [COUNCIL, ASH], Known(sides=("Tom Ash",)))
    assert text == (
        "Tom Ash\nTom Ash: “They must not,” [2]\n\n"
        "The article: The council of Lowick wants lower fares. [3]"
    )
    plain = laid_out(of_kind(Kind.COMPARE), [MOSS, ASH], Known(sides=("Una Hale",)))
    assert plain == "Rita Moss: “Fares must fall,” [1]\nTom Ash: “They must not,” [2]"


def test_quotes_are_brought_into_the_order_of_their_sides() -> None:
    corrected = replace(MOSS, corrected_by=2)
    row = in_sides([corrected, ASH, COUNCIL], ("Ash", "Moss"))
    assert [(one.number, one.speaker, one.corrected_by) for one in row] == [
        (1, "Tom Ash", None), (2, "Rita Moss", 1), (3, None, None),
    ]  # fmt: skip


def test_a_quote_that_names_two_sides_is_of_neither() -> None:
    both = article("Moss and Ash disagree on fares.")
    assert side_of(quote_of(both, both.text), ("Rita Moss", "Tom Ash")) is None
    assert side_of(quote_of(both, both.text), ("Moss", "Una Hale")) == "Moss"


def test_a_list_has_its_members_one_a_line() -> None:
    quotes = [
        quote_of(FARES, "Buses are full.", "Buses"),
        quote_of(FARES, "Trams are empty.", "Trams", number=2, score=0.2),
    ]
    assert laid_out(of_kind(Kind.LIST), quotes) == (
        "Buses — The article: Buses are full. [1]\nThe article: Trams are empty. [2]"
    )


@pytest.mark.parametrize(
    ("kind", "polarity", "first"),
    [
        (Kind.YES_NO, True, "Yes"),
        (Kind.YES_NO, False, "No"),
        (Kind.YES_NO, None, "The article: Buses are full. [1]"),
        (Kind.OPEN, True, "The article: Buses are full. [1]"),
    ],
)
def test_yes_or_no_stands_first_where_it_is_known(
    kind: Kind, polarity: bool | None, first: str
) -> None:
    quotes = [quote_of(FARES, "Buses are full.")]
    text = laid_out(of_kind(kind, "Are buses full?"), quotes, Known(polarity=polarity))
    assert text.split("\n")[0] == first


def test_what_may_answer_is_introduced_as_such_and_no_short_answer_stands_first() -> None:
    known = Known(unsure=True, polarity=True, sides=("Ash",))
    for kind in (Kind.YES_NO, Kind.COMPARE, Kind.LIST, Kind.FACT):
        assert laid_out(of_kind(kind), [MOSS, ASH, COUNCIL], known) == (
            "This may answer it:\nRita Moss: “Fares must fall,” [1]\n"
            "Or this:\nTom Ash: “They must not,” [2]\n"
            "Or this:\nThe article: The council of Lowick wants lower fares. [3]"
        )


def test_a_correction_and_what_it_corrects_are_shown_with_their_dates() -> None:
    before = article("The quota is 49,000 tonnes.", "a", date="2012-05-02")
    after = article("The correct figure is 46,000 tonnes.", "b", date="2012-05-05")
    quotes = [
        quote_of(after, after.text, "46,000"),
        quote_of(before, before.text, "49,000", number=2, corrected_by=1),
    ]
    assert laid_out(understand("How large is the quota?"), quotes) == (
        "46,000 tonnes\n"
        "Corrected (2012-05-05): The article: The correct figure is 46,000 tonnes. [1]\n"
        "Before (2012-05-02): The article: The quota is 49,000 tonnes. [2]"
    )


def test_another_figure_later_is_no_correction_and_no_date_is_said() -> None:
    before = article("Seven people died.", "a")
    after = article("Nine people died.", "b", date="2012-05-05")
    quotes = [
        quote_of(after, after.text),
        quote_of(before, before.text, number=2, corrected_by=1),
    ]
    assert laid_out(understand("How many died?"), quotes) == (
        "Later (2012-05-05): The article: Nine people died. [1]\n"
        "Before (undated): The article: Seven people died. [2]"
    )


@pytest.mark.parametrize(
    ("speaker", "statements", "articles", "sentence"),
    [
        (
            "Ada Okoro", 12, 4,
            "12 more statements of Ada Okoro in 4 articles; "
            "pullquote statements --speaker 'Ada Okoro' lists them.",
        ),
        (
            "Okoro", 1, 1,
            "1 more statement of Okoro in 1 article; "
            "pullquote statements --speaker Okoro lists it.",
        ),
        (
            "Ian O'Hara", 1200, 40,
            "1,200 more statements of Ian O'Hara in 40 articles; "
            'pullquote statements --speaker "Ian O\'Hara" lists them.',
        ),
        ("the harbour master", 2, 1, "2 more statements of the harbour master in 1 article."),
    ],
)  # fmt: skip
def test_how_much_more_somebody_says(
    speaker: str, statements: int, articles: int, sentence: str
) -> None:
    more = MoreStatements(speaker=speaker, statements=statements, articles=articles)
    assert more_sentence(more) == sentence
    assert speaker_of(sentence) == speaker
    text = laid_out(understand("What did Moss say?"), [MOSS], Known(more=more))
    assert text == f"Rita Moss: “Fares must fall,” [1]\n{sentence}"


@pytest.mark.parametrize("line", ["", "Two more statements.", "See 2 more statements of Ada [1]."])
def test_other_lines_are_of_nobody(line: str) -> None:
    assert speaker_of(line) is None


def test_nothing_more_is_not_said() -> None:
    more = MoreStatements(speaker="Rita Moss", statements=0, articles=0)
    assert laid_out(understand("What did Moss say?"), [MOSS], Known(more=more)).endswith("[1]")


def test_what_is_left_is_counted_under_all_names_of_the_speaker() -> None:
    counts = [("a", "Rita Moss", 4), ("b", "Moss", 2), ("b", "Tom Ash", 9), ("c", "Una Moss", 1)]
    assert more_of("Rita Moss", counts, 2) == MoreStatements("Rita Moss", 4, 2)
    assert more_of("Rita Moss", counts, 20).statements == 0
    assert more_of("Ada Okoro", counts, 0) == MoreStatements("Ada Okoro", 0, 0)
