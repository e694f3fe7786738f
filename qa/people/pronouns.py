"""Whom "he", "she", "they" and "it" mean, by who spoke or was named last.

A pronoun is resolved within its sentence first, then to the last speaker, then to the subject of
one of the sentences before; never across more than a few sentences, and never against a gender
that a title or given name tells.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.articles.article import Span
from qa.people.cast import Cast, Person
from qa.text.frames import Frame, Token
from qa.text.noun_phrases import phrase_after

_REACH = 3


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one sentence leaves behind for the pronouns after it."""

    named: tuple[Person, ...]
    speakers: tuple[str, ...]


class Memory:
    """Who was named and who spoke in the last sentences of an article."""

    def __init__(self, cast: Cast, text: str) -> None:
        self.cast = cast
        self.text = text
        self.past: deque[_Seen] = deque(maxlen=_REACH)
        self.here: list[tuple[int, Person]] = []
        self.by_name = {person.name: person for person in cast.everybody()}

    def enter(self, frame: Frame) -> None:
        """Begin a sentence."""
        self.here = list(self.cast.named_in(frame))

    def leave(self, speakers: Iterable[str | None]) -> None:
        """End a sentence, keeping who was named in it and who spoke, by the fullest names."""
        spoke = tuple(dict.fromkeys(name for name in speakers if name))
        if spoke or self.here:
            self.past.appendleft(_Seen(tuple(person for _, person in self.here), spoke))

    def pass_over(self) -> None:
        """End a sentence that may not be believed: whom it names is nobody's antecedent."""
        self.past.appendleft(_Seen((), ()))

    def speaker(self, tokens: Sequence[Token], subject: tuple[int, int]) -> str | None:
        """Return the fullest name of the speaker whom `tokens[subject]` names."""
        words = tokens[subject[0] : subject[1]]
        first = words[0].low
        if len(words) == 1 and self._is_pronoun(first):
            return self._pronoun(first, subject[0])
        name, person = self.cast.name_of(words, self.text)
        if person is not None and not person.body and len(person.keys) > 1:
            person.human = True  # a name that speaks: what else could it be
        if person is None:
            return self.cast.apposed(tokens, subject[1], self.text) or name
        return name

    def opening(self, frame: Frame) -> tuple[str | None, Span] | None:
        """Return the speaker named by the noun phrase that opens a sentence, and its span."""
        phrase = phrase_after(frame.tokens, 0)
        if phrase is None:
            return None
        span = frame.tokens[phrase[0]].start, frame.tokens[phrase[1] - 1].end
        return self.speaker(frame.tokens, phrase), span

    def previous_subject(self) -> str | None:
        """Return who spoke, or was named first, in the sentence before."""
        for seen in list(self.past)[:1]:
            if seen.speakers:
                return seen.speakers[0]
            return next((person.name for person in seen.named if person.human), None)
        return None

    def _is_pronoun(self, word: str) -> bool:
        grammar = self.cast.grammar
        others = grammar.pronouns | grammar.plural_pronouns | grammar.neuter_pronouns
        return word in grammar.pronoun_genders or word in others

    def _pronoun(self, word: str, place: int) -> str | None:
        grammar = self.cast.grammar
        gender = grammar.pronoun_genders.get(word)
        if gender is not None:
            return self._person(gender, place)
        if word in grammar.neuter_pronouns:
            return self._body_here(place) or self._other_than_person()
        return self._other_than_person() if word in grammar.plural_pronouns else None

    def _body_here(self, place: int) -> str | None:
        """Return the body named last before `place` in this sentence."""
        named = [one.name for position, one in self.here if position < place and one.body]
        return named[-1] if named else None

    def _person(self, gender: str, place: int) -> str | None:
        candidates: list[Person | None] = [
            person for position, person in self.here if position < place
        ]
        for seen in self.past:
            candidates.extend(self.by_name.get(name) for name in seen.speakers)
            candidates.extend(seen.named)
        fitting = [one for one in candidates if one is not None and _may_be(one, gender)]
        certain = [one for one in fitting if one.human]
        chosen = (certain or fitting)[:1]
        if not chosen:
            return None
        # What one pronoun tells holds for those after it: an unlisted given name has a gender now.
        chosen[0].gender = chosen[0].gender or gender
        return chosen[0].name

    def _other_than_person(self) -> str | None:
        for seen in self.past:
            for name in seen.speakers:
                person = self.by_name.get(name)
                if person is None or not person.human:
                    return name
        return None


def _may_be(person: Person, gender: str) -> bool:
    return person.gender in (None, gender) and (person.human or person.gender == gender)
