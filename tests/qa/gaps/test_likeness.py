"""Which questions are put together, measured on questions of our own with the real encoder."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from index.models.embedding import open_embedder
from qa.gaps.likeness import NEAR, Features, features_of, group_of
from qa.questions.question import Asks

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "likeness.jsonl").read_text("utf-8").splitlines()
]


def _grouped(questions: list[str]) -> list[int]:
    """Return the number of the group of each question, put together one after the other."""
    vectors = open_embedder(None).embed_questions(questions)
    features = list(map(features_of, questions))
    groups: list[int] = []
    for place, one in enumerate(features):
        found = group_of(
            vectors[place],
            one,
            groups,
            vectors[:place],
            lambda group: [features[at] for at, other in enumerate(groups) if other == group],
        )
        groups.append(place if found is None else found)
    return groups


def test_the_same_question_is_found_in_other_words_and_others_are_kept_apart() -> None:
    groups = _grouped([row["question"] for row in ROWS])
    pairs = list(combinations(range(len(ROWS)), 2))
    together = {(a, b) for a, b in pairs if groups[a] == groups[b]}
    right = {(a, b) for a, b in pairs if ROWS[a]["gap"] == ROWS[b]["gap"]}
    assert len(together & right) / len(together) >= 0.88
    assert len(together & right) / len(right) >= 0.75


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("How many died in the flood of 1997?", "How many died in the flood of 2013?", True),
        ("What did Anna Kraus say?", "What did Bella Kraus say?", True),
        ("Who won the election in Dorn?", "How many voted in the election in Dorn?", True),
        ("What did Mayor Okafor say of it?", "How did Okafor explain it?", False),
        ("Why did Varga resign?", "What was the reason for Varga's resignation?", False),
        ("...", "How many?", False),
    ],
)
def test_names_numbers_and_what_is_asked_for_keep_questions_apart(
    one: str, other: str, apart: bool
) -> None:
    assert features_of(one).contradict(features_of(other)) is apart


def test_a_question_joins_the_nearest_group_that_it_does_not_contradict() -> None:
    plain = Features(Asks.ANYTHING, frozenset())
    other = Features(Asks.ANYTHING, frozenset({"1997"}))
    vectors = np.eye(3, dtype=np.float32)
    asked = np.array([0.9, np.sqrt(1 - 0.81), 0], np.float32)
    assert group_of(asked, plain, [], vectors[:0], lambda _: []) is None
    assert group_of(asked, plain, [7, 8, 9], vectors, lambda _: [plain]) == 7
    mine = Features(Asks.ANYTHING, frozenset({"2013"}))
    assert group_of(asked, mine, [7, 8, 9], vectors, lambda _: [other]) is None
    assert group_of(vectors[0] * (NEAR - 0.01), plain, [7], vectors[:1], lambda _: [plain]) is None
    half = np.stack([vectors[0], vectors[1]])  # on average it is not near
    assert group_of(asked, plain, [7, 7], half, lambda _: [plain]) is None
