"""Patterns of words."""

import pytest

from qa.text.patterns import forms_of_noun, one_of, regex


@pytest.mark.parametrize("text", ["ferry", "ferries", "dam", "dams"])
def test_a_noun_is_found_in_the_singular_and_plural(text: str) -> None:
    assert regex(f"(?:{forms_of_noun(['ferry', 'dam'])})").fullmatch(text)


@pytest.mark.parametrize("text", ["ferrys", "ferrie", "damies", "da", "", "ferrydam"])
def test_what_is_no_form_of_a_noun(text: str) -> None:
    assert not regex(f"(?:{forms_of_noun(['ferry', 'dam'])})").fullmatch(text)


def test_alternatives_are_in_the_order_given() -> None:
    # The first that fits wins, so that a longer one has to stand before its beginning.
    pattern = regex(one_of(["per cent", "per"]))
    assert pattern.findall("5 Per Cent, per day") == ["Per Cent", "per"]
