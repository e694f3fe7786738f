"""Which evidence is corrected by which, and in what order it is shown. Pure.

A correction beats what it corrects; where articles give different figures for the same thing, the
later one beats the earlier; asked for what is so now, the newest comes first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from re import Pattern

from index.articles.article import Article, Span
from qa.citations import Evidence, sentences_in
from qa.evidence.correction_notices import Notice, figures_in, notices_in
from qa.language.tables import tables
from qa.people.matching import same_person
from qa.questions.question import Asks, Question
from qa.reading.short_answers import dates_in
from qa.text.patterns import one_of, regex
from qa.text.words import content_stems, stem, stems

_NEARLY = 0.2
"""Evidence whose chance is at most this much lower than the best's may come before it as newer."""
_SHARED = 2
"""Words, stemmed, that a correction without the wrong figure shares with what it corrects."""
_SAME = 0.6
"""Least share of the words of the shorter of two sentences that the other one has, too."""
_FIGURES = frozenset({Asks.NUMBER, Asks.DATE})


def in_order(
    question: Question, evidence: Sequence[Evidence], articles: Sequence[Article] = ()
) -> list[Evidence]:
    """Return the evidence as it is to be shown: each correction before what it corrects.

    What is corrected has `corrected_by`. A correction that was not among the evidence is added,
    with the score of what it corrects.

    Args:
        question: With what it asks for.
        evidence: Likeliest first.
        articles: Others in which corrections are looked for, beside those of the evidence.
    """
    found = _with_right_figures(question, evidence)
    found = _corrected(question, found, articles)
    found = _overtaken(question, found)
    if asks_for_latest(question.text):
        found = _newest_first(found)
    return _corrections_first(found)


def asks_for_latest(question: str) -> bool:
    """Whether a question asks for what is so now."""
    return _latest().search(question) is not None


@lru_cache(maxsize=1)
def _latest() -> Pattern[str]:
    words = (word.replace(" ", r"\s+") for word in tables("en").answers.latest)
    return regex(rf"\b(?:{one_of(words)})\b")


# Corrections that an article spells out


