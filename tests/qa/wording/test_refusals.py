"""What is said where there is no answer, and what may stand beside it."""

import pytest

from qa.answers import Reason
from qa.questions.understanding import understand
from qa.wording.refusals import near_enough, refusal
from tests.qa.wording.quotes import article, quote_of


@pytest.mark.parametrize(
    ("question", "reason", "text"),
    [
        ("When did the gate open?", Reason.NOT_STATED, "I found no passage that states this."),
        (
            "What did Berg say about the toll?", Reason.NOT_STATED,
            "I found no passage that states what Berg said about the toll.",
        ),
        ("What did Berg say?", Reason.NOT_STATED, "I found no passage that states what Berg said."),
        (
            "What did Zebulon Quark say?", Reason.UNKNOWN_SPEAKER,
            "I found nobody called Zebulon Quark in the articles.",
        ),
        (
            "When did the gate open?", Reason.EMPTY_INDEX,
            "There are no articles yet. Add some: pullquote index PATH",
        ),
        (
            "When?", Reason.NOTHING_FOUND,
            "I found nothing in the articles that fits this question.",
        ),
        (
            "What did Berg say about the toll?", Reason.OUTSIDE_FILTERS,
            "With the filters I found no passage that states what Berg said about the toll; "
            "without them I did.",
        ),
        (
            "Did Berg say that the toll would fall?", Reason.NOT_STATED,
            "I found no passage that states whether Berg said this.",
        ),
        (
            "Why does Berg think that the toll will fall?", Reason.NOT_STATED,
            "I found no passage that states why Berg said this.",
        ),
        (
            "Wo ist die Brücke?", Reason.LANGUAGE,
            "I understand questions in English only. Please ask in English.",
        ),
    ],
)  # fmt: skip
def test_it_says_what_was_looked_for_and_nothing_of_what_articles_hold(
    question: str, reason: Reason, text: str
) -> None:
    assert refusal(understand(question), reason) == text


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_of_its_own(reason: Reason) -> None:
    question = understand("What did Berg say about the toll?")
    others = {refusal(question, other) for other in Reason if other is not reason}
    assert refusal(question, reason) not in others


PORT = article(
    "The toll of Port Vale doubled. Anna Berg left. At the end of the world stands a lighthouse."
)


@pytest.mark.parametrize(
    ("question", "part", "near"),
    [
        ("Who doubled the toll of Port Vale?", "The toll of Port Vale doubled.", True),
        ("Why did the toll rise?", "The toll of Port Vale doubled.", True),
        ("What did Berg say about lunches?", "Anna Berg left.", True),
        ("Who won the World Cup of 2030?", "At the end of the world stands a lighthouse.", False),
        ("Who baked the bread?", "Anna Berg left.", False),
    ],
)
def test_what_shares_nothing_with_a_question_is_not_shown(
    question: str, part: str, near: bool
) -> None:
    assert bool(near_enough(understand(question), [quote_of(PORT, part)])) is near


def test_what_is_left_is_numbered_anew() -> None:
    quotes = [quote_of(PORT, "Anna Berg left."), quote_of(PORT, "The toll of Port Vale", number=2)]
    left = near_enough(understand("Why did the toll rise?"), quotes)
    assert [(one.number, one.text) for one in left] == [(1, "The toll of Port Vale")]
    assert near_enough(understand("Why?"), quotes) == ()
