"""Who said what about a topic: statements of the articles found, matched with the question."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol, TypeAlias

from index.articles import Article, Span
from qa.citations import Evidence, article_sentences, grow_to_sentences
from qa.confidence import Features
from qa.evidence import Candidate
from qa.mentions import Sort, mentions
from qa.people import full_name, looks_like_name, name_parts, same_person
from qa.questions import Question, names_of
from qa.sentence_reader import inverse_frequencies, weighted_share
from qa.words import content_stems, fold, is_content, stem, stems, words

_OWN, _PARAGRAPH, _TITLE = 1.0, 0.6, 0.3
_DIRECT = 0.05
_SEVERAL = 0.8
_MOST_STATEMENTS = 64
_ROLE_LENGTH, _ROLE_GAP = 60, 30


class Statement(Protocol):
    """The part of a statement that is needed here; `qa.statements.Statement` fills it."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def speaker(self) -> str | None: ...  # noqa: D102


SpokenIn: TypeAlias = tuple[Article, Statement]
"""A statement and the article it is in."""

Similarity: TypeAlias = Callable[[str, Sequence[str]], list[float]]
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
    statements: Sequence[SpokenIn],
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
    def of(cls, article: Article, statement: Statement) -> "_Draft":
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


def spoken_by(statements: Sequence[SpokenIn], speaker: str) -> list[SpokenIn]:
    """Return the statements of the one asked about, by name, by group or office, or by role.

    A role ("the fire chief") is looked up where an article says whose it is.
    """
    named = [pair for pair in statements if pair[1].speaker and _is(pair[1].speaker, speaker)]
    if named:
        return named
    return [pair for pair in statements if pair[1].speaker and _has_role(*pair, speaker)]


def _is(found: str, asked: str) -> bool:
    if same_person(found, asked):
        return True
    # A group or office: "the ministers" are "foreign ministers", "CSTO" is "the CSTO".
    wanted = {stem(part) for part in name_parts(asked)}
    return bool(wanted) and wanted <= {stem(w.text) for w in words(found)}


def _has_role(article: Article, statement: Statement, role: str) -> bool:
    """Whether the article puts the role's words next to the speaker's name."""
    wanted = [stem(w.text) for w in words(role) if is_content(w.text)]
    if not wanted or looks_like_name(role) or statement.speaker is None:
        return False
    return any(same_person(statement.speaker, h) for h in _holders(article.text, tuple(wanted)))


@lru_cache(maxsize=1024)
def _holders(text: str, role: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        name for start, end in article_sentences(text) for name in _beside(text[start:end], role)
    )


def _beside(sentence: str, role: tuple[str, ...]) -> Iterator[str]:
    found = words(sentence)
    stems_here = [stem(w.text) for w in found]
    if not set(role) <= set(stems_here):
        return
    places = [found[n] for n, s in enumerate(stems_here) if s in role]
    start, end = min(w.start for w in places), max(w.end for w in places)
    if end - start > _ROLE_LENGTH:
        return
    for mention in mentions(sentence):
        gap = max(mention.start - end, start - mention.start - len(mention.text))
        if mention.sort is Sort.PERSON and gap <= _ROLE_GAP:
            yield mention.text


def implied_speakers(question: str, statements: Sequence[SpokenIn]) -> tuple[str, ...]:
    """Return the names in the question of people who speak in the articles found."""
    speakers = {s.speaker for _, s in statements if s.speaker}
    names = dict.fromkeys(m.text for m in mentions(question) if m.sort in {Sort.PERSON, Sort.NAME})
    return tuple(n for n in names if any(same_person(n, speaker) for speaker in speakers))


def mentions_speaker(candidate: Candidate, speaker: str) -> bool:
    """Whether the candidate's sentence, or the one before it, names the speaker."""
    parts = name_parts(speaker)
    article = candidate.article
    start, end = grow_to_sentences(article, candidate.start, candidate.end)
    before = [s for s in article_sentences(article.text) if s[1] <= start][-1:]
    near = {stem(w.text) for w in words(article.text[before[0][0] if before else start : end])}
    return bool(parts) and stem(parts[-1]) in near


def known_name(speaker: str, statements: Sequence[SpokenIn]) -> str | None:
    """Return the speaker's full name where one person fits; `None` for groups and roles."""
    names = {s.speaker for _, s in statements if s.speaker}
    if not all(same_person(name, speaker) for name in names):
        return None
    return full_name(speaker, names) if names else None


def best_of(found: Sequence[Said], limit: int) -> list[Said]:
    """Return of each speaker the fittest and those nearly as fit, the fittest of each first."""
    kept: dict[str | None, list[Said]] = {}
    for said in sorted(found, key=lambda s: -s.relevance):
        mine = kept.setdefault(said.evidence.speaker, [])
        if len(mine) < limit and (not mine or said.relevance >= mine[0].relevance * _SEVERAL):
            mine.append(said)
    rows = [row[n] for n in range(limit) for row in kept.values() if n < len(row)]
    return rows
