"""Where answers lead on to: both sides, where somebody compares or asks what changed."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from web_server import EMOJI

from qa.answers import Answer, Kind, Quote, Reason
from qa.web.chat.fragments import exchange_html
from qa.web.chat.page_words import page_words
from qa.web.pages.languages import LANGUAGES


def _answer(question: str, *speakers: str) -> Answer:
    quotes = tuple(
        Quote(number=number, article=EMOJI, start=0, end=24, speaker=speaker)
        for number, speaker in enumerate(speakers, 1)
    )
    return Answer(
        question=question,
        asked_as=question,
        kind=Kind.COMPARE,
        answered=bool(quotes),
        confidence=0.5,
        answer="".join(f"Line [{one.number}]\n" for one in quotes) or "Not stated.",
        quotes=quotes,
        reason=None if quotes else Reason.NOT_STATED,
    )


def _link(answer: Answer, language: str = "en") -> tuple[dict[str, list[str]], str] | None:
    page = html.fragment_fromstring(exchange_html(answer, 1, language=language))
    links = page.xpath("//p[@class='onward']/a")
    if not links:
        return None
    address = urlsplit(links[0].get("href"))
    assert address.path == "sides"
    return parse_qs(address.query), links[0].text_content()


def test_a_comparison_leads_to_both_sides() -> None:
    found = _link(_answer("Compare what Rita Moss and Tom Ash said about the dam"))
    assert found is not None
    assert found[0] == {"speaker": ["Rita Moss", "Tom Ash"], "about": ["the dam"]}
    assert found[1] == "Side by side, all of it: Rita Moss · Tom Ash · the dam"


def test_a_change_leads_to_one_over_time() -> None:
    found = _link(_answer("How did Rita Moss's position on the dam change?"))
    assert found == (
        {"speaker": ["Rita Moss"], "about": ["the dam"]},
        "Over time, all of it: Rita Moss · the dam",
    )


def test_sides_that_are_not_named_are_those_quoted() -> None:
    question = "What did both sides say about the dam?"
    assert _link(_answer(question, "Rita Moss", "Tom Ash", "Rita Moss")) == (
        {"speaker": ["Rita Moss", "Tom Ash"], "about": ["the dam"]},
        "Side by side, all of it: Rita Moss · Tom Ash · the dam",
    )
    assert _link(_answer(question)) == (
        {"about": ["the dam"]},
        "Side by side, all of it: the dam",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_speaks_the_language_of_the_page(language: str) -> None:
    found = _link(_answer("Compare <b>Moss</b> and Ash on the dam"), language)
    assert found is None or "<b>" not in found[1]
    told = _link(_answer("How did Moss's position on the dam change?"), language)
    assert told is not None
    assert told[1] == page_words(language)["overTime"].format(what="Moss · the dam")


@pytest.mark.parametrize("question", ["Who opposes the dam?", "Compare wind and solar power"])
def test_other_questions_lead_nowhere(question: str) -> None:
    assert _link(replace(_answer(question), kind=Kind.OPEN)) is None
