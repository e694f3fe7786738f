"""Tokens of the narrator's sentences: where each ends, of what kind it is, and its stops."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.frames import CAPITAL, DASH, NUMBER, POSSESSIVE, QUOTATION, WORD, Frame, frames_of
from qa.text.quotation_marks import find_quotations

NEWS = st.lists(
    st.sampled_from(
        ["“", "”", " ", ". ", "\n\n", "She said", "a b", "’s", "?", ",", " — ", "«", "»", "U.S."]
    ),
    max_size=24,
).map("".join)


def read(text: str) -> list[Frame]:
    return list(frames_of(text, find_quotations(text)))


def sentences(text: str) -> list[str]:
    return [text[frame.start : frame.end] for frame in read(text)]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(text[t.start : t.end], t.kind) for frame in read(text) for t in frame.tokens]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Berg’s", [("Berg", CAPITAL), ("’s", POSSESSIVE)]),
        ("BERG'S", [("BERG", CAPITAL), ("'S", POSSESSIVE)]),
        ("O’Brien’s", [("O’Brien", CAPITAL), ("’s", POSSESSIVE)]),
        ("sons' bags", [("sons", WORD), ("'", POSSESSIVE), ("bags", WORD)]),
        ("sons' (x", [("sons", WORD), ("'", "'"), ("(", "("), ("x", WORD)]),
        ("men' bags", [("men", WORD), ("'", "'"), ("bags", WORD)]),
        ("x 's", [("x", WORD), ("'", "'"), ("s", WORD)]),
        ("they’ll", [("they", WORD), ("’ll", WORD)]),
        ("he'd I'm", [("he", WORD), ("'d", WORD), ("I", CAPITAL), ("'m", WORD)]),
        ("o'dell", [("o'dell", WORD)]),
        ("rock'n'roll", [("rock'n'roll", WORD)]),
    ],
)
def test_apostrophes(text: str, tokens: list[tuple[str, str]]) -> None:
    assert kinds(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("e.g. U.N. x", [("e.g.", WORD), ("U.N.", CAPITAL), ("x", WORD)]),
        ("J. Roe", [("J.", CAPITAL), ("Roe", CAPITAL)]),
        ("И. Рой", [("И.", CAPITAL), ("Рой", CAPITAL)]),
        ("J. 5", [("J", CAPITAL), (".", "."), ("5", NUMBER)]),
        ("Dr. X", [("Dr.", CAPITAL), ("X", CAPITAL)]),
        ("a dr. x", [("a", WORD), ("dr", WORD), (".", "."), ("x", WORD)]),
    ],
)
def test_stops_of_abbreviations(text: str, tokens: list[tuple[str, str]]) -> None:
    assert kinds(text) == tokens


@pytest.mark.parametrize("number", "$5.5 €3,000 5% 12:30 5-year-old 3rd 1990s 7".split())
def test_a_number_keeps_its_signs_but_no_stop_after_it(number: str) -> None:
    assert kinds(f"{number}, x") == [(number, NUMBER), (",", ","), ("x", WORD)]


@pytest.mark.parametrize("word", ["co-operate", "AT&T", "node.js", "cafe\u0301s", "a_b", "x1y"])
def test_marks_within_a_word_do_not_cut_it(word: str) -> None:
    assert [part for part, _ in kinds(f"({word})")] == ["(", word, ")"]


@pytest.mark.parametrize("dash", ["-", "--", "---", "–", "—", "―"])
def test_dashes_are_one_kind(dash: str) -> None:
    assert kinds(f"x {dash} y") == [("x", WORD), (dash, DASH), ("y", WORD)]


def test_a_token_is_compared_in_small_letters_with_one_kind_of_apostrophe() -> None:
    (frame,) = read("DON’T, Berg’S")
    assert [token.low for token in frame.tokens] == ["don't", ",", "berg", "'s"]


@pytest.mark.parametrize(
    ("quotation", "stop"),
    [
        ("“We won.”", "."),
        ("“We won,’”", ","),
        ("«Oui !»", "!"),
        ("« Oui, »", ","),
        ("``We won,''", ","),
        ("“Never — ”", "—"),
        ("「はい。」", "。"),
        ("“Never”", ""),
        ("“”", ""),
        ("“’”", ""),
        ("“We won.", "."),  # never closed: its last character is a word's or a stop
        ("“We won", ""),
        ("“Ou", ""),
    ],
)
def test_a_quotation_tells_the_stop_inside_its_marks(quotation: str, stop: str) -> None:
    token = read(quotation)[-1].tokens[-1]
    assert (token.kind, token.low) == (QUOTATION, stop)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He ran. “No. Stop. Now,” she said. I left.",
         ["He ran.", "“No. Stop. Now,” she said.", "I left."]),
        ("“No. Stop.” “Go. Now.” I left.", ["“No. Stop.”", "“Go. Now.”", "I left."]),
        ("“No. Stop.”\n\n“Go.”", ["“No. Stop.”", "“Go.”"]),
        ("“One. Two.\n\n“Three.” I left.", ["“One. Two.\n\n“Three.”", "I left."]),
        ("“Never. Ever \n\nShe left.", ["“Never. Ever", "She left."]),
        ("", []),
        (" \n ", []),
    ],
)  # fmt: skip
def test_sentences_end_outside_quotations(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_quotation_that_is_never_closed_ends_with_its_sentence() -> None:
    text = "“Never \n\nShe left."
    assert kinds(text)[0] == ("“Never", QUOTATION)


@given(NEWS)
def test_each_quotation_is_one_token_of_one_sentence(text: str) -> None:
    quotations = find_quotations(text)
    frames = list(frames_of(text, quotations))
    tokens = [token for frame in frames for token in frame.tokens]
    assert [t.start for t in tokens if t.kind == QUOTATION] == [q.start for q in quotations]
    for frame in frames:
        assert all(frame.start <= t.start < t.end <= frame.end for t in frame.tokens)
    for one, other in itertools.pairwise(frames):
        assert one.end <= other.start
        assert not any(q.start < one.end and q.end > other.start for q in quotations)


@given(NEWS)
def test_what_is_outside_quotations_is_in_a_token_as_written(text: str) -> None:
    for frame in read(text):
        gap = frame.start
        for token in frame.tokens:
            assert not text[gap : token.start].strip()
            gap = token.end
            if token.kind != QUOTATION:
                assert token.low == text[token.start : token.end].lower().replace("’", "'")
        assert not text[gap : frame.end].strip()
