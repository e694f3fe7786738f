"""What the readers share: blocks of text become an article's text with its marks located."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePath

from index.articles.article import Article, ArticleInfo, Span, article_id, normalise_text
from index.articles.marks import Kind, Mark
from index.articles.origins import FIELDS, Origin
from index.articles.turns import turn_marks
from index.readers.matter.file_names import read_name
from index.readers.sources import Source
from index.readers.subtitles.cues import TIMING, Cue, cues_of, has_timing
from index.readers.subtitles.running_text import running_text

FEWEST_CUES = 2
"""Times that tell pasted subtitles."""
_BLOCKS_A_CUE = 3
"""Blocks from one cue to the next at most."""

_OF_NAMES = 0.2
"""How sure a title is that is made of the name of a file."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row; `tight` ones follow the one before directly.

    `mark` is the kind of mark that the block as a whole gets, and `label` what the mark says. `gap`
    is what stands before it where that is neither a blank line nor, before a tight one, a new line.
    """

    text: str
    mark: Kind | None = None
    tight: bool = False
    label: str = ""
    gap: str | None = None


PAGE_BREAK = "\f"
"""Where a page ends, in the text of a block or as a block of its own; for `assemble_pages`."""


def assemble(blocks: Iterable[Block]) -> tuple[str, tuple[Mark, ...]]:
    """Return the normalised text of `blocks`, parted by blank lines, and their marks.

    Subtitles pasted among them become running text, their times marks.
    """
    text, marks, _ = _joined(blocks)
    return text, marks


def assemble_pages(blocks: Iterable[Block], labels: Sequence[str]) -> tuple[str, tuple[Mark, ...]]:
    """Return what `assemble` does, with marks for the pages that `PAGE_BREAK` parts.

    Args:
        blocks: of all pages.
        labels: what is printed on each page, in order; pages with none or "" get no mark.
    """
    text, marks, breaks = _joined(blocks)
    pages: list[Mark] = []
    for start, end, label in zip((0, *breaks), (*breaks, len(text)), labels, strict=False):
        stretch = text[start:end]
        if label and stretch.strip():
            first = start + len(stretch) - len(stretch.lstrip())
            pages.append(Mark("page", first, start + len(stretch.rstrip()), label))
    return text, tuple(sorted((*marks, *pages), key=lambda mark: mark.order))


def _joined(blocks: Iterable[Block]) -> tuple[str, tuple[Mark, ...], list[int]]:
    """Return text and marks of blocks, and the offsets at which pages end."""
    pieces: list[str] = []
    marks: list[Mark] = []
    breaks: list[int] = []
    position = 0
    for block in _with_captions(blocks):
        text = normalise_text(block.text).strip("\n").rstrip()  # indentation is kept
        if text and pieces:
            gap = block.gap or ("\n" if block.tight else "\n\n")
            pieces.append(gap)
            position += len(gap)
        breaks += [position + offset for offset in _breaks(block.text, len(text))]
        if not text:
            continue
        if block.mark:
            marks.append(Mark(block.mark, position, position + len(text), block.label))
        pieces.append(text)
        position += len(text)
    return "".join(pieces), tuple(marks), breaks


def _breaks(raw: str, length: int) -> Iterator[int]:
    """Yield where in the `length` characters that are kept of a block's text its pages end."""
    *pages, _ = raw.split(PAGE_BREAK)
    offset = 0
    for page in pages:
        normal = normalise_text(page)
        offset += len(normal if offset else normal.lstrip("\n"))
        yield min(offset, length)


def caption_blocks(cues: Sequence[Cue]) -> Iterator[Block]:
    """Yield the running text of subtitles, each piece with its time as a mark."""
    for piece in running_text(cues):
        yield Block(piece.text, "time" if piece.time else None, label=piece.time, gap=piece.gap)


