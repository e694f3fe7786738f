"""What a question is about, its nouns, and shortened names given in full."""

import pytest

from qa.questions.article_questions import ArticleAsk, Field
from qa.questions.conversations.conversation import Conversation
from qa.questions.conversations.focus import (
    articles_named,
    begins_question,
    focus_of,
    named_in_full,
    nouns_of,
)


def after(*questions: str, answer: str = "") -> Conversation:
    conversation = Conversation()
    for question in questions:
        conversation = conversation.after_question(question)
    return conversation.after_answer(answer) if answer else conversation


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("who slept", True), ("And why?", True), ("then is it so", True), ("List them", True),
        ("but so why", False), ("the who slept", False), ("whoever slept", False), ("", False),
        ("anything else", True),
    ],
)  # fmt: skip
def test_a_question_begins_with_a_word_of_questions(text: str, begins: bool) -> None:
    assert begins_question(text, "en") is begins


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("What did Berg say about the long toll of old bridges?", "the long toll of old bridges"),
        ("What did Berg say about the toll, fines and dues of Riga?", "the toll"),
        ("What did Berg say about a toll for all of the bridges?", "the toll"),
        ("According to Berg, who pays the toll?", "the toll"),
        ("Why did the harbour close, the ferry having sunk?", "the ferry"),
        ("Why did the harbour close, for the same reason?", "the harbour"),
        ("What is known regarding Lindmark?", "Lindmark"),
        ("What is known about Lindmark while it rains?", "Lindmark"),
        ("What is known about lindmark?", None),
        ("What is known about its Lindmark?", "the Lindmark"),
        ("What is known about Lindmark, the town?", "the town"),
        ("When did the head of ports leave?", "the head of ports"),
        ("When did it rain?", None),
        ("Who wrote the article by Venn?", "the article by Venn"),
    ],
)  # fmt: skip
def test_a_question_is_about_its_topic_or_its_last_noun(question: str, focus: str | None) -> None:
    assert focus_of(after(question)) == focus


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (ArticleAsk(field=Field.AUTHOR, about="trams"), "the article about trams"),
        (ArticleAsk(field=Field.LIST, by="Venn"), "the articles by Venn"),
        (ArticleAsk(field=Field.COUNT, source="the Post"), "the articles from the Post"),
        (ArticleAsk(field=Field.DATE, about="a", by="b", source="c"),
         "the article about a by b from c"),
        (ArticleAsk(field=Field.LIST, dated="2012"), None),
    ],
)  # fmt: skip
def test_articles_are_named_by_what_restricts_them(ask: ArticleAsk, named: str | None) -> None:
    assert articles_named(ask) == named


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("Why is the old harbour shut?", ["old harbour shut"]),
        ("Why did the old harbour change?", ["old harbour"]),
        ("Why did the old harbour reopen in Riga?", ["old harbour reopen"]),
        ("Did a ship, of the line, sink?", ["ship", "line"]),
        ("Did an edge of it come off?", ["edge"]),
        ("Did their long-time ally win, in these games?", ["long-time ally", "games"]),
        ("Did Berg's old boat take it?", ["old boat"]),
        ("Did Berg’s boat take it?", ["boat"]),
        ("Is that so?", []),
        ("the qa qb qc qd qe qf qg qh", ["qa qb qc qd qe qf"]),
    ],
)
def test_nouns_with_an_article_end_where_something_else_begins(text: str, nouns: list[str]) -> None:
    found = list(nouns_of(text, "en"))
    assert [noun for noun, *_ in found] == nouns
    for noun, start, end in found:
        assert text[start:end].endswith(noun)
        assert text[start : start + 1].strip()


LEVY = "What is the Tarnbridge flood levy?"


@pytest.mark.parametrize(
    ("before", "question", "asked"),
    [
        (LEVY, "Is this levy paid?", "Is this Tarnbridge flood levy paid?"),
        (LEVY, "Who raised a levy?", "Who raised a levy?"),
        (LEVY, "Is the levy for Kessing paid?", "Is the levy for Kessing paid?"),
        (LEVY, "Is the levy that hurt paid?", "Is the levy that hurt paid?"),
        (LEVY, "Is the levy's end near?", "Is the levy's end near?"),
        (LEVY, "Is the levy-free town old?", "Is the levy-free town old?"),
        (LEVY, "Is the levy Berg raised paid?", "Is the levy Berg raised paid?"),
        (LEVY, "Is the flood over?", "Is the flood over?"),
        (LEVY, "Does the flood levy of Tarnbridge end?", "Does the flood levy of Tarnbridge end?"),
        ("What is the levy?", "Who pays the levy?", "Who pays the levy?"),
        ("What is the other levy?", "Who pays the levy?", "Who pays the levy?"),
        ("What is the cold season?", "Does the season end?", "Does the season end?"),
        ("What is the long year?", "Does the year end?", "Does the year end?"),
        ("What is the cold winter?", "Does the winter end?", "Does the winter end?"),
        ("What is the long article?", "Does the article end?", "Does the article end?"),
        ("Did the Lowick Council meet?", "Who leads the council?", "Who leads the Lowick Council?"),
        ("Who leads the guild of smiths?", "Is the guild old?", "Is the guild of smiths old?"),
    ],
)
def test_only_what_was_named_more_fully_is_named_in_full(
    before: str, question: str, asked: str
) -> None:
    assert named_in_full(question, after(before)) == asked


def test_the_latest_full_name_counts_and_the_question_before_all_names() -> None:
    history = after("Did the Lowick Council meet?", "Did the Oslo Council meet?", "Why?")
    assert named_in_full("Who leads the council?", history) == "Who leads the Oslo Council?"
    history = after("Did the Lowick Council meet?", "Did it meet the old council?")
    assert named_in_full("Who leads the council?", history) == "Who leads the old council?"
    history = after("Who spoke?", answer="The Lowick Council did, in the hall.")
    assert named_in_full("Who leads the council?", history) == "Who leads the Lowick Council?"
