"""Follow-ups resolved by a model, and by rules where it fails or makes things up."""

import json

import pytest
from language_model import LanguageModel

from qa.questions.followups import Exchange, rewrite
from qa.reading.selector.followups import REMEMBERED, SelectingRewriter

FIRST = "What did Nora Vale say about the ferry?"
HISTORY = [Exchange(FIRST, "Nora Vale: “The ferry to Holm costs 40 crowns,” [1]")]
TYPED = "Why does it cost so much?"


def rewritten(model: LanguageModel, typed: str = TYPED, **options: object) -> str:
    rewriter = SelectingRewriter(model.chat(**options))
    return rewriter.rewrite(typed, HISTORY, is_person=lambda _: False)


@pytest.mark.parametrize(
    "question",
    ["Why does the ferry to Holm cost 40 crowns?", "Why does the ferry cost so much?",
     "Why did Nora Vale say that the ferry to Holm costs so much?"],
)  # fmt: skip
def test_a_follow_up_is_what_the_model_makes_of_it(model: LanguageModel, question: str) -> None:
    model.says({"question": question})
    assert rewritten(model) == question
    sent = json.loads(model.material())
    assert sent == {
        "earlier": [{"question": FIRST, "answer": HISTORY[0].answer}],
        "question": TYPED,
    }


@pytest.mark.parametrize(
    "reply",
    [
        {"question": "Why does the ferry to Bergen cost so much?"},
        {"question": "Why does the ferry cost 50 crowns?"},
        {"question": "Macron, why does the ferry cost so much?"},
        {"question": ""},
        {"question": "?"},
        {"question": 7},
        {"question": None},
        {"question": "why " * 200},
        {"question": "Why does the\nferry cost so much?"},
        {"question": "Why does the ferry cost \u202eso much?"},
        '{"question": "Why does the ferry cost \\ud800so much?"}',
        {"answer": "It is old."},
        "Because it is old.",
        "",
    ],
)
def test_what_cannot_be_asked_is_left_to_the_rules(model: LanguageModel, reply: object) -> None:
    model.says(reply)
    assert rewritten(model) == rewrite(TYPED, HISTORY)


def test_a_model_that_fails_leaves_it_to_the_rules(model: LanguageModel) -> None:
    typed = "And about the bridge?"
    model.answer = lambda handler, _: handler.document({}, 500)
    assert rewritten(model, typed) == "What did Nora Vale say about the bridge?"


def test_a_question_without_history_is_sent_nowhere(model: LanguageModel) -> None:
    rewriter = SelectingRewriter(model.chat())
    assert rewriter.rewrite(TYPED, [], is_person=lambda _: False) == TYPED
    assert model.requests == []


def test_of_a_long_conversation_the_end_is_sent_cut(model: LanguageModel) -> None:
    model.says({"question": "Why did the ferry sink?"})
    history = [Exchange(f"Question {n}?", "the ferry " * 1_000) for n in range(50)]
    rewriter = SelectingRewriter(model.chat())
    typed = "Why did it sink?"
    assert rewriter.rewrite(typed, history, is_person=lambda _: False) == "Why did the ferry sink?"
    earlier = json.loads(model.material())["earlier"]
    assert [one["question"] for one in earlier] == [f"Question {n}?" for n in range(44, 50)]
    assert len(earlier) == REMEMBERED
    assert len(model.material()) < 6_000


def test_earlier_questions_may_be_plain_texts(model: LanguageModel) -> None:
    model.says({"question": "Why does the ferry cost so much?"})
    rewriter = SelectingRewriter(model.chat())
    found = rewriter.rewrite(TYPED, [FIRST], is_person=lambda _: False)
    assert found == "Why does the ferry cost so much?"
    assert json.loads(model.material())["earlier"] == [{"question": FIRST}]
