"""What kinds of Markdown add to it: components, directives, lists of attributes, callouts.

Each line or sign that only tells a program how to show something goes; what it shows stays.
"""

import re
from collections.abc import Iterator, Mapping

from index.readers.fields.values import line
from index.readers.matter.tags import GAP

_INNER = r"[^{}]|\{(?:[^{}]|\{[^{}]*\})*\}"
_COMPONENT = re.compile(
    r"</?(?P<name>[A-Za-z][\w.-]*)"
    r"(?P<more>(?:\s+(?:[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|\{(?:" + _INNER + r")*\}"
    r"|[^\s\"'{}<>=`]+))?|\{\s*\.\.\.[^{}]*\}))*)\s*/?>"
)
_IMPORT = re.compile(
    r"^import[ \t]+(?:(?:[\w$]+|\*[ \t]+as[ \t]+\w+|\{[^{}]*\})(?:\s*,\s*(?:[\w$]+|\{[^{}]*\}))?"
    r"[ \t]+from[ \t]+)?(?:\"[^\"\n]+\"|'[^'\n]+');?[ \t]*$",
    re.M,
)
_EXPORT = re.compile(
    r"^export[ \t]+(?:const|let|var|default|function|async|\{)[^\n]*(?:\n[ \t]*[^\s][^\n]*)*", re.M
)
_REMARK = re.compile(r"\{/\*(?:[^*]|\*(?!/))*\*/\}")
_EXPRESSION = re.compile(r"\{([^{}\n]*)\}")
_TEXT_OF = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`$]*)`)\s*$")
_NAME_OF = re.compile(r"\s*(?:props\.|frontMatter\.|meta(?:data)?\.)?([A-Za-z_]\w*)\s*$")

_CONTAINER = re.compile(
    r"^[ \t]*:{3,}[ \t]*(?:\{[^}\n]*\}|[A-Za-z][\w-]*(?:\[(?P<label>[^\]\n]*)\])?"
    r"(?:\{[^}\n]*\})?[ \t]*(?P<title>[^\n]*?))?[ \t]*:*[ \t]*$",
    re.M,
)
_LEAF = re.compile(r"^[ \t]*::[A-Za-z][\w-]*(?:\[(?P<label>[^\]\n]*)\])?(?:\{[^}\n]*\})?[ \t]*$",
                   re.M)  # fmt: skip
_INLINE = re.compile(r"(?<![\w:]):[a-z][\w-]*\[([^\[\]\n]*)\](?:\{[^{}\n]*\})?")
_CALLOUT = re.compile(r"^([ \t]*(?:>[ \t]?)+)\[!\w+\][+-]?[ \t]*", re.M)

_CONTENTS = re.compile(
    r"^[ \t]*(?:[*+-]|\d+\.)[ \t][^\n]*\n[ \t]*\{:[^{}\n]*\btoc\b[^{}\n]*\}", re.M
)
_UNSAID = re.compile(r"\{::(comment|nomarkdown)[^{}\n]*\}(?:(?!\{:/)[\s\S])*\{:/(?:\1)?\}")
_ATTRIBUTES_LINE = re.compile(r"^[ \t]*\{::?/?[^{}\n]*\}[ \t]*$", re.M)
_ATTRIBUTES = re.compile(r"(?<=\S)\{:[^{}\n]*\}|\{::?/[^{}\n]*\}")
_SPAN = re.compile(r"\[([^\[\]\n]+)\]\{[.#][^{}\n]*\}")
_AFTER = re.compile(r"(?<=[)\]*`\"])\{[ \t]*(?:[.#][\w-]|[\w-]+=)[^{}\n]*\}")
_ON_HEADING = re.compile(
    r"^([ \t]*#{1,6}[ \t][^\n]*?)[ \t]*\{[ \t]*[.#][\w-][^{}\n]*\}[ \t]*$", re.M
)

_NOTE = re.compile(r"^\[\^([^\]\s]{1,60})\]:[ \t]*", re.M)
_NOTED = re.compile(r"\[\^([^\]\s]{1,60})\]")
_EMBED = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]+\|)?([^\[\]|\n]*[^\W\d_][^\[\]|\n]*)\]\]")

