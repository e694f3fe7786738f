import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from index.collection import Index
from index.errors import ModelError
from index.models.weights import BACKBONE_SHA256, backbone_folder, check_file, read_safetensors
from qa.assistant import Assistant
from qa.reading import trained_reader as reader
from qa.reading.protocol import Reading
from qa.reading.trained_reader import NOTHING_TO_READ, WEIGHTS, TrainedReader, open_reader
from qa.reading.weights_format import FORMAT, quantised
from qa.reading.windows import Window, plain_window


def _windows(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, Window]]:
    return [(question, plain_window(text)) for question, text in pairs]


ROOT = Path(__file__).resolve().parents[3]
QUESTION = "Who built the bridge?"
PASSAGE = "The bridge was built by Maria Okonkwo in 1871. It fell in 1903, and nobody was hurt."


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights in the shipped format: the backbone's own layers and heads of random numbers."""
    random = np.random.default_rng(7)
    backbone = read_safetensors(backbone_folder() / "model.safetensors")
    state = {
        f"encoder.{name}": value
        for name, value in backbone.items()
        if name.startswith("encoder.layer.")
    }
    for name, shape in (("span", 2), ("answerable", 1)):
        state[f"{name}.weight"] = random.normal(0, 0.3, (shape, 384)).astype(np.float32)
        state[f"{name}.bias"] = np.zeros(shape, np.float32)
    path = tmp_path_factory.mktemp("reader") / "reader.safetensors"
    save_file(quantised(state), path, metadata=metadata())
    return path


def metadata(**changed: str) -> dict[str, str]:
    return {
        "format": FORMAT,
        "backbone_sha256": BACKBONE_SHA256,
        "temperature": "2.0",
        "bias": "0.5",
    } | changed


@pytest.fixture(scope="module")
def opened(untrained: Path) -> TrainedReader:
    return TrainedReader.open(untrained)


def check_valid(reading: Reading, passage: str) -> None:
    assert list(reading.spans) == sorted(reading.spans, key=lambda span: -span.score)
    for span in reading.spans:
        assert 0 <= span.start < span.end <= len(passage)


def test_a_reading_has_valid_spans_best_first(opened: TrainedReader) -> None:
    (reading,) = opened.read([(QUESTION, plain_window(PASSAGE))])
    assert 1 <= len(reading.spans) <= 5
    check_valid(reading, PASSAGE)
    assert isinstance(reading.answerable, float)


def test_a_reading_is_the_same_in_any_company(opened: TrainedReader) -> None:
    pairs = [
        (QUESTION, PASSAGE),
        ("When?", "In 1903."),
        (QUESTION, "Nothing of the kind. " * 30),
        ("Where does it stand?", PASSAGE),
        (QUESTION, PASSAGE.upper()),
    ]
    together = opened.read(_windows(pairs))
    assert together == [opened.read(_windows([pair]))[0] for pair in pairs]
    assert together == opened.read(_windows(pairs))


def test_long_passages_are_read_to_their_end(opened: TrainedReader) -> None:
    filler = "The weather in the valley stayed the same for many weeks, people said. " * 60
    for passage in (PASSAGE + " " + filler, filler + PASSAGE):
        (alone,), (long,) = (
            opened.read([(QUESTION, plain_window(PASSAGE))]),
            opened.read([(QUESTION, plain_window(passage))]),
        )
        check_valid(long, passage)
        assert len(long.spans) == 5
        assert long.answerable >= alone.answerable - 40
    # Each window is an input of its own; the last tokens of a long passage are in one of them.
    (tokens,) = opened._pieces.with_offsets([filler])
    (question,) = opened._pieces.with_offsets([QUESTION])
    rows = reader._rows(opened._pieces, 0, question, tokens)
    assert all(len(row.ids) <= reader.LIMIT for row in rows)
    covered = {row.first + n for row in rows for n in range(row.read[1] - row.read[0])}
    assert covered == set(range(len(tokens.ids)))


def test_a_question_longer_than_the_window_is_cut(opened: TrainedReader) -> None:
    (reading,) = opened.read([("who " * 900, plain_window(PASSAGE))])
    check_valid(reading, PASSAGE)


@pytest.mark.parametrize("passage", ["", "   \n", "\u200d\u200b"])
def test_a_passage_without_tokens_has_no_answer(opened: TrainedReader, passage: str) -> None:
    assert opened.read([(QUESTION, plain_window(passage))]) == [
        Reading(spans=(), answerable=NOTHING_TO_READ)
    ]


