"""Names to filter by: found by their words, else the nearest."""

from qa.web.answering.names import Names

_NAMES = Names(
    [
        "Ada Löfgren",
        "Ada Löfgren",
        "ada  löfgren",
        "Bea Adair",
        "Löfgren",
        "Steppe Review",
        None,
        "",
    ]
)


def test_spellings_of_one_name_are_one_with_all_its_articles() -> None:
    assert list(_NAMES) == ["Ada Löfgren", "Bea Adair", "Löfgren", "Steppe Review"]
    assert _NAMES.find("löfgren ada", 9).names == (("Ada Löfgren", 3),)
    assert "ADA LÖFGREN" in _NAMES
    assert "Ada" not in _NAMES
    assert "" not in _NAMES


def test_a_word_that_begins_a_name_goes_before_one_inside_and_no_accent_is_needed() -> None:
    names = [name for name, _ in _NAMES.find("ad", 9).names]
    assert names == ["Ada Löfgren", "Bea Adair"]
    assert [name for name, _ in _NAMES.find("LOFGREN", 9).names] == ["Ada Löfgren", "Löfgren"]
    assert [name for name, _ in _NAMES.find("air", 9).names] == ["Bea Adair"]


def test_only_so_many_are_given_and_all_are_counted() -> None:
    names = Names(f"Author {number}" for number in range(120))
    found = names.find("author", 50)
    assert (len(found.names), found.total) == (50, 120)
    assert names.find("", 1).total == 120


def test_what_no_name_has_is_near_to_some_or_to_none() -> None:
    assert _NAMES.find("Lofgern", 9).total == 0
    assert _NAMES.nearest("Lofgern", 1) == ("Löfgren",)
    assert _NAMES.nearest("Stepp Revue", 3) == ("Steppe Review",)
    assert _NAMES.nearest("zzz", 3) == ()
    assert _NAMES.nearest("", 3) == ()
    assert Names().nearest("Ada", 3) == ()
