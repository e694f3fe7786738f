"""Articles added, corrected, replaced and removed over real HTTP, with a real index."""

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from editing_server import FILE, TEXT, editing
from local_site import QuietHandler, listening

from index.collection import Index
from index.readers.fetch.public_addresses import PublicHosts
from index.store.locking import writer_lock
from qa.web.manage.file_upload import clean_name

WORDS = "The quay at Merrow stays closed until the cranes have been looked at, said the port. "


def send(client: httpx.Client, name: str, content: bytes | str) -> httpx.Response:
    content = content.encode() if isinstance(content, str) else content
    return client.post("/api/drafts", params={"name": name}, content=content, headers=FILE)


def drafted(client: httpx.Client, name: str, content: bytes | str) -> dict[str, Any]:
    response = send(client, name, content)
    assert response.status_code == 201, response.text
    draft: dict[str, Any] = response.json()
    return draft


def save(client: httpx.Client, draft: dict[str, Any], **more: object) -> httpx.Response:
    return client.post("/api/articles", json={"draft": draft["id"], **more})


def saved(client: httpx.Client, draft: dict[str, Any], **more: object) -> dict[str, Any]:
    response = save(client, draft, **more)
    assert response.status_code == 201, response.text
    info: dict[str, Any] = response.json()["articles"][0]
    return info


def ids(client: httpx.Client) -> set[str]:
    return {one["id"] for one in client.get("/api/articles").json()["articles"]}


def text_of(client: httpx.Client, identifier: str) -> str:
    return str(client.get(f"/api/articles/{identifier}").json()["text"])


def originals(folder: Path) -> list[Path]:
    return sorted((folder / ".originals").glob("*/file.*"))


def erase(client: httpx.Client, identifier: str) -> None:
    removal = client.delete(f"/api/articles/{identifier}", headers=_JSON).json()["removal"]
    assert client.delete(f"/api/removals/{removal}", headers=_JSON).status_code == 200


def no_draft_is_left(client: httpx.Client, folder: Path) -> bool:
    waiting = client.get("/api/drafts").json()["drafts"]
    return waiting == [] and list((folder / ".drafts").iterdir()) == []


def test_first_file_of_an_empty_server_is_understood_corrected_saved_and_quoted(
    client: httpx.Client, folder: Path
) -> None:
    assert client.get("/healthz").json()["articles"] == 0
    draft = drafted(client, "ferry.txt", TEXT)
    (understood,) = draft["articles"]
    assert understood["title"] == "Ferry workers end strike"
    assert understood["author"] == "Ada Löfgren"
    assert understood["date"] == "2024-05-06"
    assert understood["beginning"].startswith("The ferry crews of Port Merrow")
    assert ids(client) == set()
    correction = {"number": 0, "title": "Ferries sail again", "date": "2024-05-07"}
    info = saved(client, draft, corrections=[correction])
    assert info["title"] == "Ferries sail again"
    assert info["author"] == "Ada Löfgren"
    assert info["path"] is None
    answer = client.post("/api/ask", json={"question": "What did Hollis Brandvold say?"}).json()
    quote = answer["quotes"][0]
    text = text_of(client, info["id"])
    assert "a roster that people can live with" in quote["text"]
    assert quote["text"] == text[quote["start"] : quote["end"]]
    assert quote["article"]["title"] == "Ferries sail again"
    assert ids(client) == {info["id"]}
    assert no_draft_is_left(client, folder)
    assert [path.read_text("utf-8") for path in originals(folder)] == [TEXT]


def test_a_removed_article_is_gone_with_its_file(client: httpx.Client, folder: Path) -> None:
    before = originals(folder)
    info = saved(client, drafted(client, "quay.txt", f"Quay closed\n\n{WORDS * 3}"))
    assert len(originals(folder)) == len(before) + 1
    removal = client.delete(f"/api/articles/{info['id']}", headers=_JSON).json()["removal"]
    assert info["id"] not in ids(client)
    assert len(originals(folder)) == len(before) + 1  # it can be brought back
    assert client.delete(f"/api/removals/{removal}", headers=_JSON).status_code == 200
    assert originals(folder) == before
    again = client.delete(f"/api/articles/{info['id']}", headers=_JSON)
    assert again.status_code == 404
    assert info["id"] in again.json()["detail"]


