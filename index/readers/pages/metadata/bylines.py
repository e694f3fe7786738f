"""Bylines: the people that a line names, parted from dates, desks and biographies. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.articles.dates import find_date
from index.readers.blocks import one_line
from index.readers.pages.metadata.byline_words import (
    AGENCIES,
    BODIES,
    BY,
    BY_AFTER,
    BY_WITH_COLON,
    CREDENTIALS,
    JOINTS,
    JOINTS_IN_NAMES,
    NOBODY,
    OTHER_CRAFTS,
    PARTICLES,
    PLACES_BEGIN,
    ROLES,
    SUFFIXES,
)

PART = "\x1f"
"""Stands where two elements touch in a line."""

LONGEST = 300
_LONGEST_NAME = 120
_MOST_WORDS = 6
_MOST_DATES = 4


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_PLAIN_BY = [word for word in BY if word not in BY_WITH_COLON]
LEAD = re.compile(
    rf"^\W*(?:(?:{_any(BY_AFTER)})\s+(?:and\s+\w+\s+)?)?"
    rf"(?:(?:{_any(_PLAIN_BY)})(?:\s*[:：]|(?=[\s{PART}]))|(?:{_any(BY_WITH_COLON)})\s*[:：]"
    rf"|(?:作者|文|记者|撰文|取材)\s*[:：/／])[\s{PART}]*",
    re.IGNORECASE,
)
"""What leads in the names of a byline."""

_OTHER_CRAFT = re.compile(
    rf"\b(?:{_any(OTHER_CRAFTS)})\b[\s\w]{{0,20}}?(?:\bby\b|:)", re.IGNORECASE
)
_PARTS = re.compile(rf"\s*(?:[{PART}|•·∙⋅/／;；\[\]«»★☆►▪]|\s[–—-]+\s|—|\s{{2,}}|\bvia\b)\s*")
_JOINTS = _any(JOINTS)
_JOINT = re.compile(
    rf"\s*[,、，]\s*(?:(?:{_JOINTS})\s+)?|\s+(?:{_JOINTS})\s+|\s*&\s*", re.IGNORECASE
)
_JOINT_IN_NAMES = re.compile(rf"\s+(?:{_any(JOINTS_IN_NAMES)})\s+")
_REST = re.compile(
    r"\s+(?:for|in|at|from|of [Tt]he|reporting|special to|is|was|are|has|have|covers|covered|writes"
    r"|wrote|contributed|joined|works|reports|reported|updated?|published|posted|on|last|für|aus"
    r"|pour|à|para|en|per|est|ist|es|è)(?:\s.*)?$",
    re.DOTALL,
)
_STAMPS = re.compile(
    r"\b(?:published|posted|updated|modified|created|last (?:updated|modified)|edited|date"
    r"|\d+ min(?:ute)?s?(?: read)?|min read|\d+ comments?|share|follow(?: author)?|print|email"
    r"|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato"
    r"|gepubliceerd|опубликовано|am \d|le \d|el \d)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAY = re.compile(
    r"[\s,|]*\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*$"
    r"|[\s,]*\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi"
    r"|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье),?\s*$",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June"
    r"|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct"
    r"|Nov|Dec)\b|Published|Updated|Posted|\d))"
)
_IN_BRACKETS = re.compile(rf"[(（]([^()（）]*)[)）](?=\s*(?:$|[{PART}|,;·•]))")
_JOINT_FIRST = re.compile(rf"^\s*(?:{_JOINTS})\s+", re.IGNORECASE)
_LEADS_ALONE = frozenset((*BY, "文", "记者", "作者", "撰文", "取材"))
_MAIL = re.compile(r"<?\b[\w.+-]+@[\w-]+\.[\w.]+>?|\bmailto:\S+")
_ADDRESS = re.compile(
    r"https?://\S+|\bwww\.\S+|\b[\w-]+\.(?:com|org|net|co\.uk)(?:/\S*)?", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<!\w)@\w+")
_WORD = re.compile(r"[^\W\d_]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Names:
    """What a byline names: people, and what may be somebody but is no person's name."""

    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    printed: str | None = None

    @property
    def text(self) -> str | None:
        """The people as one line, as they were printed where that says no more."""
        return self.printed if self.printed else ", ".join(self.people) or None


NOBODY_NAMED = Names()


def names_in(text: str | None, bodies: Sequence[str] = ()) -> Names:
    """Return whom a byline names; `bodies` are names of the publication, which is no author."""
    if not text or len(text) > LONGEST * 4:
        return NOBODY_NAMED
    if _OTHER_CRAFT.match(text.lstrip()):
        return NOBODY_NAMED
    line = _without_stamps(from_lead(text))
    people: list[str] = []
    others: list[str] = []
    joined = ""
    known = {body.casefold().removeprefix("the ") for body in bodies if body}
    for part in filter(None, _PARTS.split(line)):
        if _OTHER_CRAFT.match(part):
            break
        before = len(people)
        for piece in _pieces(part):
            _sort(piece, people, others, known)
        if len(people) > before:
            joined = part if before == 0 and not joined else ""
    if not people and not others:
        others += [found[0] for of in (_MAIL, _HANDLE) if (found := of.search(text))]
    return Names(tuple(people), tuple(others), _printed(joined, people))


