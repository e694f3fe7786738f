"""A question that an article may answer, and whether an answer is the one meant."""

from dataclasses import dataclass
from enum import StrEnum

from qa.answers import Answer, Quote, Verdict
from qa.people.matching import same_person


class Sort(StrEnum):
    """What an example shows that can be asked."""

    FACT = "fact"
    WHO_SAID = "who-said"
    WHY = "why"
    COMPARE = "compare"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A question made from [start, end) of an article; `speakers` are whose words it wants."""

    sort: Sort
    question: str
    article: str
    start: int
    end: int
    speakers: tuple[str, ...] = ()

    def is_answered_by(self, answer: Answer) -> bool:
        """Whether an answer is sure, and made of what the question was made from."""
        if not answer.answered or answer.verdict is not Verdict.STATED:
            return False
        if self.speakers:
            said_by = [quote.speaker for quote in answer.quotes if quote.speaker]
            return all(any(same_person(one, by) for by in said_by) for one in self.speakers)
        return not answer.quotes or any(map(self._holds, answer.quotes))

    def _holds(self, quote: Quote) -> bool:
        places = [(quote.article.id, quote.start, quote.end)]
        places += [(copy.info.id, copy.start, copy.end) for copy in quote.copies]
        return any(
            article == self.article and start < self.end and self.start < end
            for article, start, end in places
        )
