"""The Evaluate page: a real server on the sample articles, real HTTP, a real Chromium."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from web_server import Running, serving, watching

from index.collection import Index
from index.errors import UsageError
from qa.assistant import Assistant
from qa.evaluation.runs.run_record import load_run
from qa.evaluation.sets.question_sets import SetText
from qa.web.evaluate.evaluations import (
    KEPT,
    MOST_QUESTIONS,
    MOST_TEXTS,
    EvaluationMode,
    EvaluationRequest,
    Evaluations,
    RunInProgress,
    RunState,
)
from qa.web.evaluate.question_uploads import SentFile, read_upload

pytestmark = [
    # Gradio uses of pandas what pandas will drop.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

_ROWS: list[dict[str, Any]] = [
    {"id": "iran", "question": "What did Bordyuzha say about Iran?",
     "answers": ["military action should not take place"], "tags": ["who-said"]},
    {"id": "moon", "question": "How deep is the harbour of the moon?", "answerable": False},
    {"id": "berth", "question": "How much does a berth on the night train cost?",
     "answers": ["58 crowns"], "quotes": [{"text": "A berth costs 58 crowns, a seat 24."}]},
]  # fmt: skip


_LONG = 240
"""Seconds after which a test gives up; a busy machine is no bug."""


def _lines(*rows: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def _sent(text: str, name: str = "set.jsonl") -> dict[str, Any]:
    return {"files": [{"name": name, "text": text}]}


@pytest.fixture(scope="module")
def real(sample_index_folder: Path) -> Iterator[Running]:
    """A server on the sample articles."""
    with serving(sample_index_folder, real=True) as server:
        yield server


def _finish(server: Running, number: int) -> dict[str, Any]:
    deadline = time.monotonic() + _LONG
    while time.monotonic() < deadline:
        runs = server.client.get("/evaluate/runs").json()["runs"]
        run: dict[str, Any] = next(one for one in runs if one["number"] == number)
        if run["state"] != "running":
            return run
        time.sleep(0.1)
    raise AssertionError("the evaluation did not end")


@pytest.fixture(scope="module")
def finished(real: Running) -> dict[str, Any]:
    """A finished run of three questions."""
    started = real.client.post("/evaluate/runs", json=_sent(_lines(*_ROWS)))
    assert started.status_code == 202, started.text
    return _finish(real, started.json()["number"])


def test_a_run_ends_with_figures_a_report_and_a_document(
    real: Running, finished: dict[str, Any], tmp_path: Path
) -> None:
    assert (finished["state"], finished["done"], finished["total"]) == ("finished", 3, 3)
    address = f"/evaluate/runs/{finished['number']}"
    saved = tmp_path / "run.json"
    saved.write_text(real.client.get(f"{address}/run.json").text, encoding="utf-8")
    run = load_run(saved)
    assert [row.id for row in run.questions] == ["iran", "moon", "berth"]
    assert run.value("quote_validity") == 1.0
    assert run.settings.articles == 32
    report = real.client.get(f"{address}/report.html", params={"download": "true"})
    assert report.headers["content-disposition"] == "attachment; filename*=UTF-8''set.report.html"
    assert report.text.startswith("<!DOCTYPE html>")
    assert f'href="{real.url}/read/' in report.text or "Worst questions" not in report.text
    assert "sandbox" in report.headers["content-security-policy"]


def test_the_figures_are_those_of_the_command_line(
    real: Running, finished: dict[str, Any], sample_index_folder: Path
) -> None:
    document = real.client.get(f"/evaluate/runs/{finished['number']}/run.json").json()
    with Index.open(sample_index_folder) as index:
        answer = Assistant(index).ask(_ROWS[0]["question"])
    row = document["questions"][0]
    assert [(q["article"], q["start"], q["end"]) for q in row["quotes"]] == [
        (quote.article.id, quote.start, quote.end) for quote in answer.quotes
    ]
    assert document["settings"]["mode"] == "open"


def test_mistakes_of_a_set_are_told_by_row(real: Running) -> None:
    text = _lines({"question": ""}, {"question": "x?", "quotes": [{"text": "umbrella weather"}]})
    checked = real.client.post("/evaluate/check", json=_sent(text + "{broken\n")).json()
    assert [problem["row"] for problem in checked["failed"]] == [1, 3, 2]
    assert "stands in no article" in checked["failed"][2]["error"]
    assert checked["questions"] == 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("set.xlsx", "x", "set.xlsx: question sets are"),
        ("../../etc/set.jsonl", "", "set.jsonl: no question could be read"),
        ("set.json", '{"data": 1', "set.json: not JSON"),
        ("a/b.csv", "colour\nred\n", "b.csv: no column is called `question`"),
    ],
)
def test_what_is_no_question_set_is_refused_by_its_own_name(
    real: Running, name: str, text: str, said: str
) -> None:
    response = real.client.post("/evaluate/runs", json=_sent(text, name))
    assert response.status_code == 422
    assert response.json()["detail"].startswith(said), response.json()["detail"]


def test_a_set_that_does_not_fit_the_way_it_is_asked_fails_with_a_reason(real: Running) -> None:
    started = real.client.post("/evaluate/runs", json=_sent(_lines(*_ROWS)) | {"way": "texts"})
    ended = _finish(real, started.json()["number"])
    assert ended["state"] == "failed"
    assert "carries no texts" in ended["message"]
    assert real.client.get(f"/evaluate/runs/{ended['number']}/results").status_code == 422


@pytest.mark.parametrize(("way", "mode"), [("texts", "open"), ("reading", "reading")])
def test_a_set_that_carries_its_texts_is_asked_without_the_articles(
    real: Running, way: str, mode: str
) -> None:
    context = "The ferry to Brae was lost in 1911. It carried salt."
    answers = [{"text": "1911", "answer_start": context.index("1911")}]
    qas = [{"id": "1", "question": "When was the ferry to Brae lost?", "answers": answers}]
    squad = {"data": [{"title": "Ferry", "paragraphs": [{"context": context, "qas": qas}]}]}
    order = _sent(json.dumps(squad), "squad.json") | {"way": way}
    number = real.client.post("/evaluate/runs", json=order).json()["number"]
    assert _finish(real, number)["state"] == "finished"
    document = real.client.get(f"/evaluate/runs/{number}/run.json").json()
    assert document["settings"]["mode"] == mode
    assert document["settings"]["articles"] == (1 if way == "texts" else None)
    assert document["questions"][0]["expected"][0]["text"] == "The ferry to Brae was lost in 1911."


def test_a_large_set_is_read_where_other_requests_are_small(real: Running) -> None:
    padded = _lines(*_ROWS) + " " * 2_000_000
    assert real.client.post("/evaluate/check", json=_sent(padded)).status_code == 200
    assert real.client.post("/api/ask", json={"question": padded}).status_code == 413


def test_who_may_not_edit_may_not_evaluate(real: Running) -> None:
    # A proxy's header makes a visitor somebody else's, that is, a reader.
    reader = {"X-Forwarded-For": "203.0.113.9"}
    page = real.client.get("/evaluate", headers=reader)
    assert "Only editors" in page.text
    assert "<form" not in page.text
    for method, path in (("GET", "runs"), ("POST", "runs"), ("GET", "runs/1/run.json")):
        body = _sent(_lines(*_ROWS)) if method == "POST" else None
        response = real.client.request(method, f"/evaluate/{path}", json=body, headers=reader)
        assert response.status_code == 403, path
        assert response.json()["detail"] == "Only editors may evaluate question sets."
    large = _sent(" " * 2_000_000)
    assert real.client.post("/evaluate/check", json=large, headers=reader).status_code == 413


def _upload(name: str, text: str) -> SentFile:
    return SentFile(name=name, text=text)


def test_a_beir_folder_is_its_three_files() -> None:
    files = [
        _upload("mini/corpus.jsonl", _lines({"_id": "d1", "text": "Salt."})),
        _upload("mini/queries.jsonl", _lines({"_id": "q1", "text": "salt?"})),
        _upload("test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\n"),
    ]
    found = read_upload(files)
    assert (found.name, found.form) == ("mini", "beir")
    assert found.questions[0].relevant == (("d1", 1),)


@pytest.fixture
def steady(sample_index: Index) -> Iterator["_Slow"]:
    """Evaluations whose batches wait for a test."""
    slow = _Slow(sample_index)
    yield slow
    slow.go.set()


class _Slow:
    def __init__(self, index: Index) -> None:
        from qa.web.answering.opened import OpenIndex

        self.go = threading.Event()
        self.waits = 0
        self.evaluations = Evaluations(lambda: OpenIndex(index, Assistant(index)), self._busy)
        text = _lines(*(row | {"id": f"{at}"} for at in range(12) for row in _ROWS[1:2]))
        self.order = EvaluationRequest(questions=read_upload([_upload("set.jsonl", text)]))

    def _busy(self) -> bool:
        self.waits += 1
        return not self.go.is_set()

    def ended(self, number: int) -> RunState:
        deadline = time.monotonic() + _LONG
        while time.monotonic() < deadline:
            status = next(s for s in self.evaluations.statuses() if s.number == number)
            if status.state is not RunState.RUNNING:
                return status.state
            time.sleep(0.02)
        raise AssertionError("the evaluation did not end")


def test_one_runs_at_a_time_steps_aside_and_can_be_cancelled(steady: _Slow) -> None:
    first = steady.evaluations.start(steady.order)
    with pytest.raises(RunInProgress, match="one evaluation runs at a time"):
        steady.evaluations.start(steady.order)
    deadline = time.monotonic() + _LONG
    while steady.waits < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert steady.waits >= 3  # it waits while readers' questions are in work
    steady.evaluations.cancel(first.number)
    assert steady.ended(first.number) is RunState.CANCELLED
    steady.go.set()
    second = steady.evaluations.start(steady.order)
    assert steady.ended(second.number) is RunState.FINISHED


def test_what_is_too_much_for_a_server_is_refused_with_the_number(steady: _Slow) -> None:
    one = steady.order.questions.questions[0]
    many = replace(steady.order.questions, questions=(one,) * (MOST_QUESTIONS + 7))
    with pytest.raises(UsageError, match=r"5,007 questions; .* Set a limit"):
        steady.evaluations.start(EvaluationRequest(questions=many))
    texts = (SetText(name="a", text="b"),) * (MOST_TEXTS + 1)
    with pytest.raises(UsageError, match=r"5,001 texts; .* --build-index"):
        steady.evaluations.start(
            EvaluationRequest(
                questions=replace(steady.order.questions, texts=texts), way=EvaluationMode.TEXTS
            )
        )
    assert steady.evaluations.statuses() == []


def test_only_the_last_runs_are_kept(steady: _Slow) -> None:
    steady.go.set()
    order = EvaluationRequest(
        questions=steady.order.questions, way=EvaluationMode.READING
    )  # fails at once
    numbers = []
    for _ in range(KEPT + 2):
        numbers.append(steady.evaluations.start(order).number)
        assert steady.ended(numbers[-1]) is RunState.FAILED
    assert [status.number for status in steady.evaluations.statuses()] == numbers[:1:-1]


def test_the_chat_answers_while_a_set_is_evaluated(real: Running) -> None:
    many = (row | {"id": f"{at}-{row['id']}"} for at in range(400) for row in _ROWS)
    text = _lines(*many)  # so many that it goes on as long as the test does
    number = real.client.post("/evaluate/runs", json=_sent(text)).json()["number"]
    answer = real.client.post("/api/ask", json={"question": _ROWS[0]["question"]}).json()
    running = real.client.get("/evaluate/runs").json()["runs"][0]
    assert answer["answered"]
    assert running["state"] == "running"
    second = real.client.post("/evaluate/runs", json=_sent(_lines(*_ROWS)))
    assert second.status_code == 409
    assert "set.jsonl is being evaluated" in second.json()["detail"]
    assert real.client.post(f"/evaluate/runs/{number}/cancel", json={}).status_code == 202
    assert _finish(real, number)["state"] == "cancelled"


# In the browser


@pytest.fixture
def page(real: Running, wide: BrowserContext) -> Iterator[Page]:
    """The page, opened from the chat's header; nothing may go wrong in it."""
    with watching(wide) as watched:
        watched.page.goto(real.url)
        watched.page.wait_for_selector(".greeting")
        watched.page.get_by_role("link", name="Evaluate").click()
        watched.page.wait_for_selector("#order")
        yield watched.page
        assert watched.errors == []
        assert all(url.startswith((real.url, "blob:", "data:")) for url in watched.requests)


