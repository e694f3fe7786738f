"""What a child answers becomes articles again once it is checked: a file may have taken it over."""

from dataclasses import replace
from typing import Any

from index.articles.article import Article, normalise_text
from index.articles.codec import from_json
from index.articles.details.categories import clean_categories
from index.readers.sources import Failure, Link, ReadOutcome, Skip, Source


def outcome_of(answer: dict[str, Any], source: Source) -> ReadOutcome:
    """Return a part of what came of a source.

    Raises:
        ValueError, KeyError, TypeError: no child answers like this.
    """
    path = str(source.path) if source.path else None
    articles = tuple(article_of(value, path=path) for value in answer["articles"])
    drafts = tuple(article_of(value, path=path) for value in answer["drafts"])
    failures = tuple(Failure(str(name), str(error)) for name, error in answer["failures"])
    skipped = tuple(Skip(str(name), str(reason)) for name, reason in answer["skipped"])
    withdrawn = tuple(str(name) for name in answer["withdrawn"])
    links = tuple(_link(one) for one in answer["links"])
    return ReadOutcome(articles, failures, skipped, drafts, withdrawn, links)


def _link(value: object) -> Link:
    if not isinstance(value, list):
        raise ValueError("no link")  # noqa: TRY004 - what the child sent, not what we passed
    url, changed, kind = value
    if kind not in {"page", "teaser", "list"}:
        raise ValueError("no kind of link")
    for one in (url, "" if changed is None else changed):
        if not isinstance(one, str) or normalise_text(one) != one or "\n" in one:
            raise ValueError("no link")
    return Link(str(url), changed, kind)


def article_of(value: object, *, path: str | None = None, identifier: str | None = None) -> Article:
    """Return the article of a value that the child sent, under a path that we know.

    Args:
        value: what the codec made of an article, if the child is sound.
        path: of the file; the child may only say what in it the article is.
        identifier: in place of the child's, if given.

    Raises:
        ValueError: it is none; a child that a file took over could send anything.
    """
    article = from_json(value)
    known = article.info.id if identifier is None else identifier
    info = replace(article.info, id=known, path=_known_path(article.info.path, path))
    said = replace(info, path=None).texts()
    labels = (mark.label for mark in article.marks)
    for one in (article.text, *said, *labels, *(one.source for one in article.origins)):
        if normalise_text(one) != one:
            raise ValueError("not normalised")
    if clean_categories(info.categories) != info.categories:
        raise ValueError("categories that are none")
    if not article.text:
        raise ValueError("no text")
    return replace(article, info=info)


def _known_path(said: str | None, path: str | None) -> str | None:
    """Return the path of a file, with the name of what lies in it where that is what was said."""
    inside = path is not None and said is not None and said.startswith(f"{path}!/")
    return said if inside and said and normalise_text(said) == said else path
