"""Rows become articles, in parts; what of a file was not used is said once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from index.articles.article import Article, ArticleInfo
from index.errors import ReadError
from index.readers.blocks import assemble, make_article, one_line
from index.readers.fields.names import BODIES, LEADS, NAMES, TEASERS, key
from index.readers.fields.record import Labelled, Plan, flatten, metadata, unpublished
from index.readers.fields.values import is_nothing, line
from index.readers.rows.cells import is_cut, text_blocks, title_line
from index.readers.rows.row import Row
from index.readers.sources import Failure, ReadOutcome, Skip, Source, joined

_PART_ARTICLES = 256
_PART_CHARACTERS = 2_000_000
_MOST_FAILURES = 1_000
_MOST_PLANS = 200
_MOST_NAMED = 30
_UNNAMED = ("unnamed", "index", "level0")
_NO_TEXT = "no text; the column `text` must hold the article"


@dataclass(slots=True)
class _Part:
    """What was read since the last part was handed over."""

    articles: list[Article] = field(default_factory=list)
    drafts: list[Article] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    characters: int = 0

    @property
    def is_full(self) -> bool:
        count = len(self.articles) + len(self.drafts) + len(self.failures)
        return count >= _PART_ARTICLES or self.characters >= _PART_CHARACTERS

    def outcome(self, skipped: Iterable[Skip] = ()) -> ReadOutcome:
        return ReadOutcome(
            tuple(self.articles), tuple(self.failures), tuple(skipped), tuple(self.drafts)
        )


def articles_of_rows(rows: Iterable[Row], source: Source) -> ReadOutcome:
    """Return the articles of rows; raises like `parts_of_rows`."""
    return joined(parts_of_rows(rows, source))


def names_text(names: Iterable[str], source: Source) -> bool:
    """Tell whether names of columns, one for the text among them, are those of articles."""
    known = {key(name) for name in names}
    named = dict(source.columns)
    if "text" in named:
        return any(key(name) in known for name in named["text"])
    return any(name in BODIES for name in known) and any(
        name in known for table in NAMES.values() for name in table
    )


class NoArticlesError(ReadError):
    """No row of a file holds an article."""


class _NoTextError(Exception):
    """A row holds nothing that could be an article's text."""


def parts_of_rows(rows: Iterable[Row], source: Source) -> Iterator[ReadOutcome]:
    """Yield the articles of rows in parts; at the end, as skipped, what was not used of them.

    A row's article is known by its `id`, else its url, else its title, else its place, so that rows
    may move without becoming other articles.

    Raises:
        NoArticlesError: no row has a text; the message names the columns.
        ReadError: there are no rows.
    """
    table = _Table(source)
    part = _Part()
    for row in rows:
        table.take(row, part)
        if part.is_full:
            yield part.outcome()
            part = _Part()
    yield part.outcome(table.ending(part))


