"""The table of verbs of saying: each verb once, its forms right, its marks known."""

import pytest

from qa.language.en.inflection import inflect
from qa.language.en.verbs_of_speech import TABLE
from qa.language.tables import tables
from qa.language.verbs import Asking, Form, Takes, read_phrases, read_verbs, verbs_by_form

SPEECH = tables("en").speech


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("say", "say says said said saying"),
        ("deny", "deny denies denied denied denying"),
        ("stress", "stress stresses stressed stressed stressing"),
        ("teach about", None),
        ("admit", "admit admits admitted admitted admitting"),
        ("write", "write writes wrote written writing"),
        ("see", "see sees saw seen seeing"),
        ("agree", "agree agrees agreed agreed agreeing"),
        ("show", "show shows showed shown showing"),
        ("put", "put puts put put putting"),
        ("prefer", "prefer prefers preferred preferred preferring"),
    ],
)
def test_verbs_are_inflected(base: str, forms: str | None) -> None:
    found = {one.base: " ".join(word for word, _ in one.forms) for one in SPEECH.entries}
    assert found.get(base) == forms


def test_both_spellings_are_meant() -> None:
    words = dict(inflect("criticize"))
    assert words["criticised"] is words["criticized"] is Form.PARTICIPLE
    assert [word for word, form in inflect("favour") if form is Form.BASE] == ["favour", "favor"]


def test_every_verb_is_there_once_with_all_its_forms() -> None:
    bases = [one.base for one in SPEECH.entries]
    assert len(set(bases)) == len(bases)
    for one in SPEECH.entries:
        assert {form for _, form in one.forms} == set(Form), one.base
        assert not one.needs_particle or one.particles, one.base


def test_a_verb_twice_or_an_unknown_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="verbs twice: say"):
        read_verbs("say clause plain =said\nsay object view", inflect)
    with pytest.raises(ValueError, match="'say' has an unknown mark: loud"):
        read_verbs("say clause plain loud", inflect)
    with pytest.raises(ValueError, match="shout"):
        read_verbs("say shout plain", inflect)


def test_a_line_is_read_with_its_marks() -> None:
    (point,) = read_verbs("\n# a remark\npoint clause act noun particle +out +to ~at", inflect)
    assert (point.takes, point.asking) == (Takes.CLAUSE, Asking.ACT)
    assert (point.noun, point.needs_particle, point.who, point.strict) == (True, True, False, False)
    assert point.particles == {"out", "to"}
    assert point.prepositions == {"at"}
    assert point.words(Form.PAST, Form.ING) == ["pointed", "pointing"]


def test_phrases_have_all_forms() -> None:
    (make,) = read_phrases("make makes made made making of view")
    assert make.words(Form.PRESENT) == ["makes of"]
    assert make.words(Form.PARTICIPLE) == ["made of"]
    assert make.asking is Asking.VIEW


def test_articles_report_speech_with_every_verb_but_those_only_asked_with() -> None:
    entries = read_verbs("say clause plain =said\nreact none plain", inflect)
    verbs = verbs_by_form(entries, frozenset(["sagte"]))
    assert set(verbs) == {"say", "says", "said", "saying", "sagte"}
    assert (verbs["said"].form, verbs["sagte"].form) == (Form.PAST, Form.PAST)


def test_sets_of_verbs_are_of_the_table() -> None:
    bases = {line.split()[0] for line in TABLE.splitlines() if line and line[0] != "#"}
    for marked in (SPEECH.addressed, SPEECH.strict, SPEECH.needs_particle):
        assert marked <= bases
    assert {verb.lemma for verb in SPEECH.verbs.values() if verb.lemma.isascii()} >= {"say", "read"}
    assert "out" in SPEECH.particles["point"]
    assert "against" in SPEECH.governed["warn"]
