"""A run from its questions to its files: nothing is skipped, nothing finished is lost."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from index.errors import ModelError, UsageError
from qa.evaluation.metrics.aggregates import METRICS, figures
from qa.evaluation.metrics.question_result import QuestionResult, ResultQuote
from qa.evaluation.report.junit import junit
from qa.evaluation.report.page import address, address_beside, render
from qa.evaluation.runs.comparison import compare
from qa.evaluation.runs.gates import (
    Floor,
    Gate,
    failures,
    load_gate,
    missed,
    parse_floor,
    save_gate,
    updated,
)
from qa.evaluation.runs.row_stream import RowStream
from qa.evaluation.runs.run_record import RunRecord, RunSettings, load_run, save_run
from qa.evaluation.runs.runner import run
from qa.evaluation.runs.scoring import crashed
from qa.evaluation.sets.gold import Gold
from qa.evaluation.sets.question_sets import GoldQuestion, RowProblem

QUESTIONS = [
    GoldQuestion(id=f"q{n}", row=n, question=f"What of {n}?", answers=("x",), answerable=True)
    for n in range(1, 101)
]


def right(question: GoldQuestion, *, good: bool = True) -> QuestionResult:
    value = float(good)
    return QuestionResult(
        id=question.id, row=question.row, question=question.question, kind="fact",
        tags=("even",) if question.row % 2 == 0 else (), answerable=True, answers=("x",),
        answered=True, confidence=0.9 if good else 0.6, prediction="x" if good else "y",
        right=good, scores={"em": value, "f1": value}, latency_ms=12.0,
    )  # fmt: skip


class Pupil:
    """Answers everything but the questions it trips over, and remembers what it was asked."""

    def __init__(self, trips: Sequence[str] = (), kill_at: str | None = None) -> None:
        self.asked: list[list[str]] = []
        self._trips = set(trips)
        self._kill_at = kill_at

    def rows(self, questions: Sequence[GoldQuestion], *, timed: bool) -> list[QuestionResult]:
        self.asked.append([question.id for question in questions])
        assert not timed or len(questions) == 1
        for question in questions:
            if question.id in self._trips:
                raise ZeroDivisionError(question.id)
            if question.id == self._kill_at:
                raise KeyboardInterrupt
        return [right(question) for question in questions]

    def crashed(self, question: GoldQuestion, error: str) -> QuestionResult:
        return crashed(question, Gold(), error)


def test_a_crash_costs_its_own_question_only() -> None:
    rows = run(Pupil(trips=["q7", "q100"]), QUESTIONS)
    assert [row.id for row in rows] == [question.id for question in QUESTIONS]
    broken = [row for row in rows if row.error]
    assert [(row.id, row.error) for row in broken] == [
        ("q7", "ZeroDivisionError: q7"),
        ("q100", "ZeroDivisionError: q100"),
    ]
    assert figures(rows, intervals=False)["f1"].value == 98 / 100


def test_a_missing_model_ends_the_run() -> None:
    class Broken(Pupil):
        def rows(self, questions: Sequence[GoldQuestion], *, timed: bool) -> list[QuestionResult]:
            raise ModelError("no weights")

    with pytest.raises(ModelError):
        run(Broken(), QUESTIONS)


def test_what_was_finished_before_a_kill_is_not_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    with (
        RowStream(path, "key", resume=False) as stream,
        pytest.raises(KeyboardInterrupt),
    ):
        run(Pupil(kill_at="q50"), QUESTIONS, stream=stream)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"id": "q')  # what a kill half-way through a line leaves
    with RowStream(path, "key", resume=True) as stream:
        done = set(stream.done)
        pupil = Pupil()
        rows = run(pupil, QUESTIONS, stream=stream)
    assert len(done) >= 40
    assert done.isdisjoint({name for batch in pupil.asked for name in batch})
    assert [row.id for row in rows] == [question.id for question in QUESTIONS]
    assert path.read_bytes().startswith(whole)


def test_rows_of_another_run_are_refused(tmp_path: Path) -> None:
    with RowStream(tmp_path / "rows", "one", resume=False) as stream:
        stream.write([right(QUESTIONS[0])])
    with pytest.raises(UsageError, match="another run"):
        RowStream(tmp_path / "rows", "other", resume=True)


def test_progress_reaches_the_end() -> None:
    seen: list[tuple[int, int]] = []
    run(Pupil(), QUESTIONS, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (100, 100)


SETTINGS = RunSettings(
    mode="open", set_name="set.jsonl", set_form="native", set_digest="s" * 64,
    corpus_digest="c" * 64, articles=3, passages=9, reader="sentences",
)  # fmt: skip


def record(rows: Sequence[QuestionResult], **changes: object) -> RunRecord:
    made = RunRecord(
        created="2024-01-01T00:00:00+00:00",
        settings=SETTINGS,
        questions=tuple(rows),
        figures=figures(rows),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def mixed(wrong: Callable[[int], bool]) -> list[QuestionResult]:
    return [right(question, good=not wrong(question.row)) for question in QUESTIONS]


def test_a_run_is_saved_and_loaded(tmp_path: Path) -> None:
    made = record(mixed(lambda n: n < 11), failed=(RowProblem(3, "x", "a"),))
    save_run(made, tmp_path / "run.json")
    loaded = load_run(tmp_path / "run.json")
    assert loaded.to_json()["metrics"] == made.to_json()["metrics"]
    assert loaded.questions == made.questions
    assert (loaded.settings, loaded.failed) == (made.settings, made.failed)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 99}', '{"format": 1}'])
def test_what_is_no_run_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(UsageError, match=r"run\.json"):
        load_run(tmp_path / "run.json")


def test_every_metric_of_the_contract_is_named() -> None:
    document = record(mixed(lambda n: n < 11)).to_json()
    assert set(document["metrics"]) == set(METRICS)
    assert {"em", "f1", "recall@5", "mrr", "ndcg@10", "quote_validity", "latency_p95_ms"} <= set(
        document["metrics"]
    )
    assert document["metrics"]["f1"] == 0.9
    assert document["metrics"]["refusal_recall"] is None
    low, high = document["intervals"]["f1"]
    assert low < 0.9 < high


def test_a_comparison_lists_what_was_fixed_and_broken() -> None:
    before, after = mixed(lambda n: n <= 20), mixed(lambda n: n in {1, 50})
    found = compare(record(before), record(after))
    assert not found.doubts
    assert [change.id for change in found.fixed] == [f"q{n}" for n in range(2, 21)]
    assert [(c.id, c.before, c.after) for c in found.broken] == [("q50", "x", "y")]
    f1 = next(metric for metric in found.metrics if metric.name == "f1")
    assert f1.difference.change == pytest.approx(0.98 - 0.80)
    assert f1.better is True
    assert f1.difference.interval is not None
    assert f1.difference.interval.low > 0


def test_a_change_that_may_be_chance_says_so() -> None:
    found = compare(record(mixed(lambda n: n == 1)), record(mixed(lambda n: n == 2)))
    assert all(m.better is None for m in found.metrics if m.name in {"em", "f1", "right"})


def test_runs_of_different_things_say_so() -> None:
    rows = mixed(lambda n: n == 1)
    other = replace(SETTINGS, corpus_digest="d" * 64, set_digest="t" * 64, reader="other")
    found = compare(record(rows[:90], settings=other), record(rows))
    assert len(found.doubts) == 3
    assert found.shared == 90
    assert found.changed == ("reader: other → sentences",)


@pytest.mark.parametrize("text", ["f1", "f2=0.5", "f1=high", "=1"])
def test_a_floor_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"METRIC=VALUE|no metric|not a number"):
        parse_floor(text)


def test_floors_hold_or_are_missed() -> None:
    made = record(mixed(lambda n: n < 11))
    assert missed(made, [parse_floor("f1=0.9"), parse_floor("latency_p95_ms=20")]) == []
    said = missed(made, [Floor("f1", 0.95), Floor("latency_p95_ms", 5), Floor("mrr", 0.1)])
    assert said == [
        "f1 is 0.9000, and must be at least 0.95",
        "latency_p95_ms is 12.0000, and must be at most 5",
        "mrr is not measured by this set, and must be at least 0.1",
    ]


def test_a_gate_is_raised_freely_and_lowered_on_purpose(tmp_path: Path) -> None:
    gate = Gate("c" * 64, "s" * 64, (Floor("f1", 0.5),))
    good, bad = record(mixed(lambda n: n < 11)), record(mixed(lambda n: n <= 60))
    raised = updated(gate, good, lower=False)
    assert raised.floors == (Floor("f1", 0.88),)
    with pytest.raises(UsageError, match="--lower-gate"):
        updated(raised, bad, lower=False)
    assert updated(raised, bad, lower=True).floors == (Floor("f1", 0.38),)
    save_gate(raised, tmp_path / "gate.json")
    assert load_gate(tmp_path / "gate.json") == raised
    assert failures(good, raised) == []


def test_floors_measured_on_other_articles_prove_nothing() -> None:
    gate = Gate("d" * 64, "s" * 64, (Floor("f1", 0.5),))
    assert "the articles are not those" in failures(record(mixed(lambda n: False)), gate)[0]


def test_junit_counts_failures_errors_and_gates() -> None:
    rows = mixed(lambda n: n < 4)
    rows[9] = crashed(QUESTIONS[9], Gold(), "ValueError: \x00 bad")
    failed = (RowProblem(10, "crashed", "q10"), RowProblem(12, "no `question`"))
    root = ElementTree.fromstring(junit(record(rows, failed=failed), ("f1 is low",)))
    suite = root[0]
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "102", "failures": "4", "errors": "2", "skipped": "0",
    }  # fmt: skip
    assert len(suite.findall("testcase")) == 102


ATTACK = '<script>alert(1)</script><img src=x onerror="alert(2)">{{ 7 * 7 }}'


def test_the_report_escapes_what_came_from_elsewhere() -> None:
    piece = ResultQuote(
        article=ATTACK, start=0, end=4, text=ATTACK, title=ATTACK, link="javascript:alert(3)",
        speaker=ATTACK, before=ATTACK, after=ATTACK,
    )  # fmt: skip
    row = replace(
        right(QUESTIONS[0], good=False), question=ATTACK, answer=ATTACK, prediction=ATTACK,
        tags=(ATTACK,), quotes=(piece,), expected=(piece,),
    )  # fmt: skip
    made = record([row, right(QUESTIONS[1])], failed=(RowProblem(1, ATTACK, ATTACK),))
    html = render(made, compare(made, made), (ATTACK,))
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html
    assert "{{ 7 * 7 }}" in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_the_report_says_on_which_page_a_quote_begins() -> None:
    piece = ResultQuote(article="a", start=7, end=16, text="We count.", title="Litres", page="iv")
    row = replace(right(QUESTIONS[0], good=False), quotes=(piece, replace(piece, page=None)))
    html = render(record([row, right(QUESTIONS[1])]))
    assert html.count("Litres, page iv (7–16)") == 1
    assert html.count("Litres (7–16)") == 1


def test_a_link_names_the_first_words_and_only_web_addresses_are_links() -> None:
    piece = ResultQuote(article="a", start=0, end=9, text="“We count, every-litre”\nmore",
                     link="https://x.example/a")  # fmt: skip
    assert address(piece) == "https://x.example/a#:~:text=We%20count%2C%20every%2Dlitre"
    for link in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", None):
        assert address(replace(piece, link=link)) is None


def test_an_article_without_an_address_is_linked_in_its_file_relative_to_the_report() -> None:
    piece = ResultQuote(
        article="a", start=0, end=9, text="We count.", path="/home/ann/my news/a.txt"
    )
    link_to = address_beside(Path("/home/ann/reports"))
    assert link_to(piece) == "../my%20news/a.txt#:~:text=We%20count"
    assert link_to(replace(piece, path=None)) is None
    assert link_to(replace(piece, link="https://x.example/a")) == address(
        replace(piece, link="https://x.example/a")
    )
    assert link_to(replace(piece, link="javascript:alert(1)")) is None


def test_the_document_holds_the_curves() -> None:
    rows = [right(QUESTIONS[0]), right(QUESTIONS[1], good=False)]  # confidences 0.9 and 0.6
    made = RunRecord(
        created="",
        settings=RunSettings(mode="open", set_name="s", set_form="native", set_digest="d"),
        questions=tuple(rows),
        figures=figures(rows, intervals=False),
    )
    curves = made.to_json()["curves"]
    assert curves["risk_coverage"] == [
        {"threshold": 0.9, "coverage": 0.5, "risk": 0.0},
        {"threshold": 0.6, "coverage": 1.0, "risk": 0.5},
    ]
    assert curves["area_under_risk"] == 0.5 * 0.0 + 0.5 * 0.5
    assert [one["count"] for one in curves["calibration"]] == [1, 1]
