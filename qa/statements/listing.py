"""Who said what over many articles: the rows of `pullquote statements`."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.articles.statement import Statement
from index.errors import ArticleDamaged, UnknownArticle
from index.readers.apart.process import Readers
from index.readers.sources import Failure, find_sources
from index.search.filtering import matches
from qa.statements.stored import StatementFinder

if TYPE_CHECKING:
    from index.annotations import Annotations
    from index.opened.reading import ReadableIndex

_WORD = re.compile(r"\w+")

Row: TypeAlias = dict[str, object]
"""One element of `statements` of the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which statements are listed; see `list_statements` for `about`."""

    speaker: str | None = None
    about: str | None = None
    article: str | None = None
    after: str | None = None
    before: str | None = None
    collections: frozenset[str] = frozenset()

    @property
    def filters(self) -> Filters:
        """Which articles are looked at."""
        only = frozenset({self.article} if self.article else ())
        return Filters(articles=only, after=self.after, before=self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The statements that match, oldest article first, and what was searched for them.

    `infos` are the articles looked at, and `speakers` the names that were taken for the one wished
    for, or all that speak there; `failures` are the articles that could not be looked at;
    `articles` are those with rows, where they were wanted.
    """

    rows: tuple[Row, ...]
    infos: dict[str, ArticleInfo]
    speakers: tuple[str, ...]
    failures: tuple[Failure, ...]
    articles: dict[str, Article] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return the document of the contract."""
        searched = {"articles": len(self.infos), "speakers": list(self.speakers)}
        return {"statements": list(self.rows), "searched": searched}


def read_articles(paths: Sequence[str]) -> tuple[list[Article], tuple[Failure, ...]]:
    """Return the articles of files that need not be in an index, and the files that failed."""
    found = find_sources(paths)
    sources, failures = found.sources, found.failures
    with Readers() as readers:
        outcomes = [readers.read(source) for source in sources]
    articles = [article for outcome in outcomes for article in outcome.articles]
    failures += [failure for outcome in outcomes for failure in outcome.failures]
    failures += [  # named, and nothing came of it
        Failure(skip.path, f"{skip.path}: {skip.reason}")
        for outcome in outcomes
        if not outcome.articles
        for skip in outcome.skipped
    ]
    return articles, tuple(failures)


def list_statements(
    articles: Iterable[Article],
    *,
    speaker: str | None = None,
    about: str | None = None,
    article: str | None = None,
    found_in: Callable[[Article], Sequence[Statement]] | None = None,
) -> list[Row]:
    """Return the statements that match, in the order of the articles and of their texts.

    `about` matches when every word of it begins a word of the statement or of the sentence that
    reports it, ignoring case ("sanction" finds "sanctions"). `found_in` gives the statements of an
    article; they are looked for when it is left out.
    """
    found_in = found_in or StatementFinder().annotate
    return [
        row_of(one, statement)
        for one in articles
        if article is None or one.id == article
        for statement in found_in(one)
        if _is_by(speaker, statement.speaker)
        and (about is None or is_about(about, one.text, statement))
    ]


def list_in_files(paths: Sequence[str], wish: Wish, *, with_articles: bool = False) -> Listing:
    """Return the statements of files that need not be in an index, and their articles if wanted."""
    articles, failures = read_articles(paths)
    wanted = [one for one in articles if matches(wish.filters, one.info)]
    finder = StatementFinder()
    found = ((one, finder.annotate(one)) for one in wanted)
    infos = {one.id: one.info for one in wanted}
    return _listing(wish, infos, found, failures, with_articles=with_articles)


def list_in_index(index: "ReadableIndex", wish: Wish, *, with_articles: bool = False) -> Listing:
    """Return the statements that an index holds; what is not stored yet is found, and stored.

    Their articles come with them if wanted.

    Raises:
        UnknownArticle: there is no article `wish.article`.
        ArticleDamaged: that article is damaged; of all articles, damaged ones are failures.
    """
    if wish.collections:
        index = index.limited_to(index.collections.known(wish.collections))
    if wish.article is not None:
        index.article(wish.article)
    infos = {info.id: info for info in index.articles() if matches(wish.filters, info)}
    damaged: list[str] = []
    found = found_in_index(
        index.annotations(StatementFinder()),
        infos,
        damaged,
        is_by=None if wish.speaker is None else partial(_is_by, wish.speaker),
        are_all=not wish.filters,
    )
    listing = _listing(wish, infos, found, (), with_articles=with_articles)
    return replace(listing, failures=tuple(_failures(index, damaged)))


Found: TypeAlias = tuple[Article, Sequence[Statement]]
"""An article with what is said there."""


def found_in_index(
    annotations: "Annotations",
    names: Collection[str],
    damaged: list[str],
    *,
    is_by: Callable[[str], bool] | None = None,
    are_all: bool = False,
) -> Iterator[Found]:
    """Yield articles with what is said there, what is not stored yet found, and stored.

    Args:
        annotations: what is stored.
        names: identifiers of the articles that are looked at.
        damaged: collects those without a text.
        is_by: tells the speakers that are wanted, by the names that are stored; all when left out.
            What is found just now is of all speakers.
        are_all: whether `names` are all articles.
    """
    unread = set(annotations.unread(names))
    fresh = set()
    for one in annotations.renew(unread) if unread else ():
        if one.article is not None:
            fresh.add(one.name)
            yield one.article, one.statements
    damaged += sorted(unread - fresh)
    speakers = None if is_by is None else [name for name in annotations.speakers() if is_by(name)]
    scope = None if are_all else names
    for one in annotations.stored(articles=scope, speakers=speakers):
        if one.article is None:
            damaged.append(one.name)
        elif one.name not in fresh:
            yield one.article, one.statements


def _failures(index: "ReadableIndex", damaged: Sequence[str]) -> Iterator[Failure]:
    for name in damaged:
        try:
            index.article(name)
        except ArticleDamaged as problem:
            yield Failure(name, str(problem))
        except UnknownArticle:  # it was removed meanwhile
            continue


def _listing(
    wish: Wish,
    infos: dict[str, ArticleInfo],
    found: Iterable[Found],
    failures: Sequence[Failure],
    *,
    with_articles: bool,
) -> Listing:
    speakers: set[str] = set()
    articles: dict[str, Article] = {}
    rows: dict[str, list[Row]] = {}
    for article, statements in found:
        mine = [one for one in statements if _is_by(wish.speaker, one.speaker)]
        speakers.update(one.speaker for one in mine if one.speaker)
        chosen = (
            one for one in mine if wish.about is None or is_about(wish.about, article.text, one)
        )
        rows[article.id] = [row_of(article, one) for one in chosen]
        if with_articles and rows[article.id]:
            articles[article.id] = article
    return Listing(
        rows=tuple(row for info in oldest_first(infos) for row in rows.get(info.id, ())),
        infos=infos,
        speakers=tuple(sorted(speakers, key=lambda name: (name.casefold(), name))),
        failures=tuple(failures),
        articles=articles,
    )


def oldest_first(infos: Mapping[str, ArticleInfo]) -> list[ArticleInfo]:
    """Return the articles by date, those without one last, and by identifier."""
    return sorted(infos.values(), key=lambda info: (info.date is None, info.date or "", info.id))


def _is_by(wanted: str | None, speaker: str | None) -> bool:
    return wanted is None or (speaker is not None and _matches(wanted, speaker))


@lru_cache(maxsize=4096)
def _matches(wanted: str, speaker: str) -> bool:
    from qa.people.matching import same_person

    return same_person(wanted, speaker)


def row_of(article: Article, statement: Statement) -> Row:
    """Return the element of `statements` of the contract for one statement."""
    row = statement.to_json(article.info.id, article.text)
    row["date"] = article.info.date
    return row


def is_about(about: str, text: str, statement: Statement) -> bool:
    """Tell whether a statement of a text is about something, as `list_statements` has it."""
    sentence = sentence_of(text, statement)
    wanted = words_of_sentence(about)
    if not all(want in sentence for want in wanted):  # most statements: no need to find words
        return False
    words = words_of_sentence(sentence)
    return all(any(word.startswith(want) for word in words) for want in wanted)


def sentence_of(text: str, statement: Statement) -> str:
    """Return a statement with the words that report it, without case: what it can be about."""
    start, end = statement.start, statement.end
    for span in (statement.speaker_mention, statement.cue):
        if span:
            start, end = min(start, span[0]), max(end, span[1])
    return text[start:end].casefold()


@lru_cache(maxsize=16)
def words_of_sentence(text: str) -> tuple[str, ...]:
    """Return the words of a sentence without case, in order."""
    return tuple(_WORD.findall(text.casefold()))
