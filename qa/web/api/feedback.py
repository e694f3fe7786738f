"""What readers say of answers, on its way to the store; words are read from the articles."""

import threading
from pathlib import Path

from index.errors import UsageError
from qa.evaluation.sets.feedback import FILE, FeedbackStore, QuoteOfArticle, Verdict, marked
from qa.web.answering.service import AnsweringService
from qa.web.api.schemas import FeedbackRequest, SpanRequest
from qa.web.pages.article_text import text_stamp


class FeedbackRecorder:
    """Records verdicts beside the index in `folder`, one at a time."""

    def __init__(self, folder: Path, service: AnsweringService) -> None:
        self._path = folder / FILE
        self._service = service
        self._lock = threading.Lock()

    def record(self, request: FeedbackRequest) -> int:
        """Store a verdict and return its number; it is on disk then.

        Raises:
            UnknownArticle: when a quote names an article that is not there.
            UsageError: when offsets lie outside it or are of another text, or the store is full.
        """
        filters = request.filters.model_dump(exclude_defaults=True, exclude={"articles"})
        verdict = Verdict(
            good=request.helpful,
            question=request.question,
            history=tuple(request.history),
            filters=filters,
            answered=request.answered,
            answer=request.answer,
            quotes=tuple(map(self._quote, request.quotes)),
            better=self._quote(request.better) if request.better else None,
            note=request.comment,
        )
        with self._lock, FeedbackStore(self._path) as store:
            return store.add(verdict)

    def _quote(self, span: SpanRequest) -> QuoteOfArticle:
        article = self._service.article(span.article)
        if span.stamp and span.stamp != text_stamp(article):
            raise UsageError(
                f"The article {article.id} has changed since it was opened. Open it again, and "
                "mark the words where they stand now."
            )
        found = marked(article, span.start, span.end)
        return QuoteOfArticle(
            article=found.article,
            start=found.start,
            end=found.end,
            text=found.text,
            speaker=span.speaker,
        )