_ADMONITION = re.compile(r'^([ \t]*)(?:!!!|\?\?\?\+?|===!?)[ \t]+[\w -]*(?:"([^"\n]*)")?[ \t]*$')
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")


def without_admonitions(text: str) -> str:
    """Return a text whose admonitions of MkDocs (`!!! note`, indented lines) are paragraphs."""
    if "!!!" not in text and "???" not in text and "===" not in text:
        return text
    return "\n".join(_dedented(text.split("\n")))


def _dedented(lines: list[str]) -> Iterator[str]:
    depth: int | None = None
    fence = ""
    for number, one in enumerate(lines):
        indent = len(one) - len(one.lstrip(" "))
        if depth is not None and one.strip() and indent <= depth:
            depth = None
        if match := _FENCE.match(one):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        head = _ADMONITION.match(one) if not fence and depth is None else None
        if head and _is_indented(lines[number + 1 : number + 3], len(head[1])):
            depth = len(head[1])
            yield f"{head[1]}{head[2] or ''}"
            yield ""
        else:
            yield one if depth is None else one.removeprefix(" " * 4)


def _is_indented(following: list[str], depth: int) -> bool:
    first = next((one for one in following if one.strip()), "")
    return len(first) - len(first.lstrip(" ")) >= depth + 4


def without_dialects(text: str, values: Mapping[str, object], *, is_mdx: bool) -> str:
    """Return a text without what Markdown itself does not know.

    Args:
        text: with its code put aside.
        values: of the head, which expressions of MDX may name.
        is_mdx: whether its file says that it is MDX, where braces are expressions.
    """
    if "import " in text or is_mdx:
        text, imports = _IMPORT.subn("", text)
        text = _EXPORT.sub("", text) if imports or is_mdx else text
    if "{" in text:
        text = _UNSAID.sub("", _REMARK.sub("", text))
    if "<" in text:
        text = _COMPONENT.sub(_component, text)
    if "{" in text:
        text = _without_attributes(text)
    if is_mdx and "{" in text:
        text = _EXPRESSION.sub(lambda match: _expression(match, values), text)
    if ":" in text:
        text = _CONTAINER.sub(_titled, text)
        text = _LEAF.sub(lambda match: match["label"] or "", text)
        text = _INLINE.sub(r"\1", text)
    return _without_signs(text)


def _component(match: re.Match[str]) -> str:
    name = match["name"]
    is_component = (name[0].isupper() and not name.isupper()) or "." in name
    if is_component:
        return ""
    if not re.search(r"=\s*\{", match["more"]):
        return match[0]
    return f"<{name}>"  # an element of HTML, whose end must find its beginning


def _without_attributes(text: str) -> str:
    text = _ATTRIBUTES_LINE.sub("", _CONTENTS.sub("", text))
    text = _SPAN.sub(r"\1", _ATTRIBUTES.sub("", text))
    return _ON_HEADING.sub(r"\1", _AFTER.sub("", text))


def _expression(match: re.Match[str], values: Mapping[str, object]) -> str:
    if said := _TEXT_OF.match(match[1]):
        return said[1] or said[2] or said[3] or ""
    named = _NAME_OF.match(match[1])
    found = line(values.get(named[1])) if named else None
    if found is not None:
        return found
    text, start, end = match.string, match.start(), match.end()
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after = text[end : end + 1]
    return GAP if before.strip() and before[-1:].isspace() and after != "\n" else ""


def _titled(match: re.Match[str]) -> str:
    said = match["label"] or match["title"] or ""
    return f"\n{said}\n" if said else ""


def _without_signs(text: str) -> str:
    if "[!" in text:
        text = _CALLOUT.sub(r"\1", text)
    if "[[" in text:
        text = _LINK.sub(r"\1", _EMBED.sub("", text))
    if "[^" in text and (notes := set(_NOTE.findall(text))):
        text = _NOTE.sub("", text)
        text = _NOTED.sub(lambda match: "" if match[1] in notes else match[0], text)
    return text
