"""What is taken from a model's reply, and what is not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers import Verdict
from qa.reading.selector.prompt import MOST_CHOSEN
from qa.reading.selector.reply import ReplyError, Selection, selection_in

STATED = '{"sentences": [2, 1], "speaker": "Ada Noll", "verdict": "stated"}'


@pytest.mark.parametrize(
    "reply",
    [
        STATED,
        f"```json\n{STATED}\n```",
        f"Here it is: {STATED} I hope that helps.",
        f'<think>Perhaps {{"sentences": [3], "verdict": "stated"}}?</think>\n{STATED}',
        f'{{"note": 1}} {STATED}',
        f"{{broken {STATED}",
        '{"sentences": ["2", "1"], "speaker": "Ada  Noll", "verdict": "STATED"}',
    ],
)
def test_a_selection_is_found_in_what_models_say(reply: str) -> None:
    assert selection_in(reply, 3) == Selection((2, 1), Verdict.STATED, "Ada Noll")


@pytest.mark.parametrize(
    ("sentences", "numbers"),
    [
        ([0, -1, 4, 99, 2], (2,)),
        ([2, 2, 2], (2,)),
        ([True, False, None, 1.0, 1.5, [1], {"1": 1}, "x", "-1", "２", "1e0", 3], (3,)),
        ([10**400, 1], (1,)),
    ],
)
def test_numbers_of_no_sentence_are_dropped(sentences: object, numbers: tuple[int, ...]) -> None:
    reply = json.dumps({"sentences": sentences, "verdict": "stated"})
    assert selection_in(reply, 3).numbers == numbers


@pytest.mark.parametrize(
    "reply",
    [
        {"sentences": [], "verdict": "stated"},
        {"sentences": [7], "verdict": "stated"},
        {"sentences": [1], "verdict": "not-stated"},
        {"sentences": [1], "verdict": "not stated"},
        {"sentences": []},
    ],
)
def test_a_reply_that_quotes_nothing_refuses(reply: object) -> None:
    assert selection_in(json.dumps(reply), 3) == Selection((), Verdict.NOT_STATED)


@pytest.mark.parametrize("verdict", ["maybe", "", None, 1, ["stated"], {"stated": 1}])
def test_a_verdict_that_is_none_is_unsure(verdict: object) -> None:
    found = selection_in(json.dumps({"sentences": [1], "verdict": verdict}), 3)
    assert found == Selection((1,), Verdict.UNSURE)


@pytest.mark.parametrize("speaker", [None, 3, ["Ada"], {}])
def test_a_speaker_that_is_no_name_is_nobody(speaker: object) -> None:
    reply = json.dumps({"sentences": [1], "verdict": "stated", "speaker": speaker})
    assert selection_in(reply, 3).speaker == ""


def test_no_more_are_chosen_than_were_asked_for() -> None:
    reply = json.dumps({"sentences": list(range(1, 100)), "verdict": "stated"})
    assert selection_in(reply, 99).numbers == tuple(range(1, MOST_CHOSEN + 1))


@pytest.mark.parametrize(
    "reply",
    ["", "Sentence 2.", "[2]", "{}", '{"sentences": 2}', '{"sentences": "2"}', '{"sentences": [2',
     '{"sentences": null, "verdict": "stated"}', "{" * 50_000, '{"a":' * 20_000,
     '{"sentences": [' + "9" * 5_000 + "]}", " " * 100_000 + STATED],
)  # fmt: skip
def test_what_is_no_selection_is_an_error(reply: str) -> None:
    with pytest.raises(ReplyError):
        selection_in(reply, 3)


@given(reply=st.text(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["sentences", "verdict", "speaker", "x"]), inner, max_size=4),
).map(json.dumps), count=st.integers(0, 12))  # fmt: skip
def test_whatever_is_said_only_real_sentences_are_chosen(reply: str, count: int) -> None:
    try:
        found = selection_in(reply, count)
    except ReplyError:
        return
    assert set(found.numbers) <= set(range(1, count + 1))
    assert len(set(found.numbers)) == len(found.numbers) <= MOST_CHOSEN
    assert bool(found.numbers) is (found.verdict is not Verdict.NOT_STATED)
