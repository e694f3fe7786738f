from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.models.built_in import DIMENSION
from index.models.embedding import open_embedder
from qa.answers import Kind
from qa.questions.head import question_head
from qa.questions.head.features import features
from qa.questions.head.question_head import FILE, QuestionHead, built_in_head
from qa.questions.understanding import understand


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What advice did the pilot give the passengers?", Kind.WHO_SAID),
        ("price of a season ticket", Kind.FACT),
        ("Why is the canal empty?", Kind.OPEN),
        ("turnout: the observers' figure and the ministry's", Kind.COMPARE),
        ("Has the canal been filled?", Kind.YES_NO),
        ("glacier retreat", Kind.TOPIC),
    ],
)
def test_kinds_are_told_where_rules_are_not_certain(question: str, kind: Kind) -> None:
    vectors = open_embedder().embed_questions([question])
    (kinds,) = built_in_head().kinds([question], vectors)
    assert sum(kinds.values()) == pytest.approx(1.0, abs=1e-5)
    assert understand(question, kinds=kinds).kind is kind


def test_features_are_as_many_for_every_question_and_at_most_one() -> None:
    asked = ["What is it?", "Okafor", "the the", "Compare A and B.", "Who, 12, and why? é" * 9]
    rows = [features(one) for one in asked]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(0 <= value <= 1 for row in rows for value in row)


def test_a_head_of_other_features_is_refused() -> None:
    weights = {
        "hidden.weight": np.zeros((4, DIMENSION + 1), np.float32),
        "hidden.bias": np.zeros(4, np.float32),
        "kinds.weight": np.zeros((8, 4), np.float32),
        "kinds.bias": np.zeros(8, np.float32),
    }
    with pytest.raises(ModelError, match="Train it again"):
        QuestionHead.of(weights, "made up", DIMENSION)


def test_no_question_has_no_kinds_and_the_file_is_small() -> None:
    assert built_in_head().kinds([], np.empty((0, DIMENSION), np.float32)) == []
    assert Path(question_head.__file__).with_name(FILE).stat().st_size < 300_000
