"""Tables to take along (CSV). The only place that writes them: no cell runs as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv"

_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
"""What a spreadsheet may take for a formula, be it in the letters of East Asia."""


def table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table of RFC 4180 with a row of names; None is an empty cell.

    A text that a spreadsheet might run as a formula begins with an apostrophe.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
