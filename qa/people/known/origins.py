"""Whom "the Spaniard" can mean: those whom the article says to be of a country, or of none."""

import re
from collections.abc import Iterable
from functools import lru_cache

from qa.language.tables import tables
from qa.people.name_runs import NameRun
from qa.text.patterns import one_of, regex

_BEFORE, _AFTER = 40, 30
"""Characters before and after a name in which its country stands."""
_STEM = 4


def is_from(noun: str, text: str, run: NameRun) -> bool | None:
    """Whether a name stands beside the country that a noun for people tells.

    None where it stands beside none; False where another one's adjective leads it.

    Args:
        noun: In small letters: spaniard, german.
        text: The article.
        run: A name in it.
    """
    start, end = run.start, run.tokens[-1].end
    before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    before = re.split(r"[.!?;,”\"]\s", before)[-1]
    after = re.split(r"[.!?;\n]", text[end : end + _AFTER])[0]
    if _country(noun).search(before) or _country(noun).match(after):
        return True
    return False if _any_nationality().search(before) else None


@lru_cache(maxsize=256)
def _country(noun: str) -> re.Pattern[str]:
    """Return the pattern of a country with its adjective, after a name with "of" before it."""
    known = tables("en").names.countries_of.get(noun, (noun[:_STEM],))
    return regex(rf"(?:,? (?:of|from) (?:the )?)?\b(?:{one_of(known)})\w*")


@lru_cache(maxsize=1)
def _any_nationality() -> re.Pattern[str]:
    return regex(rf"\b(?:{one_of(sorted(tables('en').names.demonyms))})\b")


def of_origin(noun: str, text: str, runs: Iterable[NameRun]) -> tuple[list[NameRun], list[NameRun]]:
    """Return the names that stand beside the country of a noun, and those of another one."""
    told = [(run, is_from(noun, text, run)) for run in runs]
    return [run for run, so in told if so], [run for run, so in told if so is False]