_JSON = {"Content-Type": "application/json"}


def test_a_draft_that_is_discarded_is_forgotten(client: httpx.Client, folder: Path) -> None:
    draft = drafted(client, "quay.txt", WORDS * 3)
    assert [one["id"] for one in client.get("/api/drafts").json()["drafts"]] == [draft["id"]]
    assert client.delete(f"/api/drafts/{draft['id']}", headers=_JSON).status_code == 200
    assert no_draft_is_left(client, folder)
    assert save(client, draft).status_code == 410


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "6 May 2024"), ("date", "2024-02-30"), ("date", "2024-13"), ("date", "24-05-06"),
        ("date", "2024-05-06T10:00"), ("date", "٢٠٢٤-٠٥-٠٦"), ("url", "javascript:alert(1)"),
        ("url", "data:text/html,x"), ("url", "//evil.example"), ("url", "https://"),
        ("url", "https://me@evil.example/"), ("url", "http://a.example/\nSet-Cookie: x"),
        ("title", "x" * 501), ("author", ["a"]),
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_refused_at_its_field(
    client: httpx.Client, field: str, value: object
) -> None:
    draft = drafted(client, "quay.txt", WORDS * 3)
    response = save(client, draft, corrections=[{"number": 0, field: value}])
    client.delete(f"/api/drafts/{draft['id']}", headers=_JSON)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == f"corrections.0.{field}"


def test_corrections_may_empty_a_field_and_are_made_one_line(client: httpx.Client) -> None:
    draft = drafted(client, "strike.txt", TEXT)
    correction = {"number": 0, "title": " A\ttitle\n\x07 of\u2028two lines ", "author": None,
                  "date": "2024-05", "url": "https://quay.example/a?b=1"}  # fmt: skip
    info = saved(client, draft, corrections=[correction])
    client.delete(f"/api/articles/{info['id']}", headers=_JSON)
    assert info["title"] == "A title of two lines"
    assert info["author"] is None
    assert info["date"] == "2024-05"
    assert info["url"] == "https://quay.example/a?b=1"


def test_a_correction_of_an_article_that_is_not_there_is_refused(client: httpx.Client) -> None:
    draft = drafted(client, "quay.txt", WORDS * 3)
    response = save(client, draft, corrections=[{"number": 1, "title": "x"}])
    client.delete(f"/api/drafts/{draft['id']}", headers=_JSON)
    assert response.status_code == 422
    assert "no article number 1" in response.json()["detail"]


def test_a_table_gives_many_articles_and_says_what_failed(
    client: httpx.Client, folder: Path
) -> None:
    rows = [{"title": f"Row {number}", "text": f"{WORDS} Day {number}."} for number in range(3)]
    lines = "\n".join(map(json.dumps, [*rows, {"title": "No text"}]))
    draft = drafted(client, "rows.jsonl", lines)
    assert [one["title"] for one in draft["articles"]] == ["Row 0", "Row 1", "Row 2"]
    assert "rows.jsonl, line 4: no text" in draft["failures"][0]
    response = save(client, draft, corrections=[{"number": 1, "title": "The second"}]).json()
    infos = response["articles"]
    assert [one["title"] for one in infos] == ["Row 0", "The second", "Row 2"]
    kept = len(originals(folder))
    for info in infos[:2]:
        erase(client, info["id"])
    assert len(originals(folder)) == kept  # the third article still needs the file
    erase(client, infos[2]["id"])
    assert len(originals(folder)) == kept - 1


def test_what_was_added_here_is_replaced_under_its_identifier(
    client: httpx.Client, folder: Path
) -> None:
    first = saved(client, drafted(client, "quay.txt", f"Quay closed\n\n{WORDS * 3}"))
    kept = len(originals(folder))
    draft = drafted(client, "newer.txt", f"Quay closed\n\n{WORDS} It opened on Friday after all.")
    assert draft["articles"][0]["alike"]["id"] == first["id"]
    second = saved(client, draft, replaces=first["id"])
    assert second["id"] == first["id"]
    assert text_of(client, first["id"]).endswith("It opened on Friday after all.")
    assert len(originals(folder)) == kept
    assert any("Friday" in path.read_text("utf-8") for path in originals(folder))
    erase(client, first["id"])
    assert len(originals(folder)) == kept - 1


