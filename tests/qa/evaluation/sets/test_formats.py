"""The registry of question sets: each form is told from the others, and a new one is an entry."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UsageError
from qa.evaluation.sets.formats import registry
from qa.evaluation.sets.formats.json_file import json_rows
from qa.evaluation.sets.formats.registry import ROW_FORMATS, read_question_set
from qa.evaluation.sets.formats.rows import RowError, RowFormat, gold_question, parse_rows, required
from qa.evaluation.sets.formats.table import TABLE, table_rows, with_lists
from qa.evaluation.sets.question_sets import GoldQuestion

ROWS: dict[str, dict[str, Any]] = {
    "native": {"question": "Who?", "answers": ["Ada"]},
    "ragas": {"user_input": "Who?", "reference": "Ada"},
    "deepeval": {"input": "Who?", "expected_output": "Ada"},
}


@pytest.mark.parametrize("form", ROWS)
@pytest.mark.parametrize("shape", ["lines", "list", "columns"])
def test_a_form_is_told_by_its_columns_whatever_the_shape(
    tmp_path: Path, form: str, shape: str
) -> None:
    row = ROWS[form]
    shapes = {
        "lines": json.dumps(row),
        "list": json.dumps([row]),
        "columns": json.dumps({name: [value] for name, value in row.items()}),
    }
    path = tmp_path / ("set.jsonl" if shape == "lines" else "set.json")
    path.write_text(shapes[shape], "utf-8")
    found = read_question_set(path)
    assert (found.form, found.problems, found.warnings) == (form, (), ())
    assert [(one.question, one.answers) for one in found.questions] == [("Who?", ("Ada",))]


def test_the_old_columns_of_ragas_are_not_taken_for_native_ones(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"question": "Who?", "ground_truth": "Ada"}), "utf-8")
    found = read_question_set(path)
    assert found.form == "ragas"
    assert found.questions[0].answers == ("Ada",)


def test_a_form_that_is_registered_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(row: Mapping[str, Any], number: int) -> GoldQuestion:
        return gold_question(number, row, required(row, "frage"), [required(row, "antwort")])

    german = RowFormat(
        name="german",
        columns=frozenset(("frage", "antwort")),
        recognises=lambda names: "frage" in names,
        parse=parse,
    )
    monkeypatch.setattr(registry, "ROW_FORMATS", (german, *ROW_FORMATS))
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"frage": "Wer?", "antwort": "Ada", "quelle": "x"}), "utf-8")
    found = read_question_set(path)
    assert (found.form, found.questions[0].question) == ("german", "Wer?")
    assert [str(one) for one in found.warnings] == [
        "row 1: the column 'quelle' is not known; left aside"
    ]


@pytest.mark.parametrize("name", ["set.txt", "set", ".csv"])
def test_files_of_no_known_kind_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("question\nWho?\n", "utf-8")
    with pytest.raises(UsageError, match=r"question sets are \.jsonl"):
        read_question_set(path)


def test_columns_of_no_form_are_named(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps([{"q": "Who?", "a": "Ada"}]), "utf-8")
    with pytest.raises(UsageError, match="found a, q"):
        read_question_set(path)


def test_rows_of_json_are_numbered_as_a_person_counts_them(tmp_path: Path) -> None:
    lines = '{"question": "One?"}\n\nnot JSON\n'
    rows = json_rows(tmp_path / "set.jsonl", lines, None)
    assert [number for number, _ in rows] == [1, 3]
    assert isinstance(rows[1][1], RowError)
    assert [number for number, _ in json_rows(tmp_path / "set.json", "", ["a", "b"])] == [1, 2]


def test_a_bad_row_never_stops_the_others() -> None:
    rows = [(1, RowError("not JSON")), (2, {"question": " "}), (3, 7), (4, {"question": "Who?"})]
    questions, problems, _ = parse_rows(rows, ROW_FORMATS[-1].parse, ROW_FORMATS[-1].columns)
    assert [one.row for one in questions] == [4]
    assert [one.row for one in problems] == [1, 2, 3]


_CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@given(st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_a_table_gives_its_cells_whatever_stands_in_them(
    cells: list[tuple[str, str]], delimiter: str
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerows([("question", "answer"), *cells])
    suffix = ".tsv" if delimiter == "\t" else ".csv"
    rows = list(table_rows(Path(f"set{suffix}"), file.getvalue()))
    shown = [pair for pair in cells if any(cell.strip() for cell in pair)]
    assert [(row["question"], row["answer"]) for _, row in rows] == shown


def test_lists_in_cells_of_a_table_are_lists_again() -> None:
    row = {"json": '["a", "b"]', "python": "['a', 'b']", "text": "a", "broken": "[a"}
    assert with_lists(row) == {
        "json": ["a", "b"],
        "python": ["a", "b"],
        "text": "a",
        "broken": "[a",
    }


@pytest.mark.parametrize(("said", "is_so"), [("no", False), ("TRUE", True), ("", None)])
def test_a_table_says_what_can_be_answered(said: str, is_so: bool | None) -> None:
    question = TABLE.parse({"question": "Who?", "answerable": said}, 1)
    assert question.answerable is is_so


def test_a_table_cannot_say_that_an_answer_is_none() -> None:
    with pytest.raises(RowError, match="there are answers"):
        TABLE.parse({"question": "Who?", "answer": "Ada", "answerable": "no"}, 1)
