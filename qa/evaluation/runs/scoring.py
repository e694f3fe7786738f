"""How a question becomes a row of a run: every gold question gets one, with its scores."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.articles.article import Article
from index.articles.passages import Hit
from qa.answers import Answer, Kind, Quote
from qa.evaluation.metrics import answer_metrics, quote_metrics, retrieval_metrics
from qa.evaluation.metrics.question_result import (
    ANSWER_METRICS,
    ARTICLE_METRICS,
    QUOTE_METRICS,
    QuestionResult,
    ResultQuote,
)
from qa.evaluation.metrics.quote_metrics import ArticleSpan, Need, Shown
from qa.evaluation.sets.gold import Gold
from qa.evaluation.sets.question_sets import GoldQuestion
from qa.wording.copies_named import named

RIGHT_ENOUGH = 0.5
_AROUND = 240
_MARKS = " \n\t\"“”„«»‘’'"


def short_answer(answer: Answer) -> str | None:
    """Return the answer that EM and F1 compare with the gold ones; `None` for an abstention.

    In this order: "Yes" or "No" where a yes-no answer begins with it; the sentence about a record
    (who wrote, when published); the short answer marked in the first quote; the quotes' text.
    Quotation marks around it are not part of it.
    """
    if not answer.answered:
        return None
    first_word = answer.answer.split(maxsplit=1)[:1]
    verdict = first_word[0].strip(".,:;—–-").capitalize() if first_word else ""
    if answer.kind is Kind.YES_NO and verdict in {"Yes", "No"}:
        return verdict
    if answer.kind is Kind.METADATA or not answer.quotes:
        return _without_marks(answer.answer)
    first = answer.quotes[0]
    if first.answer_span:
        start, end = first.answer_span
        return first.article.text[start:end].strip(_MARKS)
    return " ".join(quote.text for quote in answer.quotes).strip(_MARKS)


def _without_marks(text: str) -> str:
    pieces = text.split("[")
    kept = [pieces[0]]
    for piece in pieces[1:]:
        number, bracket, rest = piece.partition("]")
        kept.append(rest if bracket and number.isdigit() else f"[{piece}")
    return "".join(kept).strip(_MARKS)


def crashed(question: GoldQuestion, gold: Gold, error: str) -> QuestionResult:
    """Return the row of a question that crashed: zero in everything it could have scored."""
    names: list[str] = []
    if question.answers or question.answerable is False:
        names += ANSWER_METRICS
    if gold.needs:
        names += (*QUOTE_METRICS, *retrieval_metrics.NAMES)
    if gold.articles:
        names += ARTICLE_METRICS if gold.needs else retrieval_metrics.NAMES
    return QuestionResult(
        id=question.id,
        row=question.row,
        question=question.question,
        asked_as=question.question,
        tags=question.tags,
        answerable=question.answerable,
        answers=question.answers,
        right=None if question.answerable is None else False,
        scores=dict.fromkeys(names, 0.0),
        error=error,
    )


def judged(
    question: GoldQuestion,
    gold: Gold,
    answer: Answer,
    stored: Mapping[str, Article],
    latency_ms: float | None,
) -> QuestionResult:
    """Return the row of a question that was asked, without its retrieval scores.

    `stored` holds the articles quoted and expected as read from the index again, by identifier.
    """
    prediction = short_answer(answer)
    shown = [_shown(quote, gold.needs, stored) for quote in answer.quotes]
    scores = {
        **_answer_scores(question, prediction),
        **_quote_scores(question, gold.needs, shown, stored),
    }
    return QuestionResult(
        id=question.id,
        row=question.row,
        question=question.question,
        asked_as=answer.asked_as,
        kind=answer.kind.value,
        tags=question.tags,
        answerable=question.answerable,
        answers=question.answers,
        expected=tuple(
            _piece(stored[need.places[0][0]], need.places[0], need.speaker) for need in gold.needs
        ),
        answered=answer.answered,
        refused=not answer.answered,
        reason=answer.reason.value if answer.reason else None,
        confidence=answer.confidence,
        prediction=prediction,
        answer=answer.answer,
        quotes=tuple(map(_given, answer.quotes)),
        right=_right(question, answer, scores),
        scores=scores,
        latency_ms=latency_ms,
        verdict=answer.verdict.value,
        notes=answer.notes,
    )


def _answer_scores(question: GoldQuestion, prediction: str | None) -> dict[str, float]:
    if question.answerable is False:
        return dict.fromkeys(ANSWER_METRICS, float(prediction is None))
    if not question.answers:
        return {}
    return {
        "em": answer_metrics.best(answer_metrics.exact, prediction, question.answers),
        "f1": answer_metrics.best(answer_metrics.f1, prediction, question.answers),
    }


def _quote_scores(
    question: GoldQuestion,
    needs: Sequence[Need],
    shown: Sequence[Shown],
    stored: Mapping[str, Article],
) -> dict[str, float]:
    scores: dict[str, float] = {}
    texts = {name: article.text for name, article in stored.items()}
    places = [quote.place for quote in shown]
    if shown:
        scores["quote_validity"] = quote_metrics.validity(shown, texts)
    if needs:
        scores["quote_precision"] = quote_metrics.precision(places, needs)
        scores["quote_recall"] = quote_metrics.recall(places, needs)
        scores["quote_exact"] = quote_metrics.exact_hit(places, needs)
        speaker = quote_metrics.speaker_accuracy(shown, needs)
        if speaker is not None:
            scores["speaker_accuracy"] = speaker
    elif question.answerable is False and shown:
        scores["quote_precision"] = 0.0
    return scores


def _right(question: GoldQuestion, answer: Answer, scores: Mapping[str, float]) -> bool | None:
    """Whether a reader was served: silence where nothing is stated, else the evidence or answer.

    Half of the evidence's characters quoted, or a short answer of F1 0.5; without gold quotes also
    a gold answer that stands in what was shown.
    """
    if question.answerable is None:
        return None
    if not question.answerable or not answer.answered:
        return answer.answered == question.answerable
    if scores.get("f1", 0.0) >= RIGHT_ENOUGH or scores.get("quote_recall", 0.0) >= RIGHT_ENOUGH:
        return True
    whole = " ".join((answer.answer, *(quote.text for quote in answer.quotes)))
    return "quote_recall" not in scores and any(
        answer_metrics.contains(whole, gold) for gold in question.answers
    )


def retrieval_scores(
    gold: Gold, hits: Sequence[Hit], passages: Mapping[str, Sequence[tuple[int, int, int]]]
) -> dict[str, float]:
    """Return the retrieval scores of one question.

    By passage where there are gold quotes, and by article as `article_...` beside it.
    `passages` holds (number, start, end) of the passages of each article that holds evidence. A set
    that judges whole articles has its scores by article under the plain names.
    """
    articles = [name for hit in hits for name in (hit.article.id, *hit.also_in)]
    by_article = list(dict.fromkeys(articles))
    if not gold.needs:
        return retrieval_metrics.measure(by_article, dict(gold.articles)) if gold.articles else {}
    items = retrieval_metrics.items_of(
        [[_touched(place, passages[place[0]]) for place in need.places] for need in gold.needs]
    )
    found = [f"{hit.article.id}:{hit.passage.number}" for hit in hits]
    scores = retrieval_metrics.measure(
        [items.get(name, name) for name in found], dict.fromkeys(items.values(), 1)
    )
    named = _article_items(gold)
    for name, value in retrieval_metrics.measure(
        [named.get(article, article) for article in by_article], dict.fromkeys(named.values(), 1)
    ).items():
        scores[f"article_{name}"] = value
    return scores


def _article_items(gold: Gold) -> dict[str, str]:
    return retrieval_metrics.items_of(
        [[[place[0]] for place in need.places] for need in gold.needs]
    )


def _touched(place: ArticleSpan, passages: Sequence[tuple[int, int, int]]) -> list[str]:
    article, start, end = place
    return [f"{article}:{n}" for n, first, last in passages if first < end and last > start]


def _place(quote: Quote) -> ArticleSpan:
    return (quote.article.id, quote.start, quote.end)


def _shown(quote: Quote, needs: Sequence[Need], stored: Mapping[str, Article]) -> Shown:
    """Return what a quote shows, and where: in the article that is expected, if that holds it."""
    expected = {place[0] for need in needs for place in need.places}
    place = _place(quote)
    for one in quote.copies if place[0] not in expected else ():
        article = stored.get(one.info.id) if one.info.id in expected else None
        if article is not None and article.text[one.start : one.end] == quote.text:
            place = (one.info.id, one.start, one.end)
            break
    return Shown(place=place, text=quote.text, speaker=quote.speaker)


def _given(quote: Quote) -> ResultQuote:
    return replace(
        _piece(quote.article, _place(quote), quote.speaker),
        kind=quote.kind.value if quote.kind else None,
        corrected_by=quote.corrected_by,
        confirmed=quote.confirmed is not None,
        also_in=named([one.info for one in quote.copies]),
    )


def _piece(article: Article, place: ArticleSpan, speaker: str | None) -> ResultQuote:
    _, start, end = place
    return ResultQuote(
        article=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        title=article.info.title,
        link=article.info.url,
        path=article.info.path,
        speaker=speaker,
        before=_tail(article.text[:start]),
        after=_head(article.text[end:]),
        date=article.info.date,
        page=article.page_at(start),
    )


def _tail(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return "…" + text[-_AROUND:].partition(" ")[2]


def _head(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return text[:_AROUND].rpartition(" ")[0] + "…"
