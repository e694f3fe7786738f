"""Asked why, what stands before its consequence answers."""

from qa.evidence.forms.reasons import with_reasons
from qa.questions.understanding import understand
from tests.qa.evidence.pages import hit_of, sentence

TEXT = (
    "The mill is old. Its only pump broke in March. As a result, the cellar of the mill was "
    "flooded.\n\nAs a result of the flood, nobody came to the mill."
)
FLOODED = "As a result, the cellar of the mill was flooded."


def best(question: str, *parts: str) -> str:
    hit = hit_of(TEXT)
    found = with_reasons(understand(question), [sentence(hit, part, 0.5) for part in parts])
    assert len({one.start for one in found}) == len(found)
    return max(found, key=lambda one: one.read.evidence).text


def test_the_sentence_before_tells_why() -> None:
    why = "Why was the cellar of the mill flooded?"
    assert best(why, "The mill is old.", FLOODED) == "Its only pump broke in March."


def test_nothing_is_added_for_another_consequence_or_another_question() -> None:
    assert (
        best("Why did the baker sell the shop?", "The mill is old.", FLOODED) == "The mill is old."
    )
    assert best("When was the cellar of the mill flooded?", FLOODED) == FLOODED


def test_a_paragraph_begins_without_a_reason() -> None:
    last = "As a result of the flood, nobody came to the mill."
    assert best("Why did nobody come to the mill?", last) == last
