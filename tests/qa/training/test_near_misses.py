import random

import pytest

from qa.training.near_misses import (
    ANTONYMS,
    Case,
    name_shape,
    names_in,
    near_miss,
    near_misses,
    negate,
    swap_antonym,
    swap_month,
    swap_name,
    swap_number,
    swap_number_word,
    swap_year,
)

PASSAGE = (
    "Anna Berg founded the Harbour Museum in Bergen in 1921. "
    "Its largest hall was paid for by Olav Lie in March 1934. "
    "The museum employs 40 people and opened its third branch in Tromsø in 1988."
)


def case(question: str, answer: str, names: tuple[str, ...] = ()) -> Case:
    start = PASSAGE.index(answer)
    return Case(question, PASSAGE, ((start, start + len(answer)),), names)


def seeds() -> list[random.Random]:
    return [random.Random(seed) for seed in range(20)]


def test_a_name_gives_way_to_one_outside_the_answers_sentence() -> None:
    given = case("Who paid for the hall of the Harbour Museum?", "Olav Lie", ("Stone Bridge",))
    for rng in seeds():
        (made,) = swap_name(given, rng)
        assert made.rule == "name"
        assert "Harbour Museum" not in made.question
        assert "Olav Lie" not in made.question
        assert made.question.startswith("Who paid for the hall of the ")


def test_a_name_keeps_a_lower_cased_question_lower_cased() -> None:
    given = case("who founded the harbour museum?", "Anna Berg", ("Stone Bridge",))
    made = [swap_name(given, rng)[0].question for rng in seeds()]
    assert all(question == question.lower() for question in made)


def test_no_name_no_change() -> None:
    assert swap_name(case("who paid for the hall?", "Olav Lie"), random.Random(0)) == []


def test_a_year_gives_way_to_one_that_the_answers_sentence_has_not() -> None:
    given = case("What did Anna Berg found in 1921?", "Harbour Museum")
    for rng in seeds():
        (made,) = swap_year(given, rng)
        assert "1921" not in made.question
        assert made.question.startswith("What did Anna Berg found in ")


def test_a_number_gives_way_to_another() -> None:
    given = case("Who employs 40 people?", "The museum")
    for rng in seeds():
        (made,) = swap_number(given, rng)
        assert "40" not in made.question.split()


def test_a_month_gives_way_to_another() -> None:
    (made,) = swap_month(case("Who paid for it in March 1934?", "Olav Lie"), random.Random(1))
    assert "March" not in made.question
    assert made.rule == "month"


def test_may_is_left_alone() -> None:
    text = "It may rain in May."
    assert swap_month(Case("What may fall?", text, ((7, 11),)), random.Random(0)) == []


def test_an_ordinal_gives_way_to_another() -> None:
    given = case("Where did the third branch open?", "Tromsø")
    (made,) = swap_number_word(given, random.Random(0))
    assert "third" not in made.question


def test_a_word_gives_way_to_its_opposite() -> None:
    given = case("Who paid for the largest hall?", "Olav Lie")
    assert swap_antonym(given, random.Random(0))[0].question == "Who paid for the smallest hall?"


def test_no_opposite_where_the_answers_sentence_has_it() -> None:
    text = "The first and last ruler was Olav."
    given = Case("Who was the first ruler?", text, ((29, 33),))
    assert swap_antonym(given, random.Random(0)) == []


def test_how_many_is_not_turned_into_how_few() -> None:
    given = case("How many people does it employ?", "40")
    assert swap_antonym(given, random.Random(0)) == []


def test_opposites_go_both_ways() -> None:
    assert ANTONYMS["north"] == "south"
    assert ANTONYMS["south"] == "north"


@pytest.mark.parametrize(
    ("question", "answer", "changed"),
    [
        ("Who paid for the largest hall?", "Olav Lie", None),
        ("When did Olav Lie pay?", "March 1934", "When didn't Olav Lie pay?"),
        ("Who did not pay?", "Olav Lie", "Who did pay?"),
    ],
)
def test_polarity(question: str, answer: str, changed: str | None) -> None:
    made = {miss.question for rng in seeds() for miss in negate(case(question, answer), rng)}
    assert made == ({changed} if changed else set())


def test_every_near_miss_differs_from_its_question() -> None:
    given = case("When did Anna Berg found the Harbour Museum in Bergen in 1921?", "1921")
    for rng in seeds():
        assert all(miss.question != given.question for miss in near_misses(given, rng))


def test_the_same_seed_makes_the_same_near_miss() -> None:
    given = case("What did Anna Berg found in 1921?", "Harbour Museum", ("Stone Bridge",))
    assert near_miss(given, random.Random(3)) == near_miss(given, random.Random(3))


def test_nothing_to_change_gives_none() -> None:
    assert near_miss(Case("Why?", "Because.", ((0, 7),)), random.Random(0)) is None


def test_names_leave_out_words_that_open_a_sentence() -> None:
    assert names_in("Where is Oslo? Houses in Oslo are red.") == ["Oslo"]
    assert "Harbour Museum" in names_in(PASSAGE)


@pytest.mark.parametrize(
    ("name", "shape"),
    [("NATO", "acronym"), ("Norwegian", "demonym"), ("Oslo", "word"), ("Anna Berg", "phrase")],
)
def test_shapes(name: str, shape: str) -> None:
    assert name_shape(name) == shape
