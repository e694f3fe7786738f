"""The built-in embedder: the shipped backbone on the compiled engine."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.models.batching import batches
from index.models.built_in import DEFAULT_NAME, DIMENSION, FINGERPRINT, LIMIT
from index.models.embedder import Progress
from index.models.engine import Engine, Feed, ModelSource, compiled
from index.models.probes import PROBES
from index.models.tokenizing import WordPieces
from index.models.vectors import Vectors
from index.models.weights import backbone_folder, read_json, read_safetensors

if TYPE_CHECKING:
    from index.models.encoder_graph import Encoder


class CompiledEmbedder:
    """Turns texts into unit vectors without torch; see `index.models.embedder.Embedder`."""

    name = DEFAULT_NAME
    fingerprint = FINGERPRINT
    dimension = DIMENSION

    def __init__(self, engine: Engine, pieces: WordPieces) -> None:
        self._engine, self._pieces = engine, pieces

    @classmethod
    def open(cls) -> "CompiledEmbedder":
        """Check the shipped weights and return the embedder, compiling it the first time.

        Raises:
            ModelError: The weights are missing or damaged, or cannot be compiled.
        """
        folder = backbone_folder()
        pieces = WordPieces(folder / "tokenizer.json")
        return cls(compiled(_source(pieces)), pieces)

    @property
    def precision(self) -> str:
        """What the engine computes in: `int8` or `float32`."""
        return self._engine.precision

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return float32 [len(texts), 384], rows in the order given.

        A text's vector does not depend on the other texts.
        """
        rows = self._pieces.single(texts, LIMIT)
        vectors = np.empty((len(rows), DIMENSION), dtype=np.float32)
        done = 0
        planned = list(batches([len(row) for row in rows]))
        feeds = (_feed([rows[number] for number in batch]) for batch in planned)
        for batch, outputs in zip(planned, self._engine.run_each(feeds), strict=True):
            vectors[batch] = outputs["embedding"]
            done += len(batch)
            if progress:
                progress(done, len(rows))
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), 384], rows in the order given."""
        return self.embed_passages(texts)


def _feed(rows: Sequence[Sequence[int]]) -> Feed:
    return {"ids": np.array(rows, dtype=np.int64)}


def _source(pieces: WordPieces) -> ModelSource:
    return ModelSource(
        label="embedding",
        key=FINGERPRINT,
        load=_encoder,
        probes=lambda: [_feed([row]) for row in pieces.single(PROBES, LIMIT)],
    )


def _encoder() -> "Encoder":
    from index.models.encoder_graph import Encoder, EncoderShape, Head  # brings onnx

    folder = backbone_folder()
    return Encoder(
        shape=EncoderShape.from_config(read_json(folder / "config.json")),
        weights=read_safetensors(folder / "model.safetensors"),
        head=Head.EMBEDDING,
    )
