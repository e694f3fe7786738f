"""The gender that titles and pronouns tell."""

from collections.abc import Sequence

from qa.language.table_types import GrammarTables, NameTables
from qa.text.frames import Token


def gender_of_titles(titles: Sequence[str], known: NameTables) -> str | None:
    """Return "f" or "m" by the first title that tells it, else None."""
    for title in titles:
        if title in known.female_titles:
            return "f"
        if title in known.male_titles:
            return "m"
    return None


def gender_of_pronouns(tokens: Sequence[Token], grammar: GrammarTables) -> str | None:
    """Return the gender of the first pronoun among tokens, None without one."""
    told = (grammar.pronoun_genders.get(token.low) for token in tokens)
    return next((gender for gender in told if gender), None)
