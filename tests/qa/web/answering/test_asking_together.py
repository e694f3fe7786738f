"""Several ask the same over HTTP: made once while nothing changes, and nobody gets another's."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from every_change import CHANGES, SAID, Letters, filled
from fastapi import FastAPI
from loops import in_own_loop

from index.collection import Index
from qa.answers import Answer
from qa.assistant import Ask, Assistant
from qa.reading.sentence_reader import SentenceReader
from qa.web.access.policy import Access, ProxyHeader
from qa.web.answering.opened import OpenIndex
from qa.web.server import create_app
from qa.web.serving import Server
from qa.web.settings import ServerSettings

RULES = 'everybody = ["default"]\ninvestigations = ["default", "tips"]\n'
READER = {"X-User": "ben"}
OTHER = {"X-User": "cleo"}
INSIDER = {"X-User": "ines", "X-Groups": "investigations"}
EDITOR = {"X-User": "ed"}


class Held(Assistant):
    """An assistant that notes what it is asked, and answers only while its gate is open."""

    asked: list[str]
    gate: threading.Event

    def ask_many(self, asks: Sequence[Ask]) -> list[Answer]:
        self.asked += [one.question for one in asks]
        assert self.gate.wait(600)
        return super().ask_many(asks)

    def _limit(self, names: frozenset[str]) -> Assistant:
        limited = Held(self._index.limited_to(names), reader=self.reader)
        limited.asked, limited.gate = self.asked, self.gate
        return limited


class Running:
    """A server, its index, and what its assistant was asked."""

    def __init__(self, url: str, index: Index, assistant: Held) -> None:
        self.index, self.assistant, self.url = index, assistant, url
        self.client = httpx.Client(base_url=url, trust_env=False, timeout=600)

    def ask(
        self,
        question: str = SAID,
        who: dict[str, str] = READER,
        path: str = "/api/ask",
        **body: object,
    ) -> httpx.Response:
        return self.client.post(path, headers=who, json={"question": question, **body})

    def figure(self, name: str) -> float:
        lines = self.client.get("/metrics", headers=EDITOR).text.splitlines()
        return next((float(one.split()[-1]) for one in lines if one.startswith(f"{name} ")), 0.0)

    def begun(self) -> float:
        """Return how many questions were ever worked on, joined ones among them."""
        return self.figure('pullquote_stage_seconds_count{stage="wait"}')

    def shared(self, how: str) -> float:
        return self.figure(f'pullquote_answers_shared_total{{how="{how}"}}')

    @contextmanager
    def held(self, count: int) -> Iterator[Callable[..., "Future[httpx.Response]"]]:
        """Let people ask in the block, and answer nobody before `count` questions are in work."""
        before = self.begun()
        self.assistant.asked.clear()
        with ThreadPoolExecutor(count) as people:
            self.assistant.gate.clear()
            try:
                yield lambda *given, **named: people.submit(self.ask, *given, **named)
                until(lambda: self.begun() == before + count)
            finally:
                self.assistant.gate.set()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 600
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    rows = [dict(line.split(": ", 1) for line in one.splitlines()) for one in text.split("\n\n")]
    return [(row["event"], json.loads(row["data"])) for row in rows if row]


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without how long it took."""
    return {name: value for name, value in answer.items() if name != "timings_ms"}


@contextmanager
def serving(folder: Path, **options: object) -> Iterator[Running]:
    index = filled(folder)
    (folder / "groups.toml").write_text(RULES, "utf-8")
    assistant = Held(index, reader=SentenceReader(Letters()))
    assistant.asked, assistant.gate = [], threading.Event()
    assistant.gate.set()
    access = Access(method=ProxyHeader("X-User", "X-Groups"), editors=("ed",))
    settings = ServerSettings(
        index=folder, access=access, trusted_proxies=("127.0.0.1",), keep_gaps=True,
        examples=("Who?",), **options,  # type: ignore[arg-type]
    )  # fmt: skip

    async def build() -> FastAPI:
        return create_app(settings, opener=lambda: OpenIndex(index, assistant))

    server = Server(in_own_loop(build()))
    server.config.port, server.config.log_level = 0, "critical"
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    running = Running(f"http://127.0.0.1:{port}", index, assistant)
    try:
        running.ask("Who waits?")  # the index is open from here on
        yield running
    finally:
        running.client.close()
        server.should_exit = True
        thread.join(60)
        index.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("together") / "index") as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_kept(server: Running) -> None:
    server.index.set_setting("changed at", time.time_ns())


