"""Everybody who speaks in an index: counted, dated, searched, brought together and parted."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from index.articles.article import Article
from index.collection import Index
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.cli.main import app
from qa.speakers.directory import Directory, directory_of
from qa.speakers.keys import key_of
from qa.speakers.listing import left_out
from qa.speakers.searching import Order, listed_about, matching, ordered, within
from qa.speakers.speaker import Speaker

Articles = Callable[..., Article]


def decision(sort: str, name: str, **more: object) -> SpeakerDecision:
    values = {"sort": sort, "key": key_of(name), "name": name, "editor": "ada",
              "at": "2026-01-01T00:00:00+00:00"}  # fmt: skip
    return SpeakerDecision(**(values | more))  # type: ignore[arg-type]


def same(name: str, other: str) -> SpeakerDecision:
    return decision("same", name, other=key_of(other), other_name=other)


def named(directory: Directory) -> dict[str, Speaker]:
    return {one.name: one for one in directory.speakers}


def test_everybody_has_one_entry_with_numbers_dates_and_roles(index: Index) -> None:
    directory = directory_of(index)
    people = named(directory)
    assert people.keys() == {
        "Ada Karin Holt", "Tom Berg", "Anna Berg", "Lena Fox", "Berg", "A lawyer",
    }  # fmt: skip
    holt = people["Ada Karin Holt"]
    assert directory.speakers[0] == holt
    assert (holt.statements, holt.articles) == (3, 2)
    assert (holt.first, holt.last) == ("2021-03-04", "2022-05-06")
    assert set(holt.spellings) == {"Ada Karin Holt", "Ada Holt"}
    assert holt.roles == ("harbour master",)
    assert people["Tom Berg"].roles == ("harbour master",)
    assert people["Lena Fox"].first is None
    assert people["A lawyer"].kind == "unnamed"
    assert holt.to_json()["articles"] == 2
    assert directory.searched == 4


def test_what_is_no_speaker_is_counted_and_not_listed(index: Index) -> None:
    directory = directory_of(index)
    assert directory.unlisted == {"The back": 1}
    assert left_out(directory) == {"labels": 1, "statements": 1, "nameless": 0, "doubtful": 0}


def test_statements_in_doubtful_lines_are_counted_apart(
    index: Index, make_article: Articles
) -> None:
    lie = (
        "The pool of Varn reopens on Friday, director Greta Lund said on Monday.\n\n"
        "Nikolay Orlo: “We will send tanks,” he said.\n\n“The roof is dry,” Lund told the paper. "
        "The repairs took a year.\n\nThe council votes in June.\n\nBuses run as usual."
    )
    index.add_articles([make_article("lie", lie)])
    directory = directory_of(index)
    assert directory.doubtful == 1
    assert "Nikolay Orlo" not in named(directory)


def test_what_may_not_be_read_changes_nothing(index: Index, make_article: Articles) -> None:
    index.add_articles(
        [
            make_article(
                "secret",
                "“I know,” Ada Karin Maria Holt said. Tom Berg, the spy, said no.",
                "2030-01-01",
            )
        ]
    )
    open_to_all = {"quay", "mill", "vote", "late"}
    seen = directory_of(index, open_to_all)
    assert "Ada Karin Maria Holt" in named(directory_of(index))
    index.remove(["secret"])
    assert seen == directory_of(index)


def test_a_speaker_is_found_by_key_by_name_and_in_an_article(index: Index) -> None:
    directory = directory_of(index)
    holt = named(directory)["Ada Karin Holt"]
    for wanted in (holt.key, key_of("Ada Holt"), "ada-karin-holt", "Ada Holt", "ada  holt", "Holt"):
        assert directory.find(wanted) == holt
    assert directory.find("Nobody At All") is None
    assert directory.find("<script>alert(1)</script>") is None
    assert {one.name for one in directory.named("Berg")} == {"Berg"}
    assert directory.of("mill", "Ada Holt") == (holt,)
    assert directory.of("vote", "Ada Holt") == ()
    assert directory.of("mill", None) == ()


def test_those_who_speak_together_both_have_the_statement(
    index: Index, make_article: Articles
) -> None:
    text = "Lena Fox and Omar Reyes said that the vote was fair."
    index.add_articles([make_article("both", text)])
    directory = directory_of(index)
    people = named(directory)
    assert people["Lena Fox"].statements == 2
    assert people["Omar Reyes"].statements == 1
    assert {one.name for one in directory.of("both", "Lena Fox and Omar Reyes")} == {
        "Lena Fox", "Omar Reyes",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("holt", {"Ada Karin Holt"}),
        ("HARB mast", {"Ada Karin Holt", "Tom Berg"}),
        ("berg", {"Tom Berg", "Anna Berg", "Berg"}),
        ("harbour berg", {"Tom Berg"}),
        ("<x>", set()),
        ("", {"Ada Karin Holt", "Tom Berg", "Anna Berg", "Lena Fox", "Berg", "A lawyer"}),
    ],
)
def test_speakers_are_searched_by_name_and_role(index: Index, wanted: str, found: set[str]) -> None:
    assert {one.name for one in matching(directory_of(index).speakers, wanted)} == found


def test_speakers_are_listed_in_an_order(index: Index) -> None:
    speakers = directory_of(index).speakers
    latest = [one.name for one in ordered(speakers, Order.LATEST)]
    assert latest[:3] == ["Berg", "Ada Karin Holt", "Tom Berg"]
    assert set(latest[-2:]) == {"Anna Berg", "Lena Fox"}
    by_name = [one.name for one in ordered(speakers, Order.NAME)]
    assert by_name[:2] == ["A lawyer", "Ada Karin Holt"]


def test_who_speaks_about_a_topic_is_counted_for_that(index: Index) -> None:
    directory = listed_about(index, directory_of(index), "mill wait")
    assert {name: one.statements for name, one in named(directory).items()} == {"Ada Karin Holt": 1}
    holt = directory.speakers[0]
    assert (holt.first, holt.last, holt.articles) == ("2022-05-06", "2022-05-06", 1)
    assert directory.searched == 4


def test_some_articles_are_counted_with_who_is_one_told_by_all(index: Index) -> None:
    dates = {info.id: info.date for info in index.articles() if info.id == "mill"}
    assert {one.name: one.statements for one in within(directory_of(index), dates)} == {
        "Ada Karin Holt": 1, "Tom Berg": 1,
    }  # fmt: skip


def test_two_entries_are_made_one_and_parted_again(index: Index) -> None:
    number = index.speaker_decisions.add(same("Tom Berg", "Berg"))
    directory = directory_of(index)
    berg = named(directory)["Tom Berg"]
    assert (berg.statements, berg.last) == (2, "2023-01-02")
    assert directory.find(key_of("Berg")) == berg
    assert "Berg" not in named(directory)
    index.speaker_decisions.remove(number)
    assert "Berg" in named(directory_of(index))


def test_a_spelling_is_taken_out_of_an_entry(index: Index) -> None:
    index.speaker_decisions.add(decision("apart", "Ada Karin Holt", spellings=("Ada Holt",)))
    directory = directory_of(index)
    first, other = named(directory)["Ada Karin Holt"], named(directory)["Ada Holt"]
    assert (first.statements, other.statements) == (2, 1)
    assert directory.find(key_of("Ada Holt")) == other
    assert directory.of("mill", "Ada Holt") == (other,)


def test_an_article_is_taken_out_of_an_entry(index: Index, make_article: Articles) -> None:
    index.add_articles([make_article("more", "“I am another one,” Tom Berg said.", "2024-01-01")])
    number = index.speaker_decisions.add(
        decision("apart", "Tom Berg", articles=("more",), other_name="Tom Berg of Hull")
    )
    directory = directory_of(index)
    other = named(directory)["Tom Berg of Hull"]
    assert other.key == key_of("Tom Berg of Hull", str(number))
    assert (other.statements, other.labels) == (1, ("Tom Berg",))
    assert other.says("more", "Tom Berg")
    assert not other.says("mill", "Tom Berg")
    assert not named(directory)["Tom Berg"].says("more", "Tom Berg")
    assert directory.find(other.key) == other


def test_decisions_outlive_changes_and_indexing_again(
    open_index: Callable[[], Index], index: Index, make_article: Articles
) -> None:
    index.speaker_decisions.add(same("Tom Berg", "Berg"))
    index.speaker_decisions.add(decision("apart", "Ada Karin Holt", spellings=("Ada Holt",)))
    before = named(directory_of(index))
    mill = index.article("mill")
    index.add_articles([replace(mill, text=f"An hour ago. {mill.text}")])
    assert {name: one.key for name, one in named(directory_of(index)).items()} == {
        name: one.key for name, one in before.items()
    }
    index.remove(["late", "mill"])
    people = named(directory_of(index))
    assert people.keys() == {"Ada Karin Holt", "Anna Berg", "Lena Fox", "A lawyer"}
    index.close()
    with open_index() as again:
        again.add_articles(
            [mill, make_article("late", "“The vote is void,” Berg told the paper.", "2023-01-02")]
        )
        assert again.verify(repair=True).ok
        assert named(directory_of(again)) == before


def test_decisions_on_nobody_change_nothing(index: Index) -> None:
    before = directory_of(index)
    for one in (
        same("Tom Berg", "Nobody"),
        same("Nobody", "Tom Berg"),
        same("Tom Berg", "Tom Berg"),
        decision("apart", "Nobody", spellings=("Nobody",)),
        decision("apart", "Tom Berg", spellings=("Tom Berg",)),
        decision("apart", "Tom Berg", articles=("gone",)),
    ):
        index.speaker_decisions.add(one)
    assert directory_of(index) == before


def test_an_index_without_statements_has_no_speakers(
    open_index: Callable[[], Index], make_article: Articles
) -> None:
    with open_index() as index:
        assert directory_of(index).speakers == ()
        index.add_articles([make_article("dull", "Nothing was heard. The ferry sailed at noon.")])
        directory = directory_of(index)
        assert (directory.speakers, directory.searched) == ((), 1)
        assert directory.find("anybody") is None


def test_the_command_lists_them(index: Index) -> None:
    run, where = CliRunner(), ["--index", str(index.folder)]
    told = json.loads(run.invoke(app, ["speakers", "--json", *where]).stdout)
    assert told["speakers"] == [one.to_json() for one in directory_of(index).speakers]
    assert told["searched"] == {"articles": 4}
    said = run.invoke(app, ["speakers", "--search", "holt", *where]).stdout
    assert "Ada Karin Holt, harbour master" in said
    assert "3 statements in 2 articles, 2021-03-04 to 2022-05-06, also Ada Holt" in said
    assert "Not listed: 1 statement of what is no speaker" in " ".join(said.split())
    about = json.loads(run.invoke(app, ["speakers", "--about", "mill", "--json", *where]).stdout)
    assert [one["name"] for one in about["speakers"]] == ["Ada Karin Holt"]
    wrong = run.invoke(app, ["speakers", "--order", "size", *where])
    assert wrong.exit_code == 2
