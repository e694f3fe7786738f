"""An article's text, or a stretch of it, as HTML: quotes marked, tables as tables.

Whatever is shown is sliced from the stored text and escaped; without tags the result is that text,
character for character, so that no offset ever crosses into JavaScript.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

from markupsafe import Markup

from index.articles.article import Article, Span
from index.articles.marks import Mark
from qa.web.pages.table_cells import Row, Table, tables_of
from qa.web.pages.templates import show

_EMPTY = Markup("")


@dataclass(frozen=True, slots=True)
class Marked:
    """A quote to be marked: its number in the answer, its span, whether it was asked for."""

    number: int | None
    start: int
    end: int
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """What is said of parts of a text: how pages are called, with `{page}` in it, and tables."""

    page: str = "page {page}"
    table: str = "Table"


def marked_text(
    article: Article,
    span: Span | None,
    answer: Span | None = None,
    called: Called | None = None,
    *,
    number: int | None = None,
    others: Sequence[Marked] = (),
) -> Markup:
    """Return the article's text escaped, [start, end) in `<mark>`, the short answer in `<b>`.

    `number` is that of the quote, `others` are more quotes of the same answer, marked as such.
    An empty element says where a page begins.
    """
    quotes = [] if span is None else [Marked(number, *span, is_current=True)]
    text = _Text(article, called or Called(), _apart([*quotes, *others]), _inside(answer, span))
    return text.html(0, len(article.text))


def quote_text(
    article: Article, start: int, end: int, answer: Span | None = None, table: str = "Table"
) -> Markup:
    """Return a quote as HTML, the short answer in `<b>`; rows of a table stand under its heads.

    Heads that are no part of the quote are of the class `context`.
    """
    short = None if answer == (start, end) else _inside(answer, (start, end))
    text = _Text(article, Called(table=table), [], short, is_quote=True)
    return text.html(start, end)


def _inside(answer: Span | None, span: Span | None) -> Span | None:
    """Return the short answer where it lies within the quote."""
    if answer is None or span is None:
        return None
    return answer if span[0] <= answer[0] < answer[1] <= span[1] else None


def _apart(quotes: Sequence[Marked]) -> list[Marked]:
    """Return quotes of which no two overlap, in order: earlier ones of `quotes` keep their whole.

    A later one is cut at the first, and gone where nothing is left of it.
    """
    kept: list[Marked] = []
    for quote in quotes:
        start, end = quote.start, quote.end
        for other in kept:
            if other.start <= start < other.end:
                start = other.end
        for other in kept:
            if start < other.start < end:
                end = other.start
        if start < end:
            kept.append(Marked(quote.number, start, end, quote.is_current))
    return sorted(kept, key=attrgetter("start"))


@dataclass(slots=True)
class _Text:
    """One text on its way to HTML; what stands in it is looked up once."""

    article: Article
    called: Called
    quotes: Sequence[Marked]
    answer: Span | None
    is_quote: bool = False
    _headings: Sequence[Span] = field(init=False)
    _pages: Sequence[Mark] = field(init=False)
    _begun: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._headings = self.article.headings
        pages = () if self.is_quote else self.article.marked("page")
        self._pages = [page for page in pages if page.label]

    def html(self, start: int, end: int) -> Markup:
        pieces: list[Markup] = []
        at = start
        for table in tables_of(self.article, start, end):
            drawn = self._table(table, start, end)
            if drawn is None:
                continue
            pieces += [self._marked(at, max(at, table.start)), drawn]
            at = min(end, table.end)
        return _EMPTY.join([*pieces, self._marked(at, end)])

    def _table(self, table: Table, start: int, end: int) -> Markup | None:
        """Return the rows that [start, end) touches, None where it is within one cell."""
        rows = [row for row in table.rows if row[0][0] < end and start < row[-1][1]]
        touched = [cell for row in rows for cell in row if cell[0] < end and start < cell[1]]
        if len(touched) < 2:
            return None
        is_headed = table.is_headed and rows[0] == table.rows[0]
        heads = rows[:1] if is_headed else []
        body = rows[1:] if is_headed else rows
        low, high = max(start, table.start), min(end, table.end)
        drawn = _EMPTY.join(self._row(row, "th", (low, high)) for row in heads)
        parts = [Markup("<thead>{}</thead>").format(drawn)] if heads else []
        if table.is_headed and not heads:
            above = table.rows[0]
            clip = (above[0][0], above[-1][1])
            context = _Text(self.article, self.called, [], None, is_quote=True)
            parts.append(
                Markup('<thead class="context">{}</thead>').format(context._row(above, "th", clip))
            )
        drawn = _EMPTY.join(self._row(row, "td", (low, high)) for row in body)
        parts.append(Markup("<tbody>{}</tbody>").format(drawn))
        box = '<div class="table" role="group" tabindex="0" aria-label="{}"><table>{}</table></div>'
        return Markup(box).format(self.called.table, _EMPTY.join(parts))

    def _row(self, row: Row, tag: str, clip: Span) -> Markup:
        low, high = clip
        ends = [*(cell[0] for cell in row[1:]), min(high, self._line_end(row[-1][1]))]
        cells: list[Markup] = []
        head = Markup(' scope="col"') if tag == "th" else _EMPTY
        for (first, last), after in zip(row, ends, strict=True):
            inner = self._marked(max(first, low), min(last, high))
            gap = self._plain(max(last, low), min(after, high))
            if gap:
                inner += Markup('<span class="gap">{}</span>').format(gap)
            cells.append(Markup("<{}{}>{}</{}>").format(Markup(tag), head, inner, Markup(tag)))
        return Markup("<tr>{}</tr>").format(_EMPTY.join(cells))

    def _line_end(self, at: int) -> int:
        """Return where the next row begins; empty lines between rows go with the one before."""
        text = self.article.text
        while at < len(text) and text[at] == "\n":
            at += 1
        return at

    def _marked(self, start: int, end: int) -> Markup:
        """Return [start, end) with its part of each quote in a `<mark>`."""
        if start >= end:
            return _EMPTY
        pieces: list[Markup] = []
        at = start
        for quote in self.quotes:
            low, high = max(quote.start, start), min(quote.end, end)
            if low >= high:
                continue
            pieces += [self._plain(at, low), self._mark(quote, low, high)]
            at = high
        rest = self._emphasised if self.is_quote else self._plain
        return _EMPTY.join([*pieces, rest(at, end)])

    def _mark(self, quote: Marked, start: int, end: int) -> Markup:
        inner = self._emphasised(start, end) if quote.is_current else self._plain(start, end)
        return Markup("<mark{}>{}</mark>").format(self._attributes(quote), inner)

    def _attributes(self, quote: Marked) -> Markup:
        """Return how a part of a quote is found again: its first part by its identifier."""
        known = _EMPTY
        if quote.start not in self._begun:
            self._begun.add(quote.start)
            name = "quote" if quote.is_current else f"quote-{quote.number}"
            known = Markup(' id="{}" tabindex="-1"').format(name)
        if quote.number is not None:
            place = f"{quote.start}-{quote.end}"
            known += Markup(' data-quote="{}" data-place="{}"').format(quote.number, place)
        return known if quote.is_current else known + Markup(' class="other"')

    def _emphasised(self, start: int, end: int) -> Markup:
        """Return [start, end) with its part of the short answer in `<b>`."""
        low, high = self.answer or (end, end)
        low, high = max(low, start), min(high, end)
        if low >= high:
            return self._plain(start, end)
        short = Markup("<b>{}</b>").format(self._plain(low, high))
        return self._plain(start, low) + short + self._plain(high, end)

    def _plain(self, start: int, end: int) -> Markup:
        if start >= end:
            return _EMPTY
        return _EMPTY.join(self._paged(start, end))

    def _paged(self, start: int, end: int) -> Iterator[Markup]:
        first = bisect_left(self._pages, start, key=attrgetter("start"))
        at = start
        for page in self._pages[first : bisect_left(self._pages, end, key=attrgetter("start"))]:
            yield self._headed(at, page.start)
            yield _page_start(self.called.page.format(page=page.label))
            at = page.start
        yield self._headed(at, end)

    def _headed(self, start: int, end: int) -> Markup:
        text = self.article.text
        pieces: list[Markup] = []
        at = start
        first = bisect_right(self._headings, start, key=itemgetter(1))
        for place in range(first, len(self._headings)):
            begin, until = self._headings[place]
            low, high = max(begin, at), min(until, end)
            if low >= high:
                break
            pieces.append(show(text[at:low]))
            heading = Markup('<span class="heading">{}</span>')
            pieces.append(heading.format(show(text[low:high])))
            at = high
        pieces.append(show(text[at:end]))
        return _EMPTY.join(pieces)


def _page_start(name: str) -> Markup:
    """Return what shows that a page begins; its words are no part of the text."""
    beginning = Markup('<span class="page-start" role="separator" aria-label="{}"></span>')
    return beginning.format(name)
