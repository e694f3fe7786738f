"""A line answers whose label is asked for, in its own words or others for the same."""

import re
from dataclasses import replace

import pytest

from index.articles.article import Mark
from qa.evidence.candidate import Candidate
from qa.evidence.forms.label_lines import label_lines, same_label, with_label_lines
from qa.questions.understanding import understand
from qa.text.words import content_stems
from tests.qa.evidence.pages import hit_of, sentence

TEXT = (
    "Allotment committee, 4 May\n\nPresent: Ines Falk, Tom Reyes\nApologies: Ruth Akande\n"
    "Water meter reading: 412 litres\nVenue: shed behind the pond\n\n"
    "- 18:05 The chair opens the meeting.\n"
    "- 18:40 The lights go out.\n\nTASK: Tom to buy hoses.\n\nNothing else: we went home.\n\n"
    "TASK: Ines to mend the gate.\nTo do: Ruth to weed.\nTo do: Tom to dig.\n"
)
ARTICLE = hit_of(TEXT).article


def sure(question: str, *read: tuple[str, float], text: str = TEXT) -> list[Candidate]:
    hit = hit_of(text, "Allotment committee, 4 May")
    found = [sentence(hit, part, evidence) for part, evidence in read]
    told = with_label_lines(understand(question), found, [hit])
    return [one for one in told if one.read.evidence > 5]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Who attended the allotment committee?", "Present: Ines Falk, Tom Reyes"),
        ("Who was at the committee meeting?", "Present: Ines Falk, Tom Reyes"),
        ("Who was absent from the committee?", "Apologies: Ruth Akande"),
        ("What was the reading of the water meter?", "Water meter reading: 412 litres"),
        ("Where did the committee meet?", "Venue: shed behind the pond"),
        ("What happened at 18:40?", "- 18:40 The lights go out."),
    ],
)
def test_the_line_whose_label_is_asked_for(question: str, line: str) -> None:
    assert [one.text for one in sure(question)] == [line]


@pytest.mark.parametrize(
    "question",
    [
        "When was Ines Falk present?",  # no date stands there
        "Who attended the meeting of the Rotary Club?",
        "What happened at 19:40?",
        "Why was Ruth Akande absent?",
        "What is the committee?",
    ],
)
def test_no_other_line_is_made_sure(question: str) -> None:
    assert sure(question) == []


def test_the_short_answer_stands_behind_the_label() -> None:
    (one,) = sure("Who attended the committee?", ("Present: Ines Falk, Tom Reyes", 1.0))
    assert one.read.answer is not None
    assert TEXT[slice(*one.read.answer)] == "Ines Falk"


def test_lines_with_labels_are_read_one_by_one() -> None:
    block = "Present: Ines Falk, Tom Reyes\nApologies: Ruth Akande\nWater meter reading: 412 litres"
    hit = hit_of(TEXT)
    found = with_label_lines(understand("How tall is Tom?"), [sentence(hit, block, 1.0)], [hit])
    assert [one.text for one in found] == block.split("\n")


def test_lines_of_one_label_are_a_list_where_it_is_asked_for() -> None:
    start = TEXT.index("TASK: Ines")
    asked = frozenset(content_stems("What are the tasks?"))
    found = same_label(asked, ARTICLE, (start, start + 10))
    assert found is not None
    assert [TEXT[slice(*item)] for item in found.items] == [
        "TASK: Tom to buy hoses.",
        "TASK: Ines to mend the gate.",
    ]
    assert same_label(frozenset(content_stems("What is mended?")), ARTICLE, (start, start)) is None


def test_a_label_of_words_of_grammar_is_one_word() -> None:
    start = TEXT.index("To do: Ruth")
    asked = frozenset(content_stems("Which tasks are open?"))
    found = same_label(asked, ARTICLE, (start, start + 9))
    assert found is not None
    assert len(found.items) == 2


def test_speakers_of_a_transcript_are_no_labels() -> None:
    turns = "SECRETARY: We buy the pump.\n\nCHAIR: And the hoses?\n\nSECRETARY: Those, too.\n"
    marks = tuple(
        Mark("turn", found.start(), found.end(), "Secretary")
        for found in re.finditer("^SECRETARY: .*$", turns, re.M)
    )
    asked = frozenset(content_stems("What are the secretary's promises?"))
    article = replace(ARTICLE, text=turns)
    assert same_label(asked, article, (0, 20)) is not None
    assert same_label(asked, replace(article, marks=marks), (0, 20)) is None


@pytest.mark.parametrize("line", ["Second: write down what would end it this year.", "Missing: 17"])
def test_neither_a_number_of_a_paragraph_nor_a_figure_for_a_place_is_what_is_asked(
    line: str,
) -> None:
    text = f"The shop and its books\n\n{line}\n"
    for question in ("What did the shop earn in its second year?", "Where are the missing books?"):
        assert not sure(question, text=text)


def test_a_sentence_with_a_colon_far_behind_is_no_label() -> None:
    assert label_lines("When he came to the gate of the old garden he said: no.\n") == ()
