"""Tags of template languages: Liquid, Jinja, Hugo's shortcodes, Vue.

What they would show is not known. A tag goes; where it would have shown words in the middle of a
line, `[…]` stands for them, because a sentence that silently lost a word says something else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.readers.fields.values import line
from index.readers.matter.code import Aside

GAP = "[…]"

_OPEN = re.compile(r"\{\{|\{%|\{#(?=\s)")
_CLOSE = {"{{": "}}", "{%": "%}", "{#": "#}"}
_LONGEST = 4_000
_WORD = re.compile(r"[-+~\s/]*([\w:.-]*)")
_LATEX = re.compile(r"[\w}\\^_$]$")
_MARKERS = re.compile(r"[\s#>*+|-]*$")
_VALUE = re.compile(
    r"^[-~\s]*(?:page\.|post\.|\$?frontmatter\.|\$page\.|\.Params\.|\.)?([A-Za-z_]\w*)"
    r"\s*(?:\|\s*(?:escape|strip|smartify|safe|e|escape_once|strip_html)\s*)*[-~\s]*$"
)
_LITERAL = re.compile(r"^[-~\s]*(?:\"([^\"{}]*)\"|'([^'{}]*)')[-~\s]*$")

_SILENT = frozenset("comment capture schema style stylesheet javascript script doc".split())
"""Tags whose content is not shown where it stands."""

_CODE = frozenset("raw highlight verbatim code codeblock prism".split())
"""Tags whose content is shown as it is."""


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag: where it stands, its sign, what is in it, and its name."""

    start: int
    end: int
    sign: str
    inner: str
    name: str

    @property
    def is_closing(self) -> bool:
        return self.inner.lstrip("-~ <%\t\n").startswith("/") or (
            self.sign == "{%" and self.name.startswith("end")
        )

    @property
    def opened(self) -> str:
        """The name of the tag that this one closes."""
        return self.name.removeprefix("end") if self.sign == "{%" else self.name


def without_template_tags(text: str, values: Mapping[str, object], aside: Aside) -> str:
    """Return a text without the tags of template languages.

    Args:
        text: with its code put aside.
        values: of the head; `{{ page.title }}` is the title that it gives.
        aside: where content that is shown as it is goes.
    """
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return text
    tags = list(_tags(text))
    paired = {(tag.sign, tag.opened) for tag in tags if tag.is_closing}
    pieces: list[str] = []
    at = 0
    waiting: _Tag | None = None
    for tag in tags:
        if waiting is not None:  # within what is hidden, or shown as it is, tags are none
            if not (tag.is_closing and tag.opened == waiting.name):
                continue
            if waiting.name in _CODE:
                pieces.append(_as_code(text[waiting.end : tag.start], waiting, aside))
            at, waiting = tag.end, None
            continue
        if tag.start < at:
            continue
        pieces.append(text[at : tag.start])
        at = tag.end
        is_block = tag.name in _SILENT | _CODE and (tag.sign, tag.name) in paired
        if is_block and not tag.is_closing:
            waiting = tag
        else:
            pieces.append(_shown(text, tag, values, is_paired=(tag.sign, tag.opened) in paired))
    pieces.append(text[at:] if waiting is None or waiting.name in _CODE else "")
    return "".join(pieces)


def _tags(text: str) -> Iterator[_Tag]:
    ends = dict.fromkeys(_CLOSE.values(), -1)
    at = 0
    while match := _OPEN.search(text, at):
        sign = match[0]
        close = _CLOSE[sign]
        start = match.start()
        at = start + len(sign)
        if ends[close] < at:
            found = text.find(close, at)
            ends[close] = found if found >= 0 else len(text)
        end = ends[close]
        if end >= len(text) or end - start > _LONGEST:
            continue
        inner = text[at:end]
        if "\n\n" in inner or (sign == "{{" and _LATEX.search(text[max(start - 1, 0) : start])
                               and inner[:1] not in {"<", "%"}):  # fmt: skip
            continue
        at = end + len(close)
        name = _WORD.match(inner.lstrip("<%"))
        yield _Tag(start, at, sign, inner, name[1].lower() if name else "")


def _as_code(content: str, tag: _Tag, aside: Aside) -> str:
    if "\n" not in content.strip():
        return aside.put(content)
    if tag.name in {"raw", "verbatim"}:
        return aside.put(content)
    return "\n" + aside.put(f"~~~~~~\n{content.strip(chr(10))}\n~~~~~~") + "\n"


def _shown(text: str, tag: _Tag, values: Mapping[str, object], *, is_paired: bool) -> str:
    """Return what stands in the place of a tag."""
    is_shortcode = tag.inner[:1] in {"<", "%"} and tag.sign == "{{"
    if tag.sign != "{{" or is_paired or tag.inner.lstrip("-").startswith("/*"):
        return ""
    if not is_shortcode:
        said = _known(tag.inner, values)
        if said is not None:
            return said
    before = text[text.rfind("\n", 0, tag.start) + 1 : tag.start]
    after = text[tag.end : end if (end := text.find("\n", tag.end)) >= 0 else len(text)]
    return GAP if _is_within(before, after, both=is_shortcode) else ""


def _is_within(before: str, after: str, *, both: bool) -> bool:
    """Tell whether something that stood between is missed there."""
    is_after_word = before[-1:].isspace() and not _MARKERS.match(before)
    is_before_word = after[:1].isspace() and any(sign.isalnum() for sign in after)
    if both:
        return is_after_word and is_before_word
    return is_after_word or (is_before_word and (not before or bool(_MARKERS.match(before))))


def _known(inner: str, values: Mapping[str, object]) -> str | None:
    if literal := _LITERAL.match(inner):
        return literal[1] or literal[2] or ""
    match = _VALUE.match(inner)
    return line(values.get(match[1])) if match else None
