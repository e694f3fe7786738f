"""The words of a name: what is said before it, and after it, is put aside."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.table_types import Tables
from qa.text.words import fold

ARTICLES = frozenset(["the", "a", "an"])
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?")
_WORD = re.compile(r"(?:(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'ʼ][^\W\d_]+)*\.?)(?:[’'ʼ][sS](?!\w))?")
_POSSESSIVE = re.compile(r"[’'ʼ][sS]?$")
_HYPHEN = "-‐‑"


@dataclass(frozen=True, slots=True)
class NameWord:
    """A word of a name in small letters, without dots and possessive ending; diacritics stay.

    `parts` are those between hyphens, `whole` all with their hyphens. `owns` is whether it ended
    in 's: what follows is not the one named.
    """

    parts: tuple[str, ...]
    whole: str
    owns: bool = False


def words_of_name(text: str, known: Tables) -> list[NameWord]:
    """Return the words of a name in order, without articles."""
    found: list[NameWord] = []
    end = -1
    text = unicodedata.normalize("NFC", text)
    for match in _WORD.finditer(text):
        bare = _POSSESSIVE.sub("", match.group())
        parts = _parts(bare, known)
        joined = match.start() == end + 1 and text[end : end + 1] in _HYPHEN and bool(found)
        end = match.end()
        if not parts or (not joined and _is_article(bare, parts, first=not found)):
            continue
        if joined:
            before = found.pop()
            parts, whole = (*before.parts, *parts), f"{before.whole}-{'-'.join(parts)}"
        else:
            whole = "".join(parts)
        found.append(NameWord(parts, whole, owns=bare != match.group()))
    return found


def _parts(word: str, known: Tables) -> tuple[str, ...]:
    """Split run-together initials (J.K.) but keep abbreviations (U.S.) as one word."""
    plain = word.casefold().replace(".", "")
    if _INITIALS.fullmatch(word) and len(plain) > 1:
        places = (place.replace(".", "") for place in known.names.places)
        whole = plain in known.names.body_abbreviations or plain in places
        return (plain,) if whole else tuple(plain)
    return (plain,) if plain else ()


def _is_article(word: str, parts: Sequence[str], *, first: bool) -> bool:
    # "A. Adair" and "Tom A Berg" have an initial, "a farmer" an article.
    return parts[0] == "the" or (first and parts[0] in ARTICLES and not word.endswith("."))


def without_endings(found: list[NameWord], known: Tables) -> tuple[list[NameWord], str]:
    """Return a name without "Jr.", "PhD" or "Ltd", and "jr" or the like, else ""."""
    generation = ""
    if len(found) > 1 and found[-1].whole in known.names.generations:
        generation = found[-1].whole
        found = found[:-1]
    while len(found) > 2 and found[-1].whole in known.names.degrees:
        found = found[:-1]
    if len(found) > 1 and found[-1].whole in known.names.company_endings:
        found = found[:-1]
    return found, generation


def without_titles(found: list[NameWord], known: Tables) -> list[NameWord]:
    """Return what follows the words that say what somebody is; all of them where nothing does."""
    courtesy = len(found) > 1 and found[0].whole in known.names.courtesy_titles
    if courtesy and found[1].whole not in known.grammar.prepositions:
        return without_titles(found[1:], known)
    head, tail = until_preposition(found, known)
    if not head or head[-1].parts[-1] in known.names.bodies:
        return found
    owner = max((place for place, one in enumerate(head[:-2]) if one.owns), default=-1)
    if owner >= 0 and is_given(head[owner + 1], known):  # the ministry's Ada Holt
        return found[owner + 1 :]
    if tail and _says_role(head[-1], known):
        return _named_in_tail(tail, known) or found
    title = max((place for place, one in enumerate(head) if _says_role(one, known)), default=-1)
    if title < 0 or title == len(head) - 1 or (title and is_given(head[title - 1], known)):
        return found
    return found[title + 1 :]


def _named_in_tail(tail: Sequence[NameWord], known: Tables) -> list[NameWord]:
    """Return the name after an office and what it is of: Minister of Finance *Ada Holt*.

    A name right after the preposition, or one with a title of its own, is somebody else's: an aide
    to Ada Holt, a spokesman for President Holt.
    """
    rest = list(tail[1:])
    offices = known.names.office_adjectives | known.names.bodies
    office = 0
    while office < len(rest) and rest[office].whole in offices:
        office += 1
    ended = office < len(rest) and rest[office].whole not in known.grammar.conjunctions
    if office and ended:
        return rest[office:]
    for place, one in enumerate(rest[office:], start=office):
        if _says_role(one, known) or one.whole in known.grammar.prepositions:
            return []
        if is_given(one, known):
            return rest[place:] if 0 < place < len(rest) - 1 else []
    return []


_RELATIVE = frozenset(["who", "whose", "which"])


def until_preposition(
    found: Sequence[NameWord], known: Tables
) -> tuple[list[NameWord], list[NameWord]]:
    """Split words at their first preposition or "who", which stays with the second part."""
    for place, one in enumerate(found):
        if place and (one.whole in known.grammar.prepositions or one.whole in _RELATIVE):
            return list(found[:place]), list(found[place:])
    return list(found), []


def is_given(word: NameWord, known: Tables) -> bool:
    """Whether a word is, or begins with, a common given name."""
    return known.names.gender_of(fold(word.parts[0])) is not None


def _says_role(word: NameWord, known: Tables) -> bool:
    return word.whole in known.names.role_heads or word.parts[-1] in known.names.role_heads


def is_of_people(word: NameWord, known: Tables) -> bool:
    """Whether a word is a noun for people: *minister*, *ministers*, *residents*."""
    last = word.parts[-1]
    single = last[:-1] if last.endswith("s") else ""
    several = last in known.names.people or single in known.names.role_heads
    return several or _says_role(word, known)
