"""Patterns of the questions that ask for somebody's words, made from the tables of a language.

Each gives who is to have spoken (`who` or `subject`), the `verb` or `noun`, and the `topic`.
"""

import re

from qa.language.tables import tables
from qa.language.verbs import Form
from qa.questions.speech_patterns import SpeechPatterns
from qa.text.patterns import forms_of_noun, one_of, regex

# An article or possessive needs its noun before a verb can come: "What did the state say", and a
# title its name: "What did Dr. Read say".
_NO_ARTICLE = "".join(
    rf"(?<!\b{word})"
    for word in (
        *("the", "a", "an", "his", "her", "its", "their", "['’]s"),
        *(f"{title}{dot}" for title in ("mr", "mrs", "ms", "dr", "prof") for dot in ("", r"\.")),
    )
)


def of_somebody(language: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns for "What did Moss say about the dam?", the most particular first."""
    known = tables(language)
    ask, verbs = known.questions, SpeechPatterns(known)
    auxiliary, nouns = one_of(ask.auxiliaries), forms_of_noun(known.speech.asked_nouns)
    given = forms_of_noun(known.speech.given_nouns)
    asked = rf"^(?:and |but )?(?:what|which|how)(?P<thing>(?: (?!(?:{auxiliary})\b)[\w'-]+){{0,6}})"
    who = _subject(language)
    how = rf"(?:(?:{one_of(ask.adverbs)}|{one_of(ask.each)}) )*"
    perfect = one_of(ask.perfect)
    patterns = (
        # What did Bordyuzha say about Iran
        rf"{asked} (?:{one_of(ask.do_and_modals)}) {who} {how}(?:to )?"
        rf"{verbs.after_what(Form.BASE)}(?P<topic>.*)$",
        # What has Bordyuzha said about Iran, What would Bordyuzha have said about Iran
        rf"{asked} (?:{perfect}|(?:would|might|may|could|should)(?= .* have )) {who} {how}"
        rf"(?:have |had )?{verbs.after_what(Form.PARTICIPLE)}(?P<topic>.*)$",
        # What is Bordyuzha saying about Iran
        rf"{asked} (?:{one_of(ask.be)}) {_busy(language)} {how}"
        rf"(?P<verb>{verbs.telling(Form.ING)})\b(?P<topic>.*)$",
        # What reason did the judge give for the ruling
        rf"^what (?:\w+ )?(?:{nouns}|{given}) (?:{auxiliary}) (?P<who>.{{2,60}}?) "
        rf"(?:(?:{one_of(ask.giving)})(?P<maybe>))\b(?P<topic>(?: (?:{one_of(ask.about)})\b.*)?)$",
        # what Bordyuzha said about Iran
        rf"^what (?P<subject>(?:(?!\b(?:{auxiliary})\b).){{2,60}}?){_NO_ARTICLE} "
        rf"(?:(?:{one_of(ask.adverbs)}|{perfect}) )*"
        rf"(?P<verb>{verbs.telling(Form.PRESENT, Form.PAST)})\b(?P<topic>.*)$",
        # What is Bordyuzha's view on Iran
        rf"^(?:what (?:{one_of(ask.be)})|what's|what about|describe|summari[sz]e|explain|give)?\s*"
        rf"(?P<who>(?:(?!\b(?:{auxiliary})\b)[^?]){{2,60}}?)(?:['’]s|s['’]) (?:\w+ )?"
        rf"(?P<noun>{nouns})\b(?P<topic>(?: (?:{one_of(ask.about)})\b.*)?)$",
        # What is the position of the CSTO on Iran
        rf"^(?:what (?:{one_of(ask.be)})|what's|describe|summari[sz]e|explain)?\s*(?:the |any )?"
        rf"(?:\w+ )?(?P<noun>{nouns}) (?:of|from|by|made by|expressed by) (?P<who>.{{2,60}}?)"
        rf"(?P<topic>(?: (?:{one_of(ask.about_names)})\b.*)?)$",
    )
    return tuple(regex(pattern) for pattern in patterns)


def _subject(language: str) -> str:
    auxiliary = one_of(tables(language).questions.auxiliaries)
    return rf"(?P<who>(?!be\b)(?:(?!\b(?:{auxiliary})\b).){{2,80}}?){_NO_ARTICLE}"


def _busy(language: str) -> str:
    """Return the subject of "What is she SAYING": a name, a noun, or a few words after "the"."""
    grammar = tables(language).grammar
    word = rf"(?: (?!(?:{one_of(tables(language).questions.auxiliaries)})\b)[\w.-]+)"
    determined = rf"(?:{one_of(sorted(grammar.determiners))})\b{word}{{1,4}}?"
    named = rf"(?-i:[A-Z])[\w.'’-]*{word}{{0,3}}?"
    small = rf"(?!we\b)[\w-]+(?: (?!(?:{one_of(sorted(grammar.prepositions))})\b)[\w-]+)?"
    return rf"(?P<who>{determined}|{named}|{small})"


def whoever(language: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns for "Who VERBed that ...?"; each auxiliary has its form of the verb."""
    known = tables(language)
    ask, verbs = known.questions, SpeechPatterns(known)
    who = rf"(?:who|which \w+(?: (?!(?:{one_of(ask.auxiliaries)})\b)\w+)?)(?: else)?"
    how = rf"(?: (?:{one_of(ask.adverbs)}))*"
    patterns = (
        rf"{who}{how} {verbs.after_who(Form.PRESENT, Form.PAST)}",
        rf"(?:who|which \w+s)(?: else)?{how} {verbs.after_who(Form.BASE)}",
        rf"{who}{how} (?:{one_of(ask.do_and_modals)}){how} {verbs.after_who(Form.BASE)}",
        rf"{who}{how} (?:{one_of(ask.perfect)}){how} {verbs.after_who(Form.PARTICIPLE)}",
        rf"{who}{how} (?:{one_of(ask.be)}){how} {verbs.after_who(Form.ING)}",
    )
    return tuple(regex(rf"^{pattern}(?P<topic>.*)$") for pattern in patterns)


def whether(language: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns for "Did Moss say that the dam leaks?"."""
    known = tables(language)
    ask, verbs = known.questions, SpeechPatterns(known)
    who, how = r"(?P<who>(?!there\b).{2,60}?)" + _NO_ARTICLE, rf"(?:(?:{one_of(ask.adverbs)}) )*"
    patterns = (
        rf"^(?:{one_of(ask.do_and_modals)}) {who} {how}{verbs.after_subject(Form.BASE)}",
        rf"^(?:{one_of(ask.perfect)}) {who} {how}{verbs.after_subject(Form.PARTICIPLE)}",
        rf"^(?:{one_of(ask.be)}) {who} {how}(?P<verb>{verbs.telling(Form.ING)})\b",
    )
    return tuple(regex(rf"{pattern}(?P<topic>.*)$") for pattern in patterns)


def why(language: str) -> re.Pattern[str]:
    """Return the pattern for "Why does Moss think that the dam leaks?"."""
    known = tables(language)
    ask, verbs = known.questions, SpeechPatterns(known)
    how = rf"(?:(?:{one_of(ask.adverbs)}) )*"
    who = rf"(?P<who>.{{2,60}}?){_NO_ARTICLE}"
    return regex(
        rf"^why (?:{one_of(ask.do_and_modals)}) {who} {how}{verbs.after_subject(Form.BASE)}"
    )
