"""Title, author and date: what the first page prints, then what the file says of itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.articles.article import ArticleInfo
from index.articles.dates import find_date, parse_date
from index.articles.origins import Origin
from index.readers.blocks import one_line
from index.readers.pdf.paragraphs import Body
from index.readers.pdf.pieces import LOWERED, RAISED, Line
from index.readers.text import byline_of, names_of

_LARGER, _MUCH_LARGER = 1.13, 1.3  # than the text
_SAME_SIZE = 0.03
_TITLE_ZONE = 0.75  # of the page's height
_LONGEST_TITLE = 250
_LINES_BELOW, _LINES_OF_NAMES = 12, 2
_SECTION = re.compile(r"\d+(?:\.\d+)*\.?\s|(?:introduction|abstract|contents|summary)\Z", re.I)
_FEW_WORDS = 9
_RAISED_NUMBER = re.compile(f"{RAISED}[^{LOWERED}]*{LOWERED}")
_NOT_A_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b|untitled|(?:document|doc|slide|page|title)\s*\d*\Z|"
    r".*\.(?:docx?|pdf|indd|qxd|qxp|tex|dvi|pptx?|xlsx?|odt|rtf|html?|txt|pmd|ps|eps|jpe?g|png|tiff?)\Z|"
    r"(?:https?|file)://|about:blank|print\w*\Z|layout \d|[\W\d_]*\Z|\(?anonymous|scan",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"(?:(?i:administrator|admin|user|owner|author|unknown|\(?anonymous\)?|\(?unspecified\)?|root|"
    r"guest|default|student|staff|office|test|pc|hp|dell|acer|microsoft.*|adobe.*|windows.*)|"
    r"[a-z0-9._-]+|.*@.*|[\W\d_]*)\Z"
)
_CREATED = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What a document says of itself: title, author and `D:20240131...`; empty without."""

    title: str = ""
    author: str = ""
    created: str = ""


@dataclass(slots=True)
class Front:
    """What is known of an article; `printed` are the lines of the first page that say it."""

    info: ArticleInfo = field(default_factory=lambda: ArticleInfo(id=""))
    origins: list[Origin] = field(default_factory=list)
    title_lines: list[Line] = field(default_factory=list)
    masthead: list[Line] = field(default_factory=list)


def front_of(lines: Sequence[Line], height: float, body: Body, file: FileInfo) -> Front:
    """Return the metadata of an article.

    Args:
        lines: of its first page with text, in reading order.
        height: of that page in points.
        body: how most of the text is set.
        file: what the document says of itself.
    """
    front = Front()
    title = _title(front, lines, height, body, file)
    below = _below(front, lines)
    author, day = _byline(front, below)
    author = author or _author_of_file(front, lines, file) or _names(front, below)
    day = day or _day_beside(front, below) or _created(front, file)
    front.info = ArticleInfo(id="", title=title, author=author, date=day)
    return front


def _say(front: Front, name: str, source: str, certainty: float) -> None:
    front.origins.append(Origin(name, source, certainty))


def _plain(line: Line) -> str:
    return " ".join(_RAISED_NUMBER.sub("", line.text).split())


def _title(
    front: Front, lines: Sequence[Line], height: float, body: Body, file: FileInfo
) -> str | None:
    largest = _largest(lines, height, body)
    printed = one_line(" ".join(_plain(line) for line in largest)) or ""
    told = "" if _NOT_A_TITLE.match(file.title) else one_line(file.title) or ""
    page = _squashed(" ".join(line.words for line in lines))
    if told and _squashed(told) and _squashed(told) in page and len(told.split()) > 1:
        front.title_lines = _lines_saying(lines, told)
        _say(front, "title", "document information, first page", 0.95)
        return told
    if printed:
        front.title_lines = largest
        is_plain = largest[0].size >= _MUCH_LARGER * body.size
        _say(front, "title", "largest type of the first page", 0.8 if is_plain else 0.6)
        return printed
    if told:
        _say(front, "title", "document information", 0.55)
        return told
    return None


