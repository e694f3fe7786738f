"""What a browser would not show is taken out of a page before anything reads it."""

import re
from collections.abc import Iterable

import tinycss2
from lxml import html as lxml_html

from index.readers.styles.css_values import UNKNOWN_COLOUR, Colour, colour
from index.readers.styles.declarations import FontSize, Value
from index.readers.styles.style_rules import Element, Rule, StyleRules, cascaded
from index.readers.styles.visibility import Sight, is_gone, sight_of

_NEVER_SHOWN = frozenset(
    """script style template noscript iframe object svg canvas audio video datalist noembed
    noframes""".split()
)
_ROOTS = frozenset(("html", "body"))
_FOR_SPEECH = frozenset(
    """sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only
    screenreader-only""".split()
)
"""Classes that style sheets everywhere hide from the eye."""

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a page may hold and that cannot be set as text of its elements."""

_NOTHING: dict[str, Value] = {}
_BLUE: Colour = (0.0, 0.0, 0.93, 1.0)
_BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
_FONT_SIZES = {
    "h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 0.83, "sub": 0.83,
    "sup": 0.83, "big": 1.2,
}  # fmt: skip
_OF_TAG: dict[str, dict[str, Value]] = {
    "mark": {"color": _BLACK, "background-color": (1.0, 1.0, 0.0, 1.0)},
    **{
        tag: {
            "color": _BLACK,
            "background-color": UNKNOWN_COLOUR,
            "font-size": FontSize(pixels=13.0),
        }
        for tag in ("button", "input", "select", "textarea", "option")
    },
    **{tag: {"font-size": FontSize(factor=factor)} for tag, factor in _FONT_SIZES.items()},
}
_COLOURED = frozenset(("body", "font", "basefont", "table", "tr", "td", "th", "tbody", "thead"))
_FONT_STEPS = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}


def drop_hidden(page: lxml_html.HtmlElement) -> None:
    """Remove from `page` what a reader does not see, keeping the text that follows it.

    What counts are attributes, the elements' own styles, and the style sheets in the page;
    docs/security.md says what is seen of them.

    Raises:
        ReadError: the page has more style rules than any page needs.
    """
    styles = _Styles(page)
    gone: list[lxml_html.HtmlElement] = []
    unread: list[lxml_html.HtmlElement] = []
    waiting = [(page, styles.wrapped(page), Sight())]
    while waiting:
        element, wrapped, around = waiting.pop()
        is_root = element.tag in _ROOTS
        values = styles.values(element, wrapped)
        if not is_root and element is not page and _is_hidden(element, values):
            gone.append(element)
            continue
        sight = sight_of(element, values, around, is_root=is_root)
        if not sight.is_read:
            unread.append(element)
        waiting += [(*child, sight) for child in styles.children(element, wrapped)]
    for element in page.iter():
        if "aria-hidden" in element.attrib:  # says nothing of what is seen
            del element.attrib["aria-hidden"]
    for element in unread:
        _empty(element)
    _remove(gone)


def _is_hidden(element: lxml_html.HtmlElement, values: dict[str, Value]) -> bool:
    return element.tag in _NEVER_SHOWN or bool(values and is_gone(element, values))


class _Styles:
    """The values that hold for the elements of a page."""

    def __init__(self, page: lxml_html.HtmlElement) -> None:
        self._rules = StyleRules(page)
        self._cascades: dict[tuple[object, ...], dict[str, Value]] = {}

    def wrapped(self, page: lxml_html.HtmlElement) -> Element | None:
        """Return the page for matching, or None where there is no rule to match."""
        return None if self._rules.is_empty else Element.from_html_root(page)

    def children(
        self, element: lxml_html.HtmlElement, wrapped: Element | None
    ) -> Iterable[tuple[lxml_html.HtmlElement, Element | None]]:
        """Return the elements in an element, each with what it is matched by."""
        if wrapped is None:
            return [(child, None) for child in element if isinstance(child.tag, str)]
        return [(child.etree_element, child) for child in wrapped.iter_children()]

    def values(self, element: lxml_html.HtmlElement, wrapped: Element | None) -> dict[str, Value]:
        """Return what holds for an element of what can hide text."""
        rules: list[Rule] = self._rules.matching(wrapped) if wrapped is not None else []
        weak = self._weak(element)
        style = element.get("style")
        if not weak and not style:
            if not rules:
                return _NOTHING
            key = tuple(map(id, rules))
            found = self._cascades.get(key)
            if found is None:
                found = self._cascades[key] = cascaded(rules, None, weak)
            return found
        return cascaded(rules, self._rules.inline(style) if style else None, weak)

    def _weak(self, element: lxml_html.HtmlElement) -> dict[str, Value]:
        """Return what browsers do by themselves, and what attributes other than `style` say."""
        attributes = element.attrib
        values = _OF_TAG.get(element.tag, _NOTHING)
        if not attributes:
            return {"display": True} if element.tag == "dialog" else values
        if element.tag == "a" and "href" in attributes:
            values = {"color": _BLUE}
        elif element.tag in _COLOURED:
            values = {**values, **_attributes(element)}
        if element.tag == "dialog" and "open" not in attributes:
            values = {**values, "display": True}
        if "hidden" in attributes or self._is_for_speech(attributes.get("class")):
            values = {**values, "display": True}
        return values

    def _is_for_speech(self, classes: str | None) -> bool:
        """Tell whether an element is of a class for screen readers that no rule here is about."""
        if not classes:
            return False
        names = _FOR_SPEECH.intersection(classes.split())
        return bool(names) and not any(self._rules.has_class(name) for name in names)


def _attributes(element: lxml_html.HtmlElement) -> dict[str, Value]:
    """Return what attributes of old HTML say of colours and sizes."""
    values: dict[str, Value] = {}
    name = {"body": "text", "font": "color"}.get(element.tag)
    for attribute, property_ in ((name, "color"), ("bgcolor", "background-color")):
        found = _named_colour(element.get(attribute)) if attribute else None
        if found is not None:
            values[property_] = found
    if element.get("background"):
        values["background-image"] = True
    if element.tag == "font" and (element.get("size") or "").strip() in _FONT_STEPS:
        values["font-size"] = FontSize(pixels=_FONT_STEPS[element.get("size").strip()])
    return values


def _named_colour(given: str | None) -> Colour | None:
    for text in (given, f"#{given}") if given else ():
        tokens = tinycss2.parse_component_value_list(text.strip())
        found = colour(tokens[0]) if len(tokens) == 1 else None
        if isinstance(found, tuple):
            return found
    return None


def _empty(element: lxml_html.HtmlElement) -> None:
    """Take out the text that stands directly in an element."""
    if element.text:
        element.text = " "
    for child in element:
        if child.tail:
            child.tail = " "


def _remove(gone: Iterable[lxml_html.HtmlElement]) -> None:
    """Remove elements. Per parent at once: one by one, joining the texts between takes for ever."""
    of_parent: dict[lxml_html.HtmlElement, set[lxml_html.HtmlElement]] = {}
    for element in gone:
        parent = element.getparent()
        if parent is not None:
            of_parent.setdefault(parent, set()).add(element)
    for parent, leaving in of_parent.items():
        before, texts = None, [parent.text or ""]
        for child in list(parent):
            if child in leaving:
                texts.append(child.tail or "")
                parent.remove(child)
                continue
            _set_text(parent, before, texts)
            before, texts = child, [child.tail or ""]
        _set_text(parent, before, texts)


def _set_text(
    parent: lxml_html.HtmlElement, before: lxml_html.HtmlElement | None, texts: list[str]
) -> None:
    if len(texts) == 1:
        return
    text = _NOT_XML.sub("", "".join(texts))
    if before is None:
        parent.text = text
    else:
        before.tail = text
