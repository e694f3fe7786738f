"""Articles in and out of the index on behalf of editors: read apart, kept as drafts, then saved.

Saving keeps the file first, then stores the articles, then forgets the draft. Identifiers come from
the draft, so that saving it again after a crash at any instant makes nothing twice.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from index.articles.article import Article, ArticleInfo, article_id
from index.articles.dates import parse_date
from index.articles.details.corrections import Change, value_of
from index.collection import Index
from index.errors import PullquoteError, ReadError, UnknownArticle, UsageError
from index.readers.apart.process import Apart, Limits, read_file_apart, read_url_apart
from index.readers.fetch.public_addresses import PublicHosts
from index.store.files.originals import Original, Originals
from qa.citing.links import safe_url
from qa.web.manage.changes import Changes
from qa.web.manage.drafts import Draft, DraftFolder, Drafts

Details = Mapping[str, str | None]
"""Corrected values of an article by the name of its field; what is not named stays."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a draft did: the articles that are in the index now, and which one went."""

    articles: tuple[ArticleInfo, ...]
    replaced: str | None


class Catalogue:
    """Adds and replaces articles, one change at a time."""

    def __init__(
        self,
        changes: Changes,
        drafts: Drafts,
        *,
        hosts: PublicHosts | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Make the catalogue of one index.

        Args:
            changes: of the index.
            drafts: of the same index.
            hosts: which may be fetched from; None when addresses are not taken at all.
            limits: of reading one file.
        """
        self._changes = changes
        self.drafts = drafts
        self.hosts = hosts
        self._limits = limits or Limits()
        self._originals = Originals(changes.folder)

    # Reading

    def understand_file(self, place: DraftFolder, path: Path, name: str, by: str) -> Draft:
        """Read a file in its place, and keep what was understood as a draft.

        Raises:
            ReadError: when no article comes of it.
        """
        return self._understand(place, name, by, lambda: self._read_file(path, name))

    def understand_url(self, place: DraftFolder, url: str, by: str) -> Draft:
        """Fetch a page, read it, and keep what was understood as a draft.

        Raises:
            UsageError: for what is no address of a page, or when addresses are not taken.
            ReadError: when no article comes of it.
        """
        hosts = self.hosts
        if hosts is None:
            raise UsageError("This server takes no addresses; save the page and add it as a file.")
        if safe_url(url) is None:
            raise UsageError(
                f"{url[:80]!r} is not the address of a page, as in https://news.example/a"
            )
        return self._understand(
            place,
            url,
            by,
            lambda: read_url_apart(url, place.folder, hosts=hosts, limits=self._limits),
            url=url,
        )

    def _read_file(self, path: Path, name: str) -> Apart:
        return read_file_apart(path, name, limits=self._limits)

    def _understand(
        self,
        place: DraftFolder,
        name: str,
        by: str,
        read: Callable[[], Apart],
        *,
        url: str | None = None,
    ) -> Draft:
        apart = read()
        failures = tuple(one.error for one in apart.outcome.failures)
        if not apart.outcome.articles:
            raise ReadError("; ".join(failures) or f"{name}: no article in it")
        draft = Draft(
            token=place.token,
            name=name,
            file=apart.path.name,
            by=by,
            made=self.drafts.now(),
            size=apart.path.stat().st_size,
            url=url,
            articles=tuple(map(_usable, apart.outcome.articles)),
            failures=failures,
        )
        self.drafts.put(draft)
        return draft

    # Changing

    def save(self, draft: Draft, corrections: Mapping[int, Details], replaces: str | None) -> Saved:
        """Put the articles of a draft into the index, and forget the draft.

        An article that was added by browser is replaced under its identifier. One that came from
        elsewhere may be read there again, so that what takes its place is another article, and the
        one before is among the removed ones, to be brought back.

        Raises:
            UsageError: for corrections of articles that the draft does not have, or when many
                articles are to replace one.
            UnknownArticle: when there is none to replace.
            Busy: when somebody else is writing to the index.
        """
        with self._changes.writing() as index:
            kept = self._check_replaced(index, draft, replaces)
            articles = _identified(draft, kept)
            changes = _changes(draft, articles, corrections)
            self._keep(draft, articles)
            # What takes an article's place is seen by those who saw that one.
            places = index.collections.of([replaces])[replaces] if replaces else ()
            self._add(index, draft, articles, changes, places)
            if replaces and replaces != kept:
                index.removals.remove([replaces], draft.by)
            infos = tuple(index.article(article.id).info for article in articles)
            self._originals.release(filter(None, [kept]), but=draft.token)
            self.drafts.drop(draft.token)
        self._changes.tell()
        return Saved(infos, replaces)

    def _add(
        self,
        index: Index,
        draft: Draft,
        articles: Sequence[Article],
        changes: Sequence[Change],
        places: Sequence[str],
    ) -> None:
        try:
            report = index.add_articles(
                articles, corrections=changes, editor=draft.by, collections=places
            )
            if report.failed:
                raise ReadError("; ".join(one.error for one in report.failed))
        except PullquoteError:
            # The file stays with its draft; kept twice it would outlive the draft.
            if not any(index.library.contains(article.id) for article in articles):
                self._originals.drop(draft.token)
            raise

    def _check_replaced(self, index: Index, draft: Draft, replaces: str | None) -> str | None:
        """Return the identifier that the new article takes over, if any."""
        if replaces is None:
            return None
        if len(draft.articles) != 1:
            raise UsageError(
                f"{draft.name} holds {len(draft.articles)} articles; only one can replace another."
            )
        if not index.library.contains(replaces):
            raise UnknownArticle(f"There is no article {replaces[:80]!r} to replace any more.")
        return replaces if replaces in self._originals.article_ids() else None

    def _keep(self, draft: Draft, articles: Sequence[Article]) -> None:
        self._originals.keep(
            self.drafts.path_of(draft),
            Original(
                token=draft.token,
                file=draft.file,
                name=draft.name,
                url=draft.url,
                added=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                by=draft.by,
                sha256="",
                articles=tuple(article.id for article in articles),
            ),
        )

    def alike(self, articles: Sequence[Article]) -> list[ArticleInfo | None]:
        """Return for each an article of the index with the same address, else the same title."""
        index = self._changes.reading()
        return [index.library.alike(article.info) if index else None for article in articles]


def _usable(article: Article) -> Article:
    """Return an article without an address that cannot be opened and a date that is none."""
    info = article.info
    date = info.date if info.date and parse_date(info.date) == info.date else None
    usable = replace(info, url=safe_url(info.url), date=date)
    dropped = {name for name in ("url", "date") if not getattr(usable, name)}
    origins = tuple(one for one in article.origins if one.field not in dropped)
    return replace(article, info=usable, origins=origins)


def _identified(draft: Draft, kept: str | None) -> list[Article]:
    return [
        replace(article, info=replace(article.info, id=kept or _identifier(draft, number)))
        for number, article in enumerate(draft.articles)
    ]


def _changes(
    draft: Draft, articles: Sequence[Article], corrections: Mapping[int, Details]
) -> list[Change]:
    """Return what an editor changed of a draft; the page sends all fields, changed or not."""
    unknown = set(corrections) - set(range(len(draft.articles)))
    if unknown:
        raise UsageError(f"{draft.name} has no article number {min(unknown)}.")
    found = []
    for number, details in corrections.items():
        article = articles[number]
        values = {
            name: value for name, value in details.items() if value != value_of(article.info, name)
        }
        found.append(Change(article=article.id, values=values))
    return found


def _identifier(draft: Draft, number: int) -> str:
    name = PurePosixPath(draft.name.rstrip("/")).stem
    return article_id(f"{draft.token}/{number}/{name.replace('.', '-').replace(':', '-')}")
