"""`pullquote evaluate` and its neighbours on the sample articles, with the real models."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from index.articles.article import Article, ArticleInfo
from index.collection import Index

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = ROOT / "samples" / "questions.jsonl"


def pullquote(*arguments: object, index: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "app.py"), *map(str, arguments)]
    if index:
        command += ["--index", str(index)]
    environment = {k: v for k, v in os.environ.items() if k != "PULLQUOTE_INDEX"}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )


def some_questions(folder: Path, count: int) -> Path:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    chosen = lines[:: max(1, len(lines) // count)][:count]
    path = folder / "some.jsonl"
    path.write_text("".join(f"{line}\n" for line in chosen), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def finished(
    sample_index_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("evaluation")
    done = pullquote(
        "evaluate", some_questions(folder, 14), "--json",
        "--save", folder / "run.json",
        "--report", folder / "report.html",
        "--junit", folder / "junit.xml",
        index=sample_index_folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_every_question_has_a_row_and_every_quote_is_exact(
    finished: tuple[Path, dict[str, Any]],
) -> None:
    document = finished[1]
    assert len(document["questions"]) == 14
    assert document["metrics"]["quote_validity"] == 1.0
    assert document["failed"] == []
    assert document["settings"]["articles"] > 20


def test_em_and_f1_of_real_answers_agree_with_their_definition(
    finished: tuple[Path, dict[str, Any]],
) -> None:
    def tokens(text: str) -> list[str]:
        kept = "".join(c for c in text.lower() if c not in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
        return [word for word in kept.split() if word not in ("a", "an", "the")]

    compared = 0
    for row in finished[1]["questions"]:
        if not row["answerable"] or not row["answers"]:
            continue
        best_em, best_f1 = 0.0, 0.0
        for gold in row["answers"] if row["prediction"] is not None else []:
            mine, theirs = tokens(row["prediction"]), tokens(gold)
            best_em = max(best_em, float(mine == theirs))
            common = (Counter(mine) & Counter(theirs)).total()
            if common:
                precision, recall = common / len(mine), common / len(theirs)
                best_f1 = max(best_f1, 2 * precision * recall / (precision + recall))
        assert row["scores"]["em"] == best_em
        assert row["scores"]["f1"] == pytest.approx(best_f1)
        compared += 1
    assert compared >= 5


def test_files_are_written_and_nothing_is_left_over(
    finished: tuple[Path, dict[str, Any]],
) -> None:
    folder = finished[0]
    assert sorted(path.name for path in folder.iterdir()) == [
        "junit.xml", "report.html", "run.json", "some.jsonl",
    ]  # fmt: skip
    assert json.loads((folder / "run.json").read_text())["metrics"] == finished[1]["metrics"]
    assert "Worst questions" in (folder / "report.html").read_text(encoding="utf-8")


def test_the_same_run_again_is_the_same_and_floors_decide(
    finished: tuple[Path, dict[str, Any]], sample_index_folder: Path
) -> None:
    folder, before = finished
    done = pullquote(
        "evaluate", folder / "some.jsonl", "--json", "--baseline", folder / "run.json",
        "--fail-under", "recall@20=0.1", "--fail-under", "f1=1.01",
        index=sample_index_folder,
    )  # fmt: skip
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["missed"] == [f"f1 is {before['metrics']['f1']:.4f}, and must be at least 1.01"]
    assert document["comparison"]["comparable"] is True
    assert document["comparison"]["fixed"] == document["comparison"]["broken"] == []
    for old, new in zip(before["questions"], document["questions"], strict=True):
        assert (old["prediction"], old["quotes"]) == (new["prediction"], new["quotes"])


def test_mistakes_of_the_set_are_listed_by_row(tmp_path: Path, sample_index_folder: Path) -> None:
    rows = [
        {"question": "Who spoke of umbrellas?", "quotes": [{"text": "never said"}]},
        {"question": ""},
        {"question": "x?", "quotes": [{"text": "y", "article": "gone.txt"}]},
    ]
    path = tmp_path / "bad.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    done = pullquote("evaluate", path, "--json", index=sample_index_folder)
    assert done.returncode == 1
    # every article that the set names is missing: it is a set about another index
    assert "holds none of the 1 articles" in done.stderr
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows[:2]))
    done = pullquote("evaluate", path, "--json", index=sample_index_folder)
    failed = json.loads(done.stdout)["failed"]
    assert done.returncode == 1
    assert [(problem["row"]) for problem in failed] == [2, 1]
    assert "stands in no article" in failed[1]["error"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--fail-under", "f3=1"], 2, "no metric 'f3'"),
        (["--reading", "--build-index"], 2, "no index"),
        (["--raise-gate"], 2, "--gate"),
        (["--filter", "nobody"], 1, "no question has the tag nobody"),
        (["--build-index"], 1, "carries no texts"),
        (["--reading"], 1, "needs the passage"),
        (["--baseline", "gone.json"], 1, "gone.json"),
    ],
)
def test_wrong_usage_and_failures_have_their_exit_codes(
    arguments: list[str], code: int, said: str, tmp_path: Path
) -> None:
    done = pullquote("evaluate", QUESTIONS, *arguments, index=tmp_path / "none")
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


def test_a_set_with_its_own_texts_needs_no_index(tmp_path: Path) -> None:
    context = "The harbour froze in 1911. Nils Berg said the ice was a metre thick."
    qas = [
        {"id": "1", "question": "When did the harbour freeze?",
         "answers": [{"text": "1911", "answer_start": 21}]},
        {"id": "2", "question": "Who spoke of the ice?",
         "answers": [{"text": "Nils Berg", "answer_start": 27}]},
    ]  # fmt: skip
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(
        {"data": [{"title": "Ice", "paragraphs": [{"context": context, "qas": qas}]}]}
    ))  # fmt: skip
    for how in ("--build-index", "--reading"):
        done = pullquote("evaluate", path, how, "--json", index=tmp_path / "none")
        assert done.returncode == 0, done.stderr
        document = json.loads(done.stdout)
        assert [row["id"] for row in document["questions"]] == ["1", "2"]
        assert document["metrics"]["quote_validity"] == 1.0
    assert not (tmp_path / "none").exists()


def test_questions_are_checked_without_being_asked(sample_index_folder: Path) -> None:
    done = pullquote("check-questions", QUESTIONS, "--json", index=sample_index_folder)
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["quotes_looked_up"] is True


def test_calibration_is_stored_and_forgotten(tmp_path: Path) -> None:
    # Articles of a sentence each: every question is asked several times, and read in them all.
    towns = ("Arle", "Brook", "Corran", "Dunmor", "Elstow", "Farne", "Garve", "Hallin", "Ister",
             "Jarrow", "Kelso", "Lorne", "Merrow", "Norby", "Oban", "Perth")  # fmt: skip
    index, questions = tmp_path / "index", tmp_path / "towns.jsonl"
    articles: list[Article] = []
    rows: list[dict[str, Any]] = []
    for year, town in enumerate(towns, 1901):
        text = f"The bridge of {town} opened in {year}, said Mayor Ida Koch."
        articles.append(Article(info=ArticleInfo(id=town, title=town), text=text))
        when, painted = f"When did the bridge of {town} open?", f"Who painted {town}'s chapel?"
        rows.append({"question": when, "answers": [str(year)], "answerable": True})
        rows.append({"question": painted, "answerable": False})
    with Index.open(index, create=True) as store:
        store.add_articles(articles)
    questions.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    done = pullquote("calibrate", questions, "--target", "0.6", "--json", index=index)
    assert done.returncode == 0, done.stderr
    fit = json.loads(done.stdout)
    with Index.open(index) as store:
        stored = store.setting("calibration")
    assert fit["stored"] is True
    assert (stored["threshold"], stored["target"]) == (fit["threshold"], 0.6)
    assert pullquote("calibrate", questions, "--reset", index=index).returncode == 0
    with Index.open(index) as store:
        assert store.setting("calibration") is None


def test_a_threshold_of_zero_silences_nothing_that_was_found(sample_index_folder: Path) -> None:
    from qa.assistant import Assistant

    question = "How deep is the harbour of the moon?"
    with Index.open(sample_index_folder) as store:
        bold = Assistant(store, adjustment={"threshold": 0.0}).ask(question)
        shy = Assistant(store, adjustment={"threshold": 1.0}).ask(question)
    assert (bold.answered, shy.answered) == (True, False)


def test_feedback_is_exported_as_questions(tmp_path: Path) -> None:
    from qa.evaluation.sets.feedback import FILE, FeedbackStore, Verdict

    with FeedbackStore(tmp_path / FILE) as store:
        store.add(Verdict(good=True, question="Silent?", answered=False))
    done = pullquote("feedback", "export", index=tmp_path)
    assert json.loads(done.stdout)["answerable"] is False


# The command, killed as soon as five rows or more are written; always at the same place.
_KILLED = """
import os, signal, sys
from qa.evaluation.runs.row_stream import RowStream
from qa.cli.main import main
write, written = RowStream.write, []

