"""Whether the narrator's sentence tells what somebody said, and which act a question asks for."""

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from qa.evidence.candidate import Candidate, Read
from qa.evidence.speech.telling import act_asked, does, tells_words_of
from qa.questions.understanding import understand


def sentence(text: str) -> Candidate:
    article = Article(info=ArticleInfo(id="one"), text=text)
    passage = Passage(number=0, start=0, end=len(text))
    hit = Hit(rank=1, score=1.0, article=article, passage=passage)
    return Candidate(hit=hit, start=0, end=len(text), read=Read())


@pytest.mark.parametrize(
    ("text", "name", "tells"),
    [
        ("Moss would not be drawn, except to say that it leaks.", "Rita Moss", True),
        ("She called the survey sobering.", "Rita Moss", True),
        ("Work under Moss is “a joy” to many.", "Moss", True),
        ("Moss was born in Ayr and keeps two goats.", "Rita Moss", False),
        ("The dam was called sobering.", "Rita Moss", False),
        ("Her goats were called sobering.", "Rita Moss", False),  # whoever called them so
        ("The dam was built by Moss.", "Moss", False),
        ("They said that the moss was dry.", "Rita Moss", False),
        # a role is told by its noun
        ("The harbour master complained of fog.", "the harbour master", True),
        ("The master key opened the harbour.", "the harbour master", False),
        ("The mayor of Lowick praised it.", "the mayor of Lowick", True),
        ("Lowick was praised for its trams.", "the mayor of Lowick", False),
    ],
)
def test_what_tells_of_words(text: str, name: str, tells: bool) -> None:
    assert tells_words_of(sentence(text), (name,)) is tells


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("Who criticised the plan?", "criticize"),
        ("Who accused the referee?", "accuse"),
        ("Which ministers opposed it?", "oppose"),
        ("Who said that the plan leaks?", None),  # its words are the answer
        ("Who built the dam?", None),
        ("What did Moss criticise?", None),
        ("Who is to blame, according to Moss?", None),  # hers are asked for
    ],
)
def test_the_act_that_is_asked_for(question: str, act: str | None) -> None:
    assert act_asked(understand(question)) == act


def test_an_act_is_told_in_any_form() -> None:
    assert does("a speech criticised by the union", "criticize")
    assert does("The union criticizes it", "criticize")
    assert not does("The critics came", "criticize")