def test_what_came_from_a_folder_is_replaced_by_another_article(
    client: httpx.Client, folder: Path, tmp_path: Path
) -> None:
    """Its file would be read again and take the place of the new text under the same identifier."""
    (tmp_path / "depot.txt").write_text(f"Depot sold\n\n{WORDS * 3}", "utf-8")
    with Index.open(folder) as index:
        index.add([str(tmp_path)])
    (old,) = (one for one in ids(client) if one.startswith("depot-"))
    draft = drafted(client, "depot-new.txt", f"Depot sold\n\n{WORDS} Not sold after all.")
    new = saved(client, draft, replaces=old)
    assert new["id"] != old
    assert old not in ids(client)
    removal = client.get("/api/removals").json()["removals"][0]
    back = client.post(f"/api/removals/{removal['id']}/restore", json={}).json()
    assert back["restored"] == [old]
    assert {new["id"], old} <= ids(client)
    with Index.open(folder) as index:
        index.add([str(tmp_path)], prune=True)
    assert {new["id"], old} <= ids(client)
    assert text_of(client, new["id"]).endswith("Not sold after all.")
    for identifier in (new["id"], old):
        client.delete(f"/api/articles/{identifier}", headers=_JSON)


def test_replacing_nothing_or_with_many_is_refused(client: httpx.Client) -> None:
    one = drafted(client, "quay.txt", WORDS * 3)
    two = drafted(client, "two.jsonl", "\n".join([json.dumps({"text": WORDS})] * 2))
    assert save(client, one, replaces="nobody-00000000").status_code == 404
    assert save(client, two, replaces=next(iter(ids(client)))).status_code == 422
    for draft in (one, two):
        client.delete(f"/api/drafts/{draft['id']}", headers=_JSON)


def test_pruning_other_folders_or_the_one_around_the_index_loses_nothing(
    client: httpx.Client, folder: Path, tmp_path: Path
) -> None:
    info = saved(client, drafted(client, "kept.txt", f"Kept\n\n{WORDS * 3}"))
    before = ids(client)
    with Index.open(folder) as index:
        assert index.add([str(tmp_path)], prune=True).removed == 0
        report = index.add([str(folder.parent)], prune=True)
        assert (report.added, report.removed) == (0, 0)  # nor are the files read a second time
        assert index.verify().ok
    assert ids(client) == before
    moved = tmp_path / "moved"
    shutil.copytree(folder, moved)
    with Index.open(moved) as index:
        assert index.add([str(folder)], prune=True).removed == 0
        assert info["id"] in index.article_ids()
    client.delete(f"/api/articles/{info['id']}", headers=_JSON)


def test_saving_again_after_a_crash_makes_nothing_twice(
    client: httpx.Client, folder: Path, tmp_path: Path
) -> None:
    draft = drafted(client, "crash.txt", f"Crash\n\n{WORDS * 3}")
    place = folder / ".drafts" / draft["id"]
    shutil.copytree(place, tmp_path / "draft")
    first = saved(client, draft)
    count, kept = len(ids(client)), originals(folder)
    shutil.copytree(tmp_path / "draft", place)  # as if it had stopped before forgetting the draft
    assert saved(client, draft)["id"] == first["id"]
    assert len(ids(client)) == count
    assert originals(folder) == kept
    client.delete(f"/api/articles/{first['id']}", headers=_JSON)


