"""From an answer to its row: where gold evidence stands, and what each question scores."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.articles.passages import Hit, Passage
from index.articles.statement import StatementKind
from qa.answers import Answer, Kind, Quote, Reason
from qa.evaluation.metrics.question_result import QuestionResult
from qa.evaluation.metrics.quote_metrics import Need
from qa.evaluation.runs.scoring import crashed, judged, retrieval_scores, short_answer
from qa.evaluation.sets.gold import Gold, GoldFinder
from qa.evaluation.sets.question_sets import GoldQuestion, GoldQuote

WIRE = "Seven people died. “We count every litre,” said Ada Byron. Seven people died."
COPY = "The gauge showed 4.72 metres. “We count every litre,” said Ada Byron."


def article(name: str, text: str, **info: str) -> Article:
    return Article(info=ArticleInfo(id=name, **info), text=text)


class StoredArticles:
    """Articles in memory, as far as finding evidence needs an index."""

    def __init__(self, *articles: Article) -> None:
        self._articles = {one.id: one for one in articles}

    def articles(self) -> Sequence[ArticleInfo]:
        return [one.info for one in self._articles.values()]

    def article(self, article_id: str) -> Article:
        return self._articles[article_id]


TWO_ARTICLES = StoredArticles(
    article("wire-1", WIRE, path="/news/2013/wire.txt", title="The wire"),
    article("copy-2", COPY, path="/news/2013/copy.html", url="https://x.example/a/copy/"),
)


def gold_of(*quotes: GoldQuote, answers: tuple[str, ...] = ()) -> Gold:
    question = GoldQuestion(id="q", row=4, question="?", quotes=quotes, answers=answers)
    return GoldFinder(TWO_ARTICLES, [question]).find(question)


@pytest.mark.parametrize(
    "name",
    ["wire-1", "wire.txt", "2013/wire.txt", "/news/2013/wire.txt", "The wire", "the WIRE"],
)
def test_an_article_goes_by_many_names(name: str) -> None:
    gold = gold_of(GoldQuote(text="Seven people died.", article=name))
    assert gold.needs[0].places == (("wire-1", 0, 18), ("wire-1", 59, 77))
    assert not gold.problems


@pytest.mark.parametrize("name", ["https://x.example/a/copy", "copy", "copy.html"])
def test_an_article_goes_by_its_address(name: str) -> None:
    assert gold_of(GoldQuote(text="The gauge", article=name)).needs[0].places[0][0] == "copy-2"


@pytest.mark.parametrize("name", ["ire.txt", "wire", "news"])
def test_part_of_a_name_is_no_name(name: str) -> None:
    gold = gold_of(GoldQuote(text="Seven people died.", article=name))
    assert gold.unknown == (name,)
    assert f"no article {name!r}" in gold.problems[0]


def test_a_quote_without_an_article_may_stand_anywhere() -> None:
    gold = gold_of(GoldQuote(text="“We count every litre,”"))
    assert [place[0] for place in gold.needs[0].places] == ["wire-1", "copy-2"]


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (GoldQuote(text="Six people died.", article="wire.txt"), "does not stand in wire.txt"),
        (GoldQuote(text="seven people died."), "stands in no article"),
        (GoldQuote(text="Seven people", article="wire.txt", start=1, end=13), "1-13 is not"),
    ],
)
def test_a_gold_quote_that_is_not_there_is_a_mistake(quote: GoldQuote, said: str) -> None:
    gold = gold_of(quote)
    assert gold.needs == ()
    assert said in gold.problems[0]


def test_offsets_choose_one_of_several_places() -> None:
    gold = gold_of(GoldQuote(text="Seven people died.", article="wire-1", start=59, end=77))
    assert gold.needs[0].places == (("wire-1", 59, 77),)


def test_the_same_words_in_two_articles_are_alternatives() -> None:
    said = "“We count every litre,” said Ada Byron."
    gold = gold_of(
        GoldQuote(text=said, article="wire.txt", speaker="Ada Byron"),
        GoldQuote(text=said, article="copy.html"),
    )
    assert len(gold.needs) == 1
    assert gold.needs[0].speaker == "Ada Byron"


def test_quotes_with_the_same_answer_are_alternatives_and_others_are_not() -> None:
    quotes = (
        GoldQuote(text="The gauge showed 4.72 metres.", article="copy.html"),
        GoldQuote(text="Seven people died.", article="wire.txt"),
    )
    assert len(gold_of(*quotes, answers=("4.72", "Seven")).needs) == 2
    assert len(gold_of(*quotes).needs) == 2
    both = tuple(replace(quote, need="n") for quote in quotes)
    assert len(gold_of(*both).needs) == 1


def test_the_digest_of_the_corpus_does_not_depend_on_where_files_are() -> None:
    moved = StoredArticles(
        article("other", COPY, path="/elsewhere/b.html", url="https://x.example/a/copy/"),
        article("one", WIRE, path="/elsewhere/a.txt", title="The wire"),
    )
    changed = StoredArticles(article("one", WIRE + " ", title="The wire"))
    digest = GoldFinder(TWO_ARTICLES, []).corpus_digest
    assert digest == GoldFinder(moved, []).corpus_digest
    assert digest != GoldFinder(changed, []).corpus_digest


def answer(*quotes: Quote, kind: Kind = Kind.FACT, text: str = "x [1]", **more: object) -> Answer:
    fields = {"question": "?", "asked_as": "?", "kind": kind, "answer": text, "quotes": quotes}
    return Answer(**{"answered": True, "confidence": 0.8, **fields, **more})  # type: ignore[arg-type]


def quote(start: int, end: int, **more: object) -> Quote:
    whole = article("wire-1", WIRE)
    return Quote(number=1, article=whole, start=start, end=end, **more)  # type: ignore[arg-type]


SILENT = answer(answered=False, reason=Reason.NOT_STATED, confidence=0.2, text="Not stated.")


@pytest.mark.parametrize(
    ("given_answer", "expected"),
    [
        (SILENT, None),
        (answer(quote(0, 18, answer_span=(0, 5))), "Seven"),
        (answer(quote(0, 18)), "Seven people died."),
        (answer(quote(19, 42)), "We count every litre,"),
        (answer(quote(0, 18), kind=Kind.YES_NO, text="No\nThe article: Seven died. [1]"), "No"),
        (answer(quote(0, 18), kind=Kind.YES_NO, text="The article: Seven people died. [1]"),
         "Seven people died."),
        (answer(quote(0, 18), kind=Kind.METADATA, text="Ada [Byron] wrote it. [1]"),
         "Ada [Byron] wrote it."),
        (answer(text="Nothing to quote. [12]"), "Nothing to quote."),
    ],
)  # fmt: skip
def test_the_short_answer(given_answer: Answer, expected: str | None) -> None:
    assert short_answer(given_answer) == expected


QUESTION = GoldQuestion(
    id="q", row=4, question="?", answers=("Seven",), answerable=True,
    quotes=(GoldQuote(text="Seven people died.", article="wire-1"),),
)  # fmt: skip
GOLD = Gold(needs=(Need(places=(("wire-1", 0, 18),)),), articles=(("wire-1", 1),))
STORED = {"wire-1": article("wire-1", WIRE)}


def row(
    given_answer: Answer, question: GoldQuestion = QUESTION, gold: Gold = GOLD
) -> QuestionResult:
    return judged(question, gold, given_answer, STORED, None)


def test_a_right_answer_scores_everywhere() -> None:
    found = row(answer(quote(0, 18, answer_span=(0, 5))))
    assert found.right is True
    assert found.scores == {
        "em": 1.0, "f1": 1.0, "quote_validity": 1.0,
        "quote_precision": 1.0, "quote_recall": 1.0, "quote_exact": 1.0,
    }  # fmt: skip


def test_a_missed_answer_scores_zero_and_is_wrong() -> None:
    found = row(SILENT)
    assert (found.right, found.refused, found.reason) == (False, True, "not-stated")
    assert set(found.scores.values()) == {0.0}
    assert "quote_precision" in found.scores


def test_silence_is_right_where_nothing_is_stated() -> None:
    nothing = GoldQuestion(id="q", row=4, question="?", answerable=False)
    silent, told = row(SILENT, nothing, Gold()), row(answer(quote(0, 18)), nothing, Gold())
    assert (silent.right, silent.scores) == (True, {"em": 1.0, "f1": 1.0})
    assert (told.right, told.scores["f1"], told.scores["quote_precision"]) == (False, 0.0, 0.0)


def test_without_gold_quotes_the_answer_may_stand_in_what_was_shown() -> None:
    question = replace(QUESTION, quotes=(), answers=("Ada Byron",))
    told = answer(kind=Kind.METADATA, text="“The wire”, of a long title, was written by Ada Byron.")
    assert row(told, question, Gold()).right is True
    assert row(answer(quote(0, 18)), question, Gold()).right is False


def test_a_quote_that_is_not_the_stored_text_is_noticed() -> None:
    other = {"wire-1": article("wire-1", "x" + WIRE)}
    found = judged(QUESTION, GOLD, answer(quote(0, 18)), other, None)
    assert found.scores["quote_validity"] == 0.0


def test_a_crash_is_zero_in_all_that_could_be_scored() -> None:
    found = crashed(QUESTION, GOLD, "ValueError: x")
    assert (found.right, found.error, found.answered, found.refused) == (
        False, "ValueError: x", False, False,
    )  # fmt: skip
    assert {"em", "quote_recall", "recall@5", "article_mrr"} <= found.scores.keys()
    assert set(found.scores.values()) == {0.0}


def hit(rank: int, start: int, end: int) -> Hit:
    return Hit(
        rank=rank,
        score=1 / rank,
        article=STORED["wire-1"],
        passage=Passage(number=rank + 2, start=start, end=end),
    )


def test_a_passage_is_relevant_when_it_touches_the_evidence() -> None:
    passages = {"wire-1": [(3, 20, 40), (4, 10, 20), (5, 0, 10)]}
    gold = Gold(needs=(Need(places=(("wire-1", 12, 18),)),), articles=(("wire-1", 1),))
    found = retrieval_scores(gold, [hit(1, 20, 40), hit(2, 10, 20)], passages)
    assert (found["recall@1"], found["recall@3"], found["mrr"]) == (0.0, 1.0, 1 / 2)
    assert found["article_recall@1"] == 1.0


def test_a_set_that_judges_articles_is_measured_by_article() -> None:
    gold = Gold(articles=(("wire-1", 2), ("gone", 1)))
    found = retrieval_scores(gold, [hit(1, 0, 9), hit(2, 9, 20)], {})
    assert (found["recall@5"], found["mrr"]) == (1 / 2, 1.0)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_quoting_gold_evidence_is_perfect_wherever_it_stands(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    if start == end:
        return
    stored = StoredArticles(article("a", text))
    gold_quote = GoldQuote(text=text[start:end], article="a", start=start, end=end)
    question = GoldQuestion(id="q", row=1, question="?", answerable=True, quotes=(gold_quote,))
    gold = GoldFinder(stored, [question]).find(question)
    given_answer = answer(Quote(number=1, article=stored.article("a"), start=start, end=end))
    found = judged(question, gold, given_answer, {"a": stored.article("a")}, None)
    assert found.scores["quote_recall"] == found.scores["quote_precision"] == 1.0
    assert found.scores["quote_validity"] == 1.0


def test_a_row_says_whose_words_are_how_sure_and_what_is_corrected() -> None:
    given = replace(
        answer(
            quote(0, 18, speaker="Ada", kind=StatementKind.INDIRECT),
            replace(quote(59, 77), number=2, corrected_by=1),
        ),
        unsure=True,
        notes=("Understood “Adda” as Ada.",),
    )
    found = row(given)
    assert (found.verdict, found.notes) == ("unsure", ("Understood “Adda” as Ada.",))
    assert [(one.kind, one.corrected_by) for one in found.quotes] == [("indirect", None), (None, 1)]
    assert QuestionResult.from_json(found.to_json()).quotes == found.quotes
    assert row(SILENT).verdict == "not-stated"


def test_a_row_of_an_earlier_version_is_read() -> None:
    saved = row(answer(quote(0, 18))).to_json()
    for name in ("verdict", "notes"):
        del saved[name]
    for piece in (*saved["quotes"], *saved["expected"]):
        for name in ("date", "kind", "corrected_by", "page"):
            del piece[name]
    found = QuestionResult.from_json(saved)
    assert (found.verdict, found.notes, found.quotes[0].kind) == ("", (), None)


def test_a_row_says_on_which_page_a_quote_begins() -> None:
    paper = replace(article("wire-1", WIRE), marks=(Mark("page", 0, 10, "4"),))
    found = row(answer(*(Quote(number=1, article=paper, start=at, end=at + 4) for at in (2, 12))))
    assert [one.page for one in found.quotes] == ["4", None]


def test_a_row_survives_json() -> None:
    found = row(answer(quote(0, 18, answer_span=(0, 5), speaker="Ada")))
    assert QuestionResult.from_json(found.to_json()) == replace(found, scores=dict(found.scores))
