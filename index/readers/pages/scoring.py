"""Where the article of a page is: each element scored by the prose in it, as Readability does.

A paragraph counts for the elements around it, the nearest most: by its length and its commas, less
what is links. Names that publishing systems give their elements count, too.
"""

import re
from collections import Counter
from collections.abc import Iterable

from lxml import html as lxml_html

from index.readers.pages.rendering import Line

_GOOD_NAMES = re.compile(
    r"article|body|content|entry|hentry|h-entry|main|page|post|text|blog|story", re.IGNORECASE
)
_BAD_NAMES = re.compile(
    r"-ad-|hidden|banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo"
    r"|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget",
    re.IGNORECASE,
)
_OF_TAGS = {
    **dict.fromkeys(("div", "article", "main", "section"), 5),
    **dict.fromkeys(("pre", "td", "blockquote"), 3),
    **dict.fromkeys(("address", "ol", "ul", "dl", "dd", "dt", "li", "form"), -3),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "th"), -5),
}
_LEAVES = frozenset(("p", "pre", "li", "td", "th", "blockquote", "dd", "dt", "table"))
_SHARES = (1, 1 / 2, 1 / 6, 1 / 9)
"""Of a paragraph's score that the elements around it get, the nearest first."""
_COMMAS = (",", "，", "、", "،")
_SHORTEST = 25
_SHORTEST_PROSE = 40


def is_prose(line: Line) -> bool:
    """Tell whether a line is running text: long enough, and not a link, heading or caption."""
    return (
        line.block.mark in {None, "table"}
        and len(line.block.text) >= _SHORTEST_PROSE
        and line.share_linked < 0.5
    )


def prose_sizes(lines: Iterable[Line]) -> Counter[lxml_html.HtmlElement]:
    """Return the characters of prose in every element that holds some."""
    own = Counter[lxml_html.HtmlElement]()
    for line in lines:
        if is_prose(line):
            own[line.element] += len(line.block.text)
    return _summed(own)


def scores_of(lines: list[Line]) -> dict[lxml_html.HtmlElement, float]:
    """Return the scores of the elements that may hold the article."""
    own, linked = Counter[lxml_html.HtmlElement](), Counter[lxml_html.HtmlElement]()
    scores: dict[lxml_html.HtmlElement, float] = {}
    for line in lines:
        own[line.element] += len(line.block.text)
        linked[line.element] += line.linked
        if len(line.block.text) >= _SHORTEST and line.share_linked <= 0.5 and not line.block.mark:
            _add(scores, line)
    all_text, all_links = _summed(own), _summed(linked)
    return {
        element: score * (1 - min(1.0, all_links[element] / max(1, all_text[element])))
        for element, score in scores.items()
    }


def _add(scores: dict[lxml_html.HtmlElement, float], line: Line) -> None:
    text = line.block.text
    points = 1 + sum(map(text.count, _COMMAS)) + min(len(text) // 100, 3)
    element = line.element.getparent() if line.element.tag in _LEAVES else line.element
    for share in _SHARES:
        if element is None or element.tag == "html":
            return
        if element not in scores:
            scores[element] = _before_reading(element)
        scores[element] += points * share
        element = element.getparent()


def _before_reading(element: lxml_html.HtmlElement) -> float:
    """Return what an element's tag and names alone are worth."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    score = float(_OF_TAGS.get(element.tag, 0))
    score += 25 * bool(_GOOD_NAMES.search(names)) - 25 * bool(_BAD_NAMES.search(names))
    return score + 50 * bool(element.get("itemprop") == "articleBody")


def _summed(own: Counter[lxml_html.HtmlElement]) -> Counter[lxml_html.HtmlElement]:
    """Return for every element what it and all in it have."""
    sums = Counter[lxml_html.HtmlElement]()
    for element, amount in own.items():
        sums[element] += amount
        for around in element.iterancestors():
            sums[around] += amount
    return sums