def _largest(lines: Sequence[Line], height: float, body: Body) -> list[Line]:
    """Return the lines of the first page's largest type, where it is larger than the text's."""
    high = [line for line in lines if line.base < _TITLE_ZONE * height and _has_words(line)]
    size = max((line.size for line in high), default=0.0)
    if size < _LARGER * body.size:
        return []
    found: list[Line] = []
    for line in lines:
        if abs(line.size - size) <= _SAME_SIZE * size and (found or line in high):
            found.append(line)
        elif found:
            break
    is_section = found and _SECTION.match(found[0].words)
    too_long = sum(len(line.text) for line in found) > _LONGEST_TITLE
    return [] if is_section or too_long else found


def _has_words(line: Line) -> bool:
    return sum(map(str.isalpha, line.text)) >= 4


def _squashed(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _lines_saying(lines: Sequence[Line], title: str) -> list[Line]:
    """Return the lines that say the title and nothing else, one after the other."""
    wanted = _squashed(title)
    for start in range(len(lines)):
        said = ""
        for end in range(start, min(start + 6, len(lines))):
            said += _squashed(lines[end].words)
            if said == wanted:
                return list(lines[start : end + 1])
            if not wanted.startswith(said):
                break
    return []


def _below(front: Front, lines: Sequence[Line]) -> list[Line]:
    """Return the lines in which a byline and a date may stand."""
    if not front.title_lines:
        return list(lines[:_LINES_BELOW])
    last = max(place for place, line in enumerate(lines) if line is front.title_lines[-1])
    return list(lines[last + 1 : last + 1 + _LINES_BELOW])


def _byline(front: Front, lines: Sequence[Line]) -> tuple[str | None, str | None]:
    author = day = None
    for line in lines:
        text = _plain(line)
        told = byline_of(text) if author is None else None
        if told is not None:
            author, day = told.author, day or told.date
            _say(front, "author", "byline", 0.9)
            if told.date:
                _say(front, "date", "byline", 0.9)
        elif day is None and (found := parse_date(text)) and len(found) > len("2024"):
            day = found
            _say(front, "date", "line of the first page", 0.8)
        else:
            continue
        front.masthead.append(line)
    return author, day


def _day_beside(front: Front, lines: Sequence[Line]) -> str | None:
    """Return the date in a line above the text, such as "Version 2, 3 March 2021"."""
    for line in lines:
        if len(line.words.split()) > _FEW_WORDS:
            return None
        found = find_date(line.words)
        if found and len(found[0]) == len("2021-03-03"):
            _say(front, "date", "line of the first page", 0.5)
            return found[0]
    return None


def _author_of_file(front: Front, lines: Sequence[Line], file: FileInfo) -> str | None:
    author = one_line(file.author)
    if not author or _NOT_A_NAME.match(author) or len(author) > _LONGEST_TITLE:
        return None
    is_printed = _squashed(author) in _squashed(" ".join(line.words for line in lines))
    _say(front, "author", "document information", 0.85 if is_printed else 0.45)
    return author


def _names(front: Front, lines: Sequence[Line]) -> str | None:
    """Return the names that stand directly below the title, as those of papers do."""
    if not front.title_lines:
        return None
    found = list(_lines_of_names(lines[:_LINES_OF_NAMES]))
    if not found:
        return None
    _say(front, "author", "names below the title", 0.6)
    return ", ".join(found)


def _lines_of_names(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        names = names_of(_plain(line).strip(" ,"))
        if names is None:
            return
        yield names


def _created(front: Front, file: FileInfo) -> str | None:
    match = _CREATED.match(file.created)
    day = parse_date("-".join(match.groups())) if match else None
    if day:
        _say(front, "date", "creation date of the file", 0.3)
    return day
