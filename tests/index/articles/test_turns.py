"""Turns: found in transcripts however their labels are written, and in nothing else."""

from collections.abc import Callable
from functools import partial

import pytest
from growth import assert_time_is_linear
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import normalise_text
from index.articles.turns import find_turns, turn_marks
from index.keeping.store import KEPT


def turns(text: str) -> list[tuple[str, str]]:
    """Return the names and the words of the turns of a text."""
    return [
        (text[slice(*turn.name)] if turn.name else "", text[turn.start : turn.end])
        for turn in find_turns(text)
    ]


_SAID = (
    "Is the lock safe?",
    "I would swim in it. We mended the gates in May.",
    "And who paid for that?",
    "You did. The rest came from the canal fund.",
)


def _written(*labels: str, gap: str = " ") -> str:
    return "\n\n".join(f"{label}{gap}{said}" for label, said in zip(labels, _SAID, strict=True))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (_written("MS. ODUYA:", "MR. FALK:", "MS. ODUYA:", "MR. FALK:"), ["ODUYA", "FALK"]),
        (_written("Q.", "A.", "Q.", "A."), ["Q", "A"]),
        (_written("Q:", "A:", "Q:", "A:"), ["Q", "A"]),
        (_written("Q", "MS. ODUYA:", "Q", "MS. ODUYA:", gap="    "), ["Q", "ODUYA"]),
        (_written("HOST:", "GUEST:", "HOST:", "GUEST:"), ["HOST", "GUEST"]),
        (_written("QUESTION:", "THE MINISTER:", "QUESTION:", "THE MINISTER:"),
         ["QUESTION", "MINISTER"]),
        (_written("THE COURT:", "THE WITNESS:", "THE COURT:", "THE WITNESS:"),
         ["COURT", "WITNESS"]),
        (_written("RO:", "LF:", "RO:", "LF:"), ["RO", "LF"]),
        (_written("Ruth 0:01", "Lars 0:22", "Ruth 1:03", "Lars 1:10"), ["Ruth", "Lars"]),
        (_written("Ruth 0:01", "Lars 0:22", "Ruth 1:03", "Lars 1:10", gap="\n"), ["Ruth", "Lars"]),
        (_written("RUTH 00:00:01", "LARS 00:00:22", "RUTH 00:01:03", "LARS 00:01:10"),
         ["RUTH", "LARS"]),
        (_written("[00:01] RUTH:", "[00:22] LARS:", "[01:03] RUTH:", "[01:10] LARS:"),
         ["RUTH", "LARS"]),
        (_written("[00:01] Ruth", "[00:22] Lars", "[01:03] Ruth", "[01:10] Lars", gap="\n"),
         ["Ruth", "Lars"]),
        (_written("Ruth Oduya", "Lars Falk", "Ruth Oduya", "Lars Falk", gap="\n"),
         ["Oduya", "Falk"]),
        (_written("Ruth\n0:01", "Lars\n0:22", "Ruth\n1:03", "Lars\n1:10", gap="\n"),
         ["Ruth", "Lars"]),
        (_written("**Weekly:**", "**RO:**", "**Weekly:**", "**RO:**"), ["Weekly", "RO"]),
        (_written("Mr. R. ODUYA (Eastmoor):", "The Minister for Locks (Mr. Lars Falk):",
                  "Mr. R. ODUYA:", "Mr. FALK:"), ["ODUYA", "Minister for Locks"]),
        (_written("Ruth Oduya, MP:", "Lars Falk, lock keeper:", "Ruth Oduya:", "Lars Falk:"),
         ["Ruth Oduya", "Lars Falk"]),
    ],
)  # fmt: skip
def test_labels_of_every_form_begin_turns(text: str, names: list[str]) -> None:
    found = turns(f"The lock, 3 May.\n\n{text}")
    assert [said for _, said in found] == list(_SAID)
    assert [name.endswith(one) for (name, _), one in zip(found, names, strict=False)] == [True] * 2


def test_an_interview_needs_no_labels() -> None:
    answers = [
        "I was born here.",
        "My mother kept the gates, and I kept the ducks.",
        "I left when the mill shut.",
        "Because my knees asked me to.",
        "I never did.",
    ]
    questions = [
        "Where were you born?",
        "Your mother worked here.",
        "When did you leave?",
        "Why did you come back?",
        "Did you ever swim in it?",
    ]
    pairs = "\n\n".join(f"{q}\n\n{a}" for q, a in zip(questions, answers, strict=True))
    found = find_turns(f"Ruth Oduya, 71, keeps the lock. We met on a Monday.\n\n{pairs}")
    assert [turn.asks for turn in found] == [True, False] * 5
    assert [turn.answers for turn in found] == [False, True] * 5


