"""Which evidence is corrected by which: notices of articles, later figures, what is so now."""

from collections.abc import Sequence

import pytest

from index.articles.article import Article, ArticleInfo
from qa.citations import Evidence, number_quotes
from qa.evidence.correction_notices import is_correction, notices_in
from qa.questions.understanding import understand
from qa.quotes.corrections import asks_for_latest, in_order, with_newer, with_other_figures

HOW_LARGE = understand("How large is the quota?")
QUOTA = "The council set the quota at 49,000 tonnes of cod."


def article(text: str, name: str = "a", date: str | None = None) -> Article:
    return Article(info=ArticleInfo(id=name, date=date, title="The quota"), text=text)


def evidence(
    of: Article,
    part: str,
    answer: str | None = None,
    score: float = 0.8,
    speaker: str | None = None,
) -> Evidence:
    start = of.text.index(part)
    at = of.text.index(answer, start) if answer else 0
    return Evidence(
        article=of,
        start=start,
        end=start + len(part),
        score=score,
        speaker=speaker,
        answer_span=(at, at + len(answer)) if answer else None,
    )


def shown(found: Sequence[Evidence]) -> list[tuple[str, int | None]]:
    """Return the words of each quote made of evidence, and which quote corrects it."""
    return [(one.text, one.corrected_by) for one in number_quotes(found, 9)]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Correction: we gave 49,000 tonnes. The correct figure is 46,000 tonnes.",
         "46,000", {"49000"}),
        ("An earlier version gave the quota as 49,000; it should have been 46,000.",
         "46,000", {"49000"}),
        ("The figure was misstated: the quota is in fact 46,000 tonnes, not 49,000.",
         "46,000", {"49000"}),
        ("The toll has been revised to nine.", "nine", set()),
        ("We wrongly reported that twelve had died. There were nine.", "nine", {"12"}),
        ("The quota is 46,000 tonnes, not 49,000.", "46,000", {"49000"}),
        ("An earlier version misstated the year: the weir opened in 1921, not 1912.",
         "1921", {"1912"}),
    ],
)  # fmt: skip
def test_a_notice_tells_the_right_figure_and_the_wrong_ones(
    text: str, right: str, wrong: set[str]
) -> None:
    (notice,) = notices_in(f"Fishers were glad.\n\n{text}\n\nThe end.")
    full = f"Fishers were glad.\n\n{text}\n\nThe end."
    assert full[notice.right.start : notice.right.end] == right
    assert notice.wrong == wrong


@pytest.mark.parametrize(
    "text",
    [
        "The quota is 49,000 tonnes.",
        "He was not 40, and it is not known how old he was.",
        "The report was corrected.",  # no figure that is right
        "The figures were given in error.",
        "",
    ],
)
def test_other_sentences_are_no_notices(text: str) -> None:
    assert notices_in(text) == ()


def test_a_notice_of_the_same_article_is_found_and_comes_first() -> None:
    one = article(
        f"{QUOTA} Fishers were glad.\n\nCorrection: An earlier version of this article gave the "
        "quota as 49,000 tonnes. The correct figure is 46,000 tonnes."
    )
    found = in_order(HOW_LARGE, [evidence(one, QUOTA, "49,000")])
    assert shown(found) == [("The correct figure is 46,000 tonnes.", None), (QUOTA, 1)]
    assert found[0].answer_span is not None
    assert one.text[slice(*found[0].answer_span)] == "46,000"


def test_a_notice_of_another_article_is_looked_for_where_it_is_given() -> None:
    before = article(QUOTA, "a", "2012-05-02")
    said = "An earlier report gave the quota as 49,000 tonnes; it should have been 46,000."
    after = article(said, "b", "2012-05-05")
    assert shown(in_order(HOW_LARGE, [evidence(before, QUOTA, "49,000")])) == [(QUOTA, None)]
    found = in_order(HOW_LARGE, [evidence(before, QUOTA, "49,000")], [after])
    assert shown(found) == [(said, None), (QUOTA, 1)]


def test_the_short_answer_of_a_notice_is_the_figure_that_is_right() -> None:
    said = "An earlier version gave the quota as 49,000 tonnes; it should have been 46,000."
    one = article(said)
    (found,) = in_order(HOW_LARGE, [evidence(one, said, "49,000")])
    assert found.answer_span is not None
    assert said[slice(*found.answer_span)] == "46,000"


def test_a_figure_without_the_wrong_one_corrects_what_is_earlier_and_of_the_same_thing() -> None:
    before = article("The council set the quota of cod at 49,000.", "a", "2012-05-02")
    after = article("The quota of cod was revised to 46,000.", "b", "2012-05-05")
    both = [evidence(before, before.text, "49,000"), evidence(after, after.text, "46,000")]
    assert shown(in_order(HOW_LARGE, both)) == [(after.text, None), (before.text, 1)]
    undated = article(before.text, "a")
    other = article("The fare for a tram is 49,000.", "c", "2012-05-02")
    for innocent in (undated, other):
        row = [evidence(innocent, innocent.text, "49,000"), both[1]]
        assert {number for _, number in shown(in_order(HOW_LARGE, row))} == {None}


def test_what_has_the_right_figure_is_not_corrected() -> None:
    one = article(
        "The quota is 46,000 tonnes. Fishers were glad.\n\n"
        "An earlier version gave the quota as 49,000; it should have been 46,000."
    )
    part = "The quota is 46,000 tonnes."
    assert shown(in_order(HOW_LARGE, [evidence(one, part, "46,000")])) == [(part, None)]


SEVEN, NINE = "Seven people died in the flood.", "Nine people died in the flood."
HOW_MANY = understand("How many people died in the flood?")