def written_until_killed(stream, rows):
    write(stream, rows)
    written.extend(rows)
    if len(written) >= 5:
        os.kill(os.getpid(), signal.SIGKILL)

RowStream.write = written_until_killed
main()
"""


def test_what_was_done_before_a_kill_is_not_asked_again(
    tmp_path: Path, sample_index_folder: Path
) -> None:
    saved, rows = tmp_path / "run.json", tmp_path / "run.json.rows"
    options = [
        "evaluate", str(some_questions(tmp_path, 12)), "--save", str(saved), "--index",
        str(sample_index_folder),
    ]  # fmt: skip
    killed = subprocess.run([sys.executable, "-c", _KILLED, *options], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not saved.exists()
    before = [json.loads(line) for line in rows.read_bytes().split(b"\n")[1:-1]]
    assert 0 < len(before) < 12
    command = [sys.executable, str(ROOT / "app.py"), *options, "--resume"]
    resumed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert resumed.returncode == 0, resumed.stderr
    after = {row["id"]: row for row in json.loads(saved.read_text("utf-8"))["questions"]}
    assert len(after) == 12
    assert [after[row["id"]] for row in before] == before  # times too: nobody asked again
    assert any(row["latency_ms"] for row in before)
    assert not rows.exists()


def test_a_set_without_gold_says_what_it_cannot_measure(
    tmp_path: Path, sample_index_folder: Path
) -> None:
    path = tmp_path / "bare.jsonl"
    path.write_text(json.dumps({"question": "What did Bordyuzha say about Iran?"}) + "\n")
    done = pullquote("evaluate", path, "--json", index=sample_index_folder)
    assert done.returncode == 0
    assert "warning: no row says what is right" in done.stderr
    assert json.loads(done.stdout)["metrics"]["f1"] is None
