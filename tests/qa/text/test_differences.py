import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.differences import Change, Piece, differences, shortened


def test_words_that_changed_are_told_apart() -> None:
    pieces = differences(
        "The toll is two pounds.\nNobody minds.", "The toll is three pounds.\nNobody minds."
    )
    assert pieces == [
        Piece(Change.SAME, "The toll is "),
        Piece(Change.GONE, "two"),
        Piece(Change.NEW, "three"),
        Piece(Change.SAME, " pounds.\n"),
        Piece(Change.SAME, "Nobody minds."),
    ]


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_the_pieces_make_up_both_texts(earlier: str, later: str) -> None:
    pieces = differences(earlier, later)
    assert "".join(one.text for one in pieces if one.change is not Change.NEW) == earlier
    assert "".join(one.text for one in pieces if one.change is not Change.GONE) == later
    assert all(one.text for one in pieces)


@pytest.mark.parametrize("sign", ["x\n", "x "])
def test_texts_too_long_to_compare_are_given_whole(sign: str) -> None:
    pieces = differences("a " + sign * 200_000 + "b", "c " + sign * 200_001 + "d")
    assert {one.change for one in pieces} >= {Change.GONE, Change.NEW}


def test_what_is_the_same_is_cut_for_people() -> None:
    (piece,) = shortened([Piece(Change.SAME, "word " * 500)], most=20)
    assert piece.text == "word word word word […] word word word "
    gone = Piece(Change.GONE, "word " * 500)
    assert shortened([gone], most=20) == [gone]
