"""The reader of an assistant that is given none."""

import logging
from collections.abc import Callable

from index.errors import ModelError
from index.models.embedder import Embedder
from qa.reading.protocol import Reader

_LOG = logging.getLogger(__name__)


def open_default_reader(embedder: Callable[[], Embedder]) -> Reader:
    """Return the trained reader, or the sentence reader where that cannot be opened.

    `embedder` is called for the sentence reader only.
    """
    try:
        from qa.reading.trained_reader import open_reader

        return open_reader()
    except (ModelError, ImportError) as error:
        _LOG.warning("Whole sentences are compared instead of read for answers: %s", error)
        from qa.reading.sentence_reader import SentenceReader

        return SentenceReader(embedder())
