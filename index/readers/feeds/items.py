"""What lists of articles have in common: an item becomes an article, or a link to its page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.articles.origins import Origin
from index.readers.blocks import assemble, make_article, one_line, without_title
from index.readers.feeds.endings import without_ending
from index.readers.pages.fragments import fragment_blocks
from index.readers.sources import Failure, Link, ReadOutcome, Skip, Source

_FEWEST_CHARACTERS = 200  # a shorter summary is a teaser of a page that says more
_CUT_OFF = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|»)\s*$")
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Body:
    """One text of an item as HTML; `is_whole` where the format says that it is all of it."""

    html: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a list. `name` is what it is known by, `site` the address of the list's site."""

    info: ArticleInfo
    bodies: tuple[Body, ...]
    name: str
    origins: tuple[Origin, ...] = ()
    site: str | None = None
    is_draft: bool = False


@dataclass(slots=True)
class Gathered:
    """What has come of the items of one source so far."""

    source: Source
    articles: dict[str, Article] = field(default_factory=dict)
    drafts: dict[str, Article] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        """Take an item as an article, or leave it out and count it."""
        made = [_made(item, body, self.source) for body in item.bodies]
        best = max(filter(None, made), key=lambda one: len(one.article.text), default=None)
        if (best is None or not best.is_whole) and item.info.url and not item.is_draft:
            self.links.append(Link(item.info.url, item.info.date, "teaser"))
        if best is None and item.is_draft:
            self.withdraw(item.name, "empty drafts")
        elif best is None and not item.info.url:
            self.leave_out("items without text")
        elif best is None:
            pass  # its link is followed, or told of
        elif item.is_draft:
            self.drafts.setdefault(best.article.id, best.article)
        elif best.is_whole or len(best.article.text) >= _FEWEST_CHARACTERS:
            self.articles.setdefault(best.article.id, best.article)

    def withdraw(self, name: str, why: str) -> None:
        """Leave out an item that is not public, and take it back where it was."""
        self.withdrawn.append(make_article(self.source, ArticleInfo(id=""), "-", (), name).id)
        self.leave_out(why)

    def leave_out(self, why: str) -> None:
        """Count an item that is left out."""
        self.left_out[why] = self.left_out.get(why, 0) + 1

    def outcome(self, damage: str = "") -> ReadOutcome:
        """Return what came of it; `damage` is what is wrong with the source, if anything."""
        name = str(self.source.path) if self.source.path else self.source.key
        failures: tuple[Failure, ...] = ()
        if damage:
            read = len(self.articles)
            failures = (Failure(name, f"{name}: {damage}; {read} articles in it were read"),)
        gone = {*self.articles, *self.drafts}
        return ReadOutcome(
            tuple(self.articles.values()),
            failures,
            self._skipped(name, damage),
            tuple(self.drafts.values()),
            withdrawn=tuple(one for one in self.withdrawn if one not in gone),
            links=tuple(self.links),
        )

    def _skipped(self, name: str, damage: str) -> tuple[Skip, ...]:
        if self.left_out:
            counts = ", ".join(f"{why} ({count})" for why, count in self.left_out.items())
            return (Skip(name, counts),)
        is_empty = not (self.articles or self.drafts or self.links or damage)
        return (Skip(name, "lists no articles"),) if is_empty else ()


@dataclass(frozen=True, slots=True)
class _Made:
    article: Article
    is_whole: bool


def _made(item: Item, body: Body, source: Source) -> _Made | None:
    markup, is_cut = without_ending(body.html, item.info.url, item.site)
    blocks = [block for block in fragment_blocks(markup) if block.text.strip()]
    text, marks = assemble(without_title(blocks, item.info.title))
    if not text:
        return None
    is_cut = is_cut or bool(_CUT_OFF.search(text[-10:]))
    return _Made(_article(item, text, marks, source), body.is_whole and not is_cut)


def _article(item: Item, text: str, marks: Sequence[Mark], source: Source) -> Article:
    info, origins = item.info, item.origins
    if info.title is None:
        info = replace(info, title=_beginning(text))
        origins = (*origins, Origin("title", "beginning of the text", 0.4))
    return make_article(source, info, text, marks, item.name, origins)


def _beginning(text: str) -> str:
    line = " ".join(text.partition("\n")[0].split())
    if len(line) <= _LONGEST_TITLE:
        return line
    cut = line[:_LONGEST_TITLE].rpartition(" ")[0] or line[:_LONGEST_TITLE]
    return f"{cut} …"


def plain(markup: str) -> str | None:
    """Return a title or name as one line, markup and references in it read as HTML."""
    if "<" not in markup and "&" not in markup:
        return one_line(markup)
    return one_line(" ".join(block.text for block in fragment_blocks(markup)))
