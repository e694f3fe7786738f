"""How tables of verbs are read from text, and which of the tables of English follow from them."""

import pytest

from qa.language.en.inflection import inflect
from qa.language.table_types import Tables
from qa.language.tables import LANGUAGES, tables
from qa.language.verbs import (
    Asking,
    Form,
    Forms,
    SpeechVerb,
    Takes,
    Verb,
    read_phrases,
    read_verbs,
    verbs_by_form,
)
from qa.language.word_set import word_set

SPEECH, NAMES = tables("en").speech, tables("en").names
FLAGS = ["who", "noun", "addressed", "strict", "needs_particle"]


def one(line: str) -> SpeechVerb:
    (verb,) = read_verbs(line, inflect)
    return verb


def test_a_plain_line_has_no_marks() -> None:
    verb = one("  call   object  view ")
    assert (verb.base, verb.takes, verb.asking) == ("call", Takes.OBJECT, Asking.VIEW)
    assert not any(getattr(verb, flag) for flag in FLAGS)
    assert verb.particles == verb.prepositions == frozenset()


@pytest.mark.parametrize("flag", FLAGS)
def test_each_mark_sets_its_own_flag(flag: str) -> None:
    mark = "particle" if flag == "needs_particle" else flag
    verb = one(f"call object view {mark}")
    assert [name for name in FLAGS if getattr(verb, name)] == [flag]


def test_particles_and_prepositions_are_kept_apart() -> None:
    verb = one("call object view +out ~for +off ~on noun")
    assert (verb.particles, verb.prepositions) == ({"out", "off"}, {"for", "on"})


def test_a_line_tells_how_its_verb_is_inflected() -> None:
    asked: list[tuple[str, str, bool]] = []

    def recording(base: str, irregular: str, doubles: bool) -> Forms:
        asked.append((base, irregular, doubles))
        return ((base, Form.BASE),)

    read_verbs("say clause plain =said/sayed\nadmit clause said doubles who\n", recording)
    assert asked == [("say", "said/sayed", False), ("admit", "", True)]


def test_remarks_and_empty_lines_are_passed_over() -> None:
    table = "# of telling\n\n   \nsay clause plain\n# tell clause plain\nask clause plain\n"
    assert [verb.base for verb in read_verbs(table, inflect)] == ["say", "ask"]
    assert read_verbs("", inflect) == ()


def test_all_verbs_that_are_there_twice_are_named() -> None:
    table = "\n".join(f"{base} clause plain" for base in "tell ask say say tell tell".split())
    with pytest.raises(ValueError, match=r"twice: say, tell\."):
        read_verbs(table, inflect)


@pytest.mark.parametrize("line", ["say", "say clause", "say plain clause", "say clause loud"])
def test_a_line_that_lacks_a_column_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"plain|loud|unpack"):
        read_verbs(line, inflect)


def test_forms_are_given_in_the_order_of_the_verb() -> None:
    verb = one("write clause plain =wrote/written")
    assert verb.words(Form.PARTICIPLE, Form.BASE) == ["write", "written"]
    assert verb.words() == []


def test_a_form_that_two_verbs_share_is_the_earlier_ones() -> None:
    table = "find finding act =found\nfound clause plain noun"
    verbs = verbs_by_form(read_verbs(table, inflect), frozenset())
    assert verbs["found"] == Verb("find", Takes.FINDING, Form.PAST)
    assert verbs["founds"] == Verb("found", Takes.CLAUSE, Form.PRESENT, noun=True)


def test_a_participle_in_a_sentence_is_a_past() -> None:
    verbs = verbs_by_form((one("write object said =wrote/written"),), frozenset())
    assert {word: verb.form for word, verb in verbs.items()} == {
        "write": Form.BASE, "writes": Form.PRESENT, "wrote": Form.PAST, "written": Form.PAST,
        "writing": Form.ING,
    }  # fmt: skip


def test_a_foreign_past_says_a_clause() -> None:
    verbs = verbs_by_form((one("dit object view"),), frozenset(["dit", "sagte"]))
    assert verbs["dit"] == Verb("dit", Takes.CLAUSE, Form.PAST)
    assert verbs["sagte"] == Verb("sagte", Takes.CLAUSE, Form.PAST)
    assert verbs["dits"].takes is Takes.OBJECT


def test_phrases_are_read_a_line_each() -> None:
    table = """
        speak speaks spoke spoken speaking about said

        hint hints hinted hinted hinting at act"""
    speak, hint = read_phrases(table)
    assert (speak.base, speak.takes, speak.asking) == ("speak about", Takes.NONE, Asking.SAID)
    assert [word for word, _ in speak.forms] == [
        "speak about", "speaks about", "spoke about", "spoken about", "speaking about",
    ]  # fmt: skip
    assert hint.words(Form.ING) == ["hinting at"]
    assert hint.asking is Asking.ACT


@pytest.mark.parametrize(
    "line", ["speak spoke about said", "a b c d e f about said", "a b c d e at no"]
)
def test_a_phrase_without_its_five_forms_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"zip|no"):
        read_phrases(line)


@pytest.mark.parametrize(
    ("word", "speaks"),
    [
        ("said", True),
        ("believes", True),
        ("says", True),
        ("written", True),
        ("say", False),  # a base form follows "to" or a plural
        ("saying", False),
        ("claims", False),  # a noun as often
        ("claimed", True),
        ("criticised", False),  # it takes an object
        ("found", False),
    ],
)
def test_forms_that_tell_a_speaker_after_a_name(word: str, speaks: bool) -> None:
    assert (word in NAMES.speech_acts) is speaks


def test_what_follows_from_the_marks_of_the_verbs() -> None:
    for mark in ("addressed", "strict", "needs_particle"):
        marked = {verb.base for verb in SPEECH.entries if getattr(verb, mark)}
        assert getattr(SPEECH, mark) == marked
        assert 0 < len(marked) < len(SPEECH.entries)
    assert all(SPEECH.particles.values())
    assert all(SPEECH.governed.values())
    assert SPEECH.needs_particle <= set(SPEECH.particles)


def test_english_is_there_by_its_code_and_without_one() -> None:
    assert "en" in LANGUAGES
    for code in LANGUAGES:
        found = tables(code)
        assert isinstance(found, Tables)
        assert found.code == code
    assert tables() is tables("en")


def test_a_set_of_words_is_written_as_text() -> None:
    assert word_set(" one\n  two one\tthree ") == {"one", "two", "three"}
    assert word_set("") == frozenset()