def test_a_later_article_with_another_figure_beats_an_earlier_one() -> None:
    before, after = article(SEVEN, "a", "2012-05-01"), article(NINE, "b", "2012-05-03")
    row = [evidence(before, SEVEN, "Seven"), evidence(after, NINE, "Nine", 0.7)]
    assert shown(in_order(HOW_MANY, row)) == [(NINE, None), (SEVEN, 1)]
    assert shown(in_order(HOW_MANY, row[::-1])) == [(NINE, None), (SEVEN, 1)]


@pytest.mark.parametrize(
    ("text", "answer", "date", "speaker"),
    [
        (NINE, "Nine", None, None),  # nobody knows which is later
        ("Seven people died in the flood of Lowick.", "Seven", "2012-05-03", None),  # the same
        ("Nine people died in the fire.", "Nine", "2012-05-03", None),  # another thing
        ("In 1921 nine people died in the flood.", "nine", "2012-05-03", None),  # another year
        (NINE, "Nine", "2012-05-03", "Tom Ash"),  # they disagree
    ],
)
def test_other_figures_correct_nothing(
    text: str, answer: str, date: str | None, speaker: str | None
) -> None:
    before, other = article(SEVEN, "a", "2012-05-01"), article(text, "b", date)
    row = [
        evidence(before, SEVEN, "Seven", speaker="Rita Moss"),
        evidence(other, text, answer, speaker=speaker),
    ]
    assert {number for _, number in shown(in_order(HOW_MANY, row))} == {None}


def test_of_three_figures_the_newest_corrects_both() -> None:
    texts = (SEVEN, NINE, "Ten people died in the flood.")
    row = [
        evidence(article(text, f"a{n}", f"2012-05-0{n + 1}"), text, text.split()[0])
        for n, text in enumerate(texts)
    ]
    assert shown(in_order(HOW_MANY, row)) == [(texts[2], None), (SEVEN, 1), (NINE, 1)]


@pytest.mark.parametrize(
    ("question", "latest"),
    [
        ("What is the levy now?", True),
        ("What is the latest on the levy?", True),
        ("Who is the current mayor?", True),
        ("Who is currently mayor?", True),
        ("What did Moss know?", False),
        ("Who was the first mayor?", False),
    ],
)
def test_now_asks_for_the_newest(question: str, latest: bool) -> None:
    assert asks_for_latest(question) is latest
    old = article("Rita Moss is mayor.", "a", "2012-05-01")
    new = article("Tom Ash is mayor.", "b", "2014-05-01")
    far = article("Una Hale was never mayor.", "c", "2015-05-01")
    row = [evidence(old, old.text), evidence(new, new.text, score=0.7),
           evidence(far, far.text, score=0.3)]  # fmt: skip
    order = [one.article.id for one in in_order(understand(question), row)]
    assert order == (["b", "a", "c"] if latest else ["a", "b", "c"])


def test_nothing_gives_nothing_and_other_evidence_stays_as_it_is() -> None:
    assert in_order(HOW_LARGE, []) == []
    row = [evidence(article(QUOTA), QUOTA, "49,000"), evidence(article(NINE, "b"), NINE)]
    assert in_order(HOW_LARGE, row) == row


def test_a_correction_stays_apart_from_the_sentence_beside_it() -> None:
    text = "We gave 49,000 tonnes in error. The correct figure is 46,000 tonnes."
    one = article(text)
    wrong, right = text[:31], text[32:]
    row = in_order(HOW_LARGE, [evidence(one, wrong, "49,000"), evidence(one, right, "46,000")])
    assert shown(row) == [(right, None), (wrong, 1)]
    assert is_correction(wrong)
    assert is_correction(right)


def test_another_figure_at_another_time_is_shown_with_the_first() -> None:
    old = article("A berth costs 15 crowns a night.", "old", "2024-05-01")
    new = article("From June a berth costs 22 crowns a night.", "new", "2026-05-01")
    asked = understand("How much does a berth cost?")
    first = evidence(old, old.text, "15 crowns")
    other = evidence(new, new.text, "22 crowns")
    found = in_order(asked, with_other_figures(asked, [first], [other]))
    assert shown(found) == [(new.text, None), (old.text, 1)]


def test_the_same_figure_and_another_thing_are_not() -> None:
    old = article("A berth costs 15 crowns a night.", "old", "2024-05-01")
    asked = understand("How much does a berth cost?")
    first = evidence(old, old.text, "15 crowns")
    for text, answer in (("A berth costs 15 crowns.", "15 crowns"), ("A mast costs 90.", "90")):
        new = article(text, "new", "2026-05-01")
        assert with_other_figures(asked, [first], [evidence(new, text, answer)]) == [first]


def titled(title: str, date: str, text: str) -> Article:
    return Article(info=ArticleInfo(id=date, date=date, title=title), text=text)


@pytest.mark.parametrize("newer_first", [True, False])
def test_the_newer_of_two_texts_of_one_title_comes_first(newer_first: bool) -> None:
    old = titled("Rules for the sauna, May 2024", "2024-05-02", "It is closed on Mondays.")
    new = titled("New rules for the sauna", "2026-02-01", "It is open every day.")
    pair = [evidence(old, old.text), evidence(new, new.text)]
    first, other = reversed(pair) if newer_first else pair
    found = in_order(understand("Is the sauna open on Monday?"), with_newer([first], [other]))
    assert shown(found) == [(new.text, None), (old.text, 1)]


def test_articles_of_other_titles_do_not_overtake_each_other() -> None:
    old = titled("Rules for the sauna", "2024-05-02", "It is closed on Mondays.")
    new = titled("Sauna week begins", "2026-02-01", "It is open every day.")
    first = evidence(old, old.text)
    assert with_newer([first], [evidence(new, new.text)]) == [first]
