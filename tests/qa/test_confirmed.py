"""What editors said changes an answer, and whatever they said, what is shown stays a slice."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.judgement import Judged, Judgement
from index.articles.statement import Statement, StatementKind
from qa.answers import Answer, Confirmation, Kind, Quote, Reason, Verdict
from qa.citations import verify
from qa.composing import Known, compose
from qa.confirmed import CONFIDENCE, Wording, confirmed, standing
from qa.questions.understanding import understand

FERRY = Article(
    info=ArticleInfo(id="ferry"),
    text="😀 The ferry sank. “Nobody drowned,” said Ida Koch. Fares rose. The pier shut.",
)
SALT = Article(info=ArticleInfo(id="salt"), text="Prices of salt fell. The pier shut.")
SANK, KOCH, FARES, PIER = (2, 17), (18, 50), (51, 62), (63, 77)
QUESTION = understand("What happened?")


def worded(quotes: Sequence[Quote], unsure: object) -> str:
    return compose(QUESTION, quotes, Known(unsure=bool(unsure)))


WORDING = Wording(compose=worded, decline=lambda: "I found no passage that states this.")
AT = "2026-01-01T00:00:00+00:00"


def quote(span: tuple[int, int], article: Article = FERRY, **more: object) -> Quote:
    return Quote(number=1, article=article, start=span[0], end=span[1], **more)  # type: ignore[arg-type]


def answer(*quotes: Quote, **more: object) -> Answer:
    numbered = tuple(replace(one, number=at) for at, one in enumerate(quotes, 1))
    values: dict[str, object] = {
        "question": "What happened?", "asked_as": "What happened?", "kind": Kind.OPEN,
        "answered": bool(quotes), "confidence": 0.6, "quotes": numbered,
        "answer": worded(numbered, more.get("unsure")),
        "reason": None if quotes else Reason.NOT_STATED,
    }  # fmt: skip
    return Answer(**(values | more))  # type: ignore[arg-type]


_numbers = iter(range(1, 10**9))


def said(
    span: tuple[int, int], *, right: bool, article: Article = FERRY, editor: str = "ada"
) -> Judged:
    judgement = Judgement(
        key="k", asked="What happened?", article=article.id, content_hash=article.content_hash,
        start=span[0], end=span[1], right=right, editor=editor, at=AT, number=next(_numbers),
    )  # fmt: skip
    return Judged(judgement, article)


def spans(quotes: Sequence[Quote]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in quotes]


def test_a_confirmed_quote_says_so_and_the_answer_is_sure() -> None:
    before = answer(quote(SANK, score=0.4), unsure=True)
    after = confirmed(before, [said(SANK, right=True)], WORDING)
    assert after.quotes[0].confirmed is not None
    assert after.quotes[0].confirmed.at == AT
    assert before.answer.startswith("This may answer it:")
    assert (after.answer, after.verdict) == ("The article: The ferry sank. [1]", Verdict.STATED)
    assert after.confidence == CONFIDENCE
    assert after.notes == ("Quote [1] is confirmed by an editor.",)
    told = after.to_json()["quotes"][0]["confirmed"]  # type: ignore[index]
    assert told == {"number": after.quotes[0].confirmed.number, "at": AT}
    assert before.to_json()["quotes"][0]["confirmed"] is None  # type: ignore[index]


def test_a_quote_that_was_not_chosen_answers_once_it_is_confirmed() -> None:
    after = confirmed(answer(), [said(FARES, right=True)], WORDING)
    assert (after.answered, after.reason, after.nearest) == (True, None, ())
    assert after.quotes[0].text == "Fares rose."
    assert after.answer == "The article: Fares rose. [1]"


def test_a_confirmed_quote_comes_first_and_others_stay_where_many_may_answer() -> None:
    before = answer(quote(SANK), quote(FARES))
    after = confirmed(before, [said(FARES, right=True)], WORDING)
    assert spans(after.quotes) == [FARES, SANK]
    assert [one.confirmed is not None for one in after.quotes] == [True, False]
    assert after.answer == "The article: Fares rose. [1]\nThe article: The ferry sank. [2]"
    fact = confirmed(replace(before, kind=Kind.FACT), [said(FARES, right=True)], WORDING)
    assert spans(fact.quotes) == [FARES]
    unsure = confirmed(replace(before, unsure=True), [said(FARES, right=True)], WORDING)
    assert spans(unsure.quotes) == [FARES]


def test_a_wrong_quote_is_not_shown_again() -> None:
    before = answer(quote(SANK), quote(FARES))
    after = confirmed(before, [said(SANK, right=False)], WORDING)
    assert spans(after.quotes) == [FARES]
    assert (after.answer, after.confidence) == ("The article: Fares rose. [1]", 0.6)
    assert "wrong" in after.notes[0]
    assert len(after.withheld) == 1
    assert after.to_json()["withheld"] == list(after.withheld)


@pytest.mark.parametrize("wrong", [SANK, (5, 8), (0, 40), (16, 20)])
def test_none_of_the_words_called_wrong_are_shown(wrong: tuple[int, int]) -> None:
    near = (quote(SANK), quote(PIER))
    after = confirmed(answer(quote(SANK)), [said(wrong, right=False)], WORDING, nearest=near)
    assert (after.answered, after.reason) == (False, Reason.NOT_STATED)
    assert (after.quotes, after.verdict) == ((), Verdict.NOT_STATED)
    assert after.answer == "I found no passage that states this."
    assert spans(after.nearest) == [PIER]
    assert after.nearest[0].number == 1


def test_an_abstention_shows_no_wrong_quote_as_near() -> None:
    before = answer(nearest=(quote(SANK), replace(quote(PIER), number=2)))
    after = confirmed(before, [said(SANK, right=False)], WORDING)
    assert spans(after.nearest) == [PIER]
    assert (after.answer, after.notes, after.withheld) == (before.answer, (), ())


def test_the_better_quote_within_a_wrong_one_is_shown() -> None:
    whole = (SANK[0], FARES[1])
    judged = [said(whole, right=False), said(FARES, right=True)]
    after = confirmed(answer(quote(whole), quote(SANK)), judged, WORDING)
    assert spans(after.quotes) == [FARES]


def test_the_last_word_counts() -> None:
    right, wrong = said(SANK, right=True), said(SANK, right=False, editor="ben")
    assert confirmed(answer(quote(SANK)), [right, wrong], WORDING).answered is False
    after = confirmed(answer(quote(SANK)), [wrong, right], WORDING)
    assert after.quotes[0].confirmed is not None
    both = confirmed(answer(), [right, said(SANK, right=True, editor="ben")], WORDING)
    assert spans(both.quotes) == [SANK]
    assert both.quotes[0].confirmed is not None


def test_what_was_overturned_overturns_nothing() -> None:
    first, second = said((2, 17), right=True), said((10, 40), right=True)
    last = said((30, 50), right=False)
    right, wrong = standing([first, second, last])
    assert [one.place for one in right] == [("ferry", 2, 17)]
    assert [one.place for one in wrong] == [("ferry", 30, 50)]


def test_of_a_changed_article_nothing_counts() -> None:
    changed = replace(FERRY, text=FERRY.text + " More.")
    before = answer(quote(SANK, changed))
    for right in (True, False):
        judgement = said(SANK, right=right).judgement
        for article in (changed, None):
            assert confirmed(before, [Judged(judgement, article)], WORDING) == before


def test_a_confirmed_statement_has_its_speaker_and_nobody_elses() -> None:
    koch = Statement(18, 34, StatementKind.DIRECT, "Ida Koch", (45, 53), (40, 44))
    judged = [said((18, 34), right=True)]
    after = confirmed(answer(), judged, WORDING, statements=[(FERRY, koch)])
    assert (after.quotes[0].speaker, after.quotes[0].kind) == ("Ida Koch", StatementKind.DIRECT)
    for other in (
        replace_speaker(koch, None),
        koch._replace(doubtful=True),
        koch._replace(start=30, end=60),
    ):
        after = confirmed(answer(), judged, WORDING, statements=[(FERRY, other)])
        assert after.quotes[0].speaker is None
    two = [(FERRY, koch._replace(end=25)), (FERRY, koch._replace(start=26, speaker="Tom Ash"))]
    assert confirmed(answer(), judged, WORDING, statements=two).quotes[0].speaker is None
    elsewhere = [(SALT, koch)]
    assert confirmed(answer(), judged, WORDING, statements=elsewhere).quotes[0].speaker is None


def replace_speaker(statement: Statement, speaker: str | None) -> Statement:
    return statement._replace(speaker=speaker)


def test_a_correction_that_is_left_out_is_not_named() -> None:
    before = answer(quote(SANK, corrected_by=2), quote(FARES), quote(PIER))
    after = confirmed(before, [said(FARES, right=False)], WORDING)
    assert [(one.start, one.corrected_by) for one in after.quotes] == [(2, None), (63, None)]
    kept = confirmed(before, [said(PIER, right=True)], WORDING)
    assert [(one.start, one.corrected_by) for one in kept.quotes] == [
        (63, None),
        (2, 3),
        (51, None),
    ]


def test_without_a_word_of_editors_nothing_changes() -> None:
    before = answer(quote(SANK))
    assert confirmed(before, [], WORDING) is before


# Whatever editors say

_ARTICLES = (FERRY, SALT)
_offset = st.integers(-5, 100)


@st.composite
def _judged(draw: st.DrawFn) -> Judged:
    article = draw(st.sampled_from(_ARTICLES))
    judgement = Judgement(
        key="k", asked="?", article=draw(st.sampled_from(["ferry", "salt", "gone"])),
        content_hash=draw(st.sampled_from([FERRY.content_hash, SALT.content_hash, "0" * 64])),
        start=draw(_offset), end=draw(_offset), right=draw(st.booleans()),
        editor=draw(st.sampled_from(["ada", "ben"])), at=AT, number=draw(st.integers(1, 99)),
    )  # fmt: skip
    return Judged(judgement, draw(st.sampled_from([article, None])))


@st.composite
def _good(draw: st.DrawFn) -> Judged:
    article = draw(st.sampled_from(_ARTICLES))
    start = draw(st.integers(0, len(article.text) - 1))
    end = draw(st.integers(start + 1, len(article.text)))
    return said((start, end), right=draw(st.booleans()), article=article)


_quotes = st.lists(
    st.sampled_from(
        [quote(SANK), quote(KOCH, speaker="Ida Koch"), quote(FARES), quote(PIER, score=1.0),
         quote((0, 20), SALT), quote((21, 35), SALT, corrected_by=1)]
    ),
    max_size=4,
    unique_by=lambda one: (one.article.id, one.start),
)  # fmt: skip


@given(
    _quotes, st.lists(_judged() | _good(), max_size=8), st.sampled_from(Kind), st.booleans(),
)  # fmt: skip
def test_no_judgement_shows_what_is_no_slice(
    quotes: list[Quote], judged: list[Judged], kind: Kind, unsure: bool
) -> None:
    near = tuple(replace(one, number=at) for at, one in enumerate(quotes, 1))
    before = answer(*quotes, kind=kind, unsure=unsure, nearest=near)
    after = confirmed(before, judged, WORDING, nearest=before.quotes)
    verify(after)
    assert confirmed(before, judged, WORDING, nearest=before.quotes) == after
    texts = {one.id: one.text for one in _ARTICLES}
    for one in (*after.quotes, *after.nearest):
        assert one.text == texts[one.article.id][one.start : one.end] != ""
    assert after.answered == bool(after.quotes)
    assert (after.reason is None) == after.answered
    if after.quotes:
        assert after.answer == worded(after.quotes, after.unsure)
    right, wrong = standing(judged)
    shown = [(one.article.id, one.start, one.end) for one in after.quotes]
    places = {one.place for one in right}
    assert places <= set(shown)
    for one in (*after.quotes, *after.nearest):
        assert (one.confirmed is not None) == ((one.article.id, one.start, one.end) in places)
        if one.confirmed is None:
            assert not any(
                one.article.id == where and one.start < end and start < one.end
                for where, start, end in (other.place for other in wrong)
            )
    assert len(set(shown)) == len(shown)
    assert all(isinstance(one.confirmed, Confirmation | None) for one in after.quotes)
