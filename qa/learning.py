"""What editors say of quotes: made into judgements, and looked up for the next answer."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.articles.article import Article
from index.articles.judgement import Judgement
from index.articles.passages import Filters
from qa.answers import Answer, Reason
from qa.composing import Composer, Known
from qa.confirmed import Wording, confirmed, standing
from qa.inquiry import Ask, Inquiry
from qa.questions.same_question import filters_json, question_key
from qa.quotes.quoting import nearest
from qa.statements.stored import KnownStatements

if TYPE_CHECKING:
    from index.judgements import Judgements
    from index.opened.reading import ReadableIndex


class Learning:
    """Changes answers as editors had it, unless it does not learn. Safe to share among threads."""

    def __init__(
        self,
        index: "ReadableIndex",
        statements: KnownStatements,
        composer: Composer,
        *,
        learns: bool,
    ) -> None:
        self._index = index
        self._learns = learns
        self._statements = statements
        self._composer = composer

    def applied(self, inquiry: Inquiry, answer: Answer) -> Answer:
        """Return the answer with what editors said of its question, while it still holds."""
        keys = keys_of(inquiry.ask, answer.asked_as) if self._learns else ()
        judged = self._index.judgements.of(keys) if keys else []
        if not judged:
            return answer
        articles = {one.article.id: one.article for one in judged if one.article}
        question, composer = inquiry.question, self._composer
        return confirmed(
            answer,
            judged,
            Wording(
                compose=lambda quotes, unsure: composer.compose(
                    question, quotes, Known(unsure=unsure)
                ),
                decline=lambda: composer.decline(question, Reason.NOT_STATED),
            ),
            statements=self._statements.of(list(articles.values())),
            nearest=nearest(inquiry),
        )


def keys_of(ask: Ask, asked_as: str) -> Sequence[str]:
    """Return the keys under which something may have been said for a question.

    A follow-up is the question that it was understood as; what was typed means nothing alone.
    """
    texts = [asked_as] if ask.history else [asked_as, ask.question]
    return list(dict.fromkeys(question_key(text, ask.filters) for text in texts))


def judgements(
    asked: str,
    filters: Filters,
    spans: Iterable[tuple[Article, int, int, bool]],
    editor: str,
) -> list[Judgement]:
    """Return what an editor says now of spans of articles: (article, start, end, whether right).

    Args:
        asked: The question, made to stand alone.
        filters: Those it was asked with.
        spans: What is wrong before what is right: where they touch, the later one counts.
        editor: Who says so.
    """
    key, now = question_key(asked, filters), datetime.now(UTC).isoformat(timespec="seconds")
    return [
        Judgement(
            key=key,
            asked=asked,
            filters=filters_json(filters),
            article=article.id,
            content_hash=article.content_hash,
            start=start,
            end=end,
            right=right,
            editor=editor,
            at=now,
        )
        for article, start, end, right in spans
    ]


def still_right(
    kept: "Judgements", asked: str, filters: Filters
) -> frozenset[tuple[str, int, int]]:
    """Return the spans (article, start, end) that editors call right for a question."""
    right, _ = standing(kept.of([question_key(asked, filters)]))
    return frozenset(one.place for one in right)
