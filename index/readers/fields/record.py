"""Values with names become metadata, with where each came from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from index.articles.article import ArticleInfo
from index.articles.details.categories import clean_categories
from index.articles.origins import Origin
from index.readers.fields import names as known
from index.readers.fields.categories import category_names
from index.readers.fields.days import day_of
from index.readers.fields.languages import language_tag
from index.readers.fields.people import is_account, people
from index.readers.fields.values import address, is_nothing, line, truth

_ACCOUNT = 0.4
_DOMAIN = 0.6
_FILED = 0.9
_DEEPEST = 3
_MOST_LABELS = 2_000

Labelled = Mapping[str, object]
"""Values by their labels: the names as the file writes them, `source.name` for inner ones."""


def flatten(values: Mapping[str, object]) -> dict[str, object]:
    """Return values with those of inner objects beside them, under `outer.inner`."""
    found: dict[str, object] = {}
    waiting: list[tuple[str, Mapping[str, object], int]] = [("", values, 0)]
    while waiting and len(found) < _MOST_LABELS:
        prefix, inner, deep = waiting.pop()
        for name, value in inner.items():
            label = f"{prefix}{' '.join(str(name).split())}"
            found.setdefault(label, value)
            if isinstance(value, dict) and deep < _DEEPEST:
                waiting.append((f"{label}.", value, deep + 1))
    return found


def short_name(label: str) -> str:
    """Return the key of a label, without the names of what only wraps the fields."""
    outer, _, rest = label.partition(".")
    while rest and (known.key(outer) in known.WRAPPERS or outer == "_source"):
        label = rest
        outer, _, rest = label.partition(".")
    return known.key(label)


@dataclass(frozen=True, slots=True)
class Found:
    """One field's value, the label it stood under, and how sure it is."""

    value: str
    label: str
    certainty: float = 1.0


