"""Whose words are asked for, and about what.

The patterns are tried from the most particular to the most general, on the question without its
politeness; each gives who is to have spoken (`who`), the verb or noun, and the topic.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.answers import Kind
from qa.language.tables import tables
from qa.language.verbs import Asking, Form, Takes
from qa.people.names import Kind as NameKind
from qa.people.names import kind_of as kind_of_name
from qa.people.names import looks_like_name
from qa.questions.kinds import kind_of
from qa.questions.names_asked import are_names, split_names
from qa.questions.question import Asks
from qa.questions.speech_questions import of_somebody, whether, whoever, why
from qa.text.patterns import forms_of_noun, one_of, regex
from qa.text.words import fold, is_content, words


@dataclass(frozen=True, slots=True)
class SoughtSpeech:
    """Who is asked for words ("" for anybody), the topic as it stands, and how sure that is."""

    who: str
    topic: str
    asks: Asks = Asks.ANYTHING
    kind: Kind = Kind.WHO_SAID
    sure: bool = True


def sought_speech(core: str, language: str = "en") -> SoughtSpeech | None:
    """Return whose words are asked for, `None` when nobody's are."""
    known = _patterns(language)
    according, core = _according(core, known)
    if according is not None:
        return according
    for pattern in known.somebody:
        found = pattern.match(core)
        who = _who(found, known) if found else ""
        if found and _can_speak(who, known):
            return _from_match(core, found, who, known)
    for pattern in known.whoever:
        found = pattern.match(core)
        if found:
            return SoughtSpeech("", found["topic"], Asks.PERSON, sure=_plainly(found, known))
    found = known.speaker_on.match(core)
    if found and looks_like_name(found["who"]) and not _starts_question(found["who"], known):
        return SoughtSpeech(found["who"], found["topic"], sure=False)
    return None


def said_or_not(core: str, language: str = "en") -> SoughtSpeech | None:
    """Return who is to have said what in "Did she say that the dam leaks?"."""
    known = _patterns(language)
    for pattern in known.whether:
        found = pattern.match(core)
        if found and found["who"].casefold() != "you" and _can_speak(found["who"], known):
            who = found["who"]
            sure = found["verb"].casefold() in known.plain and _named(who, known)
            return SoughtSpeech(who, found["topic"], kind=Kind.YES_NO, sure=sure)
    return None


def why_said(core: str, language: str = "en") -> SoughtSpeech | None:
    """Return whose reasons "Why does Moss think that the dam leaks?" asks for.

    None where somebody is not named, or acts ("Why did Moss resign?"): others may tell why.
    """
    known = _patterns(language)
    found = known.why.match(core)
    if found is None or not _can_speak(found["who"], known) or not _named(found["who"], known):
        return None
    if found["verb"].casefold() not in known.plain | known.beliefs:
        return None
    return SoughtSpeech(found["who"], "", Asks.REASON, kind=Kind.OPEN)


def _named(who: str, known: "_Patterns") -> bool:
    """Whether people are named: for a country or a body its ministers and spokesmen speak."""
    each = split_names(who, known.language)
    places = tables(known.language).names.places
    return are_names(each, known.language) and not any(
        fold(one.split()[-1]) in places or kind_of_name(one) is NameKind.BODY for one in each
    )


def without_source(core: str, language: str = "en") -> str:
    """Return a question without "According to the report," at its head."""
    found = _patterns(language).according_first.match(core)
    return found["topic"] if found else core


def tidy_topic(rest: str, language: str = "en") -> str | None:
    """Return what follows the verb without the preposition that ties it, `None` when empty."""
    topic = _patterns(language).lead.sub("", rest.strip()).strip(" ,:;\"'“”")
    return " ".join(topic.split()) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    """The patterns of one language; `plain`, `topical` and `beliefs` are forms of verbs."""

    language: str
    according_first: re.Pattern[str]
    according_last: re.Pattern[str]
    somebody: tuple[re.Pattern[str], ...]
    whoever: tuple[re.Pattern[str], ...]
    whether: tuple[re.Pattern[str], ...]
    why: re.Pattern[str]
    speaker_on: re.Pattern[str]
    about_next: re.Pattern[str]
    subject: re.Pattern[str]
    lead: re.Pattern[str]
    no_speakers: re.Pattern[str]
    records: re.Pattern[str]
    plain_nouns: re.Pattern[str]
    plain: frozenset[str]
    topical: frozenset[str]
    beliefs: frozenset[str]


