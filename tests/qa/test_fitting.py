"""Which reading of a follow-up is taken: by verdict, then by confidence, the first in doubt."""

from dataclasses import replace

import pytest

from qa.answers import Answer, Kind, Reason
from qa.fitting import MARGIN, best_fitting

STATED, UNSURE, REFUSED = (True, False), (True, True), (False, False)


def answer(name: str, verdict: tuple[bool, bool], confidence: float) -> Answer:
    return Answer(
        question="And she?",
        asked_as=name,
        kind=Kind.FACT,
        answered=verdict[0],
        unsure=verdict[1],
        confidence=confidence,
        answer="",
    )


@pytest.mark.parametrize(
    ("first", "other", "taken"),
    [
        ((STATED, 0.6), (STATED, 0.6 + MARGIN - 0.01), "first"),
        ((STATED, 0.6), (STATED, 0.6 + MARGIN + 0.01), "other"),
        ((STATED, 0.6), (UNSURE, 0.99), "first"),
        ((STATED, 0.6), (REFUSED, 0.99), "first"),
        ((UNSURE, 0.6), (STATED, 0.4), "other"),
        ((REFUSED, 0.6), (UNSURE, 0.3), "other"),
        ((REFUSED, 0.1), (REFUSED, 0.1), "first"),
    ],
)
def test_evidence_decides_and_the_first_reading_in_doubt(
    first: tuple[tuple[bool, bool], float], other: tuple[tuple[bool, bool], float], taken: str
) -> None:
    found = best_fitting([answer("first", *first), answer("other", *other)])
    assert found.asked_as == taken


def test_a_refusal_that_others_would_answer_goes_before_one_that_nobody_would() -> None:
    elsewhere = replace(answer("other", REFUSED, 0.1), reason=Reason.OUTSIDE_FILTERS)
    first = replace(answer("first", REFUSED, 0.1), reason=Reason.NOT_STATED)
    assert best_fitting([first, elsewhere]) is elsewhere
    assert best_fitting([answer("first", UNSURE, 0.1), elsewhere]).asked_as == "first"


def test_of_several_others_the_best_fitting_is_taken_and_one_reading_stands() -> None:
    others = [answer("a", UNSURE, 0.5), answer("b", STATED, 0.7), answer("c", STATED, 0.9)]
    assert best_fitting([answer("first", REFUSED, 0.2), *others]).asked_as == "c"
    alone = answer("first", REFUSED, 0.0)
    assert best_fitting([alone]) is alone
