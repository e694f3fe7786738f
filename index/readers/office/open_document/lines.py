"""The text of a paragraph of OpenDocument: what is read of it, without what is hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.readers.office.open_document.styles import Styles
from index.readers.office.package import Element, attribute, child, local
from index.readers.office.pages import Pages
from index.readers.office.sight import Look

_SPACES = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 100
_GONE = frozenset(
    """annotation annotation-end tracked-changes note-citation page-number page-count title desc
    script event-listeners hidden-paragraph database-display ruby-text forms soft-page-break
    sequence-decls variable-decls user-field-decls dde-connection-decls""".split()
)
_SHAPES = frozenset(
    """frame custom-shape rect ellipse circle polygon path line connector g caption""".split()
)


@dataclass(slots=True)
class Beside:
    """What the paragraphs read so far refer to: boxes and shapes with text, and notes."""

    boxes: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)


class Lines:
    """Reads paragraphs.

    Args:
        styles: of the file.
        pages: told of each page's end.
        beside: where boxes and notes are put.
    """

    def __init__(self, styles: Styles, pages: Pages, beside: Beside) -> None:
        self._styles, self._pages, self._beside = styles, pages, beside

    def text(self, paragraph: Element, look: Look) -> str:
        """Return what is read of a paragraph.

        Args:
            paragraph: to read.
            look: of its letters.
        """
        hiding = (one for one in paragraph if local(one) == "hidden-paragraph")
        if any(attribute(one, "is-hidden") == "true" for one in hiding):
            return ""
        text = "".join(self._pieces(paragraph, look))
        return re.sub(r" ?\n ?", "\n", re.sub(" {2,}", " ", text)).replace(_FIXED, " ")

    def _pieces(self, parent: Element, look: Look) -> Iterator[str]:
        is_read = look.is_read
        yield self._shown(parent.text, is_read=is_read)
        for element in parent:
            name = local(element)
            if name == "soft-page-break":
                yield self._pages.laid_out()
            elif name == "span":
                style = self._styles.of("text", attribute(element, "style-name"))
                yield from self._pieces(element, style.look.over(look))
            elif name == "note":
                self._beside.notes.append(element)
            elif name in _SHAPES:
                self._beside.boxes.append(element)
            elif name in _SIGNS:
                yield _sign(name, element) if is_read else ""
            elif not _is_gone(name, element):
                yield from self._pieces(element, look)
            yield self._shown(element.tail, is_read=is_read)

    def _shown(self, text: str | None, *, is_read: bool) -> str:
        if not text or not is_read:
            return ""
        if text.strip():
            self._pages.text(len(text))
        return _SPACES.sub(" ", text)


_FIXED = "\x00"
"""A space that is kept beside others."""

_SIGNS = frozenset(("s", "tab", "line-break"))


def _sign(name: str, element: Element) -> str:
    if name == "s":
        count = attribute(element, "c", "1")
        return _FIXED * min(_MOST_SPACES, int(count) if count.isdigit() and len(count) < 6 else 1)
    return "\t" if name == "tab" else "\n"


def _is_gone(name: str, element: Element) -> bool:
    if name in {"hidden-text", "conditional-text"}:
        return attribute(element, "is-hidden") == "true"
    return not name or name in _GONE


def note_body(note: Element) -> Element | None:
    """Return the paragraphs of a note."""
    return child(note, "note-body")
