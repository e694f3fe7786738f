"""Details of articles corrected over real HTTP: shown with their origins, kept, taken back."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from editing_server import FILE

from index.collection import Index

TEXT = "The quay at Merrow stays closed until the cranes have been looked at, said the port. " * 3
PAGE = f"---\ntitle: Quay closed\nauthor: Staff\ndate: 2024-05-06\n---\n{TEXT}"


def saved(client: httpx.Client, **correction: object) -> str:
    sent = client.post("/api/drafts", params={"name": "quay.md"}, content=PAGE, headers=FILE)
    assert sent.status_code == 201, sent.text
    body = {"draft": sent.json()["id"], "corrections": [{"number": 0, **correction}]}
    return str(client.post("/api/articles", json=body).json()["articles"][0]["id"])


def details(client: httpx.Client, identifier: str) -> dict[str, dict[str, Any]]:
    answer = client.get(f"/api/articles/{identifier}/details")
    assert answer.status_code == 200, answer.text
    return {one["field"]: one for one in answer.json()["details"]}


def patch(client: httpx.Client, identifier: str, **body: object) -> httpx.Response:
    return client.patch(f"/api/articles/{identifier}/details", json=body)


def test_details_say_where_they_come_from_and_what_is_wrong(client: httpx.Client) -> None:
    found = details(client, saved(client))
    assert found["author"]["value"] == "Staff"
    assert found["author"]["doubt"] == "names nobody"
    assert found["publication"]["missing"]
    assert found["title"]["doubt"] is None
    assert found["title"]["corrected_by"] is None


def test_what_is_corrected_is_seen_everywhere_and_can_be_taken_back(
    client: httpx.Client, folder: Path
) -> None:
    identifier = saved(client)
    answer = patch(client, identifier, author="Ada Noll", publication="The Quay", lang="EN")
    assert answer.status_code == 200, answer.text
    article = client.get(f"/api/articles/{identifier}").json()
    assert (article["author"], article["publication"], article["lang"]) == (
        "Ada Noll", "The Quay", "en",
    )  # fmt: skip
    assert {"field": "author", "source": "editor", "certainty": 1.0} in article["origins"]
    found = details(client, identifier)["author"]
    assert found["read"]["value"] == "Staff"
    assert found["corrected_at"]
    with Index.open(folder) as index:  # another process sees it, too
        assert index.article(identifier).info.author == "Ada Noll"
    assert patch(client, identifier, as_read=["author"]).status_code == 200
    article = client.get(f"/api/articles/{identifier}").json()
    assert (article["author"], article["publication"]) == ("Staff", "The Quay")


def test_what_was_corrected_in_a_draft_can_be_taken_back_once_saved(client: httpx.Client) -> None:
    identifier = saved(client, title="Quay opens", author="Staff", url=None)
    found = details(client, identifier)
    assert found["title"]["value"] == "Quay opens"
    assert found["title"]["read"]["value"] == "Quay closed"
    assert found["author"]["read"] is None  # it was sent, but not changed
    patch(client, identifier, as_read=["title"])
    assert client.get(f"/api/articles/{identifier}").json()["title"] == "Quay closed"


@pytest.mark.parametrize(
    ("field", "value"),
    [("date", "soon"), ("url", "javascript:alert(1)"), ("lang", "English"), ("title", "x" * 501),
     ("as_read", ["path"]), ("id", "another"), ("text", "Other words.")],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_refused_at_its_field(
    client: httpx.Client, field: str, value: object
) -> None:
    identifier = saved(client)
    refused = patch(client, identifier, **{field: value})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"].startswith(field)


def test_nothing_is_corrected_of_an_article_that_is_not_there(client: httpx.Client) -> None:
    assert patch(client, "nowhere", author="Ada Noll").status_code == 404
    assert client.get("/api/articles/nowhere/details").status_code == 404


def test_other_sites_and_forms_correct_nothing(client: httpx.Client) -> None:
    identifier = saved(client)
    path = f"/api/articles/{identifier}/details"
    other = {"Origin": "https://evil.example", "Content-Type": "application/json"}
    assert client.patch(path, content='{"author": "X"}', headers=other).status_code == 403
    form = {"Content-Type": "text/plain"}
    assert client.patch(path, content='{"author": "X"}', headers=form).status_code in {
        403,
        415,
        422,
    }
    assert client.get(f"/api/articles/{identifier}").json()["author"] == "Staff"
