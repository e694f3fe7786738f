"""Door to `tokenizers`: texts become token ids with the code points each token covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.errors import ModelError


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token ids of one text without special tokens.

    `offsets` int64 [tokens, 2]: half-open code points of the text each token covers. `words` int64
    [tokens]: number of the word each token is a piece of, rising.
    """

    ids: list[int]
    offsets: npt.NDArray[np.int64]
    words: npt.NDArray[np.int64]


class WordPieces:
    """A BERT model's tokenizer, padding and cutting nothing unless asked to.

    The files of published models often pad and cut to 128 tokens by themselves; here both are off.
    Safe to call from many threads.
    """

    def __init__(self, path: Path) -> None:
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises plain Exception for any bad file
            raise ModelError(f"The tokenizer {path} cannot be read: {error}.") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self.first, self.separator = self._special("[CLS]", path), self._special("[SEP]", path)

    def _special(self, token: str, path: Path) -> int:
        number = self._tokenizer.token_to_id(token)
        if number is None:
            raise ModelError(f"The tokenizer {path} has no {token} token: not a BERT model's.")
        return int(number)

    def single(self, texts: Sequence[str], limit: int) -> list[list[int]]:
        """Return [CLS] text [SEP] for each text, cut to `limit` ids in all."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [[self.first, *text.ids[: limit - 2], self.separator] for text in encoded]

    def with_offsets(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of each text, uncut, with offsets."""
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [
            Tokens(
                list(text.ids),
                np.array(text.offsets, dtype=np.int64).reshape(-1, 2),
                np.array(text.word_ids, dtype=np.int64),
            )
            for text in encoded
        ]
