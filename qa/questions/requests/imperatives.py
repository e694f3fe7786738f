"""Requests in place of questions: "list ...", "summarise ...", "tell me about ..."."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.answers import Kind
from qa.language.tables import tables
from qa.text.patterns import one_of, regex


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted (`LIST`, `TOPIC`) of what (`rest`), and whether the words leave no doubt."""

    kind: Kind
    rest: str
    sure: bool = True


def request_of(core: str, language: str = "en") -> Request | None:
    """Return the request that a question without politeness is, `None` where it is none.

    "Name the coach" may ask for one and "describe the wall" for how: these are not sure.
    """
    for pattern, kind, sure in _patterns(language):
        found = pattern.match(core)
        if found:
            return Request(kind, found["rest"].strip(" ,:"), sure)
    return None


@lru_cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], Kind, bool], ...]:
    ask = tables(language).requests
    every = r"[, :]+(?:(?:all|each|every|any)(?: of)? )?"
    first, *others = ask.list_verbs
    return (
        (regex(rf"^{first}(?! prices?\b){every}(?P<rest>.+)$"), Kind.LIST, True),
        (regex(rf"^(?:{one_of(ask.list_requests)})(?: of)?\s+(?P<rest>.+)$"), Kind.LIST, True),
        (
            regex(rf"^(?:{one_of(others)})(?! of\b)(?: me)?{every}(?P<rest>.+)$"),
            Kind.LIST,
            False,
        ),
        (regex(rf"^(?:{one_of(ask.giving)}) (?P<rest>the \w+s\b.+)$"), Kind.LIST, False),
        (regex(rf"^(?:{one_of(ask.topic_requests)})\s+(?P<rest>.+)$"), Kind.TOPIC, True),
        (regex(rf"^(?:{one_of(ask.summary_verbs)})\s+(?P<rest>.+)$"), Kind.TOPIC, True),
    )
