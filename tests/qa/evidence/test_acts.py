"""Who did by speaking what is asked."""

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from qa.evidence.candidate import UNREAD, Candidate, Read
from qa.evidence.speech.acts import LIKELY, acted
from qa.evidence.speech.speaking import with_speakers
from qa.questions.understanding import understand
from qa.statements.finding import find_statements

KEELE = "The captain, Siobhan Keele, accused the umpire of losing count."
DVORSKY = "The coach, Marek Dvorsky, refused to accuse the umpire."
PYLE = "Joanna Pyle accused the groundsman."
RAIN = "The umpire left in the rain."
TEXT = " ".join((KEELE, DVORSKY, PYLE, RAIN))


def likely(question: str) -> list[str]:
    article = Article(info=ArticleInfo(id="match"), text=TEXT)
    passage = Passage(number=0, start=0, end=len(TEXT))
    hit = Hit(rank=1, score=1.0, article=article, passage=passage)
    read = [
        Candidate(hit=hit, start=at, end=at + len(part), read=Read(evidence=-1.0))
        for part in (KEELE, DVORSKY, PYLE, RAIN)
        if (at := TEXT.index(part)) >= 0
    ]
    spoken = [(article, one) for one in find_statements(TEXT)]
    found = acted(understand(question), with_speakers(read, [hit], spoken, {}))
    assert {one.read.evidence for one in found} <= {-1.0, LIKELY.evidence}
    assert [one.text for one in found] == [KEELE, DVORSKY, PYLE, RAIN]
    return [one.text for one in found if one.read.evidence == LIKELY.evidence]


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("Who accused the umpire?", [KEELE]),
        ("Who accused the umpire of losing count?", [KEELE]),
        ("Who accused the groundsman?", [PYLE]),
        ("Who accused the mayor?", []),
        ("Who did not accuse the umpire?", []),
        ("Who said that the umpire left?", []),
        ("Why was the umpire accused?", []),
        ("Who accused?", []),  # of anything
    ],
)
def test_the_sentence_that_tells_who(question: str, sentences: list[str]) -> None:
    assert likely(question) == sentences


def test_a_surer_reader_keeps_its_own() -> None:
    article = Article(info=ArticleInfo(id="match"), text=PYLE)
    hit = Hit(rank=1, score=1.0, article=article, passage=Passage(number=0, start=0, end=len(PYLE)))
    one = Candidate(hit=hit, start=0, end=len(PYLE), read=Read(evidence=6.0, answerable=UNREAD))
    spoken = [(article, found) for found in find_statements(PYLE)]
    (told,) = acted(
        understand("Who accused the groundsman?"), with_speakers([one], [hit], spoken, {})
    )
    assert (told.read.evidence, told.read.answerable) == (6.0, LIKELY.answerable)
