"""What the user reads, and the JSON of an answer: the contract to the letter."""

import json

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.articles.statement import StatementKind
from qa.answers import Answer, Kind, Quote, Reason
from qa.composing import Known, abstained, answered, compose
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
    kind=StatementKind.DIRECT,
    score=0.7,
    answer_span=(SAID, TEXT.index("Berg") - 1),
)


def test_a_quote_has_the_time_of_its_first_words() -> None:
    """A label is not said, so its quote has the time of what follows it."""
    text = "Ada: The weir leaks. Nobody minds. And more."
    times = (Mark("time", 5, 20, "00:00:07"), Mark("time", 21, 34, "00:12:05"))
    article = Article(info=INFO, text=text, marks=times)
    spans = ((0, 20), (5, 20), (10, 34), (21, 34), (35, 44), (0, 4))
    quotes = [Quote(number=1, article=article, start=start, end=end) for start, end in spans]
    assert [quote.time for quote in quotes] == [
        "00:00:07", "00:00:07", "00:00:07", "00:12:05", None, None,
    ]  # fmt: skip
    assert quotes[3].to_json()["time"] == "00:12:05"


def test_each_quote_is_a_line_with_its_mark() -> None:
    assert compose(understand("When did the bridge open?"), [OPENED, SAFE]) == (
        "2012\nThe article: The bridge opened in 2012. [1]\nAnna Berg: “It is safe,” [2]"
    )


def test_the_json_of_an_answer_is_that_of_the_contract() -> None:
    question = understand("When did the bridge open?")
    row = answered("When did it open?", question, (OPENED,), 0.93).to_json()
    assert json.loads(json.dumps(row)) == {
        "question": "When did it open?",
        "asked_as": "When did the bridge open?",
        "kind": "fact",
        "answered": True,
        "verdict": "stated",
        "confidence": 0.93,
        "reason": None,
        "answer": "2012\nThe article: The bridge opened in 2012. [1]",
        "quotes": [
            {
                "number": 1,
                "text": "The bridge opened in 2012.",
                "start": 0,
                "end": 26,
                "speaker": None,
                "kind": None,
                "score": 0.9,
                "answer_span": [21, 25],
                "page": None,
                "time": None,
                "collection": "default",
                "article": {
                    "id": "bridge-1",
                    "title": "The bridge",
                    "author": "Lena Fisk",
                    "date": "2012-04-18",
                    "publication": "Harbour Herald",
                    "url": "https://news.example/bridge",
                    "path": "/articles/bridge.txt",
                    "lang": None,
                },
                "also_in": [],
                "copies": [],
                "corrected_by": None,
                "confirmed": None,
            }
        ],
        "notes": [],
        "withheld": [],
        "nearest": [],
        "timings_ms": {},
    }


@pytest.mark.parametrize(("unsure", "verdict"), [(False, "stated"), (True, "unsure")])
def test_an_answer_that_may_be_none_is_unsure(unsure: bool, verdict: str) -> None:
    question = understand("Is the bridge safe?")
    made = answered(question.text, question, (SAFE,), 0.3, known=Known(unsure=unsure))
    assert made.to_json()["verdict"] == verdict
    assert ("may answer" in made.answer) is unsure


def test_an_abstention_has_no_quotes_and_what_is_near_to_look_at() -> None:
    question = understand("What did Berg say about the toll?")
    answer = abstained(question.text, question, Reason.NOT_STATED, (OPENED, SAFE))
    assert answer.answer == "I found no passage that states what Berg said about the toll."
    row = answer.to_json()
    assert (row["verdict"], row["reason"], row["quotes"]) == ("not-stated", "not-stated", [])
    near = answer.nearest
    assert [(one.number, one.text) for one in near] == [(1, "“It is safe,” Berg said.")]


def test_reasons_and_kinds_are_those_of_the_contract() -> None:
    assert {reason.value for reason in Reason} == {
        "empty-index", "nothing-found", "not-stated", "outside-filters", "unknown-speaker",
        "language",
    }  # fmt: skip
    assert {kind.value for kind in Kind} == {
        "who-said", "fact", "yes-no", "open", "list", "compare", "topic", "metadata",
    }  # fmt: skip


def test_an_answer_cannot_be_changed() -> None:
    answer = Answer(
        question="?", asked_as="?", kind=Kind.FACT, answered=False, confidence=0.0, answer=""
    )
    with pytest.raises(AttributeError):
        answer.answer = "other"  # type: ignore[misc]
