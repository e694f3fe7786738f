"""Gates: floors that a run must not fall under, given one by one or in a file.

The file is a small JSON with the digests of the corpus and the set that the floors were measured
on: `{"corpus": .., "set": .., "floors": {METRIC: VALUE}}`. Raising a floor is free, lowering one
needs to be asked for, and floors of another corpus prove nothing, so a changed digest fails too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UsageError
from qa.evaluation.metrics.aggregates import LOWER_IS_BETTER, METRICS
from qa.evaluation.runs.run_record import RunRecord, write_beside

_ROOM = 0.02
"""How far below what was measured a new floor is set, for differences between processors."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The least value of a metric; the most, where lower is better."""

    metric: str
    value: float

    def holds(self, value: float | None) -> bool:
        """Whether the value will do; a metric that could not be measured will not."""
        if value is None:
            return False
        return value <= self.value if self.metric in LOWER_IS_BETTER else value >= self.value


@dataclass(frozen=True, slots=True)
class Gate:
    """Floors and the digests of what they were measured on."""

    corpus: str | None
    set: str | None
    floors: tuple[Floor, ...]


def parse_floor(text: str) -> Floor:
    """Return the floor that `METRIC=VALUE` names.

    Raises:
        ValueError: If there is no such metric, or the value is not a number.
    """
    name, equals, value = text.partition("=")
    name = name.strip()
    if not equals:
        raise ValueError(f"{text!r} is not METRIC=VALUE, for example f1=0.6")
    if name not in METRICS:
        raise ValueError(f"there is no metric {name!r}; there are {', '.join(METRICS)}")
    try:
        return Floor(name, float(value))
    except ValueError:
        raise ValueError(f"{value.strip()!r} is not a number, in {text!r}") from None


def missed(record: RunRecord, floors: Sequence[Floor]) -> list[str]:
    """Return a sentence for each floor that the run falls under."""
    return [
        f"{floor.metric} is {_shown(record.value(floor.metric))}, and must be at "
        f"{'most' if floor.metric in LOWER_IS_BETTER else 'least'} {floor.value:g}"
        for floor in floors
        if not floor.holds(record.value(floor.metric))
    ]


def _shown(value: float | None) -> str:
    return "not measured by this set" if value is None else f"{value:.4f}"


def failures(record: RunRecord, gate: Gate) -> list[str]:
    """Return why the run does not pass the gate; nothing when it does."""
    found = []
    if gate.corpus != record.settings.corpus_digest:
        found.append("the articles are not those that the floors were measured on")
    if gate.set != record.settings.set_digest:
        found.append("the questions are not those that the floors were measured on")
    return [*found, *missed(record, gate.floors)]


def load_gate(path: Path) -> Gate:
    """Return the gate in a file.

    Raises:
        UsageError: If it cannot be read.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        floors = tuple(parse_floor(f"{name}={v}") for name, v in document["floors"].items())
        return Gate(document["corpus"], document["set"], floors)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: not a gate of floors ({error}).") from error


def updated(gate: Gate, record: RunRecord, *, lower: bool) -> Gate:
    """Return the gate moved up to what the run reached; down too, where `lower` allows it.

    Raises:
        UsageError: If a floor would fall and that was not asked for.
    """
    short = [floor.metric for floor in gate.floors if not floor.holds(record.value(floor.metric))]
    if short and not lower:
        raise UsageError(
            f"{', '.join(short)} fell under the floor; to lower it on purpose: --lower-gate."
        )
    floors = tuple(_moved(floor, record.value(floor.metric)) for floor in gate.floors)
    return Gate(record.settings.corpus_digest, record.settings.set_digest, floors)


def _moved(floor: Floor, measured: float | None) -> Floor:
    if measured is None:
        return floor
    room = -_ROOM if floor.metric in LOWER_IS_BETTER else _ROOM
    reached = Floor(floor.metric, round(max(0.0, measured - room), 2))
    stricter = floor.holds(reached.value)
    return reached if stricter or not floor.holds(measured) else floor


def save_gate(gate: Gate, path: Path) -> None:
    """Write the gate; raises UsageError when that fails."""
    floors: Mapping[str, float] = {floor.metric: floor.value for floor in gate.floors}
    document: dict[str, Any] = {"corpus": gate.corpus, "set": gate.set, "floors": floors}
    write_beside(path, json.dumps(document, indent=2) + "\n")
