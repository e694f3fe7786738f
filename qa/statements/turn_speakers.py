"""Who speaks in the turns of a transcript: the fullest name the article gives for each label."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.articles.label_words import is_office, is_title
from index.articles.statement import Statement, StatementKind
from index.articles.turns import Turn, find_turns
from index.keeping.found import kept_by_text
from qa.language.tables import tables
from qa.statements.turn_people import Present, fits, names_in, ordinary_case, people_named
from qa.text.words import fold, is_content, stem, words

_COUNTED = frozenset("first second third fourth fifth sixth seventh next another last".split())
_TIES = frozenset("of for in on at from".split())
_ASKERS = frozenset("q question questioner reporter journalist correspondent".split())
_UNNAMED = frozenset("caller speaker student resident voice woman man girl boy".split())
"""Labels of somebody who may give a name in his own words."""
_MERE_LETTERS = frozenset("a q".split())
_JUDGES = frozenset(
    "court judge justice sheriff magistrate coroner chair chairman president".split()
)
_COURT_LABELS = frozenset(
    "court witness sheriff judge justice magistrate coroner inspector commissioner".split()
)
_OF_COURT = frozenset("judge justice sheriff magistrate coroner presiding".split())
_MARKS = frozenset("“\"«„‘'「『")
_SHORTEST_SURNAME = 3
_CEO = re.compile(r"\bceo\b", re.IGNORECASE)
_NOUN_PHRASE = re.compile(
    r"\b(?:the|an?|our|your) (?P<words>[\w'’-]+(?: [\w'’-]+){0,4})", re.IGNORECASE
)
_HEAD_OF_ROLE = re.compile(r" (?:of|for|from|in|at|on|with|to) ")
_SYNONYMS = {
    stem(word): stem(plain)
    for word, plain in (
        ("chief", "head"), ("boss", "head"), ("lawyer", "counsel"), ("barrister", "counsel"),
        ("attorney", "counsel"), ("journalist", "reporter"), ("presenter", "host"),
        ("anchor", "host"), ("mp", "member"), ("chairman", "chair"), ("chairwoman", "chair"),
        ("chairperson", "chair"), ("fisherman", "fisher"),
        ("spokeswoman", "spokesperson"), ("spokesman", "spokesperson"),
        ("official", "officer"), ("policeman", "officer"), ("lawmaker", "member"),
    )
}  # fmt: skip
_ALSO = {
    "court": "judge",
    "question": "reporter",
    "q": "reporter",
    "moderator": "host",
}
"""What a speaker with this label is called as well, when he is asked for."""
_EXAMINED = re.compile(
    r"examin(?:ed|ation)(?:[ -]in[ -]chief)?(?: \([^)\n]*\))? by (?P<who>[^\n;]{3,60})",
    re.IGNORECASE,
)
_SWORN = re.compile(
    r"(?:^|[.:;\n(]\s*)(?:\d+\. )?(?:In the box: |Witness(?:es)?: |Appearing: |Called: )?"
    r"(?P<who>[^\W\d_][^.:;\n()]{3,60}?)(?: \([^)\n]*\))?, (?:[^.:;\n]{0,60}, )?"
    r"(?:duly |already )*(?:sworn|affirmed|called|recalled|having been)\b"
)
_IN_BOX = re.compile(
    r"\b(?:In the box|Witness|Appearing|Evidence of)(?: is)?:? (?P<who>[^;\n(]{3,60})"
)
_HEARD = re.compile(r"\bheard\b[^.\n]{0,60}? from (?P<who>[^;\n(]{3,60})")
_CALLS = re.compile(r"\bI (?:now |next |would )?call (?P<who>[^;.!?\n(]{3,60})")
_NUMBERED = re.compile(r"^Q\d+\s+")
_CAPITALS = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){1,5}")
_ADDRESSED = re.compile(
    r"(?P<who>(?:Mr|Mrs|Ms|Miss|Mme|Dr|Prof|Sir|Dame)\.? [A-ZÀ-Þ][\w'’ -]{1,30}),"
)
_CALLED = re.compile(r"(?:^|[.!?] )(?P<who>(?P<title>[A-ZÀ-Þ][\w’']*\.?) [A-ZÀ-Þ][\w'’-]+), ")
_OWN_NAME = re.compile(
    r"(?:[^.!?\n]{0,40}[.!?,] )?(?:(?:[Mm]y name(?:[’']s| is)|I[’']m|I am|[Ii]t[’']s|[Tt]his is) )"
    r"(?P<who>[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*){0,3})[,.]|"
    r"(?P<here>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){1,3}) (?:here|speaking)\b"
)
"""How somebody who is not named by a label gives a name: "It's Miss Noll, from the hill."."""
_OWN_NAME_WITHIN = 120
_NAME_ALONE = re.compile(r"(?P<who>[^\W\d_][^.,:;!?\n]{3,50})\.")
_INTERVIEWER = re.compile(
    r"(?:\b[Ii]nterviewers?: |\b[Ii]nterview(?:ed)? by |\b(?:talked|spoke) (?:to|with) |"
    r"\b[Qq]uestions by )(?P<who>[^\W\d_][^.;:,\n(]{2,60})"
)
_INTRODUCES = re.compile(
    r"(?P<who>[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,3}), [^.?!\n]{2,50}\. "
)


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn and the name of its speaker, None where the article gives none."""

    turn: Turn
    speaker: str | None


