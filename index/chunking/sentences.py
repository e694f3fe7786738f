"""Text -> spans of its sentences: pure, linear in the length, exact on any Unicode.

Blank lines, list items, table rows and lines broken on purpose always end a sentence. Within such a
block, a mark ends a sentence unless what stands around it says otherwise (an abbreviation, an
initial, a lower-case letter after it, an attribution after a quotation).
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from index.articles.article import Span
from index.articles.dates import is_month
from index.language.sentence_words import SentenceWords, sentence_words

LONGEST = 2000
"""No sentence is longer, in characters; longer ones (tables without ends, noise) are cut."""

LONGEST_WITHOUT_STOPS = 400
"""The same for scripts that write no full stop (Thai, Lao)."""

_CLOSERS = "\"'”’»›«)\\]}」』）】〉》"
_OPENERS = "\"'“‘„«»‹([{¿¡「『（【〈《—–-"
_SPACED = ".!?…‽"
_UNSPACED = "。！？｡؟۔।॥።။។։"
# Each run of marks is entered once, at its beginning, and never given back: linear on any input.
_MARK = re.compile(
    rf"(?<![{_SPACED}])(?P<mark>[{_SPACED}]++)(?P<close>[{_CLOSERS}]*+(?:[\u00a0\u202f ]»)?)"
    rf"(?:\[[^\[\]\n]{{1,40}}\])*+(?=\s|\Z)"
    rf"|(?<![{_UNSPACED}])(?P<full>[{_UNSPACED}]++)(?P<shut>[{_CLOSERS}]*+)"
)
_LINE = re.compile(r"[^\n]*+")
_LIST_ITEM = re.compile(r"\s*(?:[-*•‣◦·–—]\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z]\)\s)")
_LIST_NUMBER = re.compile(r"\s*\(?(?:\d{1,3}|[ivxIVX]{1,5}|[a-zA-Z])\Z")
_TABLE_ROW = re.compile(r"[^|]*\|\s")
_FIRST_WORD = re.compile(r"\S*+")
_NEXT_WORD = re.compile(r"[^\W_]++")
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+\Z")
_LONGEST_WRAPPED_LINE = 120
_LOOK_BACK = 24

_SAYING = (
    "said|says|asked|asks|added|adds|replied|told|answered|wrote|writes|shouted|cried|explained|"
    "warned|declared|argued|continued|recalled|concluded|noted|insisted|remarked"
)
_ATTRIBUTION = re.compile(
    rf"(?:(?:[A-Z][\w’'.-]{{0,30}}|I|the|of)\s){{1,4}}(?:{_SAYING})(?P<end>[.,:;]|\s|\Z)"
)
_CJK_ATTRIBUTION = re.compile(
    "と|って|[^。！？\n“「]{0,12}?(?:说|說|道|表示|称|稱|指出|告诉|告訴|问|問)"
)


_LONGEST_TITLE = 80
_TITLE_OPENS = '“„«"‘'
_TITLE_CLOSES = {"“": '”"', "„": "“”", "«": "»", '"': '"', "‘": "’"}
_TITLE_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_STOPLESS = re.compile("[\u0e00-\u0eff]")


def sentence_spans(text: str, language: str | None = None) -> list[Span]:
    """Return the sentences of `text` in order: non-overlapping spans without space at either end.

    `language` is a BCP 47 tag, by which abbreviations and beginnings are known; English where it is
    left out or has no words of its own.

    Every character that is not white space is in exactly one span. A quotation mark or bracket
    after the stop belongs to the sentence it closes; a quotation and its attribution
    (`“Why?” she asked.`) are one sentence.

    The rules follow the idea of Grefenstette and Tapanainen, *What is a word, what is a sentence?*
    (1994): stops end sentences, except after known abbreviations judged by the word that follows.
    """
    spans: list[Span] = []
    known = sentence_words(language)
    for start, end in _blocks(text):
        for left, right in _sentences(text, start, end, known):
            spans.extend(_within_limit(text, left, right))
    return spans


def _blocks(text: str) -> Iterator[Span]:
    """Yield stretches whose ends always end a sentence."""
    paragraph: list[Span] = []
    position = 0
    while position <= len(text):
        match = _LINE.match(text, position)
        end = match.end() if match else len(text)
        if text[position:end].isspace() or position == end:
            yield from _lines_joined(text, paragraph)
            paragraph = []
        else:
            paragraph.append((position, end))
        position = end + 1
    yield from _lines_joined(text, paragraph)


def _lines_joined(text: str, lines: list[Span]) -> Iterator[Span]:
    """Join the lines of a paragraph that only wrapping separates."""
    if not lines:
        return
    width = max(end - start for start, end in lines)
    block_start = lines[0][0]
    for (start, end), (following, following_end) in pairwise(lines):
        if _broken_on_purpose(text, (start, end), (following, following_end), width):
            yield block_start, end
            block_start = following
    yield block_start, lines[-1][1]


def _broken_on_purpose(text: str, line: Span, following: Span, width: int) -> bool:
    start, end = line
    if width > _LONGEST_WRAPPED_LINE or _LIST_ITEM.match(text, *following):
        return True
    if _TABLE_ROW.match(text, start, end) or _TABLE_ROW.match(text, *following):
        return True
    word = _FIRST_WORD.match(text, *following)
    first_word = word.end() - word.start() if word else 0
    return end - start + 1 + first_word <= width  # a wrapped line would have taken the next word


def _sentences(text: str, start: int, end: int, known: SentenceWords) -> Iterator[Span]:
    begin = start
    for match in _MARK.finditer(text, start, end):
        if match.end() < end and not _ends_sentence(text, match, begin, end, known):
            continue
        yield begin, match.end()
        begin = match.end()
    if begin < end:
        yield begin, end


def _ends_sentence(
    text: str, match: re.Match[str], begin: int, end: int, known: SentenceWords
) -> bool:
    after = match.end()
    if match["full"]:
        return not (match["shut"] and _CJK_ATTRIBUTION.match(text, after, end))
    while after < end and text[after].isspace():
        after += 1
    opened = after
    while opened < end and opened - after < 4 and text[opened] in _OPENERS:
        opened += 1
    if opened >= end:
        return after >= end or opened - after == 4
    if text[opened].islower():
        return False
    if not match["close"] and match["mark"] != "." and _in_title(text, match.end(), begin, end):
        return False
    if match["close"] and _attributed(text, after, end, match["mark"]):
        return False
    if match["mark"] == "." and not match["close"].strip(")]}"):
        return _period_ends(text, match.start(), begin, opened, known)
    return match["mark"] not in {"...", "…"} or not text[opened].isdigit()


def _in_title(text: str, place: int, begin: int, end: int) -> bool:
    """Tell whether a mark stands inside a quoted title: “Row! Row! (A Boat)” was sung."""
    before = text[max(begin, place - _LONGEST_TITLE) : place]
    opened = max(before.rfind(mark) for mark in _TITLE_OPENS)
    if opened < 0:
        return False
    closed = _TITLE_CLOSES.get(before[opened], "")
    if any(mark in before[opened + 1 :] for mark in closed):
        return False
    after = text[place : min(end, place + _LONGEST_TITLE)]
    shut = min((at for mark in closed if (at := after.find(mark)) >= 0), default=-1)
    if shut < 0:
        return False
    inside = _TITLE_WORD.findall(before[opened + 1 :] + after[:shut])
    return len(inside) > 1 and not any(word[0].islower() for word in inside if len(word) > 3)


def _attributed(text: str, after: int, end: int, mark: str) -> bool:
    """Tell whether "Name said" follows; after a full stop only where nothing else does."""
    found = _ATTRIBUTION.match(text, after, end)
    return found is not None and (mark != "." or not found["end"].isspace())


def _period_ends(text: str, stop: int, begin: int, following: int, known: SentenceWords) -> bool:
    word = _word_before(text, stop, begin)
    lower = word.lower()
    next_match = _NEXT_WORD.match(text, following)
    next_word = next_match.group() if next_match else ""
    if lower in known.titles or _LIST_NUMBER.match(text, begin, stop):
        return False
    if lower in known.numbered:
        return not text[following].isdigit()
    if word.isdigit() and len(word) <= 2:
        return not is_month(next_word) and (
            not known.ordinals or next_word.lower() in known.starters
        )
    doubtful = lower in known.may_end or _DOTTED.match(word) or (len(word) == 1 and word.isupper())
    return not doubtful or next_word.lower() in known.starters


def _word_before(text: str, stop: int, begin: int) -> str:
    """Return the word that the stop at `stop` follows, without quotation marks or brackets."""
    window = text[max(begin, stop - _LOOK_BACK) : stop]
    last = window.split()[-1:] or [""]
    return last[0].lstrip(_OPENERS) if not window[-1:].isspace() else ""


def _within_limit(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield [start, end) without space at its ends, cut at white space where it is too long."""
    limit = LONGEST
    if end - start > LONGEST_WITHOUT_STOPS and _STOPLESS.search(text, start, end):
        limit = LONGEST_WITHOUT_STOPS
    while end - start > limit:
        cut = _cut(text, start, start + limit)
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _cut(text: str, start: int, limit: int) -> int:
    """Return where to cut at or before `limit`: after white space, else between whole letters."""
    middle = start + (limit - start) // 2
    words = text[middle:limit].rsplit(None, 1)
    if text[limit - 1].isspace():
        return limit
    if len(words) == 2:
        return limit - len(words[1])
    return letter_start(text, limit, start + 1)


def letter_start(text: str, position: int, lowest: int) -> int:
    """Move `position` back to where a letter with its marks, or a joined emoji, begins.

    Looks back a few characters only and stops at `lowest`; longer stacks of marks are cut.
    """
    for candidate in range(position, max(lowest, position - 16) - 1, -1):
        if not _continues(text, candidate):
            return candidate
    return position


def _continues(text: str, position: int) -> bool:
    if position >= len(text):
        return False
    return _is_joining(text[position]) or text[position - 1] == "\u200d"


def _is_joining(character: str) -> bool:
    return (
        character in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or unicodedata.category(character) in {"Mn", "Mc", "Me"}
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    if left < right:
        yield left, right
