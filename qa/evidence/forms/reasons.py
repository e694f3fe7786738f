"""Reasons that stand before what follows from them.

"The pump broke. As a result, the mill was flooded.": why it was flooded shares its words with the
second sentence, and the first one answers.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from qa.citations import sentences_in
from qa.evidence.candidate import Candidate, Read, at_least
from qa.evidence.reading import unread
from qa.language.tables import tables
from qa.questions.question import Asks, Question
from qa.text.patterns import one_of, regex
from qa.text.words import content_stems, stems

_SHARED = 0.5
"""Least share of the question's words in what follows."""
_FEWEST = 2
_READ = Read(evidence=3.5, answerable=3.5, answer_score=3.5)
"""Least logits of what follows, and of what it follows from."""


def with_reasons(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates; asked why, with what stands before what follows from it.

    Args:
        question: Understood.
        candidates: Sentences read.
    """
    if question.asks is not Asks.REASON:
        return list(candidates)
    asked = frozenset(content_stems(question.text))
    found = {(one.article.id, one.start, one.end): one for one in candidates}
    for one in candidates:
        shared = asked & stems(one.text)
        told = len(shared) >= max(_FEWEST, _SHARED * len(asked))
        before = _before(one) if told and _follows("en").match(one.text) else None
        if before is None:
            continue
        place = (one.article.id, *before)
        reason = found.get(place) or unread(one.hit, before)
        found[place] = at_least(reason, replace(_READ, answer=before))
        found[one.article.id, one.start, one.end] = at_least(one, replace(_READ, evidence=3.0))
    return list(found.values())


def _before(one: Candidate) -> tuple[int, int] | None:
    """Return the sentence before one in its paragraph."""
    text = one.article.text
    begin = text.rfind("\n", 0, one.start) + 1
    earlier = [
        span for span in sentences_in(text, begin, one.start, one.article.info.lang)
        if begin <= span[0] and span[1] <= one.start
    ]  # fmt: skip
    return earlier[-1] if earlier else None


@lru_cache
def _follows(language: str) -> re.Pattern[str]:
    return regex(rf"\W*(?:{one_of(tables(language).answers.follows)})\b")