def _with_right_figures(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence; the short answer of a correction is the figure that is right."""
    return [_with_right_figure(question, one) for one in evidence]


def _with_right_figure(question: Question, one: Evidence) -> Evidence:
    for notice in notices_in(one.article.text):
        right = (notice.right.start, notice.right.end)
        if not (one.start <= right[0] and right[1] <= one.end):
            continue
        if question.asks in _FIGURES and one.answer_span != right and _is_wrong(one, notice):
            return replace(one, answer_span=right)
    return one


def _is_wrong(one: Evidence, notice: Notice) -> bool:
    if one.answer_span is None:
        return True
    return any(f.value in notice.wrong for f in figures_in(one.article.text, *one.answer_span))


def _corrected(
    question: Question, evidence: Sequence[Evidence], articles: Sequence[Article]
) -> list[Evidence]:
    """Return the evidence marked where a notice corrects it, and with what the notices say."""
    known = {one.article.id: one.article for one in evidence}
    known |= {article.id: article for article in articles}
    notices = [(a, notice) for a in known.values() for notice in notices_in(a.text)]
    found, added = list(evidence), list[Evidence]()
    for place, one in enumerate(found):
        for article, notice in notices:
            if one.corrected_by is None and _mends(article, notice, one):
                right = _at(article, notice.sentence, [*found, *added])
                if right is None:
                    right = _evidence(question, article, notice, one)
                    added.append(right)
                found[place] = replace(one, corrected_by=right.place)
    return [*found, *added]


def _mends(article: Article, notice: Notice, one: Evidence) -> bool:
    """Whether a notice corrects evidence: it names its figure, or is about the same thing."""
    same = article.id == one.article.id
    if same and notice.sentence[0] < one.end and one.start < notice.sentence[1]:
        return False
    values = {figure.value for figure in figures_in(one.article.text, one.start, one.end)}
    if not values or notice.right.value in values:
        return False
    shared = len(notice.stems & stems(f"{one.text} {one.article.info.title or ''}"))
    if notice.wrong:
        return bool(values & notice.wrong) and (same or shared >= 1)
    return shared >= _SHARED and (same or _is_later(article, one.article))


def _is_later(article: Article, other: Article) -> bool:
    one, before = article.info.date, other.info.date
    return one is not None and before is not None and one > before


def _at(article: Article, span: Span, evidence: Sequence[Evidence]) -> Evidence | None:
    for one in evidence:
        if one.article.id == article.id and one.start < span[1] and span[0] < one.end:
            return one
    return None


def _evidence(question: Question, article: Article, notice: Notice, of: Evidence) -> Evidence:
    start, end = notice.sentence
    right = (notice.right.start, notice.right.end) if question.asks in _FIGURES else None
    return Evidence(article=article, start=start, end=end, score=of.score, answer_span=right)


# Later articles that give another figure


def _overtaken(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence marked where a later article gives another number for the same thing."""
    if question.asks is not Asks.NUMBER:
        return list(evidence)
    wanted = frozenset(content_stems(question.text))
    return [_overtaken_by(one, evidence, wanted) for one in evidence]


def with_other_figures(
    question: Question, evidence: Sequence[Evidence], possible: Sequence[Evidence]
) -> list[Evidence]:
    """Return the evidence with one that gives another figure at another time for the same thing.

    Args:
        question: With what it asks for.
        evidence: Likeliest first.
        possible: What nearly was quoted, likeliest first.
    """
    if question.asks is not Asks.NUMBER or not evidence:
        return list(evidence)
    first, wanted = evidence[0], frozenset(content_stems(question.text))
    known = {one.article.id for one in evidence}
    other = (
        one
        for one in possible
        if one.article.id not in known
        and (_overtakes(one, first, wanted) or _overtakes(first, one, wanted))
        and _is_alike(first, one)
    )
    return [*evidence, *list(other)[:1]]


def with_newer(evidence: Sequence[Evidence], possible: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with what the same text says at another time, if its title is the same.

    "Working from home: new rules from 1 May" overtakes "Working from home: rules from 1 April".

    Args:
        evidence: Likeliest first.
        possible: What nearly was quoted, likeliest first.
    """
    if len({one.article.id for one in evidence}) != 1:
        return list(evidence)
    first, *rest = evidence
    for other in possible:
        if other.article.id == first.article.id or not _has_same_title(first, other):
            continue
        if _is_later(other.article, first.article):
            return [replace(first, corrected_by=other.place), *rest, other]
        if _is_later(first.article, other.article):
            return [first, *rest, replace(other, corrected_by=first.place)]
    return list(evidence)


def _has_same_title(one: Evidence, other: Evidence) -> bool:
    """Whether two articles have the same title but for dates and a word or two."""
    titles = [
        {w for w in content_stems(e.article.info.title or "") if not w[0].isdigit()} - _months()
        for e in (one, other)
    ]
    both = titles[0] & titles[1]
    return len(both) >= _SHARED and len(both) >= _SAME * len(titles[0] | titles[1])


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(stem(month) for month in tables("en").calendar.months)


def _is_alike(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences are about the same thing, by their words or their articles' titles."""
    titles = [frozenset(content_stems(e.article.info.title or "")) for e in (one, other)]
    if titles[0] & titles[1]:
        return True
    told = [frozenset(content_stems(e.text)) for e in (one, other)]
    return len(told[0] & told[1]) >= _SAME * min(map(len, told))


def _overtaken_by(one: Evidence, evidence: Sequence[Evidence], wanted: frozenset[str]) -> Evidence:
    if one.corrected_by is not None:
        return one
    later = [o for o in evidence if o.corrected_by is None and _overtakes(o, one, wanted)]
    if not later:
        return one
    newest = max(later, key=lambda o: o.article.info.date or "")
    return replace(one, corrected_by=newest.place)


def _overtakes(later: Evidence, one: Evidence, wanted: frozenset[str]) -> bool:
    if not _is_later(later.article, one.article):
        return False
    if later.speaker and one.speaker and not same_person(later.speaker, one.speaker):
        return False  # they disagree
    here, there = _answered(one), _answered(later)
    if not here or not there or here & there:
        return False
    same = wanted & stems(one.text) == wanted & stems(later.text)
    return same and bool(wanted & stems(one.text)) and _times(one) == _times(later)


def _answered(one: Evidence) -> frozenset[str]:
    """Return the numbers of the short answer."""
    if one.answer_span is None:
        return frozenset()
    return frozenset(f.value for f in figures_in(one.article.text, *one.answer_span))


def _times(one: Evidence) -> frozenset[str]:
    """Return the dates of the sentences of the short answer: of another year is another thing."""
    span = one.answer_span or (one.start, one.end)
    parts = sentences_in(one.article.text, *span, one.article.info.lang) or (span,)
    text = one.article.text[parts[0][0] : parts[-1][1]]
    return frozenset(text[start:end].casefold() for start, end in dates_in(text))


# Order


def _newest_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with what is nearly as likely as the best by date, the newest first."""
    if not evidence:
        return []
    enough = max(one.score for one in evidence) - _NEARLY
    near = [one for one in evidence if one.score >= enough]
    far = [one for one in evidence if one.score < enough]
    return [*sorted(near, key=lambda one: one.article.info.date or "", reverse=True), *far]


def _corrections_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with each correction right before the first that it corrects."""
    by_place = {one.place: one for one in evidence}
    done: dict[tuple[str, int, int], Evidence] = {}
    for one in evidence:
        for step in _chain(one, by_place):
            done.setdefault(step.place, step)
    return list(done.values())


def _chain(one: Evidence, by_place: dict[tuple[str, int, int], Evidence]) -> Iterator[Evidence]:
    """Yield what corrects the evidence, the last correction first, then the evidence."""
    row, seen = [one], {one.place}
    while (place := row[-1].corrected_by) is not None and place in by_place and place not in seen:
        seen.add(place)
        row.append(by_place[place])
    yield from reversed(row)
