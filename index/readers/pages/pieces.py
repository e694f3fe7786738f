"""Pieces of text between two elements that stand apart, with what they are set in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[.!?:;,…。！？]['\"”’»)\]]*$")
_LONGEST_HEADING = 90


@dataclass(slots=True)
class Piece:
    """Text as it stands in one element; a break is a newline."""

    text: str
    is_linked: bool
    is_bold: bool


def paragraphs_of(pieces: list[Piece]) -> Iterator[list[list[Piece]]]:
    """Yield paragraphs, each a list of lines: one `<br>` breaks a line, two a paragraph."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.text == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    paragraph: list[list[Piece]] = []
    for line in lines:
        if any(piece.text.strip() for piece in line):
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def is_bold_heading(line: list[Piece], text: str) -> bool:
    """Tell whether a line is set in bold throughout and reads like a heading."""
    return (
        len(text) <= _LONGEST_HEADING
        and all(piece.is_bold for piece in line if piece.text.strip())
        and not _SENTENCE_END.search(text)
    )
