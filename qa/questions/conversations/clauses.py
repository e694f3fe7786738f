"""Follow-ups that are a clause, or have a name in front: "When he left?", "The mayor, did he?"."""

import re
from functools import lru_cache

from qa.language.tables import tables
from qa.people.mentions import mentions
from qa.questions.conversations.conversation import Conversation
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words

_TWO = 2


@lru_cache
def _clause(language: str) -> re.Pattern[str]:
    ask = tables(language).questions
    not_asking = rf"(?!(?:{one_of([*ask.auxiliaries, *ask.words])})\b)"
    return regex(rf"^(?P<clause>(?P<word>{one_of(ask.clauses)})\s+{not_asking}\w+ .*?)[?.!\s]*$")


@lru_cache
def _fronted(language: str) -> re.Pattern[str]:
    openings = one_of(tables(language).questions.openings)
    return regex(
        rf"^(?P<who>(?:(?:the|its|their|his|her) |(?-i:[A-Z]))[\w'’. -]{{2,50}}), "
        rf"(?P<rest>(?:{openings})\b.+)$"
    )


def with_clause(bare: str, conversation: Conversation) -> str | None:
    """Return the question before with "when he left" in place of such a clause, or at its end."""
    found = _clause(conversation.language).match(bare)
    if not found or len(words(bare)) <= _TWO:
        return None
    body = conversation.question.rstrip(" ?.!")
    old = regex(rf"[ ,]+{found['word']} [^,]*$").search(body)
    kept = body[: old.start()] if old and old.start() else body
    return f"{kept} {found['clause'][:1].lower()}{found['clause'][1:]}?"


def with_fronted(bare: str, conversation: Conversation) -> str | None:
    """Return "the minister, what does he say" with the minister in the pronoun's place."""
    found = _fronted(conversation.language).match(bare)
    if not found or not _is_somebody(found["who"]):
        return None
    grammar = tables(conversation.language).grammar
    pronouns = one_of([*grammar.pronoun_genders, *grammar.neuter_pronouns])
    who, rest = found["who"], found["rest"]
    pronoun = regex(rf"\b(?:{pronouns})\b").search(rest)
    if not pronoun:
        return f"{rest.rstrip(' ?.!')}, according to {who}?"
    possessive = fold(pronoun.group()) in grammar.possessive_pronouns and rest[pronoun.end() :]
    name = f"{who}'s" if possessive else who
    return rest[: pronoun.start()] + name + rest[pronoun.end() :]


def _is_somebody(who: str) -> bool:
    """Whether all of the words call somebody or something: not "In Riga" or "Yesterday"."""
    return who[:1].islower() or any(m.text == who for m in mentions(f"about {who}"))
