"""What answering keeps in memory while the articles change: within bounds, nothing outdated."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from index.keeping.store import KEPT
from qa.assistant import Assistant
from qa.reading.sentence_reader import SentenceReader

ARTICLES = 5
QUESTIONS = ("What did Ada Voss say about the ferry?", "How many people came to the harbour?")


def _article(number: int, version: int) -> Article:
    text = (
        f"{100 + number} people came to the harbour on day {version}. “We keep the ferry, whatever "
        f"it costs in year {version},” said Ada Voss, the harbour master of pier {number}.\n\n"
        f"Bram Ilk, who runs the ferry, said that {version} boats are enough. He went home."
    )
    return Article(info=ArticleInfo(id=f"a{number}", author="Cora Lund"), text=text)


def _texts(version: int) -> list[str]:
    return [_article(number, version).text for number in range(ARTICLES)]


@pytest.fixture
def index(tmp_path: Path, sample_index: Index) -> Iterator[Index]:
    KEPT.clear()
    with Index.open(tmp_path / "index", create=True, embedder=sample_index.embedder) as made:
        made.add_articles(_article(number, 0) for number in range(ARTICLES))
        yield made


def _assistant(index: Index) -> Assistant:
    return Assistant(index, reader=SentenceReader(index.embedder))


def test_nothing_is_kept_of_articles_that_changed_or_are_gone(index: Index, tmp_path: Path) -> None:
    assistant = _assistant(index)
    with Index.open(tmp_path / "index", embedder=index.embedder) as writer:  # as another process
        for version in range(1, 4):
            for question in QUESTIONS:
                assert assistant.ask(question, filters=Filters(author="Cora Lund")).quotes
            assert all(text in KEPT for text in _texts(version - 1))
            writer.add_articles(_article(number, version) for number in range(ARTICLES))
            index.search("the ferry")
            assert not any(text in KEPT for text in _texts(version - 1))
        assistant.ask(QUESTIONS[0])
        writer.remove(["a0"])
        index.search("the ferry")
    assert [text in KEPT for text in _texts(3)] == [False] + [True] * (ARTICLES - 1)
    assert len(index._retriever._filters) <= 1


def test_answers_are_the_same_however_little_is_kept(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = _assistant(index)
    found = []
    for limit in (2**26, 60_000, 0):
        monkeypatch.setattr(KEPT, "limit", limit)
        KEPT.clear()
        answers = []
        for version in range(2):
            index.add_articles(_article(number, version) for number in range(ARTICLES))
            for question in QUESTIONS:
                answers.append(assistant.ask(question).to_json() | {"timings_ms": None})
                assert KEPT.bytes <= limit
        found.append(answers)
    assert found[0] == found[1] == found[2]
    assert any(answer["answered"] for answer in found[0])
