"""Where a sentence says that somebody is for something or against it. Pure.

"Cold *backed* the levy", "she could not *support* it", "the bid was *rejected* by Orme".
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.keeping.found import kept_by_text
from qa.language.stance_table import AGAINST, FOR
from qa.language.tables import tables
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words

_REACH = 110
"""Characters after a cue in which stands what it is about."""
_BEFORE = 4
"""Words before a cue in which a word turns it round."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell a side: 1 for, -1 against; `about` is what they are about, as it stands.

    `turned` is whether a negation before them turned the side round: who is not against something
    need not be for it.
    """

    side: int
    start: int
    end: int
    about: str
    turned: bool = False


@kept_by_text
def cues_in(text: str) -> tuple[Cue, ...]:
    """Return the cues of a sentence in order."""
    found = [*_phrases_in(text), *_verbs_in(text)]
    kept: list[Cue] = []
    for one in sorted(found, key=lambda cue: (cue.start, -cue.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _phrases_in(text: str) -> list[Cue]:
    return [
        _cue(text, side, found.start(), found.end())
        for side, pattern in _patterns().items()
        for found in pattern.finditer(text)
    ]


def _verbs_in(text: str) -> list[Cue]:
    table, grammar = tables("en").stances, tables("en").grammar
    told = words(text)
    found = []
    for place, word in enumerate(told):
        low = fold(word.text)
        side = table.verbs.get(low)
        if side is None:
            continue
        before = fold(told[place - 1].text) if place else ""
        noun = before in grammar.determiners or (before in grammar.prepositions and before != "to")
        if low in table.nouns and (noun or text[: word.start].rstrip()[-2:] in ("’s", "'s")):
            continue
        following = told[place + 1] if place + 1 < len(told) else None
        if low in table.tied and following is not None:
            named = following.text[:1].isupper() and "to" not in table.tied[low]
            if not named and fold(following.text) not in table.tied[low]:
                continue
        found.append(_cue(text, side, word.start, word.end))
    return found


def _cue(text: str, side: int, start: int, end: int) -> Cue:
    before = [fold(word.text.replace("’", "").replace("'", "")) for word in words(text[:start])]
    near = before[-_BEFORE:]
    turned = any(word in _negating() for word in near)
    return Cue(-side if turned else side, start, end, _about(text, start, end, near), turned)


def _about(text: str, start: int, end: int, near: list[str]) -> str:
    """Return what a cue is about: what follows in the clause, of a passive what stands before."""
    rest = text[end : end + _REACH]
    if rest.lstrip()[:3] == "by " and any(word in tables("en").grammar.be for word in near[-2:]):
        return text[:start].strip()
    return _END.split(rest, maxsplit=1)[0].strip()


_END = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)[,.;:“”\"()—–!?]"
    r"| (?:but|and|while|because|saying|as|which|who|after|before) "
)
"""Where a clause ends, not at a title."""


@lru_cache(maxsize=1)
def _negating() -> frozenset[str]:
    known = tables("en")
    return known.grammar.negations | known.stances.negating


@lru_cache(maxsize=1)
def _patterns() -> dict[int, re.Pattern[str]]:
    phrases = tables("en").stances.phrases
    return {side: regex(rf"\b(?:{one_of(phrases[side])})\b") for side in (FOR, AGAINST)}
