"""Door to `torch` and `transformers` for reading: any extractive question-answering model."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers

from index.errors import ModelError
from index.models.batching import batches
from index.models.cores import usable_cores
from index.models.torch_models import LOADING_ERRORS
from index.models.weights import check_model_folder, local_folder
from qa.reading.protocol import OF_OTHERS, READ, Reading, ScoredSpan
from qa.reading.span_decoding import Stretch, best_spans, to_characters
from qa.reading.windows import Window

_LIMIT = 384
_OVERLAP = 128
_SPANS = 5
_NOTHING_TO_READ = -20.0
_MOST_QUESTION = 64


@dataclass(frozen=True, slots=True)
class _Row:
    """One input: a stretch of one pair's text, as the model's tokenizer made it.

    `passage` are the positions in `ids` of the passage's tokens; `offsets` int64 [tokens, 2] and
    `words` int64 [tokens] belong to these. `null` is the position that stands for "no answer".
    """

    pair: int
    fields: dict[str, list[int]]
    passage: list[int]
    offsets: np.ndarray[Any, np.dtype[np.int64]]
    words: np.ndarray[Any, np.dtype[np.int64]]
    null: int


class TorchReader:
    """A model with start and end logits; see `qa.reading.protocol.Reader`.

    Such models have no answerability output: the best span's lead over "no answer" takes its place,
    as models trained on SQuAD 2.0 learn it.
    """

    calibration = OF_OTHERS
    reads_most = READ
    any_language = True

    def __init__(self, name: str, model: Any, tokenizer: Any) -> None:  # noqa: ANN401
        self.name, self._model, self._tokenizer = name, model, tokenizer
        positions = int(getattr(model.config, "max_position_embeddings", _LIMIT) or _LIMIT)
        # RoBERTa counts its positions from 2, so that two of them are not for tokens.
        self._limit = min(_LIMIT, int(tokenizer.model_max_length), max(16, positions - 2))

    @classmethod
    def open(cls, name: str) -> "TorchReader":
        """Open a model by folder or by the hub name of one that is on this machine.

        Raises:
            ModelError: It is not here, is of a kind that is not loaded, or answers no questions.
        """
        folder = local_folder(name)
        check_model_folder(folder, published=not Path(name).expanduser().is_dir())
        torch.set_num_threads(usable_cores())
        transformers.utils.logging.disable_progress_bar()
        options = {"local_files_only": True, "trust_remote_code": False}
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), **options)
            model, report = transformers.AutoModelForQuestionAnswering.from_pretrained(
                str(folder),
                use_safetensors=True,
                dtype=torch.float32,
                output_loading_info=True,
                **options,
            )
        except LOADING_ERRORS as error:
            raise ModelError(f"The reading model in {folder} cannot be loaded: {error}") from error
        if not tokenizer.is_fast:
            raise ModelError(f"The tokenizer in {folder} gives no offsets (not a fast tokenizer).")
        if report["missing_keys"]:
            missing = sorted(report["missing_keys"])[0]
            raise ModelError(
                f"The model in {folder} was not trained to answer questions: it lacks {missing}."
            )
        return cls(name, model.eval(), tokenizer)

    def read(self, pairs: Sequence[tuple[str, Window]]) -> list[Reading]:
        """Return one Reading for each (question, window) pair, in the order given.

        Only the article's own words are read: these models know no inserted speakers.
        """
        rows = [
            row
            for number, (question, window) in enumerate(pairs)
            for row in self._rows(number, question, window.own[1])
        ]
        scored = self._scored(rows)
        readings = []
        for number, (_, window) in enumerate(pairs):
            mine = [n for n, row in enumerate(rows) if row.pair == number]
            readings.append(_reading(*window.own, [(rows[n], scored[n]) for n in mine]))
        return readings

    def _rows(self, pair: int, question: str, passage: str) -> list[_Row]:
        if not passage.strip():
            return []
        encoded = self._tokenizer(
            self._shortened(question),
            passage,
            truncation="only_second",
            max_length=self._limit,
            stride=min(_OVERLAP, self._limit // 4),
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        rows = [self._row(pair, encoded, n) for n in range(len(encoded["input_ids"]))]
        return [row for row in rows if row.passage]

    def _shortened(self, question: str) -> str:
        most = min(_MOST_QUESTION, self._limit // 3)
        offsets = self._tokenizer(question, add_special_tokens=False, return_offsets_mapping=True)[
            "offset_mapping"
        ]
        return question[: offsets[most - 1][1]] if len(offsets) > most else question

    def _row(self, pair: int, encoded: Any, number: int) -> _Row:  # noqa: ANN401
        passage = [
            place
            for place, (part, (start, end)) in enumerate(
                zip(encoded.sequence_ids(number), encoded["offset_mapping"][number], strict=True)
            )
            if part == 1 and end > start
        ]
        fields = {
            name: list(encoded[name][number])
            for name in self._tokenizer.model_input_names
            if name in encoded
        }
        ids, first = fields["input_ids"], self._tokenizer.cls_token_id
        return _Row(
            pair=pair,
            fields=fields,
            passage=passage,
            offsets=np.array([encoded["offset_mapping"][number][p] for p in passage], np.int64),
            words=np.array([encoded.word_ids(number)[p] for p in passage], np.int64),
            null=ids.index(first) if first in ids else 0,
        )

    def _scored(self, rows: Sequence[_Row]) -> list[Stretch]:
        found: dict[int, Stretch] = {}
        lengths = [len(row.fields["input_ids"]) for row in rows]
        for batch in batches(lengths):
            fields = {
                name: torch.tensor([rows[number].fields[name] for number in batch])
                for name in rows[batch[0]].fields
            }
            with torch.inference_mode():
                output = self._model(**fields)
            starts, ends = output.start_logits.numpy(), output.end_logits.numpy()
            for place, number in enumerate(batch):
                found[number] = _stretch(rows[number], starts[place], ends[place])
        return [found[number] for number in range(len(rows))]


def _stretch(row: _Row, start: Any, end: Any) -> Stretch:  # noqa: ANN401 - numpy rows
    starts, ends = start[row.passage], end[row.passage]
    null = float(start[row.null]) + float(end[row.null])
    lead = float(starts.max()) + float(ends.max()) - null
    return Stretch(first=0, start=starts, end=ends, null=null, answerable=lead / 2)


def _reading(begin: int, text: str, read: Sequence[tuple[_Row, Stretch]]) -> Reading:
    found = [
        ScoredSpan(start=begin + start, end=begin + end, score=span.score)
        for row, stretch in read
        for span in best_spans([stretch], count=_SPANS)
        for start, end in [to_characters(text, row.offsets, row.words, span)]
    ]
    kept: list[ScoredSpan] = []
    for span in sorted(found, key=lambda span: (-span.score, span.start, span.end)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    best = kept[0].score if kept else _NOTHING_TO_READ
    return Reading(spans=tuple(kept[:_SPANS]), answerable=best)
