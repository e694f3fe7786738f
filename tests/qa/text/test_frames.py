"""The narrator's sentences: every quotation one token, nothing lost."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from qa.text.frames import (
    CAPITAL,
    DASH,
    NUMBER,
    POSSESSIVE,
    QUOTATION,
    WORD,
    Frame,
    frames_of,
)
from qa.text.quotation_marks import find_quotations


def read(text: str) -> list[Frame]:
    return list(frames_of(text, find_quotations(text)))


def kinds(text: str) -> list[tuple[str, str]]:
    return [(text[t.start : t.end], t.kind) for frame in read(text) for t in frame.tokens]


def test_a_quotation_is_one_token_and_no_sentence_ends_inside_it() -> None:
    text = "“We won. At last,” she said. Then she left."
    first, second = read(text)
    assert [t.kind for t in first.tokens] == [QUOTATION, WORD, WORD, "."]
    assert first.tokens[0].low == ","  # the stop inside its marks
    assert text[second.start : second.end] == "Then she left."


def test_tokens_are_of_a_kind() -> None:
    assert kinds("Anna Berg’s 3 sons -- J. Roe, of the U.S., won’t.") == [
        ("Anna", CAPITAL), ("Berg", CAPITAL), ("’s", POSSESSIVE), ("3", NUMBER), ("sons", WORD),
        ("--", DASH), ("J.", CAPITAL), ("Roe", CAPITAL), (",", ","), ("of", WORD), ("the", WORD),
        ("U.S.", CAPITAL), (",", ","), ("won’t", WORD), (".", "."),
    ]  # fmt: skip


def test_titles_keep_their_stop() -> None:
    assert kinds("Sen. Paul met Dr. Roe")[0] == ("Sen.", CAPITAL)
    assert ("Dr.", CAPITAL) in kinds("Sen. Paul met Dr. Roe")


@given(st.text(alphabet="ab. “”\"'’\n,A1-", max_size=60))
def test_no_mark_is_lost_and_all_are_in_order(text: str) -> None:
    tokens = [token for frame in read(text) for token in frame.tokens]
    assert all(one.end <= other.start for one, other in itertools.pairwise(tokens))
    covered = {place for token in tokens for place in range(token.start, token.end)}
    assert {place for place, c in enumerate(text) if not c.isspace()} <= covered
