"""Letters to an editor: each is its writer's, whose name stands under it."""

from qa.statements.finding import find_statements

LETTERS = """Letters of the week

Sir,
The bus to Hale was late again. I waited for an hour.
It rained.
Rita Moss
Mill Street

To the Editor:
I drive that bus. "It was the ferry," my wife says.
(Mr.) Tom Ash

Dear Ms. Moss,
We regret the delay.
"""


def test_a_letter_is_said_by_who_signs_under_it() -> None:
    found = {
        one.speaker: LETTERS[one.start : one.end]
        for one in find_statements(LETTERS)
        if one.cue and LETTERS[slice(*one.cue)] in ("Sir,", "To the Editor:", "Dear Ms. Moss,")
    }
    assert found == {
        "Rita Moss": "The bus to Hale was late again. I waited for an hour.\nIt rained.",
        "Tom Ash": 'I drive that bus. "It was the ferry," my wife says.',
    }


def test_a_salutation_in_running_text_begins_no_letter() -> None:
    text = "Sir, he said, the bus is late.\nRita Moss\nMill Street\n"
    assert all(one.speaker != "Rita Moss" for one in find_statements(text))
