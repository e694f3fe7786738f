"""What is known of a sentence beside the best one: how it stands to it."""

import json
from importlib.resources import files

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from qa.answers import Kind
from qa.evidence.calibration import Coefficients, calibration, log_odds, probability
from qa.evidence.candidate import Candidate, Read
from qa.evidence.companions import KINDS, companion_facts
from qa.evidence.facts import Weighed
from qa.questions.question import Question
from qa.questions.understanding import understand
from qa.reading.trained_reader import DEFAULT_NAME

TEXT = (
    "The board names three steps.\n\n1. The sluice is mended.\n\n2. The gate is raised.\n\n"
    "Rita Moss called it late. She wants a wall. Tom Ash called it early."
)
LIST = understand("Which steps does the board name?")


def weighed(
    part: str, chance: float = 0.5, *, speaker: str | None = None, article: str = "dam"
) -> Weighed:
    stored = Article(info=ArticleInfo(id=article), text=TEXT)
    passage = Passage(number=0, start=0, end=len(TEXT))
    hit = Hit(rank=1, score=1.0, article=stored, passage=passage)
    start = TEXT.index(part)
    one = Candidate(hit=hit, start=start, end=start + len(part), read=Read(), speaker=speaker)
    return Weighed(candidate=one, chance=chance)


FIRST, SECOND = weighed("1. The sluice is mended.", 0.8), weighed("2. The gate is raised.", 0.25)


def test_items_of_a_list_next_to_each_other_are_known_as_that() -> None:
    facts = companion_facts(LIST, FIRST, SECOND)
    assert {n for n in ("same", "next", "near", "items", "paragraph") if facts[n]} == {
        "same", "next", "near", "items",
    }  # fmt: skip
    assert facts["own"] == pytest.approx(log_odds(0.25))
    assert facts["best"] == pytest.approx(log_odds(0.8))
    assert facts["close"] == 0.5


def test_who_speaks_is_compared_where_both_are_named() -> None:
    late = weighed("Rita Moss called it late.", speaker="Rita Moss")
    wall = weighed("She wants a wall.", speaker="Rita Moss")
    early = weighed("Tom Ash called it early.", speaker="Tom Ash")
    told = [
        (facts["speaker"], facts["others"], facts["paragraph"])
        for facts in (companion_facts(LIST, late, one) for one in (wall, early, FIRST))
    ]
    assert told == [(1.0, 0.0, 1.0), (0.0, 1.0, 1.0), (0.0, 0.0, 0.0)]


def test_another_article_is_far_away() -> None:
    facts = companion_facts(LIST, FIRST, weighed("2. The gate is raised.", article="ferry"))
    assert not any(facts[n] for n in ("same", "next", "near", "close", "paragraph", "items"))


@pytest.mark.parametrize("kind", [*KINDS, Kind.TOPIC])
def test_a_kind_has_facts_of_its_own(kind: Kind) -> None:
    question = Question(text="the board", kind=kind)
    facts = companion_facts(question, FIRST, SECOND)
    told = {one.value for one in KINDS if facts[one.value]}
    assert told == {"open" if kind is Kind.TOPIC else kind.value}


def test_the_shipped_weights_are_of_these_facts_and_prefer_what_is_likely_and_near() -> None:
    weights = calibration(DEFAULT_NAME).companion
    assert isinstance(weights, Coefficients)
    assert weights.weights.keys() == companion_facts(LIST, FIRST, SECOND).keys()

    def chance(other: Weighed) -> float:
        return probability(weights.logit(companion_facts(LIST, FIRST, other)))

    assert chance(SECOND) > chance(weighed("2. The gate is raised.", 0.02))
    assert chance(SECOND) > chance(weighed("2. The gate is raised.", 0.25, article="ferry"))
    table = json.loads(files("qa.evidence.model").joinpath("calibration.json").read_text("utf-8"))
    assert [name for name, one in table["readers"].items() if "companion" in one] == [DEFAULT_NAME]
