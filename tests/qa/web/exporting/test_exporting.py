"""Conversations made into files over real HTTP: their quotes are cut from the articles anew."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from docx import Document
from web_server import EMOJI, MemoryIndex, Running, serving

from index.articles.article import Article, ArticleInfo
from qa.answers import Answer, Kind, Quote
from qa.web.sharing.links import AnswerLinks

TOLL = Article(
    info=ArticleInfo(id="toll/1", title="Toll", date="2023-05-08", lang="en"),
    text="The toll is two pounds. Nobody minds.",
)
QUOTE = Quote(number=1, article=TOLL, start=0, end=23, speaker="Orla Brook")
ANSWER = Answer(
    question="What is the toll?",
    asked_as="What is the toll?",
    kind=Kind.FACT,
    answered=True,
    confidence=0.9,
    answer=f"two pounds: “{QUOTE.text}” [1]",
    quotes=(QUOTE,),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("exporting")) as running:
        yield running


@pytest.fixture
def articles(server: Running) -> Iterator[MemoryIndex]:
    server.memory_index.stored.append(TOLL)
    yield server.memory_index
    server.memory_index.stored[:] = [EMOJI]


def _sent(server: Running, *more: dict[str, str]) -> dict[str, object]:
    proof = AnswerLinks(server.settings.index).make(ANSWER, {})
    first = {"question": "What is <b>it</b>?", "proof": proof}
    return {"title": "Tolls", "made": 1_700_000_000_000, "exchanges": [first, *more]}


def _texts(content: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(content)).paragraphs]


def test_quotes_are_cut_from_the_articles_and_the_question_is_the_one_that_was_answered(
    server: Running, articles: MemoryIndex
) -> None:
    sent = _sent(server, {"question": "And then?", "said": "Stopped."})
    response = server.client.post("/chat/export/docx", json=sent)
    assert response.status_code == 200
    texts = _texts(response.content)
    assert texts[:3] == ["Tolls", "2023-11-14", "What is the toll?"]
    assert "The toll is two pounds." in texts
    assert "And then?" in texts
    assert "Stopped." in texts
    rels = Document(io.BytesIO(response.content)).part.rels.values()
    links = [one.target_ref for one in rels if one.is_external]
    assert links[0].startswith(f"{server.url}/read/toll%2F1?start=0&end=23&v=")
    pdf = server.client.post("/chat/export/pdf", json=sent)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_of_an_article_that_is_gone_or_another_now_no_word_is_told(
    server: Running, articles: MemoryIndex
) -> None:
    articles.stored[-1] = replace(TOLL, text="Wholly new.")
    for _ in range(2):
        response = server.client.post("/chat/export/docx", json=_sent(server))
        told = "\n".join(_texts(response.content))
        assert "two pounds" not in told
        assert "so the quote is not shown" in told
        articles.stored.pop()


@pytest.mark.parametrize(
    ("kind", "sent", "status"),
    [
        ("docx", {"made": 1, "exchanges": []}, 422),
        ("docx", {"made": -1, "exchanges": [{"question": "a"}]}, 422),
        ("exe", {"made": 1, "exchanges": [{"question": "a"}]}, 422),
        ("pdf", {"made": 1, "exchanges": [{"question": "何"}]}, 422),
        ("docx", {"made": 1, "exchanges": [{"question": "a", "proof": "made-up"}]}, 200),
    ],
)
def test_what_cannot_be_made_is_refused(
    server: Running, kind: str, sent: dict[str, object], status: int
) -> None:
    response = server.client.post(f"/chat/export/{kind}", json=sent)
    assert response.status_code == status
    if kind == "pdf":
        assert "何" in response.json()["detail"]


def test_a_conversation_too_long_for_a_file_is_refused(
    server: Running, articles: MemoryIndex
) -> None:
    long = replace(TOLL, text="Nobody minds. " * 1_000)
    articles.stored[-1] = long
    quote = replace(QUOTE, article=long, end=len(long.text))
    proof = AnswerLinks(server.settings.index).make(replace(ANSWER, quotes=(quote,)), {})
    sent = {"made": 1, "exchanges": [{"question": "a", "proof": proof}] * 80}
    response = server.client.post("/chat/export/pdf", json=sent)
    assert response.status_code == 413
    assert "Save it as Markdown" in response.json()["detail"]
