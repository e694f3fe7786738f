"""Words of turns: whose they are, what of a turn is said, and how speakers are asked for."""

from collections.abc import Callable

import pytest
from growth import assert_time_is_linear
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo, normalise_text
from index.articles.statement import Statement, StatementKind
from index.keeping.store import KEPT
from qa.answers import Kind
from qa.questions.question import Question
from qa.statements.finding import find_statements
from qa.statements.speakers import spoken_by, with_implied_speakers
from qa.statements.turn_speakers import called_so, spoken_turns

_HEARING = """Day 9. Before Lady Justice Wanda Price.
Witness: Mercy Adeyo, weighbridge clerk, sworn.

EXAMINATION BY MR. MUTUA

Q. Did you ever see the green book?

A. Once only. It was raining.

THE COURT: Once, Miss Adeyo?

THE WITNESS: Once, my lady.

CROSS-EXAMINATION BY MS. ABDI

Q. You were dismissed, were you not?

A. I was. He said, "A clerk who reads two books goes blind."
"""
_DEBATE = """The Presiding Officer (Dame Enid Pugh) took the Chair.

The Minister for Dams and Water (Mrs. Delyth Harris-Ngugi): The dam is sound. (Applause.) I saw it.

Mr. I. ROWLANDS (Upper Ogwen): Will the Minister go there again?

Mrs. HARRIS-NGUGI: I will. Who will come with me?

Ms. C. VAUGHAN (Penmaen): I shall not.

The PRESIDING OFFICER: Order. You have had your turn.
"""
_BRIEFING = """Present: Ada Okoro, harbour master; Prof. Lars Lindqvist (LL), engineer.

MS. OKORO: Good afternoon. The levy falls in June.

QUESTION (Radio Quay): Will the night boat come back?

MS. OKORO: It will.

QUESTION: Farida Mansour, the Courier. Who pays for that?

LL: The firm. Ada told me that the hull leaks.
"""
_TALK = """With Saga Berg (host) and Pekka Ylönen, swimming teacher.

Saga 0:00
Welcome to the show. Pekka, where do you swim?

Pekka 0:22
I swim in the sea.

Saga 1:04
Is it cold?

Pekka 1:10
I never ask.
"""


def _said(text: str) -> list[tuple[str | None, str]]:
    """Return the speakers and words of turns, without what is quoted or reported in them."""
    found = [one for one in find_statements(text) if text[one.start] not in '"“']
    direct = [one for one in found if one.kind is StatementKind.DIRECT]
    return [(one.speaker, text[one.start : one.end]) for one in direct]


def test_who_asks_and_answers_at_a_hearing_is_told_by_what_stands_between() -> None:
    assert _said(_HEARING) == [
        ("Mutua", "Did you ever see the green book?"),
        ("Mercy Adeyo", "Once only. It was raining."),
        ("Wanda Price", "Once, Miss Adeyo?"),
        ("Mercy Adeyo", "Once, my lady."),
        ("Abdi", "You were dismissed, were you not?"),
        ("Mercy Adeyo", 'I was. He said, "A clerk who reads two books goes blind."'),
    ]


def test_quoted_speech_within_a_turn_is_not_its_speakers() -> None:
    (quoted,) = (one for one in find_statements(_HEARING) if _HEARING[one.start] == '"')
    assert quoted.speaker != "Mercy Adeyo"


def test_labels_mean_the_fullest_name_and_asides_are_not_said() -> None:
    assert _said(_DEBATE) == [
        ("Delyth Harris-Ngugi", "The dam is sound."),
        ("Delyth Harris-Ngugi", "I saw it."),
        ("I. Rowlands", "Will the Minister go there again?"),
        ("Delyth Harris-Ngugi", "I will. Who will come with me?"),
        ("C. Vaughan", "I shall not."),
        ("Enid Pugh", "Order. You have had your turn."),
    ]


def test_names_come_from_the_list_of_those_present_initials_and_introductions() -> None:
    assert [name for name, _ in _said(_BRIEFING)] == [
        "Ada Okoro",
        "Radio Quay",
        "Ada Okoro",
        "Farida Mansour",
        "Lars Lindqvist",
    ]


def test_counted_speakers_keep_the_words_of_their_labels() -> None:
    text = (
        "With Ada Okoro, caller of the month.\n\nHOST: Who is there?\n\nFIRST CALLER: I am.\n\n"
        "HOST: And you?\n\nCALLER 2: I was first."
    )
    assert [name for name, _ in _said(text)][1::2] == ["First Caller", "Caller 2"]


def test_a_statement_of_a_turn_shows_its_label() -> None:
    found = find_statements(_TALK)
    assert [_TALK[slice(*one.cue)] for one in found if one.cue][:2] == ["Saga 0:00", "Pekka 0:22"]
    assert {_TALK[slice(*one.speaker_mention)] for one in found if one.speaker_mention} == {
        "Saga",
        "Pekka",
    }
    assert {one.speaker for one in found} == {"Saga Berg", "Pekka Ylönen"}


@pytest.mark.parametrize(
    ("text", "asked", "speaker"),
    [
        (_DEBATE, "the Minister for Water", "Delyth Harris-Ngugi"),
        (_DEBATE, "the minister", "Delyth Harris-Ngugi"),
        (_DEBATE, "the member for Penmaen", "C. Vaughan"),
        (_HEARING, "the witness", "Mercy Adeyo"),
        (_HEARING, "the judge", "Wanda Price"),
        (_TALK, "the host", "Saga Berg"),
        (_TALK, "the swimming teacher", "Pekka Ylönen"),
        (_BRIEFING, "the harbour master", "Ada Okoro"),
    ],
)
def test_speakers_are_asked_for_by_what_the_transcript_calls_them(
    text: str, asked: str, speaker: str
) -> None:
    assert called_so(text, asked) == {speaker}
    assert {one.speaker for _, one in spoken_by(_spoken(text), asked)} == {speaker}


def test_nobody_is_called_what_he_is_not() -> None:
    assert called_so(_TALK, "the swimming pool") == frozenset()
    assert called_so(_DEBATE, "the engineer") == frozenset()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Why does the host find it cold?", ("Saga Berg",)),
        ("ylönen and the sea?", ("Pekka Ylönen",)),
        ("Why is the sea cold?", ()),
    ],
)
def test_a_question_may_mean_a_speaker_without_asking_what_he_said(
    question: str, names: tuple[str, ...]
) -> None:
    asked = with_implied_speakers(Question(text=question, kind=Kind.OPEN), _spoken(_TALK))
    assert asked.speakers == names


def _spoken(text: str) -> list[tuple[Article, Statement]]:
    article = Article(info=ArticleInfo(id="one"), text=text)
    return [(article, statement) for statement in find_statements(text)]


@given(
    st.lists(
        st.sampled_from(
            ["MS. OKORO: ", "THE COURT: ", "Q. ", "A. ", "Ada 0:22", "I see. ", "Why? ", "\n\n",
             "(Applause)", "“You”", " said Lars. ", "Ada Okoro, harbour master", "EXAMINATION BY ",
             "I told him that it leaks. ", "[", "\n"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_text_gives_statements_within_it(parts: list[str]) -> None:
    text = normalise_text("".join(parts))
    assert all(one.fits(len(text)) for one in find_statements(text))


def test_a_thousand_turns_take_time_linear_in_their_number() -> None:
    def prepare(turns: int) -> Callable[[], object]:
        KEPT.clear()
        text = "MS. OKORO: I see it. Do you?\n\nMR. LIND: You will.\n\n" * (turns // 2)
        return lambda: spoken_turns(text)

    assert_time_is_linear(prepare, 500, 4_000)
