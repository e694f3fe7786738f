"""Which lines of a page are its article.

The element that scores best is the article's; of the others those that look like a part of it, or
that a second opinion holds to be one. What stands around articles is left out first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lxml import html as lxml_html

from index.readers.pages.around import around_elements
from index.readers.pages.rendering import Line, lines_of
from index.readers.pages.scoring import is_prose, prose_sizes, scores_of

_CLEAR = 0.9
"""Share of a page's prose in one element from which on no second opinion is asked."""
_MOST_LINKED = 0.3
_LEAST_ALIKE = 0.7
"""Share of the classes of two elements from which on both are parts of one thing."""
_OUTWEIGHS = 2.0
"""How much more prose the second opinion must hold to overrule the best score."""
_LONGEST_LEAD = 600
_FARTHEST_LEAD = 8


class Opinion(Protocol):
    """Says of a line which share of it is of the article."""

    def agreed(self, text: str) -> float:
        """Return the share, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class MainText:
    """The lines of an article, and the words of the page that could have been of it."""

    lines: list[Line]
    words_shown: int


def main_text(root: lxml_html.HtmlElement, opinion: Opinion) -> MainText:
    """Return the lines of the article in `root`, a page's body."""
    every = list(lines_of(root))
    around = around_elements(root, prose_sizes(every))
    lines = _outside(every, around)
    shown = sum(len(line.block.text.split()) for line in lines if line.share_linked < 0.5)
    scores = scores_of(lines)
    if not scores:
        return MainText(lines, shown)
    top = max(scores, key=lambda element: scores[element])
    return MainText(_Choice(lines, top, opinion).lines(), shown)


def _outside(lines: list[Line], around: set[lxml_html.HtmlElement]) -> list[Line]:
    """Return the lines that are in none of the elements in `around`."""
    if not around:
        return lines
    known: dict[lxml_html.HtmlElement, bool] = {}

    def is_inside(element: lxml_html.HtmlElement) -> bool:
        chain = []
        found = False
        for one in (element, *element.iterancestors()):
            if one in known:
                found = known[one]
                break
            chain.append(one)
            if one in around:
                found = True
                break
        known.update(dict.fromkeys(chain, found))
        return found

    return [line for line in lines if not is_inside(line.element)]


class _Choice:
    """The lines of a page in groups: those of the best element, and those of each beside its path.

    Args:
        lines: of the page, without what stands around the article.
        top: the element that scores best.
        opinion: is asked where the page has much other prose.
    """

    def __init__(self, lines: Sequence[Line], top: lxml_html.HtmlElement, opinion: Opinion) -> None:
        self._all, self._top, self._opinion = lines, top, opinion
        self._path = {top, *top.iterancestors()}
        self._known: dict[lxml_html.HtmlElement, lxml_html.HtmlElement] = {}
        self._groups = [self._group(line.element) for line in lines]
        self._of_group: dict[lxml_html.HtmlElement, list[Line]] = {}
        for line, group in zip(lines, self._groups, strict=True):
            self._of_group.setdefault(group, []).append(line)

    def lines(self) -> list[Line]:
        """Return the lines of the article."""
        prose = {group: _size(filter(is_prose, own)) for group, own in self._of_group.items()}
        kept = {group for group, own in self._of_group.items() if self._is_alike(group, own)}
        if prose.get(self._top, 0) < _CLEAR * sum(prose.values()):
            agreed = {
                one
                for one, own in self._of_group.items()
                if prose[one] and self._is_agreed(one, own)
            }
            if (
                self._top not in agreed
                and sum(map(prose.__getitem__, agreed)) > _OUTWEIGHS * prose[self._top]
            ):
                kept = set()
            kept |= agreed
        chosen = [group in kept for group in self._groups]
        self._add_between(chosen)
        return [line for line, is_chosen in zip(self._all, chosen, strict=True) if is_chosen]

    def _is_alike(self, group: lxml_html.HtmlElement, own: list[Line]) -> bool:
        """Tell whether a group is the best element, or is named like an element around it."""
        if group is self._top:
            return True
        if _share_linked(own) >= _MOST_LINKED or not any(map(is_prose, own)):
            return False
        return any(_are_alike(group, one) for one in self._path)

    def _group(self, element: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
        """Return the outermost element around `element` that is not around the best element."""
        chain = []
        group = element
        for one in (element, *element.iterancestors()):
            if one in self._known:
                group = self._known[one]
                break
            if one in self._path:
                group = one if one is element or one is self._top else group
                break
            group = one
            chain.append(one)
        self._known.update(dict.fromkeys(chain, group))
        return group

    def _is_agreed(self, group: lxml_html.HtmlElement, own: list[Line]) -> bool:
        """Tell whether most of a group's prose is of the article by the second opinion."""
        if group in self._path:  # text that stands in an element around the article directly
            return all(map(self._agrees, own))
        prose = [line for line in own if is_prose(line)]
        agreed = sum(len(line.block.text) for line in prose if self._agrees(line))
        return agreed > 0.5 * _size(prose)

    def _agrees(self, line: Line) -> bool:
        return self._opinion.agreed(line.block.text) > 0.5

    def _add_between(self, chosen: list[bool]) -> None:
        """Take what belongs between chosen lines in, and a lead before the first."""
        places = [place for place, is_chosen in enumerate(chosen) if is_chosen]
        if not places:
            return
        for place in range(places[-1] - 1, places[0], -1):
            line, group = self._all[place], self._groups[place]
            is_loose = group in self._path and group is not self._top and line.share_linked < 0.5
            heads = line.block.mark == "heading" and chosen[place + 1]
            chosen[place] |= is_loose or heads or line.block.mark == "caption"
        for place in range(places[0] - 1, max(-1, places[0] - _FARTHEST_LEAD), -1):
            line = self._all[place]
            if line.element.tag == "h1":
                break
            is_lead = is_prose(line) and line.share_linked < 0.2
            chosen[place] = is_lead and len(line.block.text) <= _LONGEST_LEAD and self._heads(place)

    def _heads(self, place: int) -> bool:
        """Tell whether the page's title stands a few lines before a line."""
        before = self._all[max(0, place - _FARTHEST_LEAD) : place]
        return any(line.element.tag == "h1" for line in before)


def _size(lines: Iterable[Line]) -> int:
    return sum(len(line.block.text) for line in lines)


def _share_linked(lines: Sequence[Line]) -> float:
    return sum(line.linked for line in lines) / max(1, _size(lines))


def _are_alike(one: lxml_html.HtmlElement, other: lxml_html.HtmlElement) -> bool:
    """Tell whether two elements are of one tag and, most of them, of the same classes."""
    first, second = (set((element.get("class") or "").split()) for element in (one, other))
    shared = len(first & second)
    return one.tag == other.tag and shared > _LEAST_ALIKE * len(first | second)
