"""Nouns, titles and pronouns that tell somebody: whether it is a person, and the gender."""

from collections.abc import Sequence

from qa.language.table_types import GrammarTables, NameTables
from qa.text.frames import Token
from qa.text.noun_phrases import is_function_word


def gender_of_titles(titles: Sequence[str], known: NameTables) -> str | None:
    """Return "f" or "m" by the first title that tells it, else None."""
    for title in titles:
        if title in known.female_titles:
            return "f"
        if title in known.male_titles:
            return "m"
    return None


def gender_of_noun(noun: str, known: NameTables) -> str | None:
    """Return "f" or "m" where a noun for somebody tells it: the *widow*, a *spokesman*."""
    if noun in known.female_nouns or noun in known.female_titles:
        return "f"
    return "m" if noun in known.male_nouns or noun in known.male_titles else None


def gender_of_pronouns(tokens: Sequence[Token], grammar: GrammarTables) -> str | None:
    """Return the gender of the first pronoun among tokens, None without one."""
    told = (grammar.pronoun_genders.get(token.low) for token in tokens)
    return next((gender for gender in told if gender), None)


def is_person_noun(word: str, known: NameTables) -> bool:
    """Whether a singular noun in small letters is one for people, by lists and endings."""
    if word in known.role_heads or word in known.person_nouns:
        return True
    several = word + "s"
    if several in known.people:
        return True
    told = len(word) > 4 and several.endswith(known.people_endings)
    return told and several not in known.not_people and not is_function_word(word)


def is_people_noun(word: str, known: NameTables) -> bool:
    """Whether a plural noun in small letters is one for people: officials, mayors, women."""
    if word in known.people:
        return True
    single = word[:-1] if word.endswith("s") else ""
    return bool(single) and word not in known.not_people and is_person_noun(single, known)
