"""The whole way from question to quotes, on the sample articles with the real models."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from qa.answers import Answer, Reason
from qa.assistant import Ask, Assistant
from qa.questions.followups import Exchange
from qa.reading.sentence_reader import SentenceReader

QUESTIONS = Path(__file__).resolve().parents[2] / "samples" / "questions.jsonl"
IRAN = "What did Bordyuzha say about Iran?"


@pytest.fixture(scope="module")
def assistant(sample_index: Index) -> Assistant:
    """The assistant of the samples, with the reader that needs no training."""
    return Assistant(sample_index, reader=SentenceReader(sample_index.embedder))


@pytest.fixture(scope="module")
def shipped(sample_index: Index) -> Assistant:
    """The assistant of the samples as it is shipped."""
    return Assistant(sample_index)


def _exact(answer: Answer) -> Answer:
    """Check what holds for every answer, whatever it says."""
    for quote in (*answer.quotes, *answer.nearest):
        text = quote.article.text
        assert 0 <= quote.start < quote.end <= len(text)
        assert quote.to_json()["text"] == text[quote.start : quote.end]
        if quote.answer_span:
            assert quote.start <= quote.answer_span[0] < quote.answer_span[1] <= quote.end
    assert answer.answered == bool(answer.quotes) == (answer.reason is None)
    assert all(f"[{quote.number}]" in answer.answer for quote in answer.quotes)
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.timings_ms["total"] > 0
    return answer


GOLDEN = [
    (IRAN, "military action should not take place", "Nikolay Bordyuzha"),
    ("Who cautioned that force would be felt beyond the region?", "cautioned", "Nikolay Bordyuzha"),
    (
        "What did Prof. Abernathy say about hospital mergers?",
        "Mergers save money",
        "Liesl Abernathy",
    ),
    ("What did the ministry say about paying for the mud?", "pay for its mud", "Radek Holm"),
    (
        "What did the retired head of obstetrics write about the larger ward?",
        "big ward",
        "Ingeborg Salis",
    ),
]


@pytest.mark.parametrize(("question", "words", "speaker"), GOLDEN)
def test_words_are_quoted_with_their_speaker(
    shipped: Assistant, question: str, words: str, speaker: str
) -> None:
    answer = _exact(shipped.ask(question))
    assert answer.kind == "who-said"
    assert any(words in quote.text and quote.speaker == speaker for quote in answer.quotes)


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("Who wrote the article on the election observers?", "Marit Oksanen wrote "),
        ("When was the article about the Morven fire evacuations published?", "“"),
        ("How many articles did Saskia Venn write?", "4 articles by Saskia Venn."),
    ],
)
def test_records_answer_for_articles(assistant: Assistant, question: str, start: str) -> None:
    answer = _exact(assistant.ask(question))
    assert answer.answered
    assert answer.kind == "metadata"
    assert answer.answer.startswith(start)


@pytest.mark.parametrize(
    ("question", "filters", "reason"),
    [
        ("What did Bordyuzha say about Brazil?", Filters(), Reason.NOT_STATED),
        ("What did Zebulon Quark say about Iran?", Filters(), Reason.UNKNOWN_SPEAKER),
        ("Who wrote the article about submarine volcanoes?", Filters(), Reason.NOT_STATED),
        (IRAN, Filters(after="2020"), Reason.OUTSIDE_FILTERS),
        (IRAN, Filters(source="Nobody's Paper"), Reason.OUTSIDE_FILTERS),
    ],
)
def test_silence_has_a_reason(
    assistant: Assistant, question: str, filters: Filters, reason: Reason
) -> None:
    answer = _exact(assistant.ask(question, filters=filters))
    assert answer.reason is reason
    assert answer.answer.endswith(".")
    allowed = [quote.article.info for quote in answer.nearest]
    assert all((info.date or "") >= "2020" for info in allowed if filters.after)


def test_an_empty_index_says_what_to_do(small_empty: Assistant) -> None:
    answer = small_empty.ask(IRAN)
    assert (answer.answered, answer.reason) == (False, Reason.EMPTY_INDEX)
    assert "pullquote index" in answer.answer


@pytest.fixture
def small_empty(tmp_path: Path, sample_index: Index) -> Iterator[Assistant]:
    with Index.open(tmp_path / "index", create=True, embedder=sample_index.embedder) as index:
        yield Assistant(index, reader=SentenceReader(sample_index.embedder))


def test_a_conversation_goes_on(assistant: Assistant) -> None:
    first = assistant.ask(IRAN)
    history = [Exchange(IRAN, first.answer)]
    second = _exact(
        assistant.ask("What did he think of the American anti-drug programme?", history=history)
    )
    assert "Bordyuzha" in second.asked_as
    assert second.question == "What did he think of the American anti-drug programme?"
    assert second.answered
    assert {quote.speaker for quote in second.quotes} == {"Nikolay Bordyuzha"}


def test_many_questions_are_answered_as_one_by_one(assistant: Assistant) -> None:
    questions = [
        IRAN,
        "How many articles did Saskia Venn write?",
        "What did Bordyuzha say about Brazil?",
    ]
    together = assistant.ask_many([Ask(question=question) for question in questions])
    for question, answer in zip(questions, together, strict=True):
        alone = assistant.ask(question)
        assert (alone.answer, alone.reason) == (answer.answer, answer.reason)
        assert [q.to_json() for q in alone.quotes] == [q.to_json() for q in answer.quotes]


def test_offsets_hold_after_letters_beyond_the_first_plane(
    tmp_path: Path, sample_index: Index
) -> None:
    text = (
        "𝕳𝖆𝖗𝖇𝖔𝖚𝖗 🚢🚢 news from the quay.\n\n"
        "“The crane 🏗️ is unsafe,” harbour master Lena Fisk said on Friday."
    )
    with Index.open(tmp_path / "index", create=True, embedder=sample_index.embedder) as index:
        index.add_articles([Article(info=ArticleInfo(id="crane", title="Crane"), text=text)])
        asked = Assistant(index, reader=SentenceReader(index.embedder))
        answer = _exact(asked.ask("What did Lena Fisk say about the crane?"))
    (quote,) = answer.quotes
    assert quote.speaker == "Lena Fisk"
    assert text[quote.start : quote.end] == quote.text
    assert "“The crane 🏗️ is unsafe,”" in quote.text


def test_what_an_author_writes_is_what_he_says(
    tmp_path: Path, sample_index: Index, written: Callable[[], Article]
) -> None:
    with Index.open(tmp_path / "index", create=True, embedder=sample_index.embedder) as index:
        index.add_articles([written()])
        asked = Assistant(index, reader=SentenceReader(index.embedder))
        own = _exact(asked.ask("What does Ole Dahl say about night trams?"))
        other = _exact(asked.ask("What did Mayor Fisk say about the depot?"))
    assert own.answered
    assert {quote.speaker for quote in own.quotes} == {"Ole Dahl"}
    assert "Night trams ought to cost nothing." in own.quotes[0].text
    assert {quote.speaker for quote in other.quotes} == {"Mayor Fisk"}


@pytest.fixture
def written() -> Callable[[], Article]:
    text = (
        "Night trams ought to cost nothing. They run half empty anyway.\n\n"
        "“The depot is full,” Mayor Fisk said."
    )
    info = ArticleInfo(id="free", title="Make the tram free", author="Ole Dahl")
    return lambda: Article(info=info, text=text)


def test_no_sample_question_gets_an_inexact_answer(assistant: Assistant) -> None:
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][::6]
    asks = [
        Ask(
            question=row["question"],
            history=tuple(row.get("history", ())),
            filters=Filters(**row.get("filters", {})),
        )
        for row in rows
    ]
    for answer in assistant.ask_many(asks):
        _exact(answer)


ISLAND = (
    "The anthem of the island of Ostrey, “The Long Wall”, was written in 1921 by Ada Lindqvist, a "
    "teacher at the harbour school.\n\n"
    "On Ostrey a bridge of less than ten metres is called a skip. The island has forty of them, "
    "and the state road crosses nine.\n\n"
    "The Pilots' Guild opposed the bridge toll from the first day."
)


@pytest.fixture(scope="module")
def island(tmp_path_factory: pytest.TempPathFactory, sample_index: Index) -> Iterator[Assistant]:
    """An assistant with the trained reader, over one article."""
    folder = tmp_path_factory.mktemp("island") / "index"
    with Index.open(folder, create=True, embedder=sample_index.embedder) as index:
        info = ArticleInfo(id="ostrey", title="Nine bridges", author="Sten Moll")
        index.add_articles([Article(info=info, text=ISLAND)])
        yield Assistant(index)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ('Who wrote "The Long Wall"?', "Ada Lindqvist"),  # no record has this title
        ("What is a bridge of less than ten metres called on Ostrey?", "skip"),
        ("Who opposed the bridge toll?", "Guild"),
        ("How many bridges does the state road cross?", "nine"),
    ],
)
def test_what_looks_like_words_or_records_is_read(
    island: Assistant, question: str, found: str
) -> None:
    answer = _exact(island.ask(question))
    assert answer.answered
    first = answer.quotes[0]
    assert found in first.text
    if first.answer_span and answer.kind != "who-said":
        start, end = first.answer_span
        assert found in first.article.text[start:end]


def test_the_reader_is_opened_once_whoever_comes_first(sample_index: Index) -> None:
    asked = Assistant(sample_index)
    asked.prepare()
    with ThreadPoolExecutor(4) as pool:
        readers = list(pool.map(lambda _: asked.reader, range(8)))
    assert len({id(reader) for reader in readers}) == 1