def test_who_asks_the_same_meanwhile_waits_for_the_same_answer(server: Running) -> None:
    joined, answers = (
        server.shared("joined"),
        server.figure('pullquote_answers_total{outcome="answered"}'),
    )
    with server.held(5) as ask:
        first = ask()
        until(lambda: bool(server.assistant.asked))
        others = [ask(who=OTHER), ask(), ask(" What did  Ada Okoro say? ")]
        apart = ask("Who said the quay leaks?")
    replies = [one.result() for one in (first, *others)]
    assert [one.status_code for one in (*replies, apart.result())] == [200] * 5
    assert sorted(server.assistant.asked) == sorted([SAID, "Who said the quay leaks?"])
    found = [one.json() for one in replies]
    assert found[0]["quotes"]
    assert [one["question"] for one in found] == [SAID, SAID, SAID, "What did  Ada Okoro say?"]
    assert all({**told(one), "question": SAID} == told(found[0]) for one in found)
    assert len({one.headers["x-request-id"] for one in replies}) == 4
    assert server.shared("joined") == joined + 3
    assert server.figure('pullquote_answers_total{outcome="answered"}') == answers + 5


def test_those_who_wait_already_are_answered_together(server: Running) -> None:
    """All workers are busy, so that equal questions meet in the queue."""
    with server.held(6) as ask:
        busy = [ask("Who objected?")]
        until(lambda: len(server.assistant.asked) == 1)
        busy.append(ask("Who waits for the ferry?"))
        until(lambda: len(server.assistant.asked) == 2)
        equal = [ask(), ask(who=OTHER), ask(), ask()]
        until(lambda: server.figure("pullquote_questions_waiting") == 4)
        server.assistant.gate.set()
    assert {one.result().status_code for one in (*busy, *equal)} == {200}
    assert server.assistant.asked.count(SAID) == 1


def test_an_answer_is_kept_until_something_changes(server: Running) -> None:
    kept = server.shared("kept")
    first = server.ask().json()
    server.assistant.asked.clear()
    again = server.ask(who=OTHER).json()
    assert (told(again), server.assistant.asked) == (told(first), [])
    assert again["timings_ms"].keys() == first["timings_ms"].keys()
    assert again["timings_ms"]["read"] == 0 < again["timings_ms"]["total"]
    assert server.shared("kept") == kept + 1
    assert server.figure("pullquote_kept_answers") >= 1
    assert server.figure("pullquote_kept_answers_bytes") > 1_000
    server.index.set_setting("changed at", "now")
    assert told(server.ask().json()) == told(first)
    assert server.assistant.asked == [SAID]


def test_what_an_editor_says_counts_for_the_next_who_asks(server: Running) -> None:
    quote = server.ask().json()["quotes"][0]
    span = {"article": quote["article"]["id"], "start": quote["start"], "end": quote["end"]}
    said = {"question": SAID, "helpful": True, "quotes": [span]}
    assert server.client.post("/api/feedback", headers=EDITOR, json=said).status_code == 201
    assert server.ask().json()["quotes"][0]["confirmed"] is not None
    CHANGES["judgements are taken back"](server.index)
    assert server.ask().json()["quotes"][0]["confirmed"] is None


def test_nobody_gets_an_answer_made_of_what_they_may_not_see(server: Running) -> None:
    asked = "What did Ada Okoro say in secret?"
    for first, second in ((INSIDER, READER), (READER, INSIDER)):
        with server.held(2) as ask:
            one = ask(asked, first)
            until(lambda: len(server.assistant.asked) == 1)
            other = ask(asked, second)
            until(lambda: len(server.assistant.asked) == 2)
        texts = {
            who["X-User"]: reply.result().text for who, reply in ((first, one), (second, other))
        }
        assert "at night" in texts["ines"]
        assert "at night" not in texts["ben"]
        for _ in range(2):  # from what was kept
            assert "at night" not in server.ask(asked, READER).text
            assert "at night" in server.ask(asked, INSIDER).text
        server.index.set_setting("changed at", first["X-User"])


