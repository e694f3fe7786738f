"""A style sheet that is cut hides what the whole one hides."""

import re

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from index.readers.styles.declarations import READ_NAMES
from index.readers.styles.media import holds
from index.readers.styles.sheet_cutting import cut_sheet

NAMES = frozenset((".a", ".b", "#i"))
PARTS = (
    ".a", ".b", "#i", ".z", "p", "a.z", ".a:not(.z)", ",", " ", "{", "}", "(", ")", "[", "]", ";",
    "display:none", "color:red", "cursor:pointer", '"', "'", "\\", "\n", "/*", "*/", "url(", "x",
    "@media screen", "@media print", "@font-face", "@import", "{color:white}", "{cursor:auto}",
)  # fmt: skip


def _cut(sheet: str) -> str:
    return cut_sheet(sheet, NAMES, READ_NAMES, holds)


def _is_of_page(selector: str) -> bool:
    return bool(selector) and NAMES.issuperset(re.findall(r"[.#][\w-]+", selector))


def _hiding(sheet: str) -> list[tuple[str, str]]:
    """Return the plain rules of a sheet that are about the page and may matter."""
    found: list[tuple[str, str]] = []
    waiting = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    while waiting:
        node = waiting.pop(0)
        if node.type == "at-rule" and node.lower_at_keyword == "media" and node.content is not None:
            if holds(node.prelude):
                waiting[:0] = tinycss2.parse_rule_list(
                    node.content, skip_comments=True, skip_whitespace=True
                )
        elif node.type == "qualified-rule":
            block = tinycss2.serialize(node.content)
            plain = re.sub(r"\([^()]*\)", "", tinycss2.serialize(node.prelude))
            if READ_NAMES.search(block):
                selectors = filter(_is_of_page, map(str.strip, plain.split(",")))
                found += [(selector, block) for selector in selectors]
    return found


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_no_rule_that_matters_is_lost_or_made(sheet: str) -> None:
    assert _hiding(_cut(sheet)) == _hiding(sheet)


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".z{display:none}.a{display:none}", ".a{display:none}"),
        (".z,.a b,.a .z{display:none}", ".a b{display:none}"),
        (".a{cursor:pointer}", ""),
        ("@font-face{font-family:x;src:url(y)}@keyframes k{0%{color:red}}", ""),
        ("@media print{.a{display:none}}", ""),
        ("<![CDATA[.a{display:none}]]>", ""),
        ('.z{content:"}.a{"}.a{top:0}', ".a{top:0}"),
        (r".z{content:'\'}'}.a{top:0}", ".a{top:0}"),
        ("/* } */.z{top:0}/*{*/.a{top:0}", ".a{top:0}"),
    ],
)
def test_what_is_left(sheet: str, left: str) -> None:
    assert _cut(sheet) == left
