"""Lists whose heading, with the title of their article, says what is asked for.

Under "Fixed" in the notes of release 4.2 stands which faults were fixed in 4.2, though no item says
so; and the steps under "To apply:" are how one applies.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.articles.article import Article
from index.articles.passages import Hit
from qa.answers import Kind
from qa.evidence.candidate import Candidate, Read, at_least
from qa.evidence.forms.item_lists import ItemList, lists_in
from qa.evidence.forms.table_rows import tables_of
from qa.evidence.reading import hit_of_each, unread
from qa.questions.question import Asks, Question
from qa.questions.requests.whole_lists import may_ask_for_list
from qa.reading.short_answers import names_in
from qa.text.words import content_stems, folded_words, same_name, stems

_HEADED = Read(evidence=4.0, answerable=4.0)
"""Least logits of the first item of a list headed by all that is asked."""
_MOSTLY = Read(evidence=2.5, answerable=2.5)
"""The same where a word of the question is nowhere near."""
_NAMED = 2
"""Least words of a question that one item alone has, for it to be the one that is asked for."""
_BEHIND = 2.0
"""How far the other items are behind it then, as logits."""
_ITEM = 160
"""Most characters of the items of such a list; longer ones are paragraphs that are numbered."""
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
    for hit in hit_of_each(hits).values():
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


def named_items(
    question: Question, candidates: Sequence[Candidate], hits: Sequence[Hit]
) -> list[Candidate]:
    """Return the candidates; of a list, the one item that a question names before all others.

    Args:
        question: Understood.
        candidates: Sentences read.
        hits: The passages found.
    """
    found = list(candidates)
    if question.kind is Kind.LIST:
        return found
    asked = frozenset(content_stems(question.text))
    for hit in hit_of_each(hits).values():
        for one in lists_in(hit.article.text):
            if all(end - start <= _ITEM for start, end in one.items):
                found = _with_named(asked, found, hit.article, one)
    return found


def _with_named(
    asked: frozenset[str], candidates: list[Candidate], article: Article, one: ItemList
) -> list[Candidate]:
    shared = [len(asked & stems(article.text[slice(*item)])) for item in one.items]
    most = max(shared)
    if most < _NAMED or shared.count(most) > 1:
        return candidates
    start, end = one.items[shared.index(most)]
    inside = [c for c in candidates if c.article.id == article.id and is_in(c, one)]
    named = [c for c in inside if start <= c.start and c.end <= end and asked & stems(c.text)]
    if not named:
        return candidates
    best = max(c.read.evidence for c in inside)
    weighed = {id(c): min(c.read.evidence, best - _BEHIND) for c in inside}
    weighed |= {id(c): best for c in named}
    return [
        replace(c, read=replace(c.read, evidence=weighed.get(id(c), c.read.evidence)))
        for c in candidates
    ]


def is_in(candidate: Candidate, one: ItemList) -> bool:
    """Whether a sentence of the list's article lies in the list."""
    return one.items[0][0] <= candidate.start and candidate.end <= one.items[-1][1]


def as_listed(candidates: Sequence[Candidate], article: Article, one: ItemList) -> list[Candidate]:
    """Return the candidates; those in a list of an article as items of one that is asked for."""
    return [
        replace(other, listed=True)
        if other.article.id == article.id and is_in(other, one)
        else other
        for other in candidates
    ]


def rows_as_lists(text: str) -> Iterator[ItemList]:
    """Yield the rows of tables under the line before them, as lists."""
    for one in tables_of(text):
        body = one.rows[1:] if one.has_head else one.rows
        end = len(text[: one.start].rstrip())
        before = (text.rfind("\n", 0, end) + 1, end)
        yield ItemList(tuple((row[0][0], row[-1][1]) for row in body), before)


def _share(question: Question, asked: frozenset[str], article: Article, one: ItemList) -> float:
    """Return the share of what is asked that stands over a list; 0 unless its heading asks no more.

    The heading has a word of the question, and all names and numbers asked about are there. What is
    left of the question stands nowhere else in the article: it would be asked about that.
    """
    text, start = article.text, one.before[0]
    head = text[slice(*one.before)]
    own = frozenset(content_stems(head))
    if not own or not own <= asked:
        return 0.0
    section = next((h for h in reversed(article.headings) if h[1] <= start), (0, 0))
    over = f"{article.info.title or ''} {text[slice(*section)]} {head}"
    if not all(same_name(name, folded_words(over)) for name in question.names):
        return 0.0
    rest = asked - stems(over)
    elsewhere = stems(text[:start]) | stems(text[one.items[-1][1] :])
    return 0.0 if rest & elsewhere else 1 - len(rest) / len(asked)


def _with_first(
    candidates: Sequence[Candidate], hit: Hit, one: ItemList, least: Read
) -> list[Candidate]:
    """Return the candidates with a list as one that answers: its first sentence at least."""
    found = as_listed(candidates, hit.article, one)
    (start, end), *_ = one.items
    inside = [
        (other.start, n)
        for n, other in enumerate(found)
        if other.listed and start <= other.start and other.end <= end
    ]
    if not inside:
        return [*found, at_least(replace(unread(hit, (start, end)), listed=True), least)]
    _, place = min(inside)
    return [*found[:place], at_least(found[place], least), *found[place + 1 :]]
