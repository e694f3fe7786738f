"""Which columns a user named for which fields: `title=headline,date=pubdate,text=lead+body`."""

from collections.abc import Mapping
from typing import TypeAlias

from index.errors import UsageError
from index.readers.fields.names import FIELDS

ColumnMap: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Fields with the columns named for each, sorted by field; of texts, several are joined."""


def parse_map(text: str) -> ColumnMap:
    """Return the map that `--map` gives.

    Raises:
        UsageError: it is none; the message says what is wrong with it.
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(str.strip, text.split(",")):
        field, sign, columns = part.partition("=")
        name = field.strip().lower()
        names = tuple(one.strip() for one in columns.split("+") if one.strip())
        if not sign or not names:
            raise UsageError(f"{part.strip()!r} is no FIELD=COLUMN, as in title=headline")
        if name not in FIELDS:
            raise UsageError(f"no field {name!r}; there are {', '.join(FIELDS)}")
        if name in found:
            raise UsageError(f"{name} is named twice; join columns of a text by +")
        found[name] = names
    return tuple(sorted(found.items()))


def map_text(columns: ColumnMap) -> str:
    """Return the text that `parse_map` makes `columns` of, the same for equal maps."""
    return ",".join(f"{field}={'+'.join(names)}" for field, names in columns)


def columns_by_field(columns: ColumnMap) -> Mapping[str, tuple[str, ...]]:
    """Return the columns by field."""
    return dict(columns)
