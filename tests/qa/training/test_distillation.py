"""Pairs say the same as samples, the network the same as the reader; teachers and rounds."""

import json
import lzma
import random
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file  # noqa: E402
from transformers import BertConfig  # noqa: E402

from qa.reading.trained_reader import WEIGHTS  # noqa: E402
from qa.reading.weights_format import load_reader_state  # noqa: E402
from qa.training.batches import load_tokenizer  # noqa: E402
from qa.training.distillation import pairs as pairs_command  # noqa: E402
from qa.training.distillation import train  # noqa: E402
from qa.training.distillation.arrays import Kind, load  # noqa: E402
from qa.training.distillation.batching import DevicePairs  # noqa: E402
from qa.training.distillation.figures import over_pairs  # noqa: E402
from qa.training.distillation.losses import mean_of, soft_loss, teacher_loss  # noqa: E402
from qa.training.distillation.network import Network  # noqa: E402
from qa.training.distillation.packing import Packer  # noqa: E402
from qa.training.distillation.rounds import Rounds  # noqa: E402
from qa.training.distillation.weights import (  # noqa: E402
    in_order,
    network_of,
    read_weights,
    write_weights,
)
from qa.training.evidence import finish  # noqa: E402
from qa.training.evidence.measure import over_article  # noqa: E402
from qa.training.evidence.model import EvidenceReader, Output, by_sentence, loss  # noqa: E402
from qa.training.evidence.news import TRAINING, TUNING, NewsSamples, part_of  # noqa: E402
from qa.training.evidence.public import text_window  # noqa: E402
from qa.training.evidence.rows import Batch, Encoder, collate  # noqa: E402
from qa.training.evidence.samples import Sample  # noqa: E402
from qa.training.model import backbone_folder, trained_state  # noqa: E402
from qa.training.trainer import parameter_groups  # noqa: E402

NEWS = Path(__file__).parents[3] / "qa" / "training" / "news"


