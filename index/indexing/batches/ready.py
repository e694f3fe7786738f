"""Articles made ready without the index: read, cut, embedded, signed, looked through.

Any thread, process or machine can do this. Who holds the index takes what was made with
`Writer.offer`, and stores it as if it had been made there:

>>> ready = read_ready(source, read, embedder)  # doctest: +SKIP
>>> indexer.offer(ready.articles)  # doctest: +SKIP
>>> indexer.take(ready.outcome, source, wishes)  # doctest: +SKIP
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from index.annotations import Annotator
from index.articles.article import LONGEST, Article
from index.articles.passages import Passage
from index.articles.statement import Statement
from index.chunking import partition as chunking
from index.language.detection import with_language
from index.models.embedder import Embedder, Progress
from index.models.vectors import Vectors
from index.readers.sources import ReadOutcome, Source
from index.search.near_copies import RULES as SIGNATURE_RULES
from index.search.near_copies import signature

_EMBEDDED_AT_ONCE = 4096


class MadeWith(NamedTuple):
    """By what an article was cut, embedded and signed; what was made with another is made anew."""

    chunking: str
    model: str
    signing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyArticle:
    """An article with all that is stored of it. Can be pickled.

    `article` is as its reader gave it, with its language; `vectors` float32 [len(passages),
    dimension]; `statements` what the annotator with the fingerprint `rules` found, where there was
    one.
    """

    article: Article
    passages: tuple[Passage, ...]
    vectors: Vectors
    signature: bytes
    made_with: MadeWith
    statements: tuple[Statement, ...] = ()
    rules: str | None = None


@dataclass(frozen=True, slots=True)
class ReadySource:
    """What came of a source: the outcome of reading, and its articles, drafts too, made ready."""

    outcome: ReadOutcome
    articles: tuple[ReadyArticle, ...]


def read_ready(
    source: Source,
    read: Callable[[Source], ReadOutcome],
    embedder: Embedder,
    annotator: Annotator | None = None,
) -> ReadySource:
    """Read a source and make its articles ready; what fails is in the outcome.

    Args:
        source: a file or an address.
        read: `index.readers.read`, or `Readers.read` for a process with limits.
        embedder: the one the index is made with.
        annotator: finds what is stored beside each article; None for nothing.
    """
    outcome = read(source)
    outcome = replace(
        outcome,
        articles=tuple(map(with_language, outcome.articles)),
        drafts=tuple(map(with_language, outcome.drafts)),
    )
    found = [*outcome.articles, *outcome.drafts]
    storable = [one for one in found if len(one.text) <= LONGEST]
    return ReadySource(outcome, tuple(ready_articles(storable, embedder, annotator)))


def ready_articles(
    articles: Sequence[Article],
    embedder: Embedder,
    annotator: Annotator | None = None,
    progress: Progress | None = None,
) -> list[ReadyArticle]:
    """Return articles with all that is stored of them. The order of a batch changes nothing.

    Args:
        articles: with their languages (`index.language.detection.with_language`).
        embedder: the one the index is made with.
        annotator: finds what is stored beside each article; None for nothing.
        progress: called with passages (done, in all) as they are embedded.
    """
    cut = [chunking.chunk(article) for article in articles]
    texts = [
        chunking.embedding_text(article, passage)
        for article, passages in zip(articles, cut, strict=True)
        for passage in passages
    ]
    vectors, firsts = embed(texts, embedder, progress), np.cumsum([0, *map(len, cut)])
    return [
        ReadyArticle(
            article=article,
            passages=tuple(passages),
            vectors=vectors[firsts[at] : firsts[at + 1]],
            signature=signature(article.text),
            made_with=made_with(embedder),
            statements=tuple(annotator.annotate(article)) if annotator else (),
            rules=annotator.fingerprint if annotator else None,
        )
        for at, (article, passages) in enumerate(zip(articles, cut, strict=True))
    ]


def made_with(embedder: Embedder) -> MadeWith:
    """Return what articles are made ready with here."""
    return MadeWith(chunking.FINGERPRINT, embedder.fingerprint, SIGNATURE_RULES)


def embed(texts: Sequence[str], embedder: Embedder, progress: Progress | None = None) -> Vectors:
    """Return float32 [len(texts), dimension].

    In slices: the tokens of a whole book at once would need gigabytes.
    """
    slices = range(0, len(texts), _EMBEDDED_AT_ONCE)
    none = np.empty((0, embedder.dimension), np.float32)
    told = () if progress is None else (progress,)
    made = [embedder.embed_passages(texts[at : at + _EMBEDDED_AT_ONCE], *told) for at in slices]
    return np.concatenate([none, *made])
