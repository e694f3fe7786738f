"""Who said what over many articles: the rows of `pullquote statements`."""

import re
from collections.abc import Iterable, Sequence

from index.articles.article import Article
from index.readers.apart.process import Readers
from index.readers.sources import Failure, find_sources
from qa.statements.finding import Statement, find_statements, matches_speaker

_WORD = re.compile(r"\w+")


def read_articles(paths: Sequence[str]) -> tuple[list[Article], tuple[Failure, ...]]:
    """Return the articles of files that need not be in an index, and the files that failed."""
    sources, failures = find_sources(paths)
    with Readers() as readers:
        outcomes = [readers.read(source) for source in sources]
    articles = [article for outcome in outcomes for article in outcome.articles]
    return articles, (*failures, *(f for outcome in outcomes for f in outcome.failures))


def list_statements(
    articles: Iterable[Article],
    *,
    speaker: str | None = None,
    about: str | None = None,
    article: str | None = None,
) -> list[dict[str, object]]:
    """Return the statements that match, in the order of the articles and of their texts.

    `about` matches when every word of it begins a word of the statement or of the sentence that
    reports it, ignoring case ("sanction" finds "sanctions").
    """
    return [
        statement.to_json(one.id, one.text)
        for one in articles
        if article is None or one.id == article
        for statement in find_statements(one.text)
        if (speaker is None or matches_speaker(speaker, statement.speaker))
        and (about is None or _is_about(about, one.text, statement))
    ]


def _is_about(about: str, text: str, statement: Statement) -> bool:
    spans = ((statement.start, statement.end), statement.speaker_mention, statement.cue)
    start = min(span[0] for span in spans if span)
    end = max(span[1] for span in spans if span)
    words = [word.casefold() for word in _WORD.findall(text[start:end])]
    wanted = [word.casefold() for word in _WORD.findall(about)]
    return all(any(word.startswith(want) for word in words) for want in wanted)
