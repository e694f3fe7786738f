"""Several processes answer as one server: a real `serve --workers 2`, and workers by themselves."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry, generate_latest

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from index.errors import IndexDamaged, PullquoteError, UsageError
from qa.assistant import Ask
from qa.statements.stored import StatementFinder
from qa.web.metrics import WorkerFigures
from qa.web.requests.problems import Interrupted
from qa.web.requests.seeing import EVERYTHING
from qa.web.settings import ServerSettings, check_settings
from qa.web.workers.messages import Setup
from qa.web.workers.opening import pool_of
from qa.web.workers.pool import Limits, Pool
from qa.web.workers.worker import Worker

ROOT = Path(__file__).resolve().parents[4]
_GROUPS = 'everybody = ["default"]\nnewsroom = ["default", "tips"]\n'
_CRANE = (
    "The old crane at the mill wharf comes down in May. “Nobody asked the rowers,” said Tilda "
    "Brankovic, who speaks for the rowing club."
)
_TIP = "“I moved the crane money at night,” said Osric Vell, the treasurer of the mill wharf."
_LATER = "“The lock gates are rusted through,” said Mirela Stanhope, an engineer of the canal."
_ASKED = "What did Tilda Brankovic say?"


def _article(name: str, text: str) -> Article:
    return Article(info=ArticleInfo(id=name, title=f"About the {name}", lang="en"), text=text)


@dataclass
class Started:
    """A server with two workers, its log, and who asks it."""

    process: "subprocess.Popen[bytes]"
    log: Path
    client: httpx.Client
    folder: Path

    def send(
        self, method: str, path: str, who: str, groups: str = "", *, json: object = None
    ) -> httpx.Response:
        headers = {"X-User": who, "X-Groups": groups}
        return self.client.request(method, path, headers=headers, json=json)

    def ask(self, question: str, who: str = "ben", groups: str = "") -> httpx.Response:
        return self.send("POST", "/api/ask", who, groups, json={"question": question})

    def figure(self, name: str) -> float:
        """Return one of the figures that an editor sees."""
        lines = self.send("GET", "/metrics", "ed").text.splitlines()
        return next((float(one.split()[-1]) for one in lines if one.startswith(f"{name} ")), 0.0)

    def workers(self) -> list[int]:
        """Return the processes of both workers, once both can answer and the log says so."""
        _until(lambda: self.figure("pullquote_workers") == 2 and len(self._named()) == 2)
        return self._named()

    def _named(self) -> list[int]:
        """Return the processes that are there still of those that the log calls ready."""
        found: dict[str, int] = {}
        for line in self.log.read_text("utf-8").rpartition("\n")[0].splitlines():
            words = json.loads(line)["message"].split()
            if words[0] == "worker" and "ready" in words:
                found[words[1]] = int(words[-1].strip(")"))
        return [one for one in found.values() if _lives(one)]

    @contextmanager
    def held(self) -> Iterator[list[int]]:
        """Keep both workers from doing anything in the block."""
        workers = self.workers()
        for one in workers:
            os.kill(one, signal.SIGSTOP)
        try:
            yield workers
        finally:
            for one in workers:
                _signal(one, signal.SIGCONT)

    def of_both(self, question: str, **by: str) -> list[Any]:
        """Return the answers of both workers, who are asked at one time, in other words each."""
        with ThreadPoolExecutor(2) as people:
            with self.held():
                asked = [people.submit(self.ask, f"{question}{end}", **by) for end in ("", "?")]
                _until(lambda: self.figure("pullquote_workers_busy") == 2)
            answers = [one.result() for one in asked]
        assert [one.status_code for one in answers] == [200, 200]
        return [one.json() for one in answers]


def _signal(process: int, number: int) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 600
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    folder, log = tmp_path_factory.mktemp("pool") / "index", tmp_path_factory.mktemp("log") / "log"
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles([_article("crane", _CRANE)])
        index.add_articles([_article("money", _TIP)], collections=["tips"])
    (folder / "groups.toml").write_text(_GROUPS, "utf-8")
    command = [
        sys.executable, "app.py", "serve", "--port", "0", "--index", str(folder), "--workers", "2",
        "--auth", "header:X-User", "--groups-header", "X-Groups", "--editor", "ed",
        "--trusted-proxy", "127.0.0.1", "--grace", "120",
    ]  # fmt: skip
    with (
        log.open("wb") as file,
        subprocess.Popen(
            command, cwd=ROOT, stderr=file, env={**os.environ, "PYTHONWARNINGS": "ignore"}
        ) as process,
    ):
        try:
            _until(lambda: "http://" in log.read_text("utf-8"))
            words = log.read_text("utf-8").split()
            url = next(one for one in words if one.startswith("http://"))
            with httpx.Client(base_url=url, timeout=600, trust_env=False) as client:
                yield Started(process, log, client, folder)
        finally:
            process.kill()


def test_health_and_figures_tell_of_workers(server: Started) -> None:
    server.workers()
    health = server.send("GET", "/healthz", "ed").json()
    assert health["workers"] == {"ready": 2, "of": 2}
    assert server.figure('pullquote_worker_memory_bytes{worker="1"}') > 10_000_000


def test_what_is_indexed_and_confirmed_is_seen_by_all_at_once(server: Started) -> None:
    with Index.open(server.folder, annotator=StatementFinder()) as index:
        index.add_articles([_article("locks", _LATER)])
    for answer in server.of_both("What did Mirela Stanhope say?"):
        assert answer["quotes"][0]["text"] in _LATER
        assert answer["quotes"][0]["confirmed"] is None
    quote = answer["quotes"][0]
    span = {"article": "locks", "start": quote["start"], "end": quote["end"]}
    said = {"question": answer["question"], "helpful": True, "quotes": [span]}
    assert server.send("POST", "/api/feedback", "ed", json=said).status_code == 201
    for answer in server.of_both("What did Mirela Stanhope say?"):
        assert answer["quotes"][0]["confirmed"] is not None
    with Index.open(server.folder) as index:
        index.remove(["locks"])
    for answer in server.of_both("What did Mirela Stanhope say?"):
        assert not answer["answered"]


def test_each_worker_answers_from_what_one_may_see(server: Started) -> None:
    for answer in server.of_both("What did Osric Vell say?"):
        assert "crane money" not in json.dumps(answer)
    for answer in server.of_both("What did Osric Vell say?", groups="newsroom"):
        assert answer["quotes"][0]["article"]["id"] == "money"
        assert answer["quotes"][0]["collection"] == "tips"


def test_an_answer_of_a_worker_is_kept_until_something_changes(server: Started) -> None:
    kept = 'pullquote_answers_shared_total{how="kept"}'
    first, before = server.ask(_ASKED).json(), server.figure(kept)
    with server.held():  # so that none of them can answer
        again = server.ask(_ASKED).json()
        assert server.ask(_ASKED, who="cleo").json()["quotes"] == first["quotes"]
    assert {**again, "timings_ms": {}} == {**first, "timings_ms": {}}
    assert server.figure(kept) == before + 2
    with Index.open(server.folder, annotator=StatementFinder()) as index:
        index.add_articles([_article("rowers", "“The crane was ours,” said Tilda Brankovic.")])
    assert any(one["article"]["id"] == "rowers" for one in server.ask(_ASKED).json()["quotes"])
    with Index.open(server.folder) as index:
        index.remove(["rowers"])
    assert server.ask(_ASKED).json()["quotes"] == first["quotes"]


def test_a_question_whose_worker_dies_is_answered_by_another(server: Started) -> None:
    before = server.figure('pullquote_workers_ended_total{reason="died"}')
    with Index.open(server.folder) as index:
        index.set_setting("changed", "now")  # nothing is kept from before
    with ThreadPoolExecutor(1) as person:
        with server.held() as workers:
            asked = person.submit(server.ask, _ASKED)
            _until(lambda: server.figure("pullquote_workers_busy") == 1)
            for one in workers:
                os.kill(one, signal.SIGKILL)
        answer = asked.result()
    assert answer.status_code == 200
    assert answer.json()["quotes"][0]["text"] in _CRANE
    _until(lambda: not any(map(_lives, workers)))
    assert not set(workers) & set(server.workers())
    _until(lambda: server.figure('pullquote_workers_ended_total{reason="died"}') == before + 2)


def test_answers_in_work_are_finished_when_all_are_told_to_stop(server: Started) -> None:
    """A service manager signals every process of a service, not the server alone."""
    with Index.open(server.folder) as index:
        index.set_setting("changed", "again")
    with ThreadPoolExecutor(1) as person:
        with server.held() as workers:
            asked = person.submit(server.ask, _ASKED)
            _until(lambda: server.figure("pullquote_workers_busy") == 1)
            for one in (server.process.pid, *workers):
                os.kill(one, signal.SIGTERM)
            _until(lambda: "Shutting down" in server.log.read_text("utf-8"))
        assert asked.result().status_code == 200
    assert server.process.wait(600) == 0
    _until(lambda: not any(Path(f"/proc/{one}").exists() for one in workers))


# --- workers without a server around them


class Watched:
    """A pool of one worker, over a folder that need not hold an index."""

    def __init__(self, folder: Path, seconds: float, growth: int) -> None:
        self.registry = CollectorRegistry()
        setup = Setup(index=folder, reader_model=None, selector=None, log=None)
        limits = Limits(seconds=seconds, growth=growth)
        self.pool = Pool(1, setup, limits, WorkerFigures(self.registry))

    def ended(self, reason: str) -> bool:
        row = f'pullquote_workers_ended_total{{reason="{reason}"}} 1.0'
        return row in generate_latest(self.registry).decode()

    def ask(self, *questions: str) -> Sequence[object]:
        return self.pool.answer(EVERYTHING, [Ask(question=one) for one in questions])


@contextmanager
def _pool(folder: Path, seconds: float = 300.0, growth: int = 1 << 30) -> Iterator[Watched]:
    watched = Watched(folder, seconds, growth)
    watched.pool.start()
    try:
        yield watched
    finally:
        watched.pool.stop()


def test_a_worker_that_hangs_is_ended_and_replaced(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "qa.web.workers"), _pool(tmp_path, seconds=0.3) as watched:
        watched.pool.wait()
        _until(lambda: "is ready" in caplog.text)
        (ready,) = [one for one in caplog.messages if "is ready" in one]
        hanging = int(ready.split()[-1].strip(")"))
        os.kill(hanging, signal.SIGSTOP)
        with pytest.raises(Interrupted, match="took more than 0 seconds and was given up"):
            watched.ask("Who?")
        _until(lambda: watched.ended("hung"))
        assert not _lives(hanging)


def test_a_worker_that_is_ended_as_it_answers_is_asked_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Worker.answer

    def answered_and_ended(worker: Worker, *given: Any) -> Any:  # noqa: ANN401
        done = answer(worker, *given)
        worker.deadline = 0.0  # as the clock would have it a moment before
        worker.end_if_late()
        return done

    with _pool(tmp_path) as watched:
        for asked in (answered_and_ended, answer):
            monkeypatch.setattr(Worker, "answer", asked)
            with pytest.raises(PullquoteError, match="The index is gone"):  # its answer here
                watched.ask("Who?", "Where?")
        _until(lambda: watched.ended("hung"))


def test_an_index_that_cannot_be_opened_is_told_in_its_own_words_and_growth_is_bounded(
    tmp_path: Path,
) -> None:
    (tmp_path / "articles.sqlite").write_bytes(b"no database " * 1_000)
    with pytest.raises(IndexDamaged) as here:
        Index.open(tmp_path)
    with _pool(tmp_path, growth=-(1 << 40)) as watched:
        with pytest.raises(IndexDamaged) as there:
            watched.ask("Who?")
        assert str(there.value) == str(here.value)
        _until(lambda: watched.ended("grown"))


def test_workers_that_cannot_be_started_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with _pool(tmp_path) as watched:
        with pytest.raises(Interrupted, match="cannot be started: the last one ended with status"):
            watched.pool.wait()
        with pytest.raises(Interrupted, match="cannot be started"):
            watched.ask("Who?", "Where?")
        assert watched.pool.ready == 0


_ALONE = """
import sys, time
from pathlib import Path
from prometheus_client import CollectorRegistry
from qa.web.metrics import WorkerFigures
from qa.web.workers.messages import Setup
from qa.web.workers.worker import Worker
setup = Setup(index=Path(sys.argv[1]), reader_model=None, selector=None, log=None)
worker = Worker(1, setup, start_within=300)
assert worker.wait_ready()
print(worker.process, flush=True)
time.sleep(600)
"""


def test_workers_end_with_a_server_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _ALONE, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    _until(lambda: not _lives(worker))


def _lives(process: int) -> bool:
    """Whether a process does anything still; one that nobody waits for may stay in the table."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_no_workers_are_refused_and_more_than_cores_are_told_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(UsageError, match="0 workers answer nothing; say --workers 1"):
        check_settings(ServerSettings(index=tmp_path, workers=0))
    check_settings(ServerSettings(index=tmp_path, workers=500))
    pool_of(ServerSettings(index=tmp_path, workers=500), WorkerFigures(CollectorRegistry()))
    assert "500 workers share" in caplog.text
