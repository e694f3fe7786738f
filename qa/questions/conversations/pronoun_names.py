"""Pronouns of a question replaced by the names they stand for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.language.tables import tables
from qa.language.verbs import Form
from qa.people.mentions import Mention, Sort, mentions
from qa.questions.conversations.conversation import Conversation
from qa.questions.conversations.focus import articles_named, counted, focus_of, roles_of
from qa.text.patterns import one_of, regex
from qa.text.words import fold, stems

_SHORT_TOPIC = 3
_NEUTER = ("it", "its")
_EXISTS = regex(
    r"\b(?:is|are|was|were|be|been|any|will|would|has|have|had|does|do|did) "
    r"there\b(?!\s*[?.!]*$)|\bthere (?:is|are|was|were|any|been|be|a|another|other|more|anything|"
    r"anyone)\b"
)
_POSSESSIVES = frozenset(["his", "their", "its", "hers", "theirs"])


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of one language.

    `object_her` is what follows "her" as an object, `expletive` an "it" that means nothing, `alone`
    this or that by itself, `clause` "that" as a conjunction.
    """

    pronoun: re.Pattern[str]
    object_her: re.Pattern[str]
    expletive: re.Pattern[str]
    alone: re.Pattern[str]
    clause: re.Pattern[str]


@lru_cache
def _patterns(language: str) -> _Patterns:
    known = tables(language)
    ask, grammar = known.questions, known.grammar
    pronouns = {*grammar.pronoun_genders, *grammar.plural_pronouns, *_NEUTER, "there"}
    true = one_of(ask.expletives)
    forms = (Form.BASE, Form.PRESENT, Form.PAST, Form.PARTICIPLE)
    verbs = [word for one in known.speech.entries for word in one.words(*forms)]
    return _Patterns(
        pronoun=regex(rf"\b(?P<p>{one_of(sorted(pronouns))})\b(?P<short>['’](?:s|d|ll|ve|re)\b)?"),
        object_her=regex(rf"^(?:\s*[?.!,;]|\s*$|\s+(?:{one_of(ask.after_her)})\b)"),
        expletive=regex(
            rf"\b(?:it (?:is |was |be )?(?:{true}|(?:take|takes|took)(?! part| place)|cost to|"
            rf"mean to|like to)|(?:is|was) it (?:{true}|that)|what is it like)\b"
        ),
        alone=regex(
            rf"\b(?P<d>{one_of(ask.demonstratives)})\b"
            rf"(?=\s*(?:[?.!,;]|$|(?:{one_of(ask.after_this)})\b))"
        ),
        clause=regex(
            rf"\b(?:{one_of(verbs)}|so|fact|is it true|all|everything|anything|something|one|"
            r"those|the (?:\w+ )?\w+) that\b"
        ),
    )


def with_names(question: str, conversation: Conversation) -> str:
    """Return the question with the pronouns that point back out of it replaced by names."""
    return next(iter(namings(question, conversation)), question)


def namings(question: str, conversation: Conversation) -> list[str]:
    """Return the question with its pronouns replaced, the likeliest way first, none twice.

    The others differ from it in what one of the pronouns stands for. Empty where nothing that was
    named before fits.
    """
    typed, question = question, _how_many(question, conversation)
    own = _names_in(question, conversation.language)
    places: dict[str, re.Match[str]] = {}
    fitting: dict[str, tuple[str, ...]] = {}
    for match in _patterns(conversation.language).pronoun.finditer(question):
        one = _meaning_one(fold(match["p"]), conversation.language)
        names = () if one in fitting else _fitting(question, match, own, conversation)
        if names:  # once named, a pronoun is clear again
            fitting[one], places[one] = names, match
    if not fitting:
        with_this = _without_this(question, own, conversation)
        return with_this or ([question] if question != typed else [])
    ways = [_way(fitting)]
    for one, names in fitting.items():
        ways += [_way({**fitting, one: (name,)}) for name in names[1:]]
    language = conversation.language
    return list(dict.fromkeys(_filled(question, places, way, language) for way in ways))


def _how_many(question: str, conversation: Conversation) -> str:
    """Return "how many are missing" with what the question before counted."""
    number = counted(conversation)
    return _uncounted(conversation.language).sub(rf"\1 {number}", question) if number else question


@lru_cache
def _uncounted(language: str) -> re.Pattern[str]:
    auxiliaries = one_of(tables(language).questions.auxiliaries)
    return regex(rf"^((?:and |but |so )*how many)(?= (?:{auxiliaries})\b(?! there))")


def _meaning_one(pronoun: str, language: str) -> str:
    """Return the same for the pronouns of one question that mean the same: he, him and his."""
    grammar = tables(language).grammar
    if pronoun in grammar.plural_pronouns:
        return "they"
    return grammar.pronoun_genders.get(pronoun) or pronoun[:2]


