"""What a collection says of itself is believed only where Pullquote can have said it."""

import json

import pytest

from index.search.milvus.stamp import FORMAT, Newer, NotOurs, Stamp, read_stamp

STAMP = Stamp(
    index_id="0d9a8f5c",
    dimension=384,
    averages={"body": 61.5, "title": 7.0, "pairs": 1.0},
    generation=12,
    last_row=1_000,
    count=990,
    digest="ab12",
    changing=False,
)


def test_a_stamp_is_read_as_it_was_written() -> None:
    assert read_stamp(STAMP.to_text()) == STAMP
    assert STAMP.made_as_now


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "yes",
        "[]",
        "3",
        '"x"',
        "{}",
        '{"format": 1}',
        '{"format": "1"}',
        '{"format": null}',
    ],
)
def test_nothing_else_is_a_stamp(text: str | None) -> None:
    with pytest.raises(NotOurs):
        read_stamp(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [("generation", -1), ("count", "3"), ("changing", 0), ("averages", {"body": 1.0}),
     ("averages", {"body": 0, "title": 1, "pairs": 1}), ("index_id", 5), ("more", 1)],
)  # fmt: skip
def test_values_that_cannot_be_are_no_stamp(key: str, value: object) -> None:
    with pytest.raises(NotOurs):
        read_stamp(json.dumps({**json.loads(STAMP.to_text()), key: value}))


def test_a_newer_format_is_told_apart_whatever_else_it_says() -> None:
    with pytest.raises(Newer):
        read_stamp(json.dumps({"format": FORMAT + 1, "something": "new"}))


def test_another_analysis_of_words_is_made_otherwise() -> None:
    body = {**json.loads(STAMP.to_text()), "analysis": "words-0"}
    assert not read_stamp(json.dumps(body)).made_as_now
