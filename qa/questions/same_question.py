"""Which questions count as the same: same words, whatever their case, marks, spaces or politeness.

Whatever else differs, an accent or the order of words, makes another question: what an editor said
of one must not be taken for another.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import fields
from functools import lru_cache

from index.articles.passages import Filters
from qa.language.tables import tables
from qa.text.patterns import one_of, regex

_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_KEPT = frozenset("LNMS")
"""Letters, numbers, marks of letters, and symbols: "$5" and "C++" are not "5" and "C"."""
_WITHIN_NUMBERS = frozenset(".,:")
_MARKS = ",.!?:;…–—-"
_LONGEST = 60
"""Characters that thanks may have."""


def question_key(question: str, filters: Filters) -> str:
    """Return SHA-256 (hex) of what was asked, the same for the same question and filters."""
    asked = [wording(question), filters_json(filters), sorted(filters.articles)]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def filters_json(filters: Filters) -> str:
    """Return the filters but for the list of articles as JSON, without case and spare spaces."""
    used = {one.name: getattr(filters, one.name) for one in fields(filters)}

    def folded(value: str) -> str:
        return " ".join(value.split()).casefold()

    given: dict[str, str | list[str]] = {
        name: folded(value)
        for name, value in used.items()
        if isinstance(value, str) and value.strip()
    }
    names = {"authors": filters.authors, "sources": filters.sources}
    given |= {name: sorted(set(map(folded, some))) for name, some in names.items() if some}
    return json.dumps(given, ensure_ascii=False, sort_keys=True)


def wording(question: str, language: str = "en") -> str:
    """Return the words of a question as they are compared; "" where it has none."""
    text = unicodedata.normalize("NFKC", question).casefold()
    text = " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").split())
    bare = _without_thanks(_opening(language).sub("", text, count=1), language)
    return _words(bare) or _words(text)


@lru_cache
def _opening(language: str) -> re.Pattern[str]:
    """Return a pattern of salutations and courtesies before a question."""
    ask = tables(language).questions
    salutations, courtesies = one_of(ask.salutations), one_of(ask.courtesies)
    begins = rf"(?=(?:{one_of(ask.openings)}|{courtesies})\b)"
    return regex(
        rf"^\W*(?:(?:{salutations})\b(?: ?[{_MARKS}]+ ?| {begins}))*"
        rf"(?:(?:{courtesies})\b[ {_MARKS}]*)*"
    )


@lru_cache
def _thanks(language: str) -> re.Pattern[str]:
    return regex(rf"(?<!\w)(?:{one_of(tables(language).questions.thanks)})$")


def _without_thanks(text: str, language: str) -> str:
    """Leave out what is said after a question; "Who said please?" asks for the word itself."""
    end = len(text)
    while end and unicodedata.category(text[end - 1])[0] not in _KEPT:
        end -= 1
    text = text[:end]
    asked = tables(language)
    found = _thanks(language).search(text, max(0, len(text) - _LONGEST))
    if found is None:
        return text
    before = text[: found.start()].rstrip()
    if before[-1:] in set(_MARKS):
        return before
    last = before.rpartition(" ")[2]
    loose = found[0] in asked.questions.thanks[:2]
    return before if loose and last not in asked.speech.verbs else text


def _words(text: str) -> str:
    plain = _ABBREVIATION.sub(lambda found: found[0].replace(".", ""), text)
    neighbours = zip(f" {plain}", plain, f"{plain[1:]} ", strict=False)
    folded = (_folded(*around) for around in neighbours)
    return " ".join("".join(folded).split())


def _folded(before: str, here: str, after: str) -> str:
    """Return a character as it is compared: itself, a space, or nothing where nobody sees it."""
    category = unicodedata.category(here)
    if category[0] in _KEPT:
        return here
    if category == "Cf":
        return ""
    within = (here == "'" and before.isalpha() and after.isalpha()) or (
        here in _WITHIN_NUMBERS and before.isdigit() and after.isdigit()
    )
    return here if within else " "
