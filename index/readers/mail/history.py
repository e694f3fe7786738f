"""What of a message its sender wrote: quoted messages go, a forwarded one stands by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.readers.mail.headers import Head
from index.readers.mail.passages import Passage
from index.readers.mail.words import FORWARDED, HEADERS, ORIGINAL, WROTE

_DASHES = r"[\s\-–—_=*>]*"
_FORWARDED = re.compile(rf"{_DASHES}(?:{'|'.join(FORWARDED)})\s*:?{_DASHES}$", re.IGNORECASE)
_ORIGINAL = re.compile(rf"[\s\-–—_=*>]{{2,}}(?:{'|'.join(ORIGINAL)})\s*:?{_DASHES}$", re.IGNORECASE)
_WROTE = re.compile(rf"(?:{'|'.join(WROTE)})\s*[:：]?$", re.IGNORECASE | re.DOTALL)
_SET_APART = re.compile(r"[-–—_:]")
_DATED = re.compile(r"\d{1,2}[:.]\d{2}|<[^<>\s]+@[^<>\s]+>|\b(?:19|20)\d\d\b")
_HEADER = re.compile(r"\s*\*?(?P<name>[^\W\d_][\w \-’']{0,24}?)\*?\s*[:：]\*?\s*(?P<value>.*)$")
_NAMES = {name: field for field, names in HEADERS.items() for name in names.split()}
_FEWEST_HEADERS, _MOST_HEADERS = 3, 20
_LONGEST_HEADER = 1_000
_LONGEST_ATTRIBUTION = 300


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message that another one forwards, with what is copied of its head."""

    passages: tuple[Passage, ...]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Split:
    """The passages that a sender wrote, and the message that is forwarded, if any."""

    own: tuple[Passage, ...]
    forwarded: Forwarded | None = None


def split_history(passages: Sequence[Passage], head: Head) -> Split:
    """Part a message from those that it answers, which go, and the one that it forwards.

    In a message that answers none, quoted passages are its own.
    """
    for at, passage in enumerate(passages):
        lines = passage.block.text.split("\n")
        for number, line in enumerate(lines):
            kind = _border(passages, at, number, line)
            if not kind:
                continue
            own = _own([*passages[:at], *_rest(passage, lines[:number])], is_reply=True)
            is_history = head.is_reply or bool(own)
            if kind != "forwarded" and not head.is_forward and is_history:
                return Split(own)
            first = number if kind == "headers" else number + 1
            return Split(own, _forwarded(passages, at, first))
    return Split(_own(passages, is_reply=head.is_reply))


def _border(passages: Sequence[Passage], at: int, number: int, line: str) -> str:
    """Return what begins in a line: "forwarded", "original", "headers", or "" for nothing."""
    if len(line) > _LONGEST_ATTRIBUTION:
        return ""
    if _FORWARDED.match(line) and _SET_APART.search(line):
        return "forwarded"
    if _ORIGINAL.match(line):
        return "original"
    first = _header(line)
    if first and first[0] == "from":
        copied = _headers(passages, at, number)[0]
        if len(copied) >= _FEWEST_HEADERS and {"date", "subject"} & copied.keys():
            return "headers"
    return ""


def _rest(passage: Passage, lines: Sequence[str]) -> list[Passage]:
    text = "\n".join(lines).strip()
    return [replace(passage, block=replace(passage.block, text=text))] if text else []


def _forwarded(passages: Sequence[Passage], at: int, number: int) -> Forwarded | None:
    headers, rest = _headers(passages, at, number)
    if not rest:
        return None
    base = min(passage.depth for passage in rest)
    shifted = [replace(passage, depth=passage.depth - base) for passage in rest]
    own = _own(shifted, is_reply=True)
    return Forwarded(own, headers) if own else None


def _headers(
    passages: Sequence[Passage], at: int, number: int
) -> tuple[dict[str, str], list[Passage]]:
    """Return the copied head that begins in line `number` of passage `at`, and what follows it."""
    found: dict[str, str] = {}
    for place in range(at, min(len(passages), at + _MOST_HEADERS)):
        lines = passages[place].block.text.split("\n")
        first = number if place == at else 0
        for line in range(first, len(lines)):
            header = _header(lines[line]) if line - first < _MOST_HEADERS else None
            if header is None:
                return found, [*_rest(passages[place], lines[line:]), *passages[place + 1 :]]
            found.setdefault(*header)
    return found, list(passages[at + _MOST_HEADERS :])


def _header(line: str) -> tuple[str, str] | None:
    found = _HEADER.match(line) if len(line) <= _LONGEST_HEADER else None
    name = found and _NAMES.get(found["name"].strip().casefold())
    return (name, found["value"].strip(" *")) if found and name else None


def _own(passages: Sequence[Passage], *, is_reply: bool) -> tuple[Passage, ...]:
    """Return the passages that are not quoted, without the lines that say whom they quote."""
    kept: list[Passage] = []
    for at, passage in enumerate(passages):
        if passage.depth:
            if not is_reply and not _is_introduced(passages, at):
                kept.append(passage)
            continue
        follows = passages[at + 1].depth if at + 1 < len(passages) else 0
        before = _before_attribution(passage.block.text)
        is_sure = before is not None and _DATED.search(passage.block.text) is not None
        if before is None or not (is_sure or (is_reply and follows)):
            kept.append(passage)
        elif follows or is_reply:
            kept += _rest(passage, [before])
            if not follows:  # the program did not mark what it quotes
                break
        else:
            kept.append(passage)
    return tuple(kept)


def _is_introduced(passages: Sequence[Passage], at: int) -> bool:
    """Tell whether a line before a quotation says who wrote it, as mail programs put it."""
    while at > 0 and passages[at].depth:
        at -= 1
    text = passages[at].block.text
    is_told = not passages[at].depth and _before_attribution(text) is not None
    return is_told and _DATED.search(text) is not None


def _before_attribution(text: str) -> str | None:
    """Return what stands before the words that say who wrote what follows, None without such."""
    before, _, last = text.rpartition("\n")
    joined = " ".join(text.split())
    if len(joined) <= _LONGEST_ATTRIBUTION and _WROTE.fullmatch(joined):
        return ""
    last = last.strip()
    if len(last) <= _LONGEST_ATTRIBUTION and _WROTE.fullmatch(last):
        return before
    return None
