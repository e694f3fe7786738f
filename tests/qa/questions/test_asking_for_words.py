"""How somebody's words are asked for: auxiliaries, nouns, sources, and what asks for none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answers import Kind
from qa.language.tables import tables
from qa.language.verbs import Form
from qa.questions.question import Asks
from qa.questions.sought_speech import (
    said_or_not,
    sought_speech,
    tidy_topic,
    why_said,
    without_source,
)
from qa.questions.speech_patterns import SpeechPatterns
from qa.questions.understanding import understand
from qa.text.patterns import regex


def asked(core: str) -> tuple[str, str, bool] | None:
    found = sought_speech(core)
    return (found.who, found.topic, found.sure) if found else None


@pytest.mark.parametrize(
    "core",
    [
        "what does Berg say about Iran",
        "what did Berg say about Iran",
        "what will Berg say about Iran",
        "what might Berg say about Iran",
        "what has Berg said about Iran",
        "what had Berg said about Iran",
        "what would Berg have said about Iran",
        "what is Berg saying about Iran",
        "what was Berg really saying about Iran",
        "what did Berg also actually say about Iran",
        "and what did Berg say about Iran",
        "how did Berg comment about Iran",
        "what Berg said about Iran",
        "what Berg has said about Iran",
        "what is Berg's view about Iran",
        "what's Berg's view about Iran",
        "describe Berg's new views about Iran",
        "Berg’s opinion about Iran",
        "what about Berg's statement about Iran",
        "what is the opinion of Berg about Iran",
        "explain the warning from Berg about Iran",
        "what was any public comment made by Berg about Iran",
    ],
)
def test_nothing_but_words_would_answer(core: str) -> None:
    assert asked(core.replace("’", "'")) == ("Berg", " about Iran", True)


@pytest.mark.parametrize(
    ("core", "found"),
    [
        ("what did Berg want to do about Iran", ("Berg", " to do about Iran", False)),
        ("what is Berg's reaction to Iran", ("Berg", " to Iran", False)),
        ("what reason did Berg give for it", ("Berg", " for it", False)),
        ("what new evidence did Berg give for it", None),
        ("what berg says about Iran", ("berg", " about Iran", True)),
        ("what do you know about it", None),
        ("what did the state do about it", None),
        ("what did Berg find about Iran", ("Berg", " about Iran", False)),
        ("what did Berg find in Iran", None),
        ("which roads did Berg praise", ("Berg", " roads", False)),
        ("what did it say about Iran", None),
        ("what did the author say about Iran", None),
        ("what did the old text say about Iran", ("the old text", " about Iran", False)),
        ("what did she say about Iran", ("she", " about Iran", True)),
        ("what did they all say about Iran", ("they", " about Iran", True)),
        ("what did what say about Iran", None),
        ("how did the council respond to Iran", ("the council", " to Iran", True)),
        ("what was said about Iran", None),
        ("what flowers said about Iran", ("flowers", " about Iran", True)),
        ("what flowers in May said it", None),
        ("Berg regarding Iran", ("Berg", "Iran", False)),
        ("berg regarding Iran", None),
        ("Why on Iran", None),
    ],
)
def test_who_is_to_have_spoken_about_what(core: str, found: tuple[str, str, bool] | None) -> None:
    assert asked(core) == found


@pytest.mark.parametrize(
    ("core", "topic", "sure"),
    [
        ("who said it rained", " it rained", True),
        ("who did say it rained", " it rained", True),
        ("who has said it rained", " it rained", True),
        ("who is saying it rained", " it rained", True),
        ("who else publicly said it rained", " it rained", True),
        ("which minister said it rained", " it rained", True),
        ("which old minister said it rained", " it rained", True),
        ("which ministers say it rained", " it rained", True),
        ("who reported that it rained", " that it rained", False),
        ("who reported that Iran slept", " that Iran slept", False),
        ("who reminded the council that it rained", " the council that it rained", False),
    ],
)
def test_anybody_is_asked_for(core: str, topic: str, sure: bool) -> None:
    found = sought_speech(core)
    assert found is not None
    assert (found.who, found.topic, found.sure, found.asks) == ("", topic, sure, Asks.PERSON)


@pytest.mark.parametrize(
    "core",
    ["who has say it rained", "who is said it rained", "who reported it", "who reported that book",
     "which minister say it rained", "who was told it rained", "who did said it rained"],
)  # fmt: skip
def test_nobodys_words_are_asked_for(core: str) -> None:
    assert sought_speech(core) is None


@pytest.mark.parametrize(
    "clause",
    ["the dam leaks", "he left", "there was rain", "Iran slept", "9 left", "rain is wet",
     "rain fell here"],
)  # fmt: skip
def test_a_clause_makes_an_act_of_saying(clause: str) -> None:
    found = sought_speech(f"who discovered or found that {clause}")
    assert found is None
    found = sought_speech(f"who found that {clause}")
    assert found is not None
    assert found.topic == f" that {clause}"


@pytest.mark.parametrize(
    ("core", "who", "topic"),
    [
        ("did Berg say that it rained", "Berg", " that it rained"),
        ("does Berg really say it rained", "Berg", " it rained"),
        ("had Berg said it rained", "Berg", " it rained"),
        ("was Berg saying it rained", "Berg", " it rained"),
        ("did Berg remind them that he left", "Berg", " them that he left"),
        ("did you say it rained", None, None),
        ("did there say it rained", None, None),
        ("did the say it rained", None, None),
        ("is Berg said it rained", None, None),
        ("did Berg find it", None, None),
    ],
)
def test_whether_somebody_said_so(core: str, who: str | None, topic: str | None) -> None:
    found = said_or_not(core)
    assert ((found.who, found.topic) if found else (None, None)) == (who, topic)
    # "Did Berg remind them?" may be told by anybody, "Did Berg say so?" by his words alone.
    assert found is None or (found.kind, found.sure) == (Kind.YES_NO, "remind" not in core)


@pytest.mark.parametrize(
    ("core", "sure"),
    [
        ("did Berg say it rained", True),
        ("did Berg and Ada Holt say it rained", True),
        ("did the mayor say it rained", False),
        ("did Iran say it rained", False),  # whoever speaks for it
        ("has the CSTO said it rained", False),
    ],
)
def test_only_of_people_nobody_else_tells_whether_they_said_so(core: str, sure: bool) -> None:
    found = said_or_not(core)
    assert found is not None
    assert found.sure is sure


@pytest.mark.parametrize(
    ("core", "who"),
    [
        ("why does Berg think that it rained", "Berg"),
        ("why did Ada Holt say it rained", "Ada Holt"),
        ("why do Berg and Holt believe that it rained", "Berg and Holt"),
        ("why is Berg late", None),
        ("why did Berg resign", None),
        ("why does Berg want rain", None),  # a wish may be told by others
        ("why does the mayor think that it rained", None),  # roles are looked up in articles
        ("why did it say that", None),
        ("how does Berg think", None),
        ("why does South Africa say it rained", None),  # whoever speaks for it
        ("why does the CSTO think that it rained", None),
    ],
)
def test_whose_reasons_are_asked_for(core: str, who: str | None) -> None:
    found = why_said(core)
    assert (found.who if found else None) == who
    assert found is None or (found.kind, found.asks, found.sure) == (Kind.OPEN, Asks.REASON, True)


@pytest.mark.parametrize("lead", ["according to", "in the view of", "in the words of",
                                  "in the opinion of"])  # fmt: skip
def test_a_source_is_named_first_or_last(lead: str) -> None:
    for core in (f"{lead} Berg, what is it", f"what is it {lead} Berg", f"what is it, {lead} Berg"):
        assert asked(core) == ("Berg", "what is it", True)
    assert asked(f"{lead} Berg, how deep is it") == ("Berg", "how deep is it", False)
    assert asked(f"{lead} Berg, who left") == ("Berg", "who left", False)
    assert asked(f"{lead} the mayor, what is it") == ("the mayor", "what is it", False)


@pytest.mark.parametrize(
    "paper", ["the report", "the studies", "a new survey", "the 2010 census", "Berg's letter"]
)
def test_papers_are_no_speakers(paper: str) -> None:
    assert sought_speech(f"according to {paper}, how deep is it") is None
    assert sought_speech(f"how deep is it according to {paper}") is None
    assert without_source(f"according to {paper}, how deep is it") == "how deep is it"
    assert asked(f"according to {paper}, what did Berg say about it") == ("Berg", " about it", True)


@pytest.mark.parametrize(
    ("rest", "topic"),
    [
        (" with regard to Iran", "Iran"), (": about Iran", "Iran"), (" in response to it", "it"),
        (" in relation to it", "it"),
        (" to us about Iran", "Iran"), (" toward Iran", "Iran"), (" towards Iran", "Iran"),
        (" Iran, ", "Iran"), (" aboutness", "aboutness"), (" that that is", "is"), (" of;", None),
    ],
)  # fmt: skip
def test_a_topic_is_what_is_tied(rest: str, topic: str | None) -> None:
    assert tidy_topic(rest) == topic


def test_a_thing_and_its_topic_are_one_topic() -> None:
    question = understand("What concerns has Berg raised about the toll?")
    assert (question.speakers, question.topic) == (("Berg",), "concerns about the toll")


PATTERNS = SpeechPatterns(tables("en"))


@pytest.mark.parametrize(
    ("pattern", "text", "verb"),
    [
        (PATTERNS.after_what(Form.BASE), "say it", "say"),
        (PATTERNS.after_what(Form.BASE), "discuss about it", "discuss"),
        (PATTERNS.after_what(Form.BASE), "discuss it", None),
        (PATTERNS.after_what(Form.BASE), "remind the old council about it", "remind"),
        (PATTERNS.after_what(Form.BASE), "remind the very old council about it", None),
        (PATTERNS.after_what(Form.BASE), "call for it", "call for"),
        (PATTERNS.after_what(Form.PAST), "say it", None),
        (PATTERNS.after_subject(Form.BASE), "discuss that it rained", "discuss"),
        (PATTERNS.after_subject(Form.BASE), "discuss about it", None),
        (PATTERNS.after_subject(Form.BASE), "value that it rained", "value"),
        (PATTERNS.after_who(Form.PAST), "said it", "said"),
        (PATTERNS.after_who(Form.PAST), "opined it", None),
        (PATTERNS.after_who(Form.PAST), "opined that it rained", "opined"),
        (PATTERNS.telling(Form.ING), "speaking out", "speaking"),
        (PATTERNS.telling(Form.ING), "pointing out", "pointing"),
        (PATTERNS.telling(Form.ING), "pointing at", None),
    ],
)
def test_the_verb_is_known_by_form_and_by_what_follows(
    pattern: str, text: str, verb: str | None
) -> None:
    found = regex(rf"^(?P<all>{pattern})").match(text)
    groups = found.groupdict() if found else {}
    assert groups.get("verb", groups.get("all")) == verb


def test_only_views_are_a_maybe() -> None:
    whats = regex(PATTERNS.after_what(Form.BASE))
    told = {word: whats.match(f"{word} about it") for word in ("say", "discuss", "want", "value")}
    maybe = {word: bool(found and found["maybe"]) for word, found in told.items()}
    assert maybe == {"say": False, "discuss": False, "want": True, "value": True}


def test_a_particle_belongs_to_its_verb() -> None:
    found = regex(rf"^{PATTERNS.after_what(Form.BASE)}(?P<rest>.*)$").match("point out the leak")
    assert found is not None
    assert found["rest"] == " the leak"


@given(st.lists(st.sampled_from(
    "what who did has is the Berg council say said saying about that it you according to , view of"
    .split()), max_size=9).map(" ".join))  # fmt: skip
@settings(max_examples=80)
def test_who_and_topic_are_words_of_the_question(core: str) -> None:
    found = sought_speech(core)
    assert found is None or found.who in core
    assert found is None or set(found.topic.split()) <= set(core.split())
    assert without_source(core) in core
