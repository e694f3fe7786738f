"""Verbs of saying: what is known of one, and how a table of them is read.

A table is text, a verb a line; `qa/language/en/verbs_of_speech.py` says what its columns mean.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Takes(StrEnum):
    """What a verb of saying takes as its content."""

    CLAUSE = "clause"  # she said (that) it rained; "It rained," she said
    OBJECT = "object"  # she criticised the plan
    BELIEF = "belief"  # she believes (that) it will rain
    FINDING = "finding"  # the study found that it rains
    NONE = "none"  # asked with, but no sign of speech in an article


class Asking(StrEnum):
    """How far a question with the verb ("What did she VERB ...?") asks for somebody's words."""

    PLAIN = "plain"  # nothing but words would answer
    TOPICAL = "topical"  # nothing but words, where "about" or the like follows
    SAID = "said"  # words, though a fact may do
    VIEW = "view"  # a view as often as an act
    ACT = "act"  # an act, unless "about" or "that" follows


class Form(StrEnum):
    """An inflected form."""

    BASE = "base"
    PRESENT = "present"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb, as it stands in a sentence: there a participle counts as a past.

    `noun` is true where the same word is often a noun ("the claims").
    """

    lemma: str
    takes: Takes
    form: Form
    noun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechVerb:
    """A line of the table, with the verb's forms; a spelling of its own gives more than one."""

    base: str
    takes: Takes
    asking: Asking
    forms: tuple[tuple[str, Form], ...]
    who: bool = False
    noun: bool = False
    addressed: bool = False
    strict: bool = False
    needs_particle: bool = False
    of_people: bool = False
    particles: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()

    def words(self, *forms: Form) -> list[str]:
        """Return the verb in these forms."""
        return [word for word, form in self.forms if form in forms]


Forms = tuple[tuple[str, Form], ...]
Inflect = Callable[[str, str, bool], Forms]
"""Gives a verb's forms from its base, its irregular forms ("wrote/written" or ""), and whether its
last letter is doubled."""


def read_verbs(table: str, inflect: Inflect) -> tuple[SpeechVerb, ...]:
    """Return the verbs of a table; lines that are empty or begin with # are passed over.

    Raises:
        ValueError: If a line has an unknown word, or a verb is there twice.
    """
    lines = [line.split() for line in table.splitlines()]
    found = [_verb(line, inflect) for line in lines if line and line[0] != "#"]
    bases = [one.base for one in found]
    twice = sorted({base for base in bases if bases.count(base) > 1})
    if twice:
        raise ValueError(f"The table has verbs twice: {', '.join(twice)}.")
    return tuple(found)


_FLAGS = {
    "who": "who",
    "noun": "noun",
    "addressed": "addressed",
    "strict": "strict",
    "particle": "needs_particle",
    "people": "of_people",
}


def _verb(line: list[str], inflect: Inflect) -> SpeechVerb:
    base, takes, asking, *rest = line
    marked = {mark: [word[1:] for word in rest if word[0] == mark] for mark in "=+~-"}
    flags = [word for word in rest if word[0] not in "=+~-"]
    unknown = [word for word in flags if word not in _FLAGS and word != "doubles"]
    if unknown:
        raise ValueError(f"The verb {base!r} has an unknown mark: {unknown[0]}.")
    irregular = marked["="][0] if marked["="] else ""
    return SpeechVerb(
        base=base,
        takes=Takes(takes),
        asking=Asking(asking),
        forms=inflect(base, irregular, "doubles" in flags),
        particles=frozenset(marked["+"]),
        prepositions=frozenset(marked["~"]),
        excluded=frozenset(marked["-"]),
        **{field: flag in flags for flag, field in _FLAGS.items()},
    )


def verbs_by_form(entries: tuple[SpeechVerb, ...], foreign: frozenset[str]) -> dict[str, Verb]:
    """Return every form under which articles report speech; `foreign` are pasts of any language.

    Where two verbs share a form, the earlier line has it.
    """
    table: dict[str, Verb] = {}
    for entry in entries:
        if entry.takes is Takes.NONE:
            continue
        for word, form in entry.forms:
            told = Form.PAST if form is Form.PARTICIPLE else form
            table.setdefault(word, Verb(entry.base, entry.takes, told, entry.noun))
    return table | {word: Verb(word, Takes.CLAUSE, Form.PAST) for word in foreign}


def read_phrases(table: str) -> tuple[SpeechVerb, ...]:
    """Return verbs with a preposition from lines of five forms, the preposition and `Asking`."""
    return tuple(_phrase(line.split()) for line in table.splitlines() if line.strip())


def _phrase(line: list[str]) -> SpeechVerb:
    *words, preposition, asking = line
    phrases = [f"{word} {preposition}" for word in words]
    return SpeechVerb(
        base=phrases[0],
        takes=Takes.NONE,
        asking=Asking(asking),
        forms=tuple(zip(phrases, Form, strict=True)),
    )
