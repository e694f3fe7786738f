import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.models import engine as engines
from index.models import kept_models
from index.models.cores import computing_on, granted_cores, instructions, usable_cores
from index.models.encoder_graph import (
    Encoder,
    EncoderShape,
    Head,
    draw,
    draw_product,
    observed_names,
)
from index.models.engine import Engine, Feed, ModelSource, compile_graph, compiled
from index.models.rounding import LARGEST_OF_7_BITS
from index.models.weights import Weights

HERE = Path(__file__).resolve().parent
HIDDEN, WIDE, WORDS = 64, 128, 50
SHAPE = EncoderShape(layers=2, heads=4, epsilon=1e-12)


@pytest.fixture(autouse=True)
def engine_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PULLQUOTE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "compiled"


def small_weights(seed: int = 3, layers: int = 2) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)

    def matrix(*shape: int) -> np.ndarray:
        return random.normal(0, 0.1, shape).astype(np.float32)

    made = {
        "embeddings.word_embeddings.weight": matrix(WORDS, HIDDEN),
        "embeddings.position_embeddings.weight": matrix(40, HIDDEN),
        "embeddings.token_type_embeddings.weight": matrix(2, HIDDEN),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(layers):
        prefix = f"encoder.layer.{layer}"
        attention = f"{prefix}.attention"
        sizes = {f"{attention}.self.{part}": (HIDDEN, HIDDEN) for part in ("query", "key", "value")}
        sizes |= {
            f"{attention}.output.dense": (HIDDEN, HIDDEN),
            f"{prefix}.intermediate.dense": (WIDE, HIDDEN),
            f"{prefix}.output.dense": (HIDDEN, WIDE),
        }
        for name, size in sizes.items():
            made[f"{name}.weight"], made[f"{name}.bias"] = matrix(*size), matrix(size[0])
        norms += [f"{attention}.output.LayerNorm", f"{prefix}.output.LayerNorm"]
    for name in norms:
        made[f"{name}.weight"] = 1 + matrix(HIDDEN)
        made[f"{name}.bias"] = matrix(HIDDEN)
    for name, rows in (("span", 2), ("answerable", 1)):
        made[f"{name}.weight"], made[f"{name}.bias"] = matrix(rows, HIDDEN), matrix(rows)
    return made


def encoder(weights: Weights | None = None, head: Head = Head.EMBEDDING) -> Encoder:
    return Encoder(shape=SHAPE, weights=weights or small_weights(), head=head)


def feeds(head: Head = Head.EMBEDDING) -> list[Feed]:
    random = np.random.default_rng(5)
    made: list[Feed] = []
    for length in (1, 2, 7, 31):
        feed = {"ids": random.integers(0, WORDS, (1, length))}
        if head is Head.READING:
            feed["types"] = (np.arange(length) > length // 2).astype(np.int64)[None]
        made.append(feed)
    return made


def source(key: str = "key", load: Callable[[], Encoder] = encoder) -> ModelSource:
    return ModelSource(label="small", key=key, load=load, probes=feeds)


# --- a second implementation, in numpy, written after the equations of BERT


def erf(values: np.ndarray) -> np.ndarray:
    from math import erf as exact

    return np.asarray(np.vectorize(exact)(values))


def reference(weights: Weights, ids: np.ndarray, types: np.ndarray) -> np.ndarray:
    """Return the last layer's output, float64 [length, hidden], of one text."""

    def linear(value: np.ndarray, name: str) -> np.ndarray:
        matrix = weights[f"{name}.weight"].astype(float).T
        return np.asarray(value @ matrix + weights[f"{name}.bias"])

    def normal(value: np.ndarray, name: str) -> np.ndarray:
        centred = value - value.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + SHAPE.epsilon)
        return np.asarray(scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"])

    hidden = (
        weights["embeddings.word_embeddings.weight"][ids].astype(float)
        + weights["embeddings.position_embeddings.weight"][: len(ids)]
        + weights["embeddings.token_type_embeddings.weight"][types]
    )
    hidden = normal(hidden, "embeddings.LayerNorm")
    size = HIDDEN // SHAPE.heads
    for layer in range(SHAPE.layers):
        prefix = f"encoder.layer.{layer}"
        q, k, v = (
            linear(hidden, f"{prefix}.attention.self.{part}").reshape(-1, SHAPE.heads, size)
            for part in ("query", "key", "value")
        )
        scores = np.einsum("ihd,jhd->hij", q, k) / np.sqrt(size)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        mixed = np.einsum("hij,jhd->ihd", scores, v).reshape(len(ids), HIDDEN)
        output = f"{prefix}.attention.output"
        hidden = normal(hidden + linear(mixed, f"{output}.dense"), f"{output}.LayerNorm")
        wide = linear(hidden, f"{prefix}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))
        output = f"{prefix}.output"
        hidden = normal(hidden + linear(wide, f"{output}.dense"), f"{output}.LayerNorm")
    return hidden


def test_the_embedding_is_the_mean_of_the_tokens_at_unit_length() -> None:
    weights = small_weights()
    engine = Engine(draw(encoder(weights)), "float32")
    for feed in feeds():
        ids = feed["ids"][0]
        mean = reference(weights, ids, np.zeros_like(ids)).mean(axis=0)
        (found,) = engine.run(feed)["embedding"]
        np.testing.assert_allclose(found, mean / np.linalg.norm(mean), atol=2e-6)


def test_reading_gives_start_end_and_answerability() -> None:
    weights = small_weights()
    engine = Engine(draw(encoder(weights, Head.READING)), "float32")
    for feed in feeds(Head.READING):
        hidden = reference(weights, feed["ids"][0], feed["types"][0])
        span = hidden @ weights["span.weight"].T + weights["span.bias"]
        answerable = hidden[0] @ weights["answerable.weight"][0] + weights["answerable.bias"][0]
        found = engine.run(feed)
        np.testing.assert_allclose(found["start"][0], span[:, 0], atol=1e-5)
        np.testing.assert_allclose(found["end"][0], span[:, 1], atol=1e-5)
        np.testing.assert_allclose(found["answerable"], [answerable], atol=1e-5)


@pytest.mark.parametrize("head", list(Head))
def test_8_bits_are_near_and_the_same_in_any_company(head: Head) -> None:
    exact = Engine(draw(encoder(head=head)), "float32")
    probes = feeds(head)
    ranges = engines._observed(draw(encoder(head=head), observe=True), probes)
    assert sorted(ranges) == sorted(observed_names(SHAPE))
    rounded = Engine(draw(encoder(head=head), ranges=ranges), "int8")
    for probe in probes:
        near = engines._agreement(
            list(rounded.run(probe).values()), list(exact.run(probe).values())
        )
        assert 0.99 < near < 1.0 + 1e-6
    random = np.random.default_rng(0)
    many = {name: random.integers(0, 2, (9, 13)) for name in probes[0]}
    together = rounded.run(many)
    for row in range(9):
        alone = rounded.run({name: value[row : row + 1] for name, value in many.items()})
        for name, value in alone.items():
            assert np.array_equal(value[0], together[name][row])


def test_7_bits_are_near_too() -> None:
    exact = Engine(draw(encoder()), "float32")
    ranges = engines._observed(draw(encoder(), observe=True), feeds())
    rounded = Engine(draw(encoder(), ranges=ranges, largest=LARGEST_OF_7_BITS), "int8")
    for feed in feeds():
        near = engines._agreement([rounded.run(feed)["embedding"]], [exact.run(feed)["embedding"]])
        assert 0.98 < near < 1.0 + 1e-6


def test_small_products_in_8_bits_are_exact_on_any_processor() -> None:
    # Two products of 8 bits, added in 16 with a sign.
    assert 2 * 255 * LARGEST_OF_7_BITS < 2**15 < 2 * 255 * 127
    weights = np.arange(-64, 64, dtype=np.int8).reshape(64, 2)
    activations = np.full((3, 64), 255, np.uint8)
    session = engines._session(draw_product(weights))
    (found,) = session.run(None, {"activations": activations})
    expected = activations.astype(np.int64) @ weights.astype(np.int64)
    assert np.array_equal(found, expected)  # so small that every processor has them right


def test_weights_have_7_bits_where_8_overflow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ranges = engines._observed(draw(encoder(), observe=True), feeds())
    monkeypatch.setattr(engines, "_seconds", lambda session, feed: next(times))
    for overflows, largest in ((False, 127), (True, 63)):
        times = iter([1.0, 2.0] * 3)  # 8 bits take 1 second, 32 bits 2
        monkeypatch.setattr(engines, "_overflows", lambda overflows=overflows: overflows)
        graph, precision = compile_graph(source())
        assert precision == "int8"
        assert graph == draw(encoder(), ranges=ranges, largest=largest)


def test_batches_come_back_in_order_and_few_wait_at_a_time() -> None:
    engine = Engine(draw(encoder()), "float32")
    given = feeds() * 10
    taken: list[Feed] = []

    def one_by_one() -> Iterator[Feed]:
        for feed in given:
            taken.append(feed)
            yield feed

    for number, outputs in enumerate(engine.run_each(one_by_one())):
        assert len(taken) - number <= usable_cores() + 1
        alone = engine.run(given[number])
        assert np.array_equal(outputs["embedding"], alone["embedding"])
    assert len(taken) == len(given)
    assert list(engine.run_each([])) == []


def test_no_more_cores_are_kept_busy_than_are_granted() -> None:
    engine = Engine(draw(encoder()), "float32")
    threads: set[int] = set()

    def given() -> Iterator[Feed]:
        for feed in feeds():
            threads.add(len(threads))
            yield feed

    with computing_on(1):
        assert granted_cores() == 1
        for number, _ in enumerate(engine.run_each(given())):
            assert len(threads) <= max(2, number + 1)  # none is handed to a thread ahead of time
    assert granted_cores() == usable_cores()


def test_drawing_twice_gives_the_same_bytes() -> None:
    assert draw(encoder()) == draw(encoder())


def test_a_missing_weight_is_named() -> None:
    weights = small_weights()
    del weights["encoder.layer.1.output.dense.bias"]
    with pytest.raises(ModelError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        draw(encoder(weights))


@pytest.mark.parametrize("name", ["encoder.layer.1.attention.self.key", "span", "answerable"])
def test_a_weight_of_another_size_is_named(name: str) -> None:
    weights = small_weights()
    weights[f"{name}.weight"] = np.zeros((3, 5), np.float32)
    with pytest.raises(ModelError, match=rf"{name}\.weight is \[3, 5\] where .* fits"):
        draw(encoder(weights, Head.READING))


@pytest.mark.parametrize(
    "config", [{"model_type": "gpt2", "hidden_act": "gelu"}, {"model_type": "bert"}]
)
def test_other_architectures_are_refused(config: dict[str, str]) -> None:
    with pytest.raises(ModelError, match="only"):
        EncoderShape.from_config(config)


# --- compiled once


def never() -> Encoder:
    raise AssertionError("compiled again")


def test_a_compiled_model_is_kept(engine_cache: Path) -> None:
    first = compiled(source())
    (kept,) = engine_cache.iterdir()
    second = compiled(source(load=never))
    assert second.precision == first.precision
    feed = feeds()[-1]
    assert np.array_equal(first.run(feed)["embedding"], second.run(feed)["embedding"])
    assert list(engine_cache.iterdir()) == [kept]


def test_processes_share_the_weights_of_a_kept_model(engine_cache: Path) -> None:
    random = np.random.default_rng(8)
    large = small_weights()
    words = random.normal(0, 0.1, (50_000, HIDDEN)).astype(np.float32)
    large["embeddings.word_embeddings.weight"] = words
    engine = compiled(source(load=lambda: encoder(large)))
    (kept,) = engine_cache.iterdir()
    found = kept_models.read(kept)
    assert found is not None
    assert found.folder == engine_cache
    assert len(found.graph) < kept.stat().st_size / 20
    mapped = Path("/proc/self/maps").read_text("utf-8") if Path("/proc/self/maps").exists() else ""
    assert not mapped or str(kept) in mapped
    exact, probe = Engine(draw(encoder(large)), "float32"), feeds()[-1]
    near = engines._agreement([engine.run(probe)["embedding"]], [exact.run(probe)["embedding"]])
    assert near > 0.99


def test_weights_that_cannot_be_parted_from_the_graph_are_kept_in_it(
    engine_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_parted", lambda *_: None)
    first = compiled(source())
    (kept,) = engine_cache.iterdir()
    found = kept_models.read(kept)
    assert found is not None
    assert found.folder is None
    feed = feeds()[-1]
    again = compiled(source(load=never))
    assert np.array_equal(first.run(feed)["embedding"], again.run(feed)["embedding"])


def test_other_weights_are_another_file(engine_cache: Path) -> None:
    compiled(source("one"))
    compiled(source("two"))
    assert len(list(engine_cache.iterdir())) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-10],
        lambda content: b"",
        lambda content: content[:200] + b"x" + content[201:],
        lambda content: content.partition(b"\n")[2],
        lambda content: content.replace(b"int8", b"float32", 1)[:60],
    ],
    ids=["truncated", "empty", "one byte changed", "no stamp", "stamp only"],
)
def test_a_damaged_file_is_made_again(
    engine_cache: Path, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    compiled(source())
    (kept,) = engine_cache.iterdir()
    right = kept.read_bytes()
    kept.write_bytes(damage(right))
    compiled(source())
    assert f"{kept} is damaged" in caplog.text
    caplog.clear()
    compiled(source(load=never))
    assert not caplog.records


@pytest.mark.parametrize("folder", ["file", "x" * 300])
def test_a_cache_that_cannot_be_written_is_done_without(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # A file where the folder should be fails for every user, root included; what a name is too
    # long for cannot even be looked into, as little as another user's folder.
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PULLQUOTE_CACHE", str(tmp_path / folder))
    engine = compiled(source())
    assert engine.run(feeds()[0])["embedding"].shape == (1, HIDDEN)
    assert "cannot be kept" in caplog.text
    assert "PULLQUOTE_CACHE" in caplog.text


COMPILE = """
import resource, sys
sys.path.insert(0, sys.argv[1])
import test_engine as made
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
engine = made.compiled(made.source())
print(engine.run(made.feeds()[-1])["embedding"].tobytes().hex())
"""


def compile_in_another_process(*most_bytes: int) -> "subprocess.Popen[str]":
    """Compile the small model, no file longer than `most_bytes`; print the last feed's vector."""
    return subprocess.Popen(
        [sys.executable, "-c", COMPILE, str(HERE), *map(str, most_bytes)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(HERE.parents[2])},
    )


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit of file sizes")
def test_a_full_disk_leaves_nothing_behind(engine_cache: Path) -> None:
    process = compile_in_another_process(1000)
    vector, notices = process.communicate()
    assert process.returncode == 0
    assert len(vector.strip()) == HIDDEN * 4 * 2
    assert f"cannot be kept in {engine_cache} (File too large)" in notices
    assert list(engine_cache.iterdir()) == []


def test_processes_that_compile_at_once_leave_one_sound_file(engine_cache: Path) -> None:
    processes = [compile_in_another_process() for _ in range(3)]
    printed = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(list(engine_cache.iterdir())) == 1
    kept = compiled(source(load=never)).run(feeds()[-1])["embedding"].tobytes().hex()
    # The small model is too small for 8 bits to be faster each time; then either is right.
    assert kept in {vector.strip() for vector, _ in printed}


def test_what_killed_processes_left_is_cleared_away(engine_cache: Path) -> None:
    engine_cache.mkdir(parents=True)
    left, in_work = engine_cache / "small-1.1.1.tmp", engine_cache / "small-2.2.2.tmp"
    for file in (left, in_work):
        file.write_bytes(b"half")
    os.utime(left, (0, 0))
    compiled(source())
    assert not left.exists()
    assert in_work.exists()


def test_32_bits_are_kept_where_8_do_not_agree(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(engines, "AGREEMENT", 1.1)
    graph, precision = compile_graph(source())
    assert precision == "float32"
    assert "agree with 32 bits only to" in caplog.text
    assert graph == draw(encoder())


def test_32_bits_are_kept_where_8_are_not_faster(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(engines, "_seconds", lambda session, feed: 1.0)
    assert compile_graph(source())[1] == "float32"
    assert "not faster on this processor" in caplog.text


def test_compiling_says_that_it_happens_once(caplog: pytest.LogCaptureFixture) -> None:
    compiled(source())
    assert "Preparing the model small for this processor; this is done once." in caplog.text
    assert "The model small is ready (" in caplog.text
    caplog.clear()
    compiled(source())
    assert not caplog.records


def test_another_processor_gets_a_model_of_its_own(
    engine_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled(source())
    monkeypatch.setattr(engines, "instructions", lambda: frozenset(["avx2"]))
    compiled(source())
    assert len(list(engine_cache.iterdir())) == 2
    assert instructions() == instructions() != frozenset()


def test_a_graph_that_is_none_is_an_error() -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Engine(b"nonsense", "int8")


def test_cores_are_those_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
    monkeypatch.setenv("PULLQUOTE_THREADS", "7")
    assert usable_cores() == 7
    monkeypatch.setenv("PULLQUOTE_THREADS", "many")
    assert usable_cores() <= (os.cpu_count() or 1)
