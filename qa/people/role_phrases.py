"""What an article calls its people, in its own words: "head of the water works" for Olena Marchuk.

An article says once who somebody is and then uses the name alone. Where a part of it is read by
itself, what stood beside the name at first is told with it.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from index.keeping.found import kept_by_text
from qa.language.tables import tables
from qa.people.genders import is_person_noun

LONGEST = 60
"""Most characters of a role."""

_TOLD = tables().introductions
_AFTER = re.compile(_TOLD.called_after)
_APPOSED = re.compile(f"(?={_TOLD.called_before})", re.I)  # from every article before a name
_BESIDE = re.compile(r"(?P<role>(?:[^\W\d_][\w’'-]*\.? ){1,6})$")
_LEADING = re.compile(_TOLD.leading, re.I)
_AFTER_HEAD = re.compile(_TOLD.after_head)
_NEAR = 90
"""Characters before and after a name that are looked at."""


@kept_by_text
def role_phrases(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return for each name the role that the article gives it, "" where it gives none.

    Args:
        text: The article's.
        names: Names in full, as the article has them.
    """
    return tuple(_best(list(_roles(text, name))) for name in names)


def _best(roles: Sequence[str]) -> str:
    """Return the first role that is a noun, else the first clause: "runs the reserve"."""
    nouns = [role for role in roles if not role.startswith(_TOLD.clause)]
    return next(iter(nouns or roles), "").removeprefix(_TOLD.clause)


def _roles(text: str, name: str) -> Iterator[str]:
    """Yield what stands beside the first mentions of a name and says what he is."""
    if not name[:1].isupper() or len(name) < 3:
        return
    for start in itertools.islice(_mentions(text, name), 3):
        end = start + len(name)
        after = _AFTER.match(text, end, min(len(text), end + _NEAR))
        before = text[max(0, start - _NEAR) : start]
        for role in (after["role"] if after else "", _apposed(before), _beside(before)):
            told = _LEADING.sub("", role.strip())
            if told and len(told) <= LONGEST and is_role(told):
                yield told


def _apposed(before: str) -> str:
    """Return the words from the last article on that begin an apposition to the name they precede.

    "the head of the works, " begins with its first: what a preposition ties belongs to a noun.
    """
    for found in reversed(list(_APPOSED.finditer(before))):
        lead = before[: found.start()].split()[-1:]
        if lead and _AFTER_HEAD.fullmatch(f" {lead[0]} "):
            continue
        return found["role"]
    return ""


def _mentions(text: str, name: str) -> Iterator[int]:
    """Yield where a name begins that is not part of a longer word."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_is_letter(text[start - 1 : start]) or _is_letter(text[end : end + 1])):
            yield start
        start = text.find(name, end)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _beside(before: str) -> str:
    """Return the words right before a name back to the one that belongs to none."""
    found = _BESIDE.search(before)
    words: Sequence[str] = found["role"].split() if found else ()
    start = len(words)
    while start and not _ends_phrase(words[start - 1]):
        start -= 1
    return " ".join(words[start:])


def _ends_phrase(word: str) -> bool:
    return word.casefold() in _TOLD.no_part or (word.endswith(".") and not _is_title(word))


def _is_title(word: str) -> bool:
    return word.casefold().rstrip(".") in tables().names.titles


def _is_courtesy(word: str) -> bool:
    return word.casefold().rstrip(".") in tables().names.courtesy_titles


def is_role(told: str) -> bool:
    """Whether words say what somebody is: a noun for people that is more than a form of address."""
    if told.startswith(_TOLD.clause):
        return True
    head = _AFTER_HEAD.split(told)[0].split()
    if head[0].casefold() in _TOLD.no_part:
        return False
    known = tables().names
    nouns = [word.casefold().rstrip(".") for word in head if not _is_courtesy(word)]
    return any(is_person_noun(noun, known) or noun.endswith(_TOLD.person_endings) for noun in nouns)
