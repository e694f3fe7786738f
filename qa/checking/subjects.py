"""Who an article speaks of around words in quotation marks, by the subjects of sentences; pure.

Where an article says "he said", or gives no speaker, the words are mostly those of whom the
sentence before is about: of who comes first in it, as in "Goran Petk was sent home for what Judge
Vanto called a lack of manners. He would not go. “Ask the buoy,” he said."
"""

import re
from typing import TypeAlias

from index.articles.article import Span
from index.chunking.sentences import sentence_spans
from qa.language.tables import tables
from qa.people.genders import gender_of_titles
from qa.people.mentions import Sort, mentions
from qa.people.names import Kind, kind_of
from qa.text.quotation_marks import find_quotations
from qa.text.words import fold, words

Subjects: TypeAlias = list[str]
"""Those whom a sentence may be about: the first person in it, and names before that."""

_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_CLAUSE = re.compile(r"[,;.!?…–—-]*[\"'”’»“«]{0,2},?\s+(?P<said>[^\W\dA-Z_][^\n.!?…:]*)")


def subjects_near(text: str, span: Span) -> list[Subjects]:
    """Return whom the sentences around words in quotation marks are about, the nearest first.

    First is the clause after the words, unless it says "he" or "she"; then come the sentences
    before them in their paragraph. Sentences that name nobody are left out.

    Args:
        text: of the article.
        span: of the words.
    """
    start, opened = _opening(text, span)
    before = _without_quotations(text[start : span[0] if opened is None else opened])
    clause = _CLAUSE.match(text, span[1])
    said = clause["said"] if clause else ""
    gender = _pronoun_gender(said)
    found = [] if gender else [_subjects(said, None)]
    for first, last in reversed(sentence_spans(before)):
        found.append(_subjects(before[first:last], gender))
    return [one for one in found if one]


def is_in_marks(text: str, span: Span) -> bool:
    """Tell whether words stand in quotation marks that open in their paragraph."""
    return _opening(text, span)[1] is not None


def _opening(text: str, span: Span) -> tuple[int, int | None]:
    """Return where the paragraph of a span begins, and the quotation that it begins in, if any."""
    start = text.rfind("\n", 0, span[0]) + 1
    for one in find_quotations(text[start : span[1]]):
        if start + one.start < span[0] < start + one.end:
            return start, start + one.start
    return start, None


def _pronoun_gender(clause: str) -> str | None:
    """Return the gender of the pronoun with which a clause begins, before any name."""
    genders = tables("en").grammar.pronoun_genders
    for word in words(clause):
        if word.text[:1].isupper():
            return None
        if fold(word.text) in genders:
            return genders[fold(word.text)]
    return None


def _subjects(sentence: str, gender: str | None) -> Subjects:
    """Return whom a sentence may be about; nobody whose title says another gender.

    Of whom something only is ("Ada's cousin"), it is not about.
    """
    found: Subjects = []
    for one in mentions(sentence):
        if one.sort not in {Sort.PERSON, Sort.NAME}:
            continue
        if _POSSESSIVE.match(sentence, one.start + len(one.text)):
            continue
        if kind_of(one.text) is not Kind.PERSON:
            continue  # or a title alone, as in "Col. (retd)"
        titled = _title_gender(sentence, one.start, one.text)
        if not (gender and titled and gender != titled):
            found.append(one.text)
        if one.sort is Sort.PERSON:
            break
    return found


def _title_gender(sentence: str, start: int, name: str) -> str | None:
    titles = [name.split()[0], *sentence[:start].split()[-1:]]
    return gender_of_titles([fold(one) for one in titles], tables("en").names)


def _without_quotations(text: str) -> str:
    """Return a text with spaces in place of what stands in quotation marks."""
    for one in find_quotations(text):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text
