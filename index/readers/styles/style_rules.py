"""The style rules that a page carries itself, and which of them hold for an element.

Rules are found by id, class and tag, so that their number costs little. Rules that say nothing of
what can hide text are dropped before. What only a browser knows is left out: style sheets of other
addresses, containers' sizes, and selectors of what happens (`:hover`).
"""

import base64
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

import cssselect2
import tinycss2
from lxml import etree
from lxml import html as lxml_html

from index.errors import ReadError
from index.readers.styles.css_values import Tokens, significant
from index.readers.styles.declarations import READ_NAMES, Declared, Value, relevant
from index.readers.styles.media import holds
from index.readers.styles.sheet_cutting import cut_sheet

MOST_SELECTORS = 50_000
"""Of rules that matter; no page written for people has so many."""

_DEEPEST = 10  # rules within rules
_UNLAYERED = 1_000_000
_LONGEST_NESTED = 10_000  # characters of a selector with those around it put in
_DATA_SHEET = re.compile(r"data:text/css([^,]{0,200}),(.*)", re.I | re.S)


# Without strings, escapes, comments, functions and attributes, whatever stands around it.
_SIMPLE_RULE = re.compile(r"(?<=[{};])([^{}\"'\\@/()\[\];]*)\{[^{}\"'\\@/()]*\}")
_NAME = re.compile(r"[.#][\w-]+")
_CLASSES = etree.XPath("//@class", smart_strings=False)
_IDS = etree.XPath("//@id", smart_strings=False)


class Rule(NamedTuple):
    """What a selector's rule declares; `layer` counts the layers before it."""

    declared: Declared
    layer: int


class Element(cssselect2.ElementWrapper):  # type: ignore[misc]
    """An element to match; its siblings are walked, not copied."""

    @property
    def previous_siblings(self) -> Iterator["Element"]:
        """The siblings before this one, nearest first."""
        one = self.previous
        while one is not None:
            yield one
            one = one.previous


