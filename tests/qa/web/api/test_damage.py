"""A server over a damaged index says so, and answers from what is sound."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from web_server import Running, serving

_PROBLEM = "application/problem+json"


@pytest.fixture
def folder(sample_index_folder: Path, tmp_path: Path) -> Path:
    """A copy of the samples' index to damage."""
    return shutil.copytree(sample_index_folder, tmp_path / "index")


@pytest.fixture
def server(folder: Path) -> Iterator[Running]:
    with serving(folder, real=True, examples=("What did Bordyuzha say?",)) as server:
        yield server


def _longest(folder: Path) -> tuple[str, str]:
    """Return identifier and text of the longest article."""
    with closing(sqlite3.connect(folder / "articles.sqlite")) as connection:
        found: tuple[str, str] = connection.execute(
            "SELECT id, text FROM articles ORDER BY length(text) DESC"
        ).fetchone()
    return found


def _spoil_text(folder: Path, text: str) -> str:
    """Change one letter of a stored text on the disk; return the words around it as they were."""
    path = folder / "articles.sqlite"
    words = " ".join(text.split("\n")[0].split()[:5])
    data = path.read_bytes()
    at = data.index(text[:60].encode())
    path.write_bytes(data[: at + 1] + bytes([data[at + 1] ^ 1]) + data[at + 2 :])
    return words


def _spoil_tree(folder: Path) -> None:
    path = folder / "articles.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'articles'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)


def _problem(response: object, status: int = 503) -> str:
    assert response.status_code == status  # type: ignore[attr-defined]
    assert response.headers["content-type"] == _PROBLEM  # type: ignore[attr-defined]
    return str(response.json()["detail"])  # type: ignore[attr-defined]


def test_a_damaged_tree_is_a_problem_document_everywhere(folder: Path, server: Running) -> None:
    client = server.client
    assert client.get("/healthz").json()["status"] == "ok"
    article = client.get("/api/articles").json()["articles"][0]["id"]
    _spoil_tree(folder)
    with serving(folder, real=True) as later:
        for response in (
            later.client.get("/healthz"),
            later.client.get("/api/articles"),
            later.client.get(f"/api/articles/{article}"),
            later.client.post("/api/search", json={"query": "Iran"}),
            later.client.post("/api/ask", json={"question": "What did Bordyuzha say?"}),
        ):
            detail = _problem(response)
            assert "articles.sqlite is damaged" in detail
            assert "verify --repair" in detail


def test_an_article_with_a_wrong_letter_is_left_out_of_answers(
    folder: Path, server: Running
) -> None:
    article, text = _longest(folder)
    words = _spoil_text(folder, text)
    client = server.client
    found = client.post("/api/search", json={"query": words, "k": 50})
    assert found.status_code == 200
    hits = found.json()["hits"]
    assert hits
    assert all(hit["article"]["id"] != article for hit in hits)
    assert client.post("/api/ask", json={"question": f"Who said {words}?"}).status_code == 200
    listed = client.post("/api/ask", json={"question": "Which articles are there?"})
    assert listed.status_code == 200
    assert client.get("/api/statements").status_code == 200
    assert article in _problem(client.get("/api/articles/" + article))
    health = client.get("/healthz")
    assert (health.status_code, health.json()["status"]) == (200, "degraded")
    assert health.json()["damaged"] == 1


@pytest.mark.parametrize("state", ["missing", "empty"])
def test_a_truth_that_is_gone_is_not_an_empty_index(
    folder: Path, server: Running, state: str
) -> None:
    assert server.client.get("/healthz").status_code == 200
    path = folder / "articles.sqlite"
    path.unlink()
    if state == "empty":
        path.touch()
    for response in (
        server.client.get("/healthz"),
        server.client.post("/api/search", json={"query": "Iran"}),
    ):
        assert "backup" in _problem(response)
    with serving(folder, real=True) as later:
        assert "backup" in _problem(later.client.get("/healthz"))
    assert not path.exists() or os.stat(path).st_size == 0
