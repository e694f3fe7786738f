"""A question asked, and a question on its way to its answer: values that the assistant hands on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from index.articles.passages import Filters, Hit
from qa.evidence.facts import Weighed
from qa.questions.followups import Exchange
from qa.questions.question import Question

NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question with its conversation and filters, for `Assistant.ask_many`.

    `report` is told when the passages found are read, `found` which they are, best first, before
    they are; both are called in the thread that answers.
    """

    question: str
    history: tuple[str | Exchange, ...] = ()
    filters: Filters = NO_FILTERS
    report: Callable[[str], None] | None = None
    found: Callable[[Sequence[Hit]], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question on its way.

    `question` is what was understood; `context` what was asked before, where it leans on that,
    and is searched with it; `hits` the passages found, best first; `weighed` the sentences that
    may answer, the likeliest first, and `calibration` whose coefficients fit their scores,
    where not those of the assistant's reader. `notes` are what the user is to be told.
    `foreign` is the language of a question that is not in English, and `readable` whether the
    reader reads it all the same: then it is taken as it is, for rules know English alone.
    `started` is of `time.perf_counter`, `times` holds milliseconds.
    """

    ask: Ask
    question: Question
    started: float
    context: str = ""
    hits: tuple[Hit, ...] = ()
    weighed: tuple[Weighed, ...] = ()
    calibration: str = ""
    notes: tuple[str, ...] = ()
    foreign: str | None = None
    readable: bool = True
    times: Mapping[str, float] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether the question is in a language that the models do not read."""
        return bool(self.foreign) and not self.readable
