"""Weights for whom a pronoun means are fitted from what is marked."""

from qa.people.antecedents import NOBODY, Asked, score
from qa.training.antecedents import Example, examples_of, fit, source

NEAR, FAR = ("distance 0", "human"), ("distance 5", "human")


def test_what_is_marked_outweighs_the_others_and_nobody() -> None:
    examples = [Example(Asked.PERSON, (NEAR, FAR), (0,)) for _ in range(20)]
    weights = fit(examples)
    assert score(NEAR, weights) > score(FAR, weights)
    assert score(NEAR, weights) > weights[NOBODY]


def test_nobody_is_learned_where_nobody_is_marked() -> None:
    weights = fit([Example(Asked.PERSON, (FAR,), ()) for _ in range(20)])
    assert weights[NOBODY] > score(FAR, weights)


def test_an_example_is_taken_where_a_pronoun_speaks_and_its_speaker_is_marked() -> None:
    text = "Lena Fox, the cook, came to the pier. She said that the boat was late."
    marked = {"text": "that the boat was late", "speaker": "Lena Fox", "kind": "indirect"}
    (example,) = examples_of({"id": "a", "text": text, "statements": [marked]})
    assert example.asked is Asked.PERSON
    assert example.right == (0,)
    assert list(examples_of({"id": "a", "text": text, "statements": []})) == []


def test_the_weights_are_written_as_a_module() -> None:
    names: dict[str, object] = {}
    exec(source({"it": {"human": 0.5}}), names)
    assert names["WEIGHTS"] == {"it": {"human": 0.5}}
