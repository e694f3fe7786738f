"""What a browser would not show is taken out of a page before anything reads it."""

import re

from lxml import html as lxml_html

_NEVER_SHOWN = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg"))
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0+)?(?![\d.])"
    r"|opacity\s*:\s*0(?:\.0+)?(?![\d.])",
    re.IGNORECASE,
)


def drop_hidden(page: lxml_html.HtmlElement) -> None:
    """Remove hidden elements from `page`, keeping the text that follows them."""
    for element in list(page.iter()):
        if isinstance(element.tag, str) and _is_hidden(element) and element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    if element.tag in {"html", "body"}:  # hidden until a script shows the whole page
        return False
    if element.tag in _NEVER_SHOWN or "hidden" in element.attrib:
        return True
    if element.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = element.get("style")
    return bool(style and _HIDING_STYLE.search(style))
