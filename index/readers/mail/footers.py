"""What stands around a message's words and is no part of them: signatures and notices."""

import re
from collections.abc import Sequence

from index.readers.blocks import Block
from index.readers.mail.words import FOOT, GREETINGS, HEAD, MOBILE

_FOOT = re.compile(rf"\W*(?:{'|'.join(FOOT)})", re.IGNORECASE | re.DOTALL)
_HEAD = re.compile(rf"\W*(?:{'|'.join(HEAD)})", re.IGNORECASE | re.DOTALL)
_MOBILE = re.compile(rf"\W*(?:{'|'.join(MOBILE)})\W*$", re.IGNORECASE)
_GREETING = re.compile(rf"\W*(?:{'|'.join(map(re.escape, GREETINGS))})\W*$", re.IGNORECASE)
_DELIMITER = re.compile(r"--[ \t]*(?:\n|$)")
_LONGEST_FOOT = 3_000
"""Characters of a paragraph that may be a notice."""
_AFTER_FOOT = 1_500
"""Characters that follow the first line of a footer and are none by themselves."""
_SIGNED = 400
"""Characters of a name with all that stands under it."""
_LINES_SIGNED, _LONGEST_SIGNED = 9, 90
_HEAD_BLOCKS = 4
_TIMES = 3
"""A name stands above a signature, which stands above a notice."""


def message_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks that are a message's own words."""
    kept = [block for block in blocks if block.text.strip()]
    kept = _without_head(kept)
    for _ in range(_TIMES):
        kept = _without_signature(_without_foot(kept))
    return kept


def _without_head(blocks: list[Block]) -> list[Block]:
    first = [block for block in blocks[:_HEAD_BLOCKS] if not _is_head(block.text)]
    return [*first, *blocks[_HEAD_BLOCKS:]]


def _is_head(text: str) -> bool:
    return len(text) <= _LONGEST_SIGNED * 4 and _HEAD.match(text) is not None


def _without_foot(blocks: list[Block]) -> list[Block]:
    """Cut where only notices, links and addresses follow."""
    rest = 0
    cut = len(blocks)
    for at in range(len(blocks) - 1, -1, -1):
        text = blocks[at].text
        if _is_foot(text):
            cut, rest = at, 0
            continue
        rest += len(text)
        if rest > _AFTER_FOOT or blocks[at].mark == "heading":
            break
        if cut < len(blocks) and _is_prose(text):
            break
    return blocks[:cut]


def _is_foot(text: str) -> bool:
    if len(text) > _LONGEST_FOOT:
        return False
    return _FOOT.match(text) is not None or _MOBILE.match(text) is not None


def _is_prose(text: str) -> bool:
    """Tell whether a paragraph above a footer is more than a link or a name."""
    return len(text.split()) > 12


def _without_signature(blocks: list[Block]) -> list[Block]:
    for at in range(len(blocks) - 1, -1, -1):
        tail = blocks[at:]
        if sum(len(block.text) for block in tail) > _SIGNED * 3:
            break
        lines = [line for block in tail for line in block.text.split("\n")]
        if _DELIMITER.match(tail[0].text) or (_GREETING.match(lines[0]) and _is_signed(lines[1:])):
            return blocks[:at]
        cut = _greeting_within(tail[0].text, lines)
        if cut:
            return [*blocks[:at], Block(cut, tail[0].mark, tail[0].tight)]
    return blocks


def _is_signed(lines: Sequence[str]) -> bool:
    """Tell whether lines are a name with an office and numbers, and no words of a message."""
    return len(lines) <= _LINES_SIGNED and all(len(line) <= _LONGEST_SIGNED for line in lines)


def _greeting_within(text: str, lines: Sequence[str]) -> str | None:
    """Return what stands above a greeting in a paragraph that ends with name and office."""
    own = text.split("\n")
    for number in range(1, len(own)):
        if _GREETING.match(own[number]) and _is_signed(lines[number + 1 :]):
            return "\n".join(own[:number]).rstrip()
        if _DELIMITER.match(own[number] + "\n"):
            return "\n".join(own[:number]).rstrip()
    return None
