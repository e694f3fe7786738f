"""The scenario on a disk that refuses: full, or broken, at a random call or from one on."""

import contextlib
import errno
import os
import random
from dataclasses import dataclass

from faults import disk
from faults.children import in_child
from faults.disk import Disk, Plan
from faults.scenario import STEPS, Doing, lay, opened
from faults.trials import Place, Reference, recovered
from index.errors import IndexProblem

ERRORS = (errno.ENOSPC, errno.ENOSPC, errno.EIO, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Refused:
    """A trial: what it was, the message, and what was found wrong."""

    name: str
    message: str
    problems: list[str]


def refused(place: Place, told: Reference, seed: int, number: int) -> Refused:
    """Refuse calls of one step; the same for the same seed and number."""
    chance = random.Random(f"{seed} {number}")
    weights = [calls**0.5 for calls in told.calls]
    at = chance.choices(range(len(STEPS)), weights)[0]
    plan = Plan(
        disk.FAIL,
        chance.randint(1, max(1, told.calls[at])),
        disk.TAKES_ROOM,
        chance.choice(ERRORS),
        goes_on=chance.random() < 0.5,
        half=chance.random() < 0.3,
    )
    place.begin_after(at)
    lay(place.texts, at + 1)
    try:
        finished, message, problems = in_child(lambda: _tried(place, at, plan))
    except AssertionError as failure:  # an error that is no message
        finished, message, problems = False, "", [str(failure).strip().splitlines()[-1]]
    problems += recovered(place, at, told, -1 if finished else 0)
    name = (
        f"trial {number} of seed {seed}: {STEPS[at].name}, call {plan.at} "
        f"{'and all after it' if plan.goes_on else 'alone'} ends with {os.strerror(plan.error)}"
    )
    return Refused(name, message, problems)


def _tried(place: Place, number: int, plan: Plan) -> tuple[bool, str, list[str]]:
    """Do a step on such a disk, and again once it has room; return whether that was right."""
    watched = Disk(place.disk)
    watched.plan(plan)
    message = ""
    problems: list[str] = []
    with contextlib.ExitStack() as closed:
        try:
            index = closed.enter_context(opened(place.index))
            STEPS[number].act(Doing(index, place.texts))
        except IndexProblem as problem:
            message = str(problem)
            problems += _unclear(message, str(place.index), plan.error)
        watched.plan(Plan())
        if message and plan.at % 2:  # in the same process, which had the error
            with contextlib.ExitStack() as again:
                index = again.enter_context(opened(place.index))
                STEPS[number].act(Doing(index, place.texts))
            message += " And then it went on."
            return True, message, problems
    return not message, message, problems


def _unclear(message: str, folder: str, error: int) -> list[str]:
    """Say what a message lacks: where, why, what to do, and that nothing is lost."""
    lacking = [word for word in (folder, "kept") if word not in message]
    if not any(word in message for word in ("make room", "Check that the disk is not full")):
        lacking.append("what to do")
    return [f"the message of {error} lacks {lacking}: {message}"] if lacking else []