def test_another_indexer_at_work_gives_a_message_and_keeps_the_draft(
    client: httpx.Client, folder: Path
) -> None:
    draft = drafted(client, "wait.txt", WORDS * 3)
    kept = originals(folder)
    with writer_lock(folder):
        response = save(client, draft)
    assert response.status_code == 503
    assert "try again" in response.json()["detail"]
    assert response.headers["retry-after"]
    assert originals(folder) == kept
    info = saved(client, draft)
    client.delete(f"/api/articles/{info['id']}", headers=_JSON)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.txt", b"", "empty file"),
        ("binary.txt", bytes(range(256)) * 50, "binary"),
        ("program.exe", b"MZ", "no reader for this kind of file (.exe)"),
        ("archive.zip", b"PK\x03\x04", "is damaged"),
        ("bomb.txt.gz", b"\x1f\x8b", "is damaged"),
        ("no suffix", WORDS.encode(), "no suffix"),
        ("laughs.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>', "lists no articles"),
        ("deep.json", b"[" * 500_000, "not valid JSON"),
        ("long.txt", b"word and word. " * 100_000, "more than 1,000,000"),
        ("broken.jsonl", b"{\n{\n", "line 1"),
    ],
)
def test_what_cannot_be_an_article_is_a_message_and_no_draft(
    client: httpx.Client, folder: Path, name: str, content: bytes, expected: str
) -> None:
    response = send(client, name, content)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert expected in response.json()["detail"]
    assert str(folder) not in response.text
    assert no_draft_is_left(client, folder)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_told_apart(client: httpx.Client, encoding: str) -> None:
    text = "Café zu\n\n" + "Der Bürgermeister schloß das Café am Fluß, sagte Frau Öztürk müde. " * 5
    draft = drafted(client, "cafe.txt", text.encode(encoding))
    client.delete(f"/api/drafts/{draft['id']}", headers=_JSON)
    assert "schloß das Café am Fluß" in draft["articles"][0]["beginning"]


def test_a_file_that_is_too_large_is_refused_by_its_length(
    client: httpx.Client, folder: Path
) -> None:
    host, port = client.base_url.host, client.base_url.port
    with socket.create_connection((host, port), timeout=600) as connection:
        connection.sendall(
            f"POST /api/drafts?name=a.txt HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Content-Type: {FILE['Content-Type']}\r\nContent-Length: 32000001\r\n\r\n".encode()
        )
        assert connection.recv(1000).split()[1] == b"413"
    assert no_draft_is_left(client, folder)


def test_a_file_that_hides_its_length_is_refused_as_it_comes(
    client: httpx.Client, folder: Path
) -> None:
    pieces = (b" " * 1_000_000 for _ in range(34))
    response = client.post("/api/drafts?name=a.txt", content=pieces, headers=FILE)
    assert response.status_code == 413
    assert "larger than 32 MB" in response.json()["detail"]
    assert no_draft_is_left(client, folder)


