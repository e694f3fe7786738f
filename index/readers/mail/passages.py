"""A message's text as passages: blocks, each with how many times it is quoted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.blocks import Block
from index.readers.mail.parts import TextPart

_QUOTED = re.compile(r"(?:>[ \t]?)+")
_RULE = re.compile(r"[ \t]*(?:[=\-–—_*~#•·][ \t]?){3,}[ \t]*$")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*•·–]|\d{1,3}[.)])[ \t]+\S")
_LABEL = re.compile(r"[ \t]*\*?[^\W\d_][\w .’'-]{0,40}:(?:\s|\*|$)")
_LINK = re.compile(
    r"[ \t]*<(?:https?://|mailto:)[^<>\n]{1,2000}>|\[(?:image|cid|inline)\b[^\]\n]*\]", re.I
)
_WIDEST = 100
"""Characters of the longest line of a text whose lines a program broke."""
_NARROWEST = 50
_SIGNATURE = re.compile(r"--\s*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a message, `depth` times quoted."""

    block: Block
    depth: int = 0


def plain_passages(part: TextPart) -> list[Passage]:
    """Return the paragraphs of a text; lines that were broken to a width are joined."""
    lines = [_line(line, part) for line in part.text.split("\n")]
    width = _width([text for depth, text in lines if not depth])
    found: list[Passage] = []
    paragraph: list[tuple[int, str]] = []
    for depth, text in [*lines, (0, "")]:
        if paragraph and (not text.strip() or depth != paragraph[0][0] or _SIGNATURE.match(text)):
            found += _paragraph(paragraph, part, width)
            paragraph = []
        if text.strip():
            paragraph.append((depth, text))
    return found


def _line(line: str, part: TextPart) -> tuple[int, str]:
    quoted = _QUOTED.match(line)
    depth = quoted.group().count(">") if quoted else 0
    text = line[quoted.end() :] if quoted else line
    if part.is_flowed and text.startswith(" "):
        text = text[1:]  # put there so that it is no quotation
    return depth, _LINK.sub("", text)


def _width(lines: Sequence[str]) -> int:
    """Return how wide the lines of a text were made, 0 where nothing broke them."""
    widest = max((len(line.rstrip()) for line in lines if " " in line.strip()), default=0)
    return widest if _NARROWEST <= widest <= _WIDEST else 0


def _paragraph(lines: Sequence[tuple[int, str]], part: TextPart, width: int) -> Iterator[Passage]:
    depth = lines[0][0]
    texts = [text for _, text in lines]
    if len(texts) == 2 and _RULE.match(texts[1]) and not _RULE.match(texts[0]):
        yield Passage(Block(texts[0].strip(), "heading"), depth)
        return
    texts = [text for text in texts if not _RULE.match(text) or _SIGNATURE.match(text)]
    if not texts:
        return
    text = texts[0].rstrip("\n") if part.is_flowed else texts[0].rstrip()
    for before, line in pairwise(texts):
        flows = before.endswith(" ") and not _SIGNATURE.match(before)
        if part.is_flowed and flows:
            text = (text[:-1] if part.joins_words and text.endswith(" ") else text) + line
        elif _is_broken(before, line, width):
            text = f"{text.rstrip()} {line.strip()}"
        else:
            text = f"{text.rstrip()}\n{line}"
    yield Passage(Block("\n".join(one.strip() for one in text.split("\n"))), depth)


def _is_broken(before: str, line: str, width: int) -> bool:
    """Tell whether a program broke a line: its next word would not have gone into it."""
    if not width or _LIST_ITEM.match(line) or _LABEL.match(line):
        return False
    first = line.split(maxsplit=1)[0]
    return len(before.rstrip()) + 1 + len(first) > width - 4
