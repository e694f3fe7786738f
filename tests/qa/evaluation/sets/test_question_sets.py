"""Question sets of every form become the same records; a bad row never stops the others."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import UsageError
from qa.evaluation.sets.formats.registry import read_question_set
from qa.evaluation.sets.question_sets import GoldQuestion, QuestionSet


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def read(tmp_path: Path, *rows: object, name: str = "set.jsonl") -> QuestionSet:
    return read_question_set(write(tmp_path / name, *rows))


def squad(**changes: object) -> dict[str, Any]:
    qa = {
        "id": "q1",
        "question": "Who came?",
        "answers": [{"text": "Ada", "answer_start": 0}, {"text": "Ada Byron", "answer_start": 0}],
    }
    context = "Ada Byron came. It rained. Nobody left."
    paragraph = {"context": context, "qas": [{**qa, **changes}]}
    return {"version": "1.1", "data": [{"title": "Ada", "paragraphs": [paragraph]}]}


def test_only_the_question_is_required(tmp_path: Path) -> None:
    found = read(tmp_path, {"question": "Who came?"})
    assert found.questions == (GoldQuestion(id="row-1", row=1, question="Who came?"),)
    assert found.questions[0].answerable is None
    assert not found.has_gold


def test_answers_or_quotes_make_a_question_answerable(tmp_path: Path) -> None:
    rows = ({"question": "a", "answers": ["x"]}, {"question": "b", "quotes": [{"text": "y"}]})
    assert [q.answerable for q in read(tmp_path, *rows).questions] == [True, True]


def test_every_column_of_the_native_form_is_read(tmp_path: Path) -> None:
    row = {
        "id": "a-1",
        "question": "What did she say?",
        "answers": ["no"],
        "answerable": True,
        "quotes": [{"text": "No.", "article": "a.txt", "start": 3, "end": 6, "speaker": "Ada"}],
        "history": ["Who is Ada?"],
        "filters": {"author": "Bell", "after": "2012-04-01"},
        "tags": ["who-said"],
    }
    question = read(tmp_path, row).questions[0]
    assert question.quotes[0].speaker == "Ada"
    assert (question.quotes[0].start, question.quotes[0].end) == (3, 6)
    assert question.history == ("Who is Ada?",)
    assert (question.filters.author, question.filters.after) == ("Bell", "2012-04-01")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"question": " "}, "no `question`"),
        ({"answers": ["x"]}, "no `question`"),
        ({"question": "a", "answers": 3}, "`answers` must be a list of texts, not a number"),
        ({"question": "a", "answers": [3]}, "one is a number"),
        ({"question": "a", "answerable": "yes"}, "`answerable` must be true or false"),
        ({"question": "a", "answerable": False, "answers": ["x"]}, "but there are answers"),
        ({"question": "a", "quotes": [{"text": "x", "start": 1}]}, "only one of"),
        ({"question": "a", "quotes": [{"text": "x", "strat": 1}]}, "unknown column 'strat'"),
        ({"question": "a", "filters": {"autor": "x"}}, "unknown filter 'autor'"),
        ({"question": "a", "filters": {"after": "soon"}}, "not a date"),
        (["a"], "expected an object with a `question`, found a list"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, row: object, said: str) -> None:
    found = read(tmp_path, {"question": "good"}, row, {"question": "also good"})
    assert [q.row for q in found.questions] == [1, 3]
    assert [p.row for p in found.problems] == [2]
    assert said in found.problems[0].message


def test_a_broken_line_is_named_with_its_column(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "a"}\n\n{"question": \n', encoding="utf-8")
    found = read_question_set(path)
    assert len(found.questions) == 1
    assert found.problems[0].row == 3
    assert "not JSON" in found.problems[0].message


def test_a_second_use_of_an_id_is_a_mistake(tmp_path: Path) -> None:
    found = read(tmp_path, {"id": "a", "question": "x"}, {"id": "a", "question": "y"})
    assert [q.question for q in found.questions] == ["x"]
    assert "already that of row 1" in found.problems[0].message


def test_an_unknown_column_is_mentioned_once(tmp_path: Path) -> None:
    found = read(tmp_path, {"question": "x", "answr": "y"}, {"question": "z", "answr": "y"})
    assert [w.message for w in found.warnings] == ["the column 'answr' is not known; left aside"]


@pytest.mark.parametrize("content", ["", "\n\n", "not json\n", '{"question": ""}\n'])
def test_a_set_without_a_readable_question_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"set\.jsonl.*no question could be read"):
        read_question_set(path)


def test_other_errors_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.jsonl").write_bytes(b'{"question": "\xe9"}')
    (tmp_path / "c.json").write_text('{"data": [}')
    (tmp_path / "d.json").write_text('[{"prompt": "x"}]')
    for name, said in (
        ("gone.jsonl", "no such question set"),
        ("a.txt", r"not \.txt"),
        ("b.jsonl", "not UTF-8"),
        ("c.json", "line 1, column 11"),
        ("d.json", "found prompt"),
    ):
        with pytest.raises(UsageError, match=said):
            read_question_set(tmp_path / name)


def test_squad_answers_of_several_people_are_alternatives(tmp_path: Path) -> None:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(squad()), encoding="utf-8")
    found = read_question_set(path)
    question = found.questions[0]
    assert (found.form, question.answers) == ("squad", ("Ada", "Ada Byron"))
    assert [quote.text for quote in question.quotes] == ["Ada Byron came."]
    assert question.passage == "Ada Byron came. It rained. Nobody left."
    assert found.texts[0].title == "Ada"


def test_squad_2_says_what_cannot_be_answered(tmp_path: Path) -> None:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(squad(is_impossible=True, answers=[])), encoding="utf-8")
    assert read_question_set(path).questions[0].answerable is False


def test_a_squad_answer_that_stands_elsewhere_is_mentioned(tmp_path: Path) -> None:
    path = tmp_path / "squad.json"
    moved = squad(answers=[{"text": "Ada", "answer_start": 4}])
    path.write_text(json.dumps(moved), encoding="utf-8")
    found = read_question_set(path)
    assert found.questions[0].answers == ("Ada",)
    assert found.questions[0].quotes == ()
    assert "does not stand at its answer_start (4)" in found.warnings[0].message


@pytest.mark.parametrize("judgements", ["qrels.tsv", "qrels/test.tsv"])
def test_beir_folders_are_read(tmp_path: Path, judgements: str) -> None:
    texts = ({"_id": "d1", "title": "One", "text": "first"}, {"_id": "d2", "text": "second"})
    write(tmp_path / "corpus.jsonl", *texts)
    write(tmp_path / "queries.jsonl", {"_id": "1", "text": "a?"}, {"_id": "2", "text": "b?"})
    (tmp_path / "qrels").mkdir()
    rows = "query-id\tcorpus-id\tscore\n1\td1\t2\n1\td2\t0\n1\td9\t1\n"
    (tmp_path / judgements).write_text(rows)
    found = read_question_set(tmp_path)
    assert [(q.id, q.relevant) for q in found.questions] == [("1", (("d1", 2),))]
    assert [text.name for text in found.texts] == ["d1", "d2"]
    assert "no text 'd9' in the corpus" in found.problems[0].message
    assert "1 queries have no judgement" in found.warnings[0].message


def test_a_folder_that_is_no_beir_set_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no corpus\.jsonl and no queries\.jsonl and no qrels"):
        read_question_set(tmp_path)


@pytest.mark.parametrize(
    "row",
    [
        {"question": "Who?", "contexts": ["found"], "answer": "Bob", "ground_truth": "Ada"},
        {"question": "Who?", "contexts": ["found"], "ground_truths": ["Ada"]},
        {"user_input": "Who?", "reference": "Ada", "response": "Bob", "retrieved_contexts": []},
    ],
)
def test_ragas_columns_old_and_new(tmp_path: Path, row: dict[str, Any]) -> None:
    found = read(tmp_path, row)
    assert found.form == "ragas"
    assert not found.warnings
    question = found.questions[0]
    assert (question.question, question.answers, question.quotes) == ("Who?", ("Ada",), ())


def test_ragas_messages_become_a_history(tmp_path: Path) -> None:
    turns = [
        {"content": "Who is Ada?", "type": "human"},
        {"content": "A countess.", "type": "ai"},
        {"content": "And Byron?", "type": "human"},
    ]
    row = {"user_input": turns, "reference": "A lord.", "reference_contexts": ["Byron, a lord"]}
    question = read(tmp_path, row).questions[0]
    assert (question.history, question.question) == (("Who is Ada?",), "And Byron?")
    assert question.quotes[0].text == "Byron, a lord"


def test_ragas_columns_as_one_object(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"question": ["a?", "b?"], "ground_truth": ["1", "2"]}))
    assert [q.answers for q in read_question_set(path).questions] == [("1",), ("2",)]


def test_deepeval_goldens(tmp_path: Path) -> None:
    path = tmp_path / "goldens.json"
    golden = {"input": "Who?", "expected_output": "Ada", "context": ["Ada came."]}
    path.write_text(json.dumps([{**golden, "actual_output": None, "source_file": "a.txt"}]))
    found = read_question_set(path)
    assert (found.form, found.questions[0].answers) == ("deepeval", ("Ada",))
    assert (found.questions[0].quotes[0].text, found.questions[0].quotes[0].article) == (
        "Ada came.",
        "a.txt",
    )


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_tables_of_questions_and_answers(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "set.csv"
    text = f'question{sign}answer\n"Who{sign} then?"{sign}Ada\nWhat?{sign}\n'
    path.write_text(text, encoding="utf-8")
    questions = read_question_set(path).questions
    assert [q.answers for q in questions] == [("Ada",), ()]
    assert [q.answerable for q in questions] == [True, None]
    assert [q.row for q in questions] == [2, 3]


def test_a_table_says_where_a_row_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("question,answer,answerable\na,b,\nc,d,e,f\ng,,no\nh,i,maybe\n")
    found = read_question_set(path)
    assert [q.answerable for q in found.questions] == [True, False]
    assert [p.row for p in found.problems] == [3, 5]


def test_a_table_without_a_question_says_what_the_first_line_must_be(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("prompt,reply\na,b\n")
    with pytest.raises(UsageError, match="question,answer"):
        read_question_set(path)


def test_the_digest_changes_with_the_file(tmp_path: Path) -> None:
    one = read(tmp_path, {"question": "a"}).digest
    assert one == read(tmp_path, {"question": "a"}, name="other.jsonl").digest
    assert one != read(tmp_path, {"question": "b"}).digest


def test_the_samples_are_read_whole() -> None:
    found = read_question_set(Path(__file__).resolve().parents[4] / "samples" / "questions.jsonl")
    assert not found.problems
    assert not found.warnings
    assert any(q.answerable is False for q in found.questions)


@pytest.mark.parametrize("name", ["squadshifts_new_wiki", "fairytaleqa_test"])
def test_open_squad_files_are_read(shared: Path, name: str) -> None:
    path = shared / "data" / "reading" / f"{name}.json"
    if not path.exists():
        pytest.skip(f"{path.name} is absent")
    found = read_question_set(path)
    assert found.form == "squad"
    assert not found.problems
    texts = {text.name: text.text for text in found.texts}
    for question in found.questions[:500]:
        for quote in question.quotes:
            assert quote.text in texts[quote.article or ""]
