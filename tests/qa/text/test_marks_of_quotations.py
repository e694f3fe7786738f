"""Quotation marks: which opens, which closes, and what happens where one is missing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.text.quotation_marks import find_quotations

PAIRS = [
    "“”",
    '""',
    "„“",
    "„”",
    "«»",
    "»«",
    "‹›",
    "「」",
    "『』",
    "《》",
    "〝〞",
    "〝〟",
    "＂＂",
    "‚‘",
    "‘’",
]


def found(text: str) -> list[tuple[str, bool]]:
    return [(text[one.start : one.end], one.closed) for one in find_quotations(text)]


def quoted(text: str) -> list[str]:
    return [part for part, _ in found(text)]


@pytest.mark.parametrize("pair", [*PAIRS, "''", ("``", "''"), ("''", "''"), ("‚", "’"), '“"', '"”'])
def test_a_pair_of_marks(pair: str | tuple[str, str]) -> None:
    opening, closing = pair
    inside = f"{opening}two words,{closing}"
    assert found(f"He said {inside} then left. No mark here.") == [(inside, True)]
    assert found(inside) == [(inside, True)]


@pytest.mark.parametrize("opening", ["“", "„", "«", "‹", "「", "『", "《", "〝"])
def test_the_mark_of_another_pair_closes_nothing(opening: str) -> None:
    assert found(f"{opening}ab) cd. ef") == [(f"{opening}ab) cd. ef", False)]
    assert found(f"{opening}ab'. cd") == [(f"{opening}ab'. cd", False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Marks that are apostrophes, inches or feet as often.
        ("the dogs' bowl is the dog's", []),
        ("x'a'y", []),
        ('a"b"c', []),
        ("('a') 'b'", ["'a'", "'b'"]),
        ("‘em, the ’em and 'em", []),
        ("'. a' and '? b'", []),
        ("he said ‘it’s’ twice", ["‘it’s’"]),
        ("he said 'it’s it's 4 ' x' twice", ["'it’s it's 4 ' x'"]),
        ("he said 'a 'b", []),
        # A straight mark closes after a word, or before a space.
        ('"one "two" three"', ['"one "two" three"']),
        ('"one " two', ['"one "']),
        ('"one', ['"one']),
        # A mark before a space opens nothing, but for the French one.
        ("“ one”", []),
        ('5" by 7 " wide', []),
        ("« one »", ["« one »"]),
        ("«\u00a0one\u00a0»", ["«\u00a0one\u00a0»"]),
        ("«\u202fone\u202f»", ["«\u202fone\u202f»"]),
        ("«\none»", []),
        ("« ", []),
        ("«", []),
        ("“", []),
        # The French closing mark opens where a word begins.
        ("a»b«", []),
        ("a »b«", ["»b«"]),
        # An inner quotation is left open, or closes after its outer one.
        ("“one ‘two” three’ four", ["“one ‘two”"]),
        ("‘one “two’ three” four", ["‘one “two’"]),
        ("“one «two” three» “four”", ["“one «two”", "“four”"]),
        ("“a” “b”", ["“a”", "“b”"]),
        ("”a“", []),
    ],
)
def test_where_quotations_are(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_single_mark_opens_only_where_its_partner_is_near() -> None:
    near, far = "'" + "a" * 598 + "' b", "'" + "a" * 600 + "' b"
    assert quoted(near) == [near[:-2]]
    assert quoted(far) == []


def test_eight_quotations_in_each_other_are_one() -> None:
    text = "“«" * 4 + "a" + "»”" * 4
    assert found(f"{text} b “c”") == [(text, True), ("“c”", True)]


@pytest.mark.parametrize("between", ["\n\n", "\n \t\n", "\n\n  "])
def test_a_quotation_goes_on_where_its_mark_is_repeated(between: str) -> None:
    text = f"“One ‘two.{between}“Three.” four"
    assert found(text) == [(text[:-5], True)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("“One.\n\nTwo” three", "“One."),
        ("“One.\n\n‘Two’ three", "“One."),
        ("“One.\n\n”Two three", "“One."),
        ("“One ‘two.\n\n‘Three’ four", "“One ‘two."),  # the outer mark is repeated, or none
        ("“One.\n\n“Two.\n\nThree.", "“One.\n\n“Two."),
        ("“One.\n\n", "“One."),
        ("“One.  \n", "“One."),
    ],
)
def test_a_quotation_without_end_is_over_with_its_paragraph(text: str, first: str) -> None:
    assert found(text)[0] == (first, False)


def test_one_newline_is_no_end_of_a_paragraph() -> None:
    assert found("“One\ntwo” three") == [("“One\ntwo”", True)]


def test_a_mark_without_words_is_no_quotation() -> None:
    assert found("a (“\n\nb") == []
    assert found("“‘\n\nb") == [("“‘", False)]


@pytest.mark.parametrize(("paragraphs", "closed"), [(21, True), (22, False)])
def test_a_quotation_has_an_end_after_twenty_paragraphs(paragraphs: int, closed: bool) -> None:
    text = "\n\n".join(["“words"] * paragraphs) + "”"
    assert found(text)[0][1] is closed
    assert quoted(text)[0] == (text if closed else text[: text.rindex("\n\n")])


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.sampled_from(PAIRS), st.sampled_from(["a", "one two.", "é 7,"])), max_size=6
    ),
    st.sampled_from([" ", ", he said: ", "\n\n"]),
)
def test_quotations_side_by_side_are_found_each(parts: list[tuple[str, str]], between: str) -> None:
    # Words stand between them, so that no mark follows its own kind.
    inside = [f"{pair[0]}{words}{pair[1]}" for pair, words in parts]
    assert quoted(between.join(f"x {part} y" for part in inside)) == inside


@settings(max_examples=50)
@given(st.text("“”‘’\"'«» ab.\n", max_size=40))
def test_only_a_quotation_without_its_closing_mark_is_open(text: str) -> None:
    for one in find_quotations(text):
        inside = text[one.start : one.end]
        assert one.end - one.start > 1
        if one.closed:
            assert inside[-1] in "”’\"'«»"
        else:
            rest = text[one.end :]
            paragraphs = rest.lstrip(" \t")
            assert not rest.strip() or paragraphs.startswith("\n")


@settings(max_examples=50)
@given(st.text("“”‘’\"'«» ab.\n", max_size=30), st.text("ab. ", max_size=20))
def test_words_before_a_text_move_its_quotations_only(text: str, words: str) -> None:
    moved = [(one.start, one.end, one.closed) for one in find_quotations(f"{words}\n\n{text}")]
    by = len(words) + 2
    assert moved == [(o.start + by, o.end + by, o.closed) for o in find_quotations(text)]
