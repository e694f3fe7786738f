"""Who speaks where newsrooms write it in their own ways: appositions, places, labels, new verbs."""

import pytest

from qa.people.cast import cast_in
from qa.statements.finding import find_statements
from qa.statements.unknown_cues import find_unknown
from qa.text.frames import frames_of
from qa.text.quotation_marks import find_quotations


def said(text: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, text[one.start : one.end]) for one in find_statements(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # of, at and in after a name
        ("Ada Brandt of First Harbour Bank said the rule was mild.", "Ada Brandt"),
        ("Martin in Lowick says the bins were late.", "Martin"),
        ("Dr Anna Weil of the School of Law at Marsby said the deed was void.", "Anna Weil"),
        # a name that explains a role
        (
            "Its treasurer, Bill Marsh, has kept the books for years and says they agree.",
            "Bill Marsh",
        ),
        ("Her coach, former sprinter Ada Pohl, went on, saying that she was fit.", "Ada Pohl"),
        (
            "The firm depends on the bank, whose head, Ada Brandt, has said it will pay.",
            "Ada Brandt",
        ),
        ("A vet who has seen it, Mina Tarr, said the dog was well.", "Mina Tarr"),
        ("A clerk in Lowick, the retired sailor Tom Pohl, asked who would pay.", "Tom Pohl"),
        # introductions and clauses
        ("In a letter in 1994 Brandt said that the pier was safe.", "Brandt"),
        ("Anna Weil led the team. She and her students believe it was a wolf.", "Anna Weil"),
        (
            "Ada Pohl was there. When firemen entered the barn she told them it was empty.",
            "Ada Pohl",
        ),
        ("A nurse at the clinic that runs the ward said it was full.", "A nurse at the clinic"),
        # figures and verbs
        ("The millers put their losses at 40,000 crowns.", "The millers"),
        ("Anna Weil inquired whether the lamps were new.", "Anna Weil"),
    ],
)
def test_the_speaker_is_who_the_sentence_says(text: str, speaker: str) -> None:
    assert said(text)[-1][0] == speaker


def test_whom_a_sentence_with_two_clauses_means() -> None:
    text = "A spokesman for the port said it would not comment but warned that prices would rise."
    assert [speaker for speaker, _ in said(text)] == ["A spokesman for the port"] * 2
    text = "Anna Weil said that it was late, and when pressed said that it was lost."
    assert [speaker for speaker, _ in said(text)] == ["Anna Weil"] * 2


def test_what_was_asked_ends_where_the_speaker_goes_on() -> None:
    text = "Another aunt, who asked not to be filmed, added: “Nobody told us the price.”"
    assert said(text)[-1] == ("Another aunt", "“Nobody told us the price.”")


def test_a_clause_of_when_it_was_said_is_no_part_of_it() -> None:
    text = "The bridge is shut, the Harbour Office said on Monday after cracks were found."
    assert said(text) == [("Harbour Office", "The bridge is shut")]
    text = "Half of them voted, the committee said in the evening; many had left."
    assert said(text)[0][0] == "the committee"


def test_a_label_may_begin_with_the_time() -> None:
    text = "18:05 Our reporter Ada Brandt, in Lowick: “The square is empty and the lamps are out.”"
    assert said(text)[0][0] == "Ada Brandt"


def test_a_name_after_a_dash_signs_a_quotation() -> None:
    text = "“The best pears that I have eaten in years.” – Ada Brandt"
    assert said(text) == [("Ada Brandt", "“The best pears that I have eaten in years.”")]


def test_a_neighbour_with_a_name_is_one_person() -> None:
    text = "His neighbour, Bill Marsh, agreed. The path, he said, is too steep."
    assert said(text)[-1][0] == "Bill Marsh"


def test_what_has_the_before_its_name_is_no_he() -> None:
    text = "Solomon Varga, who keeps a few bees, won the Silver Anchor at a fair in Lac Noir."
    people = cast_in(text).people
    assert [one.name for one in people.values() if one.thing] == ["Silver Anchor", "Lac Noir"]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("“The tide waits for nobody,” he mumbled.", "mumbled"),
        (
            "“I have nothing more to add,” she limited herself to saying.",
            "limited herself to saying",
        ),
        ("“The tide waits for nobody,” Brandt thundered.", "thundered"),
        ("“Who took my hat?” she sobbed.", "sobbed"),
    ],
)
def test_a_verb_beside_a_quotation_is_a_cue_though_no_table_has_it(text: str, cue: str) -> None:
    (frame,) = frames_of(text, find_quotations(text))
    found = find_unknown(frame.tokens)
    assert found is not None
    tokens = frame.tokens[found.first : found.end]
    assert text[tokens[0].start : tokens[-1].end] == cue


@pytest.mark.parametrize(
    "text",
    [
        "“The Long Tide” she owned for years.",
        "“The tide waits for nobody,” the sea and the wind.",
        "“A” she liked.",
        "She laughed.",
    ],
)
def test_other_words_after_a_quotation_are_no_cue(text: str) -> None:
    (frame,) = frames_of(text, find_quotations(text))
    assert find_unknown(frame.tokens) is None
