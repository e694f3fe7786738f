"""The quotations of a draft: where each stands, and who is said there to have said it; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.articles.statement import Statement, StatementKind
from index.chunking.sentences import sentence_spans
from index.errors import UsageError
from qa.checking.editing import Edited, edited
from qa.statements.finding import find_statements
from qa.text.quotation_marks import Quotation, find_quotations

LONGEST_DRAFT = 1_000_000
"""Characters of a draft."""
MOST_QUOTATIONS = 2_000

_FEWEST_WORDS = 3
"""Of a quotation that nobody is said to have said: fewer are a title, a term, irony."""
_LONGEST = 120
"""Words that are looked for together; a longer quotation is checked in parts."""
_OPENING = re.compile(r"(?:``|''|[“”„«»‹›「『《〝＂\"‘’‚'])\s*")
_CLOSING = re.compile(r"(?:''|’’|[“”«»‹›」』》〞〟＂\"‘’'])$")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuotation:
    """A quotation of a draft, [start, end) with its marks.

    `speaker` is who said it by the draft, None where it does not say; `sure` whether words of the
    draft say so, rather than what stands before. `closed` is false where a mark is missing.
    """

    start: int
    end: int
    words: Edited
    speaker: str | None = None
    sure: bool = False
    closed: bool = True


def draft_quotations(text: str) -> tuple[list[DraftQuotation], int]:
    """Return the quotations of a draft in order, and how many short terms were passed over.

    Raises:
        UsageError: the draft is too long, or has too many quotations.
    """
    if len(text) > LONGEST_DRAFT:
        raise UsageError(
            f"The draft has {len(text):,} characters; at most {LONGEST_DRAFT:,} are read. "
            "Check it in parts."
        )
    found = find_quotations(text)
    statements = [one for one in find_statements(text) if one.kind is not StatementKind.INDIRECT]
    kept: list[DraftQuotation] = []
    passed = 0
    for quotation, said in zip(found, _said(found, statements), strict=True):
        parts = list(_parts(text, quotation, said))
        short = said is None and sum(len(one.words.words) for one in parts) < _FEWEST_WORDS
        passed += short
        kept += [] if short else parts
        if len(kept) > MOST_QUOTATIONS:
            raise UsageError(
                f"The draft has more than {MOST_QUOTATIONS:,} quotations. Check it in parts."
            )
    return kept, passed


def _said(
    quotations: Sequence[Quotation], statements: Sequence[Statement]
) -> Iterator[Statement | None]:
    """Yield for each quotation the smallest statement that has most of it; both are in order."""
    first = 0
    for one in quotations:
        while first < len(statements) and statements[first].end <= one.start - 5_000:
            first += 1
        best: Statement | None = None
        for statement in statements[first:]:
            if statement.start >= one.end:
                break
            shared = min(one.end, statement.end) - max(one.start, statement.start)
            smaller = best is None or statement.end - statement.start < best.end - best.start
            if 2 * shared > one.end - one.start and smaller:
                best = statement
        yield best


def _parts(text: str, quotation: Quotation, said: Statement | None) -> Iterator[DraftQuotation]:
    start, end = quotation.start, quotation.end
    opening = _OPENING.match(text, start, end)
    low = opening.end() if opening else start
    closing = _CLOSING.search(text, max(low, end - 2), end) if quotation.closed else None
    high = closing.start() if closing else end
    words = edited(text, low, high)
    if not words.words:
        return
    told = {
        "speaker": said.speaker if said else None,
        "sure": bool(said and said.cue and said.speaker_mention),
        "closed": quotation.closed,
    }
    if len(words.words) <= _LONGEST:
        yield DraftQuotation(start=start, end=end, words=words, **told)  # type: ignore[arg-type]
        return
    for first, last in _portions(text, low, high):
        part = edited(text, first, last)
        if part.words:
            yield DraftQuotation(start=first, end=last, words=part, **told)  # type: ignore[arg-type]


def _portions(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield whole sentences of a long quotation, as many as may be looked for together."""
    start = end = low
    count = 0
    for first, last in _pieces(text, low, high):
        size = len(text[first:last].split())
        if count and count + size > _LONGEST:
            yield start, end
            start, count = first, 0
        end = last
        count += size
    if count:
        yield start, end


def _pieces(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    for first, last in sentence_spans(text[low:high]):
        words = list(re.finditer(r"\S+", text[low + first : low + last]))
        for at in range(0, len(words), _LONGEST):
            some = words[at : at + _LONGEST]
            yield low + first + some[0].start(), low + first + some[-1].end()
