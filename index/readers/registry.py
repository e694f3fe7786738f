"""Which formats are read, and how: the one place where a format is entered.

Walking folders, fetching, the child that reads, uploads and the documentation all ask here. A
format's reader is named, not imported: nothing heavy is loaded before a file of it is read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from index.errors import ReadError

if TYPE_CHECKING:
    from index.readers.sources import ReadOutcome, Source

Reader: TypeAlias = "Callable[[bytes, Source], ReadOutcome]"
ReaderInParts: TypeAlias = "Callable[[BinaryIO, Source], Iterator[ReadOutcome]]"

LARGEST = 256 * 1024 * 1024
"""Bytes; a larger file is refused rather than read into memory."""

LARGEST_TABLE = 64 * 1024 * 1024 * 1024
"""The same for formats that are read in parts."""

LARGEST_MARKUP = 8 * 1024 * 1024
"""The same for formats whose parsers are slow on what no author writes by hand."""

LARGEST_FETCHED = 8 * 1024 * 1024
"""Bytes that an address may give."""

HEAD = 4096
"""Bytes of a file that are looked at to tell what it is."""

CPU_SECONDS = 60
"""Of work that a file may cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file.

    Args:
        name: what it is known by here.
        summary: what becomes of a file of it, as in docs/formats.md.
        suffixes: of its files, lower-case, with the dot; a page that was fetched is kept under the
            first.
        reader: `package.module:function`. The function takes a file's bytes and its `Source`, and
            returns a `ReadOutcome` or raises `ReadError`.
        reader_in_parts: the same for formats of many articles: a function that takes an open file
            and its `Source` and yields a `ReadOutcome` after another, so that a file of any size
            is read in little memory. Used in place of `reader` for files on disk.
        has_columns: whether its articles may be rows, whose columns a user may name.
        has_front_matter: whether a head of metadata may stand before what `reader` reads.
        media_types: what an address may call it, lower-case; without any it is not fetched.
        named_only: those of `suffixes` that mostly are something else, so that such files are read
            only when they are named, or where `told_by` says that they are of this format.
        told_by: `package.module:function` that tells what a file with one of `named_only` is: from
            its first `HEAD` bytes it returns why it is not of this format, or None where it may be.
        is_markup: whether its parser is slow on what no author writes by hand; then
            `LARGEST_MARKUP` holds where `largest` is not given.
        largest: bytes a file may have.
        largest_fetched: bytes an address may give.
        cpu_seconds: of work that a file may cost, where whoever reads does not allow less. What an
            address gives has the reader's limit alone: its format is not known beforehand.

    Raises:
        ValueError: something of it is not as it must be.
    """

    name: str
    summary: str
    suffixes: tuple[str, ...]
    reader: str
    reader_in_parts: str | None = None
    has_columns: bool = False
    has_front_matter: bool = False
    media_types: tuple[str, ...] = ()
    named_only: tuple[str, ...] = ()
    told_by: str = ""
    is_markup: bool = False
    largest: int | None = None
    largest_fetched: int = LARGEST_FETCHED
    cpu_seconds: int = CPU_SECONDS

    def __post_init__(self) -> None:
        if not self.suffixes:
            raise ValueError(f"{self.name}: a format needs a suffix")
        for suffix in self.suffixes:
            if suffix != suffix.lower() or PurePath(f"a{suffix}").suffix != suffix:
                raise ValueError(f"{self.name}: {suffix!r} is no suffix as in .txt")
        for media_type in self.media_types:
            if media_type != media_type.lower() or media_type.count("/") != 1 or ";" in media_type:
                raise ValueError(f"{self.name}: {media_type!r} is no type as in text/plain")
        if not set(self.named_only) <= set(self.suffixes):
            raise ValueError(f"{self.name}: named_only has a suffix that the format has not")
        for named in filter(None, (self.reader, self.reader_in_parts, self.told_by)):
            module, _, function = named.partition(":")
            if not module or not function.isidentifier():
                raise ValueError(f"{self.name}: {named!r} does not name package.module:function")

    def why_not(self, suffix: str, head: Callable[[], bytes]) -> str | None:
        """Return why a file that was met in a folder is not read; None where it is.

        Args:
            suffix: of its name.
            head: gives its first `HEAD` bytes; called where the suffix says too little.
        """
        suffix = suffix.lower()
        if suffix not in self.named_only:
            return None
        if not self.told_by:
            return f"a {suffix} file in a folder; name it by itself to have it read"
        module, _, name = self.told_by.partition(":")
        tell: Callable[[bytes], str | None] = getattr(import_module(module), name)
        return tell(head())

    @property
    def most_bytes(self) -> int:
        """How large a file may be."""
        if self.largest is not None:
            return self.largest
        return LARGEST_MARKUP if self.is_markup else LARGEST


_LARGEST_DOCUMENT = 64 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"

TEXT = Format(
    name="text",
    summary="one article; pages printed from a site are understood (below)",
    suffixes=(".txt", ".text"),
    media_types=("text/plain",),
    has_front_matter=True,
    reader="index.readers.text:read",
)

BUILT_IN = (
    TEXT,
    Format(
        name="markdown",
        summary="one article; front matter is its metadata",
        suffixes=(".md", ".markdown", ".mdx", ".qmd", ".rmd"),
        media_types=("text/markdown",),
        is_markup=True,
        reader="index.readers.markdown:read",
    ),
    Format(
        name="html",
        summary="the article of the page, without the page",
        suffixes=(".html", ".htm", ".xhtml"),
        media_types=("text/html", "application/xhtml+xml"),
        has_front_matter=True,
        is_markup=True,
        reader="index.readers.pages.html:read",
    ),
    Format(
        name="subtitles",
        summary="one article; times become marks, labels of speakers turns",
        suffixes=(".vtt", ".srt"),
        media_types=("text/vtt", "application/x-subrip", "text/srt"),
        is_markup=True,
        reader="index.readers.subtitles.reader:read",
    ),
    Format(
        name="pdf",
        summary="one article, its pages marked; scanned pages with the extra `ocr`",
        suffixes=(".pdf",),
        media_types=("application/pdf",),
        largest_fetched=4 * LARGEST_FETCHED,
        reader="index.readers.pdf.reader:read",
    ),
    Format(
        name="table",
        summary="one article a row",
        suffixes=(".jsonl", ".ndjson", ".csv", ".tsv"),
        reader="index.readers.table:read",
        reader_in_parts="index.readers.table:read_parts",
        has_columns=True,
        largest=LARGEST_TABLE,
    ),
    Format(
        name="json",
        summary="one article for each object that carries its text; a JSON Feed as a feed",
        suffixes=(".json",),
        named_only=(".json",),
        told_by="index.readers.rows.telling:why_not",
        media_types=("application/json",),
        reader="index.readers.table:read_json",
        reader_in_parts="index.readers.table:read_json_parts",
        has_columns=True,
        largest=LARGEST_TABLE,
    ),
    Format(
        name="feed",
        summary="feeds and exports of WordPress: one article for each item that carries its text",
        suffixes=(".rss", ".atom", ".xml"),
        named_only=(".xml",),
        told_by="index.readers.feeds.telling:why_not",
        media_types=(
            "application/rss+xml",
            "application/atom+xml",
            "application/rdf+xml",
            "application/xml",
            "text/xml",
            "application/feed+json",
        ),
        is_markup=True,
        reader="index.readers.feeds.reading:read",
    ),
    Format(
        name="word",
        summary="one article: the document with all changes accepted",
        suffixes=(".docx", ".docm"),
        media_types=(f"{_OFFICE}.wordprocessingml.document",),
        largest=_LARGEST_DOCUMENT,
        reader="index.readers.office.docx:read",
    ),
    Format(
        name="excel",
        summary="one article of its tables, or one a row where the columns are those of articles",
        suffixes=(".xlsx", ".xlsm"),
        media_types=(f"{_OFFICE}.spreadsheetml.sheet",),
        largest=_LARGEST_DOCUMENT,
        has_columns=True,
        reader="index.readers.office.xlsx:read",
    ),
    Format(
        name="powerpoint",
        summary="one article, a page for each slide",
        suffixes=(".pptx", ".pptm", ".ppsx"),
        media_types=(f"{_OFFICE}.presentationml.presentation",),
        largest=_LARGEST_DOCUMENT,
        reader="index.readers.office.pptx:read",
    ),
    Format(
        name="opendocument",
        summary="as Word, Excel and PowerPoint",
        suffixes=(".odt", ".ods", ".odp"),
        media_types=tuple(
            f"application/vnd.oasis.opendocument.{kind}"
            for kind in ("text", "spreadsheet", "presentation")
        ),
        largest=_LARGEST_DOCUMENT,
        has_columns=True,
        reader="index.readers.office.open_document.reader:read",
    ),
    Format(
        name="rtf",
        summary="one article",
        suffixes=(".rtf",),
        media_types=("application/rtf", "text/rtf"),
        largest=_LARGEST_DOCUMENT,
        reader="index.readers.rtf.reader:read",
    ),
    Format(
        name="epub",
        summary="one article for each chapter",
        suffixes=(".epub",),
        media_types=("application/epub+zip",),
        largest=_LARGEST_DOCUMENT,
        reader="index.readers.books.epub:read",
    ),
    Format(
        name="restructuredtext",
        summary="one article; its docinfo or front matter is its metadata",
        suffixes=(".rst", ".rest"),
        media_types=("text/x-rst",),
        largest=1024 * 1024,
        reader="index.readers.restructured_text:read",
    ),
    Format(
        name="mail",
        summary="one article: the message without what it quotes; attachments by their own readers",
        suffixes=(".eml", ".emlx"),
        media_types=("message/rfc822",),
        largest=64 * 1024 * 1024,
        reader="index.readers.mail.eml:read",
    ),
    Format(
        name="outlook message",
        summary="the same, as Outlook saves it",
        suffixes=(".msg",),
        media_types=("application/vnd.ms-outlook",),
        largest=64 * 1024 * 1024,
        reader="index.readers.mail.outlook:read",
    ),
    Format(
        name="mailbox",
        summary="one article a message",
        suffixes=(".mbox", ".mbx"),
        media_types=("application/mbox",),
        reader="index.readers.mail.mbox:read",
    ),
    Format(
        name="saved page",
        summary="the article of the page that was saved, under its address",
        suffixes=(".mht", ".mhtml", ".webarchive"),
        media_types=("multipart/related", "application/x-webarchive"),
        largest=64 * 1024 * 1024,
        reader="index.readers.mail.mhtml:read",
    ),
    Format(
        name="archive",
        summary="every file in it by its own reader, known as `ARCHIVE!/name`",
        suffixes=(".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz"),
        media_types=(
            "application/zip",
            "application/x-zip-compressed",
            "application/x-tar",
            "application/gzip",
            "application/x-gzip",
            "application/x-bzip2",
            "application/x-xz",
        ),
        has_columns=True,
        reader="index.readers.archives.reader:read",
    ),
)


ADVICE = {
    ".doc": "Word of before 2007; save it as .docx",
    ".dot": "Word of before 2007; save it as .docx",
    ".xls": "Excel of before 2007; save it as .xlsx or .csv",
    ".xlsb": "Excel's binary form; save it as .xlsx or .csv",
    ".ppt": "PowerPoint of before 2007; save it as .pptx",
    ".pages": "Apple Pages; export it as .docx",
    ".numbers": "Apple Numbers; export it as .xlsx",
    ".key": "Apple Keynote; export it as .pptx",
    ".wpd": "WordPerfect; save it as .docx",
    ".wps": "Works; save it as .docx",
    ".sxw": "OpenOffice of before 2005; save it as .odt",
    ".mobi": "a Kindle book; convert it to .epub",
    ".azw": "a Kindle book; convert it to .epub",
    ".azw3": "a Kindle book; convert it to .epub",
    ".fb2": "a FictionBook; convert it to .epub",
}
"""What to do with files that are known and not read, by suffix."""


def no_reader(suffix: str) -> str:
    """Return what is wrong with a file that no format has, and what to do where that is known."""
    said = f"no reader for this kind of file ({suffix.lower() or 'no suffix'})"
    advice = ADVICE.get(suffix.lower())
    return f"{said}: {advice}" if advice else said


class Registry:
    """Formats by suffix and media type.

    Args:
        formats: to begin with; no two may share a name, a suffix or a type.
    """

    def __init__(self, formats: Iterable[Format]) -> None:
        self._formats: dict[str, Format] = {}
        self._by_suffix: dict[str, Format] = {}
        self._by_media_type: dict[str, Format] = {}
        for one in formats:
            self.add(one)

    def __iter__(self) -> Iterator[Format]:
        return iter(tuple(self._formats.values()))

    def add(self, one: Format) -> None:
        """Enter a format, from now on read wherever the others are.

        Files are read in a process of their own, so its reader's module must be one that a new
        process can import (it lies in the project, is installed, or is on PYTHONPATH).

        Raises:
            ValueError: another has its name, or one of its suffixes or types.
        """
        taken = [name for name in (one.name,) if name in self._formats]
        taken += [suffix for suffix in one.suffixes if suffix in self._by_suffix]
        taken += [kind for kind in one.media_types if kind in self._by_media_type]
        if taken:
            raise ValueError(f"{one.name}: there is a format with {', '.join(taken)} already")
        self._formats[one.name] = one
        self._by_suffix |= dict.fromkeys(one.suffixes, one)
        self._by_media_type |= dict.fromkeys(one.media_types, one)

    def remove(self, name: str) -> None:
        """Take a format out again."""
        one = self._formats.pop(name)
        for suffix in one.suffixes:
            del self._by_suffix[suffix]
        for media_type in one.media_types:
            del self._by_media_type[media_type]

    def suffixes(self) -> list[str]:
        """Return every suffix, sorted."""
        return sorted(self._by_suffix)

    def of_suffix(self, suffix: str) -> Format | None:
        """Return the format of files with this suffix, upper or lower case, or None."""
        return self._by_suffix.get(suffix.lower())

    def why_not(self, suffix: str, head: Callable[[], bytes]) -> str | None:
        """Return why a file that was met in a folder is not read; None where it is."""
        one = self.of_suffix(suffix)
        return no_reader(suffix) if one is None else one.why_not(suffix, head)

    def of_file(self, name: str) -> Format:
        """Return the format that the suffix of a file's name tells.

        Raises:
            ReadError: none; the message says which there are.
        """
        suffix = PurePath(name).suffix
        found = self.of_suffix(suffix)
        if found is None:
            known = ", ".join(self.suffixes())
            raise ReadError(f"{no_reader(suffix)}; known are {known}")
        return found

    def of_media_type(self, media_type: str) -> Format:
        """Return the format of what an address calls by this type (lower-case, no parameters).

        Raises:
            ReadError: none.
        """
        found = self._by_media_type.get(media_type)
        if found is None:
            raise ReadError(f"is {media_type or 'of no known type'}, not a page or feed")
        return found

    def added(self) -> list[dict[str, Any]]:
        """Return what another process needs to `learn` the formats that are not built in."""
        return [asdict(one) for one in self._formats.values() if one not in BUILT_IN]

    def learn(self, formats: Iterable[Mapping[str, Any]]) -> None:
        """Enter the formats that `added` gave in another process, those not known here."""
        for plain in formats:
            if plain["name"] not in self._formats:
                values: dict[str, Any] = {
                    key: tuple(value) if isinstance(value, list) else value
                    for key, value in plain.items()
                }
                self.add(Format(**values))


FORMATS = Registry(BUILT_IN)
"""What this process reads."""


def reader_of(one: Format) -> Reader:
    """Return the function that reads files of a format; loads its module."""
    found: Reader = _named(one.reader)
    return found


def reader_in_parts_of(one: Format) -> "ReaderInParts | None":
    """Return the function that reads files of a format in parts, None where there is none."""
    return _named(one.reader_in_parts) if one.reader_in_parts else None


def _named(name: str) -> Any:  # noqa: ANN401
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)
