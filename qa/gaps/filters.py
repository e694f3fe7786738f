"""The filters that a question was asked with, as they are kept."""

import json
from collections.abc import Mapping
from dataclasses import fields

from index.articles.passages import Filters


def filters_json(filters: Filters) -> str:
    """Return the filters that are used as JSON, always in the same order."""
    return json.dumps(filters_used(filters), ensure_ascii=False, sort_keys=True)


def filters_used(filters: Filters) -> dict[str, str | list[str]]:
    """Return the filters that are used by name, as a row of a question set has them."""
    used: dict[str, str | list[str]] = {}
    for one in fields(filters):
        value = getattr(filters, one.name)
        if value:
            used[one.name] = value if isinstance(value, str) else sorted(value)
    return used


def filters_of(written: str) -> Filters:
    """Return the filters that `filters_json` wrote."""
    used: Mapping[str, str | list[str]] = json.loads(written)
    return Filters(
        **{
            name: value if isinstance(value, str) else frozenset(value)
            for name, value in used.items()
        }  # type: ignore[arg-type]
    )
