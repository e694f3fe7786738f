"""What of a conversation is prominent: by sort, gender, turn, and who is asked about."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.people.mentions import Mention, Sort
from qa.questions.conversations.conversation import LONGEST, Conversation, Known, understood


def asked(*questions: str) -> Conversation:
    conversation = Conversation()
    for question in questions:
        conversation = conversation.after_question(question)
    return conversation


def holding(*known: tuple[Mention, float, int], exchange: int = 1) -> Conversation:
    return Conversation(known=tuple(Known(*one) for one in known), exchange=exchange)


def mention(text: str, sort: Sort, **told: bool | str) -> Mention:
    return Mention(text=text, sort=sort, start=0, **told)  # type: ignore[arg-type]


RITA = mention("Rita Moss", Sort.PERSON, gender="f", sure=True)
KIM = mention("Kim Ulm", Sort.PERSON, sure=True)
SHAPED = mention("Ferrow Ulm", Sort.PERSON)
SURNAME = mention("Orr", Sort.NAME, acts=True)
STILL = mention("Orr", Sort.NAME)
COUNCIL = mention("the council", Sort.GROUP)
BOAT = mention("the Amber", Sort.THING)
TOWN = mention("Lindmark", Sort.PLACE)


@pytest.mark.parametrize(
    ("first", "second", "gender", "meant"),
    [
        (RITA, KIM, "f", "Rita Moss"),  # a gender told goes before one that is not
        (RITA, KIM, "m", "Kim Ulm"),
        (KIM, SHAPED, "m", "Kim Ulm"),  # who is surely a person goes before a shape
        (SHAPED, SURNAME, "m", "Ferrow Ulm"),
        (SURNAME, TOWN, "m", "Orr"),
        (STILL, TOWN, "m", None),
        (mention("Orr Ulm", Sort.NAME, acts=True), TOWN, "m", None),
        (COUNCIL, BOAT, "m", None),
    ],
)
def test_he_and_she_mean_who_is_most_surely_meant(
    first: Mention, second: Mention, gender: str, meant: str | None
) -> None:
    for order in ((first, second), (second, first)):
        people = holding(*((one, 1.0, 1) for one in order)).people(gender)
        assert next(iter(people), None) == meant


@pytest.mark.parametrize(
    ("order", "method"),
    [
        ((COUNCIL, STILL, BOAT, RITA, TOWN), "groups"),
        ((BOAT, STILL, TOWN), "things"),
        ((BOAT, COUNCIL, TOWN), "things"),
    ],
)
def test_they_and_it_mean_the_best_fitting_sort(order: tuple[Mention, ...], method: str) -> None:
    rest = list(order)
    while rest:
        conversation = holding(*((one, 1.0, 1) for one in reversed(rest)))
        assert getattr(conversation, method)() == tuple(one.text for one in rest)
        rest.pop(0)


def test_a_person_is_no_it_and_only_a_place_is_there() -> None:
    everything = [(one, 1.0, 1) for one in (RITA, COUNCIL, BOAT, STILL)]
    assert holding((RITA, 9.0, 1)).things() == ()
    assert holding(*everything).places() == ()
    assert holding(*everything, (TOWN, 0.1, 1)).places()[0] == "Lindmark"
    assert holding().people("") == ()


def test_what_came_up_later_is_more_prominent_and_of_equals_the_latest() -> None:
    tom, jon = (mention(n, Sort.PERSON, gender="m", sure=True) for n in ("Tom Ash", "Jon Fox"))
    assert holding((tom, 1.2, 1), (jon, 1.0, 2), exchange=2).people("m")[0] == "Jon Fox"
    assert holding((tom, 1.3, 1), (jon, 1.0, 2), exchange=2).people("m")[0] == "Tom Ash"
    assert holding((tom, 1.2, 1), (jon, 1.0, 1), exchange=2).people("m")[0] == "Tom Ash"


def test_a_question_counts_more_than_an_answer() -> None:
    conversation = asked("What did the aide of Tom Ash say?").after_answer("Jon Fox left.")
    assert conversation.people("m")[0] == "Tom Ash"
    weights = {one.mention.text: one.weight for one in conversation.known}
    assert weights["Tom Ash"] == pytest.approx(3.0)
    assert weights["Jon Fox"] == pytest.approx(1.2)
    assert conversation.exchange == 1


def test_what_fades_is_raised_by_being_named_again() -> None:
    conversation = asked("When did Tom Ash sleep?", "Why?", "Did you see Ash there?")
    (tom,) = (one for one in conversation.known if one.mention.sort is Sort.PERSON)
    assert tom.mention.text == "Tom Ash"
    assert tom.exchange == 3
    assert tom.weight == pytest.approx(3.0 * 0.8**2 + 3.0)


def test_who_is_asked_about_acts_and_who_an_answer_names_by_the_way_does_not() -> None:
    assert asked("Is it true about Orr?").people("")[0] == "Orr"
    heard = asked("Who slept?").after_answer("It was in the days of Orr.")
    assert heard.people("") == ()


@pytest.mark.parametrize(
    ("questions", "texts"),
    [
        (("Did Rita Moss sleep?", "Did Moss wake?"), ["Rita Moss"]),
        (("Did Moss wake?", "Did Rita Moss sleep?"), ["Rita Moss"]),
        (("Did Rita Moss sleep?", "Did Tom Moss wake?"), ["Rita Moss", "Tom Moss"]),
        (("Did the Amber sink?", "Did the AMBER rise?"), ["the Amber"]),
        (("Did the Moss Council sleep?", "Did Moss wake?"), ["the Moss Council", "Moss"]),
    ],
)
def test_one_mentioned_twice_is_known_once_by_the_fuller_name(
    questions: tuple[str, ...], texts: list[str]
) -> None:
    assert [one.mention.text for one in asked(*questions).known] == texts


def test_what_is_told_of_somebody_at_any_time_is_kept() -> None:
    (one,) = asked("Where is Mrs. Ulm?", "Where is Xelim Ferrow Ulm?").known
    told = one.mention
    assert (told.text, told.sort, told.gender, told.sure) == (
        "Xelim Ferrow Ulm",
        Sort.PERSON,
        "f",
        True,
    )
    (one,) = asked("Who lives in Ulm?").after_answer("Ulm Ferrow slept.").known
    assert one.mention.sort is Sort.PLACE  # a shape alone makes no person of a place
    (one,) = asked("Who lives in Ulm?").after_answer("Mr. Ulm slept.").known
    assert one.mention.sort is Sort.PERSON


@pytest.mark.parametrize(
    "nothing", ["I don't know.", "i do not know why", "Unknown", "Not stated", "No answer."]
)
def test_an_answer_that_says_nothing_is_none(nothing: str) -> None:
    conversation = asked("Who spoke?")
    assert conversation.after_answer(nothing) is conversation
    assert conversation.after_answer(f"Well, {nothing}").answer == f"Well, {nothing}"
    assert conversation.after_answer("Unknowns spoke.").answer


def test_a_new_question_forgets_the_answer_but_not_whom_it_named() -> None:
    conversation = asked("Who spoke?").after_answer("Rita Moss spoke.").after_question("Why?")
    assert (conversation.question, conversation.answer) == ("Why?", "")
    assert conversation.people("f")[0] == "Rita Moss"


def test_the_last_question_is_understood_as_far_as_it_is_looked_at() -> None:
    assert asked().last_question() is None
    assert understood("?!", "en") is None
    last = understood("who slept " * LONGEST, "en")
    assert last is not None
    assert len(last.text) <= LONGEST


NAMES = st.sampled_from(["Rita Moss", "Tom Ash", "Moss", "the council", "Lindmark", "the Amber"])


@given(st.lists(NAMES, max_size=4))
@settings(max_examples=25)
def test_nothing_is_known_twice_and_all_weights_count(names: list[str]) -> None:
    conversation = asked(*(f"When did {name} sleep?" for name in names))
    keys = [one.mention.key for one in conversation.known]
    assert len(set(keys)) == len(keys)
    assert all(one.weight > 0 and 1 <= one.exchange <= len(names) for one in conversation.known)
    assert conversation.exchange == len(names)
