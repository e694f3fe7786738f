"""The narrator's sentences: an article's words with every quotation folded into one token.

Seen this way, `“We won. At last,” she said.` is a quotation, a pronoun and a verb, and the rules of
who said what need not know how long the quoted words are.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from index.chunking.sentences import sentence_spans
from qa.language.tables import tables
from qa.text.quotation_marks import Quotation

QUOTATION = "Q"
WORD = "w"
CAPITAL = "C"
NUMBER = "n"
POSSESSIVE = "s"
DASH = "—"


class Token(NamedTuple):
    """A word, a mark, or a whole quotation.

    `kind` is one of the constants, or the mark itself. `low` is the word in lower case; of a
    quotation, the stop it ends with inside its marks, or "".
    """

    start: int
    end: int
    kind: str
    low: str


class Frame(NamedTuple):
    """One sentence of the narrator."""

    start: int
    end: int
    tokens: tuple[Token, ...]


_STOPS = ",.?!…—–-:;。！？，、"
_CLOSING = " \u00a0\u202f'’”\""
_ABBREVIATIONS = "|".join(tables("en").names.abbreviations)
_ARTICLED = re.compile(r"(?:[a-z]{2,3}[-‐‑]|[dl]['’])[A-ZÀ-Þ]")
"""Names that begin with an article or preposition in small letters: al-Masri, d'Alema."""
_TOKEN = re.compile(
    rf"(?P<possessive>(?<=[^\W_])[’'][sS](?![^\W_])|(?<=[sS])[’'](?=\s[^\W_]))"
    rf"|(?P<contraction>[’'](?:ll|re|ve|d|m)(?![^\W_]))"
    rf"|(?P<abbreviation>(?:[^\W\d_]\.){{2,}}|(?:{_ABBREVIATIONS})\.|[A-ZÀ-ÞА-Я]\.(?=\s[^\W\d_]))"
    rf"|(?P<word>[^\W\d_](?:[\w\u0300-\u036f]|[-‐‑&.](?=[^\W\d_])"
    rf"|[’'](?![sS](?![^\W_]))(?!(?:ll|re|ve|d|m)(?![^\W_]))(?=[^\W_]))*)"
    rf"|(?P<number>[$€£¥]?\d(?:[\d.,:]*\d)?(?:[-\w%]*\w|%)?)"
    rf"|(?P<dash>--+|[—–―])"
    rf"|(?P<mark>\S)"
)


def frames_of(text: str, quotations: list[Quotation]) -> Iterator[Frame]:
    """Yield the sentences of the narrator in order; none ends inside a quotation.

    `quotations` are those of `find_quotations(text)`.
    """
    starts = [quotation.start for quotation in quotations]
    pending: int | None = None
    spans = sentence_spans(text)
    for number, (start, end) in enumerate(spans):
        begin = start if pending is None else pending
        if number + 1 < len(spans) and _inside(quotations, starts, end, spans[number + 1][0]):
            pending = begin
            continue
        pending = None
        yield _frame(text, begin, end, quotations, starts)


def _inside(quotations: list[Quotation], starts: list[int], end: int, following: int) -> bool:
    """Tell whether a quotation holds both sides of the boundary between two sentences."""
    place = bisect_right(starts, end - 1) - 1
    return place >= 0 and quotations[place].end > following


def _frame(
    text: str, start: int, end: int, quotations: list[Quotation], starts: list[int]
) -> Frame:
    tokens: list[Token] = []
    position = start
    place = bisect_right(starts, start - 1)
    while place < len(quotations) and quotations[place].start < end:
        quotation = quotations[place]
        tokens.extend(_tokens(text, position, quotation.start))
        position = min(quotation.end, end)
        tokens.append(Token(quotation.start, position, QUOTATION, _stop(text, quotation)))
        place += 1
    tokens.extend(_tokens(text, position, end))
    return Frame(start, end, tuple(tokens))


def _stop(text: str, quotation: Quotation) -> str:
    last = quotation.end - 2 if quotation.closed else quotation.end - 1
    while last > quotation.start and text[last] in _CLOSING:
        last -= 1
    return text[last] if text[last] in _STOPS else ""


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        yield Token(match.start(), match.end(), _kind(match), match[0].lower().replace("’", "'"))


def _kind(match: re.Match[str]) -> str:
    group = match.lastgroup
    if group in ("word", "abbreviation"):
        return CAPITAL if match[0][0].isupper() or _ARTICLED.match(match[0]) else WORD
    if match[0] == "-":
        return DASH
    kinds = {"possessive": POSSESSIVE, "contraction": WORD, "number": NUMBER, "dash": DASH}
    return kinds.get(group or "", match[0])
