"""The scenario killed at random instants and calls, and what was left looked at."""

import random
from dataclasses import dataclass

from faults import disk
from faults.disk import Plan
from faults.scenario import STEPS, lay
from faults.trials import Place, Reference, broken_off, recovered

_MORE = 0.3
"""How often what goes on after a kill is killed again."""

_LATE = 1.3
"""Times the length of a step within which an instant lies: some come when all is done."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When a process is killed: so many seconds after it began, or at a call."""

    seconds: float | None = None
    plan: Plan = Plan()  # noqa: RUF009 - unchanging

    def __str__(self) -> str:
        if self.seconds is not None:
            return f"after {self.seconds:.4f} s"
        return f"at call {self.plan.at}, {('before', 'after', 'half')[self.plan.what - 2]}"


@dataclass(frozen=True, slots=True)
class Killed:
    """A trial: the step, its kills, and what was found wrong; `hits` of them ended the process."""

    name: str
    hits: int
    problems: list[str]


def killed(place: Place, told: Reference, seed: int, number: int) -> Killed:
    """Kill a step once or several times; the same for the same seed and number."""
    chance = random.Random(f"{seed} {number}")
    weights = [calls**0.5 for calls in told.calls]
    at = chance.choices(range(len(STEPS)), weights)[0]
    kills = [_kill(chance, told.seconds[at], told.calls[at])]
    while chance.random() < _MORE:
        kills.append(_kill(chance, told.seconds[at], told.calls[at]))
    place.begin_after(at)
    lay(place.texts, at + 1)
    hits = acknowledged = 0
    problems = []
    for kill in kills:
        if acknowledged < 0:
            break
        got, ended = broken_off(place, at, kill.plan, kill.seconds)
        acknowledged = got if got < 0 else max(got, acknowledged)
        hits += ended == -9
        if ended not in (0, -9):
            problems.append(f"{STEPS[at].name}: it ended with {ended} by itself")
    problems += recovered(place, at, told, acknowledged)
    name = f"trial {number} of seed {seed}: {STEPS[at].name}, killed {', '.join(map(str, kills))}"
    return Killed(name, hits, problems)


def _kill(chance: random.Random, seconds: float, calls: int) -> Kill:
    if chance.random() < 0.5:
        return Kill(chance.uniform(0.0, _LATE * seconds + 0.02))
    return Kill(plan=Plan(chance.choice(disk.ENDS), chance.randint(1, max(1, calls))))
