"""The numbers and bullets that Word puts before paragraphs, which are no part of their text."""

from collections.abc import Mapping
from dataclasses import dataclass

from index.readers.office.numerals import numeral
from index.readers.office.package import Element, attribute, child, local, value

_LEVELS = 9
_BULLET = "- "


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    pattern: str = ""
    start: int = 1


class Numbering:
    """Counts paragraphs of lists as Word does.

    Args:
        root: of the part `numbering`, or None.
    """

    def __init__(self, root: Element | None) -> None:
        children = [] if root is None else list(root)
        abstract = {
            attribute(one, "abstractNumId"): one for one in children if local(one) == "abstractNum"
        }
        linked = {name: one for one in abstract.values() if (name := value(one, "styleLink"))}
        self._lists: dict[str, tuple[str, Mapping[int, _Level]]] = {}
        for one in children:
            if local(one) == "num":
                key = value(one, "abstractNumId") or ""
                base = abstract.get(key)
                base = linked.get(value(base, "numStyleLink") or "", base)
                levels = {**_levels(base), **_overrides(one, _levels(base))}
                own = any(local(part) == "lvlOverride" for part in one)
                number = attribute(one, "numId")
                self._lists[number] = (f"#{number}" if own else key, levels)
        self._counts: dict[str, list[int | None]] = {}

    def marker(self, number: str, level: int) -> str | None:
        """Return what stands before the next paragraph of a list, with a space; None for no list.

        Args:
            number: of the list; "0" is none.
            level: in the list, from 0.
        """
        if number not in self._lists or not 0 <= level < _LEVELS:
            return None
        counter, levels = self._lists[number]
        counts = self._counts.setdefault(counter, [None] * _LEVELS)
        for above in range(level):  # a level that was left out counts from its start
            if counts[above] is None:
                counts[above] = levels.get(above, _Level()).start
        now = counts[level]
        counts[level] = levels.get(level, _Level()).start if now is None else now + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return _shown(levels, counts, level)


def _shown(levels: Mapping[int, _Level], counts: list[int | None], level: int) -> str:
    here = levels.get(level, _Level())
    if here.form == "bullet":
        return _BULLET
    text = here.pattern
    for at in range(level + 1):
        form = levels.get(at, _Level()).form
        text = text.replace(f"%{at + 1}", numeral(counts[at] or 0, form))
    return f"{text} " if text.strip() else ""


def _levels(abstract: Element | None) -> dict[int, _Level]:
    found = [] if abstract is None else [one for one in abstract if local(one) == "lvl"]
    return {_index(one): _level(one) for one in found}


def _overrides(number: Element, levels: Mapping[int, _Level]) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for one in number:
        if local(one) != "lvlOverride":
            continue
        inner = child(one, "lvl")
        level = levels.get(_index(one), _Level()) if inner is None else _level(inner)
        start = value(one, "startOverride")
        if start is not None and start.isdigit():
            level = _Level(level.form, level.pattern, int(start))
        found[_index(one)] = level
    return found


def _level(element: Element) -> _Level:
    start = value(element, "start") or "1"
    return _Level(
        value(element, "numFmt") or "decimal",
        value(element, "lvlText") or "",
        int(start) if start.isdigit() else 1,
    )


def _index(element: Element) -> int:
    level = attribute(element, "ilvl")
    return int(level) if level.isdigit() else 0
