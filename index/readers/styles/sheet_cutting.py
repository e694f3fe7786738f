"""Style sheets without the rules that cannot matter for a page, so that less is parsed.

Most rules of a page are about other pages of its site, or about nothing that hides text; parsing
them would be most of the work. The sheet is walked by the tokens of CSS that could hide a brace
(strings, comments, escapes, addresses); where its braces and brackets do not close in their order,
the rest is left as it is, for the parser to judge.
"""

import re
from collections.abc import Callable, Iterator

_TOKEN = re.compile(
    r"""/\*(?:.*?\*/|.*\Z)"""
    r"""|"(?:[^"\\\n\r\f]|\\(?:\r\n|.))*(?:["\n\r\f]|\Z)"""
    r"""|'(?:[^'\\\n\r\f]|\\(?:\r\n|.))*(?:['\n\r\f]|\Z)"""
    r"""|(?<![\w-])url\(\s*+(?!["'])(?:[^)\\]|\\.)*(?:\)|\Z)"""
    r"""|\\.?|[{}();\[\]]""",
    re.DOTALL | re.IGNORECASE,
)
_CLOSES = {")": "(", "]": "[", "}": "{"}
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ODD_ESCAPE = re.compile(r"\\(?:[0-9a-fA-F\n\r\f]|\Z)")
_ODD_PRELUDE = re.compile(r"[\\\"'\[&{}]")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NAME = re.compile(r"[.#][\w-]+")
_PLAIN = re.compile(r"[\w\s.#>+~*-]+")
_SILENT_RULES = re.compile(
    r"@(?:-\w+-)?(?:font-face|keyframes|page|counter-style|property|viewport|font-feature-values"
    r"|font-palette-values)\b",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"@media\b", re.IGNORECASE)


def cut_sheet(
    sheet: str, names: frozenset[str], is_read: re.Pattern[str], holds: Callable[[str], bool]
) -> str:
    """Return a style sheet without rules that cannot matter.

    Args:
        sheet: CSS.
        names: the classes (`.a`) and ids (`#a`) of the page.
        is_read: is found in the declarations that may matter.
        holds: tells whether a media query holds.
    """
    return "".join(_kept(sheet, names, is_read, holds))


def _kept(
    sheet: str, names: frozenset[str], is_read: re.Pattern[str], holds: Callable[[str], bool]
) -> Iterator[str]:
    for prelude, block in _rules(sheet):
        head = _COMMENT.sub(" ", prelude).strip()
        if block is None:
            yield prelude
        elif _SILENT_RULES.match(head):
            continue
        elif media := _MEDIA.match(head):
            query = head[media.end() :]
            if holds(query):
                yield f"@media {query}{{{''.join(_kept(block, names, is_read, holds))}}}"
        elif head.startswith("@"):
            yield f"{prelude}{{{block}}}"
        elif (selectors := _that_may_match(head, names)) and _may_matter(block, is_read):
            yield f"{selectors}{{{block}}}"


def _rules(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Yield each rule's prelude and block; a statement, or what is not understood, without one."""
    start = opened = 0
    around: list[str] = []
    for token in _TOKEN.finditer(sheet):
        sign = token[0]
        if sign == "{" and not around:
            opened = token.start()
        if sign in "([{":
            around.append(sign)
        elif _ODD_ESCAPE.match(sign) or (
            sign in _CLOSES and (not around or around.pop() != _CLOSES[sign])
        ):
            break
        elif not around and sign in "};":
            block = sheet[opened + 1 : token.start()] if sign == "}" else None
            yield sheet[start : opened if sign == "}" else token.end()], block
            start = token.end()
    else:
        is_open = bool(around) and around[0] == "{"
        if not is_open and not _COMMENT.sub("", sheet[start:]).lstrip().startswith("@"):
            return  # without a block it is no rule
    if start < len(sheet):
        yield sheet[start:], None


def _that_may_match(selectors: str, names: frozenset[str]) -> str:
    """Return those of some selectors that have all their names in the page, or are not plain."""
    if _ODD_PRELUDE.search(selectors):
        return selectors
    if "(" not in selectors:
        return ",".join(one for one in selectors.split(",") if _may_match(one, names))
    plain, count = selectors, 1
    while count:
        plain, count = _IN_BRACKETS.subn("", plain)
    every = [names.issuperset(_NAME.findall(one)) for one in plain.split(",")]
    return selectors if any(every) else ""


def _may_match(selector: str, names: frozenset[str]) -> bool:
    return not _PLAIN.fullmatch(selector) or names.issuperset(_NAME.findall(selector))


def _may_matter(block: str, is_read: re.Pattern[str]) -> bool:
    return "{" in block or "\\" in block or is_read.search(block) is not None
