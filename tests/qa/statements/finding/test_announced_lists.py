"""Points of a list that somebody is announced to make."""

import pytest

from qa.statements.finding import find_statements

POINTS = "\n\n- The weir must stay open.\n- No boat may wait. Not one.\n\n"


def said(text: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, text[one.start : one.end]) for one in find_statements(text)]


@pytest.mark.parametrize("announced", ["Rita Moss also said:", "In the hall, Rita Moss demanded:"])
def test_the_points_are_who_announces_them(announced: str) -> None:
    told = said(f"{announced}{POINTS}The meeting closed at nine.")
    assert told == [
        ("Rita Moss", "The weir must stay open"),
        ("Rita Moss", "No boat may wait"),
        ("Rita Moss", "Not one"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"The hall has rules:{POINTS}",  # nobody says them
        f"Rita Moss also said it was late.{POINTS}",
        "Rita Moss also said:\n\nThe meeting closed at nine.",
        "Rita Moss also said:\n\n1. It leaks.\n\n- Bread, two loaves.",
    ],
)
def test_other_lists_are_nobodys(text: str) -> None:
    told = [words for _, words in said(text)]
    assert not {"The weir must stay open", "The meeting closed at nine", "Bread, two loaves"} & {
        *told
    }