def is_person(name: str) -> bool:
    """Tell whether a name looks like a person's, not like a body's, a role or a place."""
    words = name.split()
    if not 0 < len(words) <= _MOST_WORDS or len(name) > _LONGEST_NAME:
        return False
    if any(character.isdigit() for character in name) or not _WORD.match(name.lstrip("'’\"“")):
        return False
    if name.casefold() in AGENCIES:
        return False
    plain = [word.strip(".,'’\"“”").casefold() for word in words]
    if plain[0] in {"the", "our", "my", "your", "all", "more", "read", "follow", "share", "view"}:
        return False
    if any(word in _NOBODY or word in _BODIES for word in plain):
        return False
    return all(_is_name_word(word) for word in words)


_NOBODY = frozenset(NOBODY)
_BODIES = frozenset(BODIES)
_ROLES = frozenset(ROLES)


def _is_name_word(word: str) -> bool:
    letter = next((character for character in word if character.isalpha()), "")
    if not letter:
        return False
    cased = letter.lower() != letter.upper()
    return (
        not cased
        or letter.isupper()
        or word.casefold() in PARTICLES
        or word[:2] in {"d’", "d'", "al"}
    )


def _without_stamps(text: str) -> str:
    """Return a byline without date, time, addresses and what else pages put beside names."""
    line = _HANDLE.sub(PART, _ADDRESS.sub(PART, _MAIL.sub(PART, text)))
    line = _IN_BRACKETS.sub(rf"{PART}\1{PART}", _GLUED.sub(PART, line))
    for _ in range(_MOST_DATES):  # a date may come before the names, too
        dated = find_date(line)
        if not dated:
            break
        start, end = dated[1]
        head = _WEEKDAY.sub("", line[:start])
        if _WORD.search(_STAMPS.sub("", _without_lead(head))):
            line = head
            break
        line = f"{PART}{line[end:]}"
    parts = [_STAMPS.sub("", _without_lead(part)) for part in line.split(PART)]
    return PART.join(_WEEKDAY.sub("", part) for part in parts)


def from_lead(text: str) -> str:
    """Return a line from the part on that begins with "By", where one does."""
    for joint in _PARTS.finditer(text):
        if LEAD.match(text[joint.end() :]) and not LEAD.match(text):
            return text[joint.end() :]
    return text


def _pieces(part: str) -> Iterator[str]:
    """Split "A and B, Reuters" at its joints."""
    for piece in _JOINT.split(_without_lead(part)):
        halves = _JOINT_IN_NAMES.split(piece)
        if len(halves) > 1 and all(len(one.split()) > 1 and is_person(one) for one in halves):
            yield from halves
        else:
            yield piece


def _without_lead(part: str) -> str:
    before = None
    while before != part:
        before, part = part, _JOINT_FIRST.sub("", LEAD.sub("", part))
    return part


def _sort(piece: str, people: list[str], others: list[str], known: set[str]) -> None:
    name = _trimmed(piece)
    plain = name.casefold()
    if not name or name[0].isdigit() or plain in _LEADS_ALONE:
        return
    if plain.removeprefix("the ") in known:
        return
    if plain in SUFFIXES and people:
        people[-1] = f"{people[-1]} {name}" if not people[-1].endswith(name) else people[-1]
        return
    if plain in CREDENTIALS or (people and _is_role(name)):
        return
    if is_person(name):
        words = name.split()
        is_first = not people and not others
        if not is_first and (
            (len(words) == 1 and _is_cased(name))
            or words[0].casefold() in PLACES_BEGIN
            or (_is_short_for(words[0]) and not all(map(str.isupper, people)))
        ):
            return
        if name not in people:
            people.append(name)
    elif len(name) <= _LONGEST_NAME and _WORD.search(name):
        others.append(name)


def _is_short_for(word: str) -> bool:
    """Tell whether a word is letters that stand for a body (BBC), no initials (J. K.)."""
    return len(word) > 1 and word.isalpha() and word.isupper() and _is_cased(word)


def _is_cased(name: str) -> bool:
    return any(character.lower() != character.upper() for character in name)


def _is_role(name: str) -> bool:
    words = [word.strip(".,").casefold() for word in name.split()]
    return any(word in _ROLES for word in words)


def _trimmed(piece: str) -> str:
    """Return a name without what follows it: roles, places, biographies."""
    name = (one_line(piece) or "").strip(' ,.:;|–—-_*\u00a0"“”»«')
    name = _REST.sub("", f" {name}").strip() if " " in name else name
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,").casefold() in _ROLES:
        if (
            len(words) <= 2
            and words[-1][:1].isupper()
            and words[0].casefold() not in _ROLES | _NOBODY
        ):
            break  # "Ada Critic" may be a name
        words.pop()
    while len(words) > 2 and words[-1].casefold() in CREDENTIALS:
        words.pop()
    name = " ".join(words)
    return (
        name + "." if piece.rstrip().endswith((" Jr.", " Sr.")) and not name.endswith(".") else name
    )


def _printed(part: str, people: Sequence[str]) -> str | None:
    """Return the part of a line that names just these people, as it is printed."""
    line = _without_lead(part).strip(" ,.:;|–—-") if part else ""
    rest = line
    for name in people:
        rest = rest.replace(name, "", 1)
    is_joint = {word.casefold() for word in rest.replace(",", " ").split()} <= {
        "and",
        "&",
        "und",
        "et",
        "y",
        "och",
        "og",
        "en",
        "e",
    }
    return one_line(line) if len(people) > 1 and is_joint else None
