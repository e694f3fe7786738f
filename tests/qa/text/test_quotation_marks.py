from collections.abc import Callable

import pytest
from growth import assert_time_is_linear
from hypothesis import given
from hypothesis import strategies as st

from qa.text.quotation_marks import find_quotations

marked_text = st.text(
    st.sampled_from("“”‘’\"'«»„‚‹›「」『』《》`ab .,?\n—é😀"), max_size=80
) | st.text(max_size=60)


def quoted(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Wait,” she said, “for me.”", ["“Wait,”", "“for me.”"]),
        ('"Wait," she said, "for me."', ['"Wait,"', '"for me."']),
        ("«Da», sagte er. »Nein«, rief sie.", ["«Da»", "»Nein«"]),
        ("„Nein“, sagte sie, ‚vielleicht‘.", ["„Nein“", "‚vielleicht‘"]),
        ("「はい」と言った。『本』", ["「はい」", "『本』"]),
        ("``Old style,'' he typed.", ["``Old style,''"]),
        ("« Oui », dit-elle.", ["« Oui »"]),
        ("He said “she said ‘no’ twice” and left.", ["“she said ‘no’ twice”"]),
        ("'Fine,' he said, 'it's done.'", ["'Fine,'", "'it's done.'"]),
        ("The dogs' bowls, the '90s and rock ’n’ roll.", []),
        ("It is 6' 2\" tall and don't worry", []),
        ('"Mixed marks,” he typed', ['"Mixed marks,”']),
        ("", []),
    ],
)
def test_pairs_of_many_conventions(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_repeated_opening_mark_continues_the_quotation() -> None:
    text = "“First paragraph.\n\n“Second paragraph.\n\n“Third,” said Rita Moss."
    assert quoted(text) == ["“First paragraph.\n\n“Second paragraph.\n\n“Third,”"]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "“It never ended\n\nShe went home. “Good night.”"
    first, second = find_quotations(text)
    assert text[first.start : first.end] == "“It never ended"
    assert not first.closed
    assert text[second.start : second.end] == "“Good night.”"
    assert second.closed


@given(marked_text)
def test_quotations_are_ordered_and_inside_the_text(text: str) -> None:
    end = 0
    for one in find_quotations(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end


@pytest.mark.parametrize("unit", ["“", '"', "'a ", "‘«“", "“a\n\n", "”", " ‘a"])
def test_time_is_linear(unit: str) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = unit * (length // len(unit))
        return lambda: find_quotations(text)

    assert_time_is_linear(prepare, 10_000, 80_000)
