"""Who speaks in a sentence, and whether it is somebody asked about."""

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from qa.evidence.candidate import UNREAD, Candidate, Read
from qa.evidence.speaking import MOST_UNREAD, asked_about, with_speakers
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
