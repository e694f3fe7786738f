"""Answers as HTML: links to quotes, whose claim a quote is, and what is not shown twice."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.articles.statement import StatementKind
from qa.answers import Answer, Confirmation, Copy, Kind, Quote, Reason
from qa.web.chat.fragments import confidence_words, exchange_html
from qa.web.chat.page_words import page_words


def test_confidence_is_words_and_a_number() -> None:
    words = page_words("en")
    assert confidence_words(0.93, words) == "Confidence: Very high (93 %)"
    assert confidence_words(0.75, words) == "Confidence: High (75 %)"
    assert confidence_words(0.5, words) == "Confidence: Fair (50 %)"
    assert confidence_words(0.0, words) == "Confidence: Low (0 %)"
    assert confidence_words(0.5, page_words("de")) == "Sicherheit: mittel (50 %)"


def _answer(text: str, quoted: str, *, speaker: str | None = None) -> Answer:
    info = ArticleInfo(id="a", title="T")
    article = Article(info=info, text=f"Before. {quoted} After.")
    start = len("Before. ")
    quote = Quote(number=1, article=article, start=start, end=start + len(quoted), speaker=speaker)
    return Answer(
        question="Q?", asked_as="Q?", kind=Kind.FACT, answered=True, confidence=0.9, answer=text,
        quotes=(quote,),
    )  # fmt: skip


def test_only_numbers_that_name_a_quote_become_links() -> None:
    turn = exchange_html(_answer("See [1], not [2] <i>.", "Words."), 1)
    assert turn.count('class="cite"') == 1
    assert "not [2] &lt;i&gt;." in turn


def _shown(turn: str) -> str:
    """Return what of a turn is text."""
    return re.sub(r"<[^>]*>", "", turn)


def test_words_stand_once() -> None:
    for text in ("The article: “Words here.” [1]", "Short\nHe: “Words here.” [1]", "See it. [1]"):
        turn = exchange_html(_answer(text, "“Words here.”", speaker="He"), 1)
        assert _shown(turn).count("Words here") == 1
        assert turn.count("<blockquote") == 1


def test_a_quote_leads_to_all_that_its_speaker_says() -> None:
    answer = _answer("See it. [1]", "“Words here.”", speaker="Ada <b> & Okoro")
    turn = exchange_html(answer, 1)
    assert 'href="speakers/named?name=Ada+%3Cb%3E+%26+Okoro&amp;article=a"' in turn
    assert "All statements of Ada &lt;b&gt; &amp; Okoro" in re.sub(r"</?(?:bdi|a)[^>]*>", "", turn)
    assert "speakers/named" not in exchange_html(_answer("See it. [1]", "Words here."), 1)


def test_that_there_is_more_of_a_speaker_leads_there() -> None:
    more = "12 more statements of Ada O’Koro in 4 articles"
    command = "; pullquote statements --speaker 'Ada O’Koro' lists them."
    turn = exchange_html(_answer(f"So it is. [1]\n{more}{command}", "Words."), 1)
    assert f'href="speakers/named?name=Ada+O%E2%80%99Koro">{more}.</a>' in turn
    assert "--speaker" not in _shown(turn)


def test_beside_a_speaker_stands_whose_claim_that_is() -> None:
    """In lines and beside quotes; an article can claim anything of anybody."""
    turn = exchange_html(_answer("He: “Words.” [1]\nSo [1]", "“Words.”", speaker="He"), 1)
    assert '[1]</a> <span class="whose">in <bdi>T</bdi></span>' in turn
    assert 'He</span> <span class="whose">in <bdi>T</bdi></span></p>' in turn
    assert "whose" not in exchange_html(_answer("“Words here.” [1]", "“Words here.”"), 1)


def test_what_an_article_says_itself_is_named_by_whose_it_is() -> None:
    turn = exchange_html(_answer("Yes\nThe article: No words. [1]", "Words here."), 1)
    assert '[1]</a> <span class="whose">in <bdi>T</bdi></span>' in turn


@pytest.mark.parametrize(
    ("kind", "reported"),
    [(StatementKind.DIRECT, False), (StatementKind.MIXED, True), (StatementKind.INDIRECT, True)],
)
def test_reported_words_are_told_from_quoted_ones(kind: StatementKind, reported: bool) -> None:
    answer = _answer("He: “Words here.” [1]", "“Words here,” he said.", speaker="He")
    quotes = tuple(replace(quote, kind=kind) for quote in answer.quotes)
    turn = exchange_html(replace(answer, quotes=quotes), 1)
    assert ('class="given">reported<' in turn) is reported


def test_the_time_in_a_recording_is_shown() -> None:
    answer = _answer("Words [1]", "Words.")
    (quote,) = answer.quotes
    timed = replace(quote.article, marks=(Mark("time", 8, 14, "01:12:05"),))
    turn = exchange_html(replace(answer, quotes=(replace(quote, article=timed),)), 1)
    assert "<span>at 1:12:05</span>" in turn


def test_a_correction_is_named_beside_what_it_corrects() -> None:
    answer = _answer("Words [1] and more [2]", "Words.")
    (first,) = answer.quotes
    quotes = (first, replace(first, number=2, corrected_by=1))
    assert exchange_html(replace(answer, quotes=quotes), 1).count("Corrected by 1<") == 1
    assert "Corrected by" not in exchange_html(answer, 1)


def test_verdict_and_notes_are_shown() -> None:
    answer = replace(_answer("Words [1]", "Words."), notes=("Understood “<b>” as b.",))
    assert '<p class="note" lang="en" dir="auto">Understood “&lt;b&gt;” as b.</p>' in exchange_html(
        answer, 1
    )
    assert '<b class="stated">Stated</b>' in exchange_html(answer, 1)
    unsure = exchange_html(replace(answer, unsure=True), 1)
    assert '<b class="stated">Unsure</b>' in unsure
    assert "These quotes may answer it" in unsure


def test_an_answer_without_quotes_has_no_confidence() -> None:
    answer = replace(_answer("You are welcome.", "Words."), quotes=(), kind=Kind.METADATA)
    assert "Confidence" not in exchange_html(answer, 1)


def test_a_refusal_for_the_language_has_a_title_of_its_own() -> None:
    answer = replace(
        _answer("Only English.", "Words."), quotes=(), answered=False, reason=Reason.LANGUAGE
    )
    assert "Not understood" in exchange_html(answer, 1)


@pytest.mark.parametrize(
    ("title", "publication", "whose"),
    [
        ("T", "The <Quay>", "The &lt;Quay&gt;"),
        ("T", None, "T"),
        (None, None, "an untitled article"),
    ],
)
def test_whose_it_is_is_the_publication_or_the_article(
    title: str | None, publication: str | None, whose: str
) -> None:
    info = ArticleInfo(id="a", title=title, publication=publication)
    article = Article(info=info, text="Words here.")
    quote = Quote(number=1, article=article, start=0, end=11, speaker="He")
    answer = Answer(
        question="Q?", asked_as="Q?", kind=Kind.FACT, answered=True, confidence=0.9,
        answer="He: “Words here.” [1]", quotes=(quote,),
    )  # fmt: skip
    assert exchange_html(answer, 1).count(f"in <bdi>{whose}</bdi>") == 1


def test_a_rewritten_question_is_shown_as_it_was_asked() -> None:
    answer = _answer("Words [1]", "Words.")
    assert "Asked as" not in exchange_html(answer, 1)
    rewritten = Answer(
        question="And she?", asked_as="What did Ada say?", kind=Kind.FACT, answered=True,
        confidence=0.9, answer="Words [1]", quotes=answer.quotes,
    )  # fmt: skip
    assert "What did Ada say?" in exchange_html(rewritten, 1)


def test_a_confirmed_quote_and_what_was_left_out_are_said() -> None:
    plain = _answer("“Words here.” [1]", "“Words here.”")
    assert "Confirmed" not in exchange_html(plain, 1)
    said = Confirmation(number=7, at="2026-01-02T03:04:05+00:00")
    quotes = tuple(replace(one, confirmed=said) for one in plain.quotes)
    turn = exchange_html(replace(plain, quotes=quotes, notes=("One <b> is left out.",)), 1)
    assert '<time datetime="2026-01-02T03:04:05+00:00">2026-01-02</time>' in turn
    assert 'data-take-back="7"' in turn
    assert "One &lt;b&gt; is left out." in turn


def test_a_verdict_is_of_the_text_that_was_read() -> None:
    answer = _answer("“Words here.” [1]", "“Words here.”")
    stamp = answer.quotes[0].article.text_hash[:12]
    assert f"&#34;stamp&#34;: &#34;{stamp}&#34;" in exchange_html(answer, 1)


def test_a_turn_says_by_its_class_and_sign_what_it_came_to() -> None:
    answer = _answer("Words [1]", "Words.")
    refused = replace(answer, answered=False, quotes=(), nearest=answer.quotes)
    turns = [exchange_html(one, 1) for one in (answer, replace(answer, unsure=True), refused)]
    signs = [re.findall(r'<svg class="sign".*?</svg>', turn, re.DOTALL) for turn in turns]
    assert [len(one) for one in signs] == [1, 1, 1]
    assert len({one[0] for one in signs}) == 3
    for turn, name in zip(turns, ("stated", "unsure", "not-stated"), strict=True):
        assert f'<article class="turn {name}' in turn


def test_sources_are_listed_with_how_many_more_hold_the_words() -> None:
    answer = _answer("Words [1]", "Words.")
    assert 'class="sources"' not in exchange_html(answer, 1)
    (first,) = answer.quotes
    second = replace(first, number=2, start=0, end=7)
    infos = [ArticleInfo(id=f"c{n}", title=f"Copy {n}", publication="P") for n in range(60)]
    copies = tuple(Copy(info=info, start=0, end=5) for info in infos)
    turn = exchange_html(replace(answer, quotes=(replace(first, copies=copies), second)), 1)
    listed = turn.split('<details class="sources">')[1].split("</details>")[0]
    assert "Sources: 1; more with the same words: 60" in listed
    assert "[1][2] <a data-read" in listed
    assert listed.count("<li>") == 1 + 50 + 1
    assert "and 10 more" in listed


def test_a_citation_names_all_that_is_known() -> None:
    info = ArticleInfo(
        id="a", title='"T" <i>', author="Ada", publication="P", date="2024-01-02",
        url="https://p.example/t",
    )  # fmt: skip
    marks = (Mark("page", 0, 11, "3"),)
    article = Article(info=info, text="Words here.", marks=marks)
    quote = Quote(
        number=1, article=article, start=0, end=11, speaker="He", kind=StatementKind.INDIRECT
    )
    answer = replace(_answer("He (reported): Words here. [1]", "W"), quotes=(quote,))
    turn = exchange_html(answer, 1)
    given = json.loads(unescape(turn.split('data-cite="')[1].split('"')[0]))
    assert given.pop("read").startswith("read/a?start=0&end=11")
    assert given == {
        "number": 1, "text": "Words here.", "speaker": "He", "reported": "reported",
        "title": '"T" <i>', "author": "Ada", "publication": "P", "date": "2024-01-02",
        "page": "page 3", "url": "https://p.example/t",
        "place": "https://p.example/t#:~:text=Words%20here",
    }  # fmt: skip


def test_an_address_that_is_no_web_page_is_not_cited() -> None:
    article = Article(info=ArticleInfo(id="a", url="javascript:alert(1)"), text="Words.")
    quote = Quote(number=1, article=article, start=0, end=6)
    assert "javascript" not in exchange_html(replace(_answer("[1]", "W"), quotes=(quote,)), 1)


def test_quotes_of_one_article_are_marked_together() -> None:
    answer = _answer("Words [1] [2]", "Words.")
    (first,) = answer.quotes
    turn = exchange_html(
        replace(answer, quotes=(first, replace(first, number=2, start=0, end=7))), 1
    )
    assert "n=1&amp;also=2.0.7#quote" in turn
    assert f"n=2&amp;also=1.{first.start}.{first.end}#quote" in turn
