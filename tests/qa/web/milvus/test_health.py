"""The health of a server that searches in Milvus, and what it is without one."""

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from web_server import Running, serving

from index.search.milvus.address import parse_address

if TYPE_CHECKING:
    from milvus_server import MilvusServer

QUESTION = {"query": "Bordyuzha on Iran", "k": 5}
ASKED = {"question": "What did Bordyuzha say about Iran?"}
KEPT = 'pullquote_answers_shared_total{how="kept"} 1.0'


def _becomes(running: Running, use: str) -> dict[str, object]:
    deadline = time.monotonic() + 600
    while (found := running.client.get("/healthz").json()["milvus"])["use"] != use:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    assert isinstance(found, dict)
    return found


def test_the_health_says_whether_milvus_is_searched_and_the_answers_go_on(
    milvus: "MilvusServer", sample_index_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(sample_index_folder, tmp_path / "index")
    milvus.stop()
    address, examples = parse_address(milvus.url), ("What did Bordyuzha say?",)
    with serving(folder, real=True, milvus=address, examples=examples) as running:
        here = running.client.post("/api/search", json=QUESTION).json()
        assert here["hits"]
        away = _becomes(running, "away")
        assert away["address"] == f"127.0.0.1:{milvus.port}"
        assert "cannot be reached" in str(away["detail"])
        assert "pullquote_remote_used 0.0" in running.client.get("/metrics").text
        first = running.client.post("/api/ask", json=ASKED).json()
        assert KEPT not in running.client.get("/metrics").text
        assert running.client.post("/api/ask", json=ASKED).json()["quotes"] == first["quotes"]
        assert KEPT in running.client.get("/metrics").text
        milvus.start()
        used = _becomes(running, "used")
        assert used["detail"] is None
        milvus.faults.calls.clear()
        assert running.client.post("/api/search", json=QUESTION).json()["hits"] == here["hits"]
        assert "Search" in milvus.faults.calls
        milvus.faults.calls.clear()  # nor is an answer kept that was searched for elsewhere
        assert running.client.post("/api/ask", json=ASKED).json()["quotes"] == first["quotes"]
        assert "Search" in milvus.faults.calls
        assert KEPT in running.client.get("/metrics").text
        assert running.client.get("/healthz").json()["status"] == "ok"
        assert "pullquote_remote_used 1.0" in running.client.get("/metrics").text
