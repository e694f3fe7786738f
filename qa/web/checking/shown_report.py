"""A checked draft as the values of its template. Every quote is sliced from a stored article."""

from collections.abc import Sequence
from typing import Any

from qa.answers import Quote
from qa.checking.values import CheckedQuotation, DraftReport, Fate
from qa.text.differences import Change
from qa.web.pages.article_text import read_link
from qa.web.pages.words import Words

_SLUGS = {fate: fate.value.replace(" ", "-") for fate in Fate}


def shown_report(report: DraftReport, words: Words, root: str) -> dict[str, Any]:
    """Return what the template of a report prints."""
    counts = [
        {"slug": _SLUGS[fate], "name": words["fates"][_SLUGS[fate]], "count": report.counts[fate]}
        for fate in Fate
        if report.counts[fate]
    ]
    return {
        "quotations": [
            _shown(number, one, words, root) for number, one in enumerate(report.quotations, 1)
        ],
        "counts": counts,
        "total": len(report.quotations),
        "passed_over": report.passed_over,
        "articles": report.articles,
    }


def _shown(number: int, one: CheckedQuotation, words: Words, root: str) -> dict[str, Any]:
    slug = _SLUGS[one.verdict]
    changed = any(piece.change is not Change.SAME for piece in one.difference)
    return {
        "number": number,
        "slug": slug,
        "fate": words["fates"][slug],
        "means": words["means"][slug],
        "text": one.text,
        "speaker": one.speaker,
        "difference": one.difference if changed and not one.parts else (),
        "match": None if one.parts else _quote(one.match, root),
        "nearest": _quote(one.nearest, root),
        "parts": [_quote(part, root) for part in one.parts],
        "others": [_quote(other, root) for other in one.also_in],
        "places": one.places,
        "speakers_found": _names(one.speakers_found),
        "other_speaker": one.verdict is not Fate.MISATTRIBUTED and one.speaker_agrees is False,
        "unsure": one.verdict is Fate.EXACT and bool(one.speaker) and one.speaker_agrees is None,
        "closed": one.closed,
    }


def _names(names: Sequence[str]) -> str:
    return ", ".join(names)


def _quote(quote: Quote | None, root: str) -> dict[str, Any] | None:
    if quote is None:
        return None
    info = quote.article.info
    return {
        "text": quote.text,
        "speaker": quote.speaker,
        "link": read_link(quote.article, quote.start, quote.end, root=root),
        "title": info.title or info.id,
        "facts": [fact for fact in (info.date, info.publication) if fact],
    }