def test_a_turn_goes_on_over_paragraphs_and_ends_before_headings_asides_and_the_close() -> None:
    text = (
        "MS. ODUYA: I have two points.\n\nThe first is the gate. You know it.\n\n(Applause.)\n\n"
        "MR. FALK: And the second?\n\nThe second point\n\nMS. ODUYA: The money.\n\n"
        "MR. FALK: I see. You have none.\n\nThe committee adjourned at noon."
    )
    assert [said for _, said in turns(text)] == [
        "I have two points.\n\nThe first is the gate. You know it.",
        "And the second?",
        "The money.",
        "I see. You have none.",
    ]


def test_a_list_of_those_present_is_no_turn() -> None:
    text = "Sheriff: Sir Lars Falk.\n\n" + _written("MR. RAE:", "A.", "MR. RAE:", "A.")
    assert len(turns(text)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MS. ODUYA:",
        "MS. ODUYA:\n\nMR. FALK:\n\nMS. ODUYA:\n\nMR. FALK:",
        "MS. ODUYA: I have nothing to say.",
        "00:01\n00:02\n00:03\n00:04",
        f"{'Very ' * 60}long: you see.\n\n" * 4,
        "He had three rules: I eat first.\nShe had one: you wait.\nHe had three rules: no.",
        "Ingredients: flour.\nMethod: You mix it.\nNote: I add salt.\nMethod: You bake it.\nNote: "
        "We eat it warm.",
        "Where: the hall.\nWhen: we open at nine.\nPrice: you pay at the door.\n\n"
        "Where: the quay.\nWhen: we open at ten.\nPrice: you pay your share.",
        "Myth: You need a licence.\nFact: You need none.\n\nMyth: We close.\nFact: We never do.",
        "Lisbon: 21 degrees\nOslo: 4 degrees\nLisbon: 22 degrees\nOslo: 5 degrees",
        "ACT I, SCENE 2\n\nDUKE: Who goes there?\n\nPAGE: I, my lord.\n\nDUKE: You are late.\n\n"
        "PAGE: My horse was. [Exeunt]",
        "To see:\n\nThe castle is old.\n\nTo eat:\n\nYou eat fish.\n\nTo see:\n\nIt.",
        "| Name: | I |\n| Age: | 4 |\n| Name: | you |\n| Age: | 5 |",
        "The mayor was glad.\n\nRuth Oduya: “I am glad, too.”\n\nThe lock opens in May.",
        "What is it?\n\nA lock.\n\nWho may use it?\n\nAny boat.\n\nWhat does it cost?\n\nNothing."
        "\n\nWhen is it shut?\n\nOn Mondays.",
        "08:00 Ruth wakes.\n09:30 Lars sails.\n10:15 Ruth swims.\n11:00 Lars lands.",
    ],
)
def test_other_texts_have_none(text: str) -> None:
    assert turns(text) == []


def test_marks_have_the_name_as_their_label() -> None:
    marks = turn_marks(_written("MS. ODUYA:", "MR. FALK:", "MS. ODUYA:", "MR. FALK:"))
    assert [(mark.kind, mark.label) for mark in marks[:2]] == [
        ("turn", "MS. ODUYA"),
        ("turn", "MR. FALK"),
    ]


@given(
    st.lists(
        st.sampled_from(
            ["MS. ODUYA: ", "Falk: ", "Q. ", "A. ", "Ruth 0:22", "[00:01] ", "I see. ", "Why? ",
             "\n", "\n\n", "**", "(Applause)", "“You”", ":", "a\u0301", "🙂 ", "Ruth Oduya\n",
             "The lock is safe. ", ", lock keeper", "(Eastmoor)"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_text_gives_turns_in_order_within_it(parts: list[str]) -> None:
    text = normalise_text("".join(parts))
    end = 0
    for turn in find_turns(text):
        begin = turn.label[0] if turn.label else turn.start
        assert end <= begin <= turn.start < turn.end <= len(text)
        assert not text[turn.start].isspace()
        assert turn.label is None or begin < turn.label[1] <= turn.start
        if turn.label and turn.name:
            assert begin <= turn.name[0] < turn.name[1] <= turn.label[1]
        end = turn.end


def test_time_is_linear() -> None:
    """Also for labels without end, and for what the patterns look at closely."""
    for part in (
        "MS. ODUYA: I see. Do you?\n\nMR. FALK: You will.\n\n",
        "Ruth Oduya\n",
        "Ruth, a, b. c",
        "Why?\n\nI do.\n\n",
        "Oduya (x) ",
    ):
        assert_time_is_linear(partial(_work, part), 20_000, 160_000)


def _work(part: str, size: int) -> Callable[[], object]:
    KEPT.clear()
    text = part * (size // len(part))
    return lambda: find_turns(text)
