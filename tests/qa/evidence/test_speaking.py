"""Who speaks in a sentence, and whether it is somebody asked about."""

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from qa.evidence.candidate import UNREAD, Candidate, Read
from qa.evidence.speech.speaking import MOST_UNREAD, asked_about, with_speakers
from qa.evidence.to_read import to_read
from qa.questions.understanding import understand
from qa.statements.finding import find_statements
from qa.statements.stored import SpokenIn

TEXT = (
    "“The dam leaks,” engineer Rita Moss said. It is old.\n\n"
    "Tom Ash, the fire chief, said that pumps were ready."
)


def hit(text: str = TEXT, name: str = "dam") -> Hit:
    article = Article(info=ArticleInfo(id=name), text=text)
    return Hit(
        rank=1, score=1.0, article=article, passage=Passage(number=0, start=0, end=len(text))
    )


def spoken(found: Hit) -> list[SpokenIn]:
    return [(found.article, one) for one in find_statements(found.article.text)]


def read(found: Hit, part: str) -> Candidate:
    start = found.article.text.index(part)
    return Candidate(hit=found, start=start, end=start + len(part), read=Read(evidence=1.0))


def told(question: str, text: str = TEXT, *parts: str) -> dict[str, Candidate]:
    found = hit(text)
    statements = spoken(found)
    asked = asked_about(understand(question), statements)
    made = with_speakers([read(found, part) for part in parts], [found], statements, asked)
    return {one.text: one for one in made}


def test_a_sentence_has_its_speaker_whoever_is_asked_about() -> None:
    found = told("Is the dam old?", TEXT, "It is old.", "“The dam leaks,” engineer Rita Moss said.")
    assert found["It is old."].statement is None
    words = found["“The dam leaks,” engineer Rita Moss said."]
    assert (words.speaker, words.asked) == ("Rita Moss", False)


@pytest.mark.parametrize(
    ("question", "speaker", "sentence"),
    [
        ("What did Moss say?", "Rita Moss", "“The dam leaks,” engineer Rita Moss said."),
        (
            "What did the fire chief say?",
            "Tom Ash",
            "Tom Ash, the fire chief, said that pumps were ready.",
        ),
    ],
)
def test_the_words_of_those_asked_about_are_there_though_nobody_read_them(
    question: str, speaker: str, sentence: str
) -> None:
    (one,) = [one for one in told(question, TEXT, "It is old.").values() if one.asked]
    assert (one.text, one.speaker) == (sentence, speaker)
    assert one.read.evidence == UNREAD


def test_a_sentence_of_two_is_that_of_the_one_asked_about() -> None:
    text = "Rita Moss said that the dam leaks, but Tom Ash said that all the pumps were ready."
    for name in ("Rita Moss", "Tom Ash"):
        found = told(f"What did {name} say?", text, text)
        assert (found[text].speaker, found[text].asked) == (name, True)


def test_of_a_long_speech_not_all_is_weighed_unread() -> None:
    text = "ANN LEE: " + " ".join(f"It rained on day {n}." for n in range(200))
    text = f"{text}\n\nTOM ASH: Did it?\n\nANN LEE: It did. All of it fell."
    found = hit(text)
    statements = spoken(found)
    asked = asked_about(understand("What did Ann Lee say?"), statements)
    assert asked
    assert len(with_speakers([], [found], statements, asked)) == MOST_UNREAD


def test_two_of_one_surname_are_each_called_by_their_own_name() -> None:
    mill, ferry = (
        hit("“It turns,” said Ada Holt. Holt said that it turns.", "mill"),
        hit("“It floats,” said Jonas Holt.", "ferry"),
    )
    asked = asked_about(understand("What did Holt say?"), [*spoken(mill), *spoken(ferry)])
    assert {name for (article, _), name in asked.items() if article == "mill"} == {"Ada Holt"}
    assert {name for (article, _), name in asked.items() if article == "ferry"} == {"Jonas Holt"}


def written(text: str, author: str | None) -> Hit:
    article = Article(info=ArticleInfo(id="column", author=author), text=text)
    passage = Passage(number=0, start=0, end=len(text))
    return Hit(rank=1, score=1.0, article=article, passage=passage)


def test_an_author_speaks_where_nobody_else_does() -> None:
    found = written("Trams cost too much. Buses are better.", "Ole Dahl")
    question = understand("What did Dahl say about trams?")
    asked = asked_about(question, [], [found.article])
    assert [(s.start, name) for (_, s), name in asked.items()] == [
        (0, "Ole Dahl"),
        (21, "Ole Dahl"),
    ]
    assert asked_about(question, [], [written("Trams cost.", None).article]) == {}
    assert asked_about(understand("What did Moss say?"), [], [found.article]) == {}


@pytest.mark.parametrize(
    ("question", "begins"),
    [("What did Dahl say about trams?", "[Ole Dahl] Trams"), ("Do trams cost too much?", "Trams")],
)
def test_what_an_author_asked_about_wrote_is_read_as_his(question: str, begins: str) -> None:
    found = written("Trams cost too much. “No,” Ann Lee said. Buses are better.", "Ole Dahl")
    share = to_read(understand(question), [found], spoken(found), most=4)
    ((_, window),) = share.windows
    assert window.text.startswith(begins)
    assert "“No,” Ann Lee said." in window.own[1]
    assert ("Ole Dahl" in window.speakers) is ("Dahl" in question)
