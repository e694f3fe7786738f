"""The short answer inside a sentence: dates, numbers and names, and silence where in doubt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.questions.question import Asks
from qa.questions.understanding import understand
from qa.reading.short_answers import short_answer


def found(question: str, sentence: str) -> str | None:
    """Return the short answer, looked for in a sentence that stands within a text."""
    text = f"Berg came in 1066 with 9 men. {sentence} Dahl left on 3 May 1999 with 8 dogs."
    start = text.index(sentence)
    span = short_answer(understand(question), text, (start, start + len(sentence)))
    return None if span is None else text[slice(*span)]


WHEN = "When was the dam opened?"


@pytest.mark.parametrize(
    "date",
    [
        "March 3", "March 3rd, 2012", "Sept. 21, 1994", "Dec 1", "3 March 2012", "21st of March",
        "early March 2012", "the end of March", "late-March", "March, 2012", "2012-03-04",
        "on Monday", "last Monday evening", "Tuesday", "the mid-1990s", "the late 1990s", "1903",
        "2012", "last year", "next spring", "yesterday", "this week",
    ],
)  # fmt: skip
def test_a_date_is_found_whole(date: str) -> None:
    assert found(WHEN, f"The dam was opened {date}, said the town.") == date


def test_a_month_alone_is_told_by_its_preposition() -> None:
    assert found(WHEN, "The dam opened in March with a party.") == "March"
    assert found(WHEN, "It was open since May or later.") == "May"
    assert found(WHEN, "The dam was opened by a man named March.") is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The dam was opened with a party.",
        "The dam was opened for 999 dollars.",
        "The dam was opened with 21500 others.",
        "The dam was opened to todays people and Mondays.",
        "The dam was opened march 3.",
    ],
)
def test_what_is_no_date(sentence: str) -> None:
    assert found(WHEN, sentence) is None


@pytest.mark.parametrize(
    "number",
    [
        "3", "3.5", "1,000", "12:30", "$3,000", "€ 5", "£5 million", "5%", "5 %", "5 per cent",
        "three", "twenty-one", "two hundred thousand", "3 thousand million", "a dozen", "Hundreds",
        "half", "seventy five", "1.5m", "$5bn", "40k",
    ],
)  # fmt: skip
def test_a_number_is_found_with_its_unit(number: str) -> None:
    assert found("How many men built it?", f"They say {number}, built the wall.") == number


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("In 1903 the wall was built by 40 men.", "40"),
        ("On 3 March 1903 forty men built it.", "forty"),
        ("Men built it in 1903.", None),
        ("Men built it on 4 March.", None),
        ("Men built it, see 2012-03-04.", None),
        ("Some men built it often.", None),
        ("Men built 1.5x of it.", None),  # no part of what cannot be read
        ("Men built 1903.5 of it.", "1903.5"),  # a point follows: no year
        ("Men built 1903 percent of it.", "1903 percent"),
    ],
)
def test_a_year_or_date_is_not_how_many(sentence: str, number: str | None) -> None:
    assert found("How many men built it?", sentence) == number


@pytest.mark.parametrize(
    "name",
    [
        "Berg", "Anna Berg", "J. Roe", "Anna van der Berg", "Ludwig van Beethoven", "Élodie Roy",
        "Иван Рой", "O’Brien-Hall", "Gov. Ann Lee", "Oscar de la Cruz",
    ],
)  # fmt: skip
def test_a_name_is_found_whole(name: str) -> None:
    assert found("Who built the wall?", f"The wall was built by {name}, they say.") == name


@pytest.mark.parametrize(
    "name",
    [
        "Conan O’Brien",
        "Mary D'Angelo",
        "Kofi A. Annan",
        "J.R.R. Tolkien",
        "the U.S. Army",
        "the U.N.",
        "Tanner's Cross",
        "St. Mary’s Hall",
    ],
)
def test_marks_within_a_name_belong_to_it(name: str) -> None:
    found_name = found("Who built the wall?", f"The wall was built by {name} they say.")
    assert found_name == name.removeprefix("the ")


def test_marks_after_a_name_do_not_belong_to_it() -> None:
    assert found("Who built the wall?", "The wall was built by Berg.") == "Berg"
    assert found("Who built the wall?", "Berg’s men built the wall.") == "Berg"
    assert found("Who built the wall?", "The Jones’ wall was built by men.") == "Jones"


def test_the_first_word_of_a_sentence_is_no_name_unless_it_may_be() -> None:
    assert found("Who built it?", "Then Anna Berg built it.") == "Anna Berg"
    assert found("Who built it?", "Then they built it.") is None
    assert found("Who built it?", "Anna built it.") == "Anna"


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        # The nearest to the question's words; of two alike, the first.
        ("When did the dam leak?", "Opened in 1903, it was often said that the dam leaked in 1950.",
         "1950"),
        ("When did the dam leak?", "The dam leaked in 1950 and was much later closed in 1990.",
         "1950"),
        ("When was it?", "In 1903 or 1904.", "1903"),
        ("Who sold the mill to Anna Berg?", "Anna Berg bought the mill that Carl Dahl sold.",
         "Carl Dahl"),
        ("Who met Berg?", "Berg met nobody.", None),
        ("Who met Anna?", "Anna Berg met nobody.", "Anna Berg"),
    ],
)  # fmt: skip
def test_the_candidate_nearest_to_the_question(
    question: str, sentence: str, answer: str | None
) -> None:
    assert found(question, sentence) == answer


def test_words_far_from_a_candidate_do_not_speak_for_it() -> None:
    far, near = "x" * 60, "x" * 40
    question = "When did dams leak and roads flood?"
    # One word near the second year, two words too far from the first to count.
    sentence = f"In 1903, {far} dams leak, {near} and roads then in 1950."
    assert found(question, sentence) == "1950"


@pytest.mark.parametrize("question", ["Why did the dam leak?", "Where is the dam?", "Is it open?"])
def test_other_questions_have_none(question: str) -> None:
    assert understand(question).asks not in {Asks.DATE, Asks.NUMBER, Asks.PERSON}
    assert found(question, "The dam of Anna Berg leaked in 1903 at 3 places.") is None


PARTS = st.lists(
    st.sampled_from(
        ["Anna", "Berg", "1903", "3 March", "forty", "the", "dam", ",", "van", "May", "$5", "é"]
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=50)
@given(PARTS, PARTS, PARTS, st.sampled_from([WHEN, "Who built it?", "How many men built it?"]))
def test_an_answer_stands_inside_its_sentence_and_not_in_the_question(
    before: str, sentence: str, after: str, question: str
) -> None:
    start = len(before) + 1
    text = f"{before} {sentence} {after}"
    span = short_answer(understand(question), text, (start, start + len(sentence)))
    alone = short_answer(understand(question), sentence, (0, len(sentence)))
    if span is None:
        assert alone is None
    else:
        assert alone == (span[0] - start, span[1] - start)
        assert start <= span[0] < span[1] <= start + len(sentence)
        answer = text[slice(*span)]
        assert answer == answer.strip()
        assert answer.casefold() not in question.casefold()
