"""A format that is entered in the registry can be sent by browser and fetched, with nothing else.

The format is that of `tests/index/readers/notices.py`.
"""

import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from editing_server import FILE, editing
from local_site import QuietHandler, listening

from index.readers.fetch.public_addresses import PublicHosts
from index.readers.registry import FORMATS

FORMAT = Path(__file__).resolve().parents[2] / "index" / "readers"
TEXT = "The quay stays closed until Monday, said the port. 🚢\n\nNobody minded."
NOTICE = f"Quay closed\n{TEXT}".encode()


class Site(QuietHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/x-notice")
        self.end_headers()
        self.wfile.write(NOTICE)


@pytest.fixture
def site() -> Iterator[tuple[str, int]]:
    with listening(Site) as port:
        yield "127.0.0.1", port


@pytest.fixture
def client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: tuple[str, int]
) -> Iterator[httpx.Client]:
    path = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", f"{FORMAT}{os.pathsep}{path}" if path else str(FORMAT))
    monkeypatch.syspath_prepend(str(FORMAT))
    FORMATS.add(importlib.import_module("notices").NOTICE)
    try:
        hosts = PublicHosts(also=frozenset({site}))
        with (
            editing(tmp_path / "index", hosts, allow_urls=True) as url,
            httpx.Client(base_url=url, timeout=600, trust_env=False) as client,
        ):
            yield client
    finally:
        FORMATS.remove("notice")


def test_a_new_format_is_offered_understood_saved_and_shown_with_its_marks(
    client: httpx.Client, site: tuple[str, int]
) -> None:
    page = client.get("/manage").text
    assert ".notice" in page.partition('accept="')[2].partition('"')[0].split(",")
    sent = client.post("/api/drafts", params={"name": "quay.notice"}, content=NOTICE, headers=FILE)
    fetched = client.post("/api/drafts/url", json={"url": f"http://{site[0]}:{site[1]}/quay"})
    for response in (sent, fetched):
        assert response.status_code == 201, response.text
        saved = client.post("/api/articles", json={"draft": response.json()["id"]}).json()
        (info,) = saved["articles"]
        assert info["title"] == "Quay closed"
        shown = client.get(f"/api/articles/{info['id']}").json()
        assert shown["text"] == TEXT
        end = len(TEXT.partition("\n\n")[0])
        assert shown["marks"] == [{"kind": "page", "start": 0, "end": end, "label": "i"}]
