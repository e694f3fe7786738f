"""What lies in another file, an archive or a mail: read by its own reader, within limits."""

import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from index.articles.article import Article, normalise_text
from index.errors import ReadError
from index.readers import read_bytes
from index.readers.registry import FORMATS, HEAD, no_reader
from index.readers.sources import Allowance, Failure, Link, ReadOutcome, Skip, Source

_DEEPEST = 3
"""In how many files something may lie: a mail in an archive has attachments."""

_LONGEST_NAME = 240
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs"))


def place_in(source: Source, name: str) -> str:
    """Return how what lies under `name` in a file is called: `FILE!/name`."""
    return f"{source.path or source.key}!/{name}"


def member_source(source: Source, name: str, *, row: str = "") -> Source:
    """Return the source of what lies under `name` in a file, or in one `row` of it.

    `name` is as `shown_name` gives it.
    """
    key = f"{source.key}#{row}" if row else source.key
    return Source(
        key=f"{key}!/{name}",
        path=Path(place_in(source, name)) if source.path else None,
        depth=source.depth + 1,
        allowance=source.allowance or Allowance(),
        columns=source.columns,
    )


def read_member(
    source: Source,
    name: str,
    load: Callable[[int], bytes],
    *,
    row: str = "",
    is_named: bool = False,
) -> ReadOutcome:
    """Return what the reader of its kind makes of a member.

    Args:
        source: of what holds it.
        name: as `shown_name` gives it; its suffix tells the kind.
        load: gives its bytes, at most as many as it is told.
        row: what of the source holds it, such as a message of a mailbox.
        is_named: whether it counts as named by itself, not as met in a folder.
    """
    suffix = PurePosixPath(name).suffix
    found = FORMATS.of_suffix(suffix)
    place = place_in(source, name)
    if found is None:
        return skipped(place, no_reader(suffix))
    if source.depth >= _DEEPEST:
        return skipped(place, "lies too deep in other files; unpack them")
    inner = member_source(source, name, row=row)
    try:
        data = load(min(found.most_bytes, (inner.allowance or Allowance()).bytes))
    except ReadError as error:
        return ReadOutcome(failures=(Failure(place, f"{place}: {error}"),))
    reason = None if is_named else found.why_not(suffix, lambda: data[:HEAD])
    return skipped(place, reason) if reason else read_bytes(data, inner, found)


def skipped(place: str, reason: str) -> ReadOutcome:
    """Return the outcome of something that is left out."""
    return ReadOutcome(skipped=(Skip(place, reason),))


def together(outcomes: Iterable[ReadOutcome]) -> ReadOutcome:
    """Return several outcomes as one; of articles with one identifier the first."""
    articles: dict[str, Article] = {}
    failures: list[Failure] = []
    skips: list[Skip] = []
    drafts: list[Article] = []
    withdrawn: list[str] = []
    links: list[Link] = []
    for one in outcomes:
        skips += [
            Skip(article.info.path or article.id, "a second one of this name")
            for article in one.articles
            if articles.setdefault(article.id, article) is not article
        ]
        failures += one.failures
        skips += one.skipped
        drafts += one.drafts
        withdrawn += one.withdrawn
        links += one.links
    return ReadOutcome(
        tuple(articles.values()),
        tuple(failures),
        tuple(skips),
        tuple(drafts),
        tuple(withdrawn),
        tuple(links),
    )


def shown_name(name: str) -> str:
    """Return a name as one line without signs that nobody sees, short enough to be shown."""
    plain = normalise_text(name.encode("utf-8", "replace").decode("utf-8"))
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN)
    line = " ".join(seen.split())
    return line if len(line) <= _LONGEST_NAME else _shortened(line)


def _shortened(name: str) -> str:
    path = PurePosixPath(name)
    suffix = path.suffix[:20]
    return f"{name[: _LONGEST_NAME - len(suffix)]}{suffix}"
