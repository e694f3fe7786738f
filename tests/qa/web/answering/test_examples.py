"""Example questions: made by turning sentences round, tried, and shown where they are answered."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.statement import StatementKind
from qa.answers import Answer, Kind, Quote
from qa.statements.finding import find_statements
from qa.web.answering.examples.candidate import Candidate, Sort
from qa.web.answering.examples.keeping import KeptExamples
from qa.web.answering.examples.making import candidates, newest
from qa.web.answering.examples.sentences import sentence_questions, vocabulary
from qa.web.answering.examples.subjects import subjects
from qa.web.answering.examples.trying import Example, tried


def _article(text: str, identifier: str = "a", title: str = "Title", **known: str) -> Article:
    return Article(info=ArticleInfo(id=identifier, title=title, **known), text=text)


def _turned(*sentences: str) -> list[str]:
    article = _article(" ".join(sentences))
    return [one.question for one in sentence_questions(article, vocabulary([article]))]


def _made(*articles: Article) -> dict[Sort, list[str]]:
    found = candidates(articles, [find_statements(one.text) for one in articles])
    return {sort: [one.question for one in some] for sort, some in found.items()}


def test_newest_come_first_and_undated_last() -> None:
    infos = [
        ArticleInfo(id="a", title="A"),
        ArticleInfo(id="b", title="B", date="2012-04"),
        ArticleInfo(id="c", title="C", date="2012-04-18"),
        ArticleInfo(id="d", title=None, date="2020-01-01"),
    ]
    assert [info.id for info in newest(infos)] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Nine barges were moored below the lock.", "How many barges were moored below the lock?"),
        ("There are 1,400 hives on the hill.", "How many hives are there on the hill?"),
        ("The old mill was reopened in May 1931.", "When was the old mill reopened?"),
        ("The lock was shut because of a leak.", "Why was the lock shut?"),
        ("The council has shut the lock because it leaks.", "Why has the council shut the lock?"),
        ("Orla Finch resigned, because nobody paid.", "Why did Orla Finch resign?"),
        ("She said that the mill was sold because of debts.", "Why was the mill sold?"),
    ],
)
def test_a_sentence_is_turned_round(sentence: str, question: str) -> None:
    assert _turned(sentence, "He may resign.") == [question]


@pytest.mark.parametrize(
    "sentence",
    [
        "It was shut because of a leak.",
        "The lock was shut by them because of a leak.",
        "The log which the county kept was lost because of rain.",
        "The results were his because of it.",
        "The mayor says tolls were cut because of the strike.",
        "“The lock was shut because of a leak,” he said.",
        "The mill has been shut in May 1931.",
        "Nine were lost.",
    ],
)
def test_what_leans_on_other_sentences_or_may_not_be_turned_is_left(sentence: str) -> None:
    assert _turned(sentence) == []


def test_a_noun_at_the_head_of_a_sentence_is_written_small_and_a_name_is_not() -> None:
    assert _turned("Tolls were cut because of the strike.", "Who pays tolls?") == [
        "Why were tolls cut?"
    ]
    assert _turned("Orlo was closed because of the strike.", "We saw Orlo.") == [
        "Why was Orlo closed?"
    ]
    assert _turned("Zorb was closed because of the strike.") == []  # it may be either


def test_subjects_stand_in_the_title_and_often_in_the_text() -> None:
    text = (
        "The night boat is late. A night boat costs little. The night boat leaves at ten. "
        "Tolls rise. Tolls fall. Nobody likes tolls. Percent, percent, percent."
    )
    article = _article(text, title="Night boat, tolls and percent: the harbour’s week")
    assert subjects(article) == ["the night boat", "tolls"]


def test_questions_of_every_sort_are_made() -> None:
    text = (
        "“Tolls at the lock are a tax on patience,” Orla Finch said on Monday. "
        "“Without tolls the lock would rot within ten years,” said Ruben Castle. "
        "Nine barges were moored below the lock. The lock was shut because of a leak."
    )
    made = _made(_article(text, title="The lock and the tolls", author="Ada Byron"))
    assert made[Sort.WHO_SAID][0] == "What did Orla Finch say about the lock?"
    assert made[Sort.COMPARE] == ["What did Orla Finch and Ruben Castle say about the lock?"]
    assert made[Sort.WHY] == ["Why was the lock shut?"]
    assert made[Sort.TOPIC] == ["Tell me about the lock."]
    assert made[Sort.FACT] == [
        "How many barges were moored below the lock?",
        "Who wrote “The lock and the tolls”?",
    ]


def test_articles_in_other_languages_and_long_ones_are_left() -> None:
    text = "Nine barges were moored below the lock. "
    assert not any(_made(_article(text, lang="de"), _article(text * 2000, "b")).values())


def _answer(question: str, quotes: Sequence[Quote] = (), *, unsure: bool = False) -> Answer:
    return Answer(
        question=question, asked_as=question, kind=Kind.FACT, answered=True, confidence=0.9,
        answer="", quotes=tuple(quotes), unsure=unsure,
    )  # fmt: skip


_HERE, _THERE = _article("x" * 50), _article("x" * 50, "b")


def _quote(article: Article, start: int, end: int, speaker: str | None = None) -> Quote:
    return Quote(
        number=1, article=article, start=start, end=end, speaker=speaker, kind=StatementKind.DIRECT
    )


def _candidate(sort: Sort, question: str, speakers: tuple[str, ...] = ()) -> Candidate:
    return Candidate(sort=sort, question=question, article="a", start=10, end=20, speakers=speakers)


def test_only_a_sure_answer_from_the_same_place_will_do() -> None:
    one = _candidate(Sort.WHY, "?")
    assert one.is_answered_by(_answer("?", [_quote(_HERE, 5, 11)]))
    assert not one.is_answered_by(_answer("?", [_quote(_HERE, 5, 11)], unsure=True))
    assert not one.is_answered_by(_answer("?", [_quote(_HERE, 20, 30)]))
    assert not one.is_answered_by(_answer("?", [_quote(_THERE, 5, 11)]))


def test_both_speakers_have_to_be_heard() -> None:
    one = _candidate(Sort.COMPARE, "?", ("Orla Finch", "Ruben Castle"))
    orla, ruben = _quote(_HERE, 0, 5, "Orla Finch"), _quote(_THERE, 0, 5, "Castle")
    assert one.is_answered_by(_answer("?", [orla, ruben]))
    assert not one.is_answered_by(_answer("?", [orla]))


def test_of_each_sort_the_first_that_is_answered_is_shown() -> None:
    asked: list[list[str]] = []

    def ask(questions: Sequence[str]) -> list[Answer]:
        asked.append(list(questions))
        return [_answer(one, [_quote(_HERE, 10, 20)], unsure="no" in one) for one in questions]

    whys = [_candidate(Sort.WHY, one) for one in ("Why no?", "Why not yet, no?", "Why?")]
    facts = [_candidate(Sort.FACT, "When?"), _candidate(Sort.FACT, "Where?")]
    topics = [_candidate(Sort.TOPIC, "Tell me no.")]
    shown = tried({Sort.WHY: whys, Sort.FACT: facts, Sort.TOPIC: topics}, ask)
    assert shown == (Example("When?", Sort.FACT), Example("Why?", Sort.WHY))
    assert asked == [["When?", "Why no?", "Tell me no."], ["Why not yet, no?"], ["Why?"]]


def test_examples_are_made_once_for_each_generation_and_nobody_waits() -> None:
    kept, may_go, made = KeptExamples(), threading.Event(), []

    def make() -> list[Example]:
        may_go.wait(60)
        made.append(1)
        return [Example("Who?")]

    assert kept.of(1, make) is None
    assert kept.of(1, make) is None
    may_go.set()
    assert kept.of(1, make, wait=60) == [Example("Who?")]
    assert kept.of(1, make) == [Example("Who?")]
    assert len(made) == 1
    assert kept.of(2, make, wait=60) == [Example("Who?")]
    assert len(made) == 2


def test_a_failure_leaves_no_examples_and_no_page_unopened(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> list[Example]:
        raise RuntimeError("no reader")

    assert KeptExamples().of(1, fail, wait=60) == ()
    assert "no example questions could be made" in caplog.text


def test_a_server_that_stops_awaits_the_questions_in_work_and_tries_no_more() -> None:
    kept, begun, may_go = KeptExamples(), threading.Event(), threading.Event()
    asked: list[list[str]] = []

    def ask(questions: Sequence[str]) -> list[Answer]:
        asked.append(list(questions))
        begun.set()
        may_go.wait(60)
        return [_answer(one, [], unsure=True) for one in questions]

    def make() -> Sequence[Example]:
        facts = [_candidate(Sort.FACT, "When?"), _candidate(Sort.FACT, "Where?")]
        return tried({Sort.FACT: facts}, ask, lambda: kept.stopped)

    assert kept.of(1, make) is None
    assert begun.wait(60)
    with ThreadPoolExecutor(1) as aside:
        stopping = aside.submit(kept.stop)
        while not kept.stopped:
            time.sleep(0.01)
        assert not stopping.done()
        may_go.set()
        stopping.result(60)
    assert kept.of(1, make) == ()
    assert kept.of(2, make, wait=60) is None
    assert asked == [["When?"]]
