"""What is done with a question to get its row: all of the product, retrieval or reader alone."""

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from index.articles.article import Article, ArticleInfo, Span
from index.articles.passages import Filters, Hit
from qa.answers import Answer, Quote, Reason
from qa.citations import article_sentences, grow_to_sentences
from qa.evaluation.metrics.question_result import QuestionResult
from qa.evaluation.metrics.quote_metrics import Need
from qa.evaluation.metrics.retrieval_metrics import DEPTH
from qa.evaluation.runs.scoring import crashed, judged, retrieval_scores
from qa.evaluation.sets.gold import Gold, GoldFinder
from qa.evaluation.sets.question_sets import GoldQuestion
from qa.questions.understanding import understand
from qa.reading.protocol import Reader, Reading
from qa.reading.windows import Window, plain_window

if TYPE_CHECKING:
    from index.collection import Index
    from qa.assistant import Assistant

_PASSAGES_AN_ARTICLE = 3
"""Passages searched for each article that a set judges, since an article is found by several."""


class Evaluator(Protocol):
    """Puts questions and gives their rows."""

    def rows(self, questions: Sequence[GoldQuestion], *, timed: bool) -> list[QuestionResult]:
        """Return a row for each question, in order; `timed` where one is asked alone."""
        ...

    def crashed(self, question: GoldQuestion, error: str) -> QuestionResult:
        """Return the row of a question that cannot be asked."""
        ...


class AssistantEvaluator:
    """Asks the assistant over the whole index, and looks at what the search finds."""

    def __init__(self, index: "Index", assistant: "Assistant", finder: GoldFinder) -> None:
        self._index = index
        self._assistant = assistant
        self._finder = finder
        self._passages = lru_cache(maxsize=4096)(self._passages_of)

    def rows(self, questions: Sequence[GoldQuestion], *, timed: bool) -> list[QuestionResult]:
        """Return a row for each question."""
        from qa.assistant import Ask

        asks = [Ask(question=q.question, history=q.history, filters=q.filters) for q in questions]
        started = time.perf_counter()
        answers = self._assistant.ask_many(asks)
        latency = (time.perf_counter() - started) * 1000 if timed else None
        hits = self._hits(questions, answers)
        return [
            self._row(question, answer, found, latency)
            for question, answer, found in zip(questions, answers, hits, strict=True)
        ]

    def crashed(self, question: GoldQuestion, error: str) -> QuestionResult:
        """Return a row of zeros."""
        return crashed(question, self._finder.find(question), error)

    def _hits(
        self, questions: Sequence[GoldQuestion], answers: Sequence[Answer]
    ) -> list[Sequence[Hit]]:
        """Return what a search for each question, as it was asked, finds."""
        found: list[Sequence[Hit]] = [()] * len(questions)
        by_filters: dict[Filters, list[int]] = defaultdict(list)
        for at, question in enumerate(questions):
            if question.quotes:
                by_filters[question.filters].append(at)
        for filters, places in by_filters.items():
            queries = [answers[at].asked_as for at in places]
            hits = self._index.search_many(queries, DEPTH, filters)
            for at, one in zip(places, hits, strict=True):
                found[at] = one
        return found

    def _row(
        self, question: GoldQuestion, answer: Answer, hits: Sequence[Hit], latency: float | None
    ) -> QuestionResult:
        gold = self._finder.find(question)
        named = {quote.article.id for quote in answer.quotes} | {
            place[0] for need in gold.needs for place in need.places
        }
        stored = {name: self._index.article(name) for name in sorted(named)}
        row = judged(question, gold, answer, stored, latency)
        if not gold.needs:
            return row
        passages = {article: self._passages(article) for article, _ in gold.articles}
        scores = retrieval_scores(gold, hits, passages)
        return replace(row, scores={**row.scores, **scores})

    def _passages_of(self, article: str) -> list[tuple[int, int, int]]:
        return [(p.number, p.start, p.end) for p in self._index.passages_of(article)]


class RetrievalEvaluator:
    """Searches, and asks nothing: for sets that judge articles."""

    def __init__(self, index: "Index", finder: GoldFinder) -> None:
        self._index = index
        self._finder = finder

    def rows(self, questions: Sequence[GoldQuestion], *, timed: bool) -> list[QuestionResult]:
        """Return a row for each question."""
        started = time.perf_counter()
        queries = [question.question for question in questions]
        found = self._index.search_many(queries, DEPTH * _PASSAGES_AN_ARTICLE)
        latency = (time.perf_counter() - started) * 1000 if timed else None
        return [
            QuestionResult(
                id=question.id,
                row=question.row,
                question=question.question,
                asked_as=question.question,
                tags=question.tags,
                scores=retrieval_scores(self._finder.find(question), hits, {}),
                latency_ms=latency,
            )
            for question, hits in zip(questions, found, strict=True)
        ]

    def crashed(self, question: GoldQuestion, error: str) -> QuestionResult:
        """Return a row of zeros."""
        return crashed(question, self._finder.find(question), error)


class ReaderEvaluator:
    """Gives the reader the passage that holds the answer, as SQuAD's own script expects.

    The reader may say that there is no answer only where the set has such questions.
    """

    def __init__(self, reader: Reader, questions: Iterable[GoldQuestion]) -> None:
        self._reader = reader
        self._may_refuse = any(question.answerable is False for question in questions)

    def rows(self, questions: Sequence[GoldQuestion], *, timed: bool) -> list[QuestionResult]:
        """Return a row for each question."""
        started = time.perf_counter()
        readings = self._reader.read([(q.question, _window_of(q)) for q in questions])
        latency = (time.perf_counter() - started) * 1000 if timed else None
        return [
            self._row(question, reading, latency)
            for question, reading in zip(questions, readings, strict=True)
        ]

    def crashed(self, question: GoldQuestion, error: str) -> QuestionResult:
        """Return a row of zeros."""
        return crashed(question, _gold_of(question, _article_of(question)), error)

    def _row(
        self, question: GoldQuestion, reading: Reading, latency: float | None
    ) -> QuestionResult:
        article = _article_of(question)
        stored: Mapping[str, Article] = {article.id: article}
        answer = self._answer(question, article, reading)
        return judged(question, _gold_of(question, article), answer, stored, latency)

    def _answer(self, question: GoldQuestion, article: Article, reading: Reading) -> Answer:
        confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, reading.answerable))))
        answered = bool(reading.spans) and (not self._may_refuse or reading.answerable >= 0)
        quotes = (_quote(article, reading.spans[0].span, confidence),) if answered else ()
        return Answer(
            question=question.question,
            asked_as=question.question,
            kind=understand(question.question).kind,
            answered=answered,
            confidence=confidence,
            answer=quotes[0].text if quotes else "",
            reason=None if answered else Reason.NOT_STATED,
            quotes=quotes,
        )


def _quote(article: Article, span: Span, score: float) -> Quote:
    start, end = grow_to_sentences(article, *span)
    return Quote(number=1, article=article, start=start, end=end, score=score, answer_span=span)


def _window_of(question: GoldQuestion) -> Window:
    text = question.passage or ""
    return plain_window(text, article_sentences(text))


def _article_of(question: GoldQuestion) -> Article:
    return Article(info=ArticleInfo(id=question.id), text=question.passage or "")


def _gold_of(question: GoldQuestion, article: Article) -> Gold:
    places = []
    for quote in question.quotes:
        at = article.text.find(quote.text)
        if at >= 0:
            places.append((article.id, at, at + len(quote.text)))
    return Gold(needs=(Need(places=tuple(dict.fromkeys(places))),) if places else ())
