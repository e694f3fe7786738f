"""What readers and editors say of answers, on its way to the stores; words are read from articles.

Readers say it for whoever looks after the articles. What editors say of a quote changes the next
answer to the same question as well.
"""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from index.articles.article import Article
from index.errors import UsageError
from index.judgements import Judgements
from qa.evaluation.sets.feedback import FILE, FeedbackStore, QuoteOfArticle, Verdict, marked
from qa.learning import judgements, still_right
from qa.web.answering.service import AnsweringService
from qa.web.api.schemas import FeedbackRequest, SpanRequest
from qa.web.pages.article_text import text_stamp
from qa.web.visitors import Visitor


class Recorded(NamedTuple):
    """The number of a verdict, and those of the judgements made of it; None for a reader."""

    number: int
    judgements: tuple[int, ...] | None


class _Span(NamedTuple):
    article: Article
    quote: QuoteOfArticle

    @property
    def place(self) -> tuple[str, int, int]:
        return (self.quote.article, self.quote.start, self.quote.end)


class FeedbackRecorder:
    """Records verdicts beside the index in `folder`, one at a time."""

    def __init__(self, folder: Path, service: AnsweringService) -> None:
        self._path = folder / FILE
        self._service = service
        self._lock = threading.Lock()

    async def asked_as(self, request: FeedbackRequest) -> str:
        """Return the question of a verdict made to stand alone, as its answer has it."""
        if not request.history:
            return request.question
        answer = await self._service.ask(
            request.question,
            history=request.history,
            filters=request.filters.to_filters(),
            visitor=False,
        )
        return answer.asked_as

    def record(
        self, request: FeedbackRequest, editor: Visitor | None = None, asked_as: str = ""
    ) -> Recorded:
        """Store a verdict; it is on disk then.

        Args:
            request: What was said.
            editor: Who said it, where that changes answers.
            asked_as: The question, made to stand alone, where an editor says something of it.

        Raises:
            UnknownArticle: when a quote names an article that is not there.
            UsageError: when offsets lie outside it or are of another text, or the store is full.
        """
        quotes = [self._span(one) for one in request.quotes]
        better = self._span(request.better) if request.better else None
        judged = None
        if editor is not None:
            judged = self._judge(request, quotes, better, editor, asked_as or request.question)
        verdict = Verdict(
            good=request.helpful,
            question=request.question,
            history=tuple(request.history),
            filters=request.filters.model_dump(exclude_defaults=True, exclude={"articles"}),
            answered=request.answered,
            answer=request.answer,
            quotes=tuple(one.quote for one in quotes),
            better=better.quote if better else None,
            note=request.comment,
            judgements=judged or (),
        )
        with self._lock, FeedbackStore(self._path) as store:
            return Recorded(store.add(verdict), judged)

    def _judge(
        self,
        request: FeedbackRequest,
        quotes: Iterable[_Span],
        better: _Span | None,
        editor: Visitor,
        asked_as: str,
    ) -> tuple[int, ...] | None:
        """Store what an editor said of quotes; whoever marks a better one confirms that."""
        kept = self._service.judgements()
        if kept is None:
            return None
        filters = request.filters.to_filters()
        if better and not request.helpful:
            # Another right quote is no word against those that an editor called right before.
            before = still_right(kept, asked_as, filters)
            quotes = [one for one in quotes if one.place not in before]
        spans = [(one, request.helpful) for one in quotes]
        spans += [(better, True)] if better else []
        found = [(one.article, one.quote.start, one.quote.end, right) for one, right in spans]
        return tuple(kept.add(judgements(asked_as, filters, found, editor.name)))

    def judgements(self) -> Judgements | None:
        """Return what editors said; `None` where nothing of the kind is kept."""
        return self._service.judgements()

    def _span(self, span: SpanRequest) -> _Span:
        article = self._service.article(span.article)
        if span.stamp and span.stamp != text_stamp(article):
            raise UsageError(
                f"The article {article.id} has changed since it was opened. Open it again, and "
                "mark the words where they stand now."
            )
        found = marked(article, span.start, span.end)
        quote = QuoteOfArticle(
            article=found.article,
            start=found.start,
            end=found.end,
            text=found.text,
            speaker=span.speaker,
        )
        return _Span(article, quote)
