"""Where names of a sentence begin and end: titles, particles, bodies, first words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.tables import tables
from qa.people.name_runs import NameRun, keys_of, last_run, run_end, run_of, runs_in
from qa.people.roles import roles_beside
from qa.text.frames import Token, frames_of

KNOWN = tables("en").names


def tokens_of(text: str) -> tuple[Token, ...]:
    return next(frames_of(text, [])).tokens


def runs(text: str, *lower: str) -> list[NameRun]:
    return list(runs_in(next(frames_of(text, [])), frozenset(lower), KNOWN))


def names(text: str, *lower: str) -> list[str]:
    return [text[run.start : run.tokens[-1].end] for run in runs(text, *lower)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Rita van der Ulm there.", ["Rita", "Ulm"]),
        ("We met Rita van Ulm there.", ["Rita van Ulm"]),
        ("We met Rita van there.", ["Rita"]),
        ("We met Rita van", ["Rita"]),
        ("We met Judge Rita Moss there.", ["Rita Moss"]),
        ("We met Engineer Rita Moss there.", ["Rita Moss"]),
        ("We met Former Engineer Moss there.", ["Engineer Moss"]),
        ("We met Engineer Moss there.", ["Engineer Moss"]),
        ("We met Rita Judge Moss there.", ["Moss"]),
        ("We met Mayor Lowick Council there.", ["Mayor Lowick Council"]),
        ("We met Minister of State Rita Moss there.", ["Rita Moss"]),
        ("We met Secretary State Rita Moss there.", ["State Rita Moss"]),
        ("We met Judge, Rita Moss, there.", ["Rita Moss"]),
        ("We met Rita Moss's Tom Ash there.", ["Rita Moss", "Tom Ash"]),
    ],
)
def test_names_of_a_sentence(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "lower", "expected"),
    [
        ("Bridges fell.", (), ["Bridges"]),
        ("Bridges fell.", ("bridges",), []),
        ("Mayor Moss left.", ("mayor",), ["Moss"]),
        ("Rose Moss left.", ("rose",), ["Rose Moss"]),
        ("Sadly Rita Moss left.", (), ["Rita Moss"]),
        ("Sadly left.", (), ["Sadly"]),
        ("“” Bridges Moss fell.", ("bridges",), ["Moss"]),
        ("We saw Bridges Moss.", ("bridges",), ["Bridges Moss"]),
        ("Moss Bridges fell.", ("bridges",), ["Moss Bridges"]),
    ],
)
def test_a_first_word_may_have_its_capital_for_its_place_only(
    text: str, lower: tuple[str, ...], expected: list[str]
) -> None:
    assert names(text, *lower) == expected


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("We met Rita Moss there.", ()),
        ("We met judge Rita Moss there.", ("judge",)),
        ("We met Prof. Dr. Rita Moss there.", ("prof", "dr")),
        ("We met former Prime Minister Rita Moss there.", ("minister",)),
        ("We met a judge and Rita Moss there.", ()),
        ("Mr. Moss left.", ("mr",)),
    ],
)
def test_titles_are_those_right_before_the_name(text: str, titles: tuple[str, ...]) -> None:
    (run,) = runs(text)
    assert run.titles == titles


def test_a_run_of_capitals_ends_after_twelve_words() -> None:
    tokens = tokens_of("Aa " * 20)
    assert run_end(tokens, 0, KNOWN) == 12
    assert run_end(tokens, 15, KNOWN) == 20


def test_no_words_are_no_name() -> None:
    tokens = tokens_of("Mayor Rita Moss left.")
    assert run_of(tokens, 2, 2, KNOWN) is None
    assert run_of(tokens, 3, 2, KNOWN) is None
    assert last_run((), KNOWN) is None


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the old Rita Moss", "Rita Moss"),
        ("the old van Moss", "van Moss"),
        ("van Moss", "Moss"),
        ("Rita van Moss", "Rita van Moss"),
        ("the Moss girl", None),
        ("Moss the elder", None),
        ("the old Judge", None),
        ("the old Judge Moss", "Moss"),
    ],
)
def test_the_name_at_the_end_of_a_phrase(phrase: str, name: str | None) -> None:
    run = last_run(tokens_of(phrase), KNOWN)
    found = " ".join(phrase[t.start : t.end] for t in run.tokens) if run else None
    assert found == name


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("We met Zoë O’Dell there.", ("zoe", "o'dell")),
        ("We met Tom Ash III there.", ("tom", "ash")),
        ("We met Jr. there.", ("jr",)),
        ("We met J. R. Ulm there.", ("j", "r", "ulm")),
    ],
)
def test_keys_are_folded_words(text: str, keys: tuple[str, ...]) -> None:
    (run,) = runs(text)
    assert keys_of(run, KNOWN) == keys


@given(st.lists(st.sampled_from("Rita Moss van Judge Council the , of met State Sadly".split()),
                max_size=14))  # fmt: skip
@settings(max_examples=60)
def test_names_lie_in_their_sentence_in_order_and_apart(words: list[str]) -> None:
    text = " ".join(["Then", *words, "left."])
    frame = next(frames_of(text, []))
    end = 0
    for run in runs_in(frame, frozenset(), KNOWN):
        assert end <= run.first < run.last <= len(frame.tokens)
        assert run.tokens == frame.tokens[run.first : run.last]
        assert run.start == run.tokens[0].start
        assert text[run.start].isupper()
        end = run.last


def beside(text: str) -> list[str]:
    """Return the words of the roles beside the last name of a text, sorted."""
    frame = next(frames_of(text, []))
    *_, run = runs_in(frame, frozenset(), KNOWN)
    return [" ".join(sorted(words)) for words in roles_beside(frame.tokens, run, KNOWN)]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("We met the mayor, Rita Moss, there.", ["mayor"]),
        ("We met the mayor; Rita Moss came.", []),
        (", Rita Moss came.", []),
        ("We met mayor, Rita Moss.", ["mayor met"]),
        ("We met the old and tired mayor Rita Moss.", ["mayor tired"]),
        ("mayor one two six ten big old Rita Moss", []),
        ("The council's mayor Rita Moss came.", ["'s council mayor"]),
        ("mayor aa bb cc dd ee ff Rita Moss", []),
        ("mayor aa bb cc dd ee Rita Moss", ["aa bb cc dd ee mayor"]),
        ("Then Rita Moss, mayor, came.", ["mayor"]),
        ("Then Rita Moss mayor came.", []),
        ("Then Rita Moss, the mayor and cook, came.", ["mayor the"]),
        ("Then Rita Moss, the cook and mayor, came.", ["cook the"]),
        ("Then Rita Moss, cook of the mayor, came.", ["cook"]),
        ("Then Rita Moss, a b c d e f g h i j mayor, came.", ["a b c d e f g h i j mayor"]),
        ("Then Rita Moss, a b c d e f g h i j k mayor, came.", []),
        ("Then Rita Moss,", []),
        ("We met Sgt. Rita Moss, Capt. of it.", ["met sgt", "capt"]),
    ],
)
def test_roles_stand_right_before_or_after_a_name(text: str, roles: list[str]) -> None:
    assert beside(text) == roles
