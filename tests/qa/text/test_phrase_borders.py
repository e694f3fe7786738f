"""Noun phrases by their borders: what belongs to one, what ends it, how far it may reach."""

import pytest

from qa.text.frames import Token, frames_of
from qa.text.noun_phrases import (
    is_adverb,
    is_function_word,
    is_name_like,
    is_verb,
    phrase_after,
    phrase_before,
)
from qa.text.quotation_marks import find_quotations


def tokens_of(text: str) -> tuple[Token, ...]:
    return next(iter(frames_of(text, find_quotations(text)))).tokens


def slice_of(text: str, found: tuple[int, int] | None) -> str | None:
    tokens = tokens_of(text)
    return found and text[tokens[found[0]].start : tokens[found[1] - 1].end]


def before(text: str) -> str | None:
    """Return the phrase that ends right before "said"."""
    tokens = tokens_of(text)
    last = [token.low for token in tokens].index("said") - 1
    return slice_of(text, phrase_before(tokens, last))


def after(text: str) -> str | None:
    """Return the phrase that begins right after "said"."""
    tokens = tokens_of(text)
    first = [token.low for token in tokens].index("said") + 1
    return slice_of(text, phrase_after(tokens, first))


@pytest.mark.parametrize("word", ["every", "amid", "because", "will", "nobody", "promptly"])
def test_words_of_each_closed_class(word: str) -> None:
    assert is_function_word(word)


@pytest.mark.parametrize("word", ["minister", "ran", "Every", "riga", ""])
def test_words_of_no_closed_class(word: str) -> None:
    assert not is_function_word(word)


@pytest.mark.parametrize(
    ("word", "name_like"),
    [("Berg", True), ("berg", False), ("The", False), ("Monday", False), ("7", False)],
)
def test_a_capital_for_a_name(word: str, name_like: bool) -> None:
    assert is_name_like(tokens_of(word)[0]) is name_like


@pytest.mark.parametrize(
    ("word", "adverb"),
    [("early", True), ("later", True), ("ally", False), ("Early", False), ("berg", False)],
)
def test_an_adverb_before_a_verb(word: str, adverb: bool) -> None:
    assert is_adverb(tokens_of(word)[0]) is adverb


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("he will", True),
        ("he brought", True),
        ("he said", True),
        ("he denies", True),
        ("we deny", False),  # the base form is taken for a noun's place
        ("the claims", False),  # a noun as often
        ("they voted", True),
        ("the need", False),
        ("Berg walking", True),
        ("loud walking", False),
        ("he Voted", False),
        ("he 7", False),
    ],
)
def test_the_last_word_is_a_verb(text: str, verb: bool) -> None:
    tokens = tokens_of(text)
    assert is_verb(tokens, len(tokens) - 1) is verb


def test_a_quotation_within_a_phrase_is_shorter_than_thirty_characters() -> None:
    assert before(f"the “{'a' * 27}” group said") == f"the “{'a' * 27}” group"
    assert before(f"the “{'a' * 28}” group said") == "group"


