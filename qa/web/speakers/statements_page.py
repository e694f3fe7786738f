"""What the page of a speaker prints: his statements in the order of time, and ways to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from index.articles.article import Article, Span
from index.articles.statement import Statement
from qa.citing.cited import quote_path
from qa.citing.statement_files import FORMS
from qa.speakers.speaker import Speaker
from qa.speakers.statements.record import Choice, Given, Record, given_as
from qa.speakers.statements.timeline import Timeline, timeline
from qa.speakers.statements.topics import MOST
from qa.statements.stored import SpokenIn
from qa.web.pages.article_text import read_link, text_direction
from qa.web.pages.page_links import page_links
from qa.web.pages.words import Words, filled
from qa.web.speakers.statement_choice import PER_PAGE, Asked
from qa.web.speakers.timeline_picture import bounds, picture

WORDS = "statements"
"""The folder of words that these pages speak with."""

_FURTHEST = 200
"""Characters between what is said and where the article names its speaker, shown with it."""


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement on the page, sliced from its article.

    `before` and `after` are the narrator's words that report it, where it is no direct speech.
    """

    before: str
    text: str
    after: str
    given: Given
    read_link: str
    cite_link: str


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """Statements of one article, one after the other on a page."""

    article: Article
    direction: str
    statements: tuple[ShownStatement, ...]


def statements_values(
    speaker: Speaker, record: Record, searched: int, asked: Asked, root: str, words: Words
) -> dict[str, Any]:
    """Return what the template prints.

    Args:
        speaker: whose page it is.
        record: everything that he says.
        searched: articles that were looked at.
        asked: which of the statements are wanted, and which page of them.
        root: leads to the server's own address.
        words: those of the page.
    """
    sure = record.chosen(Choice())
    wanted = asked.choice()
    chosen = record.chosen(wanted)
    pages = max(1, -(-len(chosen) // PER_PAGE))
    page = min(asked.page, pages)
    first = (page - 1) * PER_PAGE
    shown = chosen[first : first + PER_PAGE]
    publications = {one.info.publication for one, _ in record.said if one.info.publication}
    return {
        "speaker": speaker,
        "asked": asked,
        "counted": counted(sure, searched, record, words),
        "chosen": len(chosen),
        "total": len(sure),
        "doubtful": len(record.said) - len(sure),
        "shown": list(_by_article(shown, root)),
        "first": first + 1 if shown else 0,
        "last": first + len(shown),
        "page": page,
        "page_links": page_links(page, pages, lambda number: asked.query(page=number) or "?"),
        "publications": sorted(publications, key=str.casefold),
        "topics": record.topics(replace(wanted, about=None), MOST),
        "files": [(one.name, one.suffix, asked.query(page=1)) for one in FORMS],
        **_timeline_values(sure, chosen, asked, words),
    }


def counted(sure: Sequence[SpokenIn], searched: int, record: Record, words: Words) -> str:
    """Return how many statements there are in how many articles, and that all were searched."""
    values = {
        "number": len(sure),
        "articles": len({article.id for article, _ in sure}),
        "searched": searched,
        "unread": len(record.unread),
    }
    count = words["countOne" if len(sure) == 1 else "count"]
    told = words["searchedNot" if record.unread else "searchedAll"]
    return filled(f"{count} {told}", values, words["language"])


def _timeline_values(
    sure: Sequence[SpokenIn], chosen: Sequence[SpokenIn], asked: Asked, words: Words
) -> dict[str, Any]:
    mine = _timeline(chosen)
    basis = sure if asked.given != Given.DOUBTFUL else chosen
    drawn = picture(_timeline(basis), mine)
    known = list(mine.by_month)
    told = ""
    if drawn and known:
        values = {
            "total": len(chosen) - mine.undated,
            "first": _isolated(known[0]),
            "last": _isolated(known[-1]),
            "peak": _isolated(drawn.peak),
            "most": drawn.most,
        }
        told = filled(words["timelineTold"], values, words["language"])
    rows = [(month, count, *bounds(month)) for month, count in mine.by_month.items()]
    return {
        "picture": drawn,
        "picture_told": told,
        "months": [
            (month, count, asked.query(after=after, before=before, page=1))
            for month, count, after, before in rows
        ],
        "undated": mine.undated,
    }


def _isolated(period: str) -> str:
    """Return a month so that a sentence from right to left does not turn it round."""
    return f"\u2066{period}\u2069"


def _timeline(said: Sequence[SpokenIn]) -> Timeline:
    return timeline(article.info.date for article, _ in said)


def _by_article(said: Sequence[SpokenIn], root: str) -> Iterator[ShownArticle]:
    for _, run in groupby(said, key=lambda pair: pair[0].id):
        mine = list(run)
        article = mine[0][0]
        shown = tuple(_shown(article, one, root) for _, one in mine)
        yield ShownArticle(article, text_direction(article), shown)


def _shown(article: Article, statement: Statement, root: str) -> ShownStatement:
    start, end = statement.start, statement.end
    given = given_as(statement)
    first, last = _reporting(statement) if given is not Given.DIRECT else (start, end)
    return ShownStatement(
        before=article.text[first:start],
        text=article.text[start:end],
        after=article.text[end:last],
        given=given,
        read_link=read_link(article, start, end, root=root),
        cite_link=f"{root}{quote_path(article, start, end)}",
    )


def _reporting(statement: Statement) -> Span:
    """Return the span of a statement with the words that report it, where they stand beside it."""
    start, end = statement.start, statement.end
    for span in (statement.speaker_mention, statement.cue):
        if span and start - _FURTHEST <= span[0] and span[1] <= end + _FURTHEST:
            start, end = min(start, span[0]), max(end, span[1])
    return start, end