def _with_captions(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield `blocks` with the subtitles among them as running text, where there are some."""
    given = list(blocks)
    timed = [at for at, block in enumerate(given) if has_timing(block.text)]
    if len(timed) < FEWEST_CUES and sum(_timings(given[at].text) for at in timed) < FEWEST_CUES:
        yield from given
        return
    place = 0
    for first, last in _runs(given, timed):
        start = first - 1 if first > place and given[first - 1].text.strip().isdigit() else first
        yield from given[place:start]
        before, cues = cues_of("\n".join(block.text for block in given[first:last]))
        yield Block(before)
        yield from caption_blocks(cues)
        place = last
    yield from given[place:]


def _timings(text: str) -> int:
    return sum(1 for _ in TIMING.finditer(text))


def _runs(blocks: Sequence[Block], timed: Sequence[int]) -> Iterator[Span]:
    """Yield from where to where blocks are subtitles, given which of them have times.

    The words of a cue stand in the block of its times, or in the few that follow it.
    """
    first = timed[0]
    for at, following in pairwise([*timed, len(blocks) + _BLOCKS_A_CUE + 1]):
        is_bare = not TIMING.split(blocks[at].text)[-1].strip()
        if not _goes_on(blocks, at, following, is_bare=is_bare):
            yield first, min(len(blocks), at + 2 if is_bare else at + 1)
            first = following


def _goes_on(blocks: Sequence[Block], at: int, following: int, *, is_bare: bool) -> bool:
    """Tell whether only words of a cue, and the next one's number, stand between two cues."""
    if following - at > _BLOCKS_A_CUE:
        return False
    between = blocks[at + 1 : following]
    return not any(
        block.mark == "heading" or not (is_bare or block.text.strip().isdigit())
        for block in between
    )


def without_title(blocks: list[Block], title: str | None) -> list[Block]:
    """Drop the first block when it is a heading that only repeats the title."""
    if blocks and title and blocks[0].mark == "heading" and _same(blocks[0].text, title):
        return blocks[1:]
    return blocks


def make_article(
    source: Source,
    metadata: ArticleInfo,
    text: str,
    marks: Sequence[Mark],
    row: str = "",
    origins: Sequence[Origin] = (),
) -> Article:
    """Return the article of `source` (of its `row`), with identity, path and address filled in.

    Turns of a transcript are marked here, alike for all formats. `origins` say where the metadata
    came from; those of fields that are empty are left out. A title that is missing is made of the
    file's name, which is doubtful, and of an article that is a whole file so is its date.
    """
    name = read_name(_stem(source))
    place = "file name" if source.path else "address"
    named: list[Origin] = []
    if not metadata.title:
        named.append(Origin("title", place, _OF_NAMES))
        metadata = replace(metadata, title=name.title)
    if not metadata.date and name.day and not row:
        named.append(Origin("date", place, name.certainty))
        metadata = replace(metadata, date=name.day)
    info = replace(
        metadata,
        id=article_id(f"{source.key}#{row}" if row else source.key),
        url=metadata.url or source.url,
        path=str(source.path) if source.path else None,
    )
    every = sorted([*marks, *turn_marks(text)], key=lambda mark: mark.order)
    stated = {one.field: one for one in origins if getattr(metadata, one.field, text)}
    kept = stated | {one.field: one for one in named}
    if not metadata.url and source.url:
        kept["url"] = Origin("url", "address that was fetched")
    told = tuple(kept[field] for field in FIELDS if field in kept)
    return Article(info=info, text=text, marks=tuple(every), origins=told)


def name_of(source: Source) -> str:
    """Return a title made of the source's name, for articles that carry none."""
    return read_name(_stem(source)).title


def _stem(source: Source) -> str:
    """Return the name without its suffix; of a page in a folder of its own, that of the folder."""
    stem = PurePath(source.file_name).stem
    if stem == "index" and source.path and source.name is None:
        return source.path.parent.name or stem
    return stem


def one_line(value: object) -> str | None:
    """Return a metadata value as one normalised line; `None` for nothing."""
    if value is None or isinstance(value, bool | dict):
        return None
    if isinstance(value, list | tuple):
        names = [name for name in map(one_line, value) if name]
        return ", ".join(names) or None
    return " ".join(normalise_text(str(value)).split()) or None


def _same(first: str, second: str) -> bool:
    return " ".join(first.split()).casefold() == " ".join(second.split()).casefold()
