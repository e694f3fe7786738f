"""Rows of tables: which row of one answers, and which of its cells.

A reader tells one row from the next badly: it reads that a time follows a day, not whose. What a
row is about stands in its first cell, what a cell is in the table's first row; where the words of a
question say both, they decide.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.articles.article import Article, Span
from index.articles.passages import Hit
from qa.answers import Kind
from qa.evidence.candidate import UNREAD, Candidate, Read
from qa.evidence.reading import hit_of_each, unread
from qa.language.tables import tables
from qa.questions.question import Asks, Question
from qa.reading.short_answers import OF_SORT, dates_in
from qa.text.words import content_stems, folded_words, stem, stems

_BAR = " | "
_FEWEST_ROWS = 3
_TOLD = 4.5
"""Least logit of a row whose words and whose table's say all that is asked."""
_BEHIND = 2.0
"""How far the rows of others are behind the one asked for, as logits."""
_ABSENT = 4.0
"""What it counts against a row that the question names another, which the table does not have."""
_ENOUGH = 2
"""Words of a question in a row alone that name it, though more is said there: a task, a product."""
_BESIDE = 200
"""Characters before a table that may say what it shows."""
_TIMES = frozenset(map(stem, tables().questions.time_nouns))
_VALUES = frozenset({Asks.NUMBER, Asks.DATE})
_NAMES = frozenset({Asks.PERSON, Asks.PLACE, Asks.ANYTHING})


@dataclass(frozen=True, slots=True)
class Table:
    """Lines of an article with bars in them, each with its cells as offsets of the article."""

    start: int
    rows: tuple[tuple[Span, ...], ...]

    @property
    def has_head(self) -> bool:
        """Whether its first row names columns; of two columns the first one names the second."""
        return len(self.rows[0]) > 2


@dataclass(frozen=True, slots=True)
class _Found:
    """The row asked for, the cell that answers if that is told, and whether all is told."""

    row: Span
    cell: Span | None
    sure: bool


def with_rows(
    question: Question, candidates: Sequence[Candidate], hits: Sequence[Hit]
) -> list[Candidate]:
    """Return the candidates; of tables, the row that a question names before all others.

    Args:
        question: Understood.
        candidates: Sentences read.
        hits: The passages found.
    """
    asked = frozenset(content_stems(question.text))
    found = list(candidates)
    for hit in hit_of_each(hits).values():
        for table in tables_of(hit.article.text):
            found = _weighed(question, asked, hit, table, found)
    return found


@lru_cache(maxsize=256)
def tables_of(text: str) -> tuple[Table, ...]:
    """Return the tables of a text: three lines or more in a row with bars."""
    return tuple(t for t in _tables(text) if len(t.rows) >= _FEWEST_ROWS)


def _tables(text: str) -> Iterator[Table]:
    if _BAR not in text:
        return
    rows: list[tuple[Span, ...]] = []
    place = begin = 0
    for line in [*text.split("\n"), ""]:
        if _BAR in line:
            begin = begin if rows else place
            rows.append(tuple(_cells(line, place)))
        elif rows:
            yield Table(begin, tuple(rows))
            rows = []
        place += len(line) + 1


def _cells(line: str, place: int) -> Iterator[Span]:
    at = 0
    for part in line.split(_BAR):
        bare = part.strip()
        start = place + at + (part.index(bare) if bare else 0)
        yield start, start + len(bare)
        at += len(part) + len(_BAR)


def _weighed(
    question: Question,
    asked: frozenset[str],
    hit: Hit,
    table: Table,
    candidates: Sequence[Candidate],
) -> list[Candidate]:
    """Return the candidates with those that are rows of a table weighed against each other."""
    rows = {(row[0][0], row[-1][1]) for row in table.rows}
    mine = {n: c for n, c in enumerate(candidates) if _is_row(c, hit.article, rows)}
    if not mine:
        return list(candidates)
    told = _asked_for(question, asked, hit, table)
    if told is None:
        return [_named_by_none(question, asked, c) if n in mine else c
                for n, c in enumerate(candidates)]  # fmt: skip
    best = _best([one.read for one in mine.values()])
    found: list[Candidate] = []
    for number, one in enumerate(candidates):
        if number in mine and not _is_at(one, told.row):
            behind = min(one.read.evidence, best.evidence - _BEHIND)
            one = replace(one, read=replace(one.read, evidence=behind))
        if number not in mine or not _is_at(one, told.row):
            found.append(one)
    row = next((c for c in mine.values() if _is_at(c, told.row)), unread(hit, told.row))
    return [*found, replace(row, read=_read(row.read, best, told))]


def _read(own: Read, best: Read, told: _Found) -> Read:
    """Return what is read of the row asked for: no less than of any other row of its table."""
    least = _TOLD if told.sure else best.evidence
    return replace(
        own,
        evidence=max(own.evidence, best.evidence, least),
        answerable=max(best.answerable, least if told.sure else best.answerable),
        answer=told.cell or own.answer,
        answer_score=max(own.answer_score, best.answer_score, least if told.sure else UNREAD),
        yes=own.yes if own.yes is not None else best.yes,
    )


