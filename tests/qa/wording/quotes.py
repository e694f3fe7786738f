"""Quotes of small articles, by the words they show."""

from index.articles.article import Article, ArticleInfo
from index.articles.statement import StatementKind
from qa.answers import Quote


def article(text: str, name: str = "a", **info: str) -> Article:
    return Article(info=ArticleInfo(id=name, **info), text=text)


def quote_of(
    of: Article,
    part: str,
    answer: str | None = None,
    *,
    number: int = 1,
    speaker: str | None = None,
    kind: StatementKind | None = None,
    score: float = 0.9,
    corrected_by: int | None = None,
) -> Quote:
    """Return the quote of `part`, the short answer being `answer` inside it."""
    start = of.text.index(part)
    at = of.text.index(answer, start) if answer else 0
    return Quote(
        number=number,
        article=of,
        start=start,
        end=start + len(part),
        speaker=speaker,
        kind=kind,
        score=score,
        answer_span=(at, at + len(answer)) if answer else None,
        corrected_by=corrected_by,
    )