def _choose(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator("#files-button").click()
    chooser.value.set_files(path)
    expect(page.locator("#chosen")).to_contain_text(path.name)


@pytest.mark.browser
def test_a_set_is_evaluated_shown_compared_and_downloaded(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(_lines(*_ROWS, {"question": ""}), encoding="utf-8")
    _choose(page, path)
    page.get_by_role("button", name="Evaluate", exact=True).click()
    expect(page.locator("#results h1")).to_have_text(
        "Evaluation of mine.jsonl", timeout=_LONG * 1000
    )
    figures = page.locator("#results table").first
    expect(figures).to_contain_text("quote_validity")
    assert page.locator("#results figure svg polyline").count() >= 1
    stroke = page.evaluate("getComputedStyle(document.querySelector('#results polyline')).stroke")
    assert stroke != "none"  # the report's style is in force under the page's policy
    expect(page.locator("#problem-rows")).to_contain_text("there is no `question`")
    assert page.locator("#problem-rows td").first.text_content() == "4"
    with page.expect_download() as download:
        page.locator("#run-rows tr").first.get_by_role("link", name="Download report").click()
    assert download.value.suggested_filename == "mine.report.html"
    kept = Path(download.value.path()).read_text("utf-8")
    assert "Evaluation of mine.jsonl" in kept
    page.select_option("#baseline", index=1)
    page.get_by_role("button", name="Evaluate", exact=True).click()
    compared = page.get_by_role("heading", name="Against the baseline")
    expect(compared).to_be_visible(timeout=_LONG * 1000)


@pytest.mark.browser
def test_a_set_is_checked_and_its_faults_are_said(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="Evaluate", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Choose a question set first.")
    path = tmp_path / "latin.csv"
    path.write_bytes("question,answer\nWo?,Köln\n".encode("latin-1"))
    _choose(page, path)
    page.get_by_role("button", name="Check the set only").click()
    expect(page.get_by_role("alert")).to_contain_text("latin.csv: not UTF-8")
    path.write_text("question,answer\nWhere?,Köln\n,Bonn\n", encoding="utf-8")
    page.get_by_role("button", name="Check the set only").click()
    expect(page.get_by_role("alert")).to_contain_text("latin.csv has changed since")
    _choose(page, path)  # the same name again
    page.get_by_role("button", name="Check the set only").click()
    expect(page.locator("#checked-text")).to_contain_text("csv. Questions: 1;")
    expect(page.locator("#problem-rows")).to_contain_text("there is no `question`")


@pytest.mark.browser
def test_a_run_is_cancelled_in_the_page(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    rows = (row | {"id": f"{at}-{row['id']}"} for at in range(400) for row in _ROWS)
    path.write_text(_lines(*rows), encoding="utf-8")
    _choose(page, path)
    page.get_by_role("button", name="Evaluate", exact=True).click()
    expect(page.locator("#progress-text")).to_contain_text(
        "of 1200 questions", timeout=_LONG * 1000
    )
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#run-rows tr").first).to_contain_text("cancelled", timeout=_LONG * 1000)
    expect(page.locator("#running")).to_be_hidden()
