"""The items of one list, quoted together where the list as a whole is asked for. Pure.

"The kit has these parts:" and its items are one answer to "What parts does the kit have?", and what
stands elsewhere is none, however alike it looks.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.articles.article import Span
from qa.answers import Kind
from qa.evidence.candidate import Candidate
from qa.evidence.facts import Weighed
from qa.evidence.forms.headed_lists import rows_as_lists
from qa.evidence.forms.item_lists import ItemList, list_at, lists_in
from qa.evidence.forms.label_lines import same_label
from qa.evidence.reading import unread
from qa.questions.question import Question
from qa.questions.requests.whole_lists import asks_how_to, may_ask_for_list
from qa.text.words import content_stems, stems

_BULLET = re.compile(r"[-•*–—+][ \t]+(?=\S)")
_WHOLE = 400
"""Most characters of an item that is quoted whole; of a longer one, a sentence is."""


def items_asked(question: Question, allowed: Sequence[Weighed]) -> list[Weighed]:
    """Return the items of the list that a question asks for, as written; none where of no list.

    Args:
        question: Understood.
        allowed: Sentences that may answer, the likeliest first.
    """
    if not allowed or not (allowed[0].candidate.listed or may_ask_for_list(question)):
        return []
    best = allowed[0].candidate
    labelled = _labelled(question, best)
    found = labelled or (_list_of(best) if best.listed else _list_asked(question, best))
    if found is None:
        return []
    mine = [one for one in allowed if one.candidate.article.id == best.article.id]
    items = [_item(span, mine, allowed[0]) for span in found.items]
    listed = best.listed or labelled is not None
    return [replace(one, candidate=replace(one.candidate, listed=listed)) for one in items]


def as_one(items: Sequence[Weighed]) -> list[Weighed]:
    """Return the items of a list, of one article, as one quote of it whole."""
    first, *_, last = (one.candidate for one in items)
    whole = replace(first, start=first.start, end=last.end, speaker=None, statement=None)
    return [replace(items[0], candidate=whole)]


def after_bullet(text: str, start: int, end: int) -> int:
    """Return where the words of an item begin, after its bullet; a number is said with them."""
    found = _BULLET.match(text, start, end)
    return found.end() if found is not None else start


def _labelled(question: Question, best: Candidate) -> ItemList | None:
    """Return the lines with the label of a sentence's line, where that is asked for."""
    asked = frozenset(content_stems(question.text))
    return same_label(asked, best.article, (best.start, best.end))


def _list_of(item: Candidate) -> ItemList | None:
    """Return the list or the table in which a sentence is an item or a row."""
    text = item.article.text
    rows = (one for one in rows_as_lists(text) if one.items[0][0] <= item.start < one.items[-1][1])
    return list_at(text, (item.start, item.end)) or next(rows, None)


def _list_asked(question: Question, best: Candidate) -> ItemList | None:
    """Return the list that is asked for: the one headed so, or that of the best sentence."""
    text = best.article.text
    headed = _headed(question, text)
    found = headed or list_at(text, (best.start, best.end))
    if found is None or not found.items[0][0] <= best.start < found.items[-1][1]:
        return found
    if headed is None and asks_how_to(question) and not found.numbered:
        return None
    return found if _is_of_list(question, best) or (headed and asks_how_to(question)) else None


def _headed(question: Question, text: str) -> ItemList | None:
    """Return the one list before which nothing stands but what the question asks for: "Pros"."""
    asked = frozenset(content_stems(question.text))
    found = []
    for one in lists_in(text):
        head = frozenset(content_stems(text[slice(*one.before)]))
        if head and head <= asked:
            found.append(one)
    return found[0] if len(found) == 1 else None


def _item(span: Span, mine: Sequence[Weighed], best: Weighed) -> Weighed:
    """Return an item as its first sentence was weighed, else as likely as the best.

    It is quoted whole, unless it is long or somebody speaks in it.
    """
    known = [one for one in mine if span[0] <= one.candidate.start and one.candidate.end <= span[1]]
    if not known:
        return Weighed(candidate=unread(best.candidate.hit, span), chance=best.chance)
    first = min(known, key=lambda one: one.candidate.start)
    if span[1] - span[0] > _WHOLE or any(one.candidate.speaker for one in known):
        return first
    return replace(first, candidate=replace(first.candidate, start=span[0], end=span[1]))


def _is_of_list(question: Question, item: Candidate) -> bool:
    """Whether it is the list that is asked for, and not the item, which has none of its words."""
    if question.kind is Kind.LIST:
        return True
    return not frozenset(content_stems(question.text)) & stems(item.text)
