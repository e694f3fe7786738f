"""Sides to take along: Markdown and CSV; JSON is `Sides.to_json`. Quotes stay word for word."""

import json
from collections.abc import Iterator, Sequence

from qa.citing import tables
from qa.citing.cited import CitedQuote
from qa.citing.record import one_line
from qa.citing.running_text import markdown, marked_down
from qa.sides.rows import Month, Row, by_date, by_month
from qa.sides.values import Said, Sides

MEDIA_TYPES = {"md": "text/markdown", "csv": tables.MEDIA_TYPE, "json": "application/json"}
"""The forms, by the suffix of their files."""

UNDATED = "Without a date"
_COLUMNS = (
    "date", "speaker", "kind", "text", "found", "title", "publication", "article", "start", "end",
    "url", "link",
)  # fmt: skip


def exported(sides: Sides, suffix: str, root: str) -> str:
    """Return a file of sides.

    Args:
        sides: what is written.
        suffix: one of `MEDIA_TYPES`.
        root: the address of the server, before the paths of links.
    """
    if suffix == "json":
        return json.dumps(sides.to_json(root), ensure_ascii=False, indent=2) + "\n"
    return markdown_of(sides, root) if suffix == "md" else csv_of(sides, root)


def told(sides: Sides) -> str:
    """Return in a sentence what was searched and how much of it is here."""
    searched = sides.searched
    articles = f"{searched.articles:,} article{'' if searched.articles == 1 else 's'}"
    if sides.topic is None:
        return f"{searched.statements:,} statements; searched: all, in {articles}."
    sentence = (
        f"{searched.about:,} of {searched.statements:,} statements are about this; searched: all, "
        f"in {articles}."
    )
    if searched.by_meaning < searched.statements:
        sentence += (
            f" Words: of all of them; meaning: of the {searched.by_meaning:,} in the nearest "
            "passages."
        )
    return sentence


def csv_of(sides: Sides, root: str) -> str:
    """Return a table with a row a statement, the oldest first, then side by side."""
    rows = ({**said.to_json(root), "speaker": name} for name, said in _by_date(sides))
    return tables.table(_COLUMNS, ([row[column] for column in _COLUMNS] for row in rows))


def _by_date(sides: Sides) -> Iterator[tuple[str, Said]]:
    for row in by_date(sides):
        for side, cell in zip(sides.sides, row.cells, strict=True):
            for said in cell:
                yield side.speaker.name, said


def markdown_of(sides: Sides, root: str) -> str:
    """Return the sides as Markdown: a heading a date (of one speaker: a month), then quotations."""
    names = [marked_down(one_line(side.speaker.name)) for side in sides.sides]
    topic = f": {marked_down(one_line(sides.topic))}" if sides.topic else ""
    lines = [f"# {' · '.join(names) or 'Both sides'}{topic}", "", told(sides), ""]
    for side, name in zip(sides.sides, names, strict=True):
        lines.append(f"- {name}: {len(side.statements):,} of {side.total:,}")
    lines.append("")
    for trouble in sides.troubles:
        lines += [marked_down(trouble.sentence), ""]
    blocks: Sequence[Row | Month] = by_date(sides)
    if sides.is_one:
        blocks = by_month(sides.sides[0].statements)
    return "\n".join(
        [*lines, *(line for one in blocks for line in _block(one, sides, names, root))]
    )


def _block(block: Row | Month, sides: Sides, names: Sequence[str], root: str) -> Iterator[str]:
    month = isinstance(block, Month)
    yield f"## {(block.month if isinstance(block, Month) else block.date) or UNDATED}"
    yield ""
    cells = (block.statements,) if isinstance(block, Month) else block.cells
    for side, name, cell in zip(sides.sides, names, cells, strict=True):
        if cell and not month:
            yield f"### {name}"
            yield ""
        for said in cell:
            yield _quotation(said, side.speaker.name, root)


def _quotation(said: Said, name: str, root: str) -> str:
    one = said.statement
    quote = CitedQuote(
        article=said.article, start=one.start, end=one.end, speaker=name, kind=one.kind
    )
    link = f"{root}{said.path}"
    return f"{markdown(quote, link)}> [{said.statement.start}–{said.statement.end}]({link})\n"
