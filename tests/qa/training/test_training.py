"""A toy reader, made here, learns twenty questions by heart."""

import contextlib
import json
import random
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig

from qa.reading.weights_format import load_reader_state
from qa.training.batches import (
    CLS,
    Encoder,
    bucketed,
    collate,
    crop_window,
    token_span,
)
from qa.training.data import Passage, Question
from qa.training.evaluate_reader import (
    SpanReading,
    auroc,
    best_span,
    em_f1,
    exact_match,
    expected_calibration_error,
    f1_score,
    fit_calibration,
    normalised,
    read,
)
from qa.training.finish import averaged, best_first, calibration, refusal
from qa.training.model import ReaderNetwork, trained_state
from qa.training.quantise import export
from qa.training.train import reading_loss
from qa.training.trainer import (
    Budget,
    Due,
    Intervals,
    Marks,
    Progress,
    Recipe,
    Trainer,
    rate,
)

TOWNS = [f"town{i}" for i in range(20)]
WORDS = ["who", "is", "mayor", "of", "in", "the", "and", "harbour", ".", "?"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    names = [f"berg{i}" for i in range(20)]
    filler = [f"[{i}]" for i in range(103)]
    vocabulary = {w: i for i, w in enumerate([*filler, *TOWNS, *names, *WORDS])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[1]"))
    tokenizer.pre_tokenizer = Whitespace()
    return Encoder(tokenizer)


def questions() -> list[Question]:
    rows = []
    for i, town in enumerate(TOWNS):
        other = (i + 7) % 20
        text = f"mayor of {town} is berg{i} . mayor of {TOWNS[other]} is berg{other} ."
        start = text.index(f"berg{i}")
        passage = Passage(f"p{i}", f"a{i}", "new_wiki", text)
        asked = f"who is mayor of {town} ?"
        span = (start, start + len(f"berg{i}"))
        if i % 4 == 3:
            missing = f"who is mayor of {TOWNS[(i + 3) % 20]} ?"
            rows.append(Question(f"q{i}", missing, passage, (), (), "near-miss"))
        else:
            rows.append(Question(f"q{i}", asked, passage, (span,), (f"berg{i}",)))
    return rows


def toy() -> ReaderNetwork:
    torch.manual_seed(0)
    return ReaderNetwork(
        BertConfig(
            vocab_size=160,
            hidden_size=48,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=96,
            max_position_embeddings=64,
        )
    )


RECIPE = Recipe(peak=6e-3, head_factor=1.0, layer_decay=1.0, batch_tokens=600, average=0.9)
LOSS = partial(reading_loss, answerable_weight=RECIPE.answerable_weight)


def trainer_of(out: Path, steps: int) -> Trainer:
    return Trainer(toy(), out, RECIPE, Budget(1, 1.0, steps=steps), LOSS)


def train(trainer: Trainer, encoder: Encoder, steps: int) -> list[float]:
    rows = [encoder.row(question) for question in questions()]
    losses = []
    while len(losses) < steps:
        rng = random.Random(len(losses))
        parts = bucketed(rows, RECIPE.batch_tokens, rng)
        losses.extend(trainer.step(collate(part)) for part in parts)
    return losses


def test_twenty_questions_are_learnt_and_survive_int8(tmp_path: Path, encoder: Encoder) -> None:
    trainer = trainer_of(tmp_path, 160)
    losses = train(trainer, encoder, 160)
    assert losses[-1] < losses[0] / 5
    reader = trainer.averaged()
    rows = questions()
    readings = read(reader, encoder, rows)
    assert em_f1(rows, readings)["em"] >= 90
    said = [r.score for q, r in zip(rows, readings, strict=True) if q.answerable]
    unsaid = [r.score for q, r in zip(rows, readings, strict=True) if not q.answerable]
    assert auroc(said, unsaid) > 0.95

    path = tmp_path / "reader.safetensors"
    export(trained_state(reader), path)
    embeddings = {
        name.removeprefix("encoder."): tensor.numpy()
        for name, tensor in reader.state_dict().items()
        if name.startswith("encoder.embeddings.") and tensor.is_floating_point()
    }
    state = load_reader_state(path, embeddings)
    again = toy()
    again.load_state_dict({name: torch.from_numpy(array) for name, array in state.items()})
    assert em_f1(rows, read(again, encoder, rows))["em"] >= 90


def test_embeddings_are_not_trained(tmp_path: Path, encoder: Encoder) -> None:
    reader = toy()
    before = {n: t.clone() for n, t in reader.encoder.embeddings.state_dict().items()}
    train(Trainer(reader, tmp_path, RECIPE, Budget(1, 1.0, steps=4), LOSS), encoder, 2)
    after = reader.encoder.embeddings.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert not any("embeddings" in name for name in trained_state(reader))


def test_a_run_resumes_where_it_stopped(tmp_path: Path, encoder: Encoder) -> None:
    first = trainer_of(tmp_path, 20)
    train(first, encoder, 6)
    first.save()
    second = trainer_of(tmp_path, 20)
    assert second.progress == first.progress
    batch = collate([encoder.row(question) for question in questions()])
    assert first.step(batch) == pytest.approx(second.step(batch), rel=1e-3)
    for name, parameter in first.named.items():
        torch.testing.assert_close(parameter, second.named[name], rtol=1e-3, atol=1e-4)
    assert json.loads((tmp_path / "progress.json").read_text("utf-8"))["step"] == 6
    assert load_file(str(tmp_path / "state.safetensors"))


def run(trainer: Trainer, encoder: Encoder, due: Due, most: int = 100) -> list[str]:
    """Run to the end, or into an interruption at a report; return the reports."""
    rows = [encoder.row(question) for question in questions()]
    written: list[str] = []

    def report(name: str) -> None:
        written.append(name)
        trainer.write_figures(trainer.report_folder(name), {"reports": len(written)})
        if len(written) == most:
            trainer.save()
            raise KeyboardInterrupt

    with contextlib.suppress(KeyboardInterrupt):
        trainer.run(lambda _, rng: list(bucketed(rows, 200, rng)), collate, report, due)
    return written


def test_an_interrupted_run_reads_the_same_batches_and_writes_the_same_files(
    tmp_path: Path, encoder: Encoder
) -> None:
    whole, first = trainer_of(tmp_path / "whole", 12), trainer_of(tmp_path / "parts", 12)
    assert run(whole, encoder, Marks([0.5, 0.75])) == ["at-0.50", "at-0.75", "final"]
    assert run(first, encoder, Marks([0.5, 0.75]), most=1) == ["at-0.50"]
    assert first.progress.batch
    again = trainer_of(tmp_path / "parts", 12)
    assert again.progress == first.progress
    assert run(again, encoder, Marks([0.5, 0.75], again.done)) == ["at-0.75", "final"]
    assert (again.progress.turn, again.progress.batch) == (
        whole.progress.turn,
        whole.progress.batch,
    )
    for name, parameter in whole.named.items():
        torch.testing.assert_close(parameter, again.named[name], rtol=1e-2, atol=1e-3)
    files = [sorted(one.relative_to(out) for one in out.rglob("*"))
             for out in (tmp_path / "whole", tmp_path / "parts")]  # fmt: skip
    assert files[0] == files[1]
    report = json.loads((tmp_path / "parts" / "final" / "report.json").read_text("utf-8"))
    assert report == {"reports": 2, "progress": asdict(again.progress)}


def test_reports_come_at_intervals_of_training(tmp_path: Path, encoder: Encoder) -> None:
    names = run(trainer_of(tmp_path, 3), encoder, Intervals(0.0))
    assert names == ["at-000001", "at-000002", "at-000003", "final"]
    trainer = trainer_of(tmp_path / "other", 2)
    assert run(trainer, encoder, Intervals(1e6)) == ["final"]
    trainer.progress.seconds = 1e6 + 1
    assert Intervals(1e6)(trainer) == "at-000002"
    assert Intervals(1e6, since=1.0)(trainer) is None


def test_the_loss_sums_over_gold_spans(encoder: Encoder) -> None:
    passage = Passage("twice", "a", "new_wiki", "berg1 and berg1 .")
    one = Question("one", "who ?", passage, ((0, 5),), ("berg1",))
    both = Question("both", "who ?", passage, ((0, 5), (10, 15)), ("berg1",))
    reader = toy()
    batches = [collate([encoder.row(q)]) for q in (one, both)]
    losses = [reading_loss(reader, batch, 0.0).item() for batch in batches]
    assert losses[1] < losses[0]


def test_rows_and_spans(encoder: Encoder) -> None:
    asked = questions()[0]
    row = encoder.row(asked)
    tokens = encoder.passage(asked.passage)
    ((first, last),) = row.golds
    shift = row.question_length + 2
    start, end = tokens.starts[first - shift], tokens.ends[last - shift]
    assert asked.passage.text[start:end] == "berg0"
    assert row.ids[0] == CLS
    batch = collate([row, encoder.row(questions()[3])])
    assert batch.answerable.tolist() == [1.0, 0.0]
    assert not batch.candidates[0, 1:shift].any()


def test_cropping_keeps_the_answer(encoder: Encoder) -> None:
    filler = "The harbour is in town1 . " * 10
    text = filler + "Mayor is berg4 . " + filler
    start = text.index("berg4")
    passage = Passage("long", "a", "new_wiki", text)
    asked = Question("q", "who ?", passage, ((start, start + 5),), ("berg4",))
    tokens = encoder.tokens(text)
    gold = token_span(tokens, start, start + 5)
    for seed in range(10):
        first, last = crop_window(asked, tokens, 30, random.Random(seed))
        assert first <= gold[0] <= gold[1] < last
        assert last - first < 45


def test_batches_keep_every_row_and_the_limit(encoder: Encoder) -> None:
    rows = [encoder.row(question) for question in questions()]
    parts = list(bucketed(rows, 100, random.Random(0)))
    assert sum(len(part) for part in parts) == len(rows)
    assert all(len(part) * max(len(row.ids) for row in part) <= 100 for part in parts)


def test_the_rate_rises_and_falls() -> None:
    rates = [rate(p / 100, RECIPE) for p in range(101)]
    assert rates[0] < rates[5]
    assert max(rates) == pytest.approx(RECIPE.peak)
    assert rates[-1] == pytest.approx(RECIPE.peak * 0.01)
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_progress_is_the_nearer_bound() -> None:
    state = Progress(step=5, tokens=50, seconds=30.0)
    assert Budget(100, 100.0).progress(state) == 0.5
    assert Budget(100, 40.0).progress(state) == 0.75
    assert Budget(100, 40.0, steps=50).progress(state) == 0.1


def test_answers_are_compared_as_squad_does() -> None:
    assert normalised("The  Red, car!") == "red car"
    assert exact_match("the Red car", ["red car."]) == 1.0
    assert f1_score("red car", ["blue car", "fast red car"]) == pytest.approx(0.8)
    assert f1_score("x", ["y"]) == 0.0


def test_the_best_span_is_ordered_and_short() -> None:
    start = np.array([0.0, 5.0, 0.0, 4.0], dtype=np.float32)
    end = np.array([9.0, 0.0, 3.0, 4.0], dtype=np.float32)
    assert best_span(start, end)[:2] == (0, 0)
    assert best_span(start[1:], end[1:])[:2] == (0, 2)
    assert best_span(start[1:], end[1:], longest=1)[:2] == (2, 2)


def test_auroc_counts_ties_half() -> None:
    assert auroc([2.0, 3.0], [0.0, 1.0]) == 1.0
    assert auroc([1.0], [1.0]) == 0.5
    assert auroc([0.0, 3.0], [1.0, 1.0]) == 0.5


def test_calibration_tames_overconfidence() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=4000) * 2
    labels = (rng.random(4000) < 1 / (1 + np.exp(-logits))).astype(float)
    temperature, bias = fit_calibration(logits * 3 + 1.5, labels)
    assert temperature == pytest.approx(3, rel=0.1)
    assert bias == pytest.approx(-0.5, abs=0.1)
    probabilities = 1 / (1 + np.exp(-logits))
    assert expected_calibration_error(probabilities, labels) < 0.03


def test_an_untrained_reader_puts_the_own_passage_first_now_and_then(encoder: Encoder) -> None:
    rows = [question for question in questions() if question.answerable]
    shares = best_first(toy(), encoder, rows, count=6, depth=4)
    assert shares.keys() == {"score", "answerable", "bm25"}
    assert all(0 <= share <= 1 for share in shares.values())
    assert shares["bm25"] > 0.5


def test_calibration_is_fitted_on_one_half_and_measured_on_the_other() -> None:
    rows = [question for _ in range(40) for question in questions()]
    readings = [SpanReading("", 4.0, 0.0, 2.0 if q.answerable else -2.0) for q in rows]
    fitted = calibration(rows, readings)
    assert fitted["temperature"] > 0
    assert fitted["ece"] < 0.1


def test_refusal_is_told_by_kind() -> None:
    made = [q for q in questions() if not q.answerable]
    said = [SpanReading("", 4.0, 0.0, 1.0)] * 3
    refused = [SpanReading("", 0.0, 4.0, -1.0)] * len(made)
    figures = refusal(said, made, refused)["near-miss"]
    assert figures["questions"] == len(made)
    assert figures["answerable"] == figures["margin"] == figures["score"] == 1.0


def test_several_weights_are_averaged_one_by_one(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.safetensors", "two.safetensors")]
    for file, value in zip(files, (1.0, 4.0), strict=True):
        save_file({"a": torch.full((2, 3), value), "b": torch.tensor([value, -value])}, str(file))
    states = [load_file(str(file)) for file in files]
    mean = averaged(states)
    assert torch.equal(mean["a"], torch.full((2, 3), 2.5))
    assert torch.equal(mean["b"], torch.tensor([2.5, -2.5]))
    assert torch.equal(averaged(states[:1])["a"], torch.ones(2, 3))
