"""Forms of English verbs, and the endings by which words are compared."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.en.inflection import ENDINGS, inflect
from qa.language.verbs import Form


@pytest.mark.parametrize(
    ("base", "irregular", "doubles", "forms"),
    [
        ("add", "", False, "add adds added added adding"),
        ("play", "", False, "play plays played played playing"),
        ("cry", "", False, "cry cries cried cried crying"),
        ("pass", "", False, "pass passes passed passed passing"),
        ("push", "", False, "push pushes pushed pushed pushing"),
        ("reach", "", False, "reach reaches reached reached reaching"),
        ("fix", "", False, "fix fixes fixed fixed fixing"),
        ("buzz", "", False, "buzz buzzes buzzed buzzed buzzing"),
        ("note", "", False, "note notes noted noted noting"),
        ("free", "", False, "free frees freed freed freeing"),
        ("plan", "", True, "plan plans planned planned planning"),
        ("tell", "told", False, "tell tells told told telling"),
        ("put", "put", True, "put puts put put putting"),
        ("write", "wrote/written", False, "write writes wrote written writing"),
        ("show", "showed/shown", False, "show shows showed shown showing"),
    ],
)
def test_five_forms(base: str, irregular: str, doubles: bool, forms: str) -> None:
    assert inflect(base, irregular, doubles) == tuple(zip(forms.split(), Form, strict=True))


@pytest.mark.parametrize(
    ("base", "other"),
    [("criticize", "criticise"), ("labour", "labor"), ("rise", None), ("labor", None)],
)
def test_the_other_spelling_has_its_own_five(base: str, other: str | None) -> None:
    expected = inflect(base)[:5] + (inflect(other)[:5] if other else ())
    assert inflect(base) == expected
    assert len(expected) == (10 if other else 5)


@settings(max_examples=40)
@given(st.text("abcehiknorstuxyz", min_size=2, max_size=9), st.booleans())
def test_forms_are_told_by_their_endings(base: str, doubles: bool) -> None:
    found = inflect(base, "", doubles)
    for word, form in found:
        ends = {
            Form.BASE: "", Form.PRESENT: "s", Form.PAST: "ed", Form.PARTICIPLE: "ed",
            Form.ING: "ing",
        }  # fmt: skip
        assert word.endswith(ends[form])
        assert word.startswith(base[:-1])
    assert [form for _, form in found[:5]] == list(Form)


def test_no_ending_hides_a_longer_one() -> None:
    # The first that fits is cut, so that a longer one stands before its own end.
    assert not [
        (earlier, later)
        for (earlier, _), (later, _) in combinations(ENDINGS, 2)
        if later.endswith(earlier)
    ]
    assert len({ending for ending, _ in ENDINGS}) == len(ENDINGS)
