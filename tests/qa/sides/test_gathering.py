"""Sides gathered from a real index: whose they are, what they are about, what is wrong."""

from pathlib import Path

import pytest
from dam_articles import ARTICLES

from index.collection import Index
from index.errors import UsageError
from qa.evidence.similarity import Similarity
from qa.sides import meaning
from qa.sides.gathering import SideFinder
from qa.sides.topic import Topic
from qa.sides.values import MOST_SPEAKERS, Found, Problem, Sides, SidesWish
from qa.speakers.directory import directory_of

MOSS, ASH = "Rita Moss", "Tom Ash"


def texts(sides: Sides, number: int = 0) -> list[tuple[str | None, str]]:
    return [(one.date, one.text) for one in sides.sides[number].statements]


def problems(sides: Sides) -> list[Problem]:
    return [one.problem for one in sides.troubles]


def test_two_speakers_stand_side_by_side_and_all_was_searched(finder: SideFinder) -> None:
    sides = finder.sides(SidesWish(speakers=(MOSS, ASH), about="the dam"))
    assert texts(sides) == [
        ("2019-03-04", "“We will raise the Kell dam before the winter,”"),
        ("2019-03-19", "“Nobody told me that the dam would cost nine million,”"),
        ("2020-06-08", "“It can wait,”"),
    ]
    assert [one.found for one in sides.sides[0].statements] == [
        Found.WORDS, Found.WORDS, Found.AROUND,
    ]  # fmt: skip
    assert texts(sides, 1)[1] == ("2020-06-08", "that dams of this kind last for a century")
    assert [(side.speaker.name, side.total) for side in sides.sides] == [(MOSS, 4), (ASH, 3)]
    searched = sides.searched
    assert (searched.articles, searched.statements, searched.about) == (len(ARTICLES), 7, 5)
    assert searched.by_meaning == 7
    assert not sides.troubles


def test_every_statement_is_a_slice_of_its_article(finder: SideFinder) -> None:
    known = {one.id: one.text for one in ARTICLES}
    for row in finder.sides(SidesWish(about="dam")).to_json("https://q.example/")["sides"]:
        for one in row["statements"]:
            assert one["text"] == known[one["article"]][one["start"] : one["end"]]
            assert one["link"].startswith(
                f"https://q.example/quote/{one['article']}/{one['start']}-"
            )


def test_a_topic_alone_offers_all_who_spoke_about_it(finder: SideFinder) -> None:
    sides = finder.sides(SidesWish(about="dam"))
    assert [(one.speaker.name, one.statements) for one in sides.offered] == [(MOSS, 3), (ASH, 2)]
    assert [side.speaker.name for side in sides.sides] == [MOSS, ASH]
    assert sides.searched.statements == 10


def test_speakers_alone_show_everything_of_theirs(finder: SideFinder) -> None:
    sides = finder.sides(SidesWish(speakers=(ASH,)))
    assert [date for date, _ in texts(sides)] == ["2019-03-04", "2020-06-08", None]
    assert sides.is_one
    assert sides.searched.about == sides.shown == sides.total == 3


def test_dates_narrow_what_is_looked_at(finder: SideFinder) -> None:
    sides = finder.sides(SidesWish(speakers=(MOSS,), about="dam", after="2020-01-01"))
    assert texts(sides) == [("2020-06-08", "“It can wait,”")]
    assert (sides.searched.articles, sides.searched.statements) == (2, 1)


def test_what_means_the_topic_in_other_words_is_found_and_said_to_be(finder: SideFinder) -> None:
    sides = finder.sides(SidesWish(speakers=(ASH,), about="safety of water storage"))
    (found,) = sides.sides[0].statements
    assert (found.found, found.article.id) == (Found.MEANING, "rain-gauge")


def test_of_too_many_those_in_the_nearest_passages_are_compared(
    dam: Index, finder: SideFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "MOST_COMPARED", 2)
    spoken = [
        (one.article, one.statement)
        for one in finder.sides(SidesWish(speakers=(ASH,))).sides[0].statements
    ]
    near, compared = meaning.near_in_meaning(
        dam, Similarity(dam.embedder), "safety of water storage", spoken
    )
    assert compared == 2
    assert [spoken[place][0].id for place in near] == ["rain-gauge"]


def test_a_wrong_name_is_said_with_near_ones(finder: SideFinder) -> None:
    wish = SidesWish(
        speakers=("Rota Moss", "Moss", "Tom Ash", "ash", "<script>", "  "), about="dam"
    )
    sides = finder.sides(wish)
    assert problems(sides) == [
        Problem.UNKNOWN, Problem.SEVERAL, Problem.TWICE, Problem.UNKNOWN,
    ]  # fmt: skip
    assert MOSS in [one.name for one in sides.troubles[0].near]
    assert [side.speaker.name for side in sides.sides] == [ASH]
    with pytest.raises(UsageError, match=r"'Rota Moss' speaks in the articles\. Near: Rita Moss"):
        sides.checked()


def test_a_speaker_named_like_markup_is_found_by_the_name_the_directory_has(
    dam: Index, finder: SideFinder
) -> None:
    (speaker,) = [one for one in directory_of(dam).speakers if one.name.startswith("Bold")]
    sides = finder.sides(SidesWish(speakers=(speaker.name,)))
    assert texts(sides) == [("2020-07-01", "“My name is no markup,”")]


def test_more_speakers_than_fit_are_named(
    finder: SideFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.sides.naming.MOST_SPEAKERS", 2)
    sides = finder.sides(SidesWish(speakers=(MOSS, ASH, "Ada Quill")))
    assert problems(sides) == [Problem.MANY]
    assert sides.checked().troubles[0].name == "Ada Quill"
    assert str(MOST_SPEAKERS) in sides.troubles[0].sentence


@pytest.mark.parametrize("topic", ["it", "the", "…", "!!!"])
def test_a_topic_without_a_word_is_said(finder: SideFinder, topic: str) -> None:
    sides = finder.sides(SidesWish(speakers=(MOSS,), about=topic))
    assert problems(sides) == [Problem.WORDLESS]
    assert not sides.sides


def test_nothing_is_about_some_topics(finder: SideFinder) -> None:
    sides = finder.sides(SidesWish(speakers=(MOSS, ASH), about="zeppelins"))
    assert (sides.shown, sides.total, sides.searched.about) == (0, 7, 0)
    assert not finder.sides(SidesWish(about="zeppelins")).offered


def test_an_index_in_which_nobody_speaks(tmp_path: Path) -> None:
    with Index.open(tmp_path, create=True) as index:
        finder = SideFinder(index)
        assert finder.sides(SidesWish(about="dam")).people == 0
        assert problems(finder.sides(SidesWish(speakers=(MOSS,)))) == [Problem.UNKNOWN]


def test_the_quick_look_never_misses_a_word() -> None:
    for topic, text in (
        ("cities", "the city"),
        ("U.S. bases", "A base of the US."),
        ("Orbán", "Orban spoke"),
        ("sanction", "new sanctions"),
        ("3.5 percent", "by 3.5 percent"),
    ):
        assert Topic.of(topic).may_be_in(text), topic
        assert Topic.of(topic).is_in(text), topic
    assert not Topic.of("dam levy").may_be_in("the dam")