class _Table:
    """What is known of a file while its rows are read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._named = {name: list(columns) for name, columns in source.columns}
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._taken: set[str] = set()
        self._filled: dict[str, None] = {}
        self._used: set[str] = set()
        self._waiting: list[Failure] = []  # rows without a text, before the first that has one
        self._read = self._failed = self._cut = self._teasers = 0

    def take(self, row: Row, part: _Part) -> None:
        """Add the row's article, or what is wrong with it, to `part`."""
        if row.values is None:
            self._fail(row.place, row.error, part)
            return
        values = flatten(row.values)
        try:
            article, is_draft = self._article(row, values)
        except _NoTextError:
            self._note(values, ())
            self._fail(row.place, _NO_TEXT, part if self._read else None)
            return
        part.failures += self._waiting
        self._waiting.clear()
        self._read += 1
        part.characters += len(article.text)
        (part.drafts if is_draft else part.articles).append(article)

    def ending(self, part: _Part) -> Iterator[Skip]:
        """Return what is said of the file as a whole; add to `part` what failed beyond counting.

        Raises:
            ReadError: there are no rows, or none with a text.
        """
        name = self._source.key
        if not self._read and not self._failed:
            raise ReadError("no rows in it; nothing to index")
        if self._waiting:
            there = ", ".join(list(self._filled)[:_MOST_NAMED]) or "none with a value"
            raise NoArticlesError(
                f"no column holds the text of an article (there are: {there}); name the columns as "
                f"docs/formats.md lists them, or say which it is with --map text=COLUMN"
            )
        if self._failed > _MOST_FAILURES:
            more = f"{name}: {self._failed - _MOST_FAILURES:,} more rows failed"
            part.failures.append(Failure(name, more))
        unused = [label for label in self._filled if self._is_worth_naming(label)]
        return (Skip(name, reason) for reason in self._remarks(unused))

    def _remarks(self, unused: list[str]) -> Iterator[str]:
        if unused and self._read:
            more = f" and {len(unused) - _MOST_NAMED} more" if len(unused) > _MOST_NAMED else ""
            yield f"columns not used: {', '.join(unused[:_MOST_NAMED])}{more}"
        if self._cut:
            yield f"{self._cut:,} of {self._read:,} texts are cut off where their source cut them"
        if self._teasers:
            yield f"{self._teasers:,} of {self._read:,} articles have only what sums them up"

    def _is_worth_naming(self, label: str) -> bool:
        if label in self._used or any(one.startswith(f"{label}.") for one in self._used):
            return False
        outer = label
        while "." in outer:  # what stands in an object that is used or named itself
            outer = outer.rpartition(".")[0]
            if outer in self._filled:
                return False
        return bool(key(label)) and not key(label).startswith(_UNNAMED)

    def _fail(self, place: str, what: str, part: _Part | None) -> None:
        self._failed += 1
        if self._failed <= _MOST_FAILURES:
            name = self._source.key
            told = self._waiting if part is None else part.failures
            told.append(Failure(name, f"{name}, {place}: {what}"))

    def _plan(self, values: Labelled) -> Plan:
        labels = tuple(values)
        plan = self._plans.get(labels)
        if plan is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            plan = self._plans[labels] = Plan(labels, self._named)
        return plan

    def _article(self, row: Row, values: Labelled) -> tuple[Article, bool]:
        plan = self._plan(values)
        texts, is_teaser = _texts(plan, values)
        blocks = [block for value in texts.values() for block in text_blocks(value)]
        text, marks = assemble(blocks)
        text = text.strip()
        if not text:
            raise _NoTextError
        info, origins, labels = metadata(plan, values, lambda label: f"column {one_line(label)}")
        is_draft, said = unpublished(plan, values)
        name, name_label = _name(plan, values, info, row.place)
        self._note(values, [*texts, *labels, *said, *name_label])
        self._cut += any(is_cut(value) for value in texts.values())
        self._teasers += is_teaser
        known = replace(info, title=_title(info))
        article = make_article(self._source, known, text, marks, name, origins)
        if article.id in self._taken:
            again = f"{name}#{row.place.removeprefix('line ')}"
            article = make_article(self._source, known, text, marks, again, origins)
        self._taken.add(article.id)
        return article, is_draft

    def _note(self, values: Labelled, used: Iterable[str]) -> None:
        self._used.update(used)
        if len(self._filled) < _MOST_PLANS:
            filled = (label for label, value in values.items() if not is_nothing(value))
            self._filled.update(dict.fromkeys(filled))


def _texts(plan: Plan, values: Labelled) -> tuple[Mapping[str, object], bool]:
    """Return the values that make the text, in order, and whether they only sum it up."""
    if "text" in plan.named:
        labels = plan.labels_of("text", {})
        return {label: values[label] for label, _ in labels if not is_nothing(values[label])}, False
    bodies = _filled(plan, values, "text", BODIES)
    whole = next((one for one in bodies if not is_cut(one[1])), bodies[0] if bodies else None)
    leads = _filled(plan, values, "lead", LEADS)[:1]
    if whole:
        joined = [one for one in leads if not _repeats(one[1], whole[1])]
        return dict([*joined, whole]), False
    if leads:
        return dict(leads), True
    teasers = _filled(plan, values, "teaser", TEASERS)[:1]
    return dict(teasers), bool(teasers)


def _filled(
    plan: Plan, values: Labelled, name: str, table: Mapping[str, float]
) -> list[tuple[str, object]]:
    labels = plan.labels_of(name, table)
    return [(label, values[label]) for label, _ in labels if _may_be_text(values[label])]


def _may_be_text(value: object) -> bool:
    return isinstance(value, str | list | dict) and not is_nothing(value)


def _repeats(lead: object, body: object) -> bool:
    """Tell whether a text begins with its lead already."""
    begin, whole = (" ".join(str(one).split()) for one in (lead, body))
    return begin[:200] in whole[: len(begin) + 400]


def _title(info: ArticleInfo) -> str | None:
    """Return a title without markup and without the publication that some services append."""
    title = title_line(info.title)
    for sign in (" - ", " | ", " – ", " — "):
        ending = f"{sign}{info.publication}"
        if title and info.publication and title.endswith(ending):
            return title.removesuffix(ending).rstrip() or title
    return title


def _name(plan: Plan, values: Labelled, info: ArticleInfo, place: str) -> tuple[str, list[str]]:
    """Return what a row is known by, and the label that says it where it is no other field."""
    for label, _ in plan.labels_of("id", NAMES["id"]):
        said = line(values[label]) or ""
        if said:
            return said, [label]
    return one_line(info.url) or one_line(info.title) or place, []
