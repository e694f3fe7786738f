"""Names of speakers split apart, and names that an answer has to hold."""

import pytest

from qa.questions.names_asked import is_name, names_of, split_names


@pytest.mark.parametrize("joint", [" and ", " or ", " nor ", " & ", " versus ", " vs ", " vs. ",
                                   ", ", ", and ", " , or "])  # fmt: skip
def test_two_speakers_are_split_at_every_joint(joint: str) -> None:
    assert split_names(f"Anna Berg{joint}Dahl") == ("Anna Berg", "Dahl")


@pytest.mark.parametrize("before", ["both", "either", "neither", "Both"])
def test_what_announces_two_is_no_name(before: str) -> None:
    assert split_names(f"{before} Berg and Dahl") == ("Berg", "Dahl")


@pytest.mark.parametrize("after", ["not", "first", "last", "both", "each", "all"])
def test_what_counts_them_is_no_name(after: str) -> None:
    assert split_names(f"Berg and Dahl {after}") == ("Berg", "Dahl")


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("", ()),
        (" and ", ("and",)),
        ("“Berg”", ("Berg",)),
        ("Berg’s", ("Berg",)),
        ("the ministers'", ("the ministers",)),
        ("Orlando", ("Orlando",)),
        ("Bothwell", ("Bothwell",)),
        ("Berg,, Dahl", ("Berg", "Dahl")),
        ("Dahl, Berg and Dahl", ("Dahl", "Berg")),
    ],
)
def test_what_is_left_are_names_once_each(who: str, names: tuple[str, ...]) -> None:
    assert split_names(who) == names


@pytest.mark.parametrize(
    ("speaker", "named"),
    [
        ("the Ministry of Health", True),
        ("The", False),
        ("other CSTO", True),
        ("most ministers", False),
        ("every CSTO", False),
        ("anna berg", True),
        ("anna maria berg", False),
        ("anna Berg", True),
        ("Anna berg", False),
        ("prime minister", False),
    ],
)
def test_capitals_and_length_tell_a_name(speaker: str, named: bool) -> None:
    assert is_name(speaker) is named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Who met Zoë Dahl?", ("zoe", "dahl")),
        ("NATO met Berg", ("nato", "berg")),
        ("Berg met NATO", ("nato",)),
        ("9 boats met 10", ("9", "10")),
        ("Did the G20 meet in June 2010?", ("g20", "june", "2010")),
        ("Did President Holt meet The Prime Minister?", ("holt",)),
        ("Did What help?", ()),
        ("Did Berg's boat sink Berg?", ("berg",)),
    ],
)
def test_capitals_and_digits_after_the_first_word_are_names(
    text: str, names: tuple[str, ...]
) -> None:
    assert names_of(text) == names


def test_all_words_of_the_speakers_are_left_out() -> None:
    text = "What did Anna Berg of Riga say about Riga, Oslo and Anna?"
    assert names_of(text, without=("Anna Berg", "riga")) == ("oslo",)
