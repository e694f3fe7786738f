"""The question without what is only politeness: "Could you tell me ..., please?"."""

import re
from functools import lru_cache

from qa.language.tables import tables
from qa.text.patterns import one_of, regex
from qa.text.words import words


def bare_wording(text: str, language: str = "en") -> str:
    """Return what is asked, without polite openings and closing marks.

    Where hardly anything would be left ("Tell me"), only the marks go.
    """
    opening, closing = _patterns(language)
    bare = closing.sub("", text)
    stripped = opening.sub("", bare, count=1).strip()
    return (stripped if len(words(stripped)) > 1 else bare).replace("’", "'")


@lru_cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    ask = tables(language).questions
    return (
        regex(
            rf"^(?:(?:{one_of(ask.greetings)})\b[,!. ]*)*"
            rf"(?:{one_of(ask.requests)})?\b[, :]*(?:{ask.please}[, ]+)?"
        ),
        regex(rf"[\s,;:.!?…¿¡]*(?:\b{ask.please}\b)?[\s,;:.!?…]*$"),
    )
