"""Whom "the Dane" and "the 24-year-old" mean, and that a deputy is somebody else."""

import pytest

from qa.evidence.speech.speaking import asked_about
from qa.evidence.to_read import to_read
from qa.people.cast import cast_in
from qa.people.role_phrases import role_phrases
from qa.questions.names_asked import is_name
from qa.questions.understanding import understand
from qa.statements.finding import find_statements
from tests.qa.evidence.pages import hit_of


def speakers(text: str) -> list[str | None]:
    return [one.speaker for one in find_statements(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Envoy Inés Robles opened the talks. “We are close,” the Spaniard said.", "Inés Robles"),
        (
            "Norway coach Kari Dahl named an unchanged side. Captain Lena Fox is fit. "
            "“We have waited for this,” said the Norwegian.",
            "Kari Dahl",
        ),
        (
            "Belgian Tom Peeters won, ahead of Luca Ferri of Italy. "
            "“Nothing left,” the Italian said.",
            "Luca Ferri",
        ),
        (
            "Nuno Faria missed the penalty. He left at once. “I am sorry,” the 24-year-old said.",
            "Nuno Faria",
        ),
    ],
)
def test_who_is_meant_by_whence_he_is(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


def test_somebody_from_elsewhere_is_not_meant() -> None:
    text = "The Belgian rider Tom Peeters won the stage. “I fell twice,” the Italian said."
    assert "Tom Peeters" not in speakers(text)


def test_of_several_the_one_named_first_may_be_meant() -> None:
    text = (
        "Camila Restrada, who had beaten Agnes Dolna, was treated after the first set. "
        "“It was not the reason,” the Colombian said."
    )
    assert speakers(text)[-1] != "Agnes Dolna"


def test_a_deputy_is_not_the_head() -> None:
    text = (
        "The mayor has sold the hall. “We were broke,” the mayor said. "
        "Deputy mayor Joan Reed wept. “A pity,” she said."
    )
    assert speakers(text)[-1] == "Joan Reed"
    assert "Joan Reed" not in speakers(text)[:-1]


def test_the_dane_is_a_role_and_the_ministry_a_name() -> None:
    assert not is_name("the Dane")
    assert is_name("the CSTO")


def test_a_question_for_the_dane_is_read_by_name() -> None:
    text = "Skipper Mette Bro lost the mast. “It snapped like a biscuit,” the Dane said."
    hit = hit_of(text)
    spoken = [(hit.article, one) for one in find_statements(text)]
    question = understand("What did the Dane say about the mast?")
    share = to_read(question, [hit], spoken, 1)
    assert share.question.text == "What did Mette Bro say about the mast?"
    assert share.question.speakers == ("Mette Bro",)


def test_two_of_a_surname_keep_their_names() -> None:
    text = (
        "Farmer Ann Pym is for the dam. “We need water,” Ann Pym said. "
        "Angler Tom Pym is not. “We need fish,” Tom Pym said."
    )
    hit = hit_of(text)
    spoken = [(hit.article, one) for one in find_statements(text)]
    found = asked_about(understand("What did Pym say?"), spoken)
    called = {text[one.start : one.end]: name for (_, one), name in found.items()}
    assert called["“We need water,”"] == "Ann Pym"
    assert called["“We need fish,”"] == "Tom Pym"


def test_a_degree_is_no_surname() -> None:
    text = "Prosecutor Rita Lyle KC spoke first. Ms Lyle said the firm had no van."
    assert set(speakers(text)) == {"Rita Lyle KC"}
    assert cast_in(text).person(("lyle",)) is not None


def test_the_last_article_begins_an_apposition() -> None:
    text = (
        "She said the loans were approved by the late chairman, Gus Moxon. "
        "The head of the water works, Olena Hale, left."
    )
    assert role_phrases(text, ("Gus Moxon", "Olena Hale")) == (
        "late chairman",
        "head of the water works",
    )


def test_whose_relative_is_named_speaks() -> None:
    text = "Alan Pardo, whose aunt Iris, 91, lived there, said the home was clean."
    assert speakers(text) == ["Alan Pardo"]


def test_who_is_named_after_whose_speaks() -> None:
    text = "The idea came from the mill, whose owner, Olena Hale, said: “We asked for 90.”"
    assert speakers(text) == ["Olena Hale"]
