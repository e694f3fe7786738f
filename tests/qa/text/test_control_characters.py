"""Control characters in names are shown, not obeyed."""

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
