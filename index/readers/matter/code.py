"""Code in a text that is put aside while tags are taken out of what is around it."""

import re
import secrets
from collections.abc import Sequence

_SPAN = re.compile(r"(?<!`)(`{1,8})(?!`)((?:[^`\n]|\n(?![ \t]*\n))+?)(?<!`)\1(?!`)")


class Aside:
    """Holds pieces of a text; a word that nobody can guess stands in the place of each."""

    def __init__(self) -> None:
        self._word = f"\ue000{secrets.token_hex(8)}x"
        self._kept: list[str] = []
        self._place = re.compile(f"{self._word}([0-9]+)\ue001")

    def put(self, piece: str) -> str:
        """Put a piece aside and return what stands for it."""
        self._kept.append(piece)
        return f"{self._word}{len(self._kept) - 1}\ue001"

    def put_lines(self, text: str, ranges: Sequence[tuple[int, int]]) -> str:
        """Return a text with ranges of its lines put aside, a word in a line for each."""
        lines = text.split("\n")
        for first, last in sorted(ranges, reverse=True):
            lines[first:last] = [self.put("\n".join(lines[first:last]))]
        return "\n".join(lines)

    def put_spans(self, text: str) -> str:
        """Return a text with code between backticks put aside."""
        return _SPAN.sub(lambda match: self.put(match[0]), text)

    def back(self, text: str) -> str:
        """Return a text with the pieces in their places again."""
        while self._word in text:
            text = self._place.sub(lambda match: self._kept[int(match[1])], text)
        return text
