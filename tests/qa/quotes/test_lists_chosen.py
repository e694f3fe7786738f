"""How surely a list is given: as a fact where it is asked for by its heading, else in one quote."""

from dataclasses import replace

from qa.evidence.calibration import Calibration, Coefficients, KindScale
from qa.evidence.facts import Weighed
from qa.questions.understanding import understand
from qa.quotes.choosing import Possible, choose
from tests.qa.evidence.pages import hit_of, sentence

TEXT = "For the hut\n\n- A lamp\n- Four blankets\n- A kettle\n- Wood\n"
SCALE = Calibration(
    Coefficients(0.0, {"asked": 1.0}),
    Coefficients(0.0, {"best": 1.0}),
    {"*": KindScale(shown=0.4, stated=0.9), "fact": KindScale(shown=0.4, stated=0.6)},
    Coefficients(-9.0, {}),
)


def chosen(chance: float, *, listed: bool) -> Possible:
    one = replace(sentence(hit_of(TEXT), "- A kettle"), listed=listed)
    found = [Weighed(candidate=one, chance=chance)]
    return choose(understand("Which things do we carry up?"), found, SCALE)


def test_a_list_asked_for_by_its_heading_is_stated_like_a_fact() -> None:
    possible = chosen(0.8, listed=True)
    assert not possible.unsure
    assert [one.text for one in possible.quotes] == ["A lamp", "Four blankets", "A kettle", "Wood"]


def test_a_longer_list_that_may_answer_is_one_quote() -> None:
    possible = chosen(0.5, listed=True)
    assert possible.unsure
    assert [one.text for one in possible.quotes] == [TEXT[TEXT.index("A lamp") : -1]]
