"""What is kept, for how long, and in how many bytes."""

import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.keeping.sizes import bytes_of
from qa.answers import Answer, Kind, Quote
from qa.inquiry import Ask
from qa.kept_answers.keys import AnswerKey, as_asked, as_taken, key_of
from qa.kept_answers.store import KeptAnswers

LONG = Article(info=ArticleInfo(id="long"), text="The quay leaks. " * 5_000)
SHORT = Article(info=ArticleInfo(id="short"), text="Nobody objected to the new fares.")


def _answer(question: str, *articles: Article) -> Answer:
    quotes = tuple(
        Quote(number=n, article=one, start=0, end=15) for n, one in enumerate(articles, 1)
    )
    return Answer(
        question=question, asked_as=question, kind=Kind.FACT, answered=True, confidence=0.9,
        answer="It does.", quotes=quotes,
    )  # fmt: skip


def _key(question: str) -> AnswerKey:
    return key_of(Ask(question=question))


def _kept(kept: KeptAnswers, question: str, revision: int = 1) -> Answer | None:
    return kept.find(revision, _key(question))


def test_an_answer_is_found_in_its_revision_alone() -> None:
    kept, answer = KeptAnswers(1 << 20), _answer("Q?", SHORT)
    assert _kept(kept, "Q?", 3) is None
    kept.keep(3, _key("Q?"), answer)
    assert _kept(kept, "Q?", 3) is answer
    assert _kept(kept, "Q?", 2) is None
    assert _kept(kept, "Q?", 3) is answer  # who is late took nothing from the others
    assert _kept(kept, "Q?", 4) is None
    assert (len(kept), kept.size) == (0, 0)
    kept.keep(3, _key("Q?"), answer)  # it was made before what has changed since
    assert len(kept) == 0


@pytest.mark.parametrize(
    "other",
    [
        Ask(question="q?"),
        Ask(question="Q"),
        Ask(question="Q?", history=("Who?",)),
        Ask(question="Q?", filters=Filters(author="Ada")),
        Ask(question="Q?", filters=Filters(collections=frozenset({"tips"}))),
    ],
)
def test_what_makes_another_answer_makes_another_key(other: Ask) -> None:
    assert key_of(other) != _key("Q?")


def test_who_sees_something_else_has_another_key() -> None:
    ask = Ask(question="Q?")
    views = [None, frozenset[str](), frozenset({"tips"}), frozenset({"tips", "letters"})]
    assert len({key_of(ask, seen) for seen in views}) == len(views)


def test_spaces_make_no_other_question_and_come_back_as_typed() -> None:
    typed = "Who \n spoke?"
    assert as_taken(typed) == as_taken(" Who spoke? ") == "Who spoke?"
    assert as_asked(_answer("Who spoke?"), typed).question == typed


def test_those_not_asked_for_longest_are_forgotten_first() -> None:
    kept = KeptAnswers(8_000)
    asked = [f"Question {n}?" for n in range(20)]
    for question in asked:
        kept.keep(1, _key(question), _answer(question))
        assert _kept(kept, asked[0]) is not None
        assert kept.size <= 8_000
    assert 2 < len(kept) < 20
    assert _kept(kept, asked[1]) is None
    assert _kept(kept, asked[-1]) is not None


def test_an_article_that_several_answers_hold_is_counted_once() -> None:
    kept, size = KeptAnswers(4_000_000), sys.getsizeof(LONG.text)
    for n in range(30):
        kept.keep(1, _key(f"{n}"), _answer(f"{n}", LONG, LONG))
    assert len(kept) == 30
    assert size < kept.size < 2 * size
    other = replace(LONG, text=LONG.text + "!")  # as workers send it: equal or not, another object
    kept.keep(1, _key("other"), _answer("other", other))
    assert 2 * size < kept.size < 3 * size


def test_what_would_push_out_too_much_is_not_kept() -> None:
    kept = KeptAnswers(2 * sys.getsizeof(LONG.text))
    kept.keep(1, _key("short"), _answer("short", SHORT))
    kept.keep(1, _key("long"), _answer("long", LONG))
    assert _kept(kept, "long") is None
    assert _kept(kept, "short") is not None


def test_a_store_of_no_bytes_keeps_nothing() -> None:
    kept = KeptAnswers(0)
    kept.keep(1, _key("Q?"), _answer("Q?"))
    assert len(kept) == 0


_STEPS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 9), st.sets(st.integers(0, 3), max_size=3)),
    max_size=60,
)
_ARTICLES = [
    Article(info=ArticleInfo(id=f"{n}"), text="The quay leaks. " * 40 * n) for n in range(1, 5)
]


@given(_STEPS)
def test_the_bytes_are_those_of_what_is_held(steps: list[tuple[int, int, set[int]]]) -> None:
    kept, held = KeptAnswers(24_000), dict[str, Answer]()
    revision = 0
    for at, number, articles in steps:
        if at > revision:
            revision, held = at, {}
        held[f"{number}"] = _answer(f"{number}", *(_ARTICLES[n] for n in articles))
        kept.keep(at, _key(f"{number}"), held[f"{number}"])
        assert kept.size <= 24_000
        found = {name: one for name in held if (one := _kept(kept, name, revision)) is not None}
        assert len(found) == len(kept)
        texts = {id(q.article): q.article for one in found.values() for q in one.quotes}
        least = sum(bytes_of(one) for one in texts.values())
        assert least <= kept.size <= least + 3_000 * len(found)
