"""Who appears in an article: a mention brought to the fullest name that the article gives.

A `Cast` turns "Bordyuzha", "the Secretary General" or "the CSTO" into whom the article means. It
keeps people by the exact words of their names: within one article a name is spelled one way.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index.keeping.found import kept_by_text
from index.keeping.sizes import count_not
from qa.language.table_types import GrammarTables, NameTables
from qa.language.tables import tables
from qa.people.antecedents import Description
from qa.people.genders import (
    gender_of_noun,
    gender_of_pronouns,
    gender_of_titles,
    is_people_noun,
    is_person_noun,
)
from qa.people.known.origins import of_origin
from qa.people.name_runs import NameRun, keys_of, last_run, run_end, run_of, runs_in
from qa.people.roles import Roles, roles_beside
from qa.text.frames import CAPITAL, QUOTATION, WORD, Frame, Token, frames_of
from qa.text.noun_phrases import DETERMINERS, PREPOSITIONS, is_name_like
from qa.text.quotation_marks import find_quotations

count_not(GrammarTables, NameTables)

_OF_ONE_NAME = 50
_TOGETHER, _JUST = 60, 300
"""Characters between two full names that stand together, and after them while both may be meant."""
_MOST_WORDS_OF_PERSON, _MOST_WORDS_OF_BODY = 4, 6
_AGED = "-year-old"
_OF_THINGS = frozenset(["the", "a", "an", "in", "at", "near", "outside"])
_OWNERS = frozenset(["the", "its", "his", "her", "their"])


@dataclass(slots=True)
class Person:
    """A person or body of the article under the fullest name it is given.

    `gender` is "f", "m" or None. `human` is whether more than capitals tells that this is a
    person, `body` whether the name has a word of which bodies are made, `place` whether it is one
    of a place, `thing` whether an article or "in" stands before it ("the Gold Medal", "in Lac
    Noir"), `named` whether it is a name at all ("a fishmonger" is none).
    """

    name: str
    keys: tuple[str, ...]
    gender: str | None = None
    human: bool = False
    body: bool = False
    place: bool = False
    thing: bool = False
    named: bool = True
    plural: bool = False
    mentions: int = 0
    nouns: frozenset[str] = frozenset()
    """What it is called beside its name: mayor, mother."""


@dataclass(slots=True)
class Cast:
    """Who appears in an article. Built by `cast_of`."""

    known: NameTables
    grammar: GrammarTables
    text: str = ""
    people: dict[tuple[str, ...], Person] = field(default_factory=dict)
    by_surname: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_first: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_initials: dict[str, Person] = field(default_factory=dict)
    roles: Roles[Person] = field(default_factory=Roles)
    full_names: dict[str, list[tuple[int, Person]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    apart: dict[int, Person] = field(default_factory=dict)
    """Mentions of somebody of a known surname who is introduced as somebody else."""
    runs: dict[int, list[NameRun]] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()
    """Words with a capital somewhere else than at the head of a sentence."""

    def person(self, keys: tuple[str, ...], gender: str | None = None) -> Person | None:
        """Return who is meant by the bare name `keys`, or None if nobody known is."""
        if not keys:
            return None
        if len(keys) == 1:
            found = _best(self.by_surname.get(keys[0], ()), gender)
            return found or self.by_initials.get(keys[0]) or _best(self.by_first.get(keys[0], ()))
        for length in range(2, len(keys)):
            shorter = self.people.get(keys[-length:])
            if shorter is not None and shorter.mentions >= 1 and shorter.human:
                return shorter
        return self.people.get(keys)

    def named(self, run: NameRun) -> Person | None:
        """Return who is meant by a name with its titles.

        Of several people of one surname it is who was fully named last before; None where two
        were just named together.
        """
        apart = self.apart.get(run.start)
        if apart is not None:
            return apart
        keys, gender = keys_of(run, self.known), gender_of_titles(run.titles, self.known)
        if len(keys) == 1:
            fitting = [one for one in self.by_surname.get(keys[0], ()) if _fits(one, gender)]
            if len(fitting) > 1:
                return self._last_named(keys[0], fitting, run.start)
        return self.person(keys, gender)

    def _last_named(self, surname: str, people: Sequence[Person], place: int) -> Person | None:
        told = self.full_names.get(surname, [])
        before = bisect_left(told, place, key=lambda one: one[0])
        latest = [one for one in told[max(0, before - _OF_ONE_NAME) : before] if one[1] in people]
        if not latest:
            return _best(people)
        if len(latest) > 1 and latest[-1][1] is not latest[-2][1]:
            together = latest[-1][0] - latest[-2][0] < _TOGETHER
            if together and place - latest[-1][0] < _JUST:
                return None
        return latest[-1][1]

    def everybody(self) -> Iterator[Person]:
        """Yield all people and bodies, also those whom only a title tells ("Mr. Khan")."""
        yield from self.people.values()
        for people in self.by_surname.values():
            yield from people

    def named_in(self, frame: Frame) -> Iterator[tuple[int, Person]]:
        """Yield the known persons named in a sentence, with the token each name begins at."""
        for run in self.runs.get(frame.start, ()):
            person = self.named(run)
            if person is not None:
                yield run.first, person

    def name_of(self, tokens: Sequence[Token], text: str) -> tuple[str | None, Person | None]:
        """Return the fullest name for the words of a noun phrase, and whom it means, if known.

        The name is None for an empty phrase only: an unknown speaker keeps the article's words.
        """
        if not tokens:
            return None, None
        pair = self._pair(tokens)
        if pair is not None:
            names = [self.name_of(part, text)[0] for part in pair]
            return " and ".join(name for name in names if name), None
        head = _head(tokens)
        run = last_run(head, self.known) or self._after_office(tokens, len(head))
        if run is not None:
            person = self.named(run)
            if person is not None:
                return person.name, person
            alone = run.first == 0 and len(run.tokens) == len(head) < len(tokens)
            if run.titles or (alone and self.known.gender_of(run.tokens[0].low) is not None):
                return _joined(run.tokens, text), None  # Sunita in Carrow
        by_role = self._by_role(head, tokens[0].start)
        if by_role is not None:
            return by_role.name, by_role
        return _words_of(tokens, text), None

    def _after_office(self, tokens: Sequence[Token], head: int) -> NameRun | None:
        """Return the name after an office and what it is of: clerk for water *Ada Holt*."""
        run = last_run(tokens, self.known) if head < len(tokens) - 2 else None
        if run is None or run.first <= head + 1 or not (run.titles or len(run.tokens) > 1):
            return None
        before = next(
            i for i in range(run.first - 1, -1, -1) if tokens[i].low.strip(".") not in run.titles
        )
        small = tokens[before].kind == WORD or (bool(run.titles) and tokens[before].kind == CAPITAL)
        small = small and tokens[before].low not in PREPOSITIONS
        office = is_person_noun(tokens[head - 1].low, self.known)
        return run if small and office and tokens[before].low not in DETERMINERS else None

    def apposed(self, tokens: Sequence[Token], place: int, text: str) -> str | None:
        """Return the name that explains a noun phrase: his partner, *John Smith*, said."""
        if place + 1 >= len(tokens) or tokens[place].kind != ",":
            return None
        first = place + 1
        while first + 1 < len(tokens) and (
            tokens[first].low in DETERMINERS
            or is_person_noun(tokens[first].low, self.known)
            or self._is_of_role(tokens, first)
        ):
            first += 1  # the Minister of Finance, the Hon. *Ada Holt*
        if not is_name_like(tokens[first]):
            return None
        end = run_end(tokens, first, self.known)
        closed = end >= len(tokens) or tokens[end].kind in (",", ".")
        run = run_of(tokens, first, end, self.known) if closed else None
        if run is None or self._is_body(keys_of(run, self.known)):
            return None
        if len(run.tokens) < 2 and tokens[place - 1].kind != WORD:  # in Hull, *England*
            return None
        person = self.named(run)
        return person.name if person is not None else _joined(run.tokens, text)

    def _is_of_role(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether a word in small letters leads to a noun for a person: *retired* admiral."""
        if tokens[place].kind != WORD or tokens[place].low in PREPOSITIONS:
            return False
        following = tokens[place + 1]
        return following.kind == WORD and is_person_noun(following.low, self.known)

    # --- somebody without a full name

    def noun_of(self, tokens: Sequence[Token]) -> str | None:
        """Return the noun of a phrase that says who somebody is: the old *farmer* from Hull."""
        noun = _head(tokens)[-1].low
        known = self.known
        told = is_person_noun(noun, known) or is_people_noun(noun, known)
        return noun if told or noun in known.bodies or noun in known.collectives else None

    def description(self, words: Sequence[Token], text: str) -> Description | None:
        """Return the role or kind of body that a definite phrase without a name gives."""
        first = words[0]
        head = _head(words)
        noun = head[-1].low
        # "A fire chief said" is somebody else than the one named before.
        titled = first.kind == CAPITAL and first.low not in DETERMINERS
        mere = self.tells_only_whence(noun)
        told = mere or is_person_noun(noun, self.known) or noun in self.known.bodies
        told = told or noun in self.known.collectives
        if not told or not (titled or first.low in _OWNERS) or self._pair(words) is not None:
            return None
        named = not mere and last_run(head, self.known) is not None
        if named or self._after_office(words, len(head)):
            return None
        plain = [token.low for token in head if token.low not in DETERMINERS]
        return Description(
            noun=noun,
            owner="the" if titled else first.low,
            words=len(plain),
            of_noun=len(self.roles.all_of(noun)),
            holder=self._by_role(head, first.start),
        )

    def is_for_person(self, noun: str) -> bool:
        """Whether a noun says what a person is, rather than a body."""
        bodies = noun in self.known.bodies or noun in self.known.collectives
        return is_person_noun(noun, self.known) and not bodies

    def tells_only_whence(self, noun: str) -> bool:
        """Whether a noun says of somebody only whence or how old: the Dane, the 24-year-old."""
        return noun in self.known.demonyms or noun.endswith(_AGED)

    def people_from(self, noun: str) -> tuple[list[Person], list[Person]]:
        """Return who is said to be of the country that a noun tells, and who of another one."""
        runs = [run for told in self.runs.values() for run in told]
        there, elsewhere = of_origin(noun, self.text, runs)
        return self._people_of(there), self._people_of(elsewhere)

    def _people_of(self, runs: Iterable[NameRun]) -> list[Person]:
        return [one for run in runs if (one := self.named(run)) is not None and not one.body]

    def gender_of(self, noun: str) -> str | None:
        """Return the gender that a noun tells: the widow."""
        return gender_of_noun(noun, self.known)

    def head_of(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """Return a noun phrase up to its first preposition or comma."""
        return _head(tokens)

    def noun_in(self, name: str) -> str:
        """Return the noun that words for somebody have before a preposition, in small letters."""
        noun = ""
        for word in name.casefold().split():
            if noun and word in PREPOSITIONS:
                break
            noun = word.strip(",.’'")
        return noun

    def unnamed(self, name: str, noun: str) -> Person:
        """Return somebody who is called by what he is, with this noun."""
        known = self.known
        person = is_person_noun(noun, known)
        several = not person and (is_people_noun(noun, known) or " and " in name)
        body = noun in known.bodies or noun in known.collectives
        return Person(
            name=name,
            keys=(),
            gender=gender_of_noun(noun, known),
            human=person and not body,
            body=body,
            named=False,
            plural=several,
        )

    def may_be_somebody(self, token: Token) -> bool:
        """Whether a capitalised word can be the whole name of somebody."""
        low = token.low
        if len(low) < 3 or is_person_noun(low, self.known):
            return False
        return low in self.inside or self.known.gender_of(low) is not None

    def known_by_one_word(self, name: str, low: str) -> Person:
        """Return somebody whose whole name is one word."""
        gender = self.known.gender_of(low)
        told = gender if gender in ("f", "m") else None
        body = low in self.known.bodies or low in self.known.body_abbreviations
        place = low in self.known.places
        body = body or name.isupper()
        return Person(name, (low,), told, human=gender is not None, body=body, place=place)

    def _is_body(self, keys: Sequence[str]) -> bool:
        return _is_body(keys, self.known)

    def _by_role(self, head: Sequence[Token], position: int) -> Person | None:
        first = head[0]
        # "A fire chief said" is somebody else than the one named before.
        titled = first.kind == CAPITAL and first.low not in DETERMINERS
        definite = titled or first.low in _OWNERS
        words = [token.low for token in head if token.low not in DETERMINERS]
        if not definite or not words or not is_person_noun(head[-1].low, self.known):
            return None
        return self.roles.holder(words, position)

    def _pair(self, tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]] | None:
        """Split two named speakers at their "and": Lena Fox and Omar Reyes."""
        for place in range(1, len(tokens) - 1):
            if tokens[place].low in ("and", "&"):
                before, after = tokens[place - 1], tokens[place + 1 :]
                second = last_run(_head(after), self.known)
                named = is_name_like(before) and second is not None
                return (tokens[:place], after) if named else None
        return None

    def enter(self, seen: Iterable[tuple[Frame, NameRun]], text: str) -> None:
        """Add everybody whom the names of the article's sentences tell."""
        single: Counter[str] = Counter()
        titled: list[NameRun] = []
        for frame, run in seen:
            keys = keys_of(run, self.known)
            titled.append(run)
            if len(keys) == 1:
                single[keys[0]] += 1
            elif 2 <= len(keys) <= self._most_words(keys):
                person = self.people.setdefault(keys, Person(_joined(run.tokens, text), keys))
                person.mentions += 1
                self.full_names[keys[-1]].append((run.start, person))
                person.gender = person.gender or gender_of_titles(run.titles, self.known)
                person.human = person.human or bool(run.titles) or _is_who(frame, run)
                person.thing = person.thing or _is_thing(frame, run)
        for keys, person in self.people.items():
            _describe(person, single[keys[-1]], self.known)
            if (
                person.place and self.known.gender_of(keys[0]) is None
            ):  # "Sudan" is not short for South Sudan
                continue
            if not person.body:
                self.by_surname[keys[-1]].append(person)
                self.by_first[keys[0]].append(person)
            else:
                self.by_initials.setdefault("".join(key[0] for key in keys), person)
        for run in titled:
            self._enter_titled(run, text)

    def _most_words(self, keys: Sequence[str]) -> int:
        return _MOST_WORDS_OF_BODY if self._is_body(keys) else _MOST_WORDS_OF_PERSON

    def _enter_titled(self, run: NameRun, text: str) -> None:
        """Know "Mr. Khan" as a person though no fuller name is given."""
        keys = keys_of(run, self.known)
        if len(keys) != 1 or not run.titles or self.by_surname.get(keys[0]):
            return
        gender = gender_of_titles(run.titles, self.known)
        person = Person(_joined(run.tokens, text), keys, gender, human=True)
        self.by_surname[keys[0]].append(person)

    def note_roles(self, frame: Frame, run: NameRun) -> None:
        """Remember the roles that stand beside a name."""
        person = self.named(run)
        if person is None or self._is_body(person.keys):
            return
        beside = roles_beside(frame.tokens, run, self.known)
        person = self._told_apart(frame, run, person, beside)
        for words in beside:
            nouns = words & self.known.seconds or {
                word for word in words if is_person_noun(word, self.known)
            }
            person.nouns = person.nouns | nouns
            self.roles.note(run.start, words, person, self.known)
            person.human = person.human or not person.body
            person.gender = person.gender or self._gender_of_role(words)

    def _told_apart(
        self, frame: Frame, run: NameRun, person: Person, beside: Sequence[frozenset[str]]
    ) -> Person:
        """Return somebody new where a surname is introduced anew: Ms. Holt, 45, the mother."""
        if len(run.tokens) != 1 or not run.titles or len(person.keys) < 2 or not person.nouns:
            return person
        nouns = {word for words in beside for word in words if is_person_noun(word, self.known)}
        nouns -= set(run.titles)
        if not nouns or nouns & person.nouns or not _is_who(frame, run):
            return person
        name = " ".join(self.text[frame.tokens[run.first - 1].start : run.tokens[-1].end].split())
        gender = gender_of_titles(run.titles, self.known)
        other = Person(name, keys_of(run, self.known), gender, human=True)
        self.apart[run.start] = other
        self.by_surname[other.keys[0]].append(other)
        self.full_names[other.keys[0]].append((run.start, other))
        return other

    def _gender_of_role(self, words: Iterable[str]) -> str | None:
        told = {gender for word in words if (gender := gender_of_noun(word, self.known))}
        return told.pop() if len(told) == 1 else None

    def tell_genders(self, frames: Iterable[Frame]) -> None:
        """Take the gender of a name from the pronoun after it.

        Only sentences that name nobody else tell it, and only where these agree.
        """
        votes: dict[int, set[str]] = defaultdict(set)
        people: dict[int, Person] = {}
        for frame in frames:
            named = {id(one): (place, one) for place, one in self.named_in(frame) if not one.body}
            if len(named) != 1:
                continue
            place, person = next(iter(named.values()))
            people[id(person)] = person
            gender = gender_of_pronouns(frame.tokens[place:], self.grammar)
            votes[id(person)].update([gender] if gender else [])
        for key, told in votes.items():
            if people[key].gender is None and len(told) == 1:
                people[key].gender = next(iter(told))


def cast_of(frames: Iterable[Frame], text: str, language: str = "en") -> Cast:
    """Return who appears in an article, from its sentences."""
    known, grammar = tables(language).names, tables(language).grammar
    listed = list(frames)
    lower = frozenset(token.low for frame in listed for token in frame.tokens if token.kind == WORD)
    runs = {frame.start: list(runs_in(frame, lower, known)) for frame in listed}
    inside = frozenset(
        run.tokens[0].low
        for frame in listed
        for run in runs[frame.start]
        if len(run.tokens) == 1 and run.first > 0
    )
    cast = Cast(known, grammar, text=text, runs=runs, inside=inside)
    seen = [(f, run) for f in listed if not _is_headline(f) for run in cast.runs[f.start]]
    cast.enter(seen, text)
    cast.tell_genders(listed)
    for frame, run in seen:
        cast.note_roles(frame, run)
    return cast


@kept_by_text
def cast_in(text: str) -> Cast:
    """Return who appears in an article; kept for the articles looked at lately, and not changed."""
    return cast_of(frames_of(text, find_quotations(text)), text)


def _is_who(frame: Frame, run: NameRun) -> bool:
    """Whether "who" or an age follows the name: *Samira Holt, who has twins*, *Tom Weir, 51,*."""
    low = [token.low for token in frame.tokens[run.last : run.last + 3]]
    aged = len(low) > 1 and low[0] == "," and low[1].isdigit() and len(low[1]) == 2
    return aged or low[:1] == ["who"] or low[:2] in ([",", "who"], [",", "whose"])


def _is_thing(frame: Frame, run: NameRun) -> bool:
    """Whether what stands before a name tells that it is no person's: *the* Gold Medal."""
    before = frame.tokens[run.first - 1] if run.first else None
    return before is not None and not run.titles and before.low in _OF_THINGS


def _describe(person: Person, surname_uses: int, known: NameTables) -> None:
    """Say of a name whether it is a person's or a body's, and the gender its given name tells."""
    keys = person.keys
    given = known.gender_of(keys[0])
    person.gender = person.gender or (given if given in ("f", "m") else None)
    person.body = _is_body(keys, known)
    person.place = keys[-1] in known.places or keys[0] == "st"
    person.thing = person.thing and given is None and not person.human
    person.human = not (person.body or person.place or person.thing) and (
        person.human
        or given is not None
        or len(keys[0]) == 1
        or (surname_uses > 0 and keys[0] not in known.places)
    )


def _is_body(keys: Sequence[str], known: NameTables) -> bool:
    """Whether a name has a word of which bodies are made, a given name in front aside: *Bill*."""
    given = len(keys) > 1 and known.gender_of(keys[0]) is not None
    return not known.bodies.isdisjoint(keys[1:] if given else keys)


def _fits(person: Person, gender: str | None) -> bool:
    return gender is None or person.gender in (None, gender)


def _best(people: Sequence[Person], gender: str | None = None) -> Person | None:
    fitting = [
        one for one in people[:_OF_ONE_NAME] if gender in (None, one.gender) or not one.gender
    ]
    return max(fitting, key=lambda one: (one.human, one.mentions), default=None)


def _is_headline(frame: Frame) -> bool:
    words = [token for token in frame.tokens if token.kind in (WORD, CAPITAL)]
    capitals = sum(token.kind == CAPITAL for token in words)
    if any(token.kind == "(" for token in frame.tokens):  # a list of those present
        return False
    closed = bool(frame.tokens) and frame.tokens[-1].kind in (".", "!", "?", QUOTATION)
    return len(words) > (7 if closed else 4) and capitals > 0.6 * len(words)


def _head(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the phrase up to its first preposition or comma."""
    for place, token in enumerate(tokens):
        if place and (token.kind == "," or (token.kind == WORD and token.low in PREPOSITIONS)):
            return tokens[:place]
    return tokens


def _joined(tokens: Sequence[Token], text: str) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].split())


def _words_of(tokens: Sequence[Token], text: str) -> str:
    """Return the article's words, without "the" before a proper name."""
    named = len(tokens) > 1 and tokens[0].low == "the" and tokens[1].kind in (CAPITAL, QUOTATION)
    return _joined(tokens[1:] if named else tokens, text)
