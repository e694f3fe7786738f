"""The trained reader: a cross-encoder over question and window, on the compiled engine.

Input, heads and weights are described in docs/training.md.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.articles.article import Span
from index.errors import ModelError
from index.models.batching import batches
from index.models.engine import Engine, Feed, ModelSource, compiled
from index.models.probes import PROBES, QUESTIONS
from index.models.tokenizing import Tokens, WordPieces
from index.models.weights import (
    BACKBONE_SHA256,
    backbone_folder,
    check_file,
    file_sha256,
    read_json,
)
from qa.reading.protocol import READ, Reader, Reading, ScoredSpan
from qa.reading.span_decoding import (
    Logits,
    Offsets,
    Stretch,
    best_spans,
    stretches,
    to_characters,
)
from qa.reading.windows import Window

if TYPE_CHECKING:
    from index.models.encoder_graph import Encoder

DEFAULT_NAME = "pullquote-reader"
"""What the built-in reader is called."""

WEIGHTS = Path(__file__).parent / "model" / "reader.safetensors"

LIMIT = 384
"""Tokens the model reads at once: question, window and three special ones."""

MOST_QUESTION = 64
"""Tokens of a question that are read; what is over is left out."""

OVERLAP = 128
"""Tokens that neighbouring stretches of a long window share."""

SPANS = 5
"""Spans given for a window."""

NOTHING_TO_READ = -20.0
"""Answerability logit of a window without any token."""

_REINSTALL = "Install Pullquote again."


def open_reader(name: str | None = None) -> Reader:
    """Return a reader, ready to use.

    Args:
        name: None for the built-in reader; else the folder or hub name of a model for extractive
            question answering, which runs in torch. A hub name must be on this machine already.

    Raises:
        ModelError: Its files are missing, damaged, or of a kind that is not loaded.
    """
    if name is None or name in ("default", DEFAULT_NAME):
        return TrainedReader.open()
    from qa.reading.torch_reader import TorchReader

    return TorchReader.open(name)


@dataclass(frozen=True, slots=True)
class LogitScale:
    """Makes of a score the logit of the probability that the passage answers."""

    temperature: float
    bias: float

    def logit(self, score: float) -> float:
        """Return `score / temperature + bias`."""
        return score / self.temperature + self.bias


@dataclass(frozen=True, slots=True)
class _Row:
    """One input of the model: a stretch of the tokens of one pair's window.

    `types` are 0 up to the first [SEP] and 1 after it; `read` is where the stretch's tokens stand
    in `ids`; `first` is the number of the stretch's first token in the window.
    """

    pair: int
    ids: list[int]
    types: list[int]
    read: Span
    first: int


@dataclass(frozen=True, slots=True)
class _Scored:
    """What the model said about one row.

    `evidence` is float32 [tokens]; it and `yes` are None where the weights have no such outputs.
    """

    stretch: Stretch
    evidence: Logits | None
    yes: float | None


class TrainedReader:
    """The shipped reader without torch; see `qa.reading.protocol.Reader`.

    A pair's reading does not depend on the other pairs.
    """

    name = DEFAULT_NAME
    calibration = DEFAULT_NAME
    reads_most = READ

    def __init__(self, engine: Engine, pieces: WordPieces, scale: LogitScale) -> None:
        self._engine, self._pieces, self._scale = engine, pieces, scale

    @classmethod
    def open(cls, weights: Path = WEIGHTS) -> "TrainedReader":
        """Check the weights and return the reader, compiling it the first time.

        Raises:
            ModelError: The weights are missing, damaged, or of another backbone or architecture.
        """
        if not weights.is_file():
            raise ModelError(f"The reader's weights {weights} are missing. {_REINSTALL}")
        _check_hash(weights)
        scale = _scale(weights)
        folder = backbone_folder()
        pieces = WordPieces(folder / "tokenizer.json")
        return cls(compiled(_source(weights, pieces)), pieces, scale)

    @property
    def precision(self) -> str:
        """What the engine computes in: `int8` or `float32`."""
        return self._engine.precision

    def read(self, pairs: Sequence[tuple[str, Window]]) -> list[Reading]:
        """Return one Reading for each (question, window) pair, in the order given."""
        questions = _tokens_once(self._pieces, [question for question, _ in pairs])
        texts = _tokens_once(self._pieces, [window.text for _, window in pairs])
        rows = [
            row
            for number, (question, window) in enumerate(pairs)
            for row in _rows(self._pieces, number, questions[question], texts[window.text])
        ]
        found = _by_pair(rows, self._scored(rows), len(pairs))
        return [
            self._reading(window, texts[window.text], seen)
            for (_, window), seen in zip(pairs, found, strict=True)
        ]

    def _scored(self, rows: Sequence[_Row]) -> list[_Scored]:
        scored: dict[int, _Scored] = {}
        planned = list(batches([len(row.ids) for row in rows]))
        feeds = (_feed([rows[number] for number in batch]) for batch in planned)
        for batch, outputs in zip(planned, self._engine.run_each(feeds), strict=True):
            for place, number in enumerate(batch):
                told = {name: values[place] for name, values in outputs.items()}
                scored[number] = _told(rows[number], told)
        return [scored[number] for number in range(len(rows))]

    def _reading(self, window: Window, tokens: Tokens, read: Sequence[_Scored]) -> Reading:
        if not read:
            return Reading(spans=(), answerable=NOTHING_TO_READ)
        own = own_tokens(window, tokens.offsets)
        stretches = [_masked(one.stretch, own) for one in read]
        spans = [
            (window.to_article(*to_characters(window.text, tokens.offsets, tokens.words, span)), s)
            for span in best_spans(stretches, count=SPANS)
            for s in [self._scale.logit(span.score)]
        ]
        known = [one.yes for one in read if one.yes is not None]
        return Reading(
            spans=tuple(ScoredSpan(start=at[0], end=at[1], score=s) for at, s in spans if at),
            answerable=max(one.stretch.answerable for one in read),
            sentences=_sentences(window, tokens.offsets, own, read),
            yes=max(known, key=abs) if known else None,
        )


def _told(row: _Row, told: Mapping[str, Any]) -> _Scored:
    start, end = told["start"], told["end"]
    evidence, yes = told.get("evidence"), told.get("yes")
    stretch = Stretch(
        first=row.first,
        start=start[slice(*row.read)],
        end=end[slice(*row.read)],
        null=float(start[0]) + float(end[0]),
        answerable=float(told["answerable"]),
    )
    return _Scored(
        stretch,
        evidence[slice(*row.read)] if evidence is not None else None,
        float(yes) if yes is not None else None,
    )


def own_tokens(window: Window, offsets: Offsets) -> npt.NDArray[np.bool_]:
    """Return which tokens of a window's text are the article's own, bool [tokens]."""
    own = np.zeros(len(offsets), dtype=bool)
    for piece in window.pieces:
        last = piece.at + piece.end - piece.start
        own |= (offsets[:, 0] >= piece.at) & (offsets[:, 1] <= last)
    return own


def _masked(stretch: Stretch, own: npt.NDArray[np.bool_]) -> Stretch:
    """Return a stretch in which no answer starts or ends at what was inserted."""
    mine = own[stretch.first : stretch.first + len(stretch.start)]
    return replace(
        stretch,
        start=np.where(mine, stretch.start, -np.inf),
        end=np.where(mine, stretch.end, -np.inf),
    )


def _sentences(
    window: Window, offsets: Offsets, own: npt.NDArray[np.bool_], read: Sequence[_Scored]
) -> tuple[ScoredSpan, ...]:
    """Return each sentence with the mean of its tokens' evidence logits.

    A token that two stretches share has the mean of both. Sentences without tokens are left out.
    """
    total, count = np.zeros(len(offsets)), np.zeros(len(offsets))
    for one in read:
        if one.evidence is None:
            return ()
        place = slice(one.stretch.first, one.stretch.first + len(one.evidence))
        total[place] += one.evidence
        count[place] += 1
    logits = total / np.maximum(count, 1)
    usable = own & (count > 0)
    found = []
    for start, end in window.sentences:
        at = window.to_text(start, end)
        if at is None:
            continue
        inside = usable & (offsets[:, 0] >= at[0]) & (offsets[:, 1] <= at[1])
        if inside.any():
            found.append(ScoredSpan(start=start, end=end, score=float(logits[inside].mean())))
    return tuple(found)


def _tokens_once(pieces: WordPieces, texts: Sequence[str]) -> Mapping[str, Tokens]:
    distinct = list(dict.fromkeys(texts))
    return dict(zip(distinct, pieces.with_offsets(distinct), strict=True))


def _rows(pieces: WordPieces, pair: int, question: Tokens, text: Tokens) -> list[_Row]:
    """Return [CLS] question [SEP] stretch [SEP] for each stretch of the window."""
    asked = [pieces.first, *question.ids[:MOST_QUESTION], pieces.separator]
    if not text.ids:
        return []
    return [
        _Row(
            pair=pair,
            ids=[*asked, *text.ids[first:last], pieces.separator],
            types=[0] * len(asked) + [1] * (last - first + 1),
            read=(len(asked), len(asked) + last - first),
            first=first,
        )
        for first, last in stretches(len(text.ids), LIMIT - len(asked) - 1, OVERLAP)
    ]


def _by_pair(rows: Sequence[_Row], read: Sequence[_Scored], pairs: int) -> list[list[_Scored]]:
    found: list[list[_Scored]] = [[] for _ in range(pairs)]
    for row, scored in zip(rows, read, strict=True):
        found[row.pair].append(scored)
    return found


def _feed(rows: Sequence[_Row]) -> Feed:
    return {
        "ids": np.array([row.ids for row in rows], dtype=np.int64),
        "types": np.array([row.types for row in rows], dtype=np.int64),
    }


def _check_hash(weights: Path) -> None:
    """Compare the weights with the hash written beside them in `reader.json`, if there is one."""
    card = weights.with_suffix(".json")
    if card.is_file():
        check_file(weights, str(read_json(card).get("sha256")), remedy=_REINSTALL)


def _scale(weights: Path) -> LogitScale:
    metadata = _metadata(weights)
    backbone = metadata.get("backbone_sha256")
    if backbone != BACKBONE_SHA256:
        raise ModelError(
            f"The reader's weights {weights} were trained on another backbone "
            f"({str(backbone)[:16]}...) than the one shipped ({BACKBONE_SHA256[:16]}...). "
            f"{_REINSTALL}"
        )
    try:
        return LogitScale(float(metadata["temperature"]), float(metadata["bias"]))
    except (KeyError, ValueError) as error:
        raise ModelError(f"{weights} holds no calibration ({error}). {_REINSTALL}") from error


def _metadata(weights: Path) -> dict[str, str]:
    from safetensors import SafetensorError

    from qa.reading.weights_format import read_metadata

    try:
        return read_metadata(weights)
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(
            f"The reader's weights {weights} cannot be read: {error}. {_REINSTALL}"
        ) from error


def _source(weights: Path, pieces: WordPieces) -> ModelSource:
    key = f"reader {file_sha256(weights)} {BACKBONE_SHA256} limit={LIMIT}"
    return ModelSource(
        label="reader",
        key=hashlib.sha256(key.encode()).hexdigest(),
        load=lambda: _encoder(weights),
        probes=lambda: _probes(pieces),
    )


def _encoder(weights: Path) -> "Encoder":
    from index.models.encoder_graph import Encoder, EncoderShape, Head
    from index.models.weights import read_safetensors
    from qa.reading.weights_format import load_reader_state

    folder = backbone_folder()
    state = load_reader_state(weights, read_safetensors(folder / "model.safetensors"))
    return Encoder(
        shape=EncoderShape.from_config(read_json(folder / "config.json")),
        weights={name.removeprefix("encoder."): array for name, array in state.items()},
        head=Head.READING,
    )


def _probes(pieces: WordPieces) -> list[Feed]:
    questions = pieces.with_offsets(QUESTIONS)
    rows = [
        _rows(pieces, number, questions[number % len(questions)], text)[0]
        for number, text in enumerate(pieces.with_offsets(PROBES))
    ]
    return [_feed([row]) for row in rows]
