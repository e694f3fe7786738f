"""Addresses fetched as their sites allow, and the pages that lists of them lead to, read."""

import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import ReadError
from index.indexing.stamps import reading
from index.readers.apart.process import Readers
from index.readers.fetch.fetching import ANYTHING, Conditions, Fetched, NoAnswer
from index.readers.fetch.polite import Polite
from index.readers.fetch.sites import site_of
from index.readers.sources import Failure, Link, ReadOutcome, Skip, Source
from index.store.soundness import is_sound
from index.store.storage import Storage
from index.store.tables.subscriptions import Fetch

MOST_PAGES = 1_000
"""Pages that the lists of one source lead to in one run; the newest come first."""

_MOST_LISTS = 100
_DEEPEST = 3
"""Lists of lists; the protocol of sitemaps knows one level."""

SHORTEST = 15 * 60
"""Seconds between two looks at an address."""

_LONGEST = 24 * 3600
"""Seconds until an address that fails is asked again at the latest, unless it asks for more."""


@dataclass(frozen=True, slots=True)
class Got:
    """What came of one address; `outcome` is None where it is as it was."""

    source: Source
    outcome: ReadOutcome | None
    fetch: Fetch


class Addresses:
    """Fetches addresses and reads them; use it in a `with`. It writes nothing to the index.

    Args:
        storage: what is known of addresses and articles.
        readers: read what was fetched.
        polite: fetches.
        drafts: whether what is not published is wanted.
    """

    def __init__(
        self, storage: Storage, readers: Readers, polite: Polite, *, drafts: bool = False
    ) -> None:
        self._storage = storage
        self._readers = readers
        self._polite = polite
        self._reading = reading(drafts=drafts)
        self._folder = tempfile.TemporaryDirectory(prefix="pullquote-")
        self.skipped: list[Skip] = []

    def __enter__(self) -> "Addresses":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def get(self, link: Link, *, within: str | None = None) -> Got:
        """Fetch an address and read it, unless it is as it was.

        Args:
            link: to it.
            within: an address of the site that redirects must not leave.
        """
        source, before = Source(link.url, url=link.url), self._storage.fetches.of(link.url)
        is_held = before is not None and self._is_held(before)
        conditions = Conditions(before.etag, before.modified) if before and is_held else ANYTHING
        try:
            found = self._polite.get(link.url, conditions, within=within)
        except ReadError as error:
            failed = Failure(link.url, f"{link.url}: {error}")
            wait = error.wait if isinstance(error, NoAnswer) else None
            fetch = self._failed(before, link, str(error), wait)
            return Got(source, ReadOutcome(failures=(failed,)), fetch)
        fetch = self._done(link, found)
        if not found.is_new and before is not None:
            return Got(source, None, replace(fetch, etag=fetch.etag or before.etag))
        outcome = self._read(source, found)
        if outcome.failures and not outcome.articles:
            fetch = self._failed(before, link, outcome.failures[0].error, None)
        return Got(source, outcome, fetch)

    def _is_held(self, before: Fetch) -> bool:
        """Tell whether what was read of an address is stored as it would be read now."""
        known = self._storage.articles.of_source(before.url)
        if not known or before.reading != self._reading:
            return False
        dimension = self._storage.settings.dimension()
        return all(is_sound(self._storage, one.row, dimension) for one in known.values())

    def _read(self, source: Source, found: Fetched) -> ReadOutcome:
        file = Path(self._folder.name, "fetched")
        file.write_bytes(found.data)
        return self._readers.read(replace(source, fetched=file, media_type=found.media_type))

    def _done(self, link: Link, found: Fetched) -> Fetch:
        now = int(time.time())
        return Fetch(
            url=link.url,
            etag=found.etag,
            modified=found.modified,
            listed=link.changed,
            reading=self._reading,
            checked=now,
            due=now + SHORTEST,
        )

    def _failed(self, before: Fetch | None, link: Link, problem: str, wait: float | None) -> Fetch:
        failures = before.failures + 1 if before else 1
        later = min(SHORTEST * 2 ** min(failures, 10), _LONGEST)
        now = int(time.time())
        return replace(
            before or Fetch(url=link.url),
            checked=now,
            due=now + max(later, int(wait or 0)),
            failures=failures,
            problem=problem[:500],
        )

    # Lists

    def follow(
        self, links: Sequence[Link], base: str | None, most: int = MOST_PAGES
    ) -> Iterator[Got]:
        """Yield what the pages are that links lead to, those of lists in lists, too.

        Pages of other sites than that of `base` are left out, and so is what is beyond `most`; both
        are told in `skipped`. Pages that have not changed since they were read, as far as the list
        says when they did, are not fetched.

        Args:
            links: of one source.
            base: the address of the source; None for a file, whose first link says the site.
            most: pages.
        """
        if not links:
            return
        base = base or links[0].url
        pages: dict[str, Link] = {}
        yield from self._lists(links, base, pages)
        wanted = sorted(pages.values(), key=lambda link: link.changed or "", reverse=True)
        asked = 0
        for at, link in enumerate(wanted):
            if self._is_as_listed(link):
                yield Got(Source(link.url, url=link.url), None, Fetch(url=""))
                continue
            if asked >= most:
                left = len(wanted) - at
                reason = f"{left:,} more pages are listed than one run reads; run it again"
                self.skipped.append(Skip(base, reason))
                return
            asked += 1
            yield self.get(link, within=base)

    def _is_as_listed(self, link: Link) -> bool:
        """Tell whether a page was read after it changed, as far as the list knows."""
        before = self._storage.fetches.of(link.url)
        if before is None or before.problem or not self._is_held(before):
            return False
        if link.changed is None:
            return time.time() - before.checked < _LONGEST
        return before.listed == link.changed

    def _lists(self, links: Iterable[Link], base: str, pages: dict[str, Link]) -> Iterator[Got]:
        """Gather the pages of links and lists in `pages`; yield the lists that cannot be read."""
        site, elsewhere, met = site_of(base), 0, {base}
        waiting = [(link, 1) for link in links]
        while waiting:
            link, depth = waiting.pop(0)
            if site_of(link.url) != site:
                elsewhere += 1
            elif link.kind != "list":
                pages.setdefault(link.url, link)
            elif link.url not in met and depth < _DEEPEST and len(met) <= _MOST_LISTS:
                met.add(link.url)
                got = self.get(link, within=base)
                if got.outcome and got.outcome.links:
                    waiting += [(one, depth + 1) for one in got.outcome.links]
                elif got.outcome:
                    yield replace(got, fetch=Fetch(url=""))
        if elsewhere:
            reason = f"{elsewhere:,} links lead to other sites, which are not followed"
            self.skipped.append(Skip(base, reason))
