import pytest

from qa.answers import Kind
from qa.questions.question import Question
from qa.questions.requests.comparisons import comparison
from qa.questions.requests.imperatives import request_of
from qa.questions.requests.keywords import are_keywords, without_quote_nouns
from qa.questions.requests.several import parts_of
from qa.questions.understanding import understand


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("List the donors of the lido.", Kind.LIST),
        ("give me a full list of the closed roads", Kind.LIST),
        ("show me all the objections", Kind.LIST),
        ("names of the drowned", Kind.LIST),
        ("Tell me about the night boat.", Kind.TOPIC),
        ("Summarise the hearing.", Kind.TOPIC),
        ("What is known about the leak?", Kind.TOPIC),
        ("an overview of the merger", Kind.TOPIC),
        ("ferry levy", Kind.TOPIC),
        ("Compare the old and the new fare.", Kind.COMPARE),
        ("both sides of the quarry dispute", Kind.COMPARE),
        ("What is the list price of the boat?", Kind.FACT),
        ("list price of the boat", Kind.TOPIC),
        ("Show me what Okafor said about the levy", Kind.WHO_SAID),
        ("find quotes of Okafor on the levy", Kind.WHO_SAID),
        ("Summarise what Okafor said about the levy.", Kind.WHO_SAID),
    ],
)
def test_requests_are_of_a_kind(text: str, kind: Kind) -> None:
    assert understand(text).kind is kind


def test_what_is_told_of_is_the_topic() -> None:
    assert understand("Tell me about the night boat.").topic == "the night boat"
    found = understand("find quotes of Okafor on the levy")
    assert (found.speakers, found.topic, found.sure) == (("Okafor",), "the levy", True)


def test_what_is_listed_may_be_somebodys_words() -> None:
    found = understand("List what Okafor said about the levy.")
    assert (found.kind, found.speakers, found.sure) == (Kind.LIST, ("Okafor",), True)


def test_naming_one_thing_is_no_sure_list() -> None:
    one, many = request_of("name the coach"), request_of("list the coaches")
    assert one is not None
    assert many is not None
    assert (one.kind, one.sure, many.sure) == (Kind.LIST, False, True)
    assert request_of("name of the coach") is None
    assert request_of("who is the coach") is None


@pytest.mark.parametrize(
    ("text", "sides", "topic"),
    [
        ("compare Okafor and Vane on tolls", ("Okafor", "Vane"), "tolls"),
        ("how do Okafor and Vane differ on tolls", ("Okafor", "Vane"), "on tolls"),
        ("difference between the old fee and the new fee", ("the old fee", "the new fee"), None),
        ("Okafor versus Vane on tolls", ("Okafor", "Vane"), "tolls"),
        ("how many ill, baker vs the clinic", ("baker", "the clinic"), "how many ill"),
        ("How does the draft differ from the law", ("the draft", "the law"), None),
        ("Okafor and Vane on tolls", ("Okafor", "Vane"), "tolls"),
        ("union and ministry on the sale", ("union", "ministry"), "the sale"),
        ("what do both sides say", (), None),
    ],
)
def test_sides_are_compared(text: str, sides: tuple[str, ...], topic: str | None) -> None:
    found = comparison(text)
    assert found is not None
    assert found.sides == sides
    assert (found.topic or "").removeprefix("on ") == (topic or "").removeprefix("on ")


@pytest.mark.parametrize(
    "text", ["salt and vinegar on chips", "why did the levy fall", "what was compared", "v"]
)
def test_what_names_two_things_need_not_compare_them(text: str) -> None:
    assert comparison(text) is None


def test_two_who_are_asked_about_are_the_sides() -> None:
    found = understand("What did Anna Berg and Carl Dahl say about the toll?")
    assert found.kind is Kind.COMPARE
    assert found.sides == found.speakers == ("Anna Berg", "Carl Dahl")
    assert (found.sure, found.topic) == (True, "the toll")
    compared = understand("Compare what Anna Berg and Carl Dahl said about the toll.")
    assert (compared.kind, compared.sides) == (Kind.COMPARE, ("Anna Berg", "Carl Dahl"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Who built the dam and when did it open?",
            ("Who built the dam?", "When did the dam open?"),
        ),
        (
            "When and where did the ferry sink?",
            ("When did the ferry sink?", "Where did the ferry sink?"),
        ),
        (
            "What did Okafor say? What did Vane say?",
            ("What did Okafor say?", "What did Vane say?"),
        ),
        (
            "Who is Ada Okafor and what does she say about tolls?",
            ("Who is Ada Okafor?", "What does Ada Okafor say about tolls?"),
        ),
        ("Who built it and when did it open?", ("Who built it?", "When did it open?")),
        ("What does the mayor say about how and when it will open?", ()),
        ("Who pays and how much?", ()),
        ("What did Okafor and Vane say?", ()),
        ("ferry and when", ()),
    ],
)
def test_two_questions_in_one_stand_alone(text: str, parts: tuple[str, ...]) -> None:
    assert parts_of(text) == parts
    assert understand(text).parts == parts


def test_of_two_questions_the_first_tells_the_kind() -> None:
    found = understand("When did the dam open and what did Ada Vane say about it?")
    assert (found.kind, len(found.parts)) == (Kind.FACT, 2)
    assert found.text.startswith("When did the dam open and")


def test_keywords_neither_ask_nor_tell() -> None:
    assert are_keywords("bordyuzha iran")
    assert not are_keywords("who leads")
    assert not are_keywords("it rained")
    assert not are_keywords("")
    assert without_quote_nouns("okafor levy quote") == "okafor levy"
    assert without_quote_nouns("quote") is None
    assert without_quote_nouns("okafor levy") is None


@pytest.mark.parametrize("text", ["Anna Berg", "the the the", "who what when", "of", "Lärm и шум"])
def test_only_names_or_stop_words_are_a_question(text: str) -> None:
    found = understand(text)
    assert isinstance(found, Question)
    assert found.text == text
    assert not found.sure


def test_probabilities_decide_where_rules_are_not_certain() -> None:
    text = "ferry fares of next year"
    assert understand(text, kinds={Kind.LIST: 0.6, Kind.FACT: 0.4}).kind is Kind.LIST
    # What has to be told by rules is not taken from probabilities.
    assert understand(text, kinds={Kind.METADATA: 0.9, Kind.FACT: 0.1}).kind is Kind.FACT
    assert understand(text, kinds={Kind.YES_NO: 0.9, Kind.OPEN: 0.1}).kind is Kind.OPEN
    sure = "What did Okafor say about the levy?"
    assert understand(sure, kinds={Kind.FACT: 1.0}).kind is Kind.WHO_SAID


def test_how_large_something_is_beside_another_is_a_fact() -> None:
    asked = understand("How long is the weir compared with the dam?")
    assert (asked.kind, asked.sides) == (Kind.FACT, ())
    assert understand("The weir compared with the dam").sides == ("The weir", "the dam")
