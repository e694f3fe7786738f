"""Names in a sentence: where they begin and end, and the titles before them."""

import pytest

from qa.language.tables import tables
from qa.people.name_runs import NameRun, keys_of, last_run, runs_in
from qa.text.frames import Frame, frames_of

KNOWN = tables("en").names


def frame(text: str) -> Frame:
    return next(frames_of(text, []))


def runs(text: str, *lower: str) -> list[NameRun]:
    return list(runs_in(frame(text), frozenset(lower), KNOWN))


def bare(text: str, run: NameRun) -> str:
    return text[run.start : run.tokens[-1].end]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then Rita Moss met Tom Ash.", ["Rita Moss", "Tom Ash"]),
        ("We met the mayor, Ludwig van Gogh, there.", ["Ludwig van Gogh"]),
        ("We met Deputy Mayor Rita Moss.", ["Rita Moss"]),
        ("We met Secretary of State John Kerry.", ["John Kerry"]),
        ("We met the Health Ministry there.", ["Health Ministry"]),
        ("Yesterday Rita Moss left on Monday.", ["Rita Moss"]),
        ("Nobody came.", []),
        ("We met the Mayor.", []),
    ],
)
def test_names_of_a_sentence(text: str, names: list[str]) -> None:
    assert [bare(text, run) for run in runs(text)] == names


def test_titles_before_a_name_are_kept_whether_capitalised_or_not() -> None:
    assert [run.titles for run in runs("We met president Rita Moss and Mrs. Ash.")] == [
        ("president",),
        ("mrs",),
    ]


def test_the_first_word_is_a_name_unless_the_article_writes_it_small() -> None:
    text = "Bridges Moss built fell."
    assert [bare(text, run) for run in runs(text)] == ["Bridges Moss"]
    assert [bare(text, run) for run in runs(text, "bridges")] == ["Moss"]


def test_a_word_before_a_given_name_and_a_surname_is_no_name() -> None:
    text = "Enter Rita Moss with a ladder."
    assert [bare(text, run) for run in runs(text)] == ["Rita Moss"]
    for text in ("Mary Rita Moss fell.", "Mrs Rita Moss fell.", "J. Rita Moss fell."):
        assert next(bare(text, run) for run in runs(text)).endswith("Rita Moss")


def test_offsets_are_those_of_the_tokens() -> None:
    text = "Then Mayor Rita Moss left."
    (run,) = runs(text)
    assert run.tokens == frame(text).tokens[run.first : run.last]
    assert run.start == text.index("Rita")


def test_the_keys_of_a_name_are_folded_and_have_no_generation() -> None:
    (run,) = runs("Then Zoë J. Szymańska Jr. left.")
    assert keys_of(run, KNOWN) == ("zoe", "j", "szymanska")


def test_the_name_that_a_phrase_ends_with() -> None:
    text = "campaign manager Rita van Gogh"
    run = last_run(frame(text).tokens, KNOWN)
    assert run is not None
    assert bare(text, run) == "Rita van Gogh"
    assert last_run(frame("the campaign manager").tokens, KNOWN) is None
