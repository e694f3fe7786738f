"""Control characters in names are shown, not obeyed."""

import unicodedata

import pytest

from qa.text.control_characters import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("report\u202efdp.exe", "report\\u202efdp.exe"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("two\nlines\tand é", "two\nlines\tand é"),
    ],
)
def test_each_control_character_becomes_its_code(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_is_replaced_are_controls_and_marks_of_direction() -> None:
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    for character in map(chr, range(0x3000)):
        obeyed = unicodedata.category(character) == "Cc" and character not in "\n\t"
        obeyed = obeyed or unicodedata.bidirectional(character) in turning
        shown = visible(f"a{character}b")
        if obeyed:
            assert f"{ord(character):x}" in shown or shown == "a\\rb"
            assert shown.isprintable()
        else:
            assert shown == f"a{character}b"