@kept_by_text
def spoken_turns(text: str) -> tuple[SpokenTurn, ...]:
    """Return the turns of a transcript with their speakers; deterministic, linear, never raises."""
    return _transcript(text).spoken if find_turns(text) else ()


@kept_by_text
def _transcript(text: str) -> "_Transcript":
    return _Transcript(text)


def fullest_name(text: str, name: str) -> str:
    """Return the fullest name that a transcript gives for a name of one word, else the name."""
    if " " in name or not name[:1].isupper():
        return name
    person = _transcript(text).person(name, gender=None)
    return person.name if person is not None and person.listed else name


@kept_by_text
def designations(text: str) -> Mapping[str, frozenset[str]]:
    """Return by what each speaker of a transcript is called: words of labels, roles told of him."""
    if not find_turns(text):
        return {}
    return {name: frozenset(called) for name, called in _transcript(text).called.items()}


@kept_by_text
def called_so(text: str, role: str) -> frozenset[str]:
    """Return the speakers of a transcript who are called what a question calls somebody.

    The noun must be the one that says what he is. Where nobody is called so in all words, it is
    enough ("the band's captain" is the only captain), if the article has the others somewhere.
    """
    asked = _role_words(role)
    if asked is None:
        return frozenset()
    alike = {
        name: [one[1] for one in called if one[0] == asked[0]]
        for name, called in _role_words_of(text).items()
        if any(one[0] == asked[0] for one in called)
    }
    exact = {name for name, called in alike.items() if any(asked[1] <= one for one in called)}
    if exact or len(alike) != 1:
        return frozenset(exact)
    return frozenset(alike) if asked[1] - {asked[0]} <= _words_of(text) else frozenset()


def called_in(text: str, question: str) -> tuple[str, ...]:
    """Return the speakers of a transcript whom a question names, by surname or by what they are."""
    spoken = {one.speaker for one in spoken_turns(text) if one.speaker}
    asked = [fold(w.text).removesuffix("'s").removesuffix("’s") for w in words(question)]
    named = [name for name in sorted(spoken) if _is_named(_parts(name), asked)]
    if named:
        return tuple(named)
    for found in _NOUN_PHRASE.finditer(question):
        phrase = found["words"].split()
        for length in range(len(phrase), 0, -1):
            called = called_so(text, " ".join(phrase[:length])) & spoken
            if called:
                return tuple(sorted(called))
    return ()