@lru_cache
def _patterns(language: str) -> _Patterns:
    known = tables(language)
    ask = known.questions
    articles, about = one_of(ask.articles), one_of(ask.about)
    according = one_of(ask.according)
    return _Patterns(
        language=language,
        according_first=regex(rf"^(?:{according}) (?P<who>[^,?]{{2,60}}), (?P<topic>.+)$"),
        according_last=regex(rf"^(?P<topic>.+?),? (?:{according}) (?P<who>[^,?]{{2,60}})$"),
        somebody=of_somebody(language),
        whoever=whoever(language),
        whether=whether(language),
        why=why(language),
        speaker_on=regex(r"^(?P<who>[^?]{2,50}?) (?:on|about|regarding) (?P<topic>.+)$"),
        about_next=regex(rf"^(?: (?:{about}|{one_of(ask.occasions)})\b.*)?$"),
        subject=regex(rf"^(?:{one_of(ask.subject_openings)})\b"),
        lead=regex(rf"^[\s,:]*(?:(?:{about}|{one_of(ask.addressees)})\b[\s:]*)+"),
        no_speakers=regex(
            rf"^(?:{one_of(ask.no_speakers)}|(?:(?:the|this|that|an?|any|some|his|her|their|your|"
            rf"our|its|these|those|all|all the)\s+)?(?:{articles}|author|writer))$"
        ),
        records=regex(rf"\b(?:{articles}|{one_of(ask.records)})$"),
        plain_nouns=regex(forms_of_noun(known.speech.plain_nouns)),
        plain=_forms(language, Asking.PLAIN),
        topical=_forms(language, Asking.TOPICAL),
        beliefs=_forms(language, Asking.SAID, Takes.BELIEF),
    )


def _forms(language: str, asking: Asking, takes: Takes | None = None) -> frozenset[str]:
    """Return all forms of the verbs that ask so and, where it is given, take this."""
    entries = tables(language).speech.entries
    fitting = (one for one in entries if one.asking is asking and takes in {None, one.takes})
    wanted = (Form.BASE, Form.PRESENT, Form.PAST, Form.PARTICIPLE, Form.ING)
    return frozenset(word for one in fitting for word in one.words(*wanted))


def _according(core: str, known: _Patterns) -> tuple[SoughtSpeech | None, str]:
    """Return whose words "according to" names; else the question without the papers it names."""
    for pattern in (known.according_first, known.according_last):
        found = pattern.match(core)
        if found and not known.records.search(found["who"]):
            asks = kind_of(found["topic"], known.language)[1]
            named = are_names(split_names(found["who"], known.language), known.language)
            sure = asks is Asks.ANYTHING and named
            return SoughtSpeech(found["who"], found["topic"], asks, sure=sure), core
        core = found["topic"] if found else core
    return None, core


def _who(found: re.Match[str], known: _Patterns) -> str:
    """Return who is to have spoken, nothing where the words before the verb name nobody."""
    groups = found.groupdict()
    subject = groups.get("subject")
    if not subject:
        return groups["who"] or ""
    typed_small = " " not in subject and known.about_next.match(groups["topic"] or "")
    each = split_names(subject, known.language) or (subject,)
    named = all(looks_like_name(one) or known.subject.match(one) for one in each)
    told = typed_small or named or known.subject.match(subject)
    return subject if told else ""


def _from_match(core: str, found: re.Match[str], who: str, known: _Patterns) -> SoughtSpeech:
    groups = found.groupdict()
    topic = " ".join(part for part in (groups.get("thing"), groups.get("topic")) if part)
    kind, asks = kind_of(core, known.language)
    if groups.get("maybe") is not None:
        return SoughtSpeech(who, topic, asks, kind=kind, sure=False)
    return SoughtSpeech(
        who, topic, asks, sure=_plainly(found, known) and not known.records.search(who)
    )


def _plainly(found: re.Match[str], known: _Patterns) -> bool:
    """Whether nothing but somebody's words would answer."""
    groups = found.groupdict()
    noun, verb = groups.get("noun"), (groups.get("verb") or "").casefold()
    if noun:
        return known.plain_nouns.fullmatch(noun) is not None
    about = known.about_next.match(groups.get("topic") or "")
    return verb in known.plain or (verb in known.topical and about is not None)


def _can_speak(who: str, known: _Patterns) -> bool:
    plain = who.strip().casefold()
    if known.no_speakers.match(plain) or _starts_question(plain, known):
        return False
    people = tables(known.language).grammar.pronouns - {"it"}
    return any(is_content(w.text) or fold(w.text) in people for w in words(plain))


def _starts_question(text: str, known: _Patterns) -> bool:
    first = text.split()[0].casefold() if text.split() else ""
    return first in tables(known.language).questions.words
