"""What a browser kept is shown again as it was, and is believed in nothing but what was said."""

import json
from copy import deepcopy
from typing import Any

import pytest
from web_server import EMOJI, Running

from index.articles.article import Article, ArticleInfo
from qa.answers import Answer, Confirmation, Copy, Kind, Quote, Reason
from qa.assistant import Ask
from qa.web.chat.fragments import exchange_html
from qa.web.conversations.kept import KeptAnswer, restored, to_keep

TEXT = "Über 🚢 Eis. The ferry sails in May. It costs nothing."
ARTICLE = Article(info=ArticleInfo(id="ferry-1", title="Ferry", author="Ada", lang="en"), text=TEXT)


def _answer(*, unsure: bool = False) -> Answer:
    start = TEXT.index("The ferry")
    quote = Quote(
        number=1,
        article=ARTICLE,
        start=start,
        end=TEXT.index(" It costs"),
        speaker="Ada",
        answer_span=(start + 4, start + 9),
        corrected_by=2,
        confirmed=Confirmation(number=7, at="2026-01-02T03:04:05Z"),
        copies=(Copy(info=ArticleInfo(id="b", publication="The Quay"), start=1, end=2),),
    )
    return Answer(
        question="When does it sail?",
        asked_as="When does the ferry sail?",
        kind=Kind.FACT,
        answered=True,
        confidence=0.81,
        answer=f"In May: “{quote.text}” [1]",
        quotes=(quote,),
        notes=("Understood “fery” as ferry.",),
        unsure=unsure,
    )


def _again(kept: dict[str, Any], *articles: Article) -> str:
    stored = {article.id: article for article in articles}
    found = restored(KeptAnswer.model_validate(kept), lambda id, _stamp: stored.get(id))
    return exchange_html(found.answer, 1, lost=found.lost)


@pytest.mark.parametrize(
    "answer",
    [
        _answer(),
        _answer(unsure=True),
        Answer(
            question="Who?",
            asked_as="Who?",
            kind=Kind.OPEN,
            answered=False,
            confidence=0.1,
            answer="I found no passage that states this.",
            reason=Reason.NOT_STATED,
            nearest=(Quote(number=1, article=ARTICLE, start=0, end=9),),
        ),
    ],
)
def test_it_is_shown_again_as_it_was(answer: Answer) -> None:
    assert _again(to_keep(answer), ARTICLE) == exchange_html(answer, 1)


def test_words_of_a_quote_are_the_articles_whatever_was_kept() -> None:
    kept = to_keep(_answer())
    kept["quotes"][0]["text"] = "The ferry never sails."
    kept["quotes"][0]["article"]["title"] = "Forged"
    shown = _again(kept, ARTICLE)
    assert "The ferry sails in May." in shown
    assert "never sails" not in shown.split('<ol class="quotes"')[1]
    assert "Forged" not in shown


def test_a_quote_whose_article_is_gone_is_shown_as_kept_and_named() -> None:
    kept = to_keep(_answer())
    kept["answer"] = "In May [1]"
    shown = _again(kept)
    assert "The ferry sails in May." in shown
    assert "Quotes 1: the article is no longer here as it was" in shown
    assert "Confirmed by an editor" not in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [("start", -1), ("end", 10**12), ("stamp", ""), ("number", "x"), ("article", {}), ("text", 5)],
)
def test_what_is_no_quote_is_no_exchange(running: Running, field: str, value: object) -> None:
    kept = to_keep(_answer())
    kept["quotes"][0][field] = value
    assert _shown(running, {"answer": kept}) == [None]


def test_places_outside_of_the_article_are_not_cut_from_it() -> None:
    for start, end in ((len(TEXT), len(TEXT) + 5), (9, 9), (20, 3)):
        kept = to_keep(_answer())
        kept["quotes"][0] |= {"start": start, "end": end}
        assert "no longer here as it was" in _again(kept, ARTICLE)


def _shown(server: Running, *exchanges: object) -> list[str | None]:
    response = server.client.post("/chat/exchanges", json={"exchanges": list(exchanges)})
    assert response.status_code == 200, response.text
    found: list[str | None] = response.json()["html"]
    return found


def _asked(server: Running, question: str) -> dict[str, Any]:
    """Return what is kept of an answer that a server gives."""
    return to_keep(server.assistant.ask_many([Ask(question=question)])[0])


def test_the_server_shows_what_it_answered_in_the_readers_language(running: Running) -> None:
    kept = {"answer": _asked(running, "Who dredging"), "filters": {}, "number": 3, "later": "kind"}
    (shown,) = _shown(running, kept)
    assert shown is not None
    assert 'data-turn="3"' in shown
    assert "Minister Rosa Calder said the dredging stops on Monday." in shown
    sent = running.client.post(
        "/chat/exchanges", json={"exchanges": [kept]}, headers={"Accept-Language": "de"}
    )
    assert "Belegt" in sent.text or "Stated" not in sent.text


def test_what_cannot_be_read_spoils_nothing_beside_it(running: Running) -> None:
    good = {"answer": _asked(running, "Who dredging")}
    odd: list[object] = [
        {},
        {"answer": None},
        {"answer": "x"},
        {**good, "filters": {"after": "soon"}},
        {"answer": {**good["answer"], "confidence": 7}},
        {"answer": {**good["answer"], "question": "x" * 60_000}},
        {"answer": {**good["answer"], "quotes": good["answer"]["quotes"] * 500}},
    ]
    shown = _shown(running, *odd, good)
    assert shown[:-1] == [None] * len(odd)
    assert shown[-1] is not None


def test_half_characters_and_too_many_are_refused(running: Running) -> None:
    kept = {"answer": _asked(running, "Who dredging")}
    halved = {"answer": {**kept["answer"], "answer": "\ud800"}}
    content = '{"exchanges": [' + json.dumps(halved) + "]}"
    headers = {"Content-Type": "application/json"}
    response = running.client.post("/chat/exchanges", content=content, headers=headers)
    assert response.json() == {"html": [None]}
    many = running.client.post("/chat/exchanges", json={"exchanges": [kept] * 51})
    assert many.status_code == 422


def test_markup_in_what_was_kept_stays_words(running: Running) -> None:
    kept = deepcopy(_asked(running, "Who dredging"))
    evil = "<img src=x onerror=alert(1)>"
    kept |= {"question": evil, "asked_as": evil, "answer": f"{evil} [1]", "notes": [evil]}
    kept["quotes"][0] |= {"text": evil, "speaker": evil, "stamp": "00000000"}
    kept["quotes"][0]["article"] |= {"title": evil, "author": evil, "url": "javascript:alert(1)"}
    (shown,) = _shown(running, {"answer": kept})
    assert shown is not None
    assert "<img" not in shown
    assert "javascript:" not in shown


def test_an_article_removed_since_leaves_the_words(running: Running) -> None:
    kept = {"answer": _asked(running, "Who dredging")}
    stored = running.memory_index.stored
    running.memory_index.stored = [article for article in stored if article is not EMOJI]
    try:
        (shown,) = _shown(running, kept)
    finally:
        running.memory_index.stored = stored
    assert shown is not None
    assert "Minister Rosa Calder said the dredging stops on Monday." in shown
    assert "no longer here as it was" in shown
