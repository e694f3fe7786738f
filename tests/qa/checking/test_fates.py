"""What becomes of quotations of a draft, each against a real index."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from index.errors import UsageError
from qa.checking.draft_check import check_draft
from qa.checking.values import CheckedQuotation, Fate
from qa.text.differences import Change

Make = Callable[[Path], Index]


def only(draft: str, index: Index) -> CheckedQuotation:
    report = check_draft(draft, index)
    (one,) = report.quotations
    assert draft[one.start : one.end] == one.text
    for quote in filter(None, (one.match, one.nearest, *one.parts, *one.also_in)):
        assert quote.text == quote.article.text[quote.start : quote.end]
    return one


@pytest.mark.parametrize(
    "draft",
    [
        "“We cannot mend the deck with promises,” said Rita Moss.",
        '"We cannot mend the deck with promises", said the mayor.',
        "Moss: «We cannot  mend\u00a0the deck with promises»",
        "„It has rusted for thirty years“, said Moss.",
        "“We cannot mend [the bridge] with promises,” said Moss.",
        "“[W]e cannot mend the deck with promises,” said Moss.",
        "“We cannot mend the deck … It has rusted for thirty years,” said Moss.",
        "“We cannot mend the deck [...] for thirty years,” said Moss.",
        "The deck “has rusted for thirty years”, Moss said.",
        "“It leaks and nobody has ever looked under it,” said Tom Ash.",
        "“Money does not float,” said Ada Quill.",
        "“Money [sic] does not float,” said Ada Quill.",
        "“Who pays for it?” asked Ada Quill.",
        "“Who pays for it,” Ada Quill wanted to know.",
        "The Harbour Herald wrote that “the toll on the Hale bridge will rise in May”.",
        "“Money does not float.”",
    ],
)
def test_words_of_a_speaker_are_exact_however_they_are_set(draft: str, bridges: Index) -> None:
    assert only(draft, bridges).verdict is Fate.EXACT


@pytest.mark.parametrize(
    ("draft", "gone", "new"),
    [
        ("“We can mend the deck with promises,” said Moss.", "cannot ", "can "),
        ("“It has rusted for twenty years,” said Moss.", "thirty ", "twenty "),
        ("“Money does float,” said Ada Quill.", "not ", ""),
        ("“Money does really not float,” said Ada Quill.", "", "really "),
    ],
)
def test_other_words_are_shown_one_by_one(draft: str, gone: str, new: str, bridges: Index) -> None:
    one = only(draft, bridges)
    assert one.verdict is Fate.ALTERED
    pieces = dict.fromkeys(Change, "")
    for piece in one.difference:
        pieces[piece.change] += piece.text
    assert (pieces[Change.GONE], pieces[Change.NEW]) == (gone, new)


@pytest.mark.parametrize(
    "draft",
    [
        "“Money … float,” said Ada Quill.",
        "“Money [will] float,” said Ada Quill.",
        "“Who pays for it.” Ada Quill asked that.",
        "“It has rusted, for thirty years,” said Moss.",
        "“Pays more for Its bridges,” said Moss.",
    ],
)
def test_no_mark_of_an_editor_hides_another_sense(draft: str, bridges: Index) -> None:
    assert only(draft, bridges).verdict is Fate.ALTERED


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        ("“We cannot mend the deck with promises,” said Tom Ash.", ("Rita Moss",)),
        ("“Money does not float,” said Rita Moss.", ("Ada Quill",)),
        ("“It has rusted for thirty years,” said Zoe Unheard.", ("Rita Moss",)),
    ],
)
def test_words_of_another_are_misattributed(
    draft: str, found: tuple[str, ...], bridges: Index
) -> None:
    one = only(draft, bridges)
    assert one.verdict is Fate.MISATTRIBUTED
    assert (one.speakers_found, one.speaker_agrees) == (found, False)


@pytest.mark.parametrize(
    ("draft", "parts"),
    [
        ("“We cannot mend the deck with promises. Iran pays more for its bridges,” said Moss.", 0),
        ("“The ferry was cheaper. It was never on time,” said Tom Ash.", 0),
        ("“We had the best ferry on the coast. Money does not float,” said Ada Quill.", 0),
        ("“The best ferry on the coast has rusted for thirty years,” said Ada Quill.", 2),
        ("“We had the best ferry and we sold it for scrap,” said Ada Quill.", 0),
    ],
)
def test_parts_that_stand_apart_are_stitched(draft: str, parts: int, bridges: Index) -> None:
    one = only(draft, bridges)
    assert one.verdict is Fate.STITCHED
    assert len(one.parts) >= parts


def test_words_of_the_narrator_are_reported_only(bridges: Index) -> None:
    one = only("“The northern pier was safe for another ten years,” said Tom Ash.", bridges)
    assert (one.verdict, one.speakers_found) == (Fate.REPORTED, ("Tom Ash",))
    assert only("“The slipway will stay closed,” said the port.", bridges).verdict is Fate.REPORTED
    assert only("“The toll on the Hale bridge will rise.”", bridges).verdict is Fate.REPORTED


def test_what_nobody_said_is_not_found_and_has_the_nearest(bridges: Index) -> None:
    one = only("“The deck was painted by a colonel in the rain,” said Rita Moss.", bridges)
    assert (one.verdict, one.match, one.places) == (Fate.NOT_FOUND, None, 0)
    assert only("“Zebras juggle quarks,” said Rita Moss.", bridges).nearest is None


def test_all_places_of_words_that_occur_often_are_told(tmp_path: Path, make_index: Make) -> None:
    with make_index(tmp_path) as index:
        index.add_articles(
            Article(
                info=ArticleInfo(id=f"day-{number:03}"),
                text=f"“We are ready,” said Rita Moss on day {number}. It rained {number} times.",
            )
            for number in range(200)
        )
        one = only("“We are ready,” said Rita Moss.", index)
        assert (one.verdict, one.places, len(one.also_in)) == (Fate.EXACT, 200, 20)
        assert only("“We are ready,” said Tom Ash.", index).verdict is Fate.MISATTRIBUTED


def test_a_report_counts_and_says_what_was_looked_through(bridges: Index) -> None:
    report = check_draft(
        "A “smart” plan. “Money does not float,” said Ada Quill. “It has leaked,” said Tom Ash.",
        bridges,
    )
    told = report.to_json()
    assert (report.passed_over, report.articles, report.all_exact) == (1, 2, False)
    assert told["counts"] == {
        "exact": 1, "altered": 0, "misattributed": 0, "stitched": 0, "reported only": 0,
        "not found": 1,
    }  # fmt: skip
    assert set(told["quotations"][0]) >= {  # type: ignore[index]
        "start", "end", "text", "speaker", "verdict", "match", "difference", "speakers_found",
    }  # fmt: skip
    nothing = check_draft("Nobody says anything here.", bridges)
    assert nothing.all_exact
    assert nothing.quotations == ()


def test_a_missing_mark_is_told(bridges: Index) -> None:
    one = only("Ada Quill said: “Money does not float\n\nAnd so on.", bridges)
    assert (one.verdict, one.closed) == (Fate.EXACT, False)


def test_marks_without_pairs_are_taken_as_they_come(bridges: Index) -> None:
    report = check_draft("“ ” " * 40 + "“It leaks " * 500, bridges)
    assert all(one.text for one in report.quotations)


@pytest.mark.parametrize(
    "inside",
    ["x" * 200_000, "a b c" + " " * 200_000, "[a] … " * 30_000, "[" * 100_000, "c'" * 50_000],
)
def test_a_hostile_draft_takes_no_longer_than_it_is_long(inside: str, bridges: Index) -> None:
    # Read again and again from each letter on, either would take minutes, and the test run out.
    check_draft(f"“{inside}” said Moss.", bridges)


def test_a_draft_that_is_one_quotation_is_checked_in_parts(bridges: Index) -> None:
    said = " ".join(f"Sentence number {number} is nowhere to be found." for number in range(60))
    report = check_draft(f"“{said} Money does not float.”", bridges)
    assert len(report.quotations) > 2
    assert {one.verdict for one in report.quotations[:-1]} == {Fate.NOT_FOUND}
    assert "".join(one.text for one in report.quotations).count("Sentence") == 60


def test_a_draft_that_is_too_long_is_refused(bridges: Index) -> None:
    with pytest.raises(UsageError, match="in parts"):
        check_draft("x" * 1_000_001, bridges)
    with pytest.raises(UsageError, match="quotations"):
        check_draft("“One two three four,” said Moss. " * 2_001, bridges)


def test_an_index_without_articles_finds_nothing(tmp_path: Path, make_index: Make) -> None:
    with make_index(tmp_path) as index:
        assert only("“Money does not float,” said Ada Quill.", index).verdict is Fate.NOT_FOUND
