import pytest

from qa.people.known.descriptions import described, descriptions
from qa.text.words import stem


@pytest.mark.parametrize(
    ("sentence", "name", "head", "words"),
    [
        ("The head of the bath, Ada Holt, said so.", "Ada Holt", "head", "bath"),
        ("Its secretary Ada Holt said so.", "Ada Holt", "secretary", "secretary"),
        ("Ada Holt, a nurse from Ayr, said so.", "Ada Holt", "nurse", "ayr"),
        ("Ada Holt, 51, a deckhand, said so.", "Ada Holt", "deckhand", "deckhand"),
        ("Ada Holt, who owns the mill, said so.", "Ada Holt", "owns", "mill"),
        ("Ada Holt is the town's baker.", "Ada Holt", "baker", "town"),
        ("Transport Minister Ada Holt said so.", "Ada Holt", "minister", "transport"),
        ("Orlo's lawyer, Ada Holt-Bray, said so.", "Ada Holt-Bray", "lawyer", "orlo"),
    ],
)
def test_the_words_beside_a_name_say_what_somebody_is(
    sentence: str, name: str, head: str, words: str
) -> None:
    found = descriptions([sentence], [name])[name]
    assert stem(head) in found.heads
    assert stem(words) in found.words


@pytest.mark.parametrize(
    "sentence",
    [
        "The baker waved. Nobody saw it.",
        "Tom Holt, the baker, waved.",
        "",
        "They told Holt, said he",
    ],
)
def test_what_is_said_of_another_one_describes_nobody(sentence: str) -> None:
    found = descriptions([sentence], ["Ada Holt"])
    assert stem("baker") not in (found["Ada Holt"].heads if found else ())


def test_the_sentence_before_may_say_whose_the_role_is() -> None:
    sentences = ["The Sawyers' Union was angry.", "Its secretary, Ada Holt, left."]
    found = descriptions(sentences, ["Ada Holt"])["Ada Holt"]
    assert stem("sawyers") in found.around - found.words


def test_a_role_is_its_noun_before_what_it_is_of() -> None:
    found = described("the owner of the camp site")
    assert found.heads == {stem("owner")}
    assert found.words == {stem("owner"), stem("camp"), stem("site")}
    assert not described("of the").heads
