"""Questions of the news asked of an index, with what was found and what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np

from index.articles.article import Article, ArticleInfo, Span, normalise_text
from qa.assistant import Assistant
from qa.evidence.candidate import Candidate
from qa.evidence.facts import Facts, facts_of
from qa.evidence.weighing import retrieval_of
from qa.inquiry import Ask, Inquiry
from qa.quotes.choosing import may_answer
from qa.training.evidence.news import Row

NAMES = tuple(field.name for field in fields(Facts))
"""The facts, in the order of a table's columns."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked of the index, with what was found and what is right.

    `kind` is the writer's, or why it has no answer; `spans` are the quotes in article `own`.
    """

    kind: str
    own: str
    answerable: bool
    spans: tuple[Span, ...]
    inquiry: Inquiry

    def holds(self, article: str, start: int, end: int) -> bool:
        """Whether a sentence is in the evidence."""
        return article == self.own and any(s < end and e > start for s, e in self.spans)


def articles_of(rows: Sequence[Row]) -> list[Article]:
    """Return the articles of rows of news."""
    return [
        Article(
            info=ArticleInfo(
                id=str(row["id"]),
                title=row.get("title") or None,
                author=row.get("author") or None,
                date=row.get("date") or None,
                publication=row.get("publication") or None,
            ),
            text=normalise_text(str(row["text"])),
        )
        for row in rows
    ]


def ask_all(assistant: Assistant, rows: Sequence[Row]) -> list[Asked]:
    """Ask every question that texts answer, or do not; follow-ups as they stand alone."""
    out: list[Asked] = []
    for row in rows:
        text = normalise_text(str(row["text"]))
        questions = [q for q in row["questions"] if q["kind"] != "metadata"]
        asks = [Ask(question=q.get("rewrite") or q["question"]) for q in questions]
        for question, inquiry in zip(questions, assistant.inquire(asks), strict=True):
            found = [
                (at, at + len(quote["text"]))
                for quote in question.get("quotes", [])
                if (at := text.find(quote["text"])) >= 0
            ]
            out.append(
                Asked(
                    kind=question["kind"] if question["answerable"] else question["why"],
                    own=str(row["id"]),
                    answerable=bool(question["answerable"]),
                    spans=tuple(found) if question["answerable"] else (),
                    inquiry=inquiry,
                )
            )
    return out


@dataclass(frozen=True, slots=True)
class Table:
    """The sentences of one question that may answer: facts [sentences, facts], 1 for evidence.

    `candidates` are the sentences, in the order of the rows.
    """

    candidates: tuple[Candidate, ...]
    rows: np.ndarray
    labels: np.ndarray


def table_of(asked: Asked) -> Table:
    """Return the sentences that may answer; doubtful ones are left out."""
    inquiry = asked.inquiry
    candidates = tuple(
        one.candidate
        for one in inquiry.weighed
        if may_answer(inquiry.question, one.candidate) and not one.candidate.doubtful
    )
    facts = facts_of(inquiry.question, candidates, retrieval_of(candidates, inquiry.hits))
    rows = np.array([[asdict(one)[name] for name in NAMES] for one in facts])
    labels = np.array([asked.holds(c.article.id, c.start, c.end) for c in candidates], float)
    return Table(candidates, rows.reshape(-1, len(NAMES)), labels)
