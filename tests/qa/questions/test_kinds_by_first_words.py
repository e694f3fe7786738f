"""Every way to begin a question, told by what it asks for; politeness around it left out."""

import pytest

from index.errors import LanguageError, UsageError
from qa.answers import Kind
from qa.questions.kinds import kind_of
from qa.questions.question import Asks
from qa.questions.understanding import MAX_LENGTH, bare_wording, check, understand


@pytest.mark.parametrize("lead", ["who", "whom", "whose boat", "by whom", "which party"])
def test_a_person_is_asked_for(lead: str) -> None:
    assert kind_of(f"{lead} did it sink") == (Kind.FACT, Asks.PERSON)


@pytest.mark.parametrize(
    "lead",
    [
        "when", "since when", "until when", "what year", "which day", "what date", "which month",
        "what time", "how long ago",
        *(f"{word} which year" for word in ("in", "on", "by", "during", "at", "from")),
        *(f"in what {noun}" for noun in ("century", "decade", "year", "month", "day", "time")),
    ],
)  # fmt: skip
def test_a_time_is_asked_for(lead: str) -> None:
    assert kind_of(f"{lead} did it sink") == (Kind.FACT, Asks.DATE)


@pytest.mark.parametrize(
    "lead", ["where", "which town", "what location", "in what region", "in which state"]
)
def test_a_place_is_asked_for(lead: str) -> None:
    assert kind_of(f"{lead} did it sink") == (Kind.FACT, Asks.PLACE)


@pytest.mark.parametrize("lead", ["which region", "what state", "of which century", "for what day"])
def test_a_state_may_act_and_a_time_needs_its_preposition(lead: str) -> None:
    assert kind_of(f"{lead} did it sink") == (Kind.FACT, Asks.ANYTHING)


@pytest.mark.parametrize(
    "lead",
    [
        *(f"{word} how many" for word in ("by", "for", "to", "at", "in", "of", "with", "on")),
        "how fast", "how few", "what percentage", "what price", "what sum", "of what age",
        *(f"what {be} the total" for be in ("is", "are", "was", "were")),
        "what was the highest rate", "what is the population",
    ],
)  # fmt: skip
def test_a_number_is_asked_for(lead: str) -> None:
    assert kind_of(f"{lead} of the boats") == (Kind.FACT, Asks.NUMBER)


@pytest.mark.parametrize("lead", ["what were the very highest rates", "what the total", "how nice"])
def test_no_number_is_asked_for(lead: str) -> None:
    assert kind_of(f"{lead} of the boats")[1] is Asks.ANYTHING


@pytest.mark.parametrize(
    "lead",
    ["why", "for what reason", "what is the reason", "what were the reasons", "how come",
     "what caused"],
)  # fmt: skip
def test_a_reason_is_asked_for_openly(lead: str) -> None:
    assert kind_of(f"{lead} it sank") == (Kind.OPEN, Asks.REASON)


@pytest.mark.parametrize(
    "lead",
    ["did", "was", "has", "must", "shall", "am", "could", "aren't", "weren't", "doesn't",
     "haven't", "won't", "can't"],
)  # fmt: skip
def test_an_auxiliary_in_front_asks_for_yes_or_no(lead: str) -> None:
    assert kind_of(f"{lead} it sink") == (Kind.YES_NO, Asks.ANYTHING)
    assert kind_of(f"{lead[:2]}xy it sink") == (Kind.OPEN, Asks.ANYTHING)


@pytest.mark.parametrize(
    "lead",
    ["which boat", "what boat",
     *(f"{word} which boat" for word in "in on at by for to from of with".split())],
)  # fmt: skip
def test_which_with_a_noun_asks_for_a_fact(lead: str) -> None:
    assert kind_of(f"{lead} sank") == (Kind.FACT, Asks.ANYTHING)


