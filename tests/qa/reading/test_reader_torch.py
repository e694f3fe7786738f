import shutil
from pathlib import Path

import pytest

from index.errors import ModelError
from qa.reading.protocol import Reader, Reading
from qa.reading.trained_reader import open_reader
from qa.reading.windows import plain_window

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] the old bridge fell who built it maria did in 1871 . ?"
PASSAGE = "Maria did. The old bridge fell in 1871."


@pytest.fixture(scope="module")
def tiny_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random question-answering model of two layers that reads 48 tokens at once."""
    import torch
    from transformers import BertConfig, BertForQuestionAnswering, BertTokenizerFast

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("tiny-reader")
    (folder / "vocab.txt").write_text("\n".join(WORDS.split()))
    config = BertConfig(
        vocab_size=len(WORDS.split()),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=50,
        initializer_range=0.5,
    )
    saved = folder / "saved"
    BertForQuestionAnswering(config).save_pretrained(saved)
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=48).save_pretrained(saved)
    return saved


@pytest.fixture(scope="module")
def opened(tiny_reader: Path) -> Reader:
    return open_reader(str(tiny_reader))


def test_any_question_answering_model_can_read(opened: Reader) -> None:
    long = "It fell. " * 60 + PASSAGE
    texts = [("Who built it?", PASSAGE), ("Who?", long), ("Who built it?", "😀 e\u0301 東京")]
    pairs = [(question, plain_window(text)) for question, text in texts]
    together = opened.read(pairs)
    for (_, passage), reading in zip(texts, together, strict=True):
        assert 1 <= len(reading.spans) <= 5
        assert reading.answerable == reading.spans[0].score
        for span in reading.spans:
            assert 0 <= span.start < span.end <= len(passage)
            assert passage[span.start : span.end].strip() == passage[span.start : span.end]
    for pair, reading in zip(pairs, together, strict=True):
        (alone,) = opened.read([pair])
        assert [span.span for span in alone.spans] == [span.span for span in reading.spans]
        assert alone.answerable == pytest.approx(reading.answerable, abs=1e-4)


def test_the_best_span_is_the_models_own(opened: Reader, tiny_reader: Path) -> None:
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    model = AutoModelForQuestionAnswering.from_pretrained(tiny_reader)
    encoded = AutoTokenizer.from_pretrained(tiny_reader)(
        "Who built it?", PASSAGE, return_tensors="pt", return_offsets_mapping=True
    )
    offsets = encoded.pop("offset_mapping")[0].tolist()
    places = [n for n, part in enumerate(encoded.sequence_ids(0)) if part == 1]
    with torch.inference_mode():
        output = model(**encoded)
    best = max(
        (float(output.start_logits[0, a] + output.end_logits[0, b]), a, b)
        for a in places
        for b in places
        if a <= b
    )
    (reading,) = opened.read([("Who built it?", plain_window(PASSAGE))])
    assert reading.spans[0].span == (offsets[best[1]][0], offsets[best[2]][1])


@pytest.mark.parametrize("passage", ["", " \n "])
def test_nothing_to_read_has_no_answer(opened: Reader, passage: str) -> None:
    assert opened.read([("Who?", plain_window(passage))]) == [Reading(spans=(), answerable=-20.0)]
    assert opened.read([]) == []


def test_a_question_longer_than_the_window_is_cut(opened: Reader) -> None:
    (reading,) = opened.read([("who built it " * 100, plain_window(PASSAGE))])
    assert reading.spans


def test_a_model_without_answering_heads_is_refused(tmp_path: Path) -> None:
    from index.models.weights import backbone_folder

    with pytest.raises(ModelError, match="not trained to answer questions"):
        open_reader(str(backbone_folder()))


def test_pickled_weights_are_refused(tiny_reader: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny_reader, copy)
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"pytorch_model\.bin"):
        open_reader(str(copy))


def test_damaged_weights_are_named(tiny_reader: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny_reader, copy)
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:64])
    with pytest.raises(ModelError, match="copy cannot be loaded"):
        open_reader(str(copy))
