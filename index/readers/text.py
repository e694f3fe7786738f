"""Plain text, and pages printed to text from a site, whose masthead and footer are metadata."""

import re
from dataclasses import dataclass, field, replace

from index.articles.article import ArticleInfo, Span, normalise_text
from index.articles.dates import find_date, parse_date
from index.articles.marks import Kind, heading_marks
from index.articles.origins import FIELDS, Origin
from index.errors import ReadError
from index.readers.blocks import FEWEST_CUES, Block, assemble, make_article
from index.readers.encoding import decode
from index.readers.sources import ReadOutcome, Source
from index.readers.subtitles.cues import TIMING

_URL = r"https?://[^\s)>\]]+"
_URL_LINE = re.compile(rf"<?(?P<url>{_URL})>?$")
_PUBLISHED_ON = re.compile(rf"Published (?:on|in|by) (?P<name>.{{2,120}}?)\s*\(\s*<?{_URL}>?\s*\)$")
_SOURCE_URL = re.compile(
    rf"(?:Source URL|Source|URL|Original URL|Retrieved from|Read more at|Article URL)"
    rf"(?:\s*\([^)\n]{{0,80}}\))?\s*:\s*(?:<?(?P<url>{_URL})>?)?$",
    re.IGNORECASE,
)
_LINK_LIST = re.compile(rf"(?:Links:?|\[\d{{1,3}}\]:?\s+{_URL})$", re.IGNORECASE)
_KEY = re.compile(
    r"(?P<key>title|headline|author|authors|by|byline|date|published|publication date|"
    r"publication|source|newspaper|site|url|link)\s*:\s+(?P<value>\S.{0,300})$",
    re.IGNORECASE,
)
_KEY_FIELD = {
    "title": "title", "headline": "title",
    "author": "author", "authors": "author", "by": "author", "byline": "author",
    "date": "date", "published": "date", "publication date": "date",
    "publication": "publication", "source": "publication", "newspaper": "publication",
    "site": "publication", "url": "url", "link": "url",
}  # fmt: skip
_CLUTTER = frozenset(
    (
        "logo", "print", "share", "email", "e-mail", "menu", "home", "search", "tweet", "comments",
        "advertisement", "subscribe", "skip to content", "skip to main content", "sign in",
        "log in", "print this page", "printer-friendly version", "[image]", "image", "facebook",
        "twitter", "back", "close", "close window", "print article", "save", "listen",
    )
)  # fmt: skip
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b).{0,160}$|all rights reserved\.?$", re.IGNORECASE)

