"""Plain questions about statements, as people ask them, beside those that the writers thought of.

Writers ask in many words and make their unanswerable questions near misses. People also ask "What
did NAME say about THING?", now and then about a thing of which nobody in the article speaks. How
much a topic that is nowhere near speaks against an answer is learnt from such questions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from qa.text.words import content_stems
from qa.training.evidence.news import NewsArticle, Row
from qa.training.evidence.statement_questions import asked_of, speakers_about, statements_of, things


def with_plain_questions(rows: Sequence[Row], seed: int = 7) -> list[Row]:
    """Returns the rows with up to three plain questions added to each.

    One is answered by a statement, one asks the same of somebody who does not speak of it, and one
    asks a speaker about a thing from another article, of which no word stands in his.
    """
    rng = random.Random(seed)
    articles = [NewsArticle.of(row) for row in rows]
    elsewhere = [
        (number, thing)
        for number, article in enumerate(articles)
        for said in statements_of(article)
        for thing in things(article.article.text[said.start : said.end])
    ]
    return [
        {**row, "questions": [*row["questions"], *_plain(articles, number, elsewhere, rng)]}
        for number, row in enumerate(rows)
    ]


def _plain(
    articles: Sequence[NewsArticle],
    number: int,
    elsewhere: Sequence[tuple[int, str]],
    rng: random.Random,
) -> Iterator[dict[str, Any]]:
    article = articles[number]
    text = article.article.text
    said = [one for one in statements_of(article) if things(text[one.start : one.end])]
    if not said:
        return
    one = rng.choice(said)
    thing = rng.choice(things(text[one.start : one.end]))
    about = speakers_about(article, one, thing)
    yield {
        "question": asked_of(article, one.speaker, thing, rng),
        "kind": "who-said",
        "answerable": True,
        "quotes": [{"text": text[start:end]} for start, end in about.theirs],
    }
    if about.silent:
        yield _unanswerable(asked_of(article, rng.choice(about.silent), thing, rng))
    here = set(content_stems(text))
    far = [
        thing
        for other, thing in rng.sample(elsewhere, min(40, len(elsewhere)))
        if other != number and not here & set(content_stems(thing)) and content_stems(thing)
    ]
    if far:
        yield _unanswerable(asked_of(article, rng.choice(said).speaker, far[0], rng))


def _unanswerable(question: str) -> dict[str, Any]:
    return {
        "question": question,
        "kind": "who-said",
        "answerable": False,
        "why": "speaker-silent-on-topic",
        "quotes": [],
    }
