"""A quote that is cited: its words, where they stand, by whom, in which version of the article.

Words are sliced from the version that a link means; nothing that a link brings is ever shown.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote as percent_encode

from index.articles.article import Article, Span
from index.articles.statement import Statement, StatementKind
from index.errors import UnknownArticle, UsageError
from qa.answers import Quote
from qa.citing.links import quote_link
from qa.citing.speaking import speaker_of

if TYPE_CHECKING:
    from index.versions import Versions

LONGEST = 10_000
"""Characters of a quote that is cited; more is no quote but the article."""

STAMP = 12
"""Characters of a text's hash that a link carries."""

_AROUND = 280

SpokenIn = Callable[[Article], Sequence[Statement]]
"""Gives the statements of an article, or of an earlier version of one."""


class Articles(Protocol):
    """Where the articles are that quotes are of."""

    def article(self, id: str, /) -> Article:
        """Return an article as it is, or raise UnknownArticle."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedQuote:
    """A span [start, end) of a version of an article, in code points.

    Args:
        article: the version that the offsets are of.
        start: the first character.
        end: the one after the last.
        speaker: who says it there, None where nobody speaks; `kind` says how it is given.
        kind: see `speaker`.
        since: when the article got the text that it has now (ISO 8601), None where no change of it
            is known.
        replaced: when another text took the place of this version; None for the present one.
        now: where the same words stand in the present text of a version that was replaced.
    """

    article: Article
    start: int
    end: int
    speaker: str | None = None
    kind: StatementKind | None = None
    since: str | None = None
    replaced: str | None = None
    now: Span | None = None

    @property
    def text(self) -> str:
        """The words, sliced from the stored article."""
        return self.article.text[self.start : self.end]

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of the words in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def page(self) -> str | None:
        """The page that the quote begins on, where the article has pages."""
        return self.article.page_at(self.start)

    @property
    def time(self) -> str | None:
        """When it is said in a recording, as `00:12:05`."""
        return Quote(number=1, article=self.article, start=self.start, end=self.end).time

    @property
    def original(self) -> str | None:
        """The address of the original page with a text fragment that leads to the words."""
        return quote_link(self.article.info.url, self.text)

    @property
    def before(self) -> Span:
        """The span of the words before, from the beginning of a word."""
        text, first = self.article.text, max(0, self.start - _AROUND)
        while 0 < first < self.start and not text[first - 1].isspace():
            first += 1
        return (first, self.start)

    @property
    def after(self) -> Span:
        """The span of the words after, to the end of a word."""
        text, last = self.article.text, min(len(self.article.text), self.end + _AROUND)
        while self.end < last < len(text) and not text[last].isspace():
            last -= 1
        return (self.end, last)

    @property
    def path(self) -> str:
        """The permanent address of its page, from the root of a server."""
        return quote_path(self.article, self.start, self.end)

    def to_json(self, root: str = "") -> dict[str, object]:
        """Return the quote as the command line and the server give it.

        Args:
            root: the address of the server, before the paths of links.
        """
        article, now = self.article, None
        if self.now:
            now = {"start": self.now[0], "end": self.now[1]}
        return {
            "article": article.info.to_json(),
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "speaker": self.speaker,
            "kind": self.kind.value if self.kind else None,
            "page": self.page,
            "time": self.time,
            "before": _part(article, self.before),
            "after": _part(article, self.after),
            "link": f"{root}{self.path}",
            "original": self.original,
            "sha256": self.sha256,
            "version": {
                "content_hash": article.content_hash,
                "text_hash": article.text_hash,
                "since": self.since,
                "replaced": self.replaced,
            },
            "now": now,
        }


def _part(article: Article, span: Span) -> dict[str, object]:
    return {"start": span[0], "end": span[1], "text": article.text[span[0] : span[1]]}


def quote_path(article: Article, start: int, end: int) -> str:
    """Return the permanent address of a quote from the root of a server.

    It names the text that the offsets are of, so that they never show other words.
    """
    name = percent_encode(article.id, safe="")
    return f"quote/{name}/{start}-{end}?v={article.text_hash[:STAMP]}"


def cite(
    articles: Articles,
    versions: "Versions | None",
    spoken_in: SpokenIn,
    place: tuple[str, int, int],
    stamp: str = "",
) -> CitedQuote:
    """Return the quote at a place, of the version that `stamp` names or of the present one.

    Args:
        articles: where they are.
        versions: what they were before; None where that is not kept.
        spoken_in: gives the statements of an article.
        place: identifier, start and end.
        stamp: a hash of the text or of the content, or how it begins.

    Raises:
        UnknownArticle: there is no such article, or that version of it is not kept.
        UsageError: the span is no part of it, or longer than `LONGEST`.
    """
    name, start, end = place
    present = articles.article(name)
    article, replaced = _version(present, versions, stamp)
    _check(article, start, end)
    speaker, kind = speaker_of(spoken_in(article), start, end)
    words = article.text[start:end]
    return CitedQuote(
        article=article,
        start=start,
        end=end,
        speaker=speaker,
        kind=kind,
        since=_since(present, versions),
        replaced=replaced,
        now=_place_now(present, words, start) if replaced else None,
    )


def _version(
    present: Article, versions: "Versions | None", stamp: str
) -> tuple[Article, str | None]:
    if not stamp or present.text_hash.startswith(stamp) or present.content_hash.startswith(stamp):
        return present, None
    if versions is None:
        raise UnknownArticle(f"No earlier version of article {present.id[:80]!r} is kept.")
    found = versions.find(present.id, stamp)
    # The same text under other details is no other text: its offsets are those of the present one.
    same = found.article.text_hash == present.text_hash
    return (present, None) if same else (found.article, found.replaced)


def _since(present: Article, versions: "Versions | None") -> str | None:
    before = versions.of(present.id) if versions else []
    return next((one.replaced for one in before if one.text_hash != present.text_hash), None)


def _check(article: Article, start: int, end: int) -> None:
    length = len(article.text)
    if not 0 <= start < end <= length:
        raise UsageError(
            f"{start}-{end} is no part of {article.id}, which has {length} characters: write the "
            "offset of the first one, a hyphen, and the offset after the last one."
        )
    if end - start > LONGEST:
        raise UsageError(
            f"{start}-{end} has {end - start:,} characters; a quote has at most {LONGEST:,}."
        )
    if not article.text[start:end].strip():
        raise UsageError(f"{start}-{end} of {article.id} holds no words, only white space.")


def _place_now(present: Article, words: str, start: int) -> Span | None:
    """Return where words stand in a text, the place nearest to `start` of those on either side."""
    text = present.text
    places = {text.rfind(words, 0, start + len(words)), text.find(words, start)} - {-1}
    if not places:
        return None
    place = min(places, key=lambda one: abs(one - start))
    return (place, place + len(words))
