"""The short answer stands first only where it is what was asked for, and likely."""

import pytest

from qa.questions.understanding import understand
from qa.wording.short_lines import LIKELY, short_answer_line
from tests.qa.wording.quotes import article, quote_of


@pytest.mark.parametrize(
    ("question", "sentence", "answer", "line"),
    [
        ("Who built the weir?", "It was built by Rita Moss in May.", "Rita Moss", "Rita Moss"),
        ("Who built the weir?", "The Lowick Trust built it in May.", "The Lowick Trust",
         "The Lowick Trust"),
        ("Who built the weir?", "Villagers built it over many years.", "over many years", None),
        ("Who built the weir?", "It was built in May by nobody known.", "May", None),
        ("Who built the weir?", "He built it in May, after the flood.", "He", None),
        ("How large is the quota?", "It is 46,000 tonnes of cod.", "46,000", "46,000 tonnes"),
        ("How many died?", "Seven people died in the flood.", "Seven", "Seven people"),
        ("How many died?", "In the flood 12 died that night.", "12", "12"),
        ("How many live there?", "It has 20,000 inhabitants today.", "20,000 inhabitants",
         "20,000 inhabitants"),
        ("How much did it rise?", "Fares rose by 12 per cent in May.", "12", "12 per cent"),
        ("How many drain pipe bursts were there?", "There were 40 drain pipe bursts here.", "40",
         "40 drain pipe bursts"),
        ("How many boats were lost?", "In the storm 12 sank off the cape.", "12", "12"),
        ("How many parts are sold?", "It sold over 300 parts to-date in all.", "300", "300 parts"),
        ("How many shops closed?", "Since May hundreds of shops closed.", "hundreds",
         "hundreds of shops"),
        ("Who came?", "Ida Beck (Oslo), Pia Dahl (sales) and Lu Sand came.", "Pia Dahl", None),
        ("Who came?", "Ida Beck and Pia Dahl came.", "Ida Beck", "Ida Beck"),
        ("How many died?", "Nobody counted the dead of the flood.", "Nobody", None),
        ("When did it open?", "The weir opened on 3 May 1921.", "3 May 1921", "3 May 1921"),
        ("When did it open?", "The doors open at 8.30pm in summer.", "8.30pm", "8.30pm"),
        ("When did it open?", "The doors open at noon in summer.", "noon", "noon"),
        ("When did it open?", "The weir opened after a long quarrel.", "a long quarrel", None),
        # A place, a reason, anything: the quote alone.
        ("Where is the weir?", "The weir stands in Lowick since May.", "Lowick", None),
        ("Why did it fall?", "It fell because of the frost in May.", "the frost", None),
    ],
)  # fmt: skip
def test_it_is_of_the_sort_that_was_asked_for(
    question: str, sentence: str, answer: str, line: str | None
) -> None:
    quote = quote_of(article(sentence), sentence, answer)
    assert short_answer_line(understand(question), quote) == line


def test_it_is_likely() -> None:
    sentence = "The weir opened on 3 May 1921."
    question = understand("When did the weir open?")
    unlikely = quote_of(article(sentence), sentence, "3 May 1921", score=LIKELY - 0.01)
    assert short_answer_line(question, unlikely) is None
    assert short_answer_line(question, unlikely, LIKELY) == "3 May 1921"
    assert short_answer_line(question, unlikely, 0.1) is None


def test_it_says_less_than_its_quote() -> None:
    sentence = "On 3 May 1921."
    quote = quote_of(article(sentence), sentence, "On 3 May 1921")
    assert short_answer_line(understand("When did the weir open?"), quote) is None
    assert short_answer_line(understand("When?"), quote_of(article(sentence), sentence)) is None
