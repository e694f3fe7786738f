"""Whose words are asked for: who, about what, and whether a fact may do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import normalise_text
from qa.answers import Kind
from qa.language.tables import tables
from qa.language.verbs import Form
from qa.questions.question import Asks
from qa.questions.sought_speech import said_or_not, sought_speech, tidy_topic, without_source
from qa.questions.speech_patterns import SpeechPatterns
from qa.questions.understanding import MAX_LENGTH, understand
from qa.text.patterns import forms_of_noun, one_of, regex

NAME = st.sampled_from(["Berg", "Anna Berg", "the CSTO", "Col. Maddox", "the fire chief"])
TOPIC = st.sampled_from(["the toll", "Iran", "rising rents", "the 2012 summit"])


@given(NAME, TOPIC)
def test_the_same_is_asked_in_many_ways(who: str, topic: str) -> None:
    asked = [
        f"What did {who} say about {topic}?",
        f"What has {who} said about {topic}?",
        f"What is {who} saying about {topic}?",
        f"Could you tell me what {who} said about {topic}, please?",
        f"What was the view of {who} on {topic}?",
        f"What is {who}'s view on {topic}?",
    ]
    for text in asked:
        question = understand(text)
        assert (question.kind, question.speakers, question.topic) == (
            Kind.WHO_SAID,
            (who,),
            topic,
        ), text


@pytest.mark.parametrize(
    ("core", "who", "topic", "sure"),
    [
        ("what comment did Berg make on Iran", "Berg", " on Iran", False),
        ("what is the warning by Berg about Iran", "Berg", " about Iran", True),
        ("describe Berg's attitude to Iran", "Berg", " to Iran", False),
        ("which tolls did Berg criticise", "Berg", " tolls", True),
        ("what does the census say about Iran", "the census", " about Iran", False),
        ("Berg on Iran", "Berg", "Iran", False),
        ("according to Berg, why did it rain", "Berg", "why did it rain", False),
        ("how long is it according to Berg", "Berg", "how long is it", False),
        # a name that is a verb, after a title
        ("what did Dr. Read say about Iran", "Dr. Read", " about Iran", True),
        ("what did Mrs Feel think of Iran", "Mrs Feel", " of Iran", False),
    ],
)
def test_somebody_is_asked(core: str, who: str, topic: str, sure: bool) -> None:
    found = sought_speech(core)
    assert found is not None
    assert (found.who, found.topic, found.sure) == (who, topic, sure)


def test_papers_do_not_speak() -> None:
    found = sought_speech("according to the census, how many live there")
    assert found is None
    assert without_source("according to the census, how many live there") == "how many live there"
    assert without_source("how many live there") == "how many live there"


@pytest.mark.parametrize(
    "core",
    [
        "who was accused of theft",
        "who has been told",
        "which letters were written",
        "what does the article say",
        "what does it say about Iran",
        "when did Berg say so",
        "where the talks were",
    ],
)
def test_nobody_is_asked(core: str) -> None:
    assert sought_speech(core) is None


@pytest.mark.parametrize(
    ("core", "topic", "sure"),
    [
        ("who else said it rained", " it rained", True),
        ("who has warned of rain", " of rain", True),
        ("who would reject the toll", " the toll", False),
        ("which ministers say it rains", " it rains", True),
        ("who is criticising the toll", " the toll", True),
    ],
)
def test_anybody_is_asked(core: str, topic: str, sure: bool) -> None:
    found = sought_speech(core)
    assert found is not None
    assert (found.who, found.topic, found.asks) == ("", topic, Asks.PERSON)
    assert found.sure is sure


@pytest.mark.parametrize(
    ("core", "who"),
    [
        ("did Berg ever say that it rained", "Berg"),
        ("has the CSTO criticized the toll", "the CSTO"),
        ("is Berg saying that it rained", "Berg"),
        ("did you say that it rained", None),
        ("is there anything notable about calling it off", None),
        ("does it say that it rained", None),
        ("did Berg find the dog", None),
        ("has Berg find that it rained", None),
    ],
)
def test_whether_it_was_said(core: str, who: str | None) -> None:
    found = said_or_not(core)
    assert (found.who if found else None) == who


@pytest.mark.parametrize(
    ("rest", "topic"),
    [
        (" about Iran", "Iran"),
        (" to reporters about Iran", "Iran"),
        (" that it rained", "it rained"),
        (" “Iran”", "Iran"),
        (" about", None),
        ("", None),
    ],
)
def test_a_topic_has_no_preposition(rest: str, topic: str | None) -> None:
    assert tidy_topic(rest) == topic


def test_patterns_have_the_form_asked_for() -> None:
    patterns = SpeechPatterns(tables("en"))
    told = regex(rf"^(?:{patterns.telling(Form.PARTICIPLE)})$")
    assert all(told.match(word) for word in ("said", "written", "criticised", "Spoken"))
    assert not any(told.match(word) for word in ("say", "wrote", "saying", "found", "pointed"))
    whats = regex(rf"^{patterns.after_what(Form.BASE)}")
    assert whats.match("find about it")
    assert not whats.match("find it")
    found = whats.match("want it")
    assert found is not None
    assert found["maybe"] == "want"


def test_pieces_of_patterns() -> None:
    assert one_of(["a", "b c"]) == "a|b c"
    nouns = regex(forms_of_noun(["view", "reply"]))
    assert [bool(nouns.fullmatch(w)) for w in ("Views", "reply", "replies", "replys")] == [
        True, True, True, False,
    ]  # fmt: skip


@given(st.text(max_size=120) | st.lists(st.sampled_from(
    "what did who the said that about is has say Berg report which according to of you ?".split()
)).map(" ".join))  # fmt: skip
def test_any_question_with_words_is_understood(text: str) -> None:
    if not any(c.isalnum() for c in text):
        return
    question = understand(text) if text.split() else None
    if question is None:
        return
    assert question.text == " ".join(normalise_text(text).split())
    assert all(name and name == name.strip() for name in question.speakers)
    assert question.topic is None or question.topic.strip()
    assert understand(text) == question


def test_a_long_question_takes_little_time() -> None:
    for part in ("what did the x ", "who has also ", "is the state said that ", "remind voters "):
        assert understand((part * MAX_LENGTH)[:MAX_LENGTH]).text