def _is_named(parts: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether the surname stands in a question, or all pieces of one with hyphens do."""
    last = parts[-1].split("-") if parts else []
    return (
        bool(last)
        and len("".join(last)) >= _SHORTEST_SURNAME
        and (parts[-1] in asked or (len(last) > 1 and all(piece in asked for piece in last)))
    )


@kept_by_text
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_levelled(w.text) for w in words(text))


@kept_by_text
def _role_words_of(text: str) -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Return what each speaker is called, as the noun and all words of it."""
    return {
        name: tuple(pair for one in sorted(called) if (pair := _role_words(one)) is not None)
        for name, called in designations(text).items()
    }


def _role_words(role: str) -> tuple[str, frozenset[str]] | None:
    plain = _CEO.sub("chief executive", role)
    head = _HEAD_OF_ROLE.split(plain.split(",")[0])[0]
    found = [_levelled(w.text) for w in words(head) if is_content(w.text)]
    every = frozenset(_levelled(w.text) for w in words(plain) if is_content(w.text))
    return (found[-1], every) if found else None


def _levelled(word: str) -> str:
    plain = stem(word)
    return _SYNONYMS.get(plain, plain)


def is_of_turn(text: str, statement: Statement) -> bool:
    """Whether a statement is words of a turn as they stand, no quotation or report within it."""
    direct = statement.kind == StatementKind.DIRECT and text[statement.start] not in _MARKS
    return direct and bool(find_turns(text))


def label_before(text: str, start: int) -> str:
    """Return the label and the speaker of the turn that `start` is in, "" where it is in none."""
    spoken = spoken_turns(text)
    place = bisect_right(spoken, start, key=lambda one: one.turn.start) - 1
    if place < 0 or start >= spoken[place].turn.end:
        return ""
    label = spoken[place].turn.label
    return f"{text[slice(*label)] if label else ''} {spoken[place].speaker or ''}"


class _Transcript:
    """One article: its people, and who is on the stand and asks as its turns go by."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.turns = find_turns(text)
        self.people = people_named(text, self.turns)
        self.called: dict[str, set[str]] = defaultdict(set)
        self.known: dict[tuple[str, str], str | None] = {}
        self.head = text[: _begin(self.turns[0])]
        self.witness = self._first(_SWORN, self.head) or self._first(_IN_BOX, self.head)
        self.court = (
            bool(self.witness)
            or bool(_EXAMINED.search(text))
            or any(map(self._is_court, self.turns))
        )
        self.asker = self._first(_INTERVIEWER, self.head)
        self.counsel = {self._label(turn) for turn in self.turns if turn.role} - {""}
        if self.witness is None and not self.court:
            self.witness = self._interviewee()
        for person in self.people:
            self.called[person.name].update(person.roles)
        self.spoken = tuple(self._spoken())

    def _is_court(self, turn: Turn) -> bool:
        return not _COURT_LABELS.isdisjoint(_plain(self._label(turn)).split())

    def _label(self, turn: Turn) -> str:
        return self.text[slice(*turn.name)] if turn.name else ""

    def _spoken(self) -> Iterator[SpokenTurn]:
        before = len(self.head)
        for place, turn in enumerate(self.turns):
            self._hear(self.text[before : _begin(turn)] if place else self.head)
            speaker = self._speaker(turn)
            self._address(turn)
            called = self._first(_CALLS, self.text[turn.start : turn.end])
            self.witness = called or self.witness
            answered = place + 1 < len(self.turns) and self.turns[place + 1].answers
            if self.court and speaker and answered and not _judges(self._label(turn)):
                self.asker = speaker
            yield SpokenTurn(turn, speaker)
            before = turn.end

    def _address(self, turn: Turn) -> None:
        """Take whom a question addresses by name for who answers, where nobody else is known to."""
        if turn.asks and self.witness is None:
            found = _ADDRESSED.match(self.text, turn.start, turn.end)
            self.witness = self._named(found["who"]) if found else None
        if self.court and self.witness is None and not turn.answers:
            for called in _CALLED.finditer(self.text, turn.start, turn.end):
                if is_title(called["who"]) and not self._has_label(called["who"]):
                    self.witness = self._named(called["who"]) or self.witness

    def _has_label(self, who: str) -> bool:
        """Whether turns are labelled with a name, or counsel is named in brackets."""
        last = _parts(who)[-1:]
        return any(last == _parts(label)[-1:] for label in self.counsel)

    def _hear(self, between: str) -> None:
        """Take note of who is examined by whom, from what stands between two turns."""
        for found in _EXAMINED.finditer(between):
            self.asker = self._named(found["who"]) or self.asker
        called = self._first(_SWORN, between) or self._first(_HEARD, between)
        self.witness = called or self.witness

    def _first(self, pattern: re.Pattern[str], text: str) -> str | None:
        found = pattern.search(text)
        return self._named(found["who"]) if found else None

    def _named(self, who: str) -> str | None:
        names = names_in(who)
        if not names:
            return None
        person = self.person(names[0], gender=None)
        return person.name if person else names[0]

    def _interviewee(self) -> str | None:
        """Return whom an interview is with: who is named first before it, but for who asks."""
        own = {_parts(self._label(turn))[-1:] for turn in self.turns}
        asker = self._first(_INTERVIEWER, self.head)
        listed = [
            one
            for one in self.people
            if one.listed
            and len(one.parts) > 1
            and one.name != asker
            and one.parts[-1:] not in own
            and not self._is_of_something(one.name)
        ]
        told = next((one.name for one in listed if one.gender or one.roles), None)
        opens = next((one.name for one in listed if self.head.startswith(one.name)), None)
        return opens or told or self._told_by_himself()

    def _is_of_something(self, name: str) -> bool:
        """Whether words before the first turn make a name one of a place or body: the Val Noll."""
        place = self.head.find(name)
        return place > 0 and bool(re.search(r"\b(?:the|of)[ ]$", self.head[:place][-5:]))

    def _told_by_himself(self) -> str | None:
        """Return the name that an answer consists of: "Amina Yusuf Llewellyn. ..."."""
        for turn in self.turns:
            found = _NAME_ALONE.match(self.text, turn.start, turn.end) if turn.answers else None
            names = names_in(found["who"]) if found else []
            if found and names == [found["who"]]:
                return names[0]
        return None

    # One turn

    def _speaker(self, turn: Turn) -> str | None:
        label = self._label(turn)
        plain = _plain(label)
        if turn.answers and turn.role and (named := self.person(turn.role, gender=None)):
            return self._note(named.name, label)
        if turn.answers or plain == "witness":
            return self._note(
                self.witness or (None if plain in _MERE_LETTERS else ordinary_case(label) or None),
                label,
                "witness" if self.court else "interviewee",
            )
        if turn.asks or plain in _ASKERS:
            kind = "counsel lawyer" if self.court else "interviewer"
            return self._note(self._who_asks(turn, label), label, turn.role, kind)
        key = (label, turn.role)
        if key not in self.known:
            self.known[key] = self._resolved(label, turn.role, turn)
        speaker = self.known[key]
        seat = turn.role if is_title(label) and not is_office(turn.role) else ""
        return self._note(speaker, label, turn.role, f"member for {seat}" if seat else "")

    def _note(self, speaker: str | None, *called: str) -> str | None:
        if speaker:
            also = (_ALSO[plain] for one in called if (plain := _plain(one)) in _ALSO)
            self.called[speaker].update(one for one in (*called, *also) if one)
        return speaker

    def _who_asks(self, turn: Turn, label: str) -> str | None:
        if turn.role:
            named = self._named(turn.role)
            self.asker = named if named and self.court else self.asker
            return named or turn.role
        if self.court or not label:
            return self.asker or ordinary_case(label) or None
        introduced = _INTRODUCES.match(self.text, turn.start, turn.end)
        if introduced and names_in(introduced["who"]):
            return introduced["who"]
        return self.asker if self.asker else ordinary_case(label)

    def _resolved(self, label: str, role: str, turn: Turn) -> str:
        in_role = names_in(role)
        office = is_office(label) and not self._is_personal(label)
        if office and in_role:
            person = self.person(in_role[-1], gender=None)
            return person.name if person else in_role[-1]
        if not office:
            person = self.person(label, _gender(label))
            if person is not None:
                return person.name
        label = _NUMBERED.sub("", label)
        return (
            self._by_initials(label)
            or self._by_office(label)
            or self._told_beside(label)
            or self._own_name(label, turn)
            or _own_words(label)
        )

    def _told_beside(self, label: str) -> str | None:
        """Return the name in parentheses after a label's words: the First Minister (Ada Holt)."""
        if label.isupper() and len(label.split()) < 2:
            return None
        for place in re.finditer(re.escape(label) + r" \((?P<who>[^()\n]{3,60})\)", self.text):
            names = names_in(place["who"])
            if names:
                return names[0]
        return None

    def _own_name(self, label: str, turn: Turn) -> str | None:
        """Return the name that somebody labelled by what he is gives in his first turn."""
        if not (is_office(label) or not _COUNTED.isdisjoint(fold(label).split())):
            counted = any(word.isdigit() for word in label.split()) or _plain(label) in _UNNAMED
            if not counted:
                return None
        alone = _NAME_ALONE.match(self.text, turn.start, turn.end)
        if alone and names_in(alone["who"]) == [alone["who"]]:
            return alone["who"]
        found = _OWN_NAME.search(
            self.text, turn.start, min(turn.end, turn.start + _OWN_NAME_WITHIN)
        )
        return (found["who"] or found["here"]) if found else None

    def _is_personal(self, label: str) -> bool:
        """Whether a name follows the title or office: "Minister Ghatak"."""
        parts = _parts(label)
        return bool(parts) and parts[0] not in _TIES and not any(is_office(part) for part in parts)

    def person(self, name: str, gender: str | None) -> Present | None:
        """Return whom a name means, the likeliest of several; None where nobody has it."""
        parts = _parts(name)
        fitting = [one for one in self.people if fits(parts, one)]
        head, _, rest = name.partition(" ")
        if not fitting and head.endswith(".") and rest:  # Eng. Noll
            parts = _parts(rest)
            fitting = [one for one in self.people if fits(parts, one)]
        office = [fold(word.strip(".")) for word in name.split()[:-1]]
        fitting = [one for one in fitting if gender in (None, one.gender) or not one.gender]

        def rank(one: Present) -> tuple[bool, bool, int, bool, bool, bool, int, int]:
            held = {fold(word.text) for role in one.roles for word in words(role)}
            told = sum(any(_shortens_word(word, other) for other in held) for word in office)
            sure = gender is not None and one.gender == gender
            last = bool(parts) and parts[-1] in (one.parts[-1], one.parts[-1].split("-")[-1])
            first = bool(parts) and parts[0] == one.parts[0]
            suits = gender is not None and (gender == "f") == one.parts[0].endswith("a")
            whole = len(one.parts) > 1
            return (last or first, sure, told, whole, one.listed, suits, len(one.parts), one.times)

        return max(fitting, key=rank, default=None)

    def _by_initials(self, label: str) -> str | None:
        if not 2 <= len(label) <= 5 or not label.isupper():
            return None
        told = next((one for one in self.people if label in one.roles), None)
        plain = fold(label)
        found = told or next((one for one in self.people if one.initials == plain), None)
        found = found or next((one for one in self.people if _shortens(plain, one.roles)), None)
        return found.name if found else self._body_of(plain)

    def _body_of(self, initials: str) -> str | None:
        """Return the body named before the first turn whose initials a label has."""
        for found in _CAPITALS.finditer(self.head):
            names = found[0].split()
            for first in range(len(names) - len(initials) + 1):
                part = names[first : first + len(initials)]
                if "".join(fold(word)[0] for word in part) == initials:
                    return " ".join(part)
        return None

    def _by_office(self, label: str) -> str | None:
        """Return who holds the office of a label, by what is told of those present."""
        if not _COUNTED.isdisjoint(fold(label).split()) or any(map(str.isdigit, label.split())):
            return None  # the second caller is not the caller who was introduced
        wanted = {fold(w.text) for w in words(label) if is_content(w.text)}
        if fold(label) == "the court":
            wanted = set()
        found = [
            (person.listed, -len(held), person.name)
            for person in self.people
            for role in {*person.roles, *self.called.get(person.name, ())}
            if _holds(held := {fold(w.text) for w in words(role)}, wanted)
        ]
        return max(found, key=lambda one: one[:2])[2] if found else None


def _shortens_word(short: str, word: str) -> bool:
    """Whether a word is another, or is made of its letters: supt, superintendent."""
    if short == word:
        return True
    rest = iter(word)
    return len(short) > 2 and word[:1] == short[:1] and all(letter in rest for letter in short)


def _shortens(initials: str, roles: Sequence[str]) -> bool:
    """Whether initials stand for one of the roles: SG, the Secretary General."""
    return any(
        "".join(
            fold(piece)[0]
            for word in words(role)
            if is_content(word.text)
            for piece in word.text.split("-")
            if piece
        )
        == initials
        for role in roles
    )


def _holds(held: set[str], wanted: set[str]) -> bool:
    return wanted <= held if wanted else not held.isdisjoint(_OF_COURT)


def _begin(turn: Turn) -> int:
    return turn.label[0] if turn.label else turn.start


def _plain(label: str) -> str:
    parts = [fold(word) for word in label.replace(".", " ").split()]
    return " ".join(part for part in parts if part != "the" and not part.isdigit())


def _parts(label: str) -> tuple[str, ...]:
    """Return the folded words of a label without its titles."""
    found = [fold(word.strip(".“”\"'‘’")) for word in label.split()]
    while len(found) > 1 and is_title(f"{found[0]} x"):
        found.pop(0)
    return tuple(part for part in found if part)


def _gender(label: str) -> str | None:
    first = {fold(word.strip(".")) for word in label.split()[:-1]}
    known = tables("en").names
    if not known.female_titles.isdisjoint(first):
        return "f"
    return "m" if not known.male_titles.isdisjoint(first) else None


def _judges(label: str) -> bool:
    return not _JUDGES.isdisjoint(_plain(label).split())


def _own_words(label: str) -> str:
    """Return the label as a name: without a courtesy title where a surname is left."""
    found = label.split()
    courtesy = tables("en").names.courtesy_titles
    while len(found) > 1 and found[0].casefold().strip(".") in courtesy:
        found.pop(0)
    return ordinary_case(" ".join(found))
