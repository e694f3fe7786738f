"""What words for a speaker are, whose key is which, and which names are one speaker's."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.speakers.grouping import Groups
from qa.speakers.kept.names import fullest
from qa.speakers.keys import key_of
from qa.speakers.kinds import people_of, speaker_kind
from qa.speakers.speaker import SpeakerKind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Nikolay Bordyuzha", "person"),
        ("Dr. Ada Holt", "person"),
        ("Zora Baker", "person"),
        ("Олена Ткач", "person"),
        ("山口恵", "person"),
        ("Ayọ̀ Bánkọ́lé", "person"),
        ("the CSTO", "body"),
        ("Moscow", "body"),
        ("Halvard and Sons", "body"),
        ("a lawyer", "unnamed"),
        ("Several diplomats in Moscow", "unnamed"),
        ("Ministers", "unnamed"),
        ("the city", "unnamed"),
        ("An official who asked not to be named", "unnamed"),
        ("the back", None),
        ("those", None),
        ("treaties", None),
        ("One of them", None),
        ("a survey", None),
        ("Studies", None),
        ("the three years of building", None),
        ("<b>Rita Moss</b>", None),
        ("1984", None),
        ("!!", None),
        ("", None),
    ],
)
def test_a_label_is_somebody_or_nobody(label: str, kind: str | None) -> None:
    assert speaker_kind(label) == kind


def test_those_who_speak_together_are_two_people() -> None:
    assert people_of("Lena Fox and Omar Reyes") == ("Lena Fox", "Omar Reyes")
    assert people_of("the hill farmers and the town") == ("the hill farmers and the town",)


def grouped(names: dict[str, int]) -> dict[str, str | None]:
    groups = Groups()
    groups.put(names)
    return {name: groups.full(name) for name in names}


def test_a_short_name_is_the_only_one_whom_it_can_mean() -> None:
    found = grouped({"Anna Berg": 1, "Tom Berg": 1, "Berg": 9, "A. Berg": 1, "Ada Holt": 1})
    assert found["Berg"] == "Berg"
    assert found["A. Berg"] == "Anna Berg"
    found = grouped({"Ada Holt": 1, "Holt": 9, "Dr. Holt": 2, "Ada K. Holt": 1})
    assert set(found.values()) == {"Ada K. Holt"}


def test_spellings_and_abbreviations_are_one() -> None:
    found = grouped({"Nikolay Orlo": 1, "Nikolai Orlo": 3, "the KVO": 1, "Kerava Valley Office": 1})
    assert found["Nikolai Orlo"] == found["Nikolay Orlo"]
    assert found["the KVO"] == "Kerava Valley Office"


def test_words_for_the_unnamed_are_brought_together_by_their_words_alone() -> None:
    found = grouped({"The ministry": 2, "the ministry": 1, "the health ministry": 1, "a nurse": 1})
    assert found["the ministry"] == found["The ministry"]
    assert len(set(found.values())) == 3


def test_the_fullest_of_names_is_the_one_that_says_most() -> None:
    assert fullest({"Holt", "Ada Holt", "A. Holt"}) == "Ada Holt"


_ALLOWED = frozenset(string.ascii_lowercase + string.digits + "-")


@given(st.text(max_size=200))
def test_a_key_can_stand_in_any_address(name: str) -> None:
    key = key_of(name)
    assert key == key_of(f" {name.upper().lower()} " if name.isascii() else name)
    assert 0 < len(key) <= 80
    assert set(key) <= _ALLOWED


def test_a_key_can_be_read_and_belongs_to_one_name() -> None:
    assert key_of("Ада Холт").startswith("ada-kholt-")
    assert key_of("Ada Holt").startswith("ada-holt-")
    assert key_of("Ada  holt") == key_of("Ada Holt")
    assert key_of("Ada Holt") != key_of("Ada-Holt")
    assert key_of("Ada Holt", "3") != key_of("Ada Holt")


@given(st.dictionaries(st.text(max_size=30), st.integers(1, 9), max_size=8))
def test_every_name_belongs_to_one_entry_and_the_fullest_to_itself(names: dict[str, int]) -> None:
    known = {name: count for name, count in names.items() if speaker_kind(name)}
    found = grouped(known)
    assert found.keys() == known.keys()
    assert all(full and found[full] == full for full in found.values())
    assert all(isinstance(speaker_kind(name), SpeakerKind) for name in found)
