"""Short answers begin and end where a phrase may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reading.answer_edges import well_formed


def edges(text: str, pointed_at: str) -> str | None:
    start = text.index(pointed_at)
    found = well_formed(text, (start, start + len(pointed_at)), (0, len(text)))
    return text[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("text", "pointed_at", "phrase"),
    [
        ("Head count | 3,412,908", "3,412", "3,412,908"),
        ("It cost €1,350.75 a head.", "350", "€1,350.75"),
        ("Losses fell by 7.3% in May.", "7.3", "7.3%"),
        ("Most of them (61%) agreed.", "Most of them (61%", "Most of them (61%)"),
        ("It opened (in 1988, they say) late.", "1988, they say)", "1988, they say"),
        ("They call it “the long wall” here.", "the long wall”", "the long wall"),
        ('They call it "the long wall" here.', 'long wall"', "long wall"),
        ("- Two tins of paint", "- Two tins", "Two tins"),
        ("- Two tins of paint", "-", None),
        ("a former U.K. envoy", "former U", "former U.K."),
        ("It sold 18,000, more than ever.", "18,000,", "18,000"),
    ],
)
def test_edges_are_moved_to_those_of_a_phrase(
    text: str, pointed_at: str, phrase: str | None
) -> None:
    assert edges(text, pointed_at) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("It cost 12 crowns.", "12 crowns"),
        ("The “Tern” sank.", "The “Tern” sank"),
        ("Ada Holt (51) came.", "Ada Holt (51)"),
        ("Between 5 and 9 of them left.", "Between 5 and 9"),
    ],
)
def test_a_phrase_stays_as_it_is(text: str, phrase: str) -> None:
    assert edges(text, phrase) == phrase


@given(st.text('ab1,.%() “”"-', min_size=1, max_size=30), st.data())
def test_an_answer_stays_inside_its_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = well_formed(text, (start, end), (0, len(text)))
    if found is not None:
        assert 0 <= found[0] < found[1] <= len(text)
