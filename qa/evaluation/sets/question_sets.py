"""Question sets: what is asked and what is right, whatever file it came from. Values only.

`formats` reads the native form and those of others into these records.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from index.articles.passages import Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuote:
    """Evidence that a right answer quotes.

    `article` is an identifier, file name, end of a path, address or title; `None` means any
    article that holds the text. Quotes with the same `need` are alternatives: one of them does.
    """

    text: str
    article: str | None = None
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    need: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuestion:
    """One question with what is right.

    `row` counts from 1: the line of a line-based file, else the question's place in the file.
    `answerable` is `None` where the set does not say. `passage` is the text that holds the answer,
    for the reader alone. `relevant` grades articles (name, grade > 0), for retrieval alone.
    """

    id: str
    row: int
    question: str
    answers: tuple[str, ...] = ()
    answerable: bool | None = None
    quotes: tuple[GoldQuote, ...] = ()
    history: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    tags: tuple[str, ...] = ()
    passage: str | None = None
    relevant: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetText:
    """A text that the set itself carries; `name` is what its questions call it."""

    name: str
    text: str
    title: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something wrong with a row of the set. `id` is the question's, where it has one.

    `row` is 0 where it is about the set as a whole.
    """

    row: int
    message: str
    id: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return one element of `failed` or `warnings`."""
        return {"row": self.row, "id": self.id, "error": self.message}

    def __str__(self) -> str:
        return f"row {self.row}: {self.message}" if self.row else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """A set as read: questions, texts it carries, rows that could not be read, and doubts.

    `digest` is the SHA-256 of the file (of a folder: of its files), so that two runs can tell
    whether they were asked the same. `form` is `native`, `squad`, `beir`, `ragas`, `deepeval` or
    `csv`.
    """

    name: str
    form: str
    digest: str
    questions: tuple[GoldQuestion, ...]
    texts: tuple[SetText, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[RowProblem, ...] = ()

    @property
    def has_gold(self) -> bool:
        """Whether any question says what is right."""
        return any(q.answerable is not None or q.relevant for q in self.questions)

    def tagged(self, tags: Iterable[str]) -> "QuestionSet":
        """Return the set with only the questions that have all of `tags`."""
        wanted = set(tags)
        return replace(self, questions=tuple(q for q in self.questions if wanted <= set(q.tags)))


WITHOUT_GOLD = RowProblem(
    0, "no row says what is right; only validity of quotes and latency can be measured"
)


def doubts(questions: QuestionSet) -> tuple[RowProblem, ...]:
    """Return the warnings about a set, that no row says what is right among them."""
    return questions.warnings if questions.has_gold else (*questions.warnings, WITHOUT_GOLD)
