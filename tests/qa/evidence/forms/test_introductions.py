"""Who somebody is, as articles introduce him."""

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from qa.evidence.candidate import Candidate, Read
from qa.evidence.forms.introductions import SURE, introduced, name_asked

TEXT = (
    "The thaw worried Tomas Greel, deputy head of sewers at the works. Greel has two cats.\n\n"
    "“It leaks,” said harbour master Ada Holt. The Inland Harbour Board (IHB) met in May.\n\n"
    "The Dredger is a boat with one shovel. Rita Anne Moss, 51, a baker, came."
)


def hit() -> Hit:
    article = Article(info=ArticleInfo(id="thaw"), text=TEXT)
    return Hit(
        rank=1, score=1.0, article=article, passage=Passage(number=0, start=0, end=len(TEXT))
    )


def told(question: str) -> list[str]:
    found = introduced(question, [], [hit()])
    for one in found:
        assert one.read.answer is not None
        assert one.start <= one.read.answer[0] < one.read.answer[1] <= one.end
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who is Tomas Greel?", "The thaw worried Tomas Greel"),
        ("who is tomas greel", "The thaw worried Tomas Greel"),
        ("Who's Greel?", "The thaw worried Tomas Greel"),
        ("And who is Ada Holt again?", "“It leaks,” said harbour master"),
        ("What is the IHB?", "The Inland Harbour Board"),
        ("What is The Dredger?", "The Dredger is a boat"),
        ("Who was Rita Moss?", "Rita Anne Moss, 51"),
    ],
)
def test_the_sentence_that_introduces(question: str, sentence: str) -> None:
    (found,) = told(question)
    assert found.startswith(sentence)


@pytest.mark.parametrize(
    "question",
    ["Who is Otto Brandt?", "Who is in May?", "What is the weather?", "Who is late, and why?"],
)
def test_nobody_is_made_up(question: str) -> None:
    assert told(question) == []


def test_only_such_questions_ask_for_it() -> None:
    assert name_asked("Who is Tomas Greel?") == "Tomas Greel"
    assert name_asked("Who said that Greel is late?") is None
    assert name_asked("When is Tomas Greel back?") is None


def test_a_sentence_that_was_read_becomes_sure_and_nobodys_words() -> None:
    start = TEXT.index("The thaw")
    end = TEXT.index(" Greel has")
    read = Candidate(
        hit=hit(), start=start, end=end, read=Read(evidence=-3.0), speaker="The thaw", asked=False
    )
    (found,) = introduced("Who is Tomas Greel?", [read], [hit()])
    assert (found.read.evidence, found.speaker) == (SURE.evidence, None)
    assert introduced("When did it thaw?", [read], [hit()]) == [read]
