"""Plain questions about statements: who said what about a thing that the statement names.

Writers ask in many words; people also ask "What did NAME say about THING?". Such questions are
made of the statements that the writers annotated: one that the statement answers, and the same of
somebody else who speaks in the article and never of that thing. Words, sentence and topic are the
same in both, so that only the speaker tells them apart.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.articles.article import Span
from qa.reading.windows import Voice
from qa.training.evidence.news import NewsArticle
from qa.training.evidence.samples import Sample

ANSWERED, SILENT = 3, 2
"""How many of each kind an article gives in a round, at most."""

FORMS = (
    ("What did {who} say about {thing}?", 5),
    ("what did {who} say about {thing}", 2),
    ("What does {who} say about {thing}?", 1),
    ("What did {who} say on {thing}?", 1),
    ("{who} on {thing}", 1),
    ("What did {who} think of {thing}?", 1),
    ("What has {who} said about {thing}?", 1),
    ("quote {who} on {thing}", 1),
)
"""Forms of the question, and how often each is taken."""

_ENDS = (
    "of in on at to for and or but nor is are was were be been has have had will would by with "
    "from that which who when where while as than can could should may might must did do does not"
).split()
_THING = re.compile(
    r"\b(?:the|an?|our|its|their|his|her|these|those)\s+((?:[^\W\d_][\w’'-]*\s+){0,2}?[^\W_][\w’'-]*)"
    rf"(?=\s*(?:[,.;:?!”\"’]|$|\s(?:{'|'.join(_ENDS)})\b))"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_TITLES = re.compile(r"^(?:(?:[A-Z][a-z]*\.|Mr|Mrs|Ms|Dr|Sir|Dame|Judge|Professor|Councillor)\s+)+")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an article, found in its text."""

    start: int
    end: int
    speaker: str


def statements_of(article: NewsArticle) -> list[Said]:
    """Returns an article's annotated statements whose speaker is known, where they stand."""
    found = []
    for row in article.row["statements"]:
        at = article.article.text.find(row["text"])
        if at >= 0 and row.get("speaker"):
            found.append(Said(at, at + len(row["text"]), str(row["speaker"])))
    return found


def things(text: str) -> list[str]:
    """Returns what a statement names: nouns behind a determiner, and names."""
    nouns = [found[0] for found in _THING.finditer(text)]
    names = [found[0] for found in _NAME.finditer(text)]
    return [thing for thing in dict.fromkeys(nouns + names) if len(thing) > 3]


def _key(thing: str) -> str:
    return thing.split()[-1].casefold().rstrip("s")


def _called(speaker: str, roles: Sequence[str], rng: random.Random) -> str:
    """Returns a name as people ask for it: whole, the surname, now and then the role."""
    bare = _TITLES.sub("", speaker)
    words = bare.split()
    if roles and "'s " not in roles[0] and rng.random() < 0.15:
        return "the " + re.sub(r"^(?:the|an?)\s+", "", roles[0])
    if len(words) in (2, 3) and all(word[:1].isupper() for word in words) and rng.random() < 0.5:
        return words[-1]
    return bare if words and words[0][:1].isupper() else speaker


def asked_of(article: NewsArticle, speaker: str, thing: str, rng: random.Random) -> str:
    """Returns a plain question of what somebody said about a thing, in one of the forms."""
    roles = {p["name"]: p.get("roles", []) for p in article.row.get("people", [])}
    form = rng.choices([f for f, _ in FORMS], [n for _, n in FORMS])[0]
    return form.format(who=_called(speaker, roles.get(speaker, ()), rng), thing=thing)


@dataclass(frozen=True, slots=True)
class About:
    """Where a speaker's statements about a thing stand, and which speakers never speak of it."""

    theirs: list[Span]
    silent: list[str]


def speakers_about(article: NewsArticle, one: Said, thing: str) -> About:
    """Returns what the speaker of a statement says about a thing, and who says nothing of it."""
    said = statements_of(article)
    text = article.article.text
    about = [s for s in said if _key(thing) in text[s.start : s.end].casefold()]
    return About(
        [(s.start, s.end) for s in about if s.speaker == one.speaker],
        [
            name
            for name in dict.fromkeys(s.speaker for s in said)
            if all(s.speaker != name for s in about) and not _same(name, one.speaker)
        ],
    )


def draw(
    article: NewsArticle, number: int, voices: Sequence[Voice], rng: random.Random
) -> Iterator[Sample]:
    """Yields plain questions about an article's statements, answered and not.

    Args:
        article: Whose statements are asked for.
        number: The article's place among others, for the keys.
        voices: Who speaks where, as it is inserted.
        rng: Source of chance.
    """
    said = statements_of(article)
    text = article.article.text
    answered = silent = 0
    for one in rng.sample(said, len(said)):
        named = things(text[one.start : one.end])
        if not named:
            continue
        thing = rng.choice(named)
        about = speakers_about(article, one, thing)
        if answered < ANSWERED:
            asked = asked_of(article, one.speaker, thing, rng)
            yield _sample(article, f"{number}/a{answered}", asked, one, about.theirs, voices)
            answered += 1
        if silent < SILENT and about.silent:
            asked = asked_of(article, rng.choice(about.silent), thing, rng)
            yield _sample(article, f"{number}/s{silent}", asked, one, [], voices)
            silent += 1
        if answered >= ANSWERED and silent >= SILENT:
            return


def _same(one: str, other: str) -> bool:
    """Whether two labels may be one person: they share a word."""
    return bool(set(one.casefold().split()) & set(other.casefold().split()))


def _sample(
    article: NewsArticle,
    key: str,
    asked: str,
    one: Said,
    evidence: Sequence[Span],
    voices: Sequence[Voice],
) -> Sample:
    place = max(
        range(len(article.stretches)),
        key=lambda n: (
            min(article.stretches[n][1], one.end) - max(article.stretches[n][0], one.start)
        ),
    )
    read = article.window(place, voices)
    return Sample(
        key=f"statement/{article.row['id']}/{key}",
        article=str(article.row["id"]),
        source="statements",
        kind="who-said" if evidence else "speaker-silent-on-topic",
        question=asked,
        window=read,
        evidence=tuple(
            any(s[0] < end and s[1] > start for start, end in evidence) for s in read.sentences
        ),
    )
