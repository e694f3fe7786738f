"""A draft out of a file, or out of bytes that somebody sent."""

from collections.abc import Sequence
from pathlib import Path, PurePath

from index.articles.article import Article, normalise_text
from index.errors import ReadError
from index.readers.apart.process import Limits, read_file_apart

KINDS = (".txt", ".text", ".md", ".markdown", ".docx", ".odt", ".rtf", ".html", ".htm", ".xhtml",
         ".pdf", ".epub")  # fmt: skip
"""Suffixes of files that a draft may be in."""

_PLAIN = (".txt", ".text")


def draft_in_file(path: Path, name: str, *, limits: Limits | None = None) -> str:
    """Return the text of a draft; a plain text as it is, anything else as its reader gives it.

    Args:
        path: of the file, whose suffix says what it is; it is read by a process with limits.
        name: what the file is called.
        limits: for that process.

    Raises:
        ReadError: it is of another kind, cannot be read, or holds no text.
    """
    suffix = PurePath(path.name).suffix.lower()
    if suffix not in KINDS:
        raise ReadError(f"{name}: a draft is a file of one of these kinds: {', '.join(KINDS)}.")
    plain = _plain_text(path) if suffix in _PLAIN else None
    if plain is not None:
        return plain
    outcome = read_file_apart(path, name, limits=limits).outcome
    if not outcome.articles:
        why = "; ".join(one.error for one in outcome.failures)
        raise ReadError(why or f"{name}: there is no text in it.")
    return joined(outcome.articles)


def joined(articles: Sequence[Article]) -> str:
    """Return the texts of what a file holds as one."""
    return "\n\n".join(one.text for one in articles)


def _plain_text(path: Path) -> str | None:
    """Return a text in UTF-8; None where it is in something else, which a reader finds out."""
    try:
        return normalise_text(path.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        return None
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}.") from error
