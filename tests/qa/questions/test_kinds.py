"""The kind of a question and what sort of thing would answer it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers import Kind
from qa.questions.kinds import kind_of
from qa.questions.question import Asks
from qa.questions.understanding import bare_wording


@pytest.mark.parametrize(
    ("core", "kind", "asks"),
    [
        ("who runs the harbour", Kind.FACT, Asks.PERSON),
        ("which company runs the harbour", Kind.FACT, Asks.PERSON),
        ("whose harbour is it", Kind.FACT, Asks.PERSON),
        ("in what month did it open", Kind.FACT, Asks.DATE),
        ("how long ago did it open", Kind.FACT, Asks.DATE),
        ("which city has a harbour", Kind.FACT, Asks.PLACE),
        ("in which state is the harbour", Kind.FACT, Asks.PLACE),
        ("for how long was it shut", Kind.FACT, Asks.NUMBER),
        ("what is the total cost", Kind.FACT, Asks.NUMBER),
        ("how come it is shut", Kind.OPEN, Asks.REASON),
        ("isn't it shut", Kind.YES_NO, Asks.ANYTHING),
        ("which boats sank", Kind.FACT, Asks.ANYTHING),
        ("what happened at the harbour", Kind.OPEN, Asks.ANYTHING),
        ("how does a lock work", Kind.OPEN, Asks.ANYTHING),
        ("whoever runs it", Kind.OPEN, Asks.ANYTHING),
        ("howl", Kind.OPEN, Asks.ANYTHING),
    ],
)
def test_the_first_words_tell(core: str, kind: Kind, asks: Asks) -> None:
    assert kind_of(core) == (kind, asks)
    assert kind_of(core.upper()) == (kind, asks)


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("Could you please tell me, please, who runs it?", "who runs it"),
        ("Hi! I'd like to know why it’s shut...", "why it's shut"),
        ("Who runs it, please?", "Who runs it"),
        ("Do you know if it rained?", "if it rained"),
        ("Tell me", "Tell me"),
        ("Who runs it", "Who runs it"),
        ("Sayonara means what?", "Sayonara means what"),
    ],
)
def test_politeness_is_left_out(typed: str, bare: str) -> None:
    assert bare_wording(typed) == bare


@given(st.text(max_size=60))
def test_leaving_politeness_out_only_takes_from_the_ends(text: str) -> None:
    bare = bare_wording(text)
    assert bare in text.replace("’", "'")
