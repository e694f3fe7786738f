"""What an article calls its people, where it introduces them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.people.role_phrases import LONGEST, role_phrases


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Ewa Lis, head of the water works, spoke.", "Ewa Lis", "head of the water works"),
        ("Tom Ash, 45, a fisherman, disagreed.", "Tom Ash", "fisherman"),
        ("Piers Lovelace, who runs the reserve, said no.", "Piers Lovelace", "runs the reserve"),
        ("The director of the port, Ove Brandt, left.", "Ove Brandt", "director of the port"),
        ("Finance Minister Rosa Quill resigned.", "Rosa Quill", "Finance Minister"),
        ("On Monday Mr. Odo Reeve left.", "Odo Reeve", ""),
        ("Mayor Ada Noll and Ilo Marek met.", "Ilo Marek", ""),
        ("It rained. Ilo Marek, however, stayed.", "Ilo Marek", ""),
        ("Nobody is named here.", "Ilo Marek", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_the_words_beside_a_name_are_its_role(text: str, name: str, role: str) -> None:
    assert role_phrases(text, (name,)) == (role,)


def test_a_later_mention_tells_what_the_first_does_not() -> None:
    text = "Rita Moss said no. Later Rita Moss, a nurse, agreed."
    assert role_phrases(text, ("Rita Moss", "Moss")) == ("nurse", "nurse")


@given(st.text(max_size=200), st.text(max_size=12))
def test_a_role_is_one_short_line_of_the_article(text: str, name: str) -> None:
    (role,) = role_phrases(f"{text}, {name}, a nurse. {name}", (name,))
    assert len(role) <= LONGEST
    assert "\n" not in role or "\n" in text
