"""The trained reader around its model: rows of tokens in, characters of the passage out."""

import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file

from index.errors import ModelError
from index.models.engine import Feed, Outputs
from index.models.tokenizing import WordPieces
from index.models.weights import BACKBONE_SHA256, backbone_folder, file_sha256
from qa.reading import trained_reader
from qa.reading.protocol import Reading
from qa.reading.trained_reader import (
    LIMIT,
    MOST_QUESTION,
    OVERLAP,
    SPANS,
    LogitScale,
    TrainedReader,
    open_reader,
)
from qa.reading.weights_format import FORMAT
from qa.reading.windows import plain_window

PIECES = WordPieces(backbone_folder() / "tokenizer.json")
NO_ANSWER = -2.0
FILLER = "the weather stayed "


class Seeker:
    """An engine that sees the words it seeks: their tokens alone start and end an answer.

    What it says of [CLS] and of answerability is fixed, so that scores can be told beforehand.
    """

    precision = "float32"

    def __init__(self, *sought: str) -> None:
        self._sought = [PIECES.with_offsets([word])[0].ids for word in sought]
        self.fed: list[Feed] = []

    def run_each(self, feeds: Iterable[Feed]) -> Iterator[Outputs]:
        for feed in feeds:
            self.fed.append(feed)
            ids, types = feed["ids"], feed["types"]
            start = np.where(ids == PIECES.first, NO_ANSWER, 0.0).astype(np.float32)
            end = start.copy()
            for worth, sought in enumerate(reversed(self._sought), 1):
                start[(ids == sought[0]) & (types == 1)] = 4.0 * worth
                end[(ids == sought[-1]) & (types == 1)] = 4.0 * worth
            answerable = np.ones(len(ids), np.float32)
            yield {"start": start, "end": end, "answerable": answerable}


def reader(*sought: str, scale: LogitScale | None = None) -> TrainedReader:
    return TrainedReader(Seeker(*sought), PIECES, scale or LogitScale(1.0, 0.0))  # type: ignore[arg-type]


def best(passage: str, *sought: str, question: str = "Who?") -> str:
    (reading,) = reader(*sought).read([(question, plain_window(passage))])
    return passage[slice(*reading.spans[0].span)]


@pytest.mark.parametrize("place", [0, 1, 118, 124, 125, 126, 200, 249, 250, 251, 374, 499])
def test_a_word_is_found_wherever_it_stands(place: int) -> None:
    words = (FILLER * 170).split()[:500]
    words.insert(place, "Okonkwo")
    passage = " ".join(words)
    (reading,) = reader("Okonkwo").read([("Who?", plain_window(passage))])
    span = reading.spans[0]
    assert span.span == (passage.index("Okonkwo"), passage.index("Okonkwo") + len("Okonkwo"))
    # However many windows see it, it is one answer, and the score is that of its logits.
    assert span.score == pytest.approx(0.5 * 1.0 + 0.25 * (8.0 - 2 * NO_ANSWER))
    assert [other.score for other in reading.spans[1:]] < [span.score] * (SPANS - 1)


@settings(max_examples=25)
@given(
    st.text("ab é\u0301日😀.-\n", max_size=30),
    st.text("ab é日😀.-\n", max_size=30),
    st.integers(0, 40),
)
def test_characters_around_a_word_move_it_only(before: str, after: str, fillers: int) -> None:
    passage = f"{before} {FILLER * fillers}quorum {after}"
    assert best(passage, "quorum").startswith("quorum")
    (reading,) = reader("quorum").read([("Who?", plain_window(passage))])
    assert reading.spans[0].start == passage.index("quorum")


def test_the_question_is_not_read_for_answers() -> None:
    assert best("Berg met Okonkwo.", "quorum", "Okonkwo", question="A quorum?") == "Okonkwo"


def test_no_more_of_a_question_is_read_than_fits() -> None:
    seeker = Seeker("Okonkwo")
    asked = TrainedReader(seeker, PIECES, LogitScale(1.0, 0.0))  # type: ignore[arg-type]
    (long,) = asked.read([("who " * 200, plain_window(FILLER * 200 + "Okonkwo"))])
    assert long.spans[0].end - long.spans[0].start == len("Okonkwo")
    for feed in seeker.fed:
        assert feed["ids"].shape == feed["types"].shape
        assert feed["ids"].shape[1] <= LIMIT
        assert (feed["types"] == 0).sum(axis=1).tolist() == [MOST_QUESTION + 2] * len(feed["ids"])


