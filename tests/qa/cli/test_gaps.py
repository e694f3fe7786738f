"""`pullquote gaps`: the owner lists, asks again, marks, exports and deletes what had no answer."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.articles.passages import Filters
from index.collection import Index
from qa.answers import Reason, Verdict
from qa.cli.main import app
from qa.evaluation.sets.formats.registry import read_question_set
from qa.gaps.values import Place, Unanswered
from qa.web.gaps.store import FILE, GapStore

TEXT = (
    "Lighthouse leaks\n\nBy Ada Löfgren\n7 May 2024\n\n"
    "“The lighthouse leaks in every storm,” said Marit Solheim, who keeps it.\n"
)
CLOSED = "What did Marit Solheim say about the lighthouse?"
OPEN = "How many boats were sold to Norrhamn?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("gaps")
    (root / "lighthouse.txt").write_text(TEXT, "utf-8")
    with Index.open(root / "index", create=True) as index:
        index.add([str(root / "lighthouse.txt")])
    return root / "index"


@pytest.fixture
def kept(folder: Path) -> Path:
    """The index beside which one gap, asked twice, and one that its article closes are kept."""
    for file in folder.glob(f"{FILE}*"):
        file.unlink()
    with Index.open(folder) as index:
        article = index.article(index.article_ids()[0])
    place = Place(article.id, 1, 21, article.text_hash[:12])
    for question in (OPEN, OPEN, CLOSED):
        GapStore(folder).add(
            Unanswered(
                question=question,
                filters=Filters(),
                verdict=Verdict.NOT_STATED,
                reason=Reason.NOT_STATED,
                nearest=(place,),
            ),
            None,
            -1,
        )
    return folder


def _run(folder: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["gaps", *words, "--index", str(folder)])
    assert done.exit_code == code, done.output
    return done.stdout


def test_gaps_are_listed_for_people_and_programs(kept: Path) -> None:
    told = json.loads(_run(kept, "--json"))
    assert [(gap["question"], gap["asked"]) for gap in told["gaps"]] == [(OPEN, 2), (CLOSED, 1)]
    assert told["gaps"][0]["nearest"][0]["text"] == "The lighthouse leaks"
    shown = _run(kept)
    assert f"1  {OPEN}" in shown
    assert "asked 2 times" in shown
    assert "nearest: The lighthouse leaks [" in shown


def test_where_nothing_is_kept_it_says_how(tmp_path: Path) -> None:
    assert "--keep-gaps" in _run(tmp_path)
    assert json.loads(_run(tmp_path, "--json")) == {"gaps": [], "total": 0}
    assert not any(tmp_path.iterdir())


def test_what_an_article_closes_is_answered_since_and_a_row_with_its_evidence(
    kept: Path, tmp_path: Path
) -> None:
    assert json.loads(_run(kept, "again", "--json")) == {"asked": 2, "answered": [2]}
    assert "0 asked again" in _run(kept, "again")
    told = json.loads(_run(kept, "--json"))["gaps"][1]
    assert "leaks in every storm" in told["answered"]["quotes"][0]["text"]
    _run(kept, "export", "-o", str(tmp_path / "gaps.jsonl"))
    found = read_question_set(tmp_path / "gaps.jsonl").questions
    assert [(one.question, one.answerable) for one in found] == [(OPEN, False), (CLOSED, True)]
    assert (
        _run(kept, "export", "2")
        == (tmp_path / "gaps.jsonl").read_text("utf-8").splitlines(keepends=True)[1]
    )


def test_gaps_are_marked_and_deleted(kept: Path) -> None:
    _run(kept, "want", "1", "--note", "the minutes of May")
    assert "article wanted: the minutes of May" in _run(kept)
    _run(kept, "done", "1", "2")
    assert json.loads(_run(kept, "--json"))["gaps"] == []
    assert len(json.loads(_run(kept, "--done", "--json"))["gaps"]) == 2
    _run(kept, "open", "1")
    assert [gap["number"] for gap in json.loads(_run(kept, "--json"))["gaps"]] == [1]
    assert _run(kept, "forget", "1") == "1 deleted.\n"
    assert _run(kept, "forget", "--all") == "1 deleted.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("done", "99"), "no gap 99"),
        (("forget", "99"), "no gap 99"),
        (("export", "99"), "no gap 99"),
        (("want", "1", "--note", "x" * 2_000), "at most 1,000"),
    ],
)
def test_what_is_not_there_or_too_long_is_named(
    kept: Path, words: tuple[str, ...], said: str
) -> None:
    done = CliRunner().invoke(app, ["gaps", *words, "--index", str(kept)])
    assert said in str(done.exception)


def test_deleting_needs_a_word(kept: Path) -> None:
    for words in (("forget",), ("forget", "1", "--all")):
        _run(kept, *words, code=2)
