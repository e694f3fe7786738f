"""Comparisons: what is set side by side, and in what respect."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.language.tables import tables
from qa.people.names import looks_like_name
from qa.questions.names_asked import split_names
from qa.text.patterns import one_of, regex
from qa.text.words import words

_LONGEST_SIDE = 7
_SIDE = r"(?P<{}>[^,;:?]{{2,70}}?)"
_ONE, _OTHER = _SIDE.format("one"), _SIDE.format("other")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides, none where they are not named ("both sides"), and what they are compared in."""

    sides: tuple[str, ...]
    topic: str | None = None


def comparison(core: str, language: str = "en") -> Comparison | None:
    """Return what a question without politeness compares, `None` where it compares nothing."""
    known = _patterns(language)
    for pattern in known.between:
        found = pattern.match(core)
        sides = _sides(found, language) if found else ()
        if found and sides:
            return Comparison(sides, _topic(found))
    found = known.bare.match(core)
    if found and all(_may_speak(found[side], language) for side in ("one", "other")):
        return Comparison(_sides(found, language), _topic(found))
    return Comparison(()) if known.compares.search(core) else None


def without_comparing(core: str, language: str = "en") -> str:
    """Return a question without the verb that asks to compare: "compare *what they said*"."""
    return _patterns(language).verb.sub("", core)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """`between` name their sides and say that they are compared, `bare` only names them."""

    between: tuple[re.Pattern[str], ...]
    bare: re.Pattern[str]
    compares: re.Pattern[str]
    verb: re.Pattern[str]


@lru_cache
def _patterns(language: str) -> _Patterns:
    known = tables(language)
    ask, questions = known.requests, known.questions
    about = one_of(questions.about_names)
    topic = rf"(?: (?:{about}|in) (?P<topic>.+))?$"
    verbs, nouns = one_of(ask.compare_verbs), one_of(ask.differences)
    versus, differ = one_of(ask.versus), one_of(ask.differ)
    does = one_of((*questions.do_and_modals, *questions.be))
    be = one_of(questions.be)
    pair = rf"{_ONE} and {_OTHER}(?: (?:{one_of(ask.each_one)}))?"
    between = (
        rf"^(?:{verbs}) (?!what\b|how\b){_ONE} (?:and|with|to|against|{versus}) {_OTHER}{topic}",
        rf"^(?:what(?:'s| (?:{be})) |explain |describe )?(?:the |any )?(?:\w+ )?(?:{nouns}) "
        rf"between {pair}{topic}",
        rf"^(?:how|where|why|on what) (?:{does}) {_ONE} (?:differ|different) from {_OTHER}{topic}",
        rf"^how (?:{does}) {_ONE} compare (?:to|with) {_OTHER}{topic}",
        rf"^(?:(?:how|where|why|on what|in what|whether) )?(?:{does}) {pair} (?:\w+ly )?"
        rf"(?:{differ})\b(?: (?P<topic>.+))?$",
        rf"^(?:(?P<before>.+)[,:;?] ?)?{_ONE} (?:{versus}) {_OTHER}{topic}",
    )
    bare = rf"^{pair},? (?:on|about|regarding|concerning) (?P<topic>.+)$"
    compares = (
        rf"^(?:{verbs})\b|\b(?:{one_of(ask.both_sides)})\b|"
        rf"^(?:what (?:{be}) )?(?:the )?(?:\w+ )?(?:{nouns}) between\b"
    )
    verb = rf"^(?:{verbs})\s+(?=what\b|how\b)"
    return _Patterns(tuple(map(regex, between)), regex(bare), regex(compares), regex(verb))


def _sides(found: re.Match[str], language: str) -> tuple[str, ...]:
    sides = (*split_names(found["one"], language), *split_names(found["other"], language))
    asking = tables(language).questions.words  # "How long is the weir compared with ...": a fact
    if any(side.split()[0].casefold() in asking for side in sides):
        return ()
    return sides if all(len(words(side)) <= _LONGEST_SIDE for side in sides) else ()


def _topic(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    topic = (groups.get("topic") or groups.get("before") or "").strip(" ,:;?")
    return re.sub(r"^(?:on|about|over|regarding) ", "", topic) or None


def _may_speak(phrase: str, language: str) -> bool:
    """Whether a phrase names a person or body, or says by its noun what somebody is."""
    known = tables(language)
    if looks_like_name(phrase, language):
        return True
    found = [word.text.casefold() for word in words(phrase)]
    if not found or found[0] in known.questions.words:
        return False
    names = known.names
    return found[-1] in names.role_heads | names.people | names.bodies | names.collectives
