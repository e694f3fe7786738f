"""Which side a question asks for: "Who *opposes* the wind farm?". Pure."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from index.keeping.found import kept_by_text
from qa.answers import Kind
from qa.evidence.stances.cues import cues_in
from qa.language.tables import tables
from qa.questions.question import Asks, Question
from qa.text.patterns import one_of, regex
from qa.text.words import content_stems, fold, words

_LEADING = 12
"""Characters after the opening of a question in which its first cue begins."""


@dataclass(frozen=True, slots=True)
class StanceAsked:
    """The side asked for, 0 for both, and the stems of what it is about, the first one apart."""

    side: int
    about: frozenset[str]
    first: str = ""


def as_of_stances(question: Question) -> Question:
    """Return a question for the holders of a stance as one for what people say."""
    asked = stance_asked(question.text)
    if asked is None or not asked.about or question.speakers:
        return question
    return replace(question, kind=Kind.WHO_SAID, asks=Asks.PERSON, topic=None)


@kept_by_text
def stance_asked(text: str) -> StanceAsked | None:
    """Return what stance a question asks the holders of, None where it asks for none."""
    found = _openings().match(text)
    if found is None:
        return None
    both = _both().search(text)
    cues = [one for one in cues_in(text) if one.start >= found.end()]
    if both is not None:
        start, end, side = both.start(), both.end(), 0
    elif cues and cues[0].start <= found.end() + _LEADING:
        start, end = cues[0].start, cues[0].end
        sides = {one.side for one in cues}
        side = cues[0].side if len(sides) == 1 or not _joined(text) else 0
    else:
        return None
    if _is_passive(text[:start], text[start:end]):
        return None
    used = text[end:]
    for one in cues:
        used = used.replace(text[one.start : one.end], " ")
    about = content_stems(_GIVEN.sub("", _TAIL.split(used)[0]))
    return StanceAsked(side, frozenset(about), about[0] if about else "")


_GIVEN = re.compile(r"\b[A-Z][\w'’-]*\.? (?=[A-Z])")
"""A given name: an article has the surname alone mostly."""
_TAIL = re.compile(r",? and (?:how|why|what|with|in|on)\b|, (?:and|if)\b|\?")


def _is_passive(opening: str, cue: str) -> bool:
    """Whether who is asked for is not who holds a stance but whom it is about: who was *blamed*."""
    verb = fold(cue) in tables("en").stances.verbs and not fold(cue).endswith("ing")
    return verb and any(fold(w.text) in tables("en").grammar.be for w in words(opening)[-1:])


def _joined(text: str) -> bool:
    return re.search(r" (?:and|or)\b", text) is not None


@lru_cache(maxsize=1)
def _openings() -> re.Pattern[str]:
    ask = tables("en").questions
    return regex(
        rf"^(?:(?:and|but|so) )?(?:who(?:['’]s)?|which [\w-]+(?: [\w-]+)??)(?: else)?"
        rf"(?: (?:{one_of(ask.auxiliaries)}|\w+ly|also|all))*(?= )"
    )


@lru_cache(maxsize=1)
def _both() -> re.Pattern[str]:
    return regex(rf"\b(?:{tables('en').stances.both})\b")
