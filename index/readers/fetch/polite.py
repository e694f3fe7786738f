"""Fetching several addresses without being a burden: one at a time, with pauses, as sites allow."""

import time
from urllib.parse import urlsplit

from index.errors import ReadError
from index.readers.fetch.fetching import ANYTHING, Conditions, Fetched, NoAnswer, fetch
from index.readers.fetch.robots import Robots
from index.readers.registry import FORMATS, LARGEST

INTERVAL = 1.0
"""Seconds between two requests to a host."""

_LONGEST_INTERVAL = 30.0
"""Seconds; a site that wants longer ones is not fetched from."""


class Polite:
    """Fetches addresses as their sites want it; for one run, in one thread.

    Args:
        interval: seconds between two requests to a host, where its robots.txt does not want more.
    """

    def __init__(self, interval: float = INTERVAL) -> None:
        self._interval = interval
        self._robots = Robots()
        self._next: dict[str, float] = {}
        self._closed: dict[str, NoAnswer] = {}

    def get(
        self, url: str, conditions: Conditions = ANYTHING, *, within: str | None = None
    ) -> Fetched:
        """Return what `url` gives, once its turn has come; raises like `fetch`.

        Args:
            url: `http` or `https`.
            conditions: what is known of it: where it has not changed, it is not sent again.
            within: an address of the site that redirects must not leave.

        Raises:
            ReadError: its site does not want it fetched, or not so often.
        """
        host = urlsplit(url).netloc.lower()
        if host in self._closed:
            raise self._closed[host]
        delay = self._robots.check(url)
        if delay > _LONGEST_INTERVAL:
            raise ReadError(
                f"its site wants {delay:.0f} seconds between requests; fetch it by hand"
            )
        time.sleep(max(self._next.get(host, 0.0) - time.monotonic(), 0.0))
        try:
            return fetch(
                url, largest=LARGEST, formats=FORMATS, conditions=conditions, within=within
            )
        except NoAnswer as error:
            if error.wait is not None:  # the whole host asks for patience
                self._closed[host] = error
            raise
        finally:
            self._next[host] = time.monotonic() + max(self._interval, delay)
