"""Marks inside a quoted title end no sentence."""

import pytest

from index.chunking.sentences import sentence_spans


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("She sang “Rain! Rain! (A Song)” in May. It was late.", 2),
        ("She sang “Why? Oh Why?” in May. It was late.", 2),
        ("“Stop! The boat is late,” she cried. It left.", 3),
        ("Stop! Rain! Wind!", 3),
        ("She sang “Rain! Rain", 2),
    ],
)
def test_a_title_is_whole(text: str, count: int) -> None:
    assert len(sentence_spans(text)) == count
