"""`pullquote feedback`: the owner of an index says what is right, lists it, and takes it back."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.collection import Index
from qa.evaluation.sets.feedback import FILE, FeedbackStore, Verdict
from qa.evaluation.sets.formats.registry import read_question_set

ROOT = Path(__file__).resolve().parents[3]
_QUESTION = "Who speaks for the ferry crews?"
_TEXT = (
    "Ferry workers end strike\n\nThe ferry crews of Port Merrow went back to work on Monday. "
    "Hollis Brandvold speaks for the crews. Fares rise by 4 percent.\n"
)


def _pullquote(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *arguments, "--index", str(folder)],
        capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "LOGNAME": "greta", "COLUMNS": "100"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one article."""
    root = tmp_path_factory.mktemp("feedback")
    (root / "ferry.txt").write_text(_TEXT, "utf-8")
    done = _pullquote(root / "index", "index", str(root / "ferry.txt"))
    assert done.returncode == 0, done.stderr
    return root / "index"


def test_what_the_owner_says_changes_the_answer_and_can_be_taken_back(
    folder: Path, tmp_path: Path
) -> None:
    with Index.open(folder) as index:
        article = index.article(index.article_ids()[0])
    start = article.text.index("Fares")
    span = (article.id, str(start - 1), str(len(article.text)))
    done = _pullquote(folder, "feedback", "right", _QUESTION, *span)
    assert (done.returncode, done.stdout) == (0, "Judgement 1: Fares rise by 4 percent.\n")
    wrong = article.text.index("Hollis")
    done = _pullquote(
        folder, "feedback", "wrong", _QUESTION, article.id, str(wrong), str(start), "--json"
    )
    assert json.loads(done.stdout)["text"] == "Hollis Brandvold speaks for the crews."

    shown = _pullquote(folder, "ask", _QUESTION.upper())
    assert "confirmed by an editor" in shown.stdout
    answer = json.loads(_pullquote(folder, "ask", _QUESTION, "--json").stdout)
    assert [one["text"] for one in answer["quotes"]] == ["Fares rise by 4 percent."]
    assert answer["quotes"][0]["confirmed"]["number"] == 1
    assert answer["notes"] == ["Quote [1] is confirmed by an editor."]

    listed = json.loads(_pullquote(folder, "feedback", "list", "--json").stdout)["judgements"]
    assert [(one["number"], one["right"], one["counts"]) for one in listed] == [
        (1, True, True), (2, False, True),
    ]  # fmt: skip
    assert {one["editor"] for one in listed} == {"greta (command line)"}
    plain = _pullquote(folder, "feedback", "list").stdout
    assert "right for: Who speaks for the ferry crews?" in plain
    assert "greta (command line)" in plain

    exported = tmp_path / "set.jsonl"
    with FeedbackStore(folder / FILE) as store:
        store.add(Verdict(good=True, question="Silent?", answered=False))
        store.add(Verdict(good=False, question="Said by an editor", judgements=(1,)))
    assert _pullquote(folder, "feedback", "export", "-o", str(exported)).returncode == 0
    found = read_question_set(exported)
    assert not found.problems
    assert not found.warnings
    assert [(one.question, one.answerable) for one in found.questions] == [
        ("Silent?", False), (_QUESTION, True),
    ]  # fmt: skip
    assert found.questions[1].quotes[0].text == "Fares rise by 4 percent."

    # Measured is the assistant, not what editors remember; with them it is on request.
    measured = _evaluated(folder, exported)
    assert measured["settings"]["judgements"] is False
    assert not any(one["confirmed"] for row in measured["questions"] for one in row["quotes"])
    served = _evaluated(folder, exported, "--with-judgements")
    assert [one["confirmed"] for one in served["questions"][1]["quotes"]] == [True]
    assert served["questions"][1]["right"] is True
    # The report shows what is wrong: here a set that says otherwise.
    other, report = tmp_path / "other.jsonl", tmp_path / "report.html"
    other.write_text(json.dumps({"question": _QUESTION, "answerable": False}), "utf-8")
    _evaluated(folder, other, "--with-judgements", "--report", str(report))
    assert "· confirmed by an editor" in report.read_text("utf-8")

    assert _pullquote(folder, "feedback", "remove", "1", "2").stdout == "2 taken back.\n"
    assert "nothing of quotes yet" in _pullquote(folder, "feedback", "list").stdout
    answer = json.loads(_pullquote(folder, "ask", _QUESTION, "--json").stdout)
    assert not any(one["confirmed"] for one in answer["quotes"])


def _evaluated(folder: Path, questions: Path, *more: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(_pullquote(folder, "evaluate", str(questions), "--json", *more).stdout)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("right", "Who?", "nothing", "0", "5"), 1, "No article has the identifier"),
        (("right", "Who?", "ID", "5", "5"), 1, "does not lie in article"),
        (("wrong", "Who?", "ID", "0", "99999"), 1, "does not lie in article"),
        (("right", "?!", "ID", "0", "5"), 1, "The question is empty"),
        (("remove", "77"), 1, "There is no judgement 77"),
        (("remove", "none"), 2, "NUMBER..."),
        (("right", "Who?", "ID", "0", "5", "--after", "soon"), 2, "is not a date"),
    ],
)
def test_what_cannot_be_is_a_message(
    folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    with Index.open(folder) as index:
        (name,) = index.article_ids()
    done = _pullquote(folder, "feedback", *(name if one == "ID" else one for one in arguments))
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
