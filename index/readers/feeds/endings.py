"""What feeds put under an item: a line that leads back to its page, such as "read more"."""

from urllib.parse import parse_qsl, urlsplit

from lxml import etree
from lxml import html as lxml_html

_LONGEST = 300
"""Characters of a line that may go for its link."""

_FEW_WORDS = 60
"""Characters beside the links of a line that says nothing else."""


def without_ending(markup: str, url: str | None, site: str | None) -> tuple[str, bool]:
    """Return markup without its last line, or link, where that leads to the item's own page.

    Args:
        markup: HTML of an item.
        url: of the item's page.
        site: address of the feed's site.

    Returns:
        The markup, and whether the line says that the text goes on there: it does where it leads
        nowhere else, as to the site ("The post ... appeared first on ...").
    """
    if not url or "href" not in markup:
        return markup, False
    try:
        root = lxml_html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return markup, False
    last = _last(root)
    if last is None or len(last.text_content()) > _LONGEST:
        return markup, False
    links = [link for link in last.iter("a") if link.get("href")]
    own = [link for link in links if _page(link.get("href")) == _page(url)]
    if not own:
        return markup, False
    beside = len(last.text_content()) - sum(len(link.text_content()) for link in links)
    gone = last if beside <= _FEW_WORDS else own[-1]
    if (gone.tail or "").strip():
        return markup, False
    is_cut = not (site and any(_page(link.get("href")) == _page(site) for link in links))
    gone.drop_tree()
    return str(lxml_html.tostring(root, encoding="unicode")), is_cut


def _last(root: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    """Return the last paragraph or link with words in it, unless text follows it."""
    element = root
    while element.tag not in {"a", "p"}:
        shown = [one for one in element if isinstance(one.tag, str) and one.text_content().strip()]
        if not shown or (shown[-1].tail or "").strip():
            return None
        element = shown[-1]
    return element


def _page(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return what of an address names a page: not what counts visits."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ("", url, ())
    asked = (pair for pair in parse_qsl(parts.query) if not pair[0].lower().startswith("utm_"))
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), tuple(asked)