@pytest.mark.parametrize(
    "core",
    ["what about the boat", "what if it sinks", "what happened", "what happens now", "what else",
     "what more", "what is known", "what do we know", "what are the main points",
     "what are the key points", "about which boat", "the boat", "which 3 sank", "what? which boat"],
)  # fmt: skip
def test_all_else_is_open(core: str) -> None:
    assert kind_of(core) == (Kind.OPEN, Asks.ANYTHING)


@pytest.mark.parametrize("core", ["what iffy boat sank", "what elsewhere boat sank"])
def test_a_longer_word_is_another_one(core: str) -> None:
    assert kind_of(core) == (Kind.FACT, Asks.ANYTHING)
    assert kind_of("whenever it sank") == (Kind.OPEN, Asks.ANYTHING)
    assert kind_of("whyever it sank") == (Kind.OPEN, Asks.ANYTHING)


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("Hello, hi there, who sank?", "there, who sank"),
        ("Hey! Who sank?", "Who sank"),
        ("Ok so please, who sank?", "who sank"),
        ("Could you please give me the date, please?!", "the date"),
        ("Can you explain to us: who sank?", "who sank"),
        ("I would like to find out who sank…", "who sank"),
        ("What I want to know is who sank", "who sank"),
        ("Let me know who sank;", "who sank"),
        ("Explain", "Explain"),
        ("Tell me, please", "Tell me"),
        ("¿who sank?", "¿who sank"),
        ("Helloes sank", "Helloes sank"),
        ("please", ""),
    ],
)
def test_politeness_is_left_out_where_a_question_is_left(typed: str, bare: str) -> None:
    assert bare_wording(typed) == bare


def test_a_question_is_checked_and_its_spaces_are_single() -> None:
    assert check("  who \n sank\t? ") == "who sank ?"
    assert check("x" * MAX_LENGTH)
    with pytest.raises(UsageError, match="2,001 characters long; at most 2,000"):
        check("x" * (MAX_LENGTH + 1))
    with pytest.raises(UsageError, match="is empty"):
        check(" — ")
    with pytest.raises(LanguageError, match="'xx'"):
        understand("", language="xx")


@pytest.mark.parametrize(
    ("text", "kind", "sure", "speakers", "topic", "names"),
    [
        ("Did Berg say that Riga sank?", Kind.YES_NO, True, ("Berg",), "Riga sank", ("riga",)),
        ("Did Riga sink?", Kind.YES_NO, False, (), None, ("riga",)),
        ("Who said that Riga sank?", Kind.WHO_SAID, True, (), "Riga sank", ("riga",)),
        ("What did Berg say about Riga?", Kind.WHO_SAID, True, ("Berg",), "Riga", ("riga",)),
        ("In Berg's report, how deep is Riga?", Kind.OPEN, False, (), None, ("berg", "riga")),
        ("According to the survey, did Riga sink?", Kind.YES_NO, False, (), None, ("riga",)),
    ],
)
def test_what_is_understood_goes_together(
    text: str, kind: Kind, sure: bool, speakers: tuple[str, ...], topic: str | None,
    names: tuple[str, ...],
) -> None:  # fmt: skip
    asked = understand(text)
    assert (asked.kind, asked.sure, asked.speakers) == (kind, sure, speakers)
    assert (asked.topic, asked.names) == (topic, names)
    assert asked.text == text


def test_a_question_of_records_has_its_topic() -> None:
    asked = understand("Which articles about Riga are there?")
    assert (asked.kind, asked.topic) == (Kind.METADATA, "Riga")
    assert understand("Which articles about Riga are there?", records=False).article is None


@pytest.mark.parametrize(
    ("speakers", "named"),
    [("Berg and Dahl", True), ("Berg and some ministers", False), ("the fire chief", False)],
)  # fmt: skip
def test_speakers_are_named_where_all_are_called_by_name(speakers: str, named: bool) -> None:
    assert understand(f"What did {speakers} say about Riga?").named is named
