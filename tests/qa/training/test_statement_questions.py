"""Plain questions made of statements: answered by the speaker's words, not by anybody else's."""

import random

import pytest

from qa.text.words import content_stems
from qa.training.calibration.plain_questions import with_plain_questions
from qa.training.evidence.news import NewsArticle
from qa.training.evidence.samples import Sample
from qa.training.evidence.statement_questions import draw, things

TEXT = (
    "The harbour was closed on Monday.\n\n"
    "Rita Moss said the old sluice had to be mended. “I asked for the report,” she added.\n\n"
    "Tom Ash, a fisherman, called the closed gate a scandal."
)
ROW = {
    "id": "harbour-01",
    "title": "Harbour closed",
    "date": "2024-05-06",
    "text": TEXT,
    "people": [{"name": "Tom Ash", "roles": ["a fisherman"]}, {"name": "Rita Moss", "roles": []}],
    "statements": [
        {"text": "the old sluice had to be mended", "speaker": "Rita Moss"},
        {"text": "“I asked for the report,”", "speaker": "Rita Moss"},
        {"text": "the closed gate a scandal", "speaker": "Tom Ash"},
    ],
    "questions": [],
}


@pytest.fixture(scope="module")
def drawn() -> list[Sample]:
    article = NewsArticle.of(ROW)
    return [s for n in range(30) for s in draw(article, 0, article.gold, random.Random(n))]


def test_a_thing_is_what_stands_behind_a_determiner_or_a_name() -> None:
    told = things("the old sluice had to be mended by Orlo Pask")
    assert told == ["the old sluice", "Orlo Pask"]
    assert things("it will not do") == []


def test_who_said_it_has_its_sentence_as_evidence(drawn: list[Sample]) -> None:
    answered = [one for one in drawn if one.answerable]
    assert {one.kind for one in answered} == {"who-said"}
    for one in answered:
        told = [
            TEXT[s:e]
            for (s, e), held in zip(one.window.sentences, one.evidence, strict=True)
            if held
        ]
        speaker = "Ash" if "Ash" in one.question or "fisherman" in one.question else "Moss"
        assert speaker in one.question or speaker == "Ash"
        assert all(("scandal" in sentence) == (speaker == "Ash") for sentence in told)


def test_somebody_else_is_asked_for_the_same_thing_in_vain(drawn: list[Sample]) -> None:
    silent = [one for one in drawn if not one.answerable]
    assert {one.kind for one in silent} == {"speaker-silent-on-topic"}
    for one in silent:
        of_moss = "Moss" in one.question
        assert ("gate" in one.question) == of_moss or "scandal" in one.question


def test_a_speaker_is_asked_plainly_about_a_thing_of_each_kind() -> None:
    other = {
        **ROW,
        "id": "bakery-01",
        "text": "Ada Quill, a baker, praised the new oven.",
        "people": [{"name": "Ada Quill", "roles": ["a baker"]}],
        "statements": [{"text": "the new oven", "speaker": "Ada Quill"}],
    }
    rows = with_plain_questions([ROW, other], seed=3)
    assert [row["text"] for row in rows] == [TEXT, other["text"]]
    answered, silent, far = rows[0]["questions"]
    assert answered["answerable"]
    assert all(quote["text"] in TEXT for quote in answered["quotes"])
    assert not silent["answerable"]
    assert not far["answerable"]
    assert "oven" in far["question"]
    assert not set(content_stems("the new oven")) & set(content_stems(TEXT))
    assert ROW["questions"] == []
