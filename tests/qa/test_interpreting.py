"""Questions understood with what an index knows, asked of a real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa.answers import Answer, Kind, Reason, Verdict
from qa.assistant import Assistant
from qa.statements.stored import StatementFinder

LEVY = """Nikolay Bordyuzha said the ferry levy would fall by two pounds in June.

The harbour master, Ada Okafor, said the night boat returns in August.
"""
SCHOOL = """The cook, Ben Lark, said the new oven was too small for the school.

Parents in Lindmark have asked for a bigger kitchen since 2012.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("interpreting")
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles(
            [
                Article(info=ArticleInfo(id="levy", title="Ferry levy falls"), text=LEVY),
                Article(info=ArticleInfo(id="school", title="School oven"), text=SCHOOL),
            ]
        )
        yield Assistant(index)


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(question)


@pytest.mark.parametrize("name", ["Boardyuzha", "Бордюжа", "bordyuzah"])
def test_a_misspelled_speaker_is_understood_and_said(assistant: Assistant, name: str) -> None:
    answer = ask(assistant, f"what did {name} say about the ferry levy?")
    assert answer.notes == (f"Understood “{name}” as Bordyuzha.",)
    assert answer.asked_as == "what did Bordyuzha say about the ferry levy?"
    assert answer.question == f"what did {name} say about the ferry levy?"
    assert [quote.speaker for quote in answer.quotes] == ["Nikolay Bordyuzha"]


def test_a_name_that_nobody_speaks_under_is_understood_too(assistant: Assistant) -> None:
    answer = ask(assistant, "What did parents in Lindmarck ask for?")
    assert answer.notes == ("Understood “Lindmarck” as Lindmark.",)


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did the harbour master say?", "Ada Okafor"),
        ("What did the school's cook say about the oven?", "Ben Lark"),
    ],
)
def test_a_role_is_who_holds_it(assistant: Assistant, question: str, speaker: str) -> None:
    answer = ask(assistant, question)
    assert answer.answered
    assert {quote.speaker for quote in answer.quotes} == {speaker}


@pytest.mark.parametrize("question", ["Wann kommt das Nachtboot zurück?", "Что сказал Бордюжа?"])
def test_a_question_in_another_language_is_told_so(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert (answer.answered, answer.verdict) == (False, Verdict.NOT_STATED)
    assert (answer.reason, answer.quotes, answer.nearest) == (Reason.LANGUAGE, (), ())


def test_languages_and_misspellings_may_come_in_one_batch(assistant: Assistant) -> None:
    from qa.inquiry import Ask

    questions = ["Où est le bateau ?", "What did Boardyuzha say?", "When does the boat return?"]
    answers = assistant.ask_many([Ask(question=one) for one in questions])
    assert [one.question for one in answers] == questions
    assert [one.reason is Reason.LANGUAGE for one in answers] == [True, False, False]
    assert [bool(one.notes) for one in answers] == [False, True, False]


@pytest.mark.parametrize("question", ["Okafor", "the of and", "Où is the boat?", "okafor boat"])
def test_names_stop_words_and_two_languages_have_an_honest_answer(
    assistant: Assistant, question: str
) -> None:
    answer = ask(assistant, question)
    assert answer.reason is not Reason.LANGUAGE
    assert all(quote.text in (LEVY + SCHOOL) for quote in answer.quotes)


def test_kinds_are_told_by_the_head(assistant: Assistant) -> None:
    assert ask(assistant, "okafor night boat").kind is Kind.TOPIC
    assert ask(assistant, "price of a season ticket").kind is Kind.FACT