@pytest.mark.parametrize("passage", ["Yes", "😀", "👩\u200d👩\u200d👧\u200d👦🇺🇦", "東", "e\u0301"])
def test_tiny_passages_are_read(opened: TrainedReader, passage: str) -> None:
    (reading,) = opened.read([(QUESTION, plain_window(passage))])
    assert reading.spans
    check_valid(reading, passage)


def test_nothing_to_read(opened: TrainedReader) -> None:
    assert opened.read([]) == []


@settings(max_examples=25, deadline=None)
@given(passage=st.text(max_size=80), question=st.text(max_size=20))
def test_spans_are_valid_in_any_text(untrained: Path, passage: str, question: str) -> None:
    (reading,) = _opened_once(untrained).read([(question, plain_window(passage))])
    check_valid(reading, passage)


_ONCE: dict[Path, TrainedReader] = {}


def _opened_once(path: Path) -> TrainedReader:
    return _ONCE.setdefault(path, TrainedReader.open(path))


def test_missing_weights_say_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone\.safetensors are missing"):
        TrainedReader.open(tmp_path / "gone.safetensors")


def test_weights_of_another_backbone_are_refused(untrained: Path, tmp_path: Path) -> None:
    path = tmp_path / "reader.safetensors"
    save_file(load_file(untrained), path, metadata=metadata(backbone_sha256="0" * 64))
    with pytest.raises(ModelError, match="another backbone"):
        TrainedReader.open(path)


@pytest.mark.parametrize("kept", [0, 5, 1000, -1])
def test_truncated_weights_are_refused(untrained: Path, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "reader.safetensors"
    path.write_bytes(untrained.read_bytes()[:kept])
    with pytest.raises(ModelError, match=r"reader\.safetensors cannot be read"):
        TrainedReader.open(path)


def test_weights_that_lack_a_layer_are_refused(untrained: Path, tmp_path: Path) -> None:
    path = tmp_path / "reader.safetensors"
    state = {name: v for name, v in load_file(untrained).items() if ".layer.5." not in name}
    save_file(state, path, metadata=metadata())
    with pytest.raises(ModelError, match="another architecture"):
        TrainedReader.open(path)


def test_weights_other_than_their_card_says_are_refused(untrained: Path, tmp_path: Path) -> None:
    path = tmp_path / "reader.safetensors"
    path.write_bytes(untrained.read_bytes())
    path.with_suffix(".json").write_text(json.dumps({"sha256": "0" * 64}))
    with pytest.raises(ModelError, match="damaged or another one"):
        TrainedReader.open(path)


def test_without_its_weights_sentences_are_compared_with_a_notice(
    sample_index: Index, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ModelError("The reader's weights are damaged.")

    monkeypatch.setattr(reader, "open_reader", broken)
    answer = Assistant(sample_index).ask("What did Bordyuzha say about Iran?")
    assert answer.answered
    assert "compared instead of read for answers: The reader's weights are damaged." in caplog.text


@pytest.mark.skipif(not WEIGHTS.exists(), reason="the reader's weights are not in this checkout")
def test_the_shipped_weights_have_a_card_with_their_hash() -> None:
    card = json.loads(WEIGHTS.with_suffix(".json").read_text(encoding="utf-8"))
    check_file(WEIGHTS, card["sha256"], remedy="")
    with safe_open(str(WEIGHTS), framework="numpy") as file:
        assert file.metadata()["backbone_sha256"] == BACKBONE_SHA256


@pytest.mark.skipif(not WEIGHTS.exists(), reason="the reader's weights are not in this checkout")
def test_the_shipped_reader_finds_the_builder() -> None:
    pairs = [(QUESTION, PASSAGE), (QUESTION, "Rain fell all day.")]
    first, other = open_reader().read(_windows(pairs))
    best = first.spans[0]
    assert "Maria Okonkwo" in PASSAGE[best.start : best.end]
    assert first.answerable > 0 > other.answerable


def test_reading_does_not_import_torch(untrained: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from qa.reading.trained_reader import TrainedReader\n"
        "from qa.reading.windows import plain_window\n"
        "pairs = [('Who?', plain_window('Maria said so.'))]\n"
        f"TrainedReader.open(Path({str(untrained)!r})).read(pairs)\n"
        "print([m for m in ('torch', 'transformers', 'onnx') if m in sys.modules])"
    )
    TrainedReader.open(untrained)  # compiled before, so that onnx is not needed
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == "[]"
