"""An assistant with the reader that was asked for: built in, by name, or a language model.

For whoever starts something; an `Assistant` takes any reader by itself.
"""

from typing import TYPE_CHECKING

from qa.assistant import Assistant
from qa.reading.selector.endpoint import Endpoint

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex


def open_assistant(
    index: "ReadableIndex", *, reader_model: str | None = None, selector: Endpoint | None = None
) -> Assistant:
    """Return an assistant on an index.

    Args:
        index: With the articles.
        reader_model: A reader by name or folder; the built-in one when left out.
        selector: A language model that chooses the sentences; none when left out.

    Raises:
        ModelError: The reader's files are missing, damaged, or of a kind that is not loaded.
    """
    reader = None
    if reader_model:
        from qa.reading.trained_reader import open_reader

        reader = open_reader(reader_model)
    if selector is None:
        return Assistant(index, reader=reader)
    from qa.reading.default_reader import open_default_reader
    from qa.reading.selector.chat import Chat
    from qa.reading.selector.followups import SelectingRewriter
    from qa.reading.selector.reader import SelectingReader

    chat = Chat(selector)
    fallback = reader or open_default_reader(lambda: index.embedder)
    return Assistant(
        index, reader=SelectingReader(chat, fallback), rewriter=SelectingRewriter(chat)
    )
