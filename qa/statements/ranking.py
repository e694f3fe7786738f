"""What was said about a topic: statements of the articles found, matched with the question.

Whose they are is told by `qa.statements.speakers`; here only what they are about counts.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from index.articles.article import Article, Span
from index.articles.statement import Statement, StatementKind
from qa.answers import Kind
from qa.citations import Evidence, article_sentences, grow_to_sentences, sentences_in
from qa.questions.names_asked import names_of
from qa.questions.question import Question
from qa.reading.confidence import DOUBTED, Calibration, Features
from qa.reading.evidence import Candidate, is_doubtful
from qa.reading.sentence_reader import inverse_frequencies, weighted_share
from qa.statements.doubtful_lines import doubt_of
from qa.statements.stored import SpokenIn
from qa.statements.turn_speakers import is_of_turn, label_before, question_before
from qa.text.words import content_stems, folded_words, same_name, stems

_OWN, _NEARBY, _TITLE = 1.0, 0.7, 0.3
_DIRECT = 0.3
_SENTENCES_BEFORE = 2
_NEARLY = 1.0
_MOST_STATEMENTS = 32
_READ_CLOSELY = 3
_LONGEST_WHOLE = 200
"""Characters of a turn that are quoted together."""


CosineFunction: TypeAlias = Callable[[str, Sequence[str]], list[float]]
"""Cosines of one question with each text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement that may answer: the evidence, what speaks for it, and how much that is.

    `chance` is the calibrated probability that it answers, `fit` its logit with a little extra
    for words quoted directly; the fittest come first, those of doubtful lines (whose chance is
    never high) behind all others.
    """

    evidence: Evidence
    features: Features
    chance: float
    fit: float
    doubtful: bool = False


def matching(
    question: Question,
    statements: Sequence[SpokenIn],
    similarity: CosineFunction,
    read: Sequence[Candidate],
    scale: Calibration,
) -> list[Said]:
    """Return the statements scored against what the question asks, the fittest first.

    Args:
        question: With its topic, where it has one.
        statements: Of the speaker asked about, or of anybody.
        similarity: Gives cosines; called once.
        read: What a reader found in the passages, best first; may be empty.
        scale: Makes a probability of what speaks for a statement.
    """
    asked = question.topic or question.text
    wanted = content_stems(asked)
    # Asked for all that somebody said, a turn of his needs no word of the question.
    anything = question.kind is Kind.WHO_SAID and not question.topic and question.speakers
    known = (*question.speakers, question.text) if anything else question.speakers
    drafts = [
        _Draft.of(article, piece, known)
        for article, statement in statements
        for piece in _pieces(article, statement)
    ]
    weights = inverse_frequencies(wanted, [draft.nearby for draft in drafts])
    drafts = sorted(drafts, key=lambda d: -_coverage(weights, d))[:_MOST_STATEMENTS]
    if not drafts:
        return []
    cosines = similarity(asked, [text for d in drafts for text in (d.evidence.text, d.window)])
    names = _topic_names(question)
    sound = [c for c in read if not is_doubtful(c)]
    found = [
        _said(
            draft, (3 * own + window) / 4, weights, names, read if draft.doubtful else sound, scale
        )
        for draft, own, window in zip(drafts, cosines[::2], cosines[1::2], strict=True)
    ]
    order = sorted(found, key=lambda s: (-s.fit, s.evidence.article.id, s.evidence.start))
    return sorted(order, key=lambda s: s.doubtful)


def _pieces(article: Article, statement: Statement) -> Iterator[Statement]:
    """Yield what of a statement may answer by itself: of what is said at length, each sentence.

    A quotation is quoted whole; the words of a turn need not be.
    """
    start, end = statement.start, statement.end
    if end - start <= _LONGEST_WHOLE or not is_of_turn(article.text, statement):
        yield statement
        return
    for left, right in sentences_in(article.text, start, end):
        yield statement._replace(start=max(left, start), end=min(right, end))


def _said(
    draft: "_Draft",
    cosine: float,
    weights: dict[str, float],
    names: Sequence[str],
    read: Sequence[Candidate],
    scale: Calibration,
) -> Said:
    features = Features(
        reader=_answerable(draft.evidence, read),
        cosine=cosine,
        coverage=weighted_share(weights, draft.own) if weights else 1.0,
        passage_coverage=_coverage(weights, draft),
        missing=sum(not same_name(n, draft.names) for n in names) / len(names) if names else 0.0,
        support=float(any(_overlap(draft.evidence, c) for c in read[:_READ_CLOSELY])),
    )
    chance = scale.probability(features)
    if draft.doubtful:
        chance = min(chance, DOUBTED)
    return Said(
        evidence=replace(draft.evidence, score=chance),
        features=features,
        chance=chance,
        fit=scale.logit(features) + _DIRECT * draft.direct,
        doubtful=draft.doubtful,
    )


def _answerable(evidence: Evidence, read: Sequence[Candidate]) -> float:
    logits = [
        c.answerable
        for c in read
        if c.article.id == evidence.article.id
        and c.hit.passage.start < evidence.end
        and c.hit.passage.end > evidence.start
    ]
    return max(logits, default=min((c.answerable for c in read), default=0.0))


def _overlap(evidence: Evidence, candidate: Candidate) -> bool:
    return (
        candidate.article.id == evidence.article.id
        and candidate.start < evidence.end
        and candidate.end > evidence.start
    )


def _topic_names(question: Question) -> tuple[str, ...]:
    topic = names_of(f"about {question.topic}") if question.topic else ()
    return topic or question.names


@dataclass(frozen=True, slots=True)
class _Draft:
    """A statement before it is scored, with the words in it and around it."""

    evidence: Evidence
    direct: bool
    doubtful: bool
    window: str
    own: frozenset[str]
    nearby: frozenset[str]
    title: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, article: Article, statement: Statement, known: Sequence[str]) -> "_Draft":
        """Return the draft of a statement; what is `known` of the words of turns holds for it."""
        start, end = grow_to_sentences(article, statement.start, statement.end)
        first, last = surroundings(article, start, end)
        title = article.info.title or ""
        before = _said_before(article.text, start, known)
        nearby = article.text[first:last]
        evidence = Evidence(
            article=article,
            start=start,
            end=end,
            score=0.0,
            speaker=statement.speaker,
            answer_span=_without_that(article.text, statement.start, statement.end),
        )
        return cls(
            evidence=evidence,
            direct=statement.kind != StatementKind.INDIRECT,
            doubtful=doubt_of(article.text, start, end) is not None,
            window=article.text[first:end],
            own=stems(f"{before} {evidence.text}"),
            nearby=stems(f"{before} {nearby}"),
            title=stems(title),
            names=folded_words(f"{before} {nearby} {title}"),
        )


def _said_before(text: str, start: int, known: Sequence[str]) -> str:
    """Return what a turn answers, its label, and what is known of it from the question."""
    label = label_before(text, start)
    return " ".join((question_before(text, start), label, *known)) if label else ""


_THAT = re.compile(r"that\s+")


def _without_that(text: str, start: int, end: int) -> Span:
    """Return the span of a statement without the conjunction that ties it to its cue."""
    found = _THAT.match(text, start, end)
    return (found.end(), end) if found and found.end() < end else (start, end)


def surroundings(article: Article, start: int, end: int) -> Span:
    """Return the span with the sentences just before it and the rest of its paragraph."""
    text = article.text
    stop = text.find("\n", end)
    sentences = article_sentences(text)
    place = bisect_right(sentences, start, key=lambda span: span[1])
    before = sentences[max(0, place - _SENTENCES_BEFORE) : place]
    return (before[0][0] if before else start, len(text) if stop < 0 else stop)


def _coverage(weights: dict[str, float], draft: _Draft) -> float:
    """Return the share of the wanted words held, by the statement, around it, or in the title."""
    total = sum(weights.values())
    if not total:
        return 1.0
    places = ((draft.own, _OWN), (draft.nearby, _NEARBY), (draft.title, _TITLE))
    held = (
        weight * next((worth for given, worth in places if s in given), 0.0)
        for s, weight in weights.items()
    )
    return sum(held) / total


def best_of(found: Sequence[Said], likely: float, limit: int) -> list[Said]:
    """Return of each speaker the fittest and those nearly as fit, the fittest of each first.

    Those less likely than `likely` are left out, but for what the same person says right before
    or after the fittest: reports put a thing in their own words and then quote it, or the reverse.
    """
    kept: dict[str | None, list[Said]] = {}
    for said in sorted(found, key=lambda s: (s.doubtful, -s.fit)):
        mine = kept.setdefault(said.evidence.speaker, [])
        near = said.chance >= likely and (not mine or said.fit >= mine[0].fit - _NEARLY)
        if len(mine) < limit and (near or (mine and _continues(mine[0], said))):
            mine.append(said)
    return [row[n] for n in range(limit) for row in kept.values() if n < len(row)]


def _continues(best: Said, said: Said) -> bool:
    return not said.doubtful and _adjoins(best.evidence, said.evidence)


def _adjoins(one: Evidence, other: Evidence) -> bool:
    if one.article.id != other.article.id:
        return False
    first, second = sorted((one, other), key=lambda e: e.start)
    between = one.article.text[first.end : second.start]
    return second.start > first.start and "\n" not in between and not between.strip()
