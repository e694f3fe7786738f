"""Headings and what stands under them.

A heading answers nothing, however many words it shares with a question; what stands under it does.
Where it is a question like the one asked ("Can I bring my dog?"), the paragraph under it answers.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.articles.article import Article, Span
from index.articles.passages import Hit
from qa.answers import Kind
from qa.citations import sentences_in
from qa.evidence.candidate import Candidate, Read, at_least
from qa.evidence.forms.headed_lists import as_listed
from qa.evidence.forms.item_lists import list_at
from qa.evidence.forms.sure import place_of
from qa.evidence.reading import hit_of_each, unread
from qa.language.tables import tables
from qa.questions.question import Question

_ALIKE = 0.7
"""Least cosine of a question with a heading that asks the same."""
_ALIKE_UNMARKED = 0.8
"""The same where the heading is a question without its mark: "Who cannot work from home"."""
_ASKED = Read(evidence=4.5, answerable=4.5)
"""Least logits of what stands under such a heading."""
_LESS = 1.0
"""By how much less counts for what follows a heading what was read of the heading."""
_MOST = 500
"""Characters of a paragraph that is quoted whole; of a longer one, its first sentences are."""
_QUESTION_LINE = re.compile(r"^[^\n]{3,160}\?[ \t*_]*$", re.M)

Compare = Callable[[str, Sequence[str]], Sequence[float]]
"""Cosines of texts with a question."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and what stands from it to the next one; both as offsets of the article."""

    head: Span
    body: Span


def sections_of(article: Article) -> list[Section]:
    """Return the sections of an article: those of its headings and of lines that ask something.

    What somebody asks in a transcript is no heading: what is said next need not answer it.
    """
    heads = list(article.headings)
    taken = [*heads, *((mark.start, mark.end) for mark in article.marks if mark.kind == "turn")]
    heads += [
        found.span()
        for found in _QUESTION_LINE.finditer(article.text)
        if not any(start < found.end() and found.start() < end for start, end in taken)
    ]
    heads.sort()
    starts = [start for start, _ in heads] + [len(article.text)]
    return [Section(head, (head[1], end)) for head, end in zip(heads, starts[1:], strict=True)]


def under_headings(
    question: Question, candidates: Sequence[Candidate], hits: Sequence[Hit], compare: Compare
) -> list[Candidate]:
    """Return the candidates without headings, with what stands under those that are asked for.

    Args:
        question: Understood.
        candidates: Sentences read.
        hits: The passages found, best first.
        compare: Tells how near texts are to a question.
    """
    hit_of = hit_of_each(hits)
    sections = {name: sections_of(hit.article) for name, hit in hit_of.items()}
    found = _below(candidates, sections)
    if question.kind is Kind.WHO_SAID:
        return found
    asking = [
        (hit, one)
        for hit in hits
        for one in sections[hit.article.id]
        if hit.passage.start <= one.head[0] < hit.passage.end and _asks(hit, one)
    ]
    heads = [hit.article.text[slice(*one.head)] for hit, one in asking]
    likeness = [
        alike if alike >= (_ALIKE if "?" in head else _ALIKE_UNMARKED) else 0.0
        for alike, head in zip(compare(question.text, heads), heads, strict=True)
    ]
    best = max(zip(likeness, range(len(asking)), strict=True), default=(0.0, 0))
    return _answered(found, *asking[best[1]]) if best[0] else found


def _asks(hit: Hit, section: Section) -> bool:
    head = hit.article.text[slice(*section.head)]
    return "?" in head or head.split()[0].casefold() in tables("en").questions.words


def _below(
    candidates: Sequence[Candidate], sections: Mapping[str, Sequence[Section]]
) -> list[Candidate]:
    """Return the candidates without headings; what is said of one counts for what follows it."""
    found = list(candidates)
    for one in candidates:
        under = next((s for s in sections.get(one.article.id, ()) if _is_in(one, s.head)), None)
        if under is None:
            continue
        found = [other for other in found if other is not one]
        first = next(iter(_paragraph(one.article, under)), None)
        place = None if first is None else place_of(found, one.article, first)
        if place is not None:
            read = replace(one.read, answer=None, evidence=one.read.evidence - _LESS)
            found[place] = at_least(found[place], read)
    return found


def _answered(candidates: Sequence[Candidate], hit: Hit, section: Section) -> list[Candidate]:
    """Return the candidates with the paragraph under a heading as one that answers."""
    parts = _paragraph(hit.article, section)
    if not parts:
        return list(candidates)
    whole = (parts[0][0], parts[-1][1])
    inside = [c for c in candidates if c.article.id == hit.article.id and _is_in(c, whole)]
    rest = [one for one in candidates if one not in inside]
    best = max(inside, key=lambda one: one.read.evidence, default=unread(hit, whole))
    if len({(one.speaker, one.doubtful) for one in inside}) > 1:
        return [*rest, *(at_least(one, _ASKED) if one is best else one for one in inside)]
    told = at_least(replace(best, start=whole[0], end=whole[1]), _ASKED)
    below = list_at(hit.article.text, whole)
    return as_listed([*rest, told], hit.article, below) if below else [*rest, told]


def _paragraph(article: Article, section: Section) -> list[Span]:
    """Return the sentences of the first paragraph under a heading, of a long one the first."""
    start, end = section.body
    spans = [
        span
        for span in sentences_in(article.text, start, end, article.info.lang)
        if start <= span[0] and span[1] <= end
    ]
    found = spans[:1]
    for span in spans[1:]:
        if "\n" in article.text[found[-1][1] : span[0]] or span[1] - found[0][0] > _MOST:
            break
        found.append(span)
    return found


def _is_in(one: Candidate, span: Span) -> bool:
    return span[0] <= one.start and one.end <= span[1]
