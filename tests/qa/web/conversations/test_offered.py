"""What is offered before a question: names to filter by, what filters leave, examples."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from web_server import Running, serving

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters

_OTHERS = [
    ("Ada Byron", "The Quay Herald", "2023"),
    ("Ada Byron", "The Quay", "2024-02"),
    ("Bo Finch", "Steppe Review", None),
]
_TEXT = "Nine barges were moored below the weir."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with some more authors and publications."""
    with serving(tmp_path_factory.mktemp("offered")) as running:
        for number, (author, publication, date) in enumerate(_OTHERS):
            info = ArticleInfo(
                id=f"more-{number}", title="More", author=author, publication=publication, date=date
            )
            running.memory_index.stored.append(Article(info=info, text=_TEXT))
        running.memory_index.generation += 1
        yield running


def _scope(server: Running, filters: object) -> httpx.Response:
    return server.client.post("/chat/scope", json=filters)


def test_names_are_found_by_their_words(server: Running) -> None:
    found = server.client.get("/chat/names", params={"of": "author", "text": "ada"}).json()
    assert found == {
        "names": [{"name": "Ada Byron", "articles": 2}, {"name": "Ada Löfgren", "articles": 1}],
        "total": 2,
        "nearest": [],
    }
    listed = server.client.get("/chat/names", params={"of": "publication"}).json()
    assert listed["total"] == 4


def test_what_no_name_has_comes_with_the_nearest(server: Running) -> None:
    found = server.client.get("/chat/names", params={"of": "publication", "text": "Stepe"}).json()
    assert (found["names"], found["nearest"]) == ([], ["Steppe Review"])


@pytest.mark.parametrize(
    "query", [{"of": "title"}, {}, {"of": "author", "text": "x" * 501}, {"text": "ada"}]
)
def test_other_names_are_not_given(server: Running, query: dict[str, str]) -> None:
    assert server.client.get("/chat/names", params=query).status_code == 422


def test_the_scope_says_how_many_articles_filters_leave(server: Running) -> None:
    assert _scope(server, {}).json() == {
        "articles": 5, "total": 5, "collections": 0, "unknown": [],
        "first": "2023-01-01", "last": "2024-05-07",
    }  # fmt: skip
    left = _scope(server, {"sources": ["The Quay"], "author": "ada", "after": "2024-01-01"}).json()
    assert left["articles"] == 2
    left = _scope(server, {"sources": ["The Quay", "Steppe Review"]}).json()
    assert left["articles"] == 3


def test_names_that_no_article_has_are_named(server: Running) -> None:
    given = {"authors": ["Ada", "Bo Finch"], "source": "herald", "author": "nobody"}
    assert _scope(server, given).json()["unknown"] == ["Ada", "nobody"]


@pytest.mark.parametrize(
    "filters",
    [
        {"after": "soon"},
        {"authors": "Ada"},
        {"authors": ["x"] * 101},
        {"authors": ["x" * 501]},
        {"articles": ["a"]},
        {"authors": ["\ud800"]},
    ],
)
def test_what_are_no_filters_is_refused(server: Running, filters: dict[str, object]) -> None:
    body = json.dumps(filters)
    headers = {"Content-Type": "application/json"}
    assert server.client.post("/chat/scope", content=body, headers=headers).status_code == 422


def test_a_question_with_a_name_that_no_article_has_is_refused_at_once(server: Running) -> None:
    before = len(server.assistant.asked)
    asked = {"question": "Who dredging", "filters": {"authors": ["Ada Biron"]}}
    response = server.client.post("/chat/ask", json=asked)
    assert response.status_code == 422
    assert response.json()["detail"] == (
        "No article has an author “Ada Biron”. The nearest: “Ada Byron” or “Ada Löfgren”."
    )
    assert len(server.assistant.asked) == before


def test_several_names_reach_the_assistant(server: Running) -> None:
    names = ["Ada Byron", "Bo Finch"]
    filters = {"authors": names, "source": "quay", "before": "2024"}
    asked = {"question": "Who dredging", "filters": filters}
    with server.client.stream("POST", "/chat/ask", json=asked) as response:
        assert "event: answer" in "".join(response.iter_text())
    assert server.assistant.asked[-1][2] == Filters(
        authors=frozenset(names), source="quay", before="2024"
    )
    api = server.client.post("/api/ask", json={**asked, "question": "Who dredging?"})
    assert api.status_code == 200
    assert server.assistant.asked[-1][2].authors == frozenset(names)


def test_feedback_keeps_several_names(server: Running) -> None:
    given = {"question": "Who?", "helpful": True, "filters": {"authors": ["Ada Byron"]}}
    assert server.client.post("/api/feedback", json=given).json()["recorded"]


def test_examples_are_those_that_were_answered(server: Running) -> None:
    while not (offered := server.client.get("/chat/examples").json())["ready"]:
        pass
    assert offered["examples"] == [
        {"question": "How many barges were moored below the weir?", "sort": "fact"}
    ]


def test_the_owner_chooses_examples(tmp_path: Path) -> None:
    with serving(tmp_path, examples=("Who landed?",)) as server:
        assert server.client.get("/chat/examples").json() == {
            "examples": [{"question": "Who landed?", "sort": None}], "ready": True,
        }  # fmt: skip


def test_without_articles_nothing_is_offered(tmp_path: Path) -> None:
    with serving(tmp_path, empty=True) as server:
        assert server.client.get("/chat/examples").json() == {"examples": [], "ready": True}
        assert _scope(server, {"author": "ada"}).json()["total"] == 0
        assert server.client.get("/chat/names?of=author").json()["total"] == 0
