"""Categories as they are stored: one line each, each once, few and short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import normalise_text
from index.articles.details.categories import LONGEST, MOST, as_text, clean_categories
from index.articles.details.corrections import checked_value

NAMES = st.lists(st.text(max_size=120), max_size=70)


@given(NAMES)
def test_whatever_is_given_is_clean_and_stays_so(names: list[str]) -> None:
    found = clean_categories(names)
    assert clean_categories(found) == found
    assert len(found) <= MOST
    assert len({one.casefold() for one in found}) == len(found)
    for one in found:
        assert one == " ".join(normalise_text(one).split())
        assert ";" not in one
        assert 0 < len(one) <= LONGEST


@given(NAMES)
def test_they_come_back_from_one_text(names: list[str]) -> None:
    found = clean_categories(names)
    assert clean_categories([as_text(found) or ""]) == found
    assert checked_value("categories", as_text(found)) == as_text(found)


def test_the_order_given_is_kept_and_what_says_nothing_goes() -> None:
    given_names = [
        " Harbour\n news ",
        "Uncategorized",
        "harbour NEWS",
        "--",
        "Arts, Briefly",
        "x" * 101,
    ]
    assert clean_categories(given_names) == ("Harbour news", "Arts, Briefly")


@pytest.mark.parametrize("value", ["x" * 101, "; ".join(f"n{at}" for at in range(MOST + 1))])
def test_a_correction_says_what_is_too_much(value: str) -> None:
    with pytest.raises(ValueError, match=r"more than|longer than"):
        checked_value("categories", value)


def test_keys_of_programs_are_no_names() -> None:
    given = ["Africa", "9A43D8FC-F4CF-44D9-9B34-138D30468F8F", "5f2b1c0a9d8e7f6a5b4c3d2e", "2024"]
    assert clean_categories(given) == ("Africa", "2024")
