"""What kind of question it is, and what sort of thing would answer it."""

import re
from functools import lru_cache

from qa.answers import Kind
from qa.language.tables import tables
from qa.questions.question import Asks
from qa.text.patterns import one_of, regex

_FACTS = frozenset({Asks.PERSON, Asks.DATE, Asks.PLACE, Asks.NUMBER})


def kind_of(core: str, language: str = "en") -> tuple[Kind, Asks]:
    """Return the kind of a question without politeness, and what it asks for.

    "Who", "when", "where" and "how many" ask for a fact, as does "which" with a noun; an auxiliary
    in front asks for yes or no; all else is open.
    """
    for pattern, asks in _sorts(language):
        if pattern.match(core):
            return (Kind.FACT if asks in _FACTS else Kind.OPEN), asks
    first, which, open_what = _others(language)
    if first.match(core):
        return Kind.YES_NO, Asks.ANYTHING
    if which.match(core) and not open_what.match(core):
        return Kind.FACT, Asks.ANYTHING
    return Kind.OPEN, Asks.ANYTHING


@lru_cache
def _sorts(language: str) -> tuple[tuple[re.Pattern[str], Asks], ...]:
    ask = tables(language).questions
    times, people = one_of(ask.time_nouns), one_of(ask.person_nouns)
    be = one_of(ask.be)
    patterns = (
        (rf"who|whom|whose|by whom|which (?:{people})", Asks.PERSON),
        (
            r"when|(?:since|until|till|by|from) when|"
            rf"(?:in|on|by|during|at|from) (?:what|which) (?:{times})|"
            r"(?:what|which) (?:year|date|day|month|time)|how long ago",
            Asks.DATE,
        ),
        (
            rf"where|in (?:what|which) (?:{one_of(ask.places_in)})|"
            rf"(?:what|which) (?:{one_of(ask.place_nouns)})",
            Asks.PLACE,
        ),
        (
            rf"(?:(?:by|for|to|at|in|of|with|on) )?(?:how (?:{one_of(ask.measures)})|"
            rf"what (?:{one_of(ask.amounts)})|what (?:{be}) the (?:\w+ )?(?:{one_of(ask.totals)}))",
            Asks.NUMBER,
        ),
        (
            rf"why|for what reason|what (?:{be}) the reasons?|how come|what caused",
            Asks.REASON,
        ),
    )
    return tuple((regex(rf"^(?:{pattern})\b"), asks) for pattern, asks in patterns)


@lru_cache
def _others(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    ask = tables(language).questions
    return (
        regex(rf"^(?:{one_of(ask.auxiliaries_first)})\b"),
        regex(r"^(?:(?:in|on|at|by|for|to|from|of|with) )?(?:which|what) [a-z]+"),
        regex(
            r"^what (?:about|if|happened|happens|else|more|is known|do we know|"
            r"are the (?:main|key))\b"
        ),
    )