class StyleRules:
    """The rules of one page.

    Raises:
        ReadError: there are more than any page needs.
    """

    def __init__(self, page: lxml_html.HtmlElement) -> None:
        self.has_external = False
        """Whether there are style sheets that are not in the page."""
        self._matcher = cssselect2.Matcher()
        self._layers: dict[str, int] = {}
        self._selectors = 0
        self._inline: dict[str, Declared] = {}
        self._names = _names(page)
        for element in page.iter("style", "link"):
            if not holds(element.get("media") or ""):
                continue
            sheet = element.text_content() if element.tag == "style" else self._linked(element)
            if sheet:
                sheet = _SIMPLE_RULE.sub(self._kept, sheet)
                sheet = cut_sheet(sheet, self._names, READ_NAMES, holds)
                nodes = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
                self._take(nodes, "", _UNLAYERED, 0)
        self.is_empty = not self._selectors

    def _kept(self, rule: re.Match[str]) -> str:
        """Return a rule, or nothing where none of its selectors can match in this page.

        Most rules of a page are about other pages of its site; parsing them is most of the work.
        """
        selectors = (_NAME.findall(selector) for selector in rule[1].split(","))
        return rule[0] if any(self._names.issuperset(names) for names in selectors) else ""

    def _linked(self, element: lxml_html.HtmlElement) -> str:
        words = (element.get("rel") or "").lower().split()
        if "stylesheet" not in words or "alternate" in words:
            return ""
        found = _DATA_SHEET.match((element.get("href") or "").strip())
        if found is None:
            self.has_external = True
            return ""
        data = unquote_to_bytes(found[2])
        try:
            return (base64.b64decode(data) if "base64" in found[1].lower() else data).decode(
                "utf-8", "replace"
            )
        except ValueError:
            return ""

    def matching(self, element: Element) -> list[Rule]:
        """Return the rules that hold for an element, those that win last."""
        found = [
            entry[1:]
            for entries in self._entries(element)
            for entry in entries
            if entry[0](element)
        ]
        found.sort()
        return [rule for _, _, pseudo, rule in found if pseudo is None]

    def _entries(self, element: Element) -> Iterator[list[Any]]:
        """Yield the lists of rules of which some may hold for an element, as `Matcher.match` does.

        It asks the element itself, which is what most elements of a page cost.
        """
        matcher, attributes = self._matcher, element.etree_element.attrib
        if matcher.namespace_selectors:
            yield from matcher.namespace_selectors.values()
        if attributes:
            yield matcher.id_selectors.get(attributes.get("id"), ())
            for name in set(attributes.get("class", "").split()):
                if name in matcher.class_selectors:
                    yield matcher.class_selectors[name]
            if "lang" in attributes:
                yield matcher.lang_attr_selectors
        yield matcher.lower_local_name_selectors.get(element.etree_element.tag.lower(), ())
        yield matcher.other_selectors

    def has_class(self, name: str) -> bool:
        """Tell whether a rule that matters is about elements of this class."""
        return name in self._matcher.class_selectors

    def inline(self, style: str) -> Declared:
        """Return what an element's own `style` declares."""
        found = self._inline.get(style)
        if found is None:
            nodes = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
            found = self._inline[style] = relevant(nodes)
        return found

    def _take(self, nodes: Iterable[Any], within: str, layer: int, depth: int) -> None:
        """Take the rules in `nodes`; `within` is the selector that they are nested in."""
        if depth > _DEEPEST:
            return
        for node in nodes:
            if node.type == "qualified-rule":
                selector = _nested(node.prelude, within)
                self._take_block(node.content, selector, layer, depth)
            elif node.type == "at-rule":
                self._take_at(node, within, layer, depth)

    def _take_block(self, content: Any, selector: str, layer: int, depth: int) -> None:  # noqa: ANN401
        nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        declared = relevant(nodes)
        if declared.normal or declared.important:
            self._add(selector, Rule(declared, layer))
        self._take(nodes, selector, layer, depth + 1)

    def _add(self, selector: str, rule: Rule) -> None:
        compiled = _compiled(selector)
        self._selectors += len(compiled)
        if self._selectors > MOST_SELECTORS:
            raise ReadError(
                f"has more than {MOST_SELECTORS:,} style rules; save its text as .txt or .md"
            )
        for one in compiled:
            self._matcher.add_selector(one, rule)

    def _take_at(self, node: Any, within: str, layer: int, depth: int) -> None:  # noqa: ANN401
        name = node.lower_at_keyword
        if name == "import":
            self.has_external = True
        elif name == "layer" and node.content is None:
            for part in tinycss2.serialize(node.prelude).split(","):
                self._layer(part)
        elif node.content is not None and self._is_open(name, node.prelude):
            inner = layer if name != "layer" else self._layer(tinycss2.serialize(node.prelude))
            if within:
                self._take_block(node.content, within, inner, depth + 1)
                return
            nodes = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            self._take(nodes, within, inner, depth + 1)

    def _is_open(self, name: str, prelude: Any) -> bool:  # noqa: ANN401
        if name == "media":
            return holds(prelude)
        if name == "supports":  # browsers support what pages ask for, but for what they deny
            words = significant(prelude)[:1]
            return not (words and words[0].type == "ident" and words[0].lower_value == "not")
        return name == "layer"

    def _layer(self, name: str) -> int:
        name = name.strip() or f"(unnamed {len(self._layers)})"
        return self._layers.setdefault(name, len(self._layers))


def _names(page: lxml_html.HtmlElement) -> frozenset[str]:
    """Return the classes and ids of a page as selectors name them."""
    classes = {name for names in set(page.xpath("//@class")) for name in names.split()}
    return frozenset(
        {f".{name}" for name in classes} | {f"#{name}" for name in page.xpath("//@id")}
    )


@lru_cache(maxsize=8192)
def _compiled(selector: str) -> tuple[Any, ...]:
    """Return the parts of a list of selectors; none where a browser leaves such a rule out."""
    try:
        return tuple(cssselect2.compile_selector_list(selector))
    except (
        cssselect2.SelectorError, NotImplementedError, SyntaxError, RecursionError,
    ):  # fmt: skip
        return ()


def _nested(prelude: Tokens, within: str) -> str:
    selector = str(tinycss2.serialize(prelude))
    if not within:
        return selector
    if (selector.count("&") + selector.count(",") + 1) * len(within) > _LONGEST_NESTED:
        return ""  # written to swell, not to be seen
    if "&" in selector:
        return selector.replace("&", f":is({within})")
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return ", ".join(f":is({within}) {tinycss2.serialize(part)}" for part in parts)


def cascaded(
    rules: list[Rule], inline: Declared | None, weak: dict[str, Value]
) -> dict[str, Value]:
    """Return the values that win: by importance, then layer, the element's own style, order.

    Args:
        rules: in the order of specificity and place.
        inline: what the element itself declares.
        weak: what browsers do by themselves, and attributes such as `bgcolor`.
    """
    values = dict(weak)
    layered = sorted(rules, key=lambda rule: rule.layer)
    for rule in layered:
        values |= rule.declared.normal
    if inline:
        values |= inline.normal
    for rule in sorted(rules, key=lambda rule: -rule.layer):
        values |= rule.declared.important
    if inline:
        values |= inline.important
    return values
