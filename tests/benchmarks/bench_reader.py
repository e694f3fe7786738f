"""What the reader answers in 32 and in 8 bits, and how fast.

    python tests/benchmarks/bench_reader.py [--weights FILE] [--questions N]

EM and F1 are given the passage, on held-out articles of the reading sets in `../shared/data`;
figures: docs/engine.md. Times are medians; processor seconds hardly mind other work.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from index.articles.article import Article, ArticleInfo  # noqa: E402
from index.collection import Index  # noqa: E402
from index.models.encoder_graph import draw  # noqa: E402
from index.models.engine import Engine  # noqa: E402
from index.models.tokenizing import WordPieces  # noqa: E402
from index.models.weights import backbone_folder  # noqa: E402
from qa.assistant import Assistant  # noqa: E402
from qa.reading.protocol import Reading  # noqa: E402
from qa.reading.trained_reader import WEIGHTS, TrainedReader, _encoder, _rows, _scale  # noqa: E402
from qa.training.data import (  # noqa: E402
    Question,
    hash_order,
    load_sets,
    passages_of,
    split_sets,
)

DATA = ROOT.parent / "shared" / "data" / "reading"
PASSAGES, TOKENS, READ_AT_ONCE = 1000, 160, 10


@dataclass(frozen=True)
class Run:
    """What one precision made of all questions, and the time it took."""

    readings: list[Reading]
    wall: float
    processor: float


def held_out(folder: Path, names: Sequence[str], most: int) -> dict[str, list[Question]]:
    """Return up to `most` held-out questions of each set, in hash order."""
    splits = split_sets(load_sets(folder, names))
    return {
        name: sorted(split.dev, key=lambda question: hash_order(question.key))[:most]
        for name, split in splits.items()
    }


def in_32_bits(weights: Path) -> TrainedReader:
    """Return the reader as it is where 8 bits are not taken."""
    pieces = WordPieces(backbone_folder() / "tokenizer.json")
    return TrainedReader(Engine(draw(_encoder(weights)), "float32"), pieces, _scale(weights))


def run(reader: TrainedReader, questions: Sequence[Question]) -> Run:
    """Read every question's passage."""
    wall, processor = time.perf_counter(), time.process_time()
    readings = reader.read([(question.text, question.passage.text) for question in questions])
    return Run(readings, time.perf_counter() - wall, time.process_time() - processor)


def scores(questions: Sequence[Question], readings: Sequence[Reading]) -> tuple[float, float]:
    """Return EM and F1 in percent."""
    from qa.training.evaluate_reader import exact_match, f1_score

    said = [best_text(question, one) for question, one in zip(questions, readings, strict=True)]
    pairs = list(zip(said, (question.golds for question in questions), strict=True))
    exact = [exact_match(text, golds) for text, golds in pairs]
    shared = [f1_score(text, golds) for text, golds in pairs]
    return 100 * float(np.mean(exact)), 100 * float(np.mean(shared))


def best_text(question: Question, reading: Reading) -> str:
    """Return the words of the best span."""
    if not reading.spans:
        return ""
    start, end = reading.spans[0].span
    return question.passage.text[start:end]


def tokens(reader: TrainedReader, questions: Sequence[Question]) -> int:
    """Return how many tokens the model reads for these questions."""
    asked = reader._pieces.with_offsets([question.text for question in questions])
    passages = reader._pieces.with_offsets([question.passage.text for question in questions])
    rows = (
        row
        for number, pair in enumerate(zip(asked, passages, strict=True))
        for row in _rows(reader._pieces, number, *pair)
    )
    return sum(len(row.ids) for row in rows)


def agreement(questions: Sequence[Question], one: Run, other: Run) -> str:
    """Return how many best spans are the same, and how far the scores of these differ."""
    pairs = list(zip(questions, one.readings, other.readings, strict=True))
    same = [best_text(q, a) == best_text(q, b) for q, a, b in pairs]
    apart = [abs(a.answerable - b.answerable) for _, a, b in pairs]
    return (
        f"{100 * np.mean(same):.1f} % of the best spans are the same; scores differ by "
        f"{np.mean(apart):.2f} in the mean, {np.percentile(apart, 95):.2f} at the 95th percentile"
    )


