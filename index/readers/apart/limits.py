"""How much reading may cost."""

from dataclasses import dataclass, replace
from pathlib import Path

from index.readers.registry import FORMATS

_BYTES_OF_CHARACTER = 6  # at most, in JSON
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may cost: time in seconds, memory and sizes in bytes, text in code points.

    `seconds` bounds everything, waiting for another host included; `cpu_seconds` the work.
    """

    seconds: float = 60.0
    cpu_seconds: int = 20
    memory: int = 1024 * _MEGABYTE
    file_bytes: int = 32 * _MEGABYTE
    articles: int = 200
    text: int = 1_000_000


OF_FOLDERS = Limits(
    seconds=120.0,
    cpu_seconds=60,
    memory=4096 * _MEGABYTE,
    file_bytes=0,
    articles=10_000_000,
    text=300_000_000,
)
"""What a file may cost that the user has on disk: tables and books may be large there."""

SECONDS_TO_FETCH = 60.0
"""More than `Limits.seconds` for what an address gives."""


def limits_of(path: Path | None, limits: Limits) -> Limits:
    """Return the limits for a file, whose format may want less work than is allowed."""
    found = FORMATS.of_suffix(path.suffix) if path else None
    if found is None:
        return limits
    return replace(limits, cpu_seconds=min(limits.cpu_seconds, found.cpu_seconds))


def most_bytes(limits: Limits) -> int:
    """Return how long a child's answer may be."""
    return _BYTES_OF_CHARACTER * limits.text + _MEGABYTE
