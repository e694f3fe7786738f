import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.people.known.near_names import distance, near
from qa.people.known.transliteration import in_latin


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("lavrov", "lavrov", 0),
        ("lavrow", "lavrov", 1),  # changed
        ("lavov", "lavrov", 1),  # left out
        ("lavrrov", "lavrov", 1),  # inserted
        ("larvov", "lavrov", 1),  # swapped
        ("larwov", "lavrov", 2),
        ("abc", "lavrov", 3),  # more than the most
        ("", "ab", 2),
    ],
)
def test_letters_that_differ_are_counted(one: str, other: str, found: int) -> None:
    assert distance(one, other, 2) == found


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 6))
def test_distance_is_symmetric_and_within_its_bound(one: str, other: str, most: int) -> None:
    found = distance(one, other, most)
    assert found == distance(other, one, most)
    assert (found == 0) == (one == other)
    assert found <= most + 1
    assert found == min(distance(one, other, 20), most + 1)


def test_the_nearest_name_is_near_and_equals_all_are_given() -> None:
    assert near("boardyuzha", ["bordyuzha", "bordon"]) == ["bordyuzha"]
    assert near("lavrow", ["lavrov", "lavron"]) == ["lavrov", "lavron"]
    assert near("hall", ["hale"]) == []  # too short to be a mistake
    assert near("wavrov", ["lavrov"]) == []  # begins otherwise
    assert near("larwov", ["lavrov"]) == []  # two letters of six


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("Бордюжа", "bordyuzha"),
        ("Зеленський", "zelenskiy"),
        ("Παπανδρέου", "papandreou"),
        ("Λαβρόφ", "lavrof"),
        ("Müller", "Müller"),
        ("", ""),
        ("王", "王"),
    ],
)
def test_other_scripts_are_written_in_latin_letters(word: str, latin: str) -> None:
    assert in_latin(word) == latin
