"""Who or what fits a description ("Which company is the largest buyer of halibut?").

An article that says so in these words needs no reader: the description stands beside a name, as an
apposition ("Brack & Sons, the largest buyer of halibut"), or is said of it ("Port Vale is the
largest town").
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.articles.article import Span
from index.articles.passages import Hit
from qa.citations import grow_to_sentences
from qa.evidence.candidate import Candidate
from qa.evidence.forms.sure import put_sure
from qa.evidence.reading import hit_of_each
from qa.language.tables import tables
from qa.reading.short_answers import names_in
from qa.text.patterns import one_of, regex
from qa.text.words import content_stems

_FEWEST = 2
"""Words that carry meaning in a description that may be looked for."""
_TIED = re.compile(r"(?:\S+ )*\S+-[a-z]+ (?=\S)")
_REACH = 90
"""Characters beside a description in which the name stands."""


def description_asked(question: str, language: str = "en") -> str | None:
    """Return the description in a question for who or what fits it; None where it has none."""
    found = _patterns(language)[0].fullmatch(" ".join(question.split()))
    told = found["told"].strip() if found else ""
    return told if len(content_stems(told)) >= _FEWEST else None


def described(
    question: str, candidates: Sequence[Candidate], hits: Sequence[Hit]
) -> list[Candidate]:
    """Return the candidates, with those that name who fits a description asked about as sure ones.

    Args:
        question: As asked.
        candidates: Sentences read.
        hits: The passages found, best first.
    """
    told = description_asked(question)
    found = list(candidates)
    if told is None:
        return found
    for hit in hit_of_each(hits).values():
        name = next(_named(hit.article.text, told), None)
        if name is not None:
            put_sure(found, hit, grow_to_sentences(hit.article, *name), name)
    return found


def _named(text: str, told: str) -> Iterator[Span]:
    """Yield the names beside a description in an article."""
    spaced = r"\s+".join(map(re.escape, told.split()))
    for found in re.finditer(rf"(?<!\w){spaced}(?!\w)", text, re.I):
        name = _before(text, found.start()) or _after(text, *found.span())
        if name is not None and _ends(text, found.end()):
            yield name


def _before(text: str, start: int) -> Span | None:
    """Return the name right before a description: "Brack, the ...", "Port Vale is the ..."."""
    low = max(0, start - _REACH)
    tie = _patterns("en")[1].search(text, low, start)
    if tie is None:
        return None
    return next((n for n in _names(text, low, tie.start()) if n[1] == tie.start()), None)


def _after(text: str, start: int, end: int) -> Span | None:
    """Return the name right after a description: "..., Ada Holt, said", "... is Port Vale"."""
    tie = _patterns("en")[2].match(text, end)
    if tie is None or not _patterns("en")[4].search(text, max(0, start - _REACH), start):
        return None
    name = next(iter(_names(text, tie.end(), min(len(text), end + _REACH))), None)
    if name is None or name[0] != tie.end():
        return None
    apposed = tie[0].startswith(",")
    return name if not apposed or text[name[1] : name[1] + 1] in {",", "."} else None


def _names(text: str, low: int, high: int) -> list[Span]:
    """Return the names in a stretch, without what is tied to them: Port Vale-based *Brack*."""
    found = []
    for start, end in names_in(text[low:high]):
        tied = _TIED.match(text, low + start, low + end)
        found.append((tied.end() if tied else low + start, low + end))
    return found


def _ends(text: str, end: int) -> bool:
    """Whether the description ends here, and is not longer: the largest town *of the county*."""
    return _patterns("en")[3].match(text, end) is not None


@lru_cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    known = tables(language)
    be, rules = one_of(known.questions.be), known.introductions
    return (
        regex(rf"(?:who|what|which(?: [\w'’-]+){{1,2}}) (?:{be}) the (?P<told>[^?,;:]+?)\s*\??"),
        re.compile(rules.described_before + "$"),
        re.compile(rules.described_after),
        re.compile(rules.described_ends),
        re.compile(rules.described_begins + "$", re.IGNORECASE),
    )
