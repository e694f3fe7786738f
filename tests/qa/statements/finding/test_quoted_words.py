"""Quotation marks around what nobody says: titles, slogans, messages, terms, names."""

from qa.statements.finding import find_candidates, find_statements
from qa.statements.plausibility.quoted import LONE, of_quotation

PAGE = (
    "Setting up the Orlo oven\n\n"
    "“Cook what you like.” That is our slogan. The panel shows “READY” when the oven is hot. If it "
    "says “DOOR”, close the door. The mode known as “Slow Roast” asks for patience. A sticker that "
    "reads “Caution, hot” is on the side. The key marked “Steam” calls up the menu.\n\n"
    "“I burned three cakes before I read this page,” writes Petra Sandoval, who tests ovens."
)


def test_a_manual_has_no_speakers_but_who_speaks() -> None:
    found = find_statements(PAGE)
    assert {one.speaker for one in found if one.speaker} == {"Petra Sandoval"}
    quoted = [PAGE[one.start : one.end] for one in found]
    assert "“I burned three cakes before I read this page,”" in quoted
    assert not {"“READY”", "“DOOR”", "“Slow Roast”", "“Caution, hot”"} & {*quoted}


def test_a_quotation_without_a_cue_is_judged_too() -> None:
    lone = [one for one in find_candidates(PAGE) if LONE in one.features]
    assert [PAGE[one.statement.start : one.statement.end] for one in lone] == [
        "“Cook what you like.”"
    ]


def test_speech_that_goes_on_in_the_next_paragraph_is_kept() -> None:
    text = (
        "Ada Brandt, the harbour master, said the pier would close.\n\n“We have asked for money. "
        "Nobody answered us,” she said.\n\n“I will not ask again.”"
    )
    assert {one.speaker for one in find_statements(text)} == {"Ada Brandt"}
    assert len(find_statements(text)) == 3


def test_what_is_called_by_a_name_says_nothing() -> None:
    text = "Ada Brandt has started a petition called “Save the Pier”. She said it had 900 names."
    assert [one.speaker for one in find_statements(text)] == ["Ada Brandt"]


def test_quoted_words_tell_titles_from_speech() -> None:
    assert "quoted title" in of_quotation("“The Long Road Home”")
    assert "quoted title" not in of_quotation("“We are going home,”")
    assert "quoted ends ," in of_quotation("“We are going home,”")
    assert "quoted ends word" in of_quotation("“READY”")
    assert "quoted has we" in of_quotation("“We’re late.”")
    assert "quoted clause True" in of_quotation("“It is late.”")
    assert "quoted begins small" in of_quotation("“a bit late”")
    assert "quoted words 0" in of_quotation("“…”")