def test_the_first_word_follows_no_name() -> None:
    assert not is_verb(tokens_of("meeting Berg"), 0)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("yesterday Anna Berg said", "Anna Berg"),
        ("On Monday envoys said", "envoys"),
        ("it rained because ministers said", "ministers"),
        ("they left quietly ministers said", "ministers"),
        ("it was 7 ministers said", "7 ministers"),
        ("he left, she said", "she"),
        ("Nobody said", "Nobody"),
        ("yesterday said", None),
        ("It's sons said", None),  # whose sons they are is not in the phrase
        # What is quoted within a phrase is short and ends with no stop.
        ("the “Free Media” group said", "the “Free Media” group"),
        ("he left the “Free Media.” groups said", "groups"),
        ("he heard “a long and wordy thing to call” groups said", "groups"),
        # Participles before a noun.
        ("here retired generals said", "retired generals"),
        ("the wanted man said", "the wanted man"),
        ("Berg’s injured brother said", "Berg’s injured brother"),
        ("here injured people said", "people"),
        ("a losing party said", "a losing party"),
        # What stands before an article.
        ("here all the ministers said", "all the ministers"),
        ("here both his two sons said", "both his two sons"),
        ("here Berg’s two sons said", "Berg’s two sons"),
        ("It’s two sons said", "two sons"),
    ],
)
def test_what_belongs_to_the_phrase_before_a_verb(text: str, phrase: str | None) -> None:
    assert before(text) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("here the head of the Bank of Riga said", "the head of the Bank of Riga"),
        ("here Friends for Riga said", "Friends for Riga"),
        ("here doctors in Riga said", "doctors in Riga"),
        ("here the Tate in Riga said", "the Tate in Riga"),
        ("he left Berg in Riga said", "Riga"),  # a name alone governs no place
        ("here the head about Riga said", "Riga"),
        ("he ran of Riga said", "Riga"),  # nothing before the preposition
        ("of Riga said", "Riga"),
    ],
)
def test_prepositions_within_the_phrase(text: str, phrase: str) -> None:
    assert before(text) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Tom Weir and Una Holt said", "Tom Weir and Una Holt"),
        ("Weir or Holt said", "Weir or Holt"),
        ("Weir & Holt said", "Weir & Holt"),
        ("On time, Weir and Holt said", "Weir and Holt"),
        ("the envoy and the minister said", "the envoy and the minister"),
        ("the envoy and Holt said", "Holt"),  # of different kinds
        ("talks between Weir and Holt said", "Holt"),  # the first belongs to the preposition
        ("Weir but Holt said", "Holt"),
        ("and Holt said", "Holt"),
    ],
)
def test_two_speakers(text: str, phrase: str) -> None:
    assert before(text) == phrase


def test_nothing_is_taken_from_before_the_lowest_place() -> None:
    text = "Tom Weir and the head of the Bank of Riga"
    tokens = tokens_of(text)
    last = len(tokens) - 1
    whole = "the head of the Bank of Riga"
    for lowest in range(last + 1):
        found = phrase_before(tokens, last, lowest)
        assert found is not None
        assert found[0] >= lowest
        assert whole.endswith(slice_of(text, found) or "?")
    assert slice_of(text, phrase_before(tokens, last, 3)) == whole
    assert slice_of(text, phrase_before(tokens, last, 5)) == "the Bank of Riga"
    assert phrase_before(tokens, last, last + 1) is None
    both = tokens_of("Tom Weir and Una Holt")
    assert [phrase_before(both, 4, lowest) for lowest in (0, 1, 2)] == [(0, 5), (1, 5), (3, 5)]
    quantified = tokens_of("Berg’s all the sons")
    assert [phrase_before(quantified, 4, lowest) for lowest in (0, 1, 2, 3, 4)] == [
        (0, 5), (2, 5), (2, 5), (3, 5), (4, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("said he himself", "he"),
        ("said Anna Berg quietly", "Anna Berg"),
        ("said Anna Berg, 7", "Anna Berg"),
        ("said all the ministers because", "all the ministers"),
        ("said Berg the man", "Berg"),
        ("said Berg “Free”", "Berg"),
        ("said “Free”", None),
        ("said the head of", "the head"),
        ("said the head of, it", "the head"),
        ("said the head of the", "the head"),
        ("said the head of the Bank for Riga today", "the head of the Bank for Riga"),
        ("said doctors at Riga", "doctors at Riga"),
        ("said doctors with the", "doctors"),
        ("said doctors in May", "doctors"),
        ("said Berg in Riga", "Berg"),
        ("said doctors about Riga", "doctors"),
        ("said of Riga", None),
        ("said and Holt", None),
        ("said Weir and Holt", "Weir and Holt"),
        ("said Weir and holts", "Weir"),
        ("said Weir and The Holts", "Weir"),
        ("said Weir and Monday", "Weir"),
        ("said envoys and Holt", "envoys"),
        ("said Weir or Holt", "Weir"),
        ("said the", None),
    ],
)
def test_what_belongs_to_the_phrase_after_a_verb(text: str, phrase: str | None) -> None:
    assert after(text) == phrase


def test_a_phrase_is_no_longer_than_a_few_lines() -> None:
    # Time stays linear in a text that is all capitals, or all "of".
    for text in ("Berg " * 200, "a head of " * 70):
        tokens = tokens_of(text.strip())
        last = len(tokens) - 1 if text.startswith("B") else len(tokens) - 2
        found, following = phrase_before(tokens, last), phrase_after(tokens, 0)
        assert found is not None
        assert 35 < found[1] - found[0] < 50
        assert following is not None
        assert 35 < following[1] - following[0] < 50
