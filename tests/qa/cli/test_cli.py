"""The command line as its users meet it: real processes, real files, exit codes, clean stdout."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
MEETING = ROOT / "samples" / "articles" / "csto-astana-meeting.txt"


def pullquote(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PULLQUOTE_INDEX", None)
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *arguments],
        capture_output=True,
        text=True,
        cwd=cwd or ROOT,
        env=environment,
        timeout=600,
        check=False,
    )


def document(done: subprocess.CompletedProcess[str]) -> Any:  # noqa: ANN401 - JSON
    """Return the one JSON document that standard output holds."""
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "index"
    done = pullquote("index", str(MEETING), "--index", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    report = document(done)
    assert report["added"] == report["articles"] == 1
    assert report["failed"] == []
    return folder


def test_help_names_every_command_and_loads_quickly() -> None:
    done = pullquote("--help")
    assert done.returncode == 0
    for command in ("index", "ask", "search", "statements", "articles", "show", "remove",
                    "evaluate", "verify", "serve"):  # fmt: skip
        assert f"\n  {command} " in done.stdout
    # 0.1 s on an idle machine; each of these alone would take longer.
    heavy = {
        "faiss", "fastapi", "gradio", "numpy", "onnxruntime", "pydantic", "ray", "sklearn",
        "tantivy", "tokenizers", "torch", "transformers", "uvicorn",
    }  # fmt: skip
    program = (
        "import sys; sys.argv = ['pullquote', '--help']\n"
        "from qa.cli.main import main\n"
        "try:\n    main()\n"
        f"finally:\n    print('loaded:', *sorted({heavy!r} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "loaded:"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("nonsense",),
        ("search", "x", "-k", "0"),
        ("ask", "x", "--after", "soon"),
        ("index", "x.csv", "--map", "title"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...], index_folder: Path) -> None:
    done = pullquote(*arguments, *(["--index", str(index_folder)] if arguments[0] == "ask" else []))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_indexing_again_changes_nothing(index_folder: Path) -> None:
    report = document(pullquote("index", str(MEETING), "--index", str(index_folder), "--json"))
    assert (report["added"], report["updated"], report["unchanged"]) == (0, 0, 1)
    assert set(report) == {
        "added", "updated", "unchanged", "removed", "skipped", "failed", "articles", "passages",
        "seconds",
    }  # fmt: skip


def test_a_bad_file_is_reported_and_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The bridge\n\nThe bridge opened in May.\n", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    missing = tmp_path / "missing.txt"
    done = pullquote(
        "index", str(tmp_path), str(missing), "--index", str(tmp_path / "index"), "--json"
    )
    report = document(done)
    assert done.returncode == 1
    assert report["added"] == 1
    assert {Path(failure["path"]).name for failure in report["failed"]} == {
        "empty.txt",
        "missing.txt",
    }
    assert "Traceback" not in done.stderr


def test_quotes_are_slices_of_the_shown_article(index_folder: Path) -> None:
    answer = document(
        pullquote(
            "ask", "What did Bordyuzha say about Iran?", "--index", str(index_folder), "--json"
        )
    )
    assert answer["answered"]
    assert answer["kind"] == "who-said"
    for quote in answer["quotes"]:
        shown = document(
            pullquote("show", quote["article"]["id"], "--index", str(index_folder), "--json")
        )
        assert shown["text"][quote["start"] : quote["end"]] == quote["text"]
    assert any("military action" in quote["text"] for quote in answer["quotes"])


def test_silence_is_an_answer(index_folder: Path) -> None:
    done = pullquote(
        "ask", "What did Bordyuzha say about Brazil?", "--index", str(index_folder), "--json"
    )
    answer = document(done)
    assert done.returncode == 0
    assert not answer["answered"]
    assert answer["reason"] == "not-stated"
    assert answer["quotes"] == []
    assert answer["nearest"]


def test_the_history_gives_a_pronoun_its_name(index_folder: Path) -> None:
    answer = document(
        pullquote(
            "ask",
            "What did he say about NATO?",
            "--history",
            "What did Bordyuzha say about Iran?",
            "--index",
            str(index_folder),
            "--json",
        )
    )
    assert "Bordyuzha" in answer["asked_as"]


def test_search_ranks_from_one(index_folder: Path) -> None:
    hits = document(
        pullquote("search", "Iran nuclear", "-k", "3", "--index", str(index_folder), "--json")
    )["hits"]
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_statements_of_a_file_need_no_index() -> None:
    rows = document(pullquote("statements", str(MEETING), "--speaker", "Bordyuzha", "--json"))[
        "statements"
    ]
    assert rows
    for row in rows:
        assert "Bordyuzha" in row["speaker"]
        assert row["kind"] in {"direct", "mixed", "indirect"}


def test_statements_are_written_as_files() -> None:
    listed = ("statements", str(MEETING), "--speaker", "Bordyuzha")
    rows = document(pullquote(*listed, "--format", "json"))["statements"]
    table = pullquote(*listed, "--format", "csv").stdout
    cells = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [one["text"] for one in cells] == [one["text"] for one in rows]
    page = pullquote(*listed, "--format", "md").stdout
    assert page.startswith("# Statements by Bordyuzha\n")
    assert page.count("\n>\n") == len(rows)
    assert f"{len(rows)} statements in 1 of 1 articles; searched: all." in page


def test_beside_each_speaker_stands_whose_claim_that_is() -> None:
    done = pullquote("statements", str(MEETING), "--speaker", "Bordyuzha")
    headings = [line for line in done.stdout.splitlines() if line.startswith("Nikolay Bordyuzha")]
    assert headings
    assert all(line.startswith("Nikolay Bordyuzha — ") for line in headings)


def test_a_missing_index_is_explained(tmp_path: Path) -> None:
    done = pullquote("search", "anything", "--index", str(tmp_path / "none"), "--json")
    assert done.returncode == 1
    assert "pullquote index" in document(done)["error"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("question", ["", "   ", "x" * 100_000])
def test_impossible_questions_are_explained(question: str, index_folder: Path) -> None:
    done = pullquote("ask", question, "--index", str(index_folder), "--json")
    assert done.returncode in {1, 2}
    assert "question" in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_removing_and_verifying(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    pullquote("index", str(MEETING), "--index", str(folder))
    (article,) = document(pullquote("articles", "--index", str(folder), "--json"))["articles"]
    unknown = pullquote("remove", "no-such-id", "--index", str(folder))
    assert unknown.returncode == 1
    assert "no-such-id" in unknown.stderr
    assert pullquote("verify", "--index", str(folder)).returncode == 0
    assert pullquote("remove", article["id"], "--index", str(folder)).returncode == 0
    assert document(pullquote("articles", "--index", str(folder), "--json"))["articles"] == []
    answer = document(pullquote("ask", "Anything?", "--index", str(folder), "--json"))
    assert answer["reason"] == "empty-index"


def test_the_index_can_be_named_before_the_command_and_by_the_environment(
    index_folder: Path,
) -> None:
    before = pullquote("--index", str(index_folder), "articles", "--json")
    assert len(document(before)["articles"]) == 1


def test_show_gives_the_headings_among_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "quay.md"
    page.write_text(
        "# Quay 🚢\n\nClosed until Monday.\n\n## Costs\n\nNobody knows them.\n", "utf-8"
    )
    index = ("--index", str(tmp_path / "index"))
    assert pullquote("index", str(page), *index).returncode == 0
    (info,) = document(pullquote("articles", *index, "--json"))["articles"]
    shown = document(pullquote("show", info["id"], *index, "--json"))
    (mark,) = shown["marks"]
    assert (mark["kind"], mark["label"]) == ("heading", "")
    assert shown["text"][mark["start"] : mark["end"]] == "Costs"


def test_details_are_checked_corrected_shown_and_taken_back(tmp_path: Path) -> None:
    text = "The quay at Merrow stays closed until the cranes have been looked at, said the port.\n"
    (tmp_path / "quay.md").write_text(f"---\ntitle: Quay closed\nauthor: Staff\n---\n{text}")
    at = ("--index", str(tmp_path / "index"))
    assert pullquote("index", str(tmp_path / "quay.md"), *at).returncode == 0
    (checked,) = document(pullquote("articles", "--check", "--json", *at))["articles"]
    assert checked["missing"] == ["date", "publication", "url"]
    assert [doubt["field"] for doubt in checked["doubtful"]] == ["author"]
    told = pullquote("articles", "--check", *at).stdout
    assert "1 of 1 articles need a look" in told
    assert "names nobody" in told
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("path,author,date\nquay.md,Ada Noll,2024-05-06\nnone.md,X,\n")
    done = pullquote("articles", "--correct", str(sheet), "--json", *at)
    assert done.returncode == 1  # one of the rows names nothing
    assert document(done)["corrected"] == 1
    assert "line 3" in document(done)["failed"][0]["path"]
    shown = document(pullquote("show", checked["id"], "--json", *at))
    assert (shown["author"], shown["date"]) == ("Ada Noll", "2024-05-06")
    assert shown["corrections"][0]["read"]["value"] == "Staff"
    assert "(editor)" in pullquote("show", checked["id"], *at).stdout
    assert pullquote("index", str(tmp_path / "quay.md"), "--prune", *at).returncode == 0
    assert document(pullquote("show", checked["id"], "--json", *at))["author"] == "Ada Noll"
    assert pullquote("articles", "--as-read", checked["id"], *at).returncode == 0
    shown = document(pullquote("show", checked["id"], "--json", *at))
    assert (shown["author"], shown["date"], shown["corrections"]) == ("Staff", None, [])


def test_details_are_checked_or_corrected_but_not_both(index_folder: Path) -> None:
    arguments = ("articles", "--check", "--as-read", "x", "--index", str(index_folder))
    assert pullquote(*arguments).returncode == 2
