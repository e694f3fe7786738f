"""SQuAD 1.1 and 2.0 (Rajpurkar et al. 2016, 2018).

`{"data": [{"title", "paragraphs": [{"context", "qas": [{"id", "question", "answers": [{"text",
"answer_start"}], "is_impossible"}]}]}]}`
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.articles.article import Span, normalise_text
from index.chunking.sentences import sentence_spans
from qa.evaluation.sets.formats.rows import RowError, file_digest, required, text_of
from qa.evaluation.sets.question_sets import (
    GoldQuestion,
    GoldQuote,
    QuestionSet,
    RowProblem,
    SetText,
)


def read_squad(path: Path, data: Sequence[Any]) -> QuestionSet:
    """Read the `data` of a SQuAD 1.1 or 2.0 file.

    Evidence is the sentence that holds an answer; answers of several annotators are alternatives.
    An entry with a title becomes one text, its paragraphs parted by a blank line; paragraphs of an
    entry without a title become a text each.
    """
    squad = _Squad()
    for place, entry in enumerate(data, 1):
        squad.add_entry(entry, place)
    return QuestionSet(
        name=path.name,
        form="squad",
        digest=file_digest(path),
        questions=tuple(squad.questions.values()),
        texts=tuple(squad.texts),
        problems=tuple(squad.problems),
        warnings=tuple(squad.warnings),
    )


@lru_cache(maxsize=1)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(sentence_spans(text))


class _Squad:
    """Collects a SQuAD file's questions; `row` counts them from 1."""

    def __init__(self) -> None:
        self.questions: dict[str, GoldQuestion] = {}
        self.texts: list[SetText] = []
        self.problems: list[RowProblem] = []
        self.warnings: list[RowProblem] = []
        self._names: set[str] = set()
        self._row = 0

    def add_entry(self, entry: Any, place: int) -> None:  # noqa: ANN401 - any JSON value
        if not isinstance(entry, dict) or not isinstance(entry.get("paragraphs"), list):
            self.problems.append(RowProblem(self._row, f"entry {place} has no list of paragraphs"))
            return
        title = entry.get("title") if isinstance(entry.get("title"), str) else None
        contexts = []
        name = self._name(title) if title else None
        for number, paragraph in enumerate(entry["paragraphs"], 1):
            context = paragraph.get("context") if isinstance(paragraph, dict) else None
            if not isinstance(context, str) or not context.strip():
                where = f"entry {place}, paragraph {number}"
                self.problems.append(RowProblem(self._row, f"{where} has no context"))
                continue
            contexts.append(normalise_text(context))
            self._add_questions(paragraph, name or f"{place}-{number}")
            if name is None:
                self.texts.append(SetText(name=f"{place}-{number}", text=contexts[-1]))
        if name and contexts:
            self.texts.append(SetText(name=name, text="\n\n".join(contexts), title=title))

    def _name(self, title: str) -> str:
        name, number = title, 2
        while name in self._names:
            name, number = f"{title} ({number})", number + 1
        self._names.add(name)
        return name

    def _add_questions(self, paragraph: Mapping[str, Any], article: str) -> None:
        asked = paragraph.get("qas")
        for qa in asked if isinstance(asked, list) else []:
            self._row += 1
            try:
                question = self._question(qa, paragraph["context"], article)
                if question.id in self.questions:
                    first = self.questions[question.id].row
                    raise RowError(f"the id {question.id!r} is already that of question {first}")  # noqa: TRY301
            except RowError as error:
                self.problems.append(RowProblem(self._row, str(error)))
                continue
            self.questions[question.id] = question

    def _question(self, qa: Any, context: str, article: str) -> GoldQuestion:  # noqa: ANN401
        if not isinstance(qa, dict):
            raise RowError("a question is not an object")
        answers = qa.get("answers")
        if not isinstance(answers, list) or not all(isinstance(a, dict) for a in answers):
            raise RowError("`answers` must be a list of objects with `text` and `answer_start`")
        impossible = bool(qa.get("is_impossible", False))
        texts = () if impossible else tuple(required(a, "text") for a in answers)
        quotes = [] if impossible else [self._evidence(a, context, article) for a in answers]
        return GoldQuestion(
            id=text_of(qa, "id") or f"question-{self._row}",
            row=self._row,
            question=required(qa, "question"),
            answers=tuple(dict.fromkeys(texts)),
            answerable=not impossible if impossible or texts else None,
            quotes=tuple(dict.fromkeys(quote for quote in quotes if quote)),
            passage=normalise_text(context),
        )

    def _evidence(self, answer: Mapping[str, Any], context: str, article: str) -> GoldQuote | None:
        text, start = answer["text"], answer.get("answer_start")
        if not isinstance(start, int) or context[start : start + len(text)] != text:
            said = f"the answer {text!r} does not stand at its answer_start ({start})"
            self.warnings.append(RowProblem(self._row, said))
            return None
        # Normalising shortens or keeps, so that a prefix's length is the offset afterwards.
        stored = normalise_text(context)
        first = len(normalise_text(context[:start]))
        last = first + len(normalise_text(text))
        touched = [s for s in _sentences(stored) if s[0] < last and s[1] > first]
        if not touched:
            return None
        sentence = stored[touched[0][0] : touched[-1][1]].strip()
        return GoldQuote(text=sentence, article=article, need="answer")
