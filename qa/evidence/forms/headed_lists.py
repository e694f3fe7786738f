"""Lists whose heading, with the title of their article, says what is asked for.

Under "Fixed" in the notes of release 4.2 stands which faults were fixed in 4.2, though no item says
so; and the steps under "To apply:" are how one applies.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.articles.article import Article
from index.articles.passages import Hit
from qa.evidence.candidate import Candidate, Read, at_least
from qa.evidence.forms.item_lists import ItemList, lists_in
from qa.evidence.forms.table_rows import tables_of
from qa.evidence.reading import unread
from qa.questions.question import Asks, Question
from qa.questions.requests.whole_lists import may_ask_for_list
from qa.reading.short_answers import names_in
from qa.text.words import content_stems, folded_words, same_name, stems

_HEADED = Read(evidence=4.0, answerable=4.0)
"""Least logits of the first item of a list headed by all that is asked."""
_MOSTLY = Read(evidence=2.5, answerable=2.5)
"""The same where a word of the question is nowhere near."""
_SHARE = 0.6
"""Least share of the question's words in the heading and in what stands over it."""


def headed_lists(
    question: Question, candidates: Sequence[Candidate], hits: Sequence[Hit]
) -> list[Candidate]:
    """Return the candidates; of a list that is asked for by its heading, the first item is sure.

    Args:
        question: Understood.
        candidates: Sentences read.
        hits: The passages found, best first.
    """
    found = list(candidates)
    people = question.asks is Asks.PERSON
    if not (people or may_ask_for_list(question)):
        return found
    asked = frozenset(content_stems(question.text))
    told = []
    for hit in {hit.article.id: hit for hit in reversed(hits)}.values():
        text = hit.article.text
        for one in (*lists_in(text), *rows_as_lists(text)):
            if people and not any(names_in(text[slice(*one.items[0])])):
                continue
            share = _share(question, asked, hit.article, one)
            if share >= _SHARE:
                told.append((share, hit, one))
    most = max((share for share, _, _ in told), default=0.0)
    best = [(hit, one) for share, hit, one in told if share == most]
    if len(best) != 1:
        return found
    ((hit, one),) = best
    return _with_first(found, hit, one, _HEADED if most == 1 else _MOSTLY)


def rows_as_lists(text: str) -> Iterator[ItemList]:
    """Yield the rows of tables under the line before them, as lists."""
    for one in tables_of(text):
        body = one.rows[1:] if one.has_head else one.rows
        end = len(text[: one.start].rstrip())
        before = (text.rfind("\n", 0, end) + 1, end)
        yield ItemList(tuple((row[0][0], row[-1][1]) for row in body), before)


def _share(
    question: Question, asked: frozenset[str], article: Article, one: ItemList
) -> float:
    """Return the share of what is asked that stands over a list; 0 unless its heading asks no more.

    The heading has a word of the question, and all names and numbers asked about are there.
    """
    head = article.text[slice(*one.before)]
    own = frozenset(content_stems(head))
    if not own or not own <= asked:
        return 0.0
    over = f"{article.info.title or ''} {head}"
    if not all(same_name(name, folded_words(over)) for name in question.names):
        return 0.0
    return len(asked & stems(over)) / len(asked)


def _with_first(
    candidates: list[Candidate], hit: Hit, one: ItemList, least: Read
) -> list[Candidate]:
    """Return the candidates with the first sentence of a list's first item as one that answers."""
    start, end = one.items[0]
    inside = [
        (c.start, n)
        for n, c in enumerate(candidates)
        if c.article.id == hit.article.id and start <= c.start and c.end <= end
    ]
    if not inside:
        told = replace(unread(hit, (start, end)), listed=True)
        return [*candidates, at_least(told, least)]
    _, place = min(inside)
    told = at_least(replace(candidates[place], listed=True), least)
    return [*candidates[:place], told, *candidates[place + 1 :]]
