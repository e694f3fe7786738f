"""Two questions in one: both answers, the quotes numbered through."""

from index.articles.article import Article, ArticleInfo
from qa.answers import Answer, Kind, Quote, Reason, Verdict
from qa.questions.requests.several import parts_of
from qa.wording.parts import joined

TEXT = "Ada Orr built the dam. It opened in 1921."
ARTICLE = Article(info=ArticleInfo(id="dam"), text=TEXT)


def answer(question: str, end: int, *, unsure: bool = False) -> Answer:
    quote = Quote(number=1, article=ARTICLE, start=0, end=end)
    return Answer(
        question=question, asked_as=question, kind=Kind.FACT, answered=True, confidence=0.9,
        answer=f"{quote.text} [1]", quotes=(quote,), unsure=unsure, timings_ms={"total": 2.0},
    )  # fmt: skip


NOTHING = Answer(
    question="When did it close?", asked_as="When did it close?", kind=Kind.FACT, answered=False,
    confidence=0.1, answer="I found no passage that states this.", reason=Reason.NOT_STATED,
)  # fmt: skip


def test_one_question_stays_as_it_is() -> None:
    one = answer("Who built it?", 22)
    assert joined("Who built it?", [one]) is one


def test_quotes_of_both_are_numbered_through() -> None:
    both = joined("Who, and when?", [answer("Who?", 22), answer("When?", len(TEXT), unsure=True)])
    assert both.answer == f"{TEXT[:22]} [1]\n{TEXT} [2]"
    assert [quote.number for quote in both.quotes] == [1, 2]
    assert (both.question, both.asked_as) == ("Who, and when?", "Who? When?")
    assert both.verdict is Verdict.UNSURE
    assert both.timings_ms == {"total": 4.0}


def test_a_part_without_an_answer_says_so() -> None:
    both = joined("Who, and when?", [answer("Who?", 22), NOTHING])
    assert both.answered
    assert both.answer.endswith("I found no passage that states this.")
    assert (both.verdict, both.confidence) == (Verdict.UNSURE, 0.1)
    neither = joined("When, and when?", [NOTHING, NOTHING])
    assert (neither.answered, neither.reason) == (False, Reason.NOT_STATED)


def test_two_questions_in_one_are_told_apart() -> None:
    assert len(parts_of("Who built the dam and when did it open?")) == 2
    assert parts_of("Who built the dam and the mill?") == ()
