"""What a site's robots.txt allows. The one module that touches protego."""

from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from index.errors import ReadError
from index.readers.fetch.fetching import AGENT, NoAnswer, fetch

_LARGEST = 512 * 1024
"""Bytes that are read of one, as RFC 9309 asks at least."""


class Robots:
    """The rules of sites, each fetched once."""

    def __init__(self) -> None:
        self._rules: dict[str, Protego] = {}

    def check(self, url: str) -> float:
        """Return how many seconds the site wants between two requests, 0 where it does not say.

        Raises:
            ReadError: the site does not want this address to be fetched, or its rules cannot be
                read; then nothing of it is fetched, as RFC 9309 asks.
        """
        parts = urlsplit(url)
        where = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        if where not in self._rules:
            self._rules[where] = _rules(where)
        rules = self._rules[where]
        if not rules.can_fetch(url, AGENT):
            raise ReadError("its site's robots.txt asks programs to stay away from it")
        return float(rules.crawl_delay(AGENT) or 0.0)


def _rules(where: str) -> Protego:
    try:
        data = fetch(where, largest=_LARGEST, within=where).data
    except NoAnswer as error:
        if error.status is None or error.status >= 500:
            raise ReadError(f"its site's robots.txt {error}") from None
        data = b""  # there is none: everything may be fetched
    return Protego.parse(data.decode("utf-8", "replace"))
