"""Of a table the row answers that a question names, with the cell of the column that it names."""

import pytest

from qa.evidence.candidate import Candidate
from qa.evidence.forms.table_rows import tables_of, with_rows
from qa.questions.understanding import understand
from tests.qa.evidence.pages import hit_of, sentence

POOL = (
    "Swimming pool of Ostrand, opening hours in winter\n\n"
    "Monday | 7:00 to 21:00\nTuesday | 7:00 to 13:00\nThursday | 10:00 to 21:00\nSunday | closed\n"
)
CATCH = (
    "Landed in the harbour, tonnes of fish\n\n"
    "Kind | 2017 | 2018 | 2019\nHerring (spring) | 410 | 395 | 370\n"
    "Cod (as fish for salting) | 12 | 15 | 9\nTotal | 422 | 410 | 379\n"
)


def best(question: str, text: str, *rows: tuple[str, float, str]) -> Candidate:
    hit = hit_of(text)
    found = [sentence(hit, row, evidence, answer) for row, evidence, answer in rows]
    told = with_rows(understand(question), found, [hit])
    assert len({(one.start, one.end) for one in told}) == len(told)
    return max(told, key=lambda one: one.read.evidence)


def answer_of(one: Candidate) -> str:
    assert one.read.answer is not None
    return one.article.text[slice(*one.read.answer)]


TUESDAY, THURSDAY = (
    ("Tuesday | 7:00 to 13:00", 4.0, "7:00 to 13:00"),
    (
        "Thursday | 10:00 to 21:00",
        3.0,
        "10:00 to 21:00",
    ),
)


def test_the_row_that_is_named_beats_the_others() -> None:
    one = best("When does the pool close on Thursday?", POOL, TUESDAY, THURSDAY)
    assert answer_of(one) == "10:00 to 21:00"
    one = best("When does the pool close on Tuesday?", POOL, TUESDAY, THURSDAY)
    assert answer_of(one) == "7:00 to 13:00"


def test_a_row_that_was_not_read_is_found_by_its_name() -> None:
    assert answer_of(best("When is the pool open on Monday?", POOL, TUESDAY)) == "7:00 to 21:00"


def test_a_row_of_another_day_answers_less_for_one_that_is_not_in_the_table() -> None:
    assert best("When does the pool close on Friday?", POOL, TUESDAY).read.evidence < 1


def test_yes_or_no_keeps_the_row_without_a_cell_as_answer() -> None:
    one = best("Is the pool open on Sunday?", POOL, TUESDAY, ("Sunday | closed", 1.0, ""))
    assert one.text == "Sunday | closed"


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("How many tonnes of cod were landed in 2018?", "15"),
        ("How many tonnes of cod were landed in 2019?", "9"),
        ("How many tonnes of herring were landed in 2017?", "410"),
        ("How many tonnes were landed in total in 2019?", "379"),
        ("How many tonnes of fish were herring in 2018?", "395"),
    ],
)
def test_row_and_column_name_the_cell(question: str, cell: str) -> None:
    one = best(question, CATCH, ("Herring (spring) | 410 | 395 | 370", 0.0, "410"))
    assert answer_of(one) == cell
    assert one.read.evidence > 3  # all that is asked stands there


def test_a_column_that_the_table_lacks_makes_nothing_sure() -> None:
    cod = ("Cod (as fish for salting) | 12 | 15 | 9", 0.5, "12")
    assert best("How many tonnes of cod were landed in 2012?", CATCH, cod).read.evidence <= 0.5
    assert best("How much did a tonne of cod cost in 2018?", CATCH, cod).read.evidence <= 0.5


def test_the_row_with_a_figure_is_found_by_it() -> None:
    one = best(
        "Which kind weighed 15 tonnes?", CATCH, ("Herring (spring) | 410 | 395 | 370", 1.0, "410")
    )
    assert answer_of(one) == "Cod (as fish for salting)"


def test_two_bars_are_no_table() -> None:
    assert tables_of("One | two\nThree | four\n") == ()
    assert [len(table.rows) for table in tables_of(POOL)] == [4]


TASKS = (
    "Tasks after the audit\n\nTask | Who | By\n"
    "Label the cables behind the stage | Mira Holt | 3 May\n"
    "Sell the old lamps and the dimmer | Jon Pike | 9 June\n"
)


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("Who has to label the cables?", "Mira Holt"),
        ("By when must we sell the old lamps?", "9 June"),
    ],
)
def test_the_only_cell_of_the_sort_asked_for_where_no_column_is_named(
    question: str, cell: str
) -> None:
    rows = [(row, 0.0, "") for row in TASKS.split("\n")[3:5]]
    found = best(question, TASKS, *rows)
    assert answer_of(found) == cell
    assert found.read.evidence > 4
