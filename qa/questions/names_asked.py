"""Names in a question: those who are to have spoken, and those that an answer has to be about."""

import re
from functools import lru_cache

from qa.language.tables import tables
from qa.people.names import is_titled
from qa.text.patterns import one_of, regex
from qa.text.words import fold, is_content, words


def split_names(who: str, language: str = "en") -> tuple[str, ...]:
    """Return the speakers named in "A, B and C", each once, without "both" and the like."""
    text = _pairs(language).sub("", who.strip())
    parts = re.split(r"\s*,\s*(?:and |or )?|\s+(?:and|or|nor|&|versus|vs\.?)\s+", text)
    names = (re.sub(r"['’]s?$", "", part.strip(" \"'“”,")) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name))


@lru_cache
def _pairs(language: str) -> re.Pattern[str]:
    ask = tables(language).questions
    return regex(rf"^(?:{one_of(ask.pairs)})\s+|\s+(?:{one_of(ask.after_pairs)})$")


def are_names(speakers: tuple[str, ...], language: str = "en") -> bool:
    """Whether there are speakers and each is called by name."""
    return bool(speakers) and all(is_name(one, language) for one in speakers)


def is_name(speaker: str, language: str = "en") -> bool:
    """Whether a speaker is a name rather than a role or group: decided by its shape."""
    known = tables(language)
    tokens = speaker.split()
    first = tokens[0].casefold()
    if first in known.questions.loose_openings:
        # "the CSTO" is a name; "the Tarnbridge mortgage broker" is a role.
        rest = tokens[1:]
        named = bool(rest) and all(t[:1].isupper() or t.casefold() == "of" for t in rest)
        return named and not says_a_role(speaker, language)
    if first in known.grammar.stop_words or is_titled(speaker, language):
        return False
    if says_a_role(speaker, language):
        return False
    if tokens[-1][:1].isupper():
        return True
    return len(tokens) <= 2 and speaker.islower() and not _are_people(tokens[-1], language)


def _are_people(noun: str, language: str) -> bool:
    """Whether a noun in small letters says what several people are: "prosecutors"."""
    names = tables(language).names
    if noun in names.people or noun.removesuffix("s") in names.role_heads:
        return True
    several = len(noun) >= _LONG and noun.endswith(names.people_endings)  # "walters" may be a name
    return several and noun not in names.not_people


_LONG = 8


def says_a_role(speaker: str, language: str = "en") -> bool:
    """Whether words say what somebody is though a capital ends them.

    "Acme's CEO", "the CEO of Acme", "the mayor of Lowick" and "the Dane" do; "the Minister for
    Water" is what an office is called.
    """
    tokens = re.split(rf" (?:{one_of(sorted(_TIES))}) ", speaker, maxsplit=1)[0].split()
    if len(tokens) < 2 or not tokens[-1].isascii():
        return False
    last, known = tokens[-1], tables(language)
    if (
        tokens[0].casefold() in known.questions.loose_openings
        and fold(last) in known.names.demonyms
    ):
        return True
    ends = len(last) == len(speaker.split()[-1]) and speaker.endswith(last)
    fits = last.isupper() if ends else last.isupper() or last.islower()
    return fits and fold(last) in known.names.role_heads


_TIES = frozenset({"of", "for", "at", "from", "to", "in"})


def names_of(text: str, without: tuple[str, ...] = (), language: str = "en") -> tuple[str, ...]:
    """Return the words that are names or numbers, `without` those of the speakers.

    A capital at the start of the question says nothing and is not counted, unless the word is
    written in capitals only.
    """
    skip = {fold(w.text) for name in without for w in words(name)}
    known = tables(language)
    skip |= known.questions.words | known.names.role_heads | known.names.office_adjectives
    found: dict[str, None] = {}
    for place, word in enumerate(words(text)):
        plain = fold(word.text)
        if plain in skip or not is_content(word.text):
            continue
        capital = word.text[:1].isupper() and (place > 0 or word.text[1:].isupper())
        if capital or plain[:1].isdigit():
            found[plain] = None
    return tuple(found)
