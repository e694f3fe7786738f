"""Which questions are the same: what an editor says of one holds for the other, and no third."""

import itertools
import json

import pytest
from growth import assert_time_is_linear
from hypothesis import given
from hypothesis import strategies as st

from index.articles.passages import Filters
from qa.questions.same_question import filters_json, question_key, wording

_NONE = Filters()


@pytest.mark.parametrize(
    "same",
    [
        "who built the long wall", "WHO BUILT  the\tLong Wall?!", "Who built “the long wall”",
        "Please, who built the Long Wall?", "Who built the Long Wall, please?",
        "Could you please tell me who built the Long Wall? Thanks a lot!",
        "Hello, who built the long wall?", "Hi who built the long wall",
        "Good morning! Please tell us: who built the long wall?", "pls who built the long wall pls",
        "I would like to know who built the long wall", "Who built the long\N{SOFT HYPHEN} wall",
        "\N{FULLWIDTH LATIN CAPITAL LETTER W}ho built the long-wall, thank you very much.",
    ],
)  # fmt: skip
def test_case_marks_spaces_and_politeness_change_nothing(same: str) -> None:
    assert question_key(same, _NONE) == question_key("Who built the Long Wall?", _NONE)


_OTHERS = (
    "Who built the wall?", "Who built the long walls?", "The long wall built who?",
    "Who said please?", "Who said?", "Who said thank you?", "Hello Kitty sold how many?",
    "Kitty sold how many?", "Well water in Riga?", "Water in Riga?", "What does C++ cost?",
    "What does C cost?", "What is C++?", "What is C?", "Is it $5?", "Is it 5?", "Is it 3.5?",
    "Is it 35?", "Did resume help?", "Did résumé help?", "State budget?", "Budget?",
    "Tell me about fares", "Is it Ada's?", "Is it Adas?", "क्या हुआ?", "क्या हुए?", "Who was it?",
    "Who wasn't it?",
)  # fmt: skip


def test_other_words_are_another_question() -> None:
    keys = {question_key(one, _NONE): one for one in _OTHERS}
    assert sorted(keys.values()) == sorted(_OTHERS)


def test_what_is_written_in_two_ways_is_one_question() -> None:
    for one, other in (("the U.S. envoy", "the US envoy"), ("it’s her", "it's her"),
                       ("caf\u00e9", "cafe\u0301")):  # fmt: skip
        assert wording(one) == wording(other)


def test_nothing_but_politeness_stays_what_it_is() -> None:
    assert wording("Please!") == "please"
    assert wording("Tell me") == "tell me"
    assert wording("?!") == ""


def test_filters_are_part_of_what_is_asked() -> None:
    filters = [
        _NONE, Filters(author="Ada"), Filters(source="Ada"), Filters(after="2024-01-01"),
        Filters(authors=frozenset({"Ada"})), Filters(sources=frozenset({"Ada"})),
        Filters(authors=frozenset({"Ada", "Bo"})),
        Filters(before="2024-01-01"), Filters(articles=frozenset({"a"})),
        Filters(articles=frozenset({"a", "b"})),
    ]  # fmt: skip
    for one, other in itertools.combinations(filters, 2):
        assert question_key("Why?", one) != question_key("Why?", other)
    assert question_key("Why?", Filters(author=" ada  löf")) == question_key(
        "why", Filters(author="Ada Löf")
    )
    assert question_key("Why?", Filters(author=" ")) == question_key("Why?", _NONE)
    assert json.loads(filters_json(Filters(author="Ada", articles=frozenset("b")))) == {
        "author": "ada"
    }


@given(st.text(max_size=60))
def test_it_is_the_same_when_compared_again(text: str) -> None:
    assert wording(text) == wording(f"  {text} ")
    assert question_key(text, _NONE) == question_key(text, _NONE)
    assert "  " not in wording(text)


@pytest.mark.parametrize("part", [".", "please ", "hi, ", "a.", "thanks, ", "- "])
def test_time_is_linear(part: str) -> None:
    def prepare(size: int):  # noqa: ANN202
        text = part * (size // len(part))
        return lambda: wording(text)

    assert_time_is_linear(prepare, 2_000, 16_000)
