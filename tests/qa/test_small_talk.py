"""What asks nothing of the articles gets a fitting word, made of our words and of counts."""

from collections.abc import Iterator

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from qa.answers import Kind, Verdict
from qa.assistant import Assistant
from qa.inquiry import Ask
from qa.small_talk import Talk, talk_of

ARTICLES = (
    Article(
        info=ArticleInfo(id="a", title="Weir", date="2012-05-02", publication="The Quay"),
        text="“The weir leaks,” Rita Moss said. “It is old,” Rita Moss said.\n\n"
        "Tom Ash denied that it leaks.",
    ),
    Article(
        info=ArticleInfo(id="b", title="Fares", date="2013-01-09", publication="The Quay"),
        text="“Fares must fall,” Moss said. Una Hale said that fares were low. An official "
        "said that nothing would change.",
    ),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, sample_index: Index) -> Iterator[Assistant]:
    """An assistant on two articles."""
    folder = tmp_path_factory.mktemp("talk") / "index"
    with Index.open(folder, create=True, embedder=sample_index.embedder) as index:
        index.add_articles(ARTICLES)
        yield Assistant(index)


@pytest.mark.parametrize(
    ("message", "talk"),
    [
        ("hi", Talk.GREETING),
        ("Hello!", Talk.GREETING),
        ("Hey there, Pullquote", Talk.GREETING),
        ("hello, how are you?", Talk.GREETING),
        ("Good  morning.", Talk.GREETING),
        ("Thanks!", Talk.THANKS),
        ("ok, thank you very much", Talk.THANKS),
        ("that’s helpful", Talk.THANKS),
        ("Bye", Talk.FAREWELL),
        ("help", Talk.HELP),
        ("Hi, what can you do?", Talk.HELP),
        ("Please help me!", Talk.HELP),
        ("Who are the speakers?", Talk.SPEAKERS),
        ("list all speakers please", Talk.SPEAKERS),
        ("Which articles do you have?", Talk.ARTICLES),
    ],
)
def test_it_is_told_by_the_whole_message(message: str, talk: Talk) -> None:
    assert talk_of(message) is talk


@pytest.mark.parametrize(
    "message",
    [
        "Hi, what did Rita Moss say?",
        "Who thanked the mayor?",
        "What helped?",
        "Which articles do you have about fares?",
        "Which articles are there?",
        "Who are the speakers of the parliament?",
        "help for refugees",
        "Who said hello?",
        "hello world record",
        "",
        "?!",
        "hi " * 60,
    ],
)
def test_a_question_to_the_articles_is_none(message: str) -> None:
    assert talk_of(message) is None


def test_it_is_answered_without_quotes_whatever_was_asked_before(assistant: Assistant) -> None:
    for message in ("hi", "thanks", "bye", "help", "who speaks?", "which articles do you have?"):
        answer = assistant.ask(message, history=["What did Rita Moss say?"])
        assert (answer.answered, answer.kind, answer.confidence) == (True, Kind.METADATA, 1.0)
        assert (answer.verdict, answer.quotes, answer.nearest) == (Verdict.STATED, (), ())
        assert answer.question == answer.asked_as == message


def test_the_speakers_are_counted(assistant: Assistant) -> None:
    assert assistant.ask("Who are the speakers?").answer == (
        "3 speakers in 2 articles:\n"
        "Rita Moss: 3 statements in 2 articles\n"
        "Tom Ash: 1 statement in 1 article\n"
        "Una Hale: 1 statement in 1 article"
    )


def test_the_articles_are_counted_within_the_filters(assistant: Assistant) -> None:
    told = assistant.ask("Which articles do you have?").answer
    assert told.startswith(
        "I have 2 articles, dated 2012-05-02 to 2013-01-09, from:\nThe Quay: 2 articles\n"
    )
    later = Filters(after="2013-01-01")
    assert (
        "I have 1 article, dated 2013-01-09, from:"
        in assistant.ask("Which articles do you have?", filters=later).answer
    )
    assert assistant.ask("Who are the speakers?", filters=later).answer.startswith(
        "2 speakers in 1 article:\nRita Moss: 1 statement in 1 article\n"
    )


def test_help_names_somebody_who_speaks(assistant: Assistant) -> None:
    assert "What did Rita Moss say?" in assistant.ask("What can you do?").answer
    assert assistant.ask("hello").answer.startswith("Hello. Ask a question")


def test_questions_and_small_talk_are_answered_in_the_order_asked(assistant: Assistant) -> None:
    messages = ("What did Rita Moss say about fares?", "thanks", "Which articles are there?", "hi")
    answers = assistant.ask_many([Ask(question=one) for one in messages])
    assert [one.question for one in answers] == list(messages)
    assert [bool(one.quotes) for one in answers] == [True, False, True, False]


def test_an_empty_index_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty") / "index"
    with Index.open(folder, create=True) as index:
        for message in ("hi", "help", "who are the speakers?", "which articles do you have?"):
            answer = Assistant(index).ask(message)
            assert "There are no articles yet." in answer.answer
            assert answer.answered
