"""What a language model replied, as far as it can be used: numbers that exist, a verdict. Pure."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from qa.answers import Verdict
from qa.reading.selector.prompt import MOST_CHOSEN

MOST_REPLY = 65_536
"""Characters of a reply that are looked at."""

_MOST_OBJECTS = 32
_MOST_SPEAKER = 200
_END_OF_THOUGHT = "</think>"


class ReplyError(ValueError):
    """A reply holds nothing of what was asked for."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences chosen, by number from 1, best first; no numbers where none answers.

    `speaker` is whose words they are to be, as the model wrote it, or empty.
    """

    numbers: tuple[int, ...]
    verdict: Verdict
    speaker: str = ""


def selection_in(reply: str, count: int) -> Selection:
    """Return what a reply chooses among sentences with the numbers 1 to `count`.

    Numbers of no sentence are left out. Where none is left, or the verdict is that nothing is
    stated, nothing is chosen.

    Raises:
        ReplyError: It is no JSON object with a list of sentences.
    """
    found = object_in(reply, "sentences")
    chosen = found["sentences"]
    if not isinstance(chosen, list):
        raise ReplyError("the sentences are no list")
    numbers = tuple(_valid(chosen, count))[:MOST_CHOSEN]
    verdict = _verdict(found.get("verdict"))
    if not numbers or verdict is Verdict.NOT_STATED:
        return Selection((), Verdict.NOT_STATED)
    speaker = found.get("speaker")
    named = " ".join(speaker.split())[:_MOST_SPEAKER] if isinstance(speaker, str) else ""
    return Selection(numbers, verdict, named)


def object_in(reply: str, key: str) -> dict[str, Any]:
    """Return the first JSON object in a reply that has a key; what stands around it is passed over.

    Raises:
        ReplyError: There is none.
    """
    text = reply[:MOST_REPLY].rpartition(_END_OF_THOUGHT)[2]
    for found in _objects(text):
        if key in found:
            return found
    raise ReplyError("there is no such object in it")


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder, place = json.JSONDecoder(), 0
    for _ in range(_MOST_OBJECTS):
        place = text.find("{", place)
        if place < 0:
            return
        try:
            found, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            place += 1
        else:
            yield found


def _valid(values: Iterable[object], count: int) -> Iterator[int]:
    """Yield each number from 1 to `count` once, in order."""
    seen: set[int] = set()
    for value in values:
        number = _number(value)
        if number is not None and 1 <= number <= count and number not in seen:
            seen.add(number)
            yield number


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 7:
        return int(value)
    return value if isinstance(value, int) else None


def _verdict(value: object) -> Verdict:
    """Return a verdict as it was given; what is none of the three is unsure."""
    plain = (
        value.strip().lower().replace("_", "-").replace(" ", "-") if isinstance(value, str) else ""
    )
    return Verdict(plain) if plain in set(Verdict) else Verdict.UNSURE
