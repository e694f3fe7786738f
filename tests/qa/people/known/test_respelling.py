import pytest

from qa.people.known.index_cast import IndexCast
from qa.people.known.respelling import respelled, vocabulary, words_by_case

CAST = IndexCast(("Nikolay Bordyuzha", "Una Hallberg", "Sergey Lavrov"))
TEXTS = ("The bridge of Lindmark opened. Rita Brenner of Lindmark said the ferries were full.",)


def told(question: str, occurring: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    found = respelled(question, vocabulary(TEXTS, CAST, lambda word: word in occurring))
    return found.text, found.notes


@pytest.mark.parametrize(
    ("question", "text", "note"),
    [
        (
            "What did Boardyuzha say about Lindmark?",
            "What did Bordyuzha say about Lindmark?",
            "Understood “Boardyuzha” as Bordyuzha.",
        ),
        ("Бордюжа on tolls", "Bordyuzha on tolls", "Understood “Бордюжа” as Bordyuzha."),
        ("lavrow tolls", "Lavrov tolls", "Understood “lavrow” as Lavrov."),
        ("Who is Rita Brener?", "Who is Rita Brenner?", "Understood “Brener” as Brenner."),
        ("Λαβρόφ on tolls", "Lavrov on tolls", "Understood “Λαβρόφ” as Lavrov."),
    ],
)
def test_a_misspelled_name_is_understood_and_said(question: str, text: str, note: str) -> None:
    assert told(question) == (text, (note,))


@pytest.mark.parametrize(
    "question",
    [
        "What did Bordyuzha say about Lindmark?",  # as it is
        "Who is Tom Hallbarg?",  # another given name
        "What did Hale say?",  # short
        "brigde opening",  # an ordinary word is as near
        "What about the ferrys?",  # not written as a name
        "What did the minister say about the bridges?",
        "Who spoke?",
        "12,000 :-)",
    ],
)
def test_what_may_be_right_stays_as_it_is(question: str) -> None:
    assert told(question) == (question, ())


def test_a_word_that_occurs_somewhere_stays() -> None:
    assert told("What did Boardyuzha say?", ("Boardyuzha",)) == ("What did Boardyuzha say?", ())


def test_two_that_are_as_near_are_nobody() -> None:
    cast = IndexCast(("Ada Lindqvist", "Tom Lindquast"))
    found = respelled("What did Lindquist say?", vocabulary((), cast, lambda _: False))
    assert found.notes == ()


def test_words_are_told_apart_by_their_case() -> None:
    capital, small = words_by_case("Bridge Street has a bridge. Ada’s street.")
    assert capital == {"ada": "Ada"}
    assert {"bridge", "street", "has"} <= small


def test_a_time_and_the_plural_of_a_name_are_no_misspellings() -> None:
    texts = ("SUPPER | Saturday | DECISION | It met in Linden.",)
    known = vocabulary(texts, IndexCast(()), lambda word: False)
    for question in ("is it open in summer?", "is it open on saturdays?", "which decisions fell?"):
        assert respelled(question, known).notes == ()
