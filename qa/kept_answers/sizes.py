"""How many bytes answers hold. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from sys import getsizeof

from index.articles.article import Article
from qa.answers import Answer


def articles_of(answer: Answer) -> dict[int, Article]:
    """Return the articles that the quotes of an answer are slices of, by identity."""
    quotes = (*answer.quotes, *answer.nearest)
    return {id(quote.article): quote.article for quote in quotes}


def held_by(value: object, apart: Iterable[object] = ()) -> int:
    """Return the bytes of a value and of all that it holds, each object once.

    Args:
        value: Of strings, numbers, tuples, mappings and dataclasses.
        apart: Objects that are counted elsewhere.
    """
    counted = {id(one) for one in apart}
    total, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if id(one) in counted or one is None or isinstance(one, bool | Enum):
            continue
        counted.add(id(one))
        total += getsizeof(one)
        waiting += _within(one)
    return total


def _within(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, tuple | list | frozenset | set):
        yield from value
    elif is_dataclass(value):
        yield from (getattr(value, field.name) for field in fields(value))
