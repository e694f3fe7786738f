from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ModelError
from index.models.tokenizing import WordPieces
from index.models.weights import backbone_folder


@cache
def _shared() -> WordPieces:
    return WordPieces(backbone_folder() / "tokenizer.json")


@pytest.fixture
def pieces() -> WordPieces:
    return _shared()


def slices(pieces: WordPieces, text: str) -> list[str]:
    (tokens,) = pieces.with_offsets([text])
    return [text[start:end] for start, end in tokens.offsets]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who said it?", ["Who", "said", "it", "?"]),
        ("😀 Ж 𝔘nicode", ["😀", "Ж", "𝔘nicode"]),
        ("東京は", ["東", "京", "は"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("a\u200bb", ["a\u200bb"]),
    ],
)
def test_offsets_count_code_points_of_the_text_given(
    pieces: WordPieces, text: str, expected: list[str]
) -> None:
    assert slices(pieces, text) == expected


def test_long_texts_are_neither_padded_nor_cut_unless_asked(pieces: WordPieces) -> None:
    (tokens,) = pieces.with_offsets(["cat " * 700])
    assert len(tokens.ids) == 700
    short, long = pieces.single(["cat", "cat " * 700], limit=256)
    assert len(short) == 3  # [CLS] cat [SEP]
    assert len(long) == 256
    assert (long[0], long[-1]) == (pieces.first, pieces.separator)


def test_pieces_of_a_word_share_its_number(pieces: WordPieces) -> None:
    (tokens,) = pieces.with_offsets(["unbelievableness now"])
    assert len(tokens.ids) > 2
    assert sorted(set(tokens.words.tolist())) == [0, 1]


def test_nothing_has_no_tokens(pieces: WordPieces) -> None:
    (tokens,) = pieces.with_offsets([""])
    assert tokens.ids == []
    assert tokens.offsets.shape == (0, 2)
    assert pieces.single([""], 256) == [[pieces.first, pieces.separator]]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_offsets_rise_and_stay_inside_any_text(text: str) -> None:
    (tokens,) = _shared().with_offsets([text])
    assert len(tokens.ids) == len(tokens.offsets) == len(tokens.words)
    for start, end in tokens.offsets:
        assert 0 <= start < end <= len(text)
    assert (tokens.offsets[1:] >= tokens.offsets[:-1]).all()
    assert (tokens.words[1:] >= tokens.words[:-1]).all()


def test_a_file_that_is_no_tokenizer_is_named(tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json cannot be read"):
        WordPieces(file)
