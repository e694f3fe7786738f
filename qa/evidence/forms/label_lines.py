"""Lines that begin with a label or a time: "Present: ...", "ACTION: ...", "09:35 The lift stops.".

What such a line says of whom or when stands in its label alone, and a reader that looks for a
sentence about it finds none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.articles.article import Article, Span
from index.articles.passages import Hit
from qa.answers import Kind
from qa.evidence.candidate import Candidate, Read, at_least
from qa.evidence.forms.item_lists import ItemList
from qa.evidence.forms.sure import place_of
from qa.evidence.reading import hit_of_each, unread
from qa.language.tables import tables
from qa.questions.question import Asks, Question
from qa.reading.short_answers import OF_SORT
from qa.text.patterns import one_of, regex
from qa.text.words import content_stems, folded_words, same_name, stem, stems

_CLOCK = r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b\.?)?"
_LINE = re.compile(
    r"^[ \t]*(?:[-•*–][ \t]+)?(?:(?P<label>[^\W_][^:\n|.!?]{0,38}):"
    rf"|(?P<time>{_CLOCK})(?:[ \t]*[-–:])?)[ \t]+(?P<value>[^\W_].*)$",
    re.M,
)
_MOST_WORDS = 5
_LONGEST = 300
"""Characters of such a line; longer ones are paragraphs under a heading."""
_HEAD = 200
"""Characters of an article's beginning that say what it is about, as its title does."""
_TOLD = Read(evidence=6.0, answerable=6.0)
"""Least logits of a line whose label is what is asked for, with all words of the question near."""
_MOSTLY = Read(evidence=3.0, answerable=3.0)
"""The same where some words of the question are not near."""
_SHARE = 0.5
"""Least share of the question's words in such a line, its heading and the article's title."""


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A line as offsets of its article: all of it, its label, and what stands behind that."""

    line: Span
    label: Span
    value: Span


def with_label_lines(
    question: Question, candidates: Sequence[Candidate], hits: Sequence[Hit]
) -> list[Candidate]:
    """Return the candidates; lines whose label is what a question asks for are sure.

    Args:
        question: Understood.
        candidates: Sentences read.
        hits: The passages found, best first.
    """
    found = [line for one in candidates for line in _by_line(one)]
    asked = _asked(question.text)
    never = question.kind in {Kind.WHO_SAID, Kind.YES_NO, Kind.COMPARE}
    if never or question.asks is Asks.REASON or not asked:
        return found
    lines = [
        (share, hit, one)
        for hit in hit_of_each(hits).values()
        for one in label_lines(hit.article.text)
        if (share := _share(question, asked, hit.article, one)) >= _SHARE
    ]
    most = max((share for share, _, _ in lines), default=0.0)
    for hit, one in [(hit, one) for share, hit, one in lines if share == most]:
        place = place_of(found, hit.article, one.line)
        line = unread(hit, one.line) if place is None else found.pop(place)
        found.append(at_least(_answered(question, line, one), _TOLD if most == 1 else _MOSTLY))
    return found


def _by_line(one: Candidate) -> list[Candidate]:
    """Return a candidate, or each of its lines where several of them begin with a label."""
    lines = [
        line.line
        for line in label_lines(one.article.text)
        if one.start <= line.line[0] and line.line[1] <= one.end
    ]
    if len(lines) < 2 or one.statement is not None:
        return [one]
    return [
        replace(one, start=start, end=end, read=_inside(one.read, (start, end)))
        for start, end in lines
    ]


def _inside(read: Read, span: Span) -> Read:
    held = read.answer is not None and span[0] <= read.answer[0] and read.answer[1] <= span[1]
    return read if held else replace(read, answer=None)


def _answered(question: Question, line: Candidate, one: LabelLine) -> Candidate:
    """Return a line, its short answer behind the label."""
    answer = line.read.answer
    if answer is None or answer[0] < one.value[0]:
        find, start = OF_SORT.get(question.asks), one.value[0]
        found = find(line.article.text[slice(*one.value)]) if find else ()
        answer = next(((start + a, start + b) for a, b in found), None)
    return replace(line, read=replace(line.read, answer=answer))


def _asked(question: str, language: str = "en") -> frozenset[str]:
    """Return what is looked for in labels: the stems of a question, and those of what it means."""
    own = frozenset(content_stems(question))
    meant = (stem(label) for way, label in _meant_labels(language) if way.match(question))
    return frozenset(one for one in own.union(meant) if not _happening(language).match(one))


@lru_cache(maxsize=256)
def label_lines(text: str) -> tuple[LabelLine, ...]:
    """Return the lines of a text that begin with a label or a time."""
    found = []
    for one in _LINE.finditer(text):
        label = one.span("label") if one["label"] else one.span("time")
        words = text[slice(*label)].split()
        if len(words) <= _MOST_WORDS and not _counts("en", *words):
            start = one.start() + len(one[0]) - len(one[0].lstrip())
            found.append(LabelLine((start, one.end()), label, one.span("value")))
    return tuple(found)


def same_label(asked: frozenset[str], article: Article, span: Span) -> ItemList | None:
    """Return the lines with the label of the one that holds a sentence, as a list.

    None where there is only one, or where the label is not asked for.

    Args:
        asked: The stems of a question.
        article: Whose lines.
        span: The sentence.
    """
    text = article.text
    lines = [one for one in label_lines(text) if not _is_turn(article, one)]
    mine = next((a for a in lines if a.line[0] <= span[0] and span[1] <= a.line[1]), None)
    label = text[slice(*mine.label)].casefold() if mine else ""
    alike = [one.line for one in lines if text[slice(*one.label)].casefold() == label]
    if len(alike) < 2 or not _meant(asked, label):
        return None
    return ItemList(tuple(alike), (0, 0))


def _words_of(label: str) -> list[str]:
    """Return the stems of a label; words of grammar alone are one: "To do"."""
    return content_stems(label) or [stem(re.sub(r"\W+", "", label))]


def _meant(asked: frozenset[str], label: str) -> bool:
    """Whether a label has no words but those of a question, or their like."""
    own = frozenset(_words_of(label))
    same = [group for group in _groups("en") if group & asked]
    return bool(own) and own <= asked.union(*same)


def _share(question: Question, asked: frozenset[str], article: Article, one: LabelLine) -> float:
    """Return the share of what is asked in a line, its heading and the title of its article.

    It is 0 unless the label is asked for, says more than the title, and what stands behind it is of
    the sort asked for; and where a name or a number of the question is not near.
    """
    text, title = article.text, article.info.title or ""
    label, value = text[slice(*one.label)], text[slice(*one.value)]
    if not _meant(asked, label) or one.line[1] - one.line[0] > _LONGEST or _is_turn(article, one):
        return 0.0
    known = stems(title).union(map(stem, question.names))
    if not label[0].isdigit() and known.issuperset(_words_of(label)):
        return 0.0
    over = f"{title} {text[:_HEAD]} {_heading(article, one)} {text[slice(*one.line)]}"
    near = folded_words(over)
    if not _is_of_sort(question, value) or not all(same_name(n, near) for n in question.names):
        return 0.0
    own = frozenset(_words_of(label))
    told = stems(over).union(*(group for group in _groups("en") if group & own))
    return len(asked & told) / len(asked)


def _is_of_sort(question: Question, value: str) -> bool:
    """Whether a date, a number or a name is there where one is asked for; any words are a place."""
    if question.asks is Asks.PLACE:
        return any(map(str.isalpha, value))
    find = OF_SORT.get(question.asks)
    return find is None or any(find(value))


def _heading(article: Article, one: LabelLine) -> str:
    """Return the heading under which a line stands; empty where there is none."""
    over = [head for head in article.headings if head[1] <= one.line[0]]
    return article.text[slice(*over[-1])] if over else ""


def _is_turn(article: Article, one: LabelLine) -> bool:
    """Whether the line is what a speaker of a transcript says."""
    return any(
        mark.kind == "turn" and mark.start < one.value[1] and one.value[0] < mark.end
        for mark in article.marks
    )


def _counts(language: str, *label: str) -> bool:
    """Whether a label only numbers a paragraph: "Second: write down ..."."""
    return len(label) == 1 and label[0].casefold() in tables(language).answers.ordinals


@lru_cache
def _groups(language: str) -> tuple[frozenset[str], ...]:
    labels = tables(language).answers.same_labels
    return tuple(frozenset(map(stem, group.split())) for group in labels)


@lru_cache
def _happening(language: str) -> re.Pattern[str]:
    return regex(rf"(?:{one_of(tables(language).answers.happening)})$")


@lru_cache
def _meant_labels(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    meant = tables(language).answers.meant_labels
    return tuple((regex(rf"{way}\b"), label) for way, label in meant)