_MONTH_AND_DAY = r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d)"
_NAME_WORD = _MONTH_AND_DAY + r"(?:[^\W\d_a-z][\w’'.-]*|\"[^\"\n]{1,20}\"|“[^”\n]{1,20}”)"
_PARTICLE = (
    r"(?:de|da|di|do|dos|del|della|der|den|des|du|la|le|van|von|zu|bin|ibn|al|el|ten|ter|y|e)"
)
_NAME = rf"{_NAME_WORD}(?:\s(?:{_PARTICLE}\s){{0,3}}{_NAME_WORD}){{0,4}}"
_NAMES = rf"{_NAME}(?:(?:,\s{_NAME}){{0,4}},?\s(?:and|&)\s{_NAME})?"
_BYLINE = re.compile(
    rf"(?i:(?:written\s|reported\s|story\s)?by):?\s+(?P<names>{_NAMES})(?P<rest>.*)$"
)
_SIGNED = re.compile(rf"(?P<names>{_NAMES})\s*(?P<rest>[,|(•·–—-].*)$")
_SEPARATORS = re.compile(r"\s*[|•·()]\s*|\s+[-–—]\s+|\s*[,;]\s+(?=\D)|\s*[,;]\s+(?=\d)")
_ISSUE = re.compile(r"\b(?:issue|edition) of (?:the )?(?P<name>.+)$", re.IGNORECASE)
_NO_NAMES = frozenset(
    (
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
        "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "today", "tomorrow", "yesterday", "now", "then", "noon", "the",
        "this", "that", "these", "those", "all", "any", "contrast", "far", "comparison", "and",
    )
)  # fmt: skip
_PLACES = frozenset(
    (
        "new york", "los angeles", "san francisco", "hong kong", "new delhi", "addis ababa",
        "tel aviv", "mexico city", "buenos aires", "cape town", "rio de janeiro", "são paulo",
        "kuala lumpur", "abu dhabi", "san diego", "las vegas", "saint petersburg", "phnom penh",
        "st. petersburg", "the hague", "el paso", "san juan", "santa fe", "salt lake city",
    )
)  # fmt: skip
_PARAGRAPHS = re.compile(r"\n[ \t]*\n+")
_ONE_NAME = re.compile(_NAME)
_BETWEEN_NAMES = re.compile(r"\s*[,;&]\s*(?:and\s+)?|\s+and\s+")
_OF_BODIES = frozenset(
    "university department institute school college center centre office ministry agency council "
    "committee commission bank group inc ltd llc corporation company press report review journal "
    "research international national federal state volume issue abstract introduction "
    "summary".split()
)
_OF_MASTHEADS = 0.95
_OF_FIRST_LINES = 0.7
"""How sure a field is that a line above or below the body tells, and a title that begins it."""
_LONGEST_TITLE = 200
_LONGEST_LINE_OF_MASTHEAD = 300
_LINES_OF_MASTHEAD = 30
_ROLE = re.compile(
    r"\b(?:writer|correspondent|reporter|editor|contributor|staff|columnist)\b", re.I
)
_SUBHEADING = re.compile(
    r"(?:\A|\n[ \t]*\n)[ \t]*(?P<line>[^\W_a-z][^\n]{1,78}[^\W_])[ \t]*\n[ \t]*\n(?=[^\n]{81})"
)


