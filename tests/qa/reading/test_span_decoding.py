import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qa.reading.span_decoding import Stretch, TokenSpan, best_spans, stretches, to_characters

logits = st.integers(1, 14).flatmap(
    lambda n: st.tuples(
        *(
            arrays(np.float32, n, elements=st.integers(-40, 40).map(lambda v: v / 8))
            for _ in range(2)
        )
    )
)


def window(
    start: list[float],
    end: list[float],
    *,
    null: float = 0.0,
    answerable: float = 0.0,
    first: int = 0,
) -> Stretch:
    return Stretch(
        first=first,
        start=np.array(start, np.float32),
        end=np.array(end, np.float32),
        null=null,
        answerable=answerable,
    )


@settings(deadline=None)
@given(logits, st.integers(1, 6))
def test_the_best_span_is_the_best_of_all_valid_ones(
    pair: tuple[np.ndarray, np.ndarray], longest: int
) -> None:
    start, end = pair
    n = len(start)
    every = [
        (float(start[a]) + float(end[b]), a, b)
        for a, b in itertools.product(range(n), range(n))
        if a <= b < a + longest
    ]
    read = Stretch(first=0, start=start, end=end, null=1.0, answerable=0.5)
    (best,) = best_spans([read], count=1, longest=longest)
    top = max(score for score, _, _ in every)
    assert (top, best.first, best.last) in every
    assert best.score == pytest.approx(0.5 * 0.5 + 0.25 * (top - 1.0))


@settings(deadline=None)
@given(logits, st.integers(1, 5), st.integers(1, 6))
def test_spans_are_valid_apart_and_in_order(
    pair: tuple[np.ndarray, np.ndarray], count: int, longest: int
) -> None:
    start, end = pair
    read = Stretch(first=7, start=start, end=end, null=0.0, answerable=0.0)
    spans = best_spans([read], count=count, longest=longest)
    assert 1 <= len(spans) <= count
    for span in spans:
        assert 7 <= span.first <= span.last < min(7 + len(start), span.first + longest)
    for one, other in itertools.combinations(spans, 2):
        assert one.score >= other.score
        assert one.last < other.first or other.last < one.first


def test_spans_of_overlapping_windows_are_merged() -> None:
    left = window([0, 0, 5, 0], [0, 0, 5, 0], answerable=1.0)
    right = window([6, 0, 0, 3], [6, 0, 0, 3], answerable=1.0, first=2)
    spans = best_spans([left, right], count=2)
    # 0.5 * 1 + 0.25 * 12 at token 2, seen by both windows; 0.5 * 1 + 0.25 * 6 at token 5
    assert spans == [TokenSpan(3.5, 2, 2), TokenSpan(2.0, 5, 5)]


def test_a_window_that_holds_no_answer_loses() -> None:
    sure = window([2, 0], [2, 0], null=-4, answerable=3)
    loud = window([9, 0], [9, 0], null=14, answerable=-6, first=2)
    assert best_spans([loud, sure], count=1)[0].first == 0


def test_no_tokens_no_spans() -> None:
    assert best_spans([window([], [])], count=3) == []
    assert best_spans([], count=3) == []


@given(st.integers(0, 2000), st.integers(1, 400), st.integers(0, 200))
def test_windows_cover_every_token(tokens: int, room: int, overlap: int) -> None:
    found = stretches(tokens, room, overlap)
    assert found[0][0] == 0
    assert found[-1][1] == tokens
    assert all(last - first <= room for first, last in found)
    shared = min(overlap, room // 2) if len(found) > 1 else 0
    for (_, end), (start, _) in itertools.pairwise(found):
        assert end - start >= shared
    assert len(found) <= 1 + -(-tokens // max(1, room - min(overlap, room // 2)))


@pytest.mark.parametrize(
    ("text", "offsets", "words", "span", "expected"),
    [
        ("un|able", [(0, 3), (3, 7)], [0, 0], (0, 0), "un|able"),
        ("one two", [(0, 3), (3, 7)], [0, 1], (1, 1), "two"),
        ("cafe\u0301 now", [(0, 4), (6, 9)], [0, 1], (0, 0), "cafe\u0301"),
        ("👍🏽 ok", [(0, 1), (3, 5)], [0, 1], (1, 1), "ok"),
        ("❤\ufe0f", [(0, 1)], [0], (0, 0), "❤\ufe0f"),
        ("각", [(0, 1), (0, 1), (0, 1)], [0, 0, 0], (1, 2), "각"),
    ],
)
def test_answers_are_whole_words_with_their_accents(
    text: str,
    offsets: list[tuple[int, int]],
    words: list[int],
    span: tuple[int, int],
    expected: str,
) -> None:
    found = TokenSpan(0.0, *span)
    start, end = to_characters(text, np.array(offsets), np.array(words), found)
    assert text[start:end] == expected
