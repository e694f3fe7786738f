"""Pronouns of a question replaced by the names they stand for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.language.tables import tables
from qa.language.verbs import Form
from qa.people.mentions import Mention, Sort, mentions
from qa.questions.conversation import Conversation
from qa.questions.focus import articles_named, focus_of
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
    own = _names_in(question, conversation.language)
    done: dict[str, str] = {}

    def instead(match: re.Match[str]) -> str:
        name = _referent(question, match, own, conversation)
        if not name or name in done.values():  # once named, a pronoun is clear again
            return match.group()
        done[fold(match["p"])] = name
        return _as_written(name, match, question, conversation.language)

    changed = _patterns(conversation.language).pronoun.sub(instead, question)
    return changed if done else _without_this(changed, question, own, conversation)


def _names_in(question: str, language: str) -> list[Mention]:
    """Return the names in a question, its first word left out."""
    return [m for m in mentions(question) if not _is_lead(m, language)]


def _is_lead(mention: Mention, language: str) -> bool:
    stop_words = tables(language).grammar.stop_words
    one_word = len(mention.text.split()) == 1
    return mention.start == 0 and one_word and fold(mention.text) in stop_words


def _referent(
    question: str, match: re.Match[str], own: Sequence[Mention], conversation: Conversation
) -> str | None:
    grammar = tables(conversation.language).grammar
    word = fold(match["p"])
    before = [m for m in own if m.start < match.start()]
    gender = grammar.pronoun_genders.get(word)
    if gender:
        return None if _has_person(before, gender) else conversation.person(gender)
    if word in grammar.plural_pronouns:
        if any(m.sort is Sort.GROUP for m in before):
            return None
        return _listed(conversation) or conversation.group()
    if word == "there":
        return _there(question, match, conversation)
    nothing = _patterns(conversation.language).expletive.search(question)
    if nothing or any(m.sort is not Sort.PERSON for m in before):
        return None
    return focus_of(conversation) or conversation.thing()


def _there(question: str, match: re.Match[str], conversation: Conversation) -> str | None:
    if _EXISTS.search(question[max(0, match.start() - 12) : match.end() + 12]):
        return None
    place = conversation.place()
    return f"in {place}" if place else None


def _listed(conversation: Conversation) -> str | None:
    """Return the topic or the articles of the question before, when "they" can be these."""
    asked = conversation.last_question()
    if asked is None:
        return None
    if asked.article is not None:
        return articles_named(asked.article)
    topic = asked.topic if asked.kind == "who-said" else None
    short = topic is not None and len(topic.split()) <= _SHORT_TOPIC
    return topic if topic and short and topic.endswith("s") else None


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


def _without_this(
    changed: str, question: str, own: Sequence[Mention], conversation: Conversation
) -> str:
    """Return the question with "this" or "that" replaced, where it stands for a thing before."""
    known = _patterns(conversation.language)
    if own or known.clause.search(question):
        return changed
    found = known.alone.search(changed)
    if not found:
        return changed
    thing = focus_of(conversation) or conversation.prominent(
        lambda mention: 1.0 if mention.sort is not Sort.PERSON else 0.2
    )
    if not thing or stems(thing) <= stems(changed):
        return changed
    return changed[: found.start()] + thing + changed[found.end() :]
