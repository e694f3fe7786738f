"""Lists whose heading, with the title of their article, says what is asked for.

Under "Fixed" in the notes of release 4.2 stands which faults were fixed in 4.2, though no item says
so; and the steps under "To apply:" are how one applies.
"""

from collections.abc import Sequence

from index.articles.article import Article
from index.articles.passages import Hit
from qa.evidence.candidate import Candidate, Read, at_least
from qa.evidence.forms.item_lists import ItemList, lists_in
from qa.evidence.reading import unread
from qa.questions.question import Question
from qa.questions.requests.whole_lists import may_ask_for_list
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
    if not may_ask_for_list(question):
        return found
    asked = frozenset(content_stems(question.text))
    told = []
    for hit in {hit.article.id: hit for hit in reversed(hits)}.values():
        for one in lists_in(hit.article.text):
            share = _share(question, asked, hit.article, one)
            if share >= _SHARE:
                told.append((share, hit, one))
    most = max((share for share, _, _ in told), default=0.0)
    best = [(hit, one) for share, hit, one in told if share == most]
    if len(best) != 1:
        return found
    ((hit, one),) = best
    return _with_first(found, hit, one, _HEADED if most == 1 else _MOSTLY)


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
        return [*candidates, at_least(unread(hit, (start, end)), least)]
    _, place = min(inside)
    told = at_least(candidates[place], least)
    return [*candidates[:place], told, *candidates[place + 1 :]]