def _best(reads: Sequence[Read]) -> Read:
    return Read(
        evidence=max(one.evidence for one in reads),
        answerable=max(one.answerable for one in reads),
        answer_score=max(one.answer_score for one in reads),
        yes=next((one.yes for one in reads if one.yes is not None), None),
    )


def _is_row(one: Candidate, article: Article, rows: set[Span]) -> bool:
    return one.article.id == article.id and (one.start, one.end) in rows


def _is_at(one: Candidate, row: Span) -> bool:
    return (one.start, one.end) == row


def _asked_for(question: Question, asked: frozenset[str], hit: Hit, table: Table) -> _Found | None:
    """Return the one row that the words of a question name, None where they name none or two."""
    text = hit.article.text
    body = table.rows[1:] if table.has_head else table.rows
    labels = [stems(text[slice(*row[0])]) for row in body]
    about = _about(hit, table)
    number = _named(asked, about, labels)
    if number is None:
        return _of_value(question, text, body)
    row = body[number]
    cell = _cell(question, asked, text, table, row)
    known = stems(text[row[0][0] : row[-1][1]]) | about
    if cell is not None and table.has_head:
        known |= stems(text[slice(*table.rows[0][row.index(cell)])])
    label = stems(text[slice(*row[0])].partition(" (")[0])
    named = label <= asked | about or len((asked - about) & label) >= _ENOUGH
    sure = cell is not None and named and asked <= known
    value = cell if question.kind is not Kind.YES_NO else None
    return _Found((row[0][0], row[-1][1]), value, sure)


def _of_value(question: Question, text: str, body: Sequence[tuple[Span, ...]]) -> _Found | None:
    """Return the one row that has a figure of the question in a cell, asked which has it."""
    figures = {name for name in question.names if name[0].isdigit()}
    if not figures or question.asks not in _NAMES or question.kind is not Kind.FACT:
        return None
    found = [
        row for row in body if any(figures <= folded_words(text[slice(*cell)]) for cell in row[1:])
    ]
    if len(found) != 1:
        return None
    (row,) = found
    return _Found((row[0][0], row[-1][1]), row[0], sure=False)


def _named(
    asked: frozenset[str], about: frozenset[str], labels: Sequence[frozenset[str]]
) -> int | None:
    """Return the number of the one row whose label the question has whole, or words of it alone.

    Words that are those of the whole table ("heat") tell no row from another.
    """
    whole = [len(label) if label <= asked else 0 for label in labels]
    for counts in (whole, [len((asked - about) & words) for words in _own_words(labels)]):
        most = max(counts, default=0)
        if most and counts.count(most) == 1:
            return counts.index(most)
    return None


def _own_words(labels: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return of each label the words that no other label has."""
    times: Mapping[str, int] = _counted(labels)
    return [frozenset(word for word in one if times[word] == 1) for one in labels]


def _counted(labels: Sequence[frozenset[str]]) -> Mapping[str, int]:
    times: dict[str, int] = defaultdict(int)
    for one in labels:
        for word in one:
            times[word] += 1
    return times


def _cell(
    question: Question,
    asked: frozenset[str],
    text: str,
    table: Table,
    row: tuple[Span, ...],
) -> Span | None:
    """Return the cell of a row that is asked for; None where the words do not tell."""
    if len(row) == 2:
        return row[1] if row[1][0] < row[1][1] else None
    heads = table.rows[0]
    if not table.has_head or len(heads) != len(row):
        return None
    if question.asks is Asks.DATE:
        asked |= _TIMES
    ranked = sorted(
        ((_fit(asked, text[slice(*head)]), n) for n, head in enumerate(heads) if n), reverse=True
    )
    (best, number), (next_best, _) = ranked[0], ranked[1]
    if best[0] > 0 and best > next_best and row[number][0] < row[number][1]:
        return row[number]
    return _only_of_sort(question, text, row)


def _only_of_sort(question: Question, text: str, row: tuple[Span, ...]) -> Span | None:
    """Return the one cell behind the first that is of the sort asked for: a date, a name."""
    find = OF_SORT.get(question.asks)
    if find is None or question.asks is Asks.NUMBER:
        return None
    found = [
        cell
        for cell in row[1:]
        if any(True for _ in find(text[slice(*cell)]))
        and (question.asks is Asks.DATE or not any(True for _ in dates_in(text[slice(*cell)])))
    ]
    return found[0] if len(found) == 1 else None


def _fit(asked: frozenset[str], head: str) -> tuple[int, float]:
    words = frozenset(content_stems(head))
    shared = len(words & asked)
    return shared, shared / max(1, len(words))


def _about(hit: Hit, table: Table) -> frozenset[str]:
    """Return the words of what says what a table shows: title, heading, the lines before it."""
    info, text = hit.article.info, hit.article.text
    before = text[max(0, table.start - _BESIDE) : table.start]
    return stems(f"{info.title or ''} {hit.passage.heading} {before}")


def _named_by_none(question: Question, asked: frozenset[str], one: Candidate) -> Candidate:
    """Return a row, with less evidence where it is a value of something that is not asked about."""
    text, answer = one.text, one.read.answer
    bar = text.find(_BAR)
    if question.asks not in _VALUES or not question.names or answer is None:
        return one
    if answer[0] < one.start + bar or asked & stems(text):
        return one
    return replace(one, read=replace(one.read, evidence=one.read.evidence - _ABSENT))
