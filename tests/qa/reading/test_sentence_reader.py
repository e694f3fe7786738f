"""Sentences compared with the question: by meaning, by words, by the sort of thing asked for."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.embedder import Progress
from index.models.vectors import Vectors
from qa.citations import article_sentences
from qa.reading.protocol import Reading
from qa.reading.sentence_reader import (
    MOST_SENTENCES,
    SentenceReader,
    inverse_frequencies,
    weighted_share,
)
from qa.reading.windows import plain_window
from qa.text.words import words

TEXT = "The old dam leaked in May. Ann Lee closed the road. Why? Nobody was hurt at the mill."


class Letters:
    """Vectors of how often "x" and "z" are in a text: a text with neither is near to nothing."""

    name, fingerprint, dimension = "letters", "0" * 64, 2

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += texts
        rows = np.array([[text.count("x"), text.count("z")] for text in texts], np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.array([[1.0, 0.0]] * len(texts), np.float32)


def read(question: str, *passages: str) -> list[Reading]:
    return SentenceReader(Letters()).read(
        [(question, plain_window(passage)) for passage in passages]
    )


def in_order(question: str, passage: str) -> list[str]:
    """Return the sentences, the best first."""
    (reading,) = read(question, passage)
    return [passage[span.start : span.end] for span in reading.spans]


def scores(question: str, passage: str) -> dict[str, float]:
    (reading,) = read(question, passage)
    return {passage[span.start : span.end]: span.score for span in reading.spans}


def test_spans_are_the_sentences_of_more_than_a_word() -> None:
    assert sorted(in_order("What about the road?", TEXT), key=TEXT.index) == [
        "The old dam leaked in May.", "Ann Lee closed the road.", "Nobody was hurt at the mill.",
    ]  # fmt: skip
    assert in_order("What about the road?", TEXT)[0] == "Ann Lee closed the road."


def test_a_sentence_that_holds_more_of_the_questions_words_is_better() -> None:
    found = scores(
        "What about the road to the mill?",
        "The road of the mill. The road is wet. It is wet.",
    )
    assert list(found) == ["The road of the mill.", "The road is wet.", "It is wet."]
    # All words and none: their whole share of the score, and nothing.
    assert list(found.values())[::2] == pytest.approx([0.4, 0.0])


def test_a_rare_word_counts_more_than_one_of_every_sentence() -> None:
    text = "The dam is grey. The dam is old. The dam is wet. A mill is here."
    assert in_order("What about the dam and the mill?", text)[0] == "A mill is here."


def test_a_sentence_nearer_in_meaning_is_better() -> None:
    found = scores("What about it?", "One is z. Two are xz. Three are x. Four are o.")
    cosine = {"One is z.": 0.0, "Two are xz.": 0.5**0.5, "Three are x.": 1.0, "Four are o.": 0.0}
    assert found == pytest.approx({text: 0.55 * value for text, value in cosine.items()}, abs=1e-6)


@pytest.mark.parametrize(
    ("question", "fitting", "other"),
    [
        ("When did it happen?", "It came in 1984 then.", "It came in 84 then."),
        ("When did it happen?", "It came in October then.", "It came in october then."),
        ("When did it happen?", "It came on Friday then.", "It came on friend then."),
        ("When did it happen?", "It came a week ago.", "It came a weekend agon."),
        ("How many came?", "They were 7 then.", "They were all then."),
        ("How many came?", "Dozens were there then.", "People were there then."),
        ("Who came?", "then, Berg came too.", "then, nobody came too."),
        ("Who came?", "Anna Berg came.", "Anna berg came."),
        ("Where is it?", "It lies near the Lech then.", "It lies near the river then."),
        ("Where is it?", "It lies in Riga then.", "It lies in water then."),
        ("Why did it leak?", "It did because of rain.", "It did while of rain."),
        ("Why did it leak?", "AS A RESULT, it did.", "AS A MATTER, it did."),
    ],
)
def test_the_sort_of_thing_asked_for_counts(question: str, fitting: str, other: str) -> None:
    found = scores(question, f"{other}\n\n{fitting}")
    assert found[fitting] - found[other] == pytest.approx(0.08)
    # Somebody who asks for anything is given no such sign.
    anything = scores("What about tea?", f"{other}\n\n{fitting}")
    assert anything[fitting] == anything[other]


def test_of_sentences_alike_the_first_comes_first() -> None:
    assert in_order("What about tea?", "Two men. Four men. Ten men.") == [
        "Two men.", "Four men.", "Ten men.",
    ]  # fmt: skip


def test_a_passage_answers_more_likely_the_better_its_best_sentence() -> None:
    question = "What about the road to the mill?"
    full = "The road to the mill is xx."
    weak, strong, empty = read(question, "The road is wet.", full, "Wet.")
    assert strong.answerable > 0 > weak.answerable > empty.answerable
    # The logit is 0 at a score of .55; a sentence at .95 is far above.
    assert strong.spans[0].score == pytest.approx(0.95)
    assert strong.answerable == pytest.approx(8 * (0.95 - 0.55))
    assert empty == Reading(spans=(), answerable=pytest.approx(8 * -0.55))


def test_each_pair_has_its_own_reading_in_the_order_given() -> None:
    pairs = [
        ("What about the road?", TEXT),
        ("What about the mill?", TEXT),
        ("What about the road?", "Wet."),
        ("What about the road?", TEXT.upper()),
        ("What about the mill?", "The mill is shut. It is wet."),
    ]
    readings = SentenceReader(Letters()).read(
        [(question, plain_window(text)) for question, text in pairs]
    )
    best = [
        text[slice(*reading.spans[0].span)] if reading.spans else ""
        for (_, text), reading in zip(pairs, readings, strict=True)
    ]
    assert best == [
        "Ann Lee closed the road.", "Nobody was hurt at the mill.", "",
        "ANN LEE CLOSED THE ROAD.", "The mill is shut.",
    ]  # fmt: skip
    assert SentenceReader(Letters()).read([]) == []


def numbered(count: int, first: int = 0) -> str:
    return "".join(f"Number {first + n} is here.\n\n" for n in range(count))


def test_no_more_sentences_are_embedded_than_are_promising() -> None:
    embedder = Letters()
    last = "The mill is zz."
    (reading,) = SentenceReader(embedder).read(
        [("What about the mill?", plain_window(numbered(90) + last))]
    )
    assert len(embedder.embedded) == MOST_SENTENCES
    assert last in embedder.embedded
    assert len(reading.spans) == 91  # the others are scored without


def test_what_is_not_embedded_is_as_far_as_the_farthest_that_is() -> None:
    near, text = "This is x and z.", numbered(MOST_SENTENCES - 1).replace("Number", "xx")
    late = text + near + "\n\n" + numbered(5).replace("Number", "x")
    found = scores("What about the mill?", late)
    unread = [score for sentence, score in found.items() if sentence.startswith("x ")]
    assert unread == [found[near]] * 5
    assert found[near] < found["xx 0 is here."]


def test_sentences_of_the_passages_found_first_are_embedded_first() -> None:
    embedder = Letters()
    passages = [numbered(30), numbered(30, 100), numbered(30, 200)]
    SentenceReader(embedder).read([("What about it?", plain_window(p)) for p in passages])
    assert embedder.embedded[:30] == [f"Number {n} is here." for n in range(30)]
    assert all(sentence.startswith("Number 1") for sentence in embedder.embedded[30:])
    assert len(embedder.embedded) == MOST_SENTENCES


def test_rare_words_weigh_more_and_no_word_weighs_nothing() -> None:
    sentences = [frozenset(text.split()) for text in ("a b", "a", "a c")]
    weights = inverse_frequencies(["a", "b", "d"], sentences)
    assert weights == pytest.approx(
        {
            "a": math.log(1 + 0.5 / 3.5),
            "b": math.log(1 + 2.5 / 1.5),
            "d": math.log(1 + 3.5 / 0.5),
        }
    )
    assert inverse_frequencies([], sentences) == {}


@settings(max_examples=40)
@given(
    st.lists(st.frozensets(st.sampled_from("abcd")), max_size=8),
    st.frozensets(st.sampled_from("abcde")),
)
def test_shares_add_up_to_one(sentences: list[frozenset[str]], given_words: frozenset[str]) -> None:
    weights = inverse_frequencies("abcd", sentences)
    assert all(weight > 0 for weight in weights.values())
    share = weighted_share(weights, given_words)
    rest = weighted_share(weights, frozenset("abcd") - given_words)
    assert share + rest == pytest.approx(1.0)
    assert 0.0 <= share <= 1.0


def test_with_nothing_wanted_nothing_is_shared() -> None:
    assert weighted_share({}, frozenset("a")) == 0.0
    assert weighted_share({"a": 3.0, "b": 1.0}, frozenset("ac")) == 0.75


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["Ann", "x", "z.", "road", "\n\n", "“No.”", "7", "é!"])))
def test_any_text_is_read_by_its_sentences(parts: list[str]) -> None:
    text = " ".join(parts)
    (reading,) = read("How long is the road of Ann?", text)
    expected = [s for s in article_sentences(text) if len(words(text[slice(*s)])) > 1]
    assert sorted(span.span for span in reading.spans) == expected
    values = [span.score for span in reading.spans]
    assert values == sorted(values, reverse=True)
