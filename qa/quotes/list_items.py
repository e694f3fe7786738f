"""The items of one list, quoted together where the list as a whole is asked for. Pure.

"The kit has these parts:" and its items are one answer to "What parts does the kit have?", and what
stands elsewhere is none, however alike it looks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.articles.article import Span
from qa.answers import Kind
from qa.evidence.candidate import Candidate
from qa.evidence.facts import Weighed
from qa.evidence.reading import unread
from qa.language.tables import tables
from qa.questions.question import Asks, Question
from qa.text.patterns import one_of, regex
from qa.text.words import content_stems, stems

_ITEM = re.compile(r"[ \t]*(?P<mark>[-•*–+]|\(?(?:\d{1,3}|[a-z])[.)])[ \t]+(?=\S)")
_BULLET = re.compile(r"[-•*–—+][ \t]+(?=\S)")
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class ItemList:
    """The items of a list, and where the line before it stands: what it is a list of."""

    items: tuple[Span, ...]
    before: Span


def items_asked(question: Question, allowed: Sequence[Weighed]) -> list[Weighed]:
    """Return the items of the list that a question asks for, as written; none where of no list.

    Args:
        question: Understood.
        allowed: Sentences that may answer, the likeliest first.
    """
    if not allowed or not _may_ask(question):
        return []
    best = allowed[0].candidate
    found = _headed(question, best.article.text) or list_at(
        best.article.text, (best.start, best.end)
    )
    if found is None:
        return []
    inside = found.items[0][0] <= best.start < found.items[-1][1]
    if inside and not _is_of_list(question, best):
        return []
    mine = {
        (one.candidate.start, one.candidate.end): one
        for one in allowed
        if one.candidate.article.id == best.article.id
    }
    return [_item(span, mine, allowed[0]) for span in found.items]


def after_bullet(text: str, start: int, end: int) -> int:
    """Return where the words of an item begin, after its bullet; a number is said with them."""
    found = _BULLET.match(text, start, end)
    return found.end() if found is not None else start


def list_at(text: str, span: Span) -> ItemList | None:
    """Return the list in which a sentence is an item, or before which it stands with a colon."""
    for one in _lists(text):
        if any(start <= span[0] and span[1] <= end for start, end in one.items):
            return one
        if one.before[0] <= span[0] and span[1] <= one.before[1] and text[span[1] - 1] == ":":
            return one
    return None


def _headed(question: Question, text: str) -> ItemList | None:
    """Return the one list before which nothing stands but what the question asks for: "Pros"."""
    asked = frozenset(content_stems(question.text))
    found = []
    for one in _lists(text):
        head = frozenset(content_stems(text[slice(*one.before)]))
        if head and head <= asked:
            found.append(one)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=256)
def _lists(text: str) -> tuple[ItemList, ...]:
    found: list[ItemList] = []
    items: list[Span] = []
    kind, place, before = "", 0, (0, 0)
    for line in [*text.split("\n"), "."]:
        at = _ITEM.match(line)
        told = (at["mark"] if len(at["mark"]) == 1 else at["mark"][-1]) if at else ""
        if items and line.strip() and told != kind:
            if len(items) >= _FEWEST:
                found.append(ItemList(tuple(items), before))
            items = []
        if at:
            kind = told
            items.append((place + len(line) - len(line.lstrip()), place + len(line.rstrip())))
        elif line.strip():
            before = (place, place + len(line.rstrip()))
        place += len(line) + 1
    return tuple(found)


def _item(span: Span, mine: dict[Span, Weighed], best: Weighed) -> Weighed:
    """Return an item as its first sentence was weighed, else as likely as the best."""
    known = [one for (start, end), one in mine.items() if span[0] <= start and end <= span[1]]
    if known:
        return min(known, key=lambda one: one.candidate.start)
    return Weighed(candidate=unread(best.candidate.hit, span), chance=best.chance)


def _may_ask(question: Question) -> bool:
    if question.kind is Kind.LIST:
        return True
    plain = question.kind in {Kind.FACT, Kind.OPEN, Kind.COMPARE, Kind.TOPIC}
    return (
        plain and question.asks is Asks.ANYTHING and _opening("en").match(question.text) is not None
    )


def _is_of_list(question: Question, item: Candidate) -> bool:
    """Whether it is the list that is asked for, and not the item, which has none of its words."""
    if question.kind is Kind.LIST:
        return True
    return not frozenset(content_stems(question.text)) & stems(item.text)


@lru_cache
def _opening(language: str) -> re.Pattern[str]:
    ask = tables(language).questions
    does = one_of((*ask.do_and_modals, *ask.be, *ask.perfect))
    return regex(rf"(?:what|which)(?: (?:{does})(?! the \w+[^s\W]\b)| (?!{does})\w+s\b)")
