"""Every verb that a statement is found with can be asked with; other questions stay as they are."""

import pytest

from qa.answers import Kind
from qa.language.tables import tables
from qa.language.verbs import Asking, Form, SpeechVerb, Takes
from qa.questions.question import Asks
from qa.questions.understanding import understand

VERBS = [one for one in tables("en").speech.entries if one.takes is not Takes.NONE]
TIES = {"about", "of", "to", "for", "on", "against", "it"}


def with_particle(verb: SpeechVerb, word: str) -> str:
    """Return the verb with a particle that it needs and that ties no topic itself."""
    particles = sorted(verb.particles - TIES)
    return f"{word} {particles[0]}" if verb.needs_particle and particles else word


def forms(verb: SpeechVerb, form: Form) -> list[str]:
    return [with_particle(verb, word) for word in verb.words(form)]


def kind(verb: SpeechVerb) -> set[Kind]:
    """Return the kinds that a question for words may have: views are asked for as facts, too."""
    return {Kind.WHO_SAID, Kind.FACT} if verb.asking is Asking.VIEW else {Kind.WHO_SAID}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.base)
class TestEachVerb:
    def test_what_somebody_said_can_be_asked(self, verb: SpeechVerb) -> None:
        asked = [f"What did Lavrov {word} about Iran?" for word in forms(verb, Form.BASE)]
        asked += [f"What has Lavrov {word} about Iran?" for word in forms(verb, Form.PARTICIPLE)]
        for text in asked:
            question = understand(text, records=False)  # what he wrote may be an article
            assert (question.speakers, question.topic) == (("Lavrov",), "Iran"), text
            assert question.kind in kind(verb), text

    def test_who_said_it_can_be_asked(self, verb: SpeechVerb) -> None:
        asked = [f"Who {word} that the dam leaks?" for word in forms(verb, Form.PAST)]
        asked += [f"Who has {word} that the dam leaks?" for word in forms(verb, Form.PARTICIPLE)]
        for text in asked:
            question = understand(text)
            assert (question.kind, question.asks) == (Kind.WHO_SAID, Asks.PERSON), text
            assert question.topic == "the dam leaks", text

    def test_whether_somebody_said_it_can_be_asked(self, verb: SpeechVerb) -> None:
        for word in forms(verb, Form.BASE):
            question = understand(f"Did Lavrov {word} that the dam leaks?")
            assert (question.kind, question.speakers) == (Kind.YES_NO, ("Lavrov",)), word
            assert question.topic == "the dam leaks", word


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("What did the state say about Iran?", ("the state",)),
        ("What did the survey show about Iran?", ("the survey",)),
        ("What does the think tank say about Iran?", ("the think tank",)),
        ("What did Lavrov point out?", ("Lavrov",)),
        ("What is China calling for?", ("China",)),
        ("What did Lavrov remind reporters about Iran?", ("Lavrov",)),
    ],
)
def test_the_verb_is_told_from_the_noun_before_it(text: str, speakers: tuple[str, ...]) -> None:
    question = understand(text)
    assert (question.kind, question.speakers) == (Kind.WHO_SAID, speakers)


@pytest.mark.parametrize(
    "text",
    [
        "What did the divers find in the wreck?",
        "What did Lavrov put on the table?",
        "What else do you know about his wife?",
        "Who knows that song?",
        "Who read the letter?",
        "Which German state has the highest tower?",
        "Which villagers were told to leave?",
        "What is the question he is asking?",
        "What is the result of us having lunch and talking?",
        "Which site was used for complaining about the wall?",
        "How much meal would be needed to give Murmur enough porridge?",
        "What cultures are we talking about?",
    ],
)
def test_acts_are_no_words(text: str) -> None:
    question = understand(text)
    assert question.kind is not Kind.WHO_SAID
    assert question.speakers == ()


@pytest.mark.parametrize(
    "text",
    [
        "Were they ever criticized?",
        "Are there any other songs mentioned?",
        "Is the state capital old?",
        "Is there anything else of note in the article?",
        "Did the cook get accepted or denied?",
    ],
)
def test_whether_with_a_verb_in_another_form_asks_nobody(text: str) -> None:
    question = understand(text)
    assert (question.kind, question.speakers) == (Kind.YES_NO, ())
