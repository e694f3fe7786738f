"""What the user reads, and the JSON of an answer: the contract to the letter."""

import json

import pytest

from index.articles.article import Article, ArticleInfo
from qa.answers import Answer, Kind, Quote, Reason
from qa.composing import abstained, answered, compose
from qa.questions.understanding import understand

TEXT = "The bridge opened in 2012. “It is safe,” Berg said."
INFO = ArticleInfo(
    id="bridge-1",
    title="The bridge",
    author="Lena Fisk",
    date="2012-04-18",
    publication="Harbour Herald",
    url="https://news.example/bridge",
    path="/articles/bridge.txt",
)
ARTICLE = Article(info=INFO, text=TEXT)
YEAR = TEXT.index("2012")
SAID = TEXT.index("“")
OPENED = Quote(number=1, article=ARTICLE, start=0, end=26, score=0.9, answer_span=(YEAR, YEAR + 4))
SAFE = Quote(
    number=2,
    article=ARTICLE,
    start=SAID,
    end=len(TEXT),
    speaker="Anna Berg",
    score=0.7,
    answer_span=(SAID, TEXT.index("Berg") - 1),
)


def test_each_quote_is_a_line_with_its_mark() -> None:
    assert compose([OPENED, SAFE]) == (
        "2012: “The bridge opened in 2012.” [1]\nAnna Berg: “It is safe,” [2]"
    )


def test_a_long_short_answer_is_not_put_before_its_sentence() -> None:
    whole = Quote(number=1, article=ARTICLE, start=0, end=26, answer_span=(0, 25))
    assert compose([whole]) == "“The bridge opened in 2012.” [1]"


def test_the_json_of_an_answer_is_that_of_the_contract() -> None:
    question = understand("When did the bridge open?")
    row = answered("When did it open?", question, (OPENED,), 0.93).to_json()
    assert json.loads(json.dumps(row)) == {
        "question": "When did it open?",
        "asked_as": "When did the bridge open?",
        "kind": "fact",
        "answered": True,
        "confidence": 0.93,
        "reason": None,
        "answer": "2012: “The bridge opened in 2012.” [1]",
        "quotes": [
            {
                "number": 1,
                "text": "The bridge opened in 2012.",
                "start": 0,
                "end": 26,
                "speaker": None,
                "score": 0.9,
                "answer_span": [21, 25],
                "article": {
                    "id": "bridge-1",
                    "title": "The bridge",
                    "author": "Lena Fisk",
                    "date": "2012-04-18",
                    "publication": "Harbour Herald",
                    "url": "https://news.example/bridge",
                    "path": "/articles/bridge.txt",
                },
                "also_in": [],
            }
        ],
        "nearest": [],
        "timings_ms": {},
    }


@pytest.mark.parametrize(
    ("question", "reason", "text"),
    [
        ("When did the gate open?", Reason.NOT_STATED, "The articles do not state this."),
        (
            "What did Berg say about the toll?",
            Reason.NOT_STATED,
            "The articles do not state what Berg said about the toll.",
        ),
        (
            "What did the mayor say?",
            Reason.UNKNOWN_SPEAKER,
            "The mayor does not occur in the articles.",
        ),
        (
            "When did the gate open?",
            Reason.EMPTY_INDEX,
            "There are no articles yet. Add some: pullquote index PATH",
        ),
        ("When?", Reason.NOTHING_FOUND, "Nothing in the articles fits this question."),
        (
            "When?",
            Reason.OUTSIDE_FILTERS,
            "The articles within the filters do not answer this; others do.",
        ),
    ],
)
def test_an_abstention_says_why(question: str, reason: Reason, text: str) -> None:
    answer = abstained(question, understand(question), reason, (SAFE,))
    assert answer.answer == text
    assert not answer.answered
    row = answer.to_json()
    assert (row["reason"], row["quotes"]) == (reason.value, [])
    assert [one["text"] for one in row["nearest"]] == ["“It is safe,” Berg said."]  # type: ignore[attr-defined]


def test_reasons_and_kinds_are_those_of_the_contract() -> None:
    assert {reason.value for reason in Reason} == {
        "empty-index", "nothing-found", "not-stated", "outside-filters", "unknown-speaker",
    }  # fmt: skip
    assert {kind.value for kind in Kind} == {"who-said", "fact", "yes-no", "open", "metadata"}


def test_an_answer_cannot_be_changed() -> None:
    answer = Answer(
        question="?", asked_as="?", kind=Kind.FACT, answered=False, confidence=0.0, answer=""
    )
    with pytest.raises(AttributeError):
        answer.answer = "other"  # type: ignore[misc]
