"""What nobody sees is dropped; what scripts and emoji need to be written is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import normalise_text
from index.articles.characters.invisible import without_invisible

SIGNS = (
    "ab中क\u0e01م \n❤\U0001f3f4\u00ad\u061c\u200b\u200c\u200d\u200e\u202e\u2060\u2066\ufe00\ufe0f"
    "\ufff9\U000e0061\U000e007f\U000e0100"
)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("pass\u200bword", "password"),
        ("pass\u200dword", "password"),
        ("pass\u200eword", "password"),
        ("hy\u00adphen", "hyphen"),
        ("1\u20604", "14"),
        ("pay \u202e0001\u202c now", "pay 0001 now"),
        ("a\u2066b\u2069c", "abc"),
        ("end.\u200b\u200c\u200d\u200c\u200b Next", "end. Next"),
        ("Hello\U000e0073\U000e0061\U000e0079", "Hello"),
        ("a\ufe00\ufe01\ufe0f\ufe0eb", "ab"),
        ("a\U000e0101b", "ab"),
    ],
)
def test_what_nobody_sees_goes(given_text: str, kept: str) -> None:
    assert without_invisible(given_text) == kept
    assert normalise_text(given_text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क्\u200dष",
        "ภาษา\u200bไทย",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f\u200d🔥 and ❤\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100城",
        "שלום\u200f!",
        "plain text, nothing else",
    ],
)
def test_what_scripts_and_emoji_need_stays(text: str) -> None:
    assert without_invisible(text) == text


@given(st.text(st.sampled_from(SIGNS), max_size=12))
def test_it_is_idempotent(text: str) -> None:
    once = without_invisible(text)
    assert without_invisible(once) == once
