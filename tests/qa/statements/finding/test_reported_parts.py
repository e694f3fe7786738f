"""Where reported words begin and end, construction by construction."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.statements.attributions import find_attributions
from qa.statements.contents import Borders, borders_of, content_of, only_attributes
from qa.text.frames import Token, frames_of
from qa.text.quotation_marks import find_quotations


def tokens_of(text: str) -> tuple[Token, ...]:
    (frame,) = frames_of(text, find_quotations(text))
    return frame.tokens


def reported(text: str) -> list[str]:
    """Return all that the cues of a sentence report."""
    tokens = tokens_of(text)
    found = find_attributions(tokens)
    borders = borders_of(tokens, found)
    return [
        text[tokens[first].start : tokens[end - 1].end]
        for one in found
        for first, end in content_of(tokens, one, borders)
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # a quotation first
        ("“It rained,” Moss said.", "“It rained,”"),
        ("“It rained”, Moss said.", "“It rained”"),
        ("“It rained” — Moss said.", "“It rained”"),
        ("The dam is “quite old,” Moss said.", "The dam is “quite old,”"),
        ("And then: “quite old,” Moss said.", "“quite old,”"),
        ("It rained; the dam is “quite old,” Moss said.", "the dam is “quite old,”"),
        ("“No,” and “never,” Moss said.", "“No,” and “never,”"),
        ("“No,” and later “never,” Moss said.", "“never,”"),
        # a clause first
        ("The dam leaks, Moss said on Friday.", "The dam leaks"),
        (
            "The dam leaks, Moss said, and it is old.",
            "The dam leaks, Moss said, and it is old",
        ),
        ("The dam leaks, Moss said, adding nothing.", "The dam leaks"),
        ("The dam, Moss said, leaks.", "The dam, Moss said, leaks"),
        ("Rain fell; the dam — Moss said — leaks.", "the dam — Moss said — leaks"),
        ("It rained; the dam leaks, Moss said.", "the dam leaks"),
        ("The dam leaks, according to Moss.", "The dam leaks"),
        ("The dam leaks according to Moss.", "The dam leaks"),
        # after the cue
        ("Moss said: it rained.", "it rained"),
        ("Moss said — it rained.", "it rained"),
        ("Moss said, “It rained.”", "“It rained.”"),
        ("Moss said that it rained; nobody came.", "that it rained"),
        ("Moss said that it rained, who was there.", "that it rained"),
        ("Moss said that it rained, which was late.", "that it rained"),
        ("Moss said that rain, snow and wind came.", "that rain, snow and wind came"),
        ("(Moss said that it rained) and left.", "that it rained"),
        ("Moss said that it (the rain) fell.", "that it (the rain) fell"),
        ("Moss said “it rained” and left.", "“it rained” and left"),
        # when, where and to whom
        ("Moss said on Monday that it rained.", "that it rained"),
        ("Moss said late Monday that it rained.", "that it rained"),
        ("Moss said on June 5 that it rained.", "that it rained"),
        ("Moss said in an interview with the Post on Monday that it rained.", "that it rained"),
        ("Moss said later that it rained.", "that it rained"),
        ("Moss said there was rain.", "there was rain"),
        ("Moss said to reporters that it rained.", "that it rained"),
        ("Moss said to the smith that it rained.", "that it rained"),
        ("Moss told him that it rained.", "that it rained"),
        ("Moss told the council it rained.", "it rained"),
        ("Moss told reporters Oslo had rain.", "Oslo had rain"),
        ("Moss told reporters: “It rained.”", "“It rained.”"),
        ("Moss asked whether it rained.", "whether it rained"),
        ("Moss urged the council to leave.", "to leave"),
        ("Moss blamed the council for rain.", "the council for rain"),
        ("Moss said last Monday that it rained.", "that it rained"),
        ("Moss said this week that it rained.", "that it rained"),
        ("Moss said next Friday that it rained.", "that it rained"),
        ("Moss said earlier this week that it rained.", "that it rained"),
        ("Moss told old city reporters it rained.", "it rained"),
        ("Moss told Oslo Council it rained.", "it rained"),
        # verbs that need "that", a colon or a clause
        ("Moss replied that it rained.", "that it rained"),
        ("Moss replied it would rain.", "it would rain"),
        ("The survey showed rising rents.", "rising rents"),
        ("Moss warned against rain.", "rain"),
        ("Moss spoke of rain.", "rain"),
        # phrases
        ("According to Moss, it rained.", "it rained"),
        ("According to Moss it rained.", "it rained"),
        ("Later, according to Moss, it rained.", "Later, according to Moss, it rained"),
        ("In her view, it rained.", "it rained"),
        ("As Moss recalled, it rained.", "it rained"),
        ("As Moss said, on Monday it rained.", "on Monday it rained"),
        ("Her claim that it rained spread.", "that it rained spread"),
        ("Once more her claim that it rained spread.", "that it rained spread"),
    ],
)
def test_one_stretch_is_reported(text: str, content: str | None) -> None:
    assert reported(text) == ([content] if content else [])


@pytest.mark.parametrize(
    "text",
    [
        "Moss said.",
        "Moss said on Monday.",
        "Moss said on Monday",
        "Moss told reporters on Monday",
        "It rained Moss said.",
        "Moss told him.",
        "Moss said so.",
        "Moss denied it.",
        "Moss said nothing.",
        "Moss replied about letters.",
        "Moss replied at once and left.",
        "Moss said when it rained.",
        "Moss said, but left.",
        "Moss said; it rained.",
        "Moss answered the door.",
        "Through a spokesman, Moss said.",
    ],
)
def test_nothing_is_reported(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    "rest",
    ["who slept", "which hurt", "and left", "but left", "while it rained", "as it rained",
     "when it rained", "after it rained", "citing rain", "running home"],
)  # fmt: skip
def test_a_clause_ends_where_the_narrator_goes_on(rest: str) -> None:
    assert reported(f"The dam leaks, Moss said, {rest}.")[0] == "The dam leaks"


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("“It rained,” Moss said, “and it poured.”", ["“It rained,”", "“and it poured.”"]),
        ("“It rained,” Moss said on Monday: “It poured.”", ["“It rained,”", "“It poured.”"]),
        ("As it rained, he said, “no more of it.”", ["“no more of it.”"]),
        (
            "Moss said it rained and Ash said it poured.",
            ["it rained and Ash said it poured", "it poured"],
        ),
        ("Moss said it rained, but Ash said it poured.", ["it rained", "it poured"]),
        ("Moss said it rained, while Ash said it poured.", ["it rained", "it poured"]),
        ("Moss said it rained, Ash said it poured.", ["it rained", "it poured"]),
        ("Moss said it rained, according to Ash.", ["it rained", "Moss said it rained"]),
        ("Moss said it rained and added that it poured.", ["it rained", "that it poured"]),
        ("Moss said it rained, adding that it poured.", ["it rained", "that it poured"]),
    ],
)
def test_each_cue_reports_up_to_the_next(text: str, contents: list[str]) -> None:
    assert reported(text) == contents


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Moss said on Monday.", True),
        ("Moss said to reporters in Oslo.", True),
        ("Moss said, leaving.", False),
        ("Then Moss said.", False),
        ("Moss criticised.", False),
        ("Moss thought.", True),
        ("According to Moss.", False),
    ],
)
def test_a_sentence_that_only_attributes(text: str, alone: bool) -> None:
    tokens = tokens_of(text)
    found = find_attributions(tokens)
    assert any(only_attributes(tokens, one) for one in found) is alone


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Moss said it rained, which hurt.", 4),
        ("Moss said it rained, whose cat slept.", 4),
        ("Moss said it rained, then it poured.", -1),
        ("Moss, who slept, said it rained.", -1),
        ("Moss said it rained, which hurt “us”.", -1),
        ("Moss said it rained", -1),
    ],
)
def test_the_narrators_last_remark(text: str, remark: int) -> None:
    tokens = tokens_of(text)
    assert borders_of(tokens, find_attributions(tokens)).remark == remark


def test_borders_without_attributions_are_none() -> None:
    assert borders_of(tokens_of("It rained."), []) == Borders()


WORDS = "Moss said says that it rained , “x,” according to of and he told the view in ; : ( )"


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=18))
@settings(max_examples=60)
def test_contents_lie_in_the_sentence_outside_their_cue(words: list[str]) -> None:
    text = f"{' '.join(words)}."
    for frame in frames_of(text, find_quotations(text)):
        found = find_attributions(frame.tokens)
        borders = borders_of(frame.tokens, found)
        for one in found:
            for first, end in content_of(frame.tokens, one, borders):
                assert 0 <= first < end <= len(frame.tokens)
                assert frame.tokens[end - 1].kind not in (",", ":", "—") or first + 1 == end
                inside = first <= one.first and one.end <= end
                assert inside or end <= one.unit[1] or first >= one.end