def against_torch(weights: Path, reader: TrainedReader, questions: Sequence[Question]) -> float:
    """Return the greatest difference of a logit between the 32-bit engine and torch."""
    import torch

    from qa.training.batches import Encoder, collate, load_tokenizer
    from qa.training.finish import int8_reader

    folder = backbone_folder()
    model, encoder = int8_reader(folder, weights).eval(), Encoder(load_tokenizer(folder))
    greatest = 0.0
    for question in questions:
        batch = collate([encoder.row(question)])
        with torch.no_grad():
            given = model(batch.ids, batch.types, batch.attention, batch.candidates)
        found = reader._engine.run({"ids": batch.ids.numpy(), "types": batch.types.numpy()})
        read = batch.candidates[0].numpy()
        for name, values in zip(("start", "end"), given, strict=False):
            apart = np.abs(values[0].numpy() - found[name][0])[read].max()
            greatest = max(greatest, float(apart))
        greatest = max(greatest, abs(float(given[2][0]) - float(found["answerable"][0])))
    return greatest


def median(call: Callable[[], object], times: int) -> str:
    """Return the median wall and processor time of a call."""
    call()
    wall, processor = [], []
    for _ in range(times):
        started = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - started[0])
        processor.append(time.process_time() - started[1])
    return f"{1000 * np.median(wall):.1f} ms ({1000 * np.median(processor):.1f} of processor)"


def of_length(reader: TrainedReader, questions: Sequence[Question]) -> list[str]:
    """Return passages cut to `TOKENS` tokens."""
    texts = [passage.text for passage in passages_of(questions)]
    long = [
        (text, tokens)
        for text, tokens in zip(texts, reader._pieces.with_offsets(texts), strict=True)
        if len(tokens.ids) >= TOKENS
    ]
    return [text[: int(tokens.offsets[TOKENS - 1, 1])] for text, tokens in long[:READ_AT_ONCE]]


def articles(folder: Path) -> Iterator[Article]:
    """Yield the passages of a set, each an article of its own."""
    passages = passages_of(load_sets(folder, ["new_wiki"])["new_wiki"])
    for number, passage in enumerate(passages[:PASSAGES]):
        yield Article(
            info=ArticleInfo(id=f"p{number:04}", title=passage.article.partition("/")[2]),
            text=passage.text,
        )


def whole_answers(reader: TrainedReader, folder: Path, questions: Sequence[Question]) -> str:
    """Return how long questions take from asking to answer, over an index of the passages."""
    with tempfile.TemporaryDirectory() as made, Index.open(made, create=True) as index:
        index.add_articles(articles(folder))
        assistant = Assistant(index, reader=reader)
        assistant.ask(questions[0].text)
        taken = [assistant.ask(question.text).timings_ms for question in questions]
        parts = {
            name: [times.get(name, 0.0) for times in taken]
            for name in ("retrieve", "read", "total")
        }
        medians = ", ".join(f"{name} {np.median(times):.1f}" for name, times in parts.items())
        slow = np.percentile(parts["total"], 95)
        return f"{index.passage_count} passages; medians in ms: {medians}; 95 % within {slow:.1f}"


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--questions", type=int, default=600, help="most questions of a set")
    parser.add_argument("--sets", nargs="+", default=["new_wiki"])
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args()
    asked = held_out(options.data, options.sets, options.questions)
    rounded, exact = TrainedReader.open(options.weights), in_32_bits(options.weights)
    figures: dict[str, dict[str, float]] = {}
    print("| set | questions | precision | EM | F1 | tokens/s | processor |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: |")
    for name, questions in asked.items():
        count = tokens(rounded, questions)
        runs = {reader.precision: run(reader, questions) for reader in (exact, rounded)}
        for precision, made in runs.items():
            em, f1 = scores(questions, made.readings)
            figures[f"{name} {precision}"] = {"em": em, "f1": f1}
            print(
                f"| {name} | {len(questions)} | {precision} | {em:.1f} | {f1:.1f} "
                f"| {count / made.wall:.0f} | {1e6 * made.processor / count:.0f} µs a token |"
            )
        if len(runs) == 2:
            print(f"\n{name}: {agreement(questions, *runs.values())}\n")
    questions = next(iter(asked.values()))
    passages = of_length(rounded, questions)
    pairs = [(questions[0].text, passage) for passage in passages]
    print(f"Reading {len(pairs)} passages of {TOKENS} tokens:")
    for reader in (exact, rounded):
        print(f"  {reader.precision}: {median(lambda r=reader: r.read(pairs), 20)}")
    greatest = against_torch(options.weights, exact, questions[:20])
    print(f"Greatest difference of a logit between the 32-bit engine and torch: {greatest:.5f}")
    print("A whole answer:", whole_answers(rounded, options.data, questions[:100]))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
