"""Checks a question set without asking anything."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from qa.evaluation.sets.gold import GoldArticles, GoldFinder
from qa.evaluation.sets.question_sets import QuestionSet, RowProblem, doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCheck:
    """What a set holds and what is wrong with it; `in_index`: quotes were looked up."""

    form: str
    questions: int
    unanswerable: int
    with_answers: int
    with_quotes: int
    texts: int
    tags: tuple[tuple[str, int], ...]
    failed: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]
    in_index: bool

    def to_json(self) -> dict[str, Any]:
        """Return what was found as JSON values."""
        return {
            "form": self.form,
            "questions": self.questions,
            "unanswerable": self.unanswerable,
            "with_answers": self.with_answers,
            "with_quotes": self.with_quotes,
            "texts": self.texts,
            "tags": dict(self.tags),
            "quotes_looked_up": self.in_index,
            "verdict": self.verdict,
            "failed": [problem.to_json() for problem in self.failed],
            "warnings": [problem.to_json() for problem in self.warnings],
        }

    def lines(self) -> list[str]:
        """Return what was found as lines for a terminal."""
        looked = "looked up in the index" if self.in_index else "not looked up: no index given"
        return [
            f"{self.form}: {self.questions} questions, {self.unanswerable} of them unanswerable, "
            f"{self.with_answers} with answers, {self.with_quotes} with gold quotes ({looked})",
            *(f"warning: {problem}" for problem in self.warnings),
            *map(str, self.failed),
            self.verdict,
        ]

    @property
    def verdict(self) -> str:
        """Whether the set is sound, in a sentence."""
        count = len(self.failed)
        return f"{count} mistake{'s' if count > 1 else ''}." if count else "The set is sound."


def check_set(questions: QuestionSet, index: GoldArticles | None) -> SetCheck:
    """Return what the set holds and what is wrong with it.

    With an index, gold quotes and judged articles are looked up in it.
    """
    asked = questions.questions
    missing = list(_not_found(questions, index)) if index else []
    return SetCheck(
        form=questions.form,
        questions=len(asked),
        unanswerable=sum(question.answerable is False for question in asked),
        with_answers=sum(bool(question.answers) for question in asked),
        with_quotes=sum(bool(question.quotes) for question in asked),
        texts=len(questions.texts),
        tags=tuple(Counter(tag for q in asked for tag in q.tags).most_common()),
        failed=(*questions.problems, *missing),
        warnings=doubts(questions),
        in_index=index is not None,
    )


def _not_found(questions: QuestionSet, index: GoldArticles) -> list[RowProblem]:
    finder = GoldFinder(index, questions.questions)
    return [
        RowProblem(question.row, said, question.id)
        for question in questions.questions
        for said in finder.find(question).problems
    ]
