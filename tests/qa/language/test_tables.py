"""The tables of a language: complete, consistent, and refused where there are none."""

import re
from dataclasses import fields

import pytest

from index.errors import LanguageError, PullquoteError
from qa.language.tables import LANGUAGES, tables
from qa.questions.followups import rewrite
from qa.questions.understanding import understand
from qa.statements.finding import find_statements

ENGLISH = tables("en")
NAMES = ENGLISH.names


def test_a_language_without_tables_is_refused_by_name() -> None:
    with pytest.raises(LanguageError, match="There are no tables for 'de' in qa/language") as told:
        tables("de")
    assert "'en'" in str(told.value)
    assert isinstance(told.value, PullquoteError)


@pytest.mark.parametrize("code", ["de", "", "EN", "en-GB", "../en"])
def test_no_entry_point_takes_another_language_for_english(code: str) -> None:
    assert code not in LANGUAGES
    with pytest.raises(LanguageError):
        understand("Was sagte Berg?", language=code)
    with pytest.raises(LanguageError):
        rewrite("Und Dahl?", ["Was sagte Berg?"], language=code)
    with pytest.raises(LanguageError):
        rewrite("Und Dahl?", [], language=code)
    with pytest.raises(LanguageError):
        find_statements("Berg sagte, die Brücke sei sicher.", language=code)


@pytest.mark.parametrize("part", ["names", "calendar", "grammar"])
def test_words_are_in_small_letters(part: str) -> None:
    table = getattr(ENGLISH, part)
    for field in fields(table):
        value = getattr(table, field.name)
        if isinstance(value, frozenset):
            assert value, field.name
            assert all(word == word.casefold() and word == word.strip() for word in value)


def test_patterns_pieces_compile() -> None:
    for field in fields(ENGLISH.questions):
        value = getattr(ENGLISH.questions, field.name)
        pieces = value if isinstance(value, tuple) else ()
        for piece in pieces:
            re.compile(piece)
        assert len(set(pieces)) == len(pieces), field.name


def test_titles_with_a_gender_are_titles_of_one() -> None:
    assert NAMES.female_titles | NAMES.male_titles <= NAMES.titles
    assert not NAMES.female_titles & NAMES.male_titles
    assert NAMES.courtesy_titles <= NAMES.titles <= NAMES.role_heads


def test_given_names_tell_a_gender_or_both() -> None:
    assert {NAMES.gender_of(name) for name in ("nikolay", "anna", "robin", "bordyuzha")} == {
        "m", "f", "?", None,
    }  # fmt: skip


def test_places_are_no_given_names() -> None:
    # "Sofia", "Florida" and the like are left to what stands around them.
    doubtful = {place for place in NAMES.places if NAMES.gender_of(place) in {"m", "f"}}
    assert doubtful <= {"sofia", "virginia"}


def test_people_are_told_from_things_with_the_same_ending() -> None:
    ends = tuple(NAMES.people_endings)
    assert all(word.endswith(ends) for word in NAMES.not_people)
    assert not NAMES.people & NAMES.not_people
    assert {"fishers", "brewers", "trainers", "pianists", "librarians"}.isdisjoint(NAMES.not_people)
    assert {"papers", "numbers", "doors"} <= NAMES.not_people


def test_the_calendar_is_whole() -> None:
    calendar = ENGLISH.calendar
    assert len(calendar.months) == 12
    assert len(calendar.weekdays) == 7
    assert calendar.months[0] == "january"
    assert {*calendar.months, *calendar.weekdays} == calendar.words <= calendar.times


def test_closed_classes_do_not_hold_verbs_of_speech() -> None:
    grammar = ENGLISH.grammar
    closed = grammar.determiners | grammar.prepositions | grammar.conjunctions | grammar.pronouns
    assert not closed & set(ENGLISH.speech.verbs)
