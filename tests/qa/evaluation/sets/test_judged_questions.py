"""What editors said becomes rows of a question set: the last word, of articles as they are."""

import json
from pathlib import Path

from index.articles.article import Article, ArticleInfo
from index.articles.judgement import Judged, Judgement
from qa.evaluation.sets.formats.registry import read_question_set
from qa.evaluation.sets.judged_questions import as_judged_rows

_ARTICLE = Article(info=ArticleInfo(id="a-1"), text="🎈 Ada said no. It rained. We left.")


def _said(
    question: str, start: int, end: int, number: int, *, right: bool, filters: str = "{}"
) -> Judged:
    judgement = Judgement(
        key=question.casefold(), asked=question, article="a-1", start=start, end=end, right=right,
        content_hash=_ARTICLE.content_hash, editor="ada", at="", number=number, filters=filters,
    )  # fmt: skip
    return Judged(judgement, _ARTICLE)


def test_a_row_has_what_is_right_and_what_is_wrong(tmp_path: Path) -> None:
    rows = as_judged_rows(
        [
            _said("Who said no?", 2, 14, 1, right=True),
            _said("Did it rain?", 2, 14, 2, right=False, filters='{"author": "ada"}'),
            _said("WHO SAID NO?", 15, 25, 3, right=False),
            _said("Who left?", 26, 34, 4, right=True),
            _said("Who left?", 26, 34, 5, right=False),
            _said("Gone?", 0, 5, 6, right=True)._replace(article=None),
        ]
    )
    first, second, third = rows
    right = {"text": "Ada said no.", "article": "a-1", "start": 2, "end": 14}
    assert first == {
        "id": "judged-0001", "question": "WHO SAID NO?", "answerable": True, "quotes": [right],
        "wrong": [{"text": "It rained.", "article": "a-1", "start": 15, "end": 25}],
        "tags": ["feedback", "editor"],
    }  # fmt: skip
    assert second == {
        "id": "judged-0002", "question": "Did it rain?", "wrong": [right],
        "filters": {"author": "ada"}, "tags": ["feedback", "editor", "rejected"],
    }  # fmt: skip
    assert (third["question"], "quotes" in third) == ("Who left?", False)
    path = tmp_path / "set.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    found = read_question_set(path)
    assert not found.problems
    assert not found.warnings
    assert [one.answerable for one in found.questions] == [True, None, None]
