"""Which links of a source are followed, and what is said of the others."""

from collections.abc import Sequence

from index.readers.sources import Link, ReadOutcome, Skip, Source

_SAID = {
    "page": "lists {} pages; --follow reads them",
    "list": "lists {} lists of pages; --follow reads them",
    "teaser": "{} items in it show a part of their text at most; --follow reads their pages",
}


def wanted_links(outcome: ReadOutcome, source: Source, *, follow: bool) -> tuple[Link, ...]:
    """Return the links of a source that are followed: nothing is fetched unasked.

    Whoever names the address of a sitemap asks for its pages: it has nothing else.
    """
    if follow:
        return outcome.links
    if source.path is None:
        return tuple(link for link in outcome.links if link.kind != "teaser")
    return ()


def left(outcome: ReadOutcome, source: Source, followed: Sequence[Link]) -> list[Skip]:
    """Return what is said of links that are not followed."""
    name = str(source.path) if source.path else source.key
    followed_kinds = {link.kind for link in followed}
    counts = {
        kind: sum(1 for link in outcome.links if link.kind == kind)
        for kind in _SAID
        if kind not in followed_kinds
    }
    return [Skip(name, _SAID[kind].format(f"{count:,}")) for kind, count in counts.items() if count]
