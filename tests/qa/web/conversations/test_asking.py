"""A question of the chat is told of stage by stage, over real sockets."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from web_server import EMOJI, Running, serving, until

from qa.web.answering.fair_queue import FairQueue


@pytest.fixture(scope="module")
def one_by_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that works on one question at a time."""
    folder = tmp_path_factory.mktemp("asking")
    with serving(folder, batch=1, threads=1, examples=("Who dredging",)) as server:
        yield server


def _events(server: Running, **body: object) -> Iterator[tuple[str, dict[str, Any]]]:
    with server.client.stream("POST", "/chat/ask", json=body) as response:
        assert response.status_code == 200
        name = ""
        for line in response.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))


def _is_asked(server: Running, question: str) -> bool:
    return question in [asked[0] for asked in server.assistant.asked]


def _tells(server: Running, figure: str) -> bool:
    return figure in server.client.get("/metrics").text


def test_stages_come_in_their_order_and_say_where_it_was_found(running: Running) -> None:
    events = list(_events(running, question="Who dredging", number=2))
    names = [name for name, _ in events]
    assert names[0] == "waiting"
    assert names[-4:] == ["searching", "found", "reading", "answer"]
    found = dict(events)["found"]["html"]
    assert "Found in" in found
    assert EMOJI.info.title is not None
    assert EMOJI.info.title in found
    assert found.strip().endswith("reading")
    answer = events[-1][1]
    assert 'data-turn="2"' in answer["html"]
    assert answer["kept"]["quotes"][0]["text"] in EMOJI.text
    assert "path" not in answer["kept"]["quotes"][0]["article"]


def test_what_a_follow_up_leans_on_comes_with_it(running: Running) -> None:
    history = ["Who dredging", "word " * 1_000]
    list(_events(running, question="And objected?", history=history))
    heard = running.assistant.asked[-1][1]
    assert heard[0] == "Who dredging"
    assert len(heard[1]) <= 1_000
    many = running.client.post("/chat/ask", json={"question": "x", "history": ["a"] * 41})
    assert many.status_code == 422


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"question": "  "}, "The question is empty"),
        ({"question": "x" * 3_000}, "at most 2,000 are read"),
        ({"question": "x", "filters": {"after": "soon"}}, "From date: 'soon' is not a date"),
        ({"question": "x", "filters": {"model": "mine"}}, "filters.model"),
        ({"question": "x", "number": 0}, "number"),
        ({"question": "\ud800"}, "surrogate"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(running: Running, body: object, said: str) -> None:
    headers = {"Content-Type": "application/json"}
    response = running.client.post("/chat/ask", content=json.dumps(body), headers=headers)
    assert response.status_code == 422
    assert said in response.json()["detail"]


def test_who_waits_is_told_how_many_are_before(one_by_one: Running) -> None:
    gate = one_by_one.assistant.gate = threading.Event()
    try:
        with ThreadPoolExecutor(4) as pool:
            first = pool.submit(list, _events(one_by_one, question="First dredging"))
            until(lambda: _is_asked(one_by_one, "First dredging"))
            others = [
                pool.submit(list, _events(one_by_one, question=f"{n} dredging")) for n in range(3)
            ]
            until(lambda: _tells(one_by_one, "pullquote_questions_waiting 3.0"))
            gate.set()
            told = [event for one in others for event in one.result()]
            first.result()
    finally:
        one_by_one.assistant.gate = None
    waiting = [data["html"] for name, data in told if name == "waiting"]
    assert any("Taken; one question is before yours" in html for html in waiting)
    assert any("Taken; questions before yours: 2" in html for html in waiting)


def test_who_stops_leaves_nothing_waiting(one_by_one: Running) -> None:
    gate = one_by_one.assistant.gate = threading.Event()
    try:
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(list, _events(one_by_one, question="Held dredging"))
            until(lambda: _is_asked(one_by_one, "Held dredging"))
            stopped = _events(one_by_one, question="Stopped dredging")
            assert next(stopped)[0] == "waiting"
            stopped.close()  # type: ignore[attr-defined]
            until(lambda: _tells(one_by_one, "pullquote_http_open 2.0"))
            gate.set()
            first.result()
    finally:
        one_by_one.assistant.gate = None
    assert list(_events(one_by_one, question="Next dredging"))[-1][0] == "answer"
    assert not _is_asked(one_by_one, "Stopped dredging")


def test_places_are_those_in_which_questions_are_taken() -> None:
    queue: FairQueue[str] = FairQueue()
    before = {}
    for item in ("a1", "a2", "b1", "a3", "c1", "b2"):
        queue.put(item[0], item)
        before[item] = queue.before_last_of(item[0])
    assert before == {"a1": 0, "a2": 1, "b1": 1, "a3": 3, "c1": 2, "b2": 4}
    order = queue.in_order()
    assert order == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert queue.take(6) == order