def test_who_asks_after_a_change_does_not_wait_for_what_was_begun_before(server: Running) -> None:
    with server.held(2) as ask:
        old = ask()
        until(lambda: server.assistant.asked == [SAID])
        CHANGES["an article is added"](server.index)
        new = ask(who=OTHER)
    assert server.assistant.asked == [SAID, SAID]
    assert old.result().status_code == 200
    assert "The dock is dry" in new.result().text
    assert "The dock is dry" in server.ask().text
    CHANGES["an article is removed for good"](server.index)
    assert "The dock is dry" not in server.ask().text


@pytest.mark.parametrize("path", ["/api/ask/stream", "/chat/ask"])
def test_each_has_a_stream_of_their_own(server: Running, path: str) -> None:
    with server.held(2) as ask:
        first = ask(path=path)
        until(lambda: bool(server.assistant.asked))
        second = ask(path=path, who=OTHER)
    kept = server.ask(path=path)
    assert server.assistant.asked == [SAID]
    streams = [events(one.text) for one in (first.result(), second.result(), kept)]
    for one in streams:
        names = dict.fromkeys(name for name, _ in one if name != "found")
        assert list(names) == ["waiting", "searching", "reading", "answer"]
    if path == "/chat/ask":
        assert "found" in dict(streams[0])
        assert "found" in dict(streams[1])


def test_one_who_stops_does_not_stop_the_others(server: Running) -> None:
    begun = server.begun()
    with (
        server.held(2) as ask,
        httpx.Client(base_url=server.url, trust_env=False, timeout=600) as stopped,
        stopped.stream("POST", "/api/ask/stream", headers=READER, json={"question": SAID}) as one,
    ):
        next(one.iter_lines())
        until(lambda: bool(server.assistant.asked))
        other = ask(who=OTHER)
        until(lambda: server.begun() == begun + 2)
    assert other.result().json()["quotes"]
    assert server.assistant.asked == [SAID]
    assert server.figure("pullquote_questions_waiting") == 0


def test_conversations_and_filters_have_answers_of_their_own(server: Running) -> None:
    follow = "And what did she say?"
    asked = [
        {"question": follow, "history": ["Who is Ada Okoro?"]},
        {"question": follow, "history": ["Who is Ben Moss?"]},
        {"question": follow},
        {"question": follow, "filters": {"author": "Nobody"}},
    ]
    server.assistant.asked.clear()
    first = [told(server.ask(**one).json()) for one in asked]
    assert server.assistant.asked == [follow] * 4
    assert [told(server.ask(**one).json()) for one in asked] == first
    assert server.assistant.asked == [follow] * 4
    assert first[0]["asked_as"] != first[1]["asked_as"]


def test_every_question_without_an_answer_is_counted(server: Running) -> None:
    asked, last = "What did Quentin Marlow say of whales?", "Why did Ottoline Brand leave?"

    def counted() -> dict[str, int]:
        gaps = server.client.get("/api/gaps", headers=EDITOR).json()["gaps"]
        return {one["question"]: one["asked"] for gap in gaps for one in gap["questions"]}

    for question, who in ((asked, READER), (asked, OTHER), (asked, READER), (last, READER)):
        assert not server.ask(question, who).json()["answered"]
    until(lambda: last in counted())  # they are written down in their order
    assert counted()[asked] == 3


def test_a_server_that_keeps_none_answers_anew(tmp_path: Path) -> None:
    with serving(tmp_path / "index", keep_answers=0) as server:
        first = server.ask().json()
        assert told(server.ask().json()) == told(first)
        assert server.assistant.asked.count(SAID) == 2
        with server.held(3) as ask:
            asked = [ask()]
            until(lambda: bool(server.assistant.asked))
            asked += [ask(), ask()]
        assert {one.result().status_code for one in asked} == {200}
        assert server.assistant.asked == [SAID]
