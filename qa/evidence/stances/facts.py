"""What tells that a sentence holds the stance that a question asks for, as numbers. Pure."""

from collections.abc import Mapping, Sequence

from qa.evidence.facts import Weighed
from qa.evidence.stances.asked import StanceAsked
from qa.evidence.stances.cues import Cue, cues_in
from qa.language.tables import tables
from qa.text.words import Word, fold, stem, stems, words

_MOST = 0.6
"""Share of the words of what is asked about that a cue has to be about."""
_HALF = 0.5
_HEAD = 6
"""Words after a cue in which the noun stands for what it is about."""


def stance_facts(asked: StanceAsked, one: Weighed) -> Mapping[str, float]:
    """Return what speaks for a sentence that should hold the stance asked for, by name.

    `same` and `other` are the sides of its cues, `on` those about what is asked, `again` those
    about what names it again ("the plan", "it"). `tone` is whether its words praise or blame as is
    asked, in [-1, 1]. `silent` is whether nobody says it.
    """
    candidate = one.candidate
    found = dict.fromkeys(
        ("same on", "same again", "same off", "other on", "other again", "other off"), 0.0
    )
    for cue in cues_in(candidate.text):
        where = _where(asked, cue, one.facts.nearby)
        if where:
            found[f"{_side(asked, cue)} {where}"] = 1.0
    if found["same on"] or found["same again"]:  # supported it, but complained that it is short
        found["other on"] = found["other again"] = 0.0
    tones = (tables("en").stances.tones.get(fold(word.text), 0) for word in words(candidate.text))
    tone = max(-1, min(1, sum(tones)))
    found["tone"] = float(tone * asked.side if asked.side else abs(tone))
    found["silent"] = float(candidate.speaker is None)
    return found


def _side(asked: StanceAsked, cue: Cue) -> str:
    """Return whether a cue is of the side asked for; not to be against it is not to be for it."""
    if not asked.side:
        return "same"
    return "same" if cue.side == asked.side and not (cue.turned and cue.side > 0) else "other"


def _where(asked: StanceAsked, cue: Cue, nearby: float) -> str:
    """Return whether a cue is about what is asked, `on` it or naming it again; "" where not."""
    held = stems(cue.about)
    if asked.first in held and len(asked.about & held) >= _MOST * len(asked.about):
        return "on"
    if nearby < _HALF:
        return ""
    told = words(cue.about)
    if asked.about & held or not told or _points(told):
        return "again"
    return "off" if any(word.text[:1].isupper() for word in told[:_HEAD]) else ""


def _points(told: Sequence[Word]) -> bool:
    """Whether words begin with "it", or name again what was named: the plan, his minister."""
    table, grammar = tables("en").stances, tables("en").grammar
    plain = [fold(word.text) for word in told[:_HEAD]]
    again = grammar.object_pronouns | grammar.neuter_pronouns | grammar.possessive_pronouns
    return plain[0] in again or any({w, w.rstrip("s")} & table.issues for w in plain)


def is_about_itself(asked: StanceAsked, one: Weighed) -> bool:
    """Whether those speak whom the stance asked for is about: who defended *Vane*?"""
    named = words(one.candidate.speaker or "")
    return bool(named) and stem(named[-1].text) == asked.first
