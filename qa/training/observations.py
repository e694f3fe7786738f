"""What search and reader find for held-out questions over an index of the held-out articles.

Each question is asked as it is; of the articles without its own, which do not answer it; and with
one thing in it changed, so that its own article does not answer it either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles.article import Article, ArticleInfo, Span, article_id, normalise_text
from index.articles.passages import Filters, Hit
from qa.assistant import HITS
from qa.reading.protocol import READ, Reader, Reading
from qa.training.data import Passage, Question, Split, hash_order, passages_of
from qa.training.train import dev_negatives

if TYPE_CHECKING:
    from index.collection import Index

KINDS = ("stated", "taken-out", "near-miss")
"""As it is; its article taken out; one thing in the question changed."""

_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Observation:
    """One question as it was asked, and what was found.

    Attributes:
        kind: One of KINDS.
        source: Name of the set.
        question: What was asked.
        own: Identifier of the article that the question was written for.
        passage: Where in it the question's own passage stands.
        spans: Gold answers as offsets of that article; empty unless `kind` is "stated".
        golds: Gold answers as text.
        hits: Passages found, best first.
        readings: What the reader made of the first of them.
    """

    kind: str
    source: str
    question: str
    own: str
    passage: Span
    spans: tuple[Span, ...]
    golds: tuple[str, ...]
    hits: tuple[Hit, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class HeldOutArticles:
    """The held-out articles, put together from their passages, and where each passage begins."""

    articles: Mapping[str, Article]
    starts: Mapping[str, int]

    def holds(self, question: Question) -> bool:
        """Whether the question's passage is in one of the articles."""
        return question.passage.key in self.starts


def articles_of(passages: Iterable[Passage]) -> HeldOutArticles:
    """Put articles together; passages that storing would change are left out."""
    starts: dict[str, int] = {}
    texts: dict[str, str] = {}
    for passage in passages:
        if normalise_text(passage.text) != passage.text:
            continue
        before = texts.get(passage.article)
        text = passage.text if before is None else f"{before}{_BREAK}{passage.text}"
        if normalise_text(text) != text:
            continue
        starts[passage.key] = len(text) - len(passage.text)
        texts[passage.article] = text
    articles = {
        name: Article(info=ArticleInfo(id=article_id(name)), text=text)
        for name, text in texts.items()
    }
    return HeldOutArticles(articles, starts)


def chosen(
    sets: Mapping[str, Split], counts: Mapping[str, int], held_out: HeldOutArticles
) -> list[Question]:
    """Return up to `counts` held-out questions of each set, in hash order."""
    out: list[Question] = []
    for name, split in sets.items():
        fitting = sorted(filter(held_out.holds, split.dev), key=lambda q: hash_order(q.key))
        out += fitting[: counts.get(name, 0)]
    return out


def held_out_articles(sets: Mapping[str, Split]) -> HeldOutArticles:
    """Return the held_out of all held-out articles."""
    return articles_of(p for split in sets.values() for p in passages_of(split.dev))


def observe(
    held_out: HeldOutArticles, questions: Sequence[Question], reader: Reader, folder: Path
) -> list[Observation]:
    """Index the held_out in an empty folder, and ask each question in the ways of KINDS."""
    from index.collection import Index

    missed = [q for q in dev_negatives(questions) if q.kind.startswith("near-miss")]
    everything = frozenset(article.id for article in held_out.articles.values())
    with Index.open(folder, create=True) as index:
        index.add_articles(iter(held_out.articles.values()))
        asked = [_observed(index, held_out, q, reader, "stated", Filters()) for q in questions]
        for question in questions:
            own = held_out.articles[question.passage.article].id
            others = Filters(articles=everything - {own})
            asked.append(_observed(index, held_out, question, reader, "taken-out", others))
        asked += [_observed(index, held_out, q, reader, "near-miss", Filters()) for q in missed]
    return asked


def _observed(
    index: Index,
    held_out: HeldOutArticles,
    question: Question,
    reader: Reader,
    kind: str,
    filters: Filters,
) -> Observation:
    hits = index.search(question.text, HITS, filters)
    readings = reader.read([(question.text, hit.text) for hit in hits[:READ]])
    start = held_out.starts[question.passage.key]
    stated = kind == "stated"
    return Observation(
        kind=kind,
        source=question.passage.source,
        question=question.text,
        own=held_out.articles[question.passage.article].id,
        passage=(start, start + len(question.passage.text)),
        spans=tuple((a + start, b + start) for a, b in question.spans) if stated else (),
        golds=question.golds if stated else (),
        hits=tuple(hits),
        readings=tuple(readings),
    )
