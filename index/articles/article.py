"""Article: the record, its identity, and the one place where text is normalised."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeAlias

from index.articles.characters.invisible import without_invisible
from index.articles.marks import Kind, Mark, check_marks
from index.articles.origins import Origin

Span: TypeAlias = tuple[int, int]
"""Half-open [start, end) in Unicode code points of an article's stored text."""

LONGEST = 10_000_000
"""Characters of an article's text; a book of a thousand pages has three million."""

# Tab and newline stay; every other C0/C1 control is invisible noise that some viewers drop, which
# would shift offsets between what is stored and what is shown.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def normalise_text(raw: str) -> str:
    """Return `raw` as it is stored: one kind of newline, no controls, nothing that nobody sees.

    Applied once, before anything takes an offset; never afterwards. Idempotent. Lone surrogates are
    replaced. Letters, quotation marks and spaces are left as the author wrote them.
    """
    text = _LINE_ENDS.sub("\n", raw)
    text = _CONTROLS.sub("", text)
    return without_invisible(_SURROGATES.sub("\ufffd", text))


def article_id(key: str) -> str:
    """Return the identifier of the article that comes from `key`.

    `key` is what stays the same when the text changes: an absolute path, a URL, or one of these
    with `#` and the row's identifier. The result is readable and safe in URLs and file names:
    a slug of the last part of the key, and 8 hexadecimal digits of its SHA-256.
    """
    name = PurePath(key.split("://")[-1].rstrip("/")).stem
    slug = _NOT_SLUG.sub("-", name.lower()).strip("-")[:40].strip("-") or "article"
    return f"{slug}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInfo:
    """What is known about an article beside its text; `None` where the source does not say.

    `date` is ISO 8601 (`YYYY-MM-DD`, or shorter where only the month or year is known).
    `path` is the absolute path of the file the article came from. `lang` is its language as a
    BCP 47 tag, lower-case (`en`, `pt-br`). `categories` are the sections and tags under which its
    publication files it, as `clean_categories` gives them.
    """

    id: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    publication: str | None = None
    url: str | None = None
    path: str | None = None
    lang: str | None = None
    categories: tuple[str, ...] = ()

    def to_json(self) -> dict[str, str | None]:
        """Return the `article` object of the contracts."""
        return {
            "id": self.id,
            "title": self.title,
            "author": self.author,
            "date": self.date,
            "publication": self.publication,
            "url": self.url,
            "path": self.path,
            "lang": self.lang,
        }

    def to_listing(self) -> dict[str, object]:
        """Return the `article` object with the categories, as lists and whole articles have it.

        Quotes and hits have the object of the contracts to the letter.
        """
        return {**self.to_json(), "categories": list(self.categories)}

    def texts(self) -> tuple[str, ...]:
        """Return every text that is known, in the order of the fields."""
        return (*filter(None, self.to_json().values()), *self.categories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A source text with its metadata. Masthead and footer are metadata, not text.

    `text` is normalised; every offset in the project counts code points of it.
    `marks` are its labelled spans, sorted by `Mark.order`; those of one kind do not overlap.
    `origins` say where its metadata came from, at most one a field, in the order of `FIELDS`.

    Raises:
        ValueError: marks that are out of order, overlap, or end beyond the text.
    """

    info: ArticleInfo
    text: str
    marks: tuple[Mark, ...] = ()
    origins: tuple[Origin, ...] = ()

    def __post_init__(self) -> None:
        check_marks(self.marks, len(self.text))

    @property
    def id(self) -> str:
        """The article's identifier, stable while its source stays where it is."""
        return self.info.id

    def marked(self, kind: Kind) -> tuple[Mark, ...]:
        """Return the marks of one kind, in order."""
        return tuple(mark for mark in self.marks if mark.kind == kind)

    def page_at(self, place: int) -> str | None:
        """Return the label of the page on which a character stands, where there are pages."""
        found = (mark for mark in self.marks if mark.kind == "page" and place < mark.end)
        page = next(found, None)
        return (page.label or None) if page and page.start <= place else None

    @property
    def headings(self) -> tuple[Span, ...]:
        """The spans of lines that head what follows, in order."""
        return tuple((mark.start, mark.end) for mark in self.marks if mark.kind == "heading")

    def to_json(self) -> dict[str, object]:
        """Return the article as the command line's `show` and the API give it."""
        marks = [mark.to_json() for mark in self.marks]
        origins = [origin.to_json() for origin in self.origins]
        return {**self.info.to_listing(), "text": self.text, "marks": marks, "origins": origins}

    @property
    def text_hash(self) -> str:
        """SHA-256 (hex) of the text alone: offsets into texts of one hash mean the same words."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) of everything a reader extracted; equal hashes need no indexing again."""
        known = {name: value or "" for name, value in self.info.to_json().items()}
        lang = known.pop("lang")
        parts = [*known.values(), repr(self.headings)]
        # Articles without a language, origins or categories, with headings alone, keep the hash
        # that they had before there were others.
        more = [
            (mark.kind, mark.start, mark.end, mark.label)
            for mark in self.marks
            if mark.kind != "heading" or mark.label
        ]
        if more:
            parts.append(repr(more))
        if lang or self.origins:
            parts.append(repr((lang, [(o.field, o.source, o.certainty) for o in self.origins])))
        if self.info.categories:
            parts.append(repr(("categories", self.info.categories)))
        digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace"))
        digest.update(b"\x1e" + self.text.encode("utf-8"))
        return digest.hexdigest()
