"""The text of WordPress posts: shortcodes and comments of blocks go, blank lines part paragraphs.

A shortcode is `[name attribute="value"]`, alone or around text with `[/name]`. Brackets that are
part of the text ("[sic]", "[the minister]", "[1]") stay.
"""

import re

_CODE = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]{0,60})((?:[\s=/][^\[\]]{0,2000})?)\](\]?)")
_ATTRIBUTE = re.compile(r"[\w-]+\s*=\s*(?:[\"'“”″]|&quot;|&#\d|[\w.-])")
_CAPTIONS = frozenset(("caption", "wp_caption"))
_WITHOUT_TEXT = frozenset(
    """audio contact-form-7 embed gallery playlist video vimeo youtube wpvideo googlemaps map
    instagram twitter tweet soundcloud gist""".split()
)
"""Those whose inside is an address or settings, and no words of the author."""

_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:[^>]{0,10000}?-->")
_MORE = re.compile(r"<!--\s*(?:more|nextpage|noteaser)[^>]{0,500}?-->")
_KEPT_WHOLE = re.compile(r"<(/?)(pre|table|ul|ol|dl|script|style|textarea|figure)\b[^>]*>", re.I)
_LINE_END = re.compile(r"(?<![>\s])[ \t]*\r?\n(?!\s*<)")
_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n){2,}")


def post_html(markup: str) -> str:
    """Return the HTML that WordPress would show of what a post has stored."""
    is_blocks = "<!-- wp:" in markup
    text = _MORE.sub("\n\n", _BLOCK_COMMENT.sub("", markup))
    text = without_shortcodes(text)
    return text if is_blocks else _with_paragraphs(text)


def without_shortcodes(text: str) -> str:
    """Return a text without its shortcodes, with the words that they stand around.

    Captions become `figcaption`; of a gallery or an embedded film nothing is left.
    """
    closed = {match[3].lower() for match in _CODE.finditer(text) if match[2]}
    pieces: list[str] = []
    at, inside = 0, ""
    for match in _CODE.finditer(text):
        name, closes = match[3].lower(), bool(match[2])
        if inside:
            if closes and name == inside:
                at, inside = match.end(), ""
            continue
        if match[1] and match[5]:  # [[so]] a shortcode is written that is none
            pieces += [text[at : match.start()], match[0][1:-1]]
        elif _is_code(match, text, closed):
            pieces += [
                text[at : match.start()],
                match[1],
                _in_place_of(name, closes=closes),
                match[5],
            ]
            inside = name if name in _WITHOUT_TEXT and name in closed and not closes else ""
        else:
            continue
        at = match.end()
    return "".join([*pieces, "" if inside else text[at:]])


def _is_code(match: re.Match[str], text: str, closed: set[str]) -> bool:
    name = match[3].lower()
    known = name in _CAPTIONS or name in _WITHOUT_TEXT or name in closed
    return known or bool(_ATTRIBUTE.search(match[4])) or _stands_alone(match, text)


def _stands_alone(match: re.Match[str], text: str) -> bool:
    """Tell whether nothing but a name in lower case fills a line."""
    line = text[max(match.start() - 20, 0) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + 20].partition("\n")[0]
    is_name = not match[4].strip(" /") and match[3].islower()
    return is_name and line.strip() in {"", "<p>"} and after.strip() in {"", "</p>"}


def _in_place_of(name: str, *, closes: bool) -> str:
    if name not in _CAPTIONS:
        return " "
    return "</figcaption></figure>" if closes else "<figure><figcaption>"


def _with_paragraphs(text: str) -> str:
    """Return a text whose blank lines part paragraphs and whose line ends are shown."""
    pieces: list[str] = []
    at, depth = 0, 0
    for match in _KEPT_WHOLE.finditer(text):
        piece = text[at : match.start()]
        pieces.append(piece if depth else _lines(piece))
        pieces.append(match[0])
        at = match.end()
        depth = max(depth + (-1 if match[1] else 1), 0)
    rest = text[at:]
    return "".join([*pieces, rest if depth else _lines(rest)])


def _lines(text: str) -> str:
    paragraphs = _BLANK_LINES.split(text)
    return "\n<p>".join(_LINE_END.sub("<br>\n", one) for one in paragraphs)
