"""Where quoted words stand in a text: pairs of quotation marks of many conventions.

A quotation may hold others, may run over several paragraphs (the opening mark is then repeated at
the head of each), and may lack its closing mark, in which case it ends with its paragraph.
"""

import re
from dataclasses import dataclass

_CLOSES = {
    "“": ("”", '"', "’’", "''"),
    "„": ("“", "”"),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "「": ("」",),
    "『": ("』",),
    "《": ("》",),
    "〝": ("〞", "〟"),
    "＂": ("＂",),
    '"': ('"', "”"),
    "``": ("''",),
    "''": ("''",),
    "‘": ("’",),
    "‚": ("‘", "’"),
    "'": ("'",),
}
# Marks that also serve as apostrophes open a quotation only before a letter and after a space, and
# close it only after a letter or a stop and before none.
_APOSTROPHES = frozenset(["'", "’", "''"])
_STRAIGHT = frozenset("\"'＂")
_MARKS = re.compile("``|''|’’|[“”„«»‹›「」『』《》〝〞〟＂\"‘’‚']|\n[ \t]*\n")
_MAX_PARAGRAPHS = 20
_MAX_DEPTH = 8
_LONGEST_SINGLE = 600
_SINGLE_CLOSE = {
    "'": re.compile(r"[^\s]'(?![^\W_])"),
    "''": re.compile(r"[^\s]''(?![^\W_])"),
    "‘": re.compile(r"[^\s]’(?![^\W_])"),
    "‚": re.compile(r"[^\s][‘’](?![^\W_])"),
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between marks: `start` is the opening mark, `end` is after the closing one.

    `closed` is false where the closing mark is missing.
    """

    start: int
    end: int
    closed: bool = True


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    paragraphs: int = 0


def find_quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of `text`, in order, without overlaps.

    Quotations inside quotations belong to the outer one. Time is linear in the text's length.
    """
    return _Scanner(text).run()


class _Scanner:
    """One pass over the marks of a text, with the quotations open at the moment as a stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[_Open] = []
        self.found: list[Quotation] = []
        self.resume = 0

    def run(self) -> list[Quotation]:
        for match in _MARKS.finditer(self.text):
            if match.start() < self.resume:
                continue
            if match[0][0] == "\n":
                self._paragraph(match)
            elif match[0] == "’’" and not self._closes_double():
                self._mark("’", match.start(), match.start() + 1)
                self._mark("’", match.start() + 1, match.end())
            else:
                self._mark(match[0], match.start(), match.end())
        if self.stack:
            self._abandon(len(self.text.rstrip()))
        return self.found

    def _closes_double(self) -> bool:
        """Tell whether two single marks together close what is open, rather than one each."""
        return bool(self.stack) and "’’" in _CLOSES[self.stack[-1].mark]

    def _mark(self, mark: str, start: int, end: int) -> None:
        depth = self._closing_depth(mark, start, end)
        if depth is not None:
            self._close(depth, end)
        elif len(self.stack) < _MAX_DEPTH and self._opens(mark, start, end):
            self.stack.append(_Open(mark, start))

    def _closing_depth(self, mark: str, start: int, end: int) -> int | None:
        for depth in range(len(self.stack) - 1, -1, -1):
            opener = self.stack[depth].mark
            if mark in _CLOSES[opener] and self._may_close(mark, start, end):
                return depth
        return None

    def _may_close(self, mark: str, start: int, end: int) -> bool:
        before = self.text[start - 1 : start]
        after = self.text[end : end + 1]
        if mark in _APOSTROPHES:
            return not before.isspace() and not after.isalnum()
        if mark in _STRAIGHT:
            return not before.isspace() or not after.strip()
        return True

    def _opens(self, mark: str, start: int, end: int) -> bool:
        if mark not in _CLOSES:
            return False
        after = self.text[end : end + 1]
        before = self.text[start - 1 : start] if start else ""
        if not after or after.isspace():
            return mark == "«" and after in "\u00a0\u202f " and after != ""
        if mark in _SINGLE_CLOSE:
            return (
                not before.isalnum() and after not in ".,;:!?)" and self._single_closes(mark, end)
            )
        if mark in _STRAIGHT:
            return not before.isalnum()
        return mark != "»" or not before or before.isspace()

    def _single_closes(self, mark: str, end: int) -> bool:
        """Tell a quotation from a leading apostrophe ('90s, ’em): it closes soon."""
        return _SINGLE_CLOSE[mark].search(self.text, end, end + _LONGEST_SINGLE) is not None

    def _close(self, depth: int, end: int) -> None:
        opened = self.stack[depth]
        del self.stack[depth:]
        if not self.stack:
            self.found.append(Quotation(opened.start, end))

    def _paragraph(self, match: re.Match[str]) -> None:
        """Go on in the next paragraph if it repeats the opening mark; otherwise end here."""
        if not self.stack:
            return
        outer = self.stack[0]
        outer.paragraphs += 1
        head = re.compile(r"\s*").match(self.text, match.end())
        next_start = head.end() if head else match.end()
        repeats = self.text.startswith(outer.mark, next_start)
        if repeats and outer.paragraphs <= _MAX_PARAGRAPHS:
            del self.stack[1:]
            self.resume = next_start + len(outer.mark)
        else:
            self._abandon(match.start())

    def _abandon(self, end: int) -> None:
        """Give up the open quotation at `end`, keeping it as unclosed if it has words."""
        outer = self.stack[0]
        self.stack.clear()
        if end > outer.start + 1:
            self.found.append(Quotation(outer.start, end, closed=False))
