"""Names in questions: speakers split and told from roles, names that an article has to hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions.names_asked import are_names, is_name, names_of, split_names

NAME = st.sampled_from(["Anna Berg", "Dahl", "the CSTO", "Van der Berg"])


@pytest.mark.parametrize(
    ("speaker", "named"),
    [
        ("Anna Berg", True),
        ("bordyuzha", True),
        ("the CSTO", True),
        ("the Ministry of Health", True),
        ("the fire chief", False),
        ("the Tarnbridge mortgage broker", False),
        ("people", False),
        ("the Secretary General", True),
        ("Secretary General", False),
        ("she", False),
        ("two local men", False),
        ("prosecutors", False),
        ("tax inspectors", False),
        ("peters", True),
        ("Acme's CEO", False),
        ("the Acme CEO", False),
        ("the CEO of Acme", False),
        ("the mayor of Lowick", False),
        ("Rita Moss of Acme", True),
    ],
)
def test_a_name_is_told_from_a_role_by_its_shape(speaker: str, named: bool) -> None:
    assert is_name(speaker) is named
    assert are_names((speaker,)) is named
    assert are_names((speaker, "some residents")) is False


def test_nobody_is_no_name() -> None:
    assert are_names(()) is False


@given(st.lists(NAME, min_size=1, unique=True))
def test_speakers_joined_by_and_are_split_again(names: list[str]) -> None:
    joined = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    assert split_names(joined) == tuple(names)
    assert split_names(f"both {joined}") == tuple(names)


def test_names_and_numbers_are_kept_in_order_once() -> None:
    text = "When did President Berg meet NATO in Riga, and was 2012 the year Riga joined NATO?"
    assert names_of(text) == ("berg", "nato", "riga", "2012")
    assert names_of(text, without=("President Berg",)) == ("nato", "riga", "2012")
    assert names_of("NATO grew") == ("nato",)
    assert names_of("Berg grew") == ()
