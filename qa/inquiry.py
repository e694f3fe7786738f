"""A question asked, and a question on its way to its answer: values that the assistant hands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from index.articles.passages import Filters, Hit
from qa.questions.followups import Exchange
from qa.questions.question import Question
from qa.reading.evidence import Candidate
from qa.statements.ranking import Said

NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question with its conversation and filters, for `Assistant.ask_many`.

    `report` is told when the passages found are read; it is called in the thread that answers.
    """

    question: str
    history: tuple[str | Exchange, ...] = ()
    filters: Filters = NO_FILTERS
    report: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question on its way.

    `question` is what was understood; `hits` the passages found, best first; `found` the spans read
    in them and `said` the statements that fit, each the likeliest first. `started` is of
    `time.perf_counter`, `times` holds milliseconds.
    """

    ask: Ask
    question: Question
    started: float
    hits: tuple[Hit, ...] = ()
    found: tuple[Candidate, ...] = ()
    said: tuple[Said, ...] = ()
    times: Mapping[str, float] = field(default_factory=dict)
