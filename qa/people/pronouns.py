"""Whom "he", "she", "they" and "it" mean, by who spoke or was mentioned in the sentences before.

Never somebody of another gender than a title, a given name or an earlier pronoun tells, and never
somebody mentioned more than a few sentences ago.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from index.articles.article import Span
from qa.language.tables import tables
from qa.people.antecedents import (
    Asked,
    Chooser,
    Description,
    Here,
    Mention,
    candidates_of,
    likeliest,
)
from qa.people.cast import Cast, Person
from qa.text.frames import DASH, NUMBER, POSSESSIVE, QUOTATION, Frame, Token
from qa.text.noun_phrases import DETERMINERS, PREPOSITIONS, is_name_like, is_verb, phrase_after

_REACH = 6
"""Sentences that mention somebody, back from a pronoun, in which it may find whom it means."""
_MOST = 12
"""Mentions of one sentence that are remembered."""
_LED = 4
_VERBS = tables("en").speech.verbs


class Memory:
    """Who was mentioned and who spoke in the last sentences of an article."""

    def __init__(self, cast: Cast, text: str, choose: Chooser = likeliest) -> None:
        self.cast = cast
        self.text = text
        self.choose = choose
        self.past: deque[tuple[Mention, ...]] = deque(maxlen=_REACH)
        self.here: list[Mention] = []
        self.tokens: Sequence[Token] = ()
        self.number = self.paragraph = self.read = 0
        self.last: Person | None = None
        self.asked = False
        self.meant: dict[str, Person] = {}
        self.by_name = {person.name: person for person in cast.everybody()}

    # --- sentences

    def enter(self, frame: Frame) -> None:
        """Begin a sentence."""
        self.number += 1
        self.paragraph += self.text.count("\n\n", self.read, frame.start)
        self.read = frame.start
        self.tokens = frame.tokens
        self.here = list(self._mentions(frame))[:_MOST]

    def _mentions(self, frame: Frame) -> Iterator[Mention]:
        tokens = frame.tokens
        verb = next((i for i in range(len(tokens)) if is_verb(tokens, i)), len(tokens))
        opening = self._opening_phrase(tokens)
        # Her neighbour, *Bill Stokes*, agreed: the name is mentioned, nobody else.
        if opening is not None and self.cast.apposed(tokens, opening[1], self.text) is None:
            person = self._described(tokens[opening[0] : opening[1]])
            if person is not None:
                yield self._mention(person, opening[0], first=True)
        for run in self.cast.runs.get(frame.start, ()):
            person = self.cast.named(run) or self._named_once(run.tokens)
            if person is None:
                continue
            owns = run.last < len(tokens) and tokens[run.last].kind == POSSESSIVE
            lead = _lead(tokens, run.first)
            yield self._mention(
                person,
                run.first,
                first=run.first < verb,
                led=owns or (lead >= 0 and tokens[lead].low in PREPOSITIONS),
                addressed=lead >= 0 and tokens[lead].low in _VERBS,
            )

    def _mention(self, person: Person, place: int, **told: bool) -> Mention:
        return Mention(person, self.number, self.paragraph, place, **told)

    def _opening_phrase(self, tokens: Sequence[Token]) -> tuple[int, int] | None:
        """Return the noun phrase in small letters that opens a sentence: the old farmer."""
        start = 0
        if tokens and tokens[0].low in PREPOSITIONS:  # In the end the farmer ...
            commas = (i + 1 for i in range(min(len(tokens), 20)) if tokens[i].kind == ",")
            start = next(commas, 0)
        if start >= len(tokens) or tokens[start].low not in DETERMINERS:
            return None
        phrase = phrase_after(tokens, start)
        if phrase is None:
            return None
        head = self.cast.head_of(tokens[phrase[0] : phrase[1]])
        return None if any(is_name_like(token) for token in head[1:]) else phrase

    def _described(self, words: Sequence[Token]) -> Person | None:
        """Return whom a noun phrase in small letters means, somebody new where nobody known is."""
        noun = self.cast.noun_of(words)
        if noun is None:
            return None
        name, person = self.cast.name_of(words, self.text)
        return person if person is not None or name is None else self._unnamed(name, noun)

    def _unnamed(self, name: str, noun: str) -> Person:
        found = self.by_name.get(name)
        if found is None:
            found = self.by_name[name] = self.cast.unnamed(name, noun)
        return found

    def _named_once(self, tokens: Sequence[Token]) -> Person | None:
        """Return somebody known by one word alone: Pelé, Oxfam."""
        if len(tokens) != 1 or not self.cast.may_be_somebody(tokens[0]):
            return None
        name = self.text[tokens[0].start : tokens[0].end]
        found = self.by_name.get(name)
        if found is None:
            found = self.by_name[name] = self.cast.known_by_one_word(name, tokens[0].low)
        found.mentions += 1
        return found

    def leave(self, speakers: Iterable[str | None]) -> None:
        """End a sentence, keeping who was mentioned in it and who spoke, by the fullest names."""
        spoke = [self._somebody(name) for name in dict.fromkeys(speakers) if name]
        if not spoke:
            self._note_pronoun()
        for person in spoke:
            told = [place for place, one in enumerate(self.here) if one.person is person]
            for place in told:
                self.here[place] = replace(self.here[place], spoke=True)
            if not told:
                self.here.append(self._mention(person, -1, first=True, spoke=True))
        if spoke:
            self.last = spoke[-1]
            self.asked = self.text[self.read : self.tokens[-1].end][-3:].count("?") > 0
        if self.here:
            self.past.appendleft(tuple(self.here))

    def _note_pronoun(self) -> None:
        """Keep whom a pronoun means that opens a sentence in which nobody speaks."""
        first = self.tokens[0].low if self.tokens else ""
        if first in ("he", "she"):
            name = self._pronoun(first, 0)
            person = self.by_name.get(name) if name else None
            if person is not None:
                self.here.append(self._mention(person, 0, first=True))

    def _somebody(self, name: str) -> Person:
        found = self.by_name.get(name)
        return self._unnamed(name, self.cast.noun_in(name)) if found is None else found

    def pass_over(self) -> None:
        """End a sentence that may not be believed: whom it names is nobody's antecedent."""
        self.past.appendleft(())
        self.last = None

    # --- who is meant

    def speaker(self, tokens: Sequence[Token], subject: tuple[int, int]) -> str | None:
        """Return the fullest name of the speaker whom `tokens[subject]` names."""
        words = tokens[subject[0] : subject[1]]
        first = words[0].low
        if len(words) == 1 and self._is_pronoun(first):
            return self._pronoun(first, subject[0])
        name, person = self.cast.name_of(words, self.text)
        told = self.cast.description(words, self.text)
        if told is not None:
            apposed = self.cast.apposed(tokens, subject[1], self.text)
            meant = self._holder(told, subject[0]) if apposed is None else None
            return apposed or (meant.name if meant is not None and meant.named else None) or name
        if person is not None and not person.body and len(person.keys) > 1:
            person.human = True  # a name that speaks: what else could it be
        if person is None:
            return self.cast.apposed(tokens, subject[1], self.text) or name
        return name

    def _holder(self, told: Description, place: int) -> Person | None:
        """Return who is called by what he is: the mayor, its director, the company."""
        if self.cast.tells_only_whence(told.noun):  # means somebody as a pronoun does
            return self._from_there(told.noun, place)
        asked = Asked.HOLDER if self.cast.is_for_person(told.noun) else Asked.BODY
        return self._chosen(asked, place, self.cast.gender_of(told.noun), told)

    def _from_there(self, noun: str, place: int) -> Person | None:
        """Return who is meant by "the Dane": one from there, else one who is not from elsewhere."""
        there, elsewhere = (set(map(id, some)) for some in self.cast.people_from(noun))
        told = [one for one in self.here if one.place < place]
        told.extend(one for earlier in self.past for one in earlier)
        past = [one for one in told if one.person.named and _may_be(one.person, Asked.PERSON, None)]
        latest = [one.person for one in past if id(one.person) in there]
        if latest or there:
            return latest[0] if len({id(one) for one in latest}) == 1 else None
        chosen = self._chosen(Asked.PERSON, place, self.cast.gender_of(noun))
        by_place = sorted(past, key=lambda one: (-one.sentence, not one.spoke, one.place))
        first = next(iter(by_place), None)
        return chosen if first and chosen is first.person and id(chosen) not in elsewhere else None

    def opening(self, frame: Frame) -> tuple[str | None, Span] | None:
        """Return the speaker named by the noun phrase that opens a sentence, and its span."""
        times = (i for i, token in enumerate(frame.tokens) if token.kind != NUMBER)
        phrase = phrase_after(frame.tokens, next(times, 0))  # 16:40 *Our reporter*: ...
        if phrase is None:
            return None
        span = frame.tokens[phrase[0]].start, frame.tokens[phrase[1] - 1].end
        return self.speaker(frame.tokens, phrase), span

    def previous_subject(self) -> str | None:
        """Return who spoke, or which person was named first, in the sentence before."""
        mentions = self.past[0] if self.past else ()
        if not mentions or mentions[0].sentence < self.number - 1:
            return None
        spoke = (one.person.name for one in mentions if one.spoke)
        named = (one.person.name for one in mentions if one.person.human and one.person.named)
        return next(spoke, None) or next(named, None)

    def of_quotation(self, place: int) -> str | None:
        """Return who speaks in a quotation that is the token at `place` and stands alone."""
        before = self.previous_subject()
        if before is not None:
            return before
        person = self._chosen(Asked.QUOTATION, place, None)
        return person.name if person is not None else None

    def _is_pronoun(self, word: str) -> bool:
        grammar = self.cast.grammar
        others = grammar.pronouns | grammar.plural_pronouns | grammar.neuter_pronouns
        return word in grammar.pronoun_genders or word in others

    def _pronoun(self, word: str, place: int) -> str | None:
        grammar = self.cast.grammar
        gender = grammar.pronoun_genders.get(word)
        if gender is not None:
            asked = Asked.PERSON
        elif word in grammar.plural_pronouns or word in grammar.neuter_pronouns:
            asked = Asked.SEVERAL if word in grammar.plural_pronouns else Asked.THING
        else:
            return None
        person = self._chosen(asked, place, gender)
        if person is None:
            return None
        # What one pronoun tells holds for those after it: an unlisted given name has a gender now.
        person.gender = person.gender or gender
        person.human = person.human or gender is not None
        self.meant[gender or asked] = person
        return person.name

    def _chosen(
        self, asked: Asked, place: int, gender: str | None, told: Description | None = None
    ) -> Person | None:
        mentions = [one for one in self.here if one.place < place]
        for one in self.past:
            mentions.extend(one)
        if told is not None:
            mentions.extend(self._far(told, {id(one.person) for one in mentions}))
        fitting = [one for one in mentions if _may_be(one.person, asked, gender)]
        here = Here(
            sentence=self.number,
            paragraph=self.paragraph,
            place=place,
            gender=gender,
            last=self.last,
            asked_last=self.asked,
            before=self.meant.get(gender or asked),
            after_comma=place > 0 and self.tokens[place - 1].kind in (",", QUOTATION, DASH),
            told=told,
        )
        chosen = self.choose(asked, candidates_of(fitting, here), self.tokens[place].start)
        if chosen is None and asked is Asked.SEVERAL:  # of whom few examples were marked
            chosen = next((one.person for one in fitting if one.spoke and one.person.plural), None)
        return chosen

    def _far(self, told: Description, known: Set[int]) -> Iterator[Mention]:
        """Yield those of a noun, of whom nothing was said lately."""
        for person in self.cast.roles.all_of(told.noun):
            if id(person) not in known:
                yield Mention(person, self.number - 2 * _REACH, self.paragraph - _REACH, 0)


def _lead(tokens: Sequence[Token], first: int) -> int:
    """Return the token before a name with its titles and determiners, -1 for none."""
    lead = first - 1
    while lead >= 0 and first - lead <= _LED:
        token = tokens[lead]
        if not (is_name_like(token) or token.low in DETERMINERS) or token.kind == QUOTATION:
            return lead
        lead -= 1
    return lead if lead >= 0 and first - lead <= _LED else -1


def _may_be(person: Person, asked: Asked, gender: str | None) -> bool:
    if asked in (Asked.PERSON, Asked.HOLDER):
        fits = gender is None or person.gender in (None, gender)
        return fits and not (person.body or person.plural or person.place or person.thing)
    if asked in (Asked.THING, Asked.BODY):
        return not person.human and not person.plural
    if asked is Asked.SEVERAL:
        return not person.place and (person.plural or not person.human)
    return person.human or person.plural  # of a quotation
