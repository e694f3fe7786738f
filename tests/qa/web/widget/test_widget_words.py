"""The embedded page says an answer's own words in its language, in a real Chromium."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect
from web_server import Running

from qa.answers import Answer, Kind, Reason
from qa.assistant import Ask

pytestmark = pytest.mark.browser

_QUOTE = "Minister Rosa Calder said the dredging stops on Monday."
_MORE = (
    "3 more statements of Rosa Calder in 2 articles; pullquote statements --speaker x lists them."
)
_NOTE = "Quote [1] is confirmed by an editor."
_SAID = "I found no passage that states what Ada Okoro and Ben Moss said about the lock."
_FITTING = "Rosa Calder wrote “The lock”. [1]"


def _answers(
    whole: Callable[[Sequence[Ask]], list[Answer]],
) -> Callable[[Sequence[Ask]], list[Answer]]:
    """Return the answers with all kinds of words around the one quote."""

    def answers(asks: Sequence[Ask]) -> list[Answer]:
        return [_worded(one) for one in whole(asks)]

    return answers


def _worded(answer: Answer) -> Answer:
    if not answer.answered:
        return replace(answer, answer=_SAID, reason=Reason.NOT_STATED)
    lines = (f"Before (2024-05-06): Rosa Calder (reported): {_QUOTE} [1]", "Yes", _FITTING, _MORE)
    return replace(answer, kind=Kind.METADATA, answer="\n".join(lines), notes=(_NOTE, "It rains."))


def _ask(page: Page, question: str, place: int) -> None:
    page.fill("#question", question)
    page.press("#question", "Enter")
    turn = page.locator(".turn").nth(place)
    expect(turn.locator(".quotes").first).to_be_visible()


@pytest.mark.parametrize(
    ("language", "direction", "note", "lines", "refusal", "aloud"),
    [
        (
            "de", "ltr", "Zitat [1] ist von der Redaktion bestätigt.",
            ["Vorher (2024-05-06): Rosa Calder (berichtet): ", "Ja",
             "3 weitere Aussagen von Rosa Calder in 2 Artikeln."],
            "Ich habe keine Stelle gefunden, die eine Aussage von Ada Okoro und Ben Moss "
            "wiedergibt (Thema: the lock).", "Keine Stelle gefunden. Ich habe",
        ),
        (
            "ar", "rtl", "الاقتباس [1] أكّده أحد المحررين.",
            ["قبل ذلك (2024-05-06): Rosa Calder (منقول بالمعنى): ", "نعم",
             "Rosa Calder: 3 أقوال أخرى في مقالين."],
            "لم أجد مقطعًا يذكر ما قاله Ada Okoro وBen Moss (الموضوع: the lock).", "لم أجد",
        ),
    ],
)  # fmt: skip
def test_answers_own_words_are_in_the_pages_language(
    running: Running, browser: Browser, monkeypatch: pytest.MonkeyPatch, language: str,
    direction: str, note: str, lines: list[str], refusal: str, aloud: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(running.assistant, "ask_many", _answers(running.assistant.ask_many))
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{running.url}/embed?lang={language}")
        page.wait_for_selector("html[data-ready]")
        _ask(page, "Who dredging", 0)
        expect(page.locator(".note")).to_have_text([note, "It rains."])
        assert page.locator(".note").first.get_attribute("dir") == direction
        assert page.locator(".note").last.get_attribute("lang") == "en"
        shown = page.locator(".answer .line")
        introduced, yes, record, more = (shown.nth(place) for place in range(4))
        expect(introduced).to_contain_text(f"{lines[0]}{_QUOTE} [1]")
        expect(yes).to_have_text(lines[1])
        expect(record).to_contain_text("The lock")
        expect(record).not_to_contain_text("wrote")
        expect(more).to_have_text(lines[2])
        for line in (introduced, yes, record, more):
            assert line.get_attribute("lang") == language
            assert line.get_attribute("dir") == direction
        _ask(page, "Who mentions Brazil?", 1)
        said = page.locator(".silence p").last
        expect(said).to_have_text(refusal)
        assert said.get_attribute("lang") == language
        assert said.locator("bdi").last.get_attribute("lang") == "en"
        expect(page.locator("#announcement")).to_contain_text(aloud)