HOSTILE_NAMES = [
    "../../../../etc/cron.d/evil.txt", "..\\..\\windows\\evil.txt", "/etc/passwd.txt", "C:\\a.txt",
    "a\x00b.txt", "a\r\nSet-Cookie: x.txt", "\x1b[31mred.txt", ".txt.txt", "%2e%2e%2fevil.txt",
    "<img src=x onerror=alert(1)>.txt", "'; DROP TABLE articles; --.txt", "nul.txt",
    "\u202etxt.exe.txt", "🚢" * 190 + ".txt", "-rf.txt", "$(touch x).txt", "`touch x`.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_is_made_one_to_show(name: str) -> None:
    shown = clean_name(name)
    assert shown.endswith(".txt")
    assert "/" not in shown
    assert "\\" not in shown
    assert shown.isprintable()
    assert len(shown) <= 200


@pytest.mark.parametrize("name", HOSTILE_NAMES[:3] + HOSTILE_NAMES[9:10])
def test_a_name_is_never_used(client: httpx.Client, folder: Path, name: str) -> None:
    around = sorted(folder.parent.rglob("*"))
    draft = drafted(client, name, WORDS * 3)
    made = sorted(path.name for path in (folder / ".drafts" / draft["id"]).iterdir())
    client.delete(f"/api/drafts/{draft['id']}", headers=_JSON)
    assert made == ["draft.json", "file.txt"]
    assert sorted(folder.parent.rglob("*")) == around
    assert draft["name"] == clean_name(name)


@pytest.mark.parametrize("name", ["", " ", "..", "../", "a/", "\x00", "\u202e"])
def test_a_file_without_a_name_is_refused(client: httpx.Client, name: str) -> None:
    assert send(client, name, WORDS).status_code == 422


def test_published_path_payloads_as_names_write_nothing(
    client: httpx.Client, folder: Path, shared: Path
) -> None:
    lines = (shared / "data/attacks/url_and_path.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["payload"].replace("{FILE}", "etc/passwd") for line in lines]
    around = sorted(folder.parent.rglob("*"))
    for payload in payloads[::300]:
        draft = send(client, f"{payload[:900]}.txt", WORDS * 3).json()
        if "id" in draft:
            client.delete(f"/api/drafts/{draft['id']}", headers=_JSON)
    assert sorted(folder.parent.rglob("*")) == around


@pytest.mark.parametrize(
    "identifier",
    ["..", "../../articles.sqlite", "%2e%2e", "0" * 31, "0" * 32 + "/..", "g" * 32, "0" * 33],
)
def test_a_draft_that_is_none_leads_nowhere(
    client: httpx.Client, folder: Path, identifier: str
) -> None:
    response = client.delete(f"/api/drafts/{identifier}", headers=_JSON)
    assert response.status_code in {404, 405, 422}
    assert save(client, {"id": identifier}).status_code in {410, 422}
    assert (folder / "articles.sqlite").exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/json"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "text/plain"},
        {**FILE, "Content-Encoding": "gzip"},
    ],
)
def test_a_file_is_taken_as_it_is_and_in_no_other_way(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    response = client.post("/api/drafts?name=a.txt", content=b"x", headers=headers)
    assert response.status_code == 415


def test_files_are_taken_at_their_address_only(client: httpx.Client) -> None:
    assert client.post("/api/ask", content=b"x", headers=FILE).status_code == 415
    assert client.post("/api/articles", content=b"x", headers=FILE).status_code == 415


def test_pages_are_not_fetched_unless_the_server_was_told_so(client: httpx.Client) -> None:
    response = client.post("/api/drafts/url", json={"url": "https://quay.example/a"})
    assert response.status_code == 403
    assert "save the page" in response.json()["detail"]


def test_the_list_is_searched_in_every_detail(client: httpx.Client) -> None:
    draft = drafted(client, "strike.txt", TEXT)
    correction = {"number": 0, "title": "Zeppelin over Merrow", "publication": "The Quay"}
    info = saved(client, draft, corrections=[correction])
    for words in ("zeppelin", "quay MERROW", "löfgren 2024-05 over", info["id"]):
        found = client.get("/manage/articles", params={"search": words}).json()
        assert [one["id"] for one in found["articles"]] == [info["id"]], words
        assert found["articles"][0]["added_here"] is True
    assert client.get("/manage/articles", params={"search": "zeppelin brass"}).json()["total"] == 0
    client.delete(f"/api/articles/{info['id']}", headers=_JSON)


def test_the_versioned_address_is_the_same(client: httpx.Client) -> None:
    response = client.post("/api/v1/drafts?name=a.txt", content=WORDS.encode(), headers=FILE)
    assert response.status_code == 201
    draft = response.json()["id"]
    assert client.delete(f"/api/v1/drafts/{draft}", headers=_JSON).status_code == 200


def test_the_documentation_lists_what_editors_may_do(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/drafts", "/api/drafts/url", "/api/drafts/{draft}"} <= set(paths)
    assert {"get", "post"} <= set(paths["/api/articles"])
    assert "delete" in paths["/api/articles/{identifier}"]
    assert "application/octet-stream" in paths["/api/drafts"]["post"]["requestBody"]["content"]


# Who may


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server on which everybody is a reader."""
    folder = tmp_path_factory.mktemp("readers") / "index"
    with (
        editing(folder, allow_anonymous=True) as url,
        httpx.Client(base_url=url, timeout=600, trust_env=False) as client,
    ):
        yield client
    assert not folder.exists() or not (folder / ".drafts").exists()


def test_readers_change_nothing(reader: httpx.Client) -> None:
    answers = [
        send(reader, "a.txt", WORDS),
        reader.get("/api/drafts"),
        reader.delete(f"/api/drafts/{'0' * 32}", headers=_JSON),
        reader.post("/api/drafts/url", json={"url": "https://quay.example/"}),
        reader.post("/api/articles", json={"draft": "0" * 32}),
        reader.delete("/api/articles/quay-00000000", headers=_JSON),
        reader.get("/manage/articles"),
        reader.get("/api/articles/quay-00000000/details"),
        reader.patch("/api/articles/quay-00000000/details", json={"author": "X"}),
        reader.patch("/api/articles/collections", json={"ids": ["quay"], "to": ["tips"]}),
    ]
    assert [answer.status_code for answer in answers] == [403] * len(answers)
    assert "editors" in answers[0].json()["detail"]


def test_a_reader_cannot_send_a_large_file_either(reader: httpx.Client) -> None:
    pieces = (b" " * 100_000 for _ in range(20))
    response = reader.post("/api/drafts?name=a.txt", content=pieces, headers=FILE)
    assert response.status_code == 413


def test_the_page_tells_readers_so_and_the_chat_does_not_lead_there(reader: httpx.Client) -> None:
    page = reader.get("/manage")
    assert "Only editors" in page.text
    assert "<script" not in page.text
    assert 'name="pullquote-editor"' not in reader.get("/").text


def test_editors_find_the_page_from_the_chat(client: httpx.Client) -> None:
    assert 'name="pullquote-editor"' in client.get("/").text
    headers = client.get("/manage").headers
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_other_sites_add_nothing(client: httpx.Client, origin: str) -> None:
    headers = {**FILE, "Origin": origin}
    response = client.post("/api/drafts?name=a.txt", content=WORDS.encode(), headers=headers)
    assert response.status_code == 403


# Pages from addresses


class Site(QuietHandler):
    def do_GET(self) -> None:
        what, _, rest = self.path[1:].partition("/")
        self.send_response(302 if what == "to" else 404 if what == "gone" else 200)
        if what == "to":
            self.send_header("Location", rest)
        self.send_header("Content-Type", "image/png" if what == "image" else "text/html")
        self.end_headers()
        title = "<title>Harbour news of the week</title>"
        page = (
            f"<html><head>{title}</head><body><article><p>{WORDS * 5}</p></article></body></html>"
        )
        self.wfile.write(page.encode())


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    with listening(Site) as port:
        yield port


@pytest.fixture(scope="module")
def fetching(tmp_path_factory: pytest.TempPathFactory, site: int) -> Iterator[httpx.Client]:
    """A client of a server that may fetch from the site, though it is on this machine."""
    listed = PublicHosts(also=frozenset({("127.0.0.1", site)}))
    with (
        editing(tmp_path_factory.mktemp("urls") / "index", listed, allow_urls=True) as url,
        httpx.Client(base_url=url, timeout=600, trust_env=False) as client,
    ):
        yield client


def test_a_page_is_fetched_understood_and_saved(fetching: httpx.Client, site: int) -> None:
    url = f"http://127.0.0.1:{site}/news"
    draft = fetching.post("/api/drafts/url", json={"url": url}).json()
    assert draft["name"] == url
    assert draft["articles"][0]["title"] == "Harbour news of the week"
    info = saved(fetching, draft)
    assert info["url"] == url
    again = fetching.post("/api/drafts/url", json={"url": url}).json()
    assert again["articles"][0]["alike"]["id"] == info["id"]
    fetching.delete(f"/api/drafts/{again['id']}", headers=_JSON)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("to/http://127.0.0.1:1/", "not a public web address"),
        ("to/http://169.254.169.254/latest/meta-data/", "not a public web address"),
        ("to/http://[::1]:80/", "not a public web address"),
        ("gone", "answered 404"),
        ("image", "image/png, not a page or feed"),
    ],
)
def test_a_page_that_may_not_or_cannot_be_read_is_a_message(
    fetching: httpx.Client, site: int, path: str, expected: str
) -> None:
    url = f"http://127.0.0.1:{site}/{path}"
    response = fetching.post("/api/drafts/url", json={"url": url})
    assert response.status_code == 422
    assert expected in response.json()["detail"]
    assert fetching.get("/api/drafts").json() == {"drafts": []}


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/",
     "http://169.254.169.254/latest/meta-data/", "http://2130706433/", "file:///etc/passwd",
     "ftp://quay.example/a", "javascript:alert(1)", "quay.example", "", "http://a@127.0.0.1/",
     "https://8.8.8.8:22/"],
)  # fmt: skip
def test_other_addresses_than_public_pages_are_refused(fetching: httpx.Client, url: str) -> None:
    response = fetching.post("/api/drafts/url", json={"url": url})
    assert response.status_code == 422
    assert fetching.get("/api/drafts").json() == {"drafts": []}
