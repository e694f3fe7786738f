"""Who said what about a topic: statements of the articles found, matched with the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.articles import Article, Span
from qa.citations import Evidence, article_sentences, grow_to_sentences
from qa.confidence import Features
from qa.people import full_name, name_parts, same_person
from qa.questions import Question, names_of
from qa.sentence_reader import inverse_frequencies, weighted_share
from qa.words import content_stems, fold, stem, stems, words

_OWN, _PARAGRAPH, _TITLE = 1.0, 0.6, 0.3
_DIRECT = 0.05
_SEVERAL = 0.8
_MOST_STATEMENTS = 64


class Spoken(Protocol):
    """The part of a statement that is needed here; `qa.statements.Statement` fills it."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def speaker(self) -> str | None: ...  # noqa: D102


Similarity = Callable[[str, Sequence[str]], list[float]]
"""Cosines of one question with each text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement that may answer, as evidence, with what speaks for it."""

    evidence: Evidence
    features: Features
    direct: bool

    @property
    def relevance(self) -> float:
        """How well it fits the question: comparable over the statements of one question."""
        f = self.features
        return f.cosine + f.passage_coverage + 0.5 * f.coverage - f.missing + _DIRECT * self.direct


def matching(
    question: Question,
    statements: Sequence[tuple[Article, Spoken]],
    similarity: Similarity,
) -> list[Said]:
    """Return the statements scored against what the question asks, the fittest first.

    Of a statement count: the words of its own sentences fully, those of its paragraph and the one
    sentence before it less, those of the article's title least.
    """
    wanted = content_stems(question.topic or question.text)
    drafts = [_Draft.of(article, statement) for article, statement in statements]
    weights = inverse_frequencies(wanted, [draft.nearby for draft in drafts])
    drafts.sort(key=lambda d: -_coverage(weights, d))
    drafts = drafts[:_MOST_STATEMENTS]
    cosines = similarity(question.topic or question.text, [d.evidence.text for d in drafts])
    found = [
        Said(
            evidence=replace(draft.evidence, score=cosine),
            direct=draft.direct,
            features=Features(
                cosine=cosine,
                coverage=weighted_share(weights, draft.own),
                passage_coverage=_coverage(weights, draft),
                missing=_missing(_topic_names(question), draft),
            ),
        )
        for draft, cosine in zip(drafts, cosines, strict=True)
    ]
    return sorted(found, key=lambda s: (-s.relevance, s.evidence.article.id, s.evidence.start))


def _topic_names(question: Question) -> tuple[str, ...]:
    topic = names_of(f"about {question.topic}") if question.topic else ()
    return topic or question.names


@dataclass(frozen=True, slots=True)
class _Draft:
    evidence: Evidence
    direct: bool
    own: frozenset[str]
    nearby: frozenset[str]
    title: frozenset[str]
    nearby_words: frozenset[str]

    @classmethod
    def of(cls, article: Article, statement: Spoken) -> "_Draft":
        start, end = grow_to_sentences(article, statement.start, statement.end)
        around = surroundings(article, start, end)
        text = article.text[around[0] : around[1]]
        title = article.info.title or ""
        return cls(
            Evidence(
                article=article,
                start=start,
                end=end,
                score=0.0,
                speaker=statement.speaker,
                answer_span=(statement.start, statement.end),
            ),
            statement.kind != "indirect",
            stems(article.text[start:end]),
            stems(text),
            stems(title),
            frozenset(fold(w.text) for w in words(f"{text} {title}")),
        )


def surroundings(article: Article, start: int, end: int) -> Span:
    """Return the span's paragraph, and the sentence before the span when that is outside it."""
    text = article.text
    first = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    before = [s for s in article_sentences(text) if s[1] <= start]
    return (min(first, before[-1][0] if before else first), len(text) if stop < 0 else stop)


def _coverage(weights: dict[str, float], draft: _Draft) -> float:
    total = sum(weights.values())
    if not total:
        return 1.0
    held = sum(
        weight
        * (
            _OWN
            if s in draft.own
            else _PARAGRAPH
            if s in draft.nearby
            else _TITLE
            if s in draft.title
            else 0.0
        )
        for s, weight in weights.items()
    )
    return held / total


def _missing(names: Sequence[str], draft: _Draft) -> float:
    if not names:
        return 0.0
    held = {stem(word) for word in draft.nearby_words}
    begins = {word[: max(4, len(word) - 3)] for word in draft.nearby_words if len(word) > 3}
    lost = [
        n
        for n in names
        if n not in draft.nearby_words
        and stem(n) not in held
        and not (len(n) > 3 and any(n.startswith(b) and abs(len(b) - len(n)) < 4 for b in begins))
    ]
    return len(lost) / len(names)


def by_speaker(
    statements: Sequence[tuple[Article, Spoken]], speaker: str
) -> list[tuple[Article, Spoken]]:
    """Return the statements whose speaker can be the one asked about."""
    return [pair for pair in statements if pair[1].speaker and _same(pair[1].speaker, speaker)]


def _same(found: str, asked: str) -> bool:
    if same_person(found, asked):
        return True
    # A group or office: "the ministers" is "foreign ministers", "CSTO" is "the CSTO".
    wanted = {stem(part) for part in name_parts(asked)}
    return bool(wanted) and wanted <= {stem(fold(w.text)) for w in words(found)}


def known_name(speaker: str, statements: Sequence[tuple[Article, Spoken]]) -> str:
    """Return the speaker's full name where the statements give it, else the name as asked."""
    return full_name(speaker, (s.speaker for _, s in statements if s.speaker))


def best_of(found: Sequence[Said], limit: int) -> list[Said]:
    """Return the fittest and those nearly as fit."""
    if not found:
        return []
    floor = found[0].relevance * _SEVERAL
    return [said for said in found if said.relevance >= floor][:limit]
