"""One row of a table or dump, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Values by the names that the file gives them.

    Args:
        line: where it stands: the number of a line, or words such as `row 7`.
        values: None where the row cannot be read.
        error: what is wrong with it.
    """

    line: int | str
    values: Mapping[str, object] | None
    error: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as people find it."""
        return self.line if isinstance(self.line, str) else f"line {self.line}"