def _way(fitting: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return for each pronoun the first name that fits and that no other pronoun takes."""
    taken: dict[str, str] = {}
    for one, names in sorted(fitting.items(), key=lambda pair: len(pair[1])):
        free = [name for name in names if name not in taken.values()]
        if free:
            taken[one] = free[0]
    return {one: taken[one] for one in fitting if one in taken}


def is_clear(question: str, conversation: Conversation) -> bool:
    """Whether each pronoun of a question means the one person of its gender named before."""
    grammar = tables(conversation.language).grammar
    found = _patterns(conversation.language).pronoun.finditer(question)
    genders = [grammar.pronoun_genders.get(fold(match["p"])) for match in found]
    return bool(genders) and all(g and conversation.is_the_only(g) for g in genders)


def _filled(
    question: str, places: Mapping[str, re.Match[str]], way: Mapping[str, str], language: str
) -> str:
    """Return the question with each pronoun at its place replaced by what it stands for."""
    for one, name in reversed(list(way.items())):
        match = places[one]
        written = _as_written(name, match, question, language)
        question = question[: match.start()] + written + question[match.end() :]
    return question


def _names_in(question: str, language: str) -> list[Mention]:
    """Return the names in a question, its first word left out."""
    return [m for m in mentions(question) if not _is_lead(m, language)]


def _is_lead(mention: Mention, language: str) -> bool:
    stop_words = tables(language).grammar.stop_words
    one_word = len(mention.text.split()) == 1
    return mention.start == 0 and one_word and fold(mention.text) in stop_words


def _fitting(
    question: str, match: re.Match[str], own: Sequence[Mention], conversation: Conversation
) -> tuple[str, ...]:
    """Return what a pronoun may stand for, the likeliest first; nothing where it is clear."""
    grammar = tables(conversation.language).grammar
    word = fold(match["p"])
    before = [m for m in own if m.start < match.start()]
    gender = grammar.pronoun_genders.get(word)
    if gender:
        if _has_person(before, gender):
            return ()
        return (*conversation.people(gender), *roles_of(conversation))
    if word in grammar.plural_pronouns:
        if any(m.sort is Sort.GROUP for m in before):
            return ()
        number = counted(conversation)
        if not number:
            return (*_listed(conversation), *conversation.groups())
        others = (name for name in conversation.groups() if not name.endswith(number))
        return (f"the {number}", *others)
    if word == "there":
        return _there(question, match, conversation)
    nothing = _patterns(conversation.language).expletive.search(question)
    if nothing or any(m.sort is not Sort.PERSON for m in before):
        return ()
    focus = focus_of(conversation)
    return (*([focus] if focus else []), *conversation.things())


def _there(question: str, match: re.Match[str], conversation: Conversation) -> tuple[str, ...]:
    if _EXISTS.search(question[max(0, match.start() - 12) : match.end() + 12]):
        return ()
    return tuple(f"in {place}" for place in conversation.places())


def _listed(conversation: Conversation) -> tuple[str, ...]:
    """Return the topic or the articles of the question before, when "they" can be these."""
    asked = conversation.last_question()
    if asked is None:
        return ()
    if asked.article is not None:
        articles = articles_named(asked.article)
        return (articles,) if articles else ()
    topic = asked.topic if asked.kind == "who-said" else None
    short = topic is not None and len(topic.split()) <= _SHORT_TOPIC
    return (topic,) if topic and short and topic.endswith("s") else ()


def _has_person(before: Sequence[Mention], gender: str) -> bool:
    return any(m.sort in {Sort.PERSON, Sort.NAME} and m.gender in {"", gender} for m in before)


def _as_written(name: str, match: re.Match[str], question: str, language: str) -> str:
    word = fold(match["p"])
    after = question[match.end() :]
    if word in _POSSESSIVES or (word == "her" and not _patterns(language).object_her.match(after)):
        return name + ("'" if name.endswith("s") else "'s")
    if match.start() == 0:
        name = name[:1].upper() + name[1:]
    return name + (match["short"] or "")


def _without_this(question: str, own: Sequence[Mention], conversation: Conversation) -> list[str]:
    """Return the question with "this" or "that" replaced, where it stands for a thing before."""
    known = _patterns(conversation.language)
    found = known.alone.search(question)
    if own or not found or known.clause.search(question):
        return []
    focus = focus_of(conversation)
    named = conversation.prominent(lambda m: 1.0 if m.sort is not Sort.PERSON else 0.2)
    things = list(dict.fromkeys([*([focus] if focus else []), *named]))
    if not things or stems(things[0]) <= stems(question):
        return []
    return [question[: found.start()] + thing + question[found.end() :] for thing in things]