def some_news() -> list[dict[str, Any]]:
    """Two articles to train on and one to tune on, each with a few questions of several kinds."""
    wanted, rows = {TRAINING: 2, TUNING: 1}, []
    with lzma.open(NEWS / "part-01.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            part = part_of(row["id"])
            if wanted.get(part, 0) > 0:
                wanted[part] -= 1
                kinds = {
                    (q["kind"], q.get("why"), bool(q.get("history"))): q for q in row["questions"]
                }
                most = 3 if part == TRAINING else 1
                answerable = [q for q in kinds.values() if q["answerable"]]
                others = [q for q in kinds.values() if not q["answerable"]]
                rows.append({**row, "questions": answerable[:most] + others[:1]})
            if not any(wanted.values()):
                return rows
    raise AssertionError("the news is not as it was")


ROWS = some_news()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(load_tokenizer(backbone_folder()))


@pytest.fixture(scope="module")
def news() -> NewsSamples:
    return NewsSamples(row for row in ROWS if part_of(row["id"]) == TRAINING)


@pytest.fixture(scope="module")
def tuning() -> NewsSamples:
    return NewsSamples(row for row in ROWS if part_of(row["id"]) == TUNING)


@pytest.fixture(scope="module")
def state() -> dict[str, Any]:
    """The shipped weights, with the backbone's embeddings."""
    return read_weights(WEIGHTS, backbone_folder())


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pairs of the articles, as the command writes them."""
    folder = tmp_path_factory.mktemp("pairs")
    lines = [json.dumps(row) + "\n" for row in ROWS]
    (folder / "news.jsonl").write_text("".join(lines), "utf-8")
    out = folder / "pairs.npz"
    pairs_command.main(["--news", str(folder), "--out", str(out), "--statements", "2"])
    return out


def awkward_samples() -> list[Sample]:
    """What news has seldom: evidence that is not known, and windows longer than the model reads."""
    short = text_window("The quay leaks. It was built in 1931 of oak.")
    text = " ".join(f"Berth {n} is let to the ferry." for n in range(120))
    long = text_window(text)
    last = text.index("Berth 119")
    # Sentence and answer that the end of the input cuts through, by the question's length.
    cuts = [
        Sample(
            f"cut/{n}", "a", "s", "fact", "Why? " * n, long,
            tuple(start <= at < end for start, end in long.sentences), ((at - 5, at + 40), (0, 7)),
        )
        for n in (1, 3, 9)
        for at in range(1050, 1500, 31)
    ]  # fmt: skip
    return [
        Sample("b", "a", "boolq", "yes-no", "Does it leak?", short, (), yes_no="yes", weight=0.7),
        Sample("u", "a", "s", "fact", "Why?", short, (False, False)),
        Sample("e", "a", "s", "fact", "When?", short, (False, True), ((32, 36),) * 11),
        Sample("n", "a", "s", "fact", "How?", short, (True, True), (), "no"),
        Sample("l", "a", "s", "fact", "Who?", long, (False,) * 119 + (True,), ((last, last + 9),)),
        *cuts,
    ]


def assert_equal(made: Batch, wanted: Batch) -> None:
    """The same, but for padding behind tokens, sentences and answers, and the order of answers."""
    length = wanted.ids.shape[1]
    assert length <= made.ids.shape[1] < length + 8
    padding = {"sentences": -1}
    for field in fields(Batch):
        mine, theirs = getattr(made, field.name), getattr(wanted, field.name)
        if field.name in ("golds", "gold_mask"):
            continue
        assert mine.dtype == theirs.dtype, field.name
        if mine.ndim == 2:
            behind = mine[:, theirs.shape[1] :]
            assert torch.equal(behind, torch.full_like(behind, padding.get(field.name, 0)))
            mine = mine[:, : theirs.shape[1]]
        assert torch.equal(mine, theirs), field.name
    for row in range(len(wanted.ids)):
        mine, theirs = (
            sorted(map(tuple, one.golds[row][one.gold_mask[row]].tolist()))
            for one in (made, wanted)
        )
        assert mine == theirs


def test_batches_of_pairs_are_those_of_the_samples(news: NewsSamples, encoder: Encoder) -> None:
    samples = awkward_samples()
    for a, q in news.questions():
        for place in news.places:
            voices = news.articles[place[0]].gold if q % 2 else news.articles[place[0]].found
            samples.append(news.sample(a, q, place, voices))
    packer = Packer(encoder)
    for sample in samples:
        packer.add(sample, Kind.OWN)
    data = DevicePairs(packer.pairs(), "cpu")
    rows = [encoder.row(sample) for sample in samples]
    assert len(data) == len(rows)
    assert sum(row.answerable for row in rows) > 20
    assert data.length.tolist() == [len(row.ids) for row in rows]
    numbers = list(range(len(rows)))
    random.Random(5).shuffle(numbers)
    for first in range(0, len(numbers), 9):
        some = numbers[first : first + 9]
        assert_equal(data.batch(some), collate([rows[n] for n in some]))


def test_pairs_hold_every_question_over_every_window_and_each_window_once(
    file: Path, news: NewsSamples, tuning: NewsSamples
) -> None:
    pairs = load(file, TRAINING)
    windows = sum(len(a.stretches) * len(a.row["questions"]) for a in news.articles)
    counts = np.bincount(pairs.kind, minlength=4).tolist()
    assert counts[Kind.OWN] == 2 * windows
    assert counts[Kind.OTHER] == 4 * len(news.questions())
    assert counts[Kind.STATEMENT] > 8
    assert set(pairs.rank[pairs.kind == Kind.STATEMENT].tolist()) == {0, 1}
    assert not pairs.answerable[pairs.kind == Kind.OTHER].any()
    assert len(pairs.window_ids.lengths) <= 2 * len(news.places)
    rows = {row.tobytes() for row in pairs.question_ids.rows()}
    assert len(rows) == len(pairs.question_ids.lengths)
    held = load(file, TUNING)
    assert len(held) == 2 * len(tuning.places)
    assert held.asked[:, 1].astype(bool).tolist() == [False, True]
    with pytest.raises(ValueError, match="no pairs of the part 'exam'"):
        load(file, "exam")


def test_a_round_reads_of_every_question_and_one_draw_of_the_statements(file: Path) -> None:
    pairs = load(file, TRAINING)
    rounds = Rounds(pairs)
    groups = set(pairs.group[pairs.kind == Kind.OWN].tolist())
    seen: set[int] = set()
    for turn in range(12):
        drawn = np.array(rounds.draw(turn, random.Random(turn)))
        assert len(set(drawn.tolist())) == len(drawn)
        own = drawn[pairs.kind[drawn] == Kind.OWN]
        for group in groups:
            mine = own[pairs.group[own] == group]
            may = (pairs.group == group) & (pairs.kind == Kind.OWN)
            read, rank = mine[~pairs.answerable[mine]], pairs.rank
            assert pairs.answerable[mine].any() == pairs.answerable[may].any()
            assert rank[may & ~pairs.answerable].min() in rank[read]
            assert len(set(rank[read].tolist())) == len(read)
        said = drawn[pairs.kind[drawn] == Kind.STATEMENT]
        assert set(pairs.rank[said].tolist()) == {turn % 2}
        seen |= set(drawn.tolist())
    assert Kind.OTHER in pairs.kind[list(seen)]
    thick = Rounds(pairs, dense=True)
    turns = [random.Random(n) for n in range(12)]
    assert sum(len(thick.draw(0, rng)) for rng in turns) > sum(
        len(rounds.draw(0, random.Random(n))) for n in range(12)
    )
    batches = rounds.batches(0, random.Random(0), 1500)
    assert sorted(n for b in batches for n in b) == sorted(rounds.draw(0, random.Random(0)))
    assert all(len(b) == 1 or len(b) * pairs.length[b].max() <= 1500 for b in batches)


def test_the_network_says_what_the_reader_says(encoder: Encoder, state: dict[str, Any]) -> None:
    config = BertConfig.from_pretrained(str(backbone_folder()))
    reader, (network, order) = EvidenceReader(config).eval(), network_of(state, config)
    reader.load_state_dict(state)
    assert order == (0, 1, 2, 3, 4, 5)
    batch = collate([encoder.row(sample) for sample in awkward_samples()[:4]])
    with torch.no_grad():
        said, told = network.eval()(batch), reader(batch)
    for field in fields(Output):
        one, other = getattr(said, field.name), getattr(told, field.name)
        assert torch.allclose(one, other, atol=2e-4), field.name
    assert told.evidence.abs().max() > 1


def test_the_loss_of_a_batch_of_pairs_is_that_of_its_samples(
    news: NewsSamples, encoder: Encoder
) -> None:
    samples = awkward_samples()[:4] + [
        news.sample(a, q, (a, n), news.articles[a].gold)
        for a, q in news.questions()
        for n in range(2)
    ]
    packer = Packer(encoder)
    for sample in samples:
        packer.add(sample, Kind.OWN)
    network = tiny(2).eval()
    made = DevicePairs(packer.pairs(), "cpu").batch(range(len(samples)))
    with torch.no_grad():
        wanted = float(loss(network, collate([encoder.row(s) for s in samples])))
        assert float(teacher_loss(network, made)) == pytest.approx(wanted, rel=1e-5)


def tiny(layers: int) -> Network:
    torch.manual_seed(layers)
    return Network(BertConfig(hidden_size=32, num_attention_heads=2, intermediate_size=64), layers)


def test_layers_are_taken_in_the_order_given() -> None:
    state = tiny(3).state_dict()
    taken = in_order(state, [0, 2, 2, 1])
    name = "encoder.encoder.layer.{}.output.dense.weight"
    for n, source in enumerate((0, 2, 2, 1)):
        assert torch.equal(taken[name.format(n)], state[name.format(source)])
    assert taken.keys() == tiny(4).state_dict().keys()
    with pytest.raises(ValueError, match="that have 3"):
        in_order(state, [0, 3])


def test_the_lowest_layer_learns_as_fast_in_a_deeper_network() -> None:
    lowest = {}
    for layers in (6, 12):
        recipe = train.recipe_of(layers, 1e-4, 1, 100)
        factors = sorted({float(str(g["factor"])) for g in parameter_groups(tiny(layers), recipe)})
        assert factors[-2:] == [1.0, 3.0]
        lowest[layers] = factors[0] * recipe.layer_decay
    assert lowest[6] == pytest.approx(lowest[12]) == pytest.approx(0.9**6)


def test_a_student_is_drawn_to_what_the_teachers_say_on_average(encoder: Encoder) -> None:
    batch = collate([encoder.row(sample) for sample in awkward_samples()[:4]])
    with torch.no_grad():
        said = [tiny(1).eval()(batch), tiny(2).eval()(batch)]
    taught = mean_of(said)
    assert torch.allclose(taught.evidence, (said[0].evidence + said[1].evidence) / 2)

    def pull(one: Output) -> list[float]:
        free = Output(*(getattr(one, f.name).clone().requires_grad_() for f in fields(Output)))
        soft_loss(free, batch, taught).backward()
        return [float(getattr(free, f.name).grad.abs().max()) for f in fields(Output)]

    assert max(pull(taught)) < 1e-6
    assert min(pull(said[0])) > 1e-5


class Waves(torch.nn.Module):  # type: ignore[misc]
    """Says something of each window that depends on its words, and the question's, alone."""

    def forward(self, batch: Batch) -> Output:
        waves = torch.sin(batch.ids.double() * (batch.types + 0.1))  # no two questions tie
        total = waves.sum(1)
        sentences = by_sentence(waves, batch.sentences, batch.evidence.shape[1])
        return Output(waves, waves, sentences, total, torch.cos(total))


def test_figures_of_pairs_are_those_of_the_articles(
    file: Path, tuning: NewsSamples, encoder: Encoder
) -> None:
    waves: Any = Waves()
    found = over_pairs([waves], DevicePairs(load(file, TUNING), "cpu"))
    assert found == over_article(waves, encoder, tuning, 10_000)
    assert found["questions"] == 2


def test_a_student_is_trained_from_a_layer_of_the_shipped_reader(
    tmp_path: Path, file: Path, state: dict[str, Any]
) -> None:
    config = BertConfig.from_pretrained(str(backbone_folder()))
    write_weights(network_of(state, config, [0])[0], [0], tmp_path / "teacher")
    train.main(
        [
            *("--pairs", str(file), "--out", str(tmp_path), "--device", "cpu"),
            *("--stage", "student", "--teachers", str(tmp_path / "teacher")),
            *("--layers", "5", "--steps", "2", "--batch", "400", "--peak", "1e-2"),
        ]
    )
    weights = tmp_path / "final" / "average.safetensors"
    report = json.loads(weights.with_name("report.json").read_text("utf-8"))
    assert report["questions"] == 2
    assert report["progress"]["step"] == 2
    name = "encoder.encoder.layer.{}.output.dense.weight"
    trained = load_file(str(weights))
    moved = (trained[name.format(0)] - state[name.format(5)]).abs().max()
    assert 0 < moved < 0.1
    with pytest.raises(ValueError, match="has 1 layers, the shipped reader 6"):
        finish.main(["--run", str(weights), "--out", str(tmp_path / "reader.safetensors")])


def test_what_is_written_of_six_layers_can_be_shipped(tmp_path: Path) -> None:
    config = BertConfig(hidden_size=32, num_attention_heads=2, intermediate_size=64)
    networks = [Network(config, 6) for _ in range(2)]
    files = [tmp_path / "one.safetensors", tmp_path / "two.safetensors"]
    for network, path in zip(networks, files, strict=True):
        write_weights(network, range(6), path)
    out = tmp_path / "reader.safetensors"
    finish.main(["--run", *map(str, files), "--out", str(out)])
    shipped = load_reader_state(out, {})
    assert shipped.keys() == trained_state(networks[0]).keys()
    mean = (networks[0].span.weight + networks[1].span.weight).detach() / 2
    assert np.allclose(shipped["span.weight"], mean)


def test_a_student_without_teachers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        train.parsed(["--pairs", "p", "--out", str(tmp_path), "--stage", "student", "--steps", "1"])
    with pytest.raises(SystemExit):
        train.parsed(["--pairs", "p", "--out", str(tmp_path)])
