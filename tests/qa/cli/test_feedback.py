"""`pullquote feedback`: the owner of an index says what is right, lists it, and takes it back."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.articles.article import Article
from index.articles.passages import Filters
from index.collection import Index
from qa.evaluation.sets.feedback import FILE, FeedbackStore, Verdict
from qa.evaluation.sets.formats.registry import read_question_set
from qa.learning import judgements

ROOT = Path(__file__).resolve().parents[3]
_QUESTION = "Who speaks for the ferry crews?"
_TEXT = (
    "Ferry workers end strike\n\nThe ferry crews of Port Merrow went back to work on Monday. "
    "Hollis Brandvold speaks for the crews. Fares rise by 4 percent.\n"
)


def _pullquote(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *arguments, "--index", str(folder)],
        capture_output=True, text=True, check=False, timeout=600,
        env={**os.environ, "COLUMNS": "100"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one article."""
    root = tmp_path_factory.mktemp("feedback")
    (root / "ferry.txt").write_text(_TEXT, "utf-8")
    done = _pullquote(root / "index", "index", str(root / "ferry.txt"))
    assert done.returncode == 0, done.stderr
    return root / "index"


@pytest.fixture
def article(folder: Path) -> Iterator[Article]:
    """The article, of which nothing was said yet."""
    with Index.open(folder) as index:
        index.judgements.remove([one.judgement.number for one in index.judgements.all()])
        yield index.article(index.article_ids()[0])


def _say(folder: Path, article: Article) -> None:
    """Have an editor call the fares right and the crews wrong."""
    start, wrong = article.text.index("Fares"), article.text.index("Hollis")
    spans = [(article, wrong, start - 1, False), (article, start, len(article.text), True)]
    with Index.open(folder) as index:
        index.judgements.add(judgements(_QUESTION, Filters(), spans, "ada"))


def test_what_the_owner_says_changes_the_answer_and_can_be_taken_back(
    folder: Path, article: Article
) -> None:
    start = article.text.index("Fares")
    span = (article.id, str(start - 1), str(len(article.text)))
    said = json.loads(_pullquote(folder, "feedback", "right", _QUESTION, *span, "--json").stdout)
    assert (said["text"], said["start"]) == ("Fares rise by 4 percent.", start)
    wrong = article.text.index("Hollis")
    done = _pullquote(folder, "feedback", "wrong", _QUESTION, article.id, str(wrong), str(start))
    number = said["number"] + 1
    assert done.stdout == f"Judgement {number}: Hollis Brandvold speaks for the crews.\n"

    shown = _pullquote(folder, "ask", _QUESTION.upper())
    assert "confirmed by an editor" in shown.stdout
    answer = json.loads(_pullquote(folder, "ask", f"Please, {_QUESTION}", "--json").stdout)
    assert [one["text"] for one in answer["quotes"]] == ["Fares rise by 4 percent."]
    assert answer["quotes"][0]["confirmed"]["number"] == said["number"]
    assert answer["notes"] == ["Quote [1] is confirmed by an editor."]

    done = _pullquote(folder, "feedback", "remove", str(said["number"]), str(number))
    assert done.stdout == "2 taken back.\n"
    with Index.open(folder) as index:
        assert index.judgements.all() == []


def test_what_was_said_is_listed_and_exported(
    folder: Path, article: Article, tmp_path: Path
) -> None:
    _say(folder, article)
    listed = json.loads(_pullquote(folder, "feedback", "list", "--json").stdout)["judgements"]
    assert [(one["right"], one["counts"], one["editor"]) for one in listed] == [
        (False, True, "ada"), (True, True, "ada"),
    ]  # fmt: skip
    plain = _pullquote(folder, "feedback", "list").stdout
    assert "right for: Who speaks for the ferry crews?" in plain
    with FeedbackStore(folder / FILE) as store:
        store.add(Verdict(good=True, question="Silent?", answered=False))
        store.add(Verdict(good=False, question="Said by an editor", judgements=(1,)))
    exported = tmp_path / "set.jsonl"
    assert _pullquote(folder, "feedback", "export", "-o", str(exported)).returncode == 0
    found = read_question_set(exported)
    assert not found.problems
    assert not found.warnings
    assert [(one.question, one.answerable) for one in found.questions] == [
        ("Silent?", False), (_QUESTION, True),
    ]  # fmt: skip
    assert found.questions[1].quotes[0].text == "Fares rise by 4 percent."


def test_measured_is_the_assistant_and_what_is_served_on_request(
    folder: Path, article: Article, tmp_path: Path
) -> None:
    _say(folder, article)
    # The report shows what is wrong: here the set says otherwise.
    asked, report = tmp_path / "set.jsonl", tmp_path / "report.html"
    asked.write_text(json.dumps({"question": _QUESTION, "answerable": False}), "utf-8")
    measured = _evaluated(folder, asked)
    assert measured["settings"]["judgements"] is False
    assert not any(one["confirmed"] for one in measured["questions"][0]["quotes"])
    served = _evaluated(folder, asked, "--with-judgements", "--report", str(report))
    assert served["settings"]["judgements"] is True
    assert [one["confirmed"] for one in served["questions"][0]["quotes"]] == [True]
    assert "· confirmed by an editor" in report.read_text("utf-8")


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
