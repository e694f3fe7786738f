"""A head of metadata before a text: YAML, TOML, JSON, lines of `Name: value`, Pandoc's title."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from index.errors import ReadError
from index.readers.fields.names import NAMES, key
from index.readers.matter.yaml_text import YamlError, read_yaml

_FENCED = re.compile(
    r"\A\s*^(?P<mark>---|\+\+\+|;;;)[ \t]*(?P<kind>yaml|toml|json)?[ \t]*\n"
    r"(?P<head>(?s:.*?))^(?P<end>(?P=mark)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.M,
)
_KINDS = {"---": "yaml", "+++": "toml", ";;;": "json"}
_YAML_LINE = re.compile(r"[ \t]*(?:#.*|[\"']?[\w][\w .-]{0,60}[\"']?[ \t]*:(?:[ \t].*)?)$")
_OBJECT = re.compile(r"\s*\{\s*[\"}]")
_NAMED_LINE = re.compile(r"([A-Za-z][\w -]{0,30}):[ \t]*(\S.*)?$")
_PANDOC = re.compile(r"\A%[ \t]*(\S.*)\n(?:%[ \t]*(.*)\n)?(?:%[ \t]*(.*)\n)?")
_LARGEST = 256 * 1024
_FEWEST_NAMED = 2
_LONGEST_NAME = 2
"""Words."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says, and the text under it; without a head, the whole text."""

    body: str
    values: Mapping[str, object] = field(default_factory=dict)


def take_head(text: str) -> Head:
    """Part a text from its head.

    Lines that only look like one stay in the text: a rule with sentences under it is no head.

    Raises:
        ReadError: the head is damaged; the message says where.
    """
    fenced = _FENCED.match(text[: _LARGEST + 16])
    if fenced:
        kind = fenced["kind"] or _KINDS[fenced["mark"]]
        values = _READ[kind](fenced["head"])
        return Head(text) if values is None else Head(text[fenced.end() :], values)
    return _json_head(text) or _named_lines(text) or _pandoc(text) or Head(text)


def _yaml(head: str) -> Mapping[str, object] | None:
    first = next((line for line in head.splitlines() if line.strip()), "")
    if first and not _YAML_LINE.match(first) and not first.lstrip().startswith("{"):
        return None
    try:
        given = read_yaml(head)
    except YamlError as error:
        line = f", line {error.line + 1}" if error.line else ""
        raise ReadError(f"front matter is not valid YAML{line}; quote values with colons") from None
    if isinstance(given, dict):
        return given if _is_said(given) else None
    return None if given else {}


def _is_said(values: Mapping[object, object]) -> bool:
    """Tell names with values from a sentence with a colon in it."""
    names = [str(name) for name in values]
    return all(len(name.split()) <= _LONGEST_NAME for name in names) or any(
        key(name) in _FIELDS for name in names
    )


def _toml(head: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReadError(f"front matter is not valid TOML ({error}); repair it") from None


def _json(head: str) -> Mapping[str, object]:
    try:
        given = json.loads(head, strict=False)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"front matter is not valid JSON ({error}); repair it") from None
    return given if isinstance(given, dict) else {}


_READ: Mapping[str, Callable[[str], Mapping[str, object] | None]] = {
    "yaml": _yaml,
    "toml": _toml,
    "json": _json,
}


def _json_head(text: str) -> Head | None:
    """Return the head that an object at the start of the text is."""
    begin = _OBJECT.match(text)
    if not begin:
        return None
    try:
        values, end = json.JSONDecoder(strict=False).raw_decode(
            text[:_LARGEST], text.index("{", 0, begin.end())
        )
    except (ValueError, RecursionError):
        return None
    is_alone = not text[end:].split("\n", 1)[0].strip()
    return Head(text[end:].lstrip("\n"), values) if is_alone else None


_FIELDS = frozenset(name for field in NAMES if field != "id" for name in NAMES[field])
_BESIDE = frozenset("category categories tags status slug summary modified keywords".split())


def _named_lines(text: str) -> Head | None:
    """Return the head of lines `Title: ...` down to a blank line, as Pelican has it."""
    values: dict[str, object] = {}
    lines = text[:_LARGEST].split("\n")
    for number, line in enumerate(lines):
        match = _NAMED_LINE.match(line)
        name = key(match[1]) if match else ""
        if match and (name in _FIELDS or name in _BESIDE):
            values[match[1]] = match[2] or ""
        elif match and values:
            values.setdefault(match[1], match[2] or "")
        elif not line.strip() and len(values) >= _FEWEST_NAMED and "title" in map(key, values):
            return Head("\n".join(lines[number + 1 :]) + text[_LARGEST:], values)
        else:
            return None
    return None


def _pandoc(text: str) -> Head | None:
    """Return the head of up to three lines that begin with a per cent sign."""
    match = _PANDOC.match(text)
    if not match:
        return None
    names = ("title", "author", "date")
    values = {name: said.strip() for name, said in zip(names, match.groups(), strict=True) if said}
    return Head(text[match.end() :], values)
