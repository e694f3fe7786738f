"""What a conversation has mentioned so far, and what of it is prominent."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.language.tables import tables
from qa.people.matching import same_person
from qa.people.mentions import Mention, Sort, mentions
from qa.questions.question import Question
from qa.questions.understanding import understand
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words

_FADE = 0.8
_OF_QUESTIONS, _FIRST_OF_QUESTIONS = 2.0, 1.0
_OF_ANSWERS, _FIRST_OF_ANSWERS = 0.6, 0.6
_NEXT = re.compile(r" (?P<word>[a-z][a-z-]+)\b")
_CITED = re.compile(r"(?P<lead>^|: ?)[“\"](?P<words>[^\n]*?)[”\"](?= \[\d+\]|$)", re.MULTILINE)
LONGEST = 1000
"""Characters of an earlier question or answer that are looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """Something mentioned before: how it is called, how prominent it is, when it last came up."""

    mention: Mention
    weight: float
    exchange: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """What earlier exchanges have established; `question` and `answer` are the last ones.

    `is_person` tells whether a name is somebody's by more than its shape.
    """

    known: tuple[Known, ...] = ()
    question: str = ""
    answer: str = ""
    exchange: int = 0
    is_person: Callable[[str], bool] = lambda _: False
    language: str = "en"

    def after_question(self, text: str) -> "Conversation":
        """Return the conversation after a question, made self-contained, was asked."""
        # Who is asked about is who the conversation is about, whatever the verb.
        found = [replace(mention, acts=True) for mention in _named(text, self.language)]
        asked = replace(self, exchange=self.exchange + 1, question=text, answer="")
        return asked._with(found, _OF_QUESTIONS, _FIRST_OF_QUESTIONS)

    def after_answer(self, text: str) -> "Conversation":
        """Return the conversation after an answer was given; one that says nothing counts not."""
        if _no_answer(self.language).match(text):
            return self
        found = _named(_unquoted(text), self.language)
        return replace(self, answer=text)._with(found, _OF_ANSWERS, _FIRST_OF_ANSWERS)

    def last_question(self) -> Question | None:
        """Return the last question understood, `None` when it has no words."""
        return understood(self.question, self.language)

    def prominent(self, fits: Callable[[Mention], float]) -> tuple[str, ...]:
        """Return what fits and was prominent lately, the best first; nothing that fits 0."""
        scored = [
            (
                known.weight * _FADE ** (self.exchange - known.exchange) * fit,
                known.exchange,
                known.mention.text,
            )
            for known in self.known
            if (fit := fits(known.mention)) > 0
        ]
        return tuple(text for *_, text in sorted(scored, reverse=True))

    def people(self, gender: str) -> tuple[str, ...]:
        """Return the people whom "he" ("m"), "she" ("f") or either ("") may mean."""

        def fits(mention: Mention) -> float:
            if mention.gender and gender and mention.gender != gender:
                return 0.0
            if mention.sort is Sort.PERSON:
                return (1.5 if mention.gender == gender else 1.0) * (1.0 if mention.sure else 0.6)
            # A bare surname: only where it does something, and never a name of several words.
            plain = mention.sort is Sort.NAME and mention.acts and len(mention.key) == 1
            return 0.35 if plain else 0.0

        return self.prominent(fits)

    def is_the_only(self, gender: str) -> bool:
        """Whether one person was named that can be "he" or "she", and of that gender for sure."""
        names = self.people(gender)
        told = [one.mention.gender for one in self.known if one.mention.text in names]
        return told == [gender]

    def groups(self) -> tuple[str, ...]:
        """Return the groups, and what may be one, that "they" may mean."""
        fit = {Sort.GROUP: 1.5, Sort.NAME: 0.5, Sort.THING: 0.4, Sort.PERSON: 0.35, Sort.PLACE: 0.2}
        return self.prominent(lambda mention: fit[mention.sort])

    def things(self) -> tuple[str, ...]:
        """Return the things that "it" may mean."""
        fit = {Sort.THING: 1.4, Sort.NAME: 0.9, Sort.GROUP: 0.9, Sort.PLACE: 0.5, Sort.PERSON: 0.0}
        return self.prominent(lambda mention: fit[mention.sort])

    def places(self) -> tuple[str, ...]:
        """Return the places that "there" may mean."""
        return self.prominent(lambda mention: 1.0 if mention.sort is Sort.PLACE else 0.0)

    def _with(self, found: Sequence[Mention], each: float, first: float) -> "Conversation":
        known = list(self.known)
        for mention in found:
            gain = each + (first if mention.first else 0.0)
            for place, old in enumerate(known):
                if _same(old.mention, mention):
                    weight = old.weight * _FADE ** (self.exchange - old.exchange) + gain
                    known[place] = Known(_fuller(old.mention, mention), weight, self.exchange)
                    break
            else:
                known.append(Known(mention, gain, self.exchange))
        return replace(self, known=tuple(known))


def understood(question: str, language: str) -> Question | None:
    """Return a question of any length understood, `None` when it has no words."""
    return understand(question[:LONGEST], language=language) if words(question) else None


@lru_cache
def _no_answer(language: str) -> re.Pattern[str]:
    return regex(rf"^(?:{one_of(tables(language).questions.no_answers)})\b")


def _unquoted(answer: str) -> str:
    """Return an answer without its own quotation marks, within which no name would be seen."""
    return _CITED.sub(lambda line: f"{line['lead'] or ''} {line['words']} ", answer)


def _named(text: str, language: str) -> list[Mention]:
    """Return what a text names; nationalities before a noun name nobody."""
    return [one for one in mentions(text, language) if not _is_adjective(one, text, language)]


def _is_adjective(mention: Mention, text: str, language: str) -> bool:
    """Whether a name of one word only says of what sort the noun after it is."""
    known = tables(language)
    follows = _NEXT.match(text, mention.start + len(mention.text))
    if " " in mention.text or not follows:
        return False
    word, after = fold(mention.text), follows["word"]
    if after in known.names.role_heads or after in known.names.people:
        return True
    if after in known.grammar.stop_words or after in known.speech.verbs:
        return False
    if word in known.names.nationalities:
        return True
    return word.endswith(known.names.nationality_endings) and after.endswith("s")


def _same(one: Mention, other: Mention) -> bool:
    if one.key == other.key:
        return True
    both = {one.sort, other.sort} <= {Sort.PERSON, Sort.NAME, Sort.PLACE}
    return both and Sort.PERSON in {one.sort, other.sort} and same_person(one.text, other.text)


def _fuller(one: Mention, other: Mention) -> Mention:
    best = max(one, other, key=lambda m: len(m.key))
    sort = one.sort if other.sort is Sort.NAME else other.sort
    sorts = {one.sort, other.sort}
    if Sort.PERSON in sorts:
        shaped = Sort.PLACE in sorts and not (one.sure or other.sure)
        sort = Sort.PLACE if shaped else Sort.PERSON
    return replace(
        best,
        sort=sort,
        gender=one.gender or other.gender,
        sure=one.sure or other.sure,
        acts=one.acts or other.acts,
    )
