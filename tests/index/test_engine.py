import logging
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index import engine as engines
from index.cores import usable_cores
from index.encoder_graph import Encoder, EncoderShape, Head, draw, observed_names
from index.engine import Engine, Feed, Source, compile_graph, compiled
from index.errors import ModelError
from index.weights import Weights

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


def source(key: str = "key", load: Callable[[], Encoder] = encoder) -> Source:
    return Source(label="small", key=key, load=load, probes=feeds)


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


def test_drawing_twice_gives_the_same_bytes() -> None:
    assert draw(encoder()) == draw(encoder())


def test_a_missing_weight_is_named() -> None:
    weights = small_weights()
    del weights["encoder.layer.1.output.dense.bias"]
    with pytest.raises(ModelError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        draw(encoder(weights))


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
    assert "damaged" in caplog.text
    caplog.clear()
    compiled(source(load=never))
    assert not caplog.records


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # A file where the folder should be fails for every user, root included.
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PULLQUOTE_CACHE", str(tmp_path / "file"))
    engine = compiled(source())
    assert engine.run(feeds()[0])["embedding"].shape == (1, HIDDEN)
    assert "cannot be kept" in caplog.text
    assert "PULLQUOTE_CACHE" in caplog.text


def test_a_full_disk_leaves_nothing_behind(
    engine_cache: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    compiled(source())
    assert "No space left" in caplog.text
    assert list(engine_cache.iterdir()) == []


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
    with caplog.at_level(logging.INFO):
        compiled(source())
    assert "done once" in caplog.text


def test_a_graph_that_is_none_is_an_error() -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Engine(b"nonsense", "int8")


def test_cores_are_those_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
    monkeypatch.setenv("PULLQUOTE_THREADS", "7")
    assert usable_cores() == 7
    monkeypatch.setenv("PULLQUOTE_THREADS", "many")
    assert usable_cores() <= (os.cpu_count() or 1)