def test_a_row_is_the_question_and_a_window_between_their_marks() -> None:
    seeker = Seeker("Okonkwo")
    TrainedReader(seeker, PIECES, LogitScale(1.0, 0.0)).read([("Who?", plain_window("the dam"))])  # type: ignore[arg-type]
    (question,), (passage,) = PIECES.with_offsets(["Who?"]), PIECES.with_offsets(["the dam"])
    (feed,) = seeker.fed
    assert feed["ids"].tolist() == [
        [PIECES.first, *question.ids, PIECES.separator, *passage.ids, PIECES.separator]
    ]
    assert feed["types"].tolist() == [[0] * (len(question.ids) + 2) + [1] * (len(passage.ids) + 1)]
    assert feed["ids"].dtype == feed["types"].dtype == np.int64


def test_windows_of_a_long_passage_are_full_and_share_tokens() -> None:
    (question,), (passage,) = PIECES.with_offsets(["Who?"]), PIECES.with_offsets([FILLER * 300])
    rows = trained_reader._rows(PIECES, 5, question, passage)
    assert {len(row.ids) for row in rows} == {LIMIT}
    assert {row.pair for row in rows} == {5}
    for row, following in itertools.pairwise(rows[:-1]):
        end = row.first + row.read[1] - row.read[0]
        assert end - following.first == OVERLAP
    for row in rows:
        inside = row.ids[slice(*row.read)]
        assert inside == passage.ids[row.first : row.first + len(inside)]


def test_readings_are_in_the_order_of_their_pairs() -> None:
    passages = ["Okonkwo " + FILLER * n + "end" for n in (3, 200, 1)] + ["", "Okonkwo", "end"]
    pairs = [
        (question, plain_window(passage))
        for passage in passages
        for question in ("Who?", "Who is it?")
    ]
    readings = reader("end", "Okonkwo").read(pairs)
    found = [
        window.text[slice(*reading.spans[0].span)] if reading.spans else ""
        for (_, window), reading in zip(pairs, readings, strict=True)
    ]
    assert found == ["end"] * 6 + [""] * 2 + ["Okonkwo"] * 2 + ["end"] * 2
    assert readings == [reader("end", "Okonkwo").read([pair])[0] for pair in pairs]


def test_scores_are_logits_of_the_calibration() -> None:
    assert LogitScale(temperature=2.0, bias=-0.5).logit(3.0) == 1.0
    plain, scaled = reader("dam"), reader("dam", scale=LogitScale(2.0, -0.5))
    (one,), (other,) = (
        plain.read([("Who?", plain_window("a dam"))]),
        scaled.read([("Who?", plain_window("a dam"))]),
    )
    assert [s.score for s in other.spans] == pytest.approx([s.score / 2 - 0.5 for s in one.spans])
    assert other.answerable == one.answerable == 1.0  # the model's own logit of the window
    assert len(one.spans) == 2  # each word by itself once the best is taken


def test_at_most_five_spans_are_given_best_first() -> None:
    words = ["one", "two", "three", "four", "five", "six"]
    (reading,) = reader(*words).read([("Who?", plain_window(" and so ".join(words)))])
    texts = [" and so ".join(words)[slice(*span.span)] for span in reading.spans]
    assert texts[:5] == ["one", "two", "three", "four", "five"]
    assert len(reading.spans) == SPANS
    assert isinstance(reading, Reading)


def shipped(folder: Path, **metadata: str) -> Path:
    path = folder / "reader.safetensors"
    save_file({"span.bias": np.zeros(2, np.float32)}, path, metadata={"format": FORMAT, **metadata})
    return path


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({}, r"another backbone \(None"),
        ({"backbone_sha256": "1" * 64}, r"another backbone \(1{16}\.\.\.\)"),
        ({"backbone_sha256": BACKBONE_SHA256}, "no calibration.*temperature"),
        (
            {"backbone_sha256": BACKBONE_SHA256, "temperature": "1", "bias": "much"},
            "no calibration.*much",
        ),
        ({"format": "of-tomorrow"}, r"cannot be read.*of-tomorrow"),
    ],
)
def test_weights_that_say_nothing_usable_are_refused(
    tmp_path: Path, metadata: dict[str, str], message: str
) -> None:
    path = shipped(tmp_path, **metadata)
    with pytest.raises(ModelError, match=message) as told:
        TrainedReader.open(path)
    assert str(path) in str(told.value)
    assert "Install" in str(told.value)


def test_a_card_with_the_right_hash_lets_the_weights_pass(tmp_path: Path) -> None:
    path = shipped(tmp_path)
    card = path.with_suffix(".json")
    card.write_text(json.dumps({"sha256": file_sha256(path)}), encoding="utf-8")
    with pytest.raises(ModelError, match="another backbone"):  # the next thing that is wrong
        TrainedReader.open(path)
    card.write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="damaged or another one"):
        TrainedReader.open(path)


@pytest.mark.parametrize("name", [None, "default", "pullquote-reader"])
def test_the_built_in_reader_has_three_names(
    name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = reader("dam")  # opening the real one takes a second
    monkeypatch.setattr(TrainedReader, "open", lambda: opened)
    assert open_reader(name) is opened
