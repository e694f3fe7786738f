"""What editors said of articles' metadata, applied to whatever is indexed."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

from index.articles.article import Article
from index.articles.details.checking import check_metadata
from index.articles.details.corrections import (
    CORRECTABLE,
    Change,
    Correction,
    Reading,
    as_read,
    corrected,
    reading_of,
)
from index.store.storage import Storage


class Corrector:
    """The corrections of one index while it is written to; the caller holds the writer's lock.

    What is changed is kept in memory until it is `taken`, to be stored in the transaction that
    stores the articles: corrections and articles are there together or not at all.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._held = storage.corrections.by_article()
        self._changed: set[str] = set()

    def taken(self) -> dict[str, tuple[Correction, ...]]:
        """Return what has changed since it was last taken, by article."""
        changed, self._changed = self._changed, set()
        return {article: self._held[article] for article in sorted(changed)}

    def applied(self, article: Article) -> Article:
        """Return an article as editors would have it, and remember what its reader says now."""
        held = self._held.get(article.id)
        if not held:
            return article
        now = tuple(replace(one, read=reading_of(article, one.field) or one.read) for one in held)
        self._hold(article.id, now)
        return corrected(article, now)

    def as_read(self, article: Article) -> Article:
        """Return an article of the index as its reader gave it."""
        return as_read(article, self._held.get(article.id, ()))

    def change(self, article: Article, change: Change, editor: str) -> None:
        """Take what an editor says of an article, which is given as its reader gave it.

        The value that was read takes a correction back, or confirms what was read in doubt.
        """
        held = {one.field: one for one in self._held.get(change.article, ())}
        now = datetime.datetime.now(datetime.UTC)
        doubts = check_metadata(article.info, article.origins, today=now.date()).doubtful
        doubtful = {doubt.field for doubt in doubts}
        for name in change.as_read:
            held.pop(name, None)
        for name, value in change.values.items():
            read = reading_of(article, name) or Reading(None)
            if name in held and held[name].value == value:
                continue
            if value == read.value and name not in doubtful:
                held.pop(name, None)
                continue
            held[name] = Correction(
                article=change.article,
                field=name,
                value=value,
                read=read,
                editor=editor,
                at=now.isoformat(timespec="seconds"),
            )
        self._hold(change.article, _in_order(held))

    def start_anew(self, article: str) -> None:
        """Forget what was said of an article, since another one takes its place."""
        self._hold(article, ())

    def _hold(self, article: str, corrections: tuple[Correction, ...]) -> None:
        if self._held.get(article, ()) != corrections:
            self._held[article] = corrections
            self._changed.add(article)


def _in_order(held: Mapping[str, Correction]) -> tuple[Correction, ...]:
    return tuple(held[name] for name in sorted(CORRECTABLE) if name in held)
