"""Roles beside names, and who holds them."""

import pytest

from qa.language.tables import tables
from qa.people.name_runs import runs_in
from qa.people.roles import Roles, roles_beside
from qa.text.frames import frames_of

KNOWN = tables("en").names


def roles(text: str) -> list[set[str]]:
    frame = next(frames_of(text, []))
    run = next(runs_in(frame, frozenset(), KNOWN))
    return [set(words) for words in roles_beside(frame.tokens, run, KNOWN)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the fire chief, Rita Moss, left", [{"fire", "chief"}]),
        ("Then Rita Moss, the mayor of Lowick, left", [{"the", "mayor"}]),
        ("the engineer Rita Moss, a mother, left", [{"engineer"}, {"a", "mother"}]),
        ("in Lowick Rita Moss, tired, left", []),
        ("Then Rita Moss left the mayor", []),
    ],
)
def test_roles_right_before_and_after_a_name(text: str, found: list[set[str]]) -> None:
    assert roles(text) == found


def test_the_last_holder_before_a_place_is_meant() -> None:
    held: Roles[str] = Roles()
    held.note(10, frozenset(["fire", "chief"]), "Moss", KNOWN)
    held.note(50, frozenset(["fire", "chief"]), "Ash", KNOWN)
    assert held.holder(["fire", "chief"], 40) == "Moss"
    assert held.holder(["chief"], 60) == "Ash"
    assert held.holder(["chief"], 5) is None


def test_a_role_said_more_fully_than_it_was_given_is_nobodys() -> None:
    held: Roles[str] = Roles()
    held.note(0, frozenset(["chief"]), "Moss", KNOWN)
    assert held.holder(["police", "chief"], 9) is None
    assert held.holder(["mayor"], 9) is None
