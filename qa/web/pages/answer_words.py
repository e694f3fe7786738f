"""The few words of answers that are no article's, in the language of a page. Pure.

Answers are worded in English (`qa.wording`). Each of their sentences is a template in
`static/answers/lang/en.json`; of the same name is how another language says it. A template has
blanks, `{who}`, and parts that may be left out, `‹ about {topic}›`, which are there when their
blanks are filled. What fills a blank is not ours and stays as it is, but for counts, whose nouns
have forms, and the word between names. The widget's page does the same by `rules_for_scripts`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from qa.web.pages.languages import LANGUAGES
from qa.web.pages.words import words_of

NARRATED = LANGUAGES[0]
"""The language that answers are worded in."""

IN_ENGLISH = frozenset({"topic", "example", "problem"})
"""Blanks that are filled with English, whatever the articles are written in."""

_KIND = "answers"
_PARTED = re.compile(r"‹([^›]*)›")
_BLANK = re.compile(r"\{(\w+)\}")
_SPECIAL = re.compile(
    r"[.*+?^${}()|\[\]\\/]"
)  # what both kinds of patterns, here and in scripts, escape
_JOINED = {"all_of": "and", "any_of": "or"}
"""Blanks that hold names, and the word between these."""
_NAMES = re.compile(r"[^\W\d_a-z][\w’'.-]*(?: [^\W\d_a-z][\w’'.-]*){0,3}")
_COUNT = r"[\d,]+"
_HOLDS = {
    "number": _COUNT,
    "date": r"[^\s()]+?",
    "first": r"[^\s()]+?",
    "last": r"[^\s()]+?",
    "author": r"[^:]+?",
    "id": r"[^\s:]+?",
}
_ANYTHING = r".+?"


class Part(StrEnum):
    """Which of an answer's lines: of all kinds, of articles' records, without quotes, and notes.

    LABELS stand before the words of a quote.
    """

    LINES = "lines"
    RECORDS = "records"
    TALK = "talk"
    NOTES = "notes"
    LABELS = "labels"
    INTRODUCTIONS = "introductions"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence; `blank` is what it fills, "" for words of ours."""

    text: str
    blank: str = ""


class Said(NamedTuple):
    """A sentence in the language of a page."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The sentence as text."""
        return "".join(piece.text for piece in self.pieces)


def said(sentence: str, language: str, *parts: Part) -> Said | None:
    """Return a sentence of an answer in one of LANGUAGES; None where no template of `parts` fits.

    None for English, too, which it is in already.
    """
    if language == NARRATED:
        return None
    for part in parts:
        for pattern, template in _rules(part, language):
            found = pattern.fullmatch(sentence)
            if found:
                return Said(tuple(_filled(template, found.groupdict(), language)))
    return None


@lru_cache(maxsize=len(LANGUAGES) * len(Part))
def _rules(part: Part, language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    english, own = words_of(_KIND, NARRATED), words_of(_KIND, language)
    return tuple(
        (re.compile(_pattern(template, english["counted"])), own[part][name])
        for name, template in english[part].items()
    )


def rules_for_scripts(language: str) -> dict[str, Any] | None:
    """Return patterns and templates of a language as scripts take them; None for English.

    These are `rules`, pairs by part, `introductions`, pairs of templates, `counted`, the forms of
    nouns, `joined`, the words between names, and `english`, blanks that are filled with English.
    """
    if language == NARRATED:
        return None
    english, own = words_of(_KIND, NARRATED), words_of(_KIND, language)
    rules = {
        part.value: [
            (pattern.pattern.replace("(?P<", "(?<"), template)
            for pattern, template in _rules(part, language)
        ]
        for part in Part
        if part is not Part.INTRODUCTIONS
    }
    introductions = [
        (template, own["introductions"][name])
        for name, template in english["introductions"].items()
    ]
    joined = {
        blank: [english["between"][word], own["between"][word]] for blank, word in _JOINED.items()
    }
    return {
        "rules": rules, "introductions": introductions, "counted": own["counted"], "joined": joined,
        "english": sorted(IN_ENGLISH),
    }  # fmt: skip


def _pattern(template: str, counted: Mapping[str, Mapping[str, str]]) -> str:
    pieces = _PARTED.split(template)  # every second one may be left out
    made = (_blanks(piece, counted) for piece in pieces)
    return "".join(f"(?:{one})?" if place % 2 else one for place, one in enumerate(made))


def _blanks(text: str, counted: Mapping[str, Mapping[str, str]]) -> str:
    pieces = _BLANK.split(text)
    return "".join(
        _blank(piece, counted) if place % 2 else _escaped(piece)
        for place, piece in enumerate(pieces)
    )


def _blank(name: str, counted: Mapping[str, Mapping[str, str]]) -> str:
    held = _HOLDS.get(name, _ANYTHING)
    if name in counted:
        forms = (_escaped(one).replace(r"\{number\}", _COUNT) for one in counted[name].values())
        held = "|".join(forms)
    return f"(?P<{name}>{held})"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _filled(template: str, values: Mapping[str, str | None], language: str) -> Iterator[Piece]:
    for place, piece in enumerate(_PARTED.split(template)):
        if place % 2 and not all(values.get(name) for name in _BLANK.findall(piece)):
            continue
        for at, one in enumerate(_BLANK.split(piece)):
            if at % 2:
                yield from _held(one, values.get(one) or "", language)
            elif one:
                yield Piece(one)


def _held(blank: str, value: str, language: str) -> Iterator[Piece]:
    words = words_of(_KIND, language)
    if blank in words["counted"]:
        yield Piece(_counted(words["counted"][blank], value, language))
    elif blank == "number":
        yield Piece(_number(value))
    elif blank in _JOINED:
        word = _JOINED[blank]
        between = words_of(_KIND, NARRATED)["between"][word]
        names = value.split(between)
        # "Ministry of Health and Care" is one name.
        if not all(_NAMES.fullmatch(name) for name in names):
            names = [value]
        for place, name in enumerate(names):
            if place:
                yield Piece(words["between"][word])
            yield Piece(name, blank)
    else:
        yield Piece(value, blank)


def _counted(forms: Mapping[str, str], value: str, language: str) -> str:
    digits = re.search(_COUNT, value)
    shown = digits[0] if digits else "1"
    form = plural_form(int(shown.replace(",", "")), language)
    return forms.get(form, forms[tuple(forms)[-1]]).format(number=_number(shown))


def _number(digits: str) -> str:
    return digits.replace(",", "\u202f")


def plural_form(number: int, language: str) -> str:
    """Return the form that a noun has beside a whole number, by the rules of Unicode's CLDR."""
    if language == "ru":
        if number % 10 == 1 and number % 100 != 11:
            return "one"
        return "few" if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else "many"
    if language == "ar":
        if number < 3:
            return ("zero", "one", "two")[number]
        rest = number % 100
        return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"
    if language == "fr":
        return "one" if number < 2 else "other"
    return "one" if number == 1 else "other"