@dataclass(slots=True)
class Plan:
    """Which labels may hold which field, in the order in which they are asked.

    Args:
        labels: of the values.
        named: labels that a user named for a field, which are asked before all others.
    """

    labels: Sequence[str]
    named: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _keys: dict[str, list[str]] = field(init=False)
    _plans: dict[str, list[tuple[str, float]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._keys = {}
        for label in sorted(self.labels, key=lambda one: one.count(".")):
            for name in dict.fromkeys((known.key(label), short_name(label))):
                self._keys.setdefault(name, []).append(label)

    def labels_of(self, field_: str, table: Mapping[str, float]) -> list[tuple[str, float]]:
        """Return the labels that may hold a field, with certainties; asked for once each."""
        if field_ not in self._plans:
            self._plans[field_] = self._find(field_, table)
        return self._plans[field_]

    def labels_named(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the labels whose key is one of `names`."""
        for name in names:
            yield from self._keys.get(name, ())

    def _find(self, field_: str, table: Mapping[str, float]) -> list[tuple[str, float]]:
        wished = self.named.get(field_)
        if wished is not None:
            return [
                (label, 1.0) for name in wished for label in self._keys.get(known.key(name), ())
            ]
        taken = {known.key(name) for names in self.named.values() for name in names}
        return [
            (label, certainty)
            for name, certainty in table.items()
            if name not in taken
            for label in self._keys.get(name, ())
        ]


def read_field(plan: Plan, values: Labelled, field_: str) -> Found | None:
    """Return the value of one of `names.NAMES`, from the surest label that has one."""
    read = _READ.get(field_, _line)
    for label, certainty in plan.labels_of(field_, known.NAMES[field_]):
        value = values.get(label)
        if is_nothing(value):
            continue
        found = read(value)
        if found:
            said, sure = found
            return Found(said, label, min(sure, certainty))
    return None


def metadata(
    plan: Plan, values: Labelled, said_by: Callable[[str], str]
) -> tuple[ArticleInfo, list[Origin], list[str]]:
    """Return the metadata, where each field came from, and the labels that were used.

    `said_by` makes the origin's name from a label.
    """
    found = {
        name: one
        for name in ("title", "author", "date", "publication", "url", "lang")
        if (one := read_field(plan, values, name))
    }
    categories, filed = read_categories(plan, values)
    info = ArticleInfo(
        id="", **{name: one.value for name, one in found.items()}, categories=categories
    )
    origins = [Origin(name, said_by(one.label), one.certainty) for name, one in found.items()]
    if filed:
        origins.append(Origin("categories", said_by(filed[0]), _FILED))
    return info, origins, [*(one.label for one in found.values()), *filed]


def read_categories(plan: Plan, values: Labelled) -> tuple[tuple[str, ...], list[str]]:
    """Return the categories that values hold, sections first, and the labels they stand under."""
    labels = dict(plan.labels_of("categories", {**known.SECTIONS, **known.TAGS}))
    names: list[str] = []
    used: list[str] = []
    for label in labels:
        is_section = known.SECTIONS.keys() & {known.key(label), short_name(label)}
        found = list(category_names(values.get(label), parted=not is_section))
        names += found
        used += [label] if clean_categories(found) else []
    return clean_categories(names), used


def unpublished(
    plan: Plan, values: Labelled, released: Iterable[str] = known.EMBARGOES
) -> tuple[bool, list[str]]:
    """Tell whether values say that their article is not published, and the labels that say so.

    It is not before any of the days under the keys `released`, nor after a day of expiry. A day
    has come once it has anywhere on earth.
    """
    used: list[str] = []
    is_draft = False
    for names, says in _SAYINGS:
        for label in plan.labels_named(names):
            verdict = says(values.get(label))
            if verdict is not None:
                used.append(label)
                is_draft = is_draft or verdict
    today = (datetime.now(UTC) + timedelta(hours=14)).date().isoformat()
    for label, day in _days(plan, values, released):
        used.append(label)
        is_draft = is_draft or day > today
    for label, day in _days(plan, values, known.EXPIRIES):
        used.append(label)
        is_draft = is_draft or day < today
    return is_draft, used


def _days(plan: Plan, values: Labelled, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for label in plan.labels_named(names):
        day = day_of(values.get(label))
        if day and len(day.iso) == len("2023-05-08"):
            yield label, day.iso


def _line(value: object) -> tuple[str, float] | None:
    said = line(value)
    return (said, 1.0) if said else None


def _people(value: object) -> tuple[str, float] | None:
    said = people(value)
    return (said, _ACCOUNT if is_account(said) else 1.0) if said else None


def _day(value: object) -> tuple[str, float] | None:
    found = day_of(value)
    return (found.iso, found.certainty) if found else None


def _publication(value: object) -> tuple[str, float] | None:
    where = address(value)
    said = urlsplit(where).hostname if where else line(value)
    if not said or truth(value) is not None:
        return None
    is_domain = " " not in said and "." in said.strip(".")
    return (said.lower().removeprefix("www."), _DOMAIN) if is_domain else (said, 1.0)


def _address(value: object) -> tuple[str, float] | None:
    said = address(value)
    return (said, 1.0) if said else None


def _language(value: object) -> tuple[str, float] | None:
    said = language_tag(value)
    return (said, 1.0) if said else None


_READ: Mapping[str, Callable[[object], tuple[str, float] | None]] = {
    "author": _people,
    "date": _day,
    "publication": _publication,
    "url": _address,
    "lang": _language,
}


def _state(value: object) -> bool | None:
    said = known.key(line(value) or "")
    return True if said in known.UNPUBLISHED_STATES else False if said else None


def _not(value: object) -> bool | None:
    said = truth(value)
    return None if said is None else not said


_SAYINGS: tuple[tuple[frozenset[str], Callable[[object], bool | None]], ...] = (
    (known.STATES, _state),
    (known.DRAFT_FLAGS, truth),
    (known.PUBLISHED_FLAGS, _not),
)
