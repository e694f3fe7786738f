"""From logits to characters: scores of spans, windows by example, and whole words of any script."""

import itertools
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.tokenizing import WordPieces
from index.models.weights import backbone_folder
from qa.reading.span_decoding import Stretch, TokenSpan, best_spans, stretches, to_characters

PIECES = WordPieces(backbone_folder() / "tokenizer.json")
JOINED = {"Mn", "Mc", "Me", "Cf"}


def window(
    start: str, end: str = "", *, first: int = 0, null: float = 0.0, answerable: float = 0.0
) -> Stretch:
    """Return a window whose logits are digits of text: one a token."""
    return Stretch(
        first=first,
        start=np.array([float(c) for c in start], np.float32),
        end=np.array([float(c) for c in end or start], np.float32),
        null=null,
        answerable=answerable,
    )


def places(spans: list[TokenSpan]) -> list[tuple[int, int]]:
    return [(span.first, span.last) for span in spans]


def test_a_span_counts_by_its_lead_and_the_windows_answerability() -> None:
    one = window("1", null=4.0, answerable=3.0)
    assert one.score(10.0) == 0.5 * 3.0 + 0.25 * (10.0 - 4.0)
    assert best_spans([one], count=1) == [TokenSpan(0.5 * 3.0 + 0.25 * (2.0 - 4.0), 0, 0)]


@pytest.mark.parametrize(
    ("tokens", "room", "overlap", "expected"),
    [
        (0, 4, 2, [(0, 0)]),
        (4, 4, 2, [(0, 4)]),
        (5, 4, 0, [(0, 4), (1, 5)]),
        (8, 4, 0, [(0, 4), (4, 8)]),
        (10, 4, 2, [(0, 4), (2, 6), (4, 8), (6, 10)]),
        (9, 4, 2, [(0, 4), (2, 6), (4, 8), (5, 9)]),
        (10, 4, 3, [(0, 4), (2, 6), (4, 8), (6, 10)]),  # half of each is new
        (10, 4, 1, [(0, 4), (3, 7), (6, 10)]),
        (3, 1, 5, [(0, 1), (1, 2), (2, 3)]),
    ],
)
def test_the_stretches_of_a_passage(
    tokens: int, room: int, overlap: int, expected: list[tuple[int, int]]
) -> None:
    assert stretches(tokens, room, overlap) == expected


@pytest.mark.parametrize(
    ("start", "end", "longest", "expected"),
    [
        ("0900", "0009", 3, [(1, 3), (0, 0)]),
        ("0900", "0009", 2, [(1, 1), (2, 3), (0, 0)]),  # the best is too long
        ("0009", "9000", 4, [(0, 0), (3, 3)]),  # an end before its start is none
        ("555", "555", 1, [(0, 0), (1, 1), (2, 2)]),  # of spans alike the first, then the shortest
        ("50", "55", 9, [(0, 0), (1, 1)]),
        ("9", "9", 9, [(0, 0)]),
    ],
)
def test_which_spans_are_best(
    start: str, end: str, longest: int, expected: list[tuple[int, int]]
) -> None:
    found = best_spans([window(start, end)], count=9, longest=longest)
    assert places(found)[: len(expected)] == expected


def test_a_span_of_one_window_displaces_a_worse_one_of_another() -> None:
    left, right = window("0006"), window("8000", "0800", first=3)
    assert places(best_spans([left, right], count=1)) == [(3, 4)]
    both = best_spans([left, right], count=9)
    assert (3, 3) not in places(both)
    assert both == sorted(both, key=lambda span: -span.score)
    # Each window gives as many as are asked for, so that none is missing when one displaces others.
    assert places(best_spans([window("97"), window("86", first=2)], count=2, longest=1)) == [
        (0, 0), (2, 2),
    ]  # fmt: skip


def test_as_many_spans_as_tokens_can_be_found() -> None:
    assert sorted(places(best_spans([window("1234")], count=9, longest=1))) == [
        (0, 0), (1, 1), (2, 2), (3, 3),
    ]  # fmt: skip


def characters(text: str, first: int, last: int) -> str:
    (tokens,) = PIECES.with_offsets([text])
    found = to_characters(text, tokens.offsets, tokens.words, TokenSpan(0.0, first, last))
    return text[slice(*found)]


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        ("Bordyuzha spoke", 1, 1, "Bordyuzha"),
        ("Mr. Bordyuzha spoke", 2, 3, "Bordyuzha"),
        ("Ann Lee left", 0, 1, "Ann Lee"),
        ("“Ann” left", 1, 1, "Ann"),
        ("क\u094d\u0937\u093f है", 0, 0, "क\u094d\u0937\u093f"),
    ],
)
def test_pieces_of_a_word_stand_for_it(text: str, first: int, last: int, expected: str) -> None:
    assert characters(text, first, last) == expected


def test_space_that_a_tokenizer_counts_to_a_word_is_no_part_of_it() -> None:
    offsets, words = np.array([(0, 3), (3, 8), (8, 10), (10, 12), (12, 13)]), np.arange(5)
    text = "one  two xy  "
    found = [to_characters(text, offsets, words, TokenSpan(0.0, n, n)) for n in range(5)]
    # A span is never empty.
    assert found == [(0, 3), (5, 8), (9, 10), (10, 11), (12, 13)]


def test_accents_before_the_first_letter_are_taken_with_what_they_join() -> None:
    text, offsets, words = "a\u0301b", np.array([(1, 2), (2, 3)]), np.array([0, 1])
    assert to_characters(text, offsets, words, TokenSpan(0.0, 0, 0)) == (0, 2)
    assert to_characters(text, offsets, words, TokenSpan(0.0, 1, 1)) == (2, 3)


@settings(max_examples=30)
@given(
    st.text("ab é\u0301\u200d日😀👩क\u094dँ.-\n", min_size=1, max_size=12),
    st.integers(0, 99),
    st.integers(0, 99),
)
def test_answers_are_whole_characters(text: str, one: int, other: int) -> None:
    (tokens,) = PIECES.with_offsets([text])
    if not tokens.ids:
        return
    first, last = sorted((one % len(tokens.ids), other % len(tokens.ids)))
    start, end = to_characters(text, tokens.offsets, tokens.words, TokenSpan(0.0, first, last))
    assert 0 <= start < end <= len(text)
    assert start <= tokens.offsets[first, 0]
    assert end >= tokens.offsets[last, 1]
    assert end == len(text) or unicodedata.category(text[end]) not in JOINED
    assert start == 0 or unicodedata.category(text[start]) not in JOINED


@settings(max_examples=30)
@given(st.text("01239", min_size=1, max_size=9), st.integers(1, 4), st.integers(1, 3))
def test_spans_in_windows_are_spans_of_the_whole(digits: str, room: int, longest: int) -> None:
    # With windows that share as many tokens as a span is long, none is lost at a border.
    room = max(room, 2 * longest)
    parts = [
        window(digits[first:last], first=first)
        for first, last in stretches(len(digits), room, longest)
    ]
    whole = best_spans([window(digits)], count=1, longest=longest)
    assert best_spans(parts, count=1, longest=longest) == whole
    for one, other in itertools.pairwise(best_spans(parts, count=9, longest=longest)):
        assert one.score >= other.score