@dataclass(frozen=True, slots=True)
class _Masthead:
    """What the lines above the body say; `end` is where the last of them ends."""

    info: ArticleInfo = field(default_factory=lambda: ArticleInfo(id=""))
    end: int = 0
    proofs: int = 0
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Footer:
    """Where the body ends, and the address the footer gives."""

    start: int
    url: str | None = None


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read one article from plain text.

    A page printed from a site is told by its masthead: "Published on NAME (address)", a byline, a
    date on its own line, `Title:`-like lines. What it says becomes metadata, and it is no part of
    the text; neither is a footer that gives the source's address. The title stays as printed.
    Ordinary text keeps everything; a short first line followed by a blank one is its title, too.

    Raises:
        ReadError: not text, or nothing but white space.
    """
    text = normalise_text(decode(data).text)
    if not text.strip():
        raise ReadError("empty file; nothing to index")
    head = _masthead(text)
    foot = _footer(text, printed=head.proofs > 0)
    info = replace(head.info, url=head.info.url or foot.url)
    body = "\n\n".join((*head.kept, text[head.end : foot.start].strip())).strip()
    if not body:
        body, info = text.strip(), ArticleInfo(id="")
    title_line = None if head.proofs and info.title else _title_line(body)
    if title_line:
        info = replace(info, title=body[slice(*title_line)])
    marks = heading_marks(_headings(body, title_line))
    if len(TIMING.findall(body)) >= FEWEST_CUES:
        paragraphs = _PARAGRAPHS.split(body)
        heading: Kind | None = "heading" if title_line else None
        body, marks = assemble([Block(paragraphs[0], heading), *map(Block, paragraphs[1:])])
    origins = _origins(info, head.info, of_first_line=title_line is not None)
    return ReadOutcome((make_article(source, info, body, marks, origins=origins),))


def _origins(info: ArticleInfo, head: ArticleInfo, *, of_first_line: bool) -> list[Origin]:
    """Return where each field of `info` was found: above the body, below it, or in its title."""
    found = []
    for name in FIELDS:
        value = getattr(info, name, None)
        if value and name == "title" and of_first_line:
            found.append(Origin(name, "first line", _OF_FIRST_LINES))
        elif value:
            source = "masthead" if value == getattr(head, name) else "footer"
            found.append(Origin(name, source, _OF_MASTHEADS))
    return found


def byline_of(line: str) -> ArticleInfo | None:
    """Return author, date and publication that a line such as "By Jane Doe, 4 May 2020" says."""
    return _from_byline(line, ArticleInfo(id=""))


def names_of(line: str) -> str | None:
    """Return a line that holds nothing but names of people, each of two words or more."""
    names = _BETWEEN_NAMES.split(line)
    if not all(" " in name and _ONE_NAME.fullmatch(name) for name in names):
        return None
    words = {word.casefold() for name in names for word in name.split()}
    is_place = any(name.casefold() in _PLACES for name in names)
    return None if words & _OF_BODIES or is_place else ", ".join(names)


def _title_line(text: str) -> Span | None:
    """Return the span of a first line that looks like a title: short, open-ended, set apart."""
    first, newline, rest = text.partition("\n")
    line = first.strip()
    apart = newline and not rest.partition("\n")[0].strip()
    if not apart or len(line) > _LONGEST_TITLE or not _is_open_ended(line):
        return None
    return 0, len(line)


def _is_open_ended(line: str) -> bool:
    return bool(line) and not line.endswith((".", ",", ";", ":", "…")) and line[0] not in "-*•"


def _headings(text: str, title_line: Span | None) -> tuple[Span, ...]:
    found = [match.span("line") for match in _SUBHEADING.finditer(text)]
    if title_line and (not found or found[0][0] >= title_line[1]):
        found.insert(0, title_line)
    return tuple(found)


def _first_lines(text: str) -> list[Span]:
    """Return the spans of the first lines that are not blank, without space around them."""
    lines: list[Span] = []
    position = 0
    while position < len(text) and len(lines) < _LINES_OF_MASTHEAD:
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end]
        if line.strip():
            start = position + len(line) - len(line.lstrip())
            lines.append((start, start + len(line.strip())))
        position = end + 1
    return lines


def _masthead(text: str) -> _Masthead:
    lines = _first_lines(text)
    head = _Masthead()
    for number, (start, end) in enumerate(lines):
        if end - start > _LONGEST_LINE_OF_MASTHEAD:
            break
        line = text[start:end]
        told = told_by(line, head.info)
        if told:
            head = replace(head, info=told, end=end, proofs=head.proofs + 1)
        elif _may_be_title(line, head):
            head = replace(head, info=replace(head.info, title=line), end=end)
        elif (
            head.info.title and not head.info.author and _byline_follows(text, lines[number + 1 :])
        ):
            head = replace(head, kept=(*head.kept, line), end=end)
        elif line.lower().strip("[]() ") not in _CLUTTER:
            break
    return head if head.proofs else _Masthead()


def _may_be_title(line: str, head: _Masthead) -> bool:
    if head.info.title or head.info.author or line.lower().strip("[]() ") in _CLUTTER:
        return False
    return len(line) <= _LONGEST_TITLE and (_is_open_ended(line) or line.isupper())


def _byline_follows(text: str, lines: list[Span]) -> bool:
    if not lines or lines[0][1] - lines[0][0] > _LONGEST_LINE_OF_MASTHEAD:
        return False
    return _from_byline(text[slice(*lines[0])], ArticleInfo(id="")) is not None


def told_by(line: str, info: ArticleInfo) -> ArticleInfo | None:
    """Return `info` with what a line of the masthead adds, or `None` when it is no such line."""
    published = _PUBLISHED_ON.match(line)
    if published:
        return replace(info, publication=published["name"])
    key = _KEY.match(line)
    if key:
        return _from_key(key["key"].lower(), key["value"].strip(), info)
    date = parse_date(line)
    if date and len(date) > len("2012"):
        return replace(info, date=info.date or date)
    address = _URL_LINE.match(line)
    if address:
        return replace(info, url=info.url or address["url"])
    return _from_byline(line, info) or _from_signature(line, info)


def _from_key(key: str, value: str, info: ArticleInfo) -> ArticleInfo | None:
    name = _KEY_FIELD[key]
    if name == "date":
        date = parse_date(value)
        return replace(info, date=date) if date else None
    if name == "url" or _URL_LINE.match(value):
        return replace(info, url=value) if _URL_LINE.match(value) else None
    if name == "title":
        return replace(info, title=value)
    return replace(info, author=value) if name == "author" else replace(info, publication=value)


def _from_byline(line: str, info: ArticleInfo) -> ArticleInfo | None:
    match = _BYLINE.match(line)
    if not match or info.author or match["names"].split()[0].lower() in _NO_NAMES:
        return None
    rest = match["rest"].strip()
    if rest and not _sets_apart(rest):
        return None
    date, publication = _told_beside(rest)
    return replace(
        info,
        author=match["names"],
        date=info.date or date,
        publication=_both_names(info.publication, publication),
    )


def _sets_apart(rest: str) -> bool:
    """Tell whether what follows a name is set apart from it, and no sentence that it begins."""
    dated = find_date(rest)
    begins_with_date = dated is not None and dated[1][0] == 0
    return (rest[0] in ",|(•·–—-" or begins_with_date) and not rest.endswith((".", "!", "?", ":"))


def _from_signature(line: str, info: ArticleInfo) -> ArticleInfo | None:
    """Read "Jane Doe, 3 March 2021", below a title only: elsewhere it may be a dateline."""
    match = _SIGNED.match(line)
    if not match or not info.title or info.author or " " not in match["names"]:
        return None
    date = parse_date(match["rest"].strip(" ,|()•·–—-"))
    if not date or match["names"].lower() in _PLACES:
        return None
    return replace(info, author=match["names"], date=info.date or date)


def _told_beside(rest: str) -> tuple[str | None, str | None]:
    """Return the date and the publication that stand after a name in a byline."""
    found = find_date(rest)
    date, span = found or (None, (0, 0))
    beside = f"{rest[: span[0]]} | {rest[span[1] :]}" if found else rest
    issue = _ISSUE.search(beside)
    if issue:
        return date, issue["name"].strip(" ),.")
    pieces = [piece.strip(" ,.|()•·–—-") for piece in _SEPARATORS.split(beside)]
    names = [p for p in pieces if p and not p[0].islower() and not _ROLE.search(p) and len(p) <= 80]
    names = [name for name in names if not name[0].isdigit()]
    return date, names[0] if names else None


def _both_names(full: str | None, short: str | None) -> str | None:
    """Join two names of one publication, so that either finds it."""
    if not full or not short:
        return full or short
    if short.lower() in full.lower():
        return full
    return f"{full} ({short})"


def _footer(text: str, *, printed: bool) -> _Footer:
    """Find the lines at the end that give the source's address, its list of links, its rights."""
    foot = _Footer(len(text.rstrip()))
    pending: str | None = None
    position = foot.start
    for _ in range(_LINES_OF_MASTHEAD):
        start = text.rfind("\n", 0, position) + 1
        if position - start > _LONGEST_LINE_OF_MASTHEAD:
            break
        line = text[start:position].strip()
        header = _SOURCE_URL.match(line)
        if header and (header["url"] or pending):
            foot, pending = _Footer(start, header["url"] or pending), None
        elif _URL_LINE.match(line):
            pending = line.strip("<>")
        elif _LINK_LIST.match(line):
            foot = replace(foot, start=start) if not line.startswith("[") else foot
        elif _RIGHTS.match(line) and (printed or foot.url):
            foot = replace(foot, start=start)
        elif line:
            break
        position = max(start - 1, 0)
        if start == 0:
            break
    return foot
