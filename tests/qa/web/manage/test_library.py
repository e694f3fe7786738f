"""The list of editors over real HTTP: filtered, paged; many removed, restored, corrected."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from editing_server import FILE, editing

from index.collection import Index
from index.store.locking import writer_lock

JSON = {"Content-Type": "application/json"}
WORDS = "The quay at Merrow stays closed until the cranes have been looked at, said the port. "
ROWS = [
    {
        "title": f"Quay {number}",
        "author": "Ada Löfgren" if number % 2 else "",
        "date": f"202{number}-05-06",
        "publication": "The Quay",
        "url": f"https://quay.example/{number}",
        "text": f"{WORDS} Day {number}." + (" A zeppelin came." if number == 3 else ""),
    }
    for number in range(6)
]


@pytest.fixture
def articles(client: httpx.Client) -> Iterator[list[str]]:
    """Six articles, in their order."""
    lines = "\n".join(map(json.dumps, ROWS)).encode()
    draft = client.post("/api/drafts?name=rows.jsonl", content=lines, headers=FILE).json()
    saved = client.post("/api/articles", json={"draft": draft["id"]}).json()["articles"]
    yield [one["id"] for one in saved]
    everything = client.get("/manage/identifiers").json()["identifiers"]
    if everything:
        client.post("/api/articles/remove", json={"ids": everything})
    for one in client.get("/api/removals").json()["removals"]:
        client.delete(f"/api/removals/{one['id']}", headers=JSON)


def listed(client: httpx.Client, **query: object) -> list[str]:
    found = client.get("/manage/articles", params=query).json()  # type: ignore[arg-type]
    return [one["title"] for one in found["articles"]]


def remove(client: httpx.Client, ids: list[str], **more: object) -> dict[str, Any]:
    response = client.post("/api/articles/remove", json={"ids": ids, **more})
    assert response.status_code == 200, response.text
    removed: dict[str, Any] = response.json()
    return removed


def restore(client: httpx.Client, removal: str, **more: object) -> httpx.Response:
    return client.post(f"/api/removals/{removal}/restore", json=more)


@pytest.mark.usefixtures("articles")
def test_the_list_is_sorted_filtered_searched_and_paged(client: httpx.Client) -> None:
    assert listed(client, order="title", limit=2, offset=1) == ["Quay 1", "Quay 2"]
    assert listed(client, order="newest")[0] == "Quay 5"
    assert listed(client)[:3] == ["Quay 4", "Quay 2", "Quay 0"]  # without an author: first
    assert listed(client, year=["2021", "2022"], order="oldest") == ["Quay 1", "Quay 2"]
    assert listed(client, gap="missing:author", year="2022") == ["Quay 2"]
    found = client.get("/manage/articles?search=zeppelin").json()
    assert (found["total"], found["everything"]) == (1, 6)
    (one,) = found["articles"]
    assert one["excerpt"]["word"] == "zeppelin"
    assert one["added_here"]
    counts = client.get("/manage/counts", params={"year": "2021"}).json()
    assert counts["facets"]["author"] == [["", 0], ["Ada Löfgren", 1]]
    assert counts["gaps"]["missing:author"] == 0
    values = client.get("/manage/values", params={"facet": "author", "beginning": "löf"}).json()
    assert values == {"values": [["Ada Löfgren", 3]]}


@pytest.mark.parametrize(
    "query",
    [
        "order=title;DROP", "order=", "gap=missing:text", "gap=look)%20OR%20(1", "limit=0",
        "limit=1001", "offset=-1", "offset=9999999999999999999", "search=" + "x" * 501,
        "author=" + "x" * 501, "&".join(["year=2020"] * 51),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_is_refused(client: httpx.Client, query: str) -> None:
    assert client.get(f"/manage/articles?{query}").status_code == 422


@pytest.mark.parametrize(
    "query",
    ["search='%3B--", "search=%00", "search=%F0%9F%98%80%E2%80%AE", "author=%27)%20OR%20(1=1",
     "search=%25%5F%5C", "year=%22]", "lang=\\ud800"],
)  # fmt: skip
def test_nothing_in_a_query_is_syntax(client: httpx.Client, query: str) -> None:
    response = client.get(f"/manage/articles?{query}")
    assert response.status_code == 200
    assert client.get(f"/manage/counts?{query}").status_code == 200
    assert client.get(f"/manage/identifiers?{query}").status_code == 200


def test_many_are_removed_in_slices_and_brought_back(
    client: httpx.Client, articles: list[str], folder: Path
) -> None:
    first = remove(client, articles[:2])
    token = first["removal"]["id"]
    second = remove(client, [*articles[2:4], "nobody-00000000"], removal=token)
    assert second["removed"] == articles[2:4]
    assert second["removal"]["id"] == token
    assert second["removal"]["articles"] == 4
    assert len(listed(client)) == 2
    assert client.get(f"/api/articles/{articles[0]}").status_code == 404
    (told,) = client.get("/api/removals").json()["removals"]
    assert told == second["removal"]
    assert told["titles"] == ["Quay 0", "Quay 1", "Quay 2"]
    assert told["by"] == "local"
    assert told["expires"] > told["at"]
    back = restore(client, token, most=3).json()
    assert (back["restored"], back["left"]) == (articles[:3], 1)
    back = restore(client, token).json()
    assert (back["restored"], back["left"]) == (articles[3:4], 0)
    assert restore(client, token).status_code == 404
    assert len(listed(client)) == 6
    answer = client.post("/api/search", json={"query": "zeppelin"}).json()
    assert answer["hits"][0]["article"]["id"] == articles[3]
    assert list((folder / ".originals").glob("*/file.*"))


def test_a_removal_is_erased_for_good(client: httpx.Client, articles: list[str]) -> None:
    token = client.delete(f"/api/articles/{articles[0]}", headers=JSON).json()["removal"]
    assert client.delete(f"/api/removals/{token}", headers=JSON).status_code == 200
    assert client.delete(f"/api/removals/{token}", headers=JSON).status_code == 404
    assert restore(client, token).status_code == 404


def test_what_came_again_meanwhile_is_left_as_it_is(
    client: httpx.Client, articles: list[str], folder: Path
) -> None:
    with Index.open(folder) as index:
        article = index.article(articles[0])
    token = client.delete(f"/api/articles/{articles[0]}", headers=JSON).json()["removal"]
    with Index.open(folder) as index:
        index.add_articles([article])
    back = restore(client, token).json()
    assert (back["restored"], back["there"], back["left"]) == ([], articles[:1], 0)


def test_the_same_field_of_many_is_corrected(client: httpx.Client, articles: list[str]) -> None:
    body = {"ids": [*articles[:3], "nobody-00000000"], "author": " Ben\tBrandvold ", "date": None}
    answer = client.patch("/api/articles/details", json=body).json()
    assert answer == {"corrected": articles[:3], "gone": ["nobody-00000000"]}
    assert listed(client, author="Ben Brandvold", order="title") == ["Quay 0", "Quay 1", "Quay 2"]
    details = client.get(f"/api/articles/{articles[1]}/details").json()["details"]
    by_field = {one["field"]: one for one in details}
    assert by_field["author"]["read"]["value"] == "Ada Löfgren"
    assert by_field["date"]["value"] is None
    assert not by_field["date"]["missing"]  # an editor emptied it


@pytest.mark.parametrize(
    "body",
    [
        {"ids": []}, {"ids": ["a"]}, {"ids": ["a"], "date": "6 May"}, {"ids": ["x"] * 201,
        "author": "A"}, {"ids": ["a"], "text": "x"}, {"ids": "a", "author": "A"},
        {"ids": ["a"], "url": "javascript:alert(1)"}, {"author": "A"},
    ],
)  # fmt: skip
def test_a_correction_of_many_that_cannot_be_is_refused(
    client: httpx.Client, body: dict[str, object]
) -> None:
    assert client.patch("/api/articles/details", json=body).status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"ids": []}, {"ids": ["x"] * 201}, {"ids": ["a"], "removal": "../.."}]
)
def test_a_removal_that_cannot_be_is_refused(client: httpx.Client, body: dict[str, object]) -> None:
    assert client.post("/api/articles/remove", json=body).status_code == 422
    assert client.post("/api/removals/..%2f..%2fetc/restore", json={}).status_code in {404, 422}


def test_removing_what_is_not_there_says_so(client: httpx.Client) -> None:
    response = client.post("/api/articles/remove", json={"ids": ["nobody-00000000"]})
    assert response.status_code == 404
    assert "nobody-00000000" in response.json()["detail"]


def test_while_another_writes_nothing_is_lost(
    client: httpx.Client, articles: list[str], folder: Path
) -> None:
    with writer_lock(folder):
        response = client.post("/api/articles/remove", json={"ids": articles[:1]})
    assert response.status_code == 503
    assert "try again" in response.json()["detail"]
    assert len(listed(client)) == 6


def test_only_editors_see_and_change_it(tmp_path: Path) -> None:
    with (
        editing(tmp_path / "index", host="0.0.0.0", allow_anonymous=True) as url,
        httpx.Client(base_url=url, timeout=600, trust_env=False) as stranger,
    ):
        for path in ("articles", "counts", "values?facet=author", "identifiers"):
            assert stranger.get(f"/manage/{path}").status_code == 403
        assert stranger.get("/api/removals").status_code == 403
        for path in ("/api/articles/remove", f"/api/removals/{'0' * 32}/restore"):
            assert stranger.post(path, json={"ids": ["a"]}).status_code in {403, 422}
        changed = stranger.patch("/api/articles/details", json={"ids": ["a"], "author": "A"})
        assert changed.status_code == 403
        assert stranger.delete(f"/api/removals/{'0' * 32}", headers=JSON).status_code == 403


# Moving


def test_many_are_moved_found_by_collection_and_put_back(
    client: httpx.Client, articles: list[str], folder: Path
) -> None:
    assert client.get("/manage/articles").json()["articles"][0]["collections"] == []
    moved = client.patch(
        "/api/articles/collections", json={"ids": [*articles[:3], "gone-1"], "to": ["post", "tips"]}
    )
    assert moved.json() == {
        "before": [{"collections": ["default"], "ids": articles[:3]}],
        "gone": ["gone-1"],
    }
    assert sorted(listed(client, collection="post")) == ["Quay 0", "Quay 1", "Quay 2"]
    assert sorted(listed(client, collection=["tips", "default"])) == [
        f"Quay {number}" for number in range(6)
    ]
    shown = client.get("/manage/articles", params={"collection": "tips"}).json()["articles"]
    assert {tuple(one["collections"]) for one in shown} == {("post", "tips")}
    counts = client.get("/manage/counts", params={"year": "2021"}).json()["facets"]["collection"]
    assert dict(counts) == {"default": 0, "post": 1, "tips": 1}
    named = client.get("/manage/values", params={"facet": "collection", "beginning": "ti"}).json()
    assert named == {"values": [["tips", 3]]}
    for place in moved.json()["before"]:
        sent = {"ids": place["ids"], "to": place["collections"]}
        assert client.patch("/api/articles/collections", json=sent).status_code == 200
    assert client.patch("/api/articles/collections", json=sent).json()["before"] == []
    assert len(listed(client, collection="default")) == 6
    with Index.open(folder) as index:
        for name in ("post", "tips"):
            index.collection_changes.remove(name)


@pytest.mark.parametrize(
    "sent",
    [{"to": []}, {"to": ["*"]}, {"to": ["  "]}, {"to": ["n" * 81]}, {"to": ["a\u202eb"]},
     {"to": ["post"], "ids": []}, {"to": ["post"], "ids": ["x"] * 201}, {"to": ["post"] * 21}],
)  # fmt: skip
def test_what_names_no_collection_moves_nothing(
    client: httpx.Client, articles: list[str], sent: dict[str, Any]
) -> None:
    refused = client.patch("/api/articles/collections", json={"ids": articles[:1], **sent})
    assert refused.status_code == 422
    assert client.get("/api/collections").json()["collections"] == [
        {"name": "default", "articles": 6}
    ]


def test_another_site_and_a_form_move_nothing(client: httpx.Client, articles: list[str]) -> None:
    sent = {"ids": articles[:1], "to": ["post"]}
    for headers in (
        {**JSON, "Origin": "https://evil.example"}, {"Content-Type": "text/plain"},
    ):  # fmt: skip
        refused = client.patch(
            "/api/articles/collections", content=json.dumps(sent).encode(), headers=headers
        )
        assert refused.status_code in {403, 415}
