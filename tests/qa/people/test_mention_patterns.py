"""Who is told by the words before and after a noun or a name."""

import pytest

from qa.people.mentions import Sort, mentions


def groups(text: str) -> list[str]:
    return [one.text for one in mentions(text) if one.sort is Sort.GROUP]


@pytest.mark.parametrize(
    "lead",
    ["the", "all", "many", "some", "most", "its", "their", "these", "those", "other", "local",
     "foreign", "former", "young", "old", "prime", "the tired", "some tired"],
)  # fmt: skip
def test_people_told_apart_are_a_group_though_they_do_nothing(lead: str) -> None:
    assert groups(f"We wrote to {lead} drummers yesterday.") == [f"{lead} drummers"]


@pytest.mark.parametrize("lead", ["tired", "a", "every", "the very tired"])
def test_people_not_told_apart_are_none(lead: str) -> None:
    assert groups(f"We wrote to {lead} drummers yesterday.") == []


@pytest.mark.parametrize(
    "noun", ["voters", "tenors", "cellists", "guardians", "horsemen", "policewomen", "democrats",
             "shepherds", "goldsmiths", "wheelwrights"],
)  # fmt: skip
def test_endings_tell_people(noun: str) -> None:
    assert groups(f"Then {noun} left.") == [noun]
    assert groups(f"Then {noun} sadly left.") == [noun]
    assert groups(f"Then {noun} again refused.") == [noun]
    assert groups(f"Then {noun} asleep.") == []


@pytest.mark.parametrize("lead", ["the", "this", "that", "The", "This", "That", "the old"])
def test_a_collective_is_told_apart(lead: str) -> None:
    assert groups(f"{lead} jury slept.") == [lead[:1].lower() + lead[1:] + " jury"]
    assert groups(f"{lead} jury-room slept.") == []
    assert groups(f"{lead} jury’s room slept.") == []


@pytest.mark.parametrize(
    ("after", "person"),
    [
        ("argued", True), (", argued", True), ("sadly argued", True), ("was born", True),
        ("himself slept", True), ("’s argued", True), ("slept", False), ("argument", False),
    ],
)  # fmt: skip
def test_what_only_people_do_tells_a_person(after: str, person: bool) -> None:
    text = f"Then Ferrow{'' if after[0] in ',’' else ' '}{after}."
    (one,) = mentions(text)
    assert (one.sort is Sort.PERSON) is person


@pytest.mark.parametrize(
    ("after", "acts"),
    [("became old", True), ("sank", False), ("walked", True), ("walked by", False), ("ed", False)],
)
def test_what_anything_does_is_a_predicate(after: str, acts: bool) -> None:
    (one,) = mentions(f"Then Ferrow {after}")
    assert one.acts is acts


@pytest.mark.parametrize(
    "name",
    ["Mr. Ulm", "Sgt. Ulm", "St. Ulm", "J. R. Ulm", "O’Dell", "AT&T", "Ulm-Orr", "Élan Ørsted",
     "Bank of Ulm", "Rita van Ulm", "Юлия"],
)  # fmt: skip
def test_names_have_titles_initials_marks_and_particles(name: str) -> None:
    assert [one.text for one in mentions(f"We met {name} there.")] == [name]
