"""Names of people and bodies: found in a text, brought to their fullest form, compared.

A `Cast` is who appears in one article; it turns a mention ("Bordyuzha", "the Secretary General")
into the fullest name the article gives.
"""

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from qa.language.en.given_names import gender_of
from qa.language.word_set import word_set
from qa.text.frames import CAPITAL, POSSESSIVE, QUOTATION, WORD, Frame, Token
from qa.text.noun_phrases import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    is_adverb,
    is_function_word,
    is_name_like,
)

_TITLES = word_set(
    "mr mrs ms mx miss dr sen sens senator rep reps representative congressman congresswoman gov "
    "governor gen general lt lieutenant col colonel sgt sergeant capt captain maj major adm "
    "admiral cmdr commander president president-elect minister chancellor secretary chairman "
    "chairwoman chairperson director king queen prince princess pope judge justice sheriff mayor "
    "ambassador commissioner attorney speaker leader chief officer executive spokesman spokeswoman "
    "spokesperson professor prof rev reverend sir lord lady dame premier coach manager editor "
    "analyst correspondent reporter envoy deputy head candidate nominee superintendent marshal "
    "brig brigadier archbishop bishop cardinal sheikh imam rabbi councilman councilwoman "
    "councillor councilor treasurer bürgermeister"
)
_FEMALE_TITLES = word_set(
    "mrs ms miss queen princess lady dame congresswoman chairwoman spokeswoman"
)
_MALE_TITLES = word_set("mr king prince pope sir lord congressman chairman spokesman")
_BODIES = word_set(
    "ministry embassy party university organization organisation committee department bank union "
    "council house court senate congress parliament assembly agency bureau office group foundation "
    "institute association company corporation inc corp ltd co news times post journal herald "
    "tribune network administration commission force forces army navy police club league "
    "center centre school college church county city state street tower hotel airport park river "
    "nations states kingdom republic campaign team board service services museum hospital "
    "federation alliance coalition authority fund society press report poll survey act bill plan "
    "conference motors electric review magazine guardian gazette standard telegraph mail observer "
    "weekly daily chronicle dispatch tv radio media"
)
_PLACES = word_set(
    "america china russia iran iraq syria israel turkey france germany britain england scotland "
    "wales ireland italy spain ukraine japan india pakistan afghanistan kazakhstan moscow "
    "washington london paris berlin brussels beijing tokyo europe asia africa texas florida ohio "
    "california virginia iowa nevada pennsylvania nato eu un u.s us uk gop csto cnn nbc abc cbs "
    "fbi cia"
)
_PARTICLES = word_set(
    "al bin ibn abu van von der den de del della di da dos du la le el ten ter af"
)
_GENERATIONS = frozenset(["jr", "sr", "ii", "iii", "iv"])
_LOOK_BACK = 6


@dataclass(slots=True)
class Person:
    """A person or body of the article under the fullest name it is given."""

    name: str
    keys: tuple[str, ...]
    gender: str | None = None
    human: bool = False
    body: bool = False
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of capitalised words: `tokens` of the bare name, `titles` before it."""

    start: int
    tokens: tuple[Token, ...]
    titles: tuple[str, ...]
    first: int
    last: int


@dataclass(slots=True)
class _Role:
    position: int
    words: frozenset[str]
    person: Person


@dataclass(slots=True)
class Cast:
    """Who appears in an article. Built by `cast_of`."""

    people: dict[tuple[str, ...], Person] = field(default_factory=dict)
    by_surname: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_first: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_initials: dict[str, Person] = field(default_factory=dict)
    roles: dict[str, list[_Role]] = field(default_factory=lambda: defaultdict(list))
    runs: dict[int, list[_Run]] = field(default_factory=dict)

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

    def role(self, words: Sequence[str], position: int) -> Person | None:
        """Return who held the role of `words` ("secretary general") before `position`."""
        wanted = frozenset(words)
        for role in reversed(self.roles.get(words[-1], [])[-50:]):
            if role.position <= position and wanted <= role.words:
                return role.person
        return None

    def named_in(self, frame: Frame) -> Iterator[tuple[int, Person]]:
        """Yield the known persons named in a sentence, with the token each name begins at."""
        for run in self.runs.get(frame.start, ()):
            person = self.person(_keys(run.tokens), _gender_of_titles(run.titles))
            if person is not None:
                yield run.first, person

    def name_of(self, tokens: Sequence[Token], text: str) -> tuple[str | None, Person | None]:
        """Return the fullest name for the words of a noun phrase, and whom it means, if known.

        The name is None for an empty phrase only: an unknown speaker keeps the article's words.
        """
        if not tokens:
            return None, None
        pair = _pair(tokens)
        if pair is not None:
            names = [self.name_of(part, text)[0] for part in pair]
            return " and ".join(name for name in names if name), None
        head = _head(tokens)
        run = _last_run(head)
        if run is not None:
            person = self.person(_keys(run.tokens), _gender_of_titles(run.titles))
            if person is not None:
                return person.name, person
            if run.titles:
                return _joined(run.tokens, text), None
        by_role = self._by_role(head, tokens[0].start)
        if by_role is not None:
            return by_role.name, by_role
        return _words_of(tokens, text), None

    def apposed(self, tokens: Sequence[Token], place: int, text: str) -> str | None:
        """Return the name that explains a noun phrase: his partner, *John Smith*, said."""
        if (
            place + 1 >= len(tokens)
            or tokens[place].kind != ","
            or not is_name_like(tokens[place + 1])
        ):
            return None
        end = _run_end(tokens, place + 1)
        closed = end >= len(tokens) or tokens[end].kind in (",", ".")
        run = _as_run(tokens, place + 1, end) if closed else None
        if run is None or len(run.tokens) < 2 or _BODIES & set(_keys(run.tokens)):
            return None
        person = self.person(_keys(run.tokens), _gender_of_titles(run.titles))
        return person.name if person is not None else _joined(run.tokens, text)

    def _by_role(self, head: Sequence[Token], position: int) -> Person | None:
        definite = head[0].low in ("the", "its", "his", "her", "their") or head[0].kind == CAPITAL
        words = [token.low for token in head if token.low not in DETERMINERS]
        if not definite or not words or head[-1].low not in _ROLE_HEADS:
            return None
        return self.role(words, position)


_LEADS = word_set("former retired acting senior junior democrat democratic republican founding")
_ROLE_HEADS = _TITLES | word_set(
    "founder author economist lawyer activist expert historian scientist researcher lawmaker "
    "politician strategist adviser advisor aide pollster billionaire businessman developer owner "
    "mother father son daughter wife husband farmer driver teacher doctor nurse engineer architect "
    "official general democrat republican nurse victim suspect defendant actor actress singer star "
    "investor broker scholar veteran student resident chair boss host"
)


def cast_of(frames: Iterable[Frame], text: str) -> Cast:
    """Return who appears in an article, from its sentences."""
    listed = list(frames)
    lower = frozenset(token.low for frame in listed for token in frame.tokens if token.kind == WORD)
    cast = Cast(runs={frame.start: list(_runs(frame, lower)) for frame in listed})
    seen: list[tuple[Frame, _Run]] = []
    for frame in listed:
        if not _is_headline(frame):
            seen.extend((frame, run) for run in cast.runs[frame.start])
    _enter(cast, seen, text)
    _tell_genders(cast, listed)
    for frame, run in seen:
        _note_roles(cast, frame, run)
    return cast


_TELLING = {"he": "m", "his": "m", "him": "m", "himself": "m"}
_TELLING |= {"she": "f", "her": "f", "hers": "f", "herself": "f"}


def _tell_genders(cast: Cast, frames: Iterable[Frame]) -> None:
    """Take the gender of a name from the pronoun after it, in sentences that name nobody else."""
    votes: dict[int, set[str]] = defaultdict(set)
    people: dict[int, Person] = {}
    for frame in frames:
        named = {id(one): (place, one) for place, one in cast.named_in(frame) if not one.body}
        if len(named) != 1:
            continue
        place, person = next(iter(named.values()))
        people[id(person)] = person
        after = (_TELLING[token.low] for token in frame.tokens[place:] if token.low in _TELLING)
        votes[id(person)].update(itertools.islice(after, 1))  # the next may mean somebody else
    for key, told in votes.items():
        if people[key].gender is None and len(told) == 1:
            people[key].gender = next(iter(told))


def _enter(cast: Cast, seen: list[tuple[Frame, _Run]], text: str) -> None:
    single: Counter[str] = Counter()
    for frame, run in seen:
        keys = _keys(run.tokens)
        if len(keys) == 1:
            single[keys[0]] += 1
        elif 2 <= len(keys) <= (6 if _BODIES & set(keys) else 4):
            person = cast.people.setdefault(keys, Person(_joined(run.tokens, text), keys))
            person.mentions += 1
            person.gender = person.gender or _gender_of_titles(run.titles)
            person.human = person.human or bool(run.titles) or _is_who(frame, run)
    for keys, person in cast.people.items():
        _describe(person, single[keys[-1]])
        if not (_BODIES & set(keys)):
            cast.by_surname[keys[-1]].append(person)
            cast.by_first[keys[0]].append(person)
        elif len(keys) >= 2:
            cast.by_initials.setdefault("".join(key[0] for key in keys if key), person)
    for _, run in seen:
        _enter_titled(cast, run, text)


def _is_who(frame: Frame, run: _Run) -> bool:
    """Whether "who" or an age follows the name: *Samira Holt, who has twins*, *Tom Weir, 51,*."""
    after = frame.tokens[run.last : run.last + 3]
    low = [token.low for token in after]
    aged = len(after) > 1 and low[0] == "," and low[1].isdigit() and len(low[1]) == 2
    return aged or low[:1] == ["who"] or low[:2] in ([",", "who"], [",", "whose"])


def _enter_titled(cast: Cast, run: _Run, text: str) -> None:
    """Know "Mr. Khan" as a person though no fuller name is given."""
    keys = _keys(run.tokens)
    if len(keys) != 1 or not run.titles or cast.by_surname.get(keys[0]):
        return
    person = Person(_joined(run.tokens, text), keys, _gender_of_titles(run.titles), human=True)
    cast.by_surname[keys[0]].append(person)


def _describe(person: Person, surname_uses: int) -> None:
    given = gender_of(person.keys[0])
    person.gender = person.gender or (given if given in ("f", "m") else None)
    person.body = bool(_BODIES & set(person.keys))
    place = person.keys[-1] in _PLACES or person.keys[0] == "st"
    person.human = not (person.body or place) and (
        person.human
        or given is not None
        or len(person.keys[0]) == 1
        or (surname_uses > 0 and person.keys[0] not in _PLACES)
    )


def _best(people: Sequence[Person], gender: str | None = None) -> Person | None:
    fitting = [one for one in people[:50] if gender is None or one.gender in (None, gender)]
    return max(fitting, key=lambda one: (one.human, one.mentions), default=None)


def _gender_of_titles(titles: Sequence[str]) -> str | None:
    for title in titles:
        if title in _FEMALE_TITLES:
            return "f"
        if title in _MALE_TITLES:
            return "m"
    return None


def _is_headline(frame: Frame) -> bool:
    words = [token for token in frame.tokens if token.kind in (WORD, CAPITAL)]
    capitals = sum(token.kind == CAPITAL for token in words)
    closed = bool(frame.tokens) and frame.tokens[-1].kind in (".", "!", "?", QUOTATION)
    return len(words) > (7 if closed else 4) and capitals > 0.6 * len(words)


def _runs(frame: Frame, lower_words: frozenset[str]) -> Iterator[_Run]:
    tokens = frame.tokens
    place = 0
    while place < len(tokens):
        if not is_name_like(tokens[place]):
            place += 1
            continue
        end = _run_end(tokens, place)
        first = place
        if first == _opening(tokens) and _is_mere_word(tokens, first, end, lower_words):
            first += 1
        run = _as_run(tokens, first, end)
        if run is not None:
            yield run
        place = end


def _opening(tokens: Sequence[Token]) -> int:
    return next((i for i, token in enumerate(tokens) if token.kind in (CAPITAL, WORD)), 0)


def _is_mere_word(
    tokens: Sequence[Token], first: int, end: int, lower_words: frozenset[str]
) -> bool:
    """Tell whether a sentence's first word is capitalised for its place only."""
    low = tokens[first].low
    return (low in lower_words and low not in _TITLES and gender_of(low) is None) or (
        is_adverb(tokens[first]._replace(kind=WORD)) and end - first > 1
    )


def _run_end(tokens: Sequence[Token], place: int) -> int:
    end = place + 1
    while end < len(tokens) and end - place < 12:
        token = tokens[end]
        if is_name_like(token):
            end += 1
        elif token.low in _PARTICLES and end + 1 < len(tokens) and is_name_like(tokens[end + 1]):
            end += 2
        else:
            break
    return end


def _as_run(tokens: Sequence[Token], first: int, end: int) -> _Run | None:
    if first >= end:
        return None
    bare = _after_titles(tokens, first, end)
    if bare >= end:
        return None
    titles = [token.low.rstrip(".") for token in tokens[max(0, first - 1) : bare]]
    held = tuple(title for title in titles if title in _TITLES)
    return _Run(tokens[bare].start, tuple(tokens[bare:end]), held, bare, end)


def _after_titles(tokens: Sequence[Token], first: int, end: int) -> int:
    """Return where the bare name begins: after the last title, unless a body ends the run."""
    if tokens[end - 1].low.rstrip(".") in _BODIES:
        return first
    bare = first + (end - first > 2 and tokens[first].low in _ROLE_HEADS | _LEADS)
    for place in range(first, end):
        low = tokens[place].low.rstrip(".")
        if low in _TITLES or (low == "state" and place and tokens[place - 1].low == "of"):
            bare = place + 1
    return bare


def _keys(tokens: Sequence[Token]) -> tuple[str, ...]:
    keys = [key for key in (_key(token.low) for token in tokens) if key]
    if len(keys) > 1 and keys[-1] in _GENERATIONS:
        keys.pop()
    return tuple(keys)


def _key(word: str) -> str:
    if word.isascii():
        return word.rstrip(".").replace(".", "")
    return fold(word).rstrip(".").replace(".", "")


def _note_roles(cast: Cast, frame: Frame, run: _Run) -> None:
    person = cast.person(_keys(run.tokens), _gender_of_titles(run.titles))
    if person is None or _BODIES & set(person.keys):
        return
    for words in (_role_before(frame.tokens, run.first), _role_after(frame.tokens, run.last)):
        if words:
            role = _Role(run.start, frozenset(words), person)
            for head in set(words) & _ROLE_HEADS:
                cast.roles[head].append(role)
            person.human = person.human or bool(set(words) & _TITLES)


def _role_before(tokens: Sequence[Token], first: int) -> list[str]:
    words: list[str] = []
    place = first - 1
    if place > 0 and tokens[place].kind == ",":  # the Secretary General, Nikolay Bordyuzha, ...
        place -= 1
    while place >= 0 and first - place <= _LOOK_BACK:
        token = tokens[place]
        if token.kind not in (WORD, CAPITAL, POSSESSIVE) or is_function_word(token.low):
            break
        words.append(token.low.rstrip("."))
        place -= 1
    return words if set(words) & _ROLE_HEADS else []


def _role_after(tokens: Sequence[Token], last: int) -> list[str]:
    """Read an apposition: Name, the campaign's press secretary, ..."""
    if last + 1 >= len(tokens) or tokens[last].kind != ",":
        return []
    words: list[str] = []
    for token in tokens[last + 1 : last + 12]:
        if token.kind not in (WORD, CAPITAL, POSSESSIVE):
            break
        if token.low in PREPOSITIONS or token.low in CONJUNCTIONS:
            break
        words.append(token.low.rstrip("."))
    return words if set(words) & _ROLE_HEADS else []


def _head(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the phrase up to its first preposition or comma."""
    for place, token in enumerate(tokens):
        if place and (token.kind == "," or (token.kind == WORD and token.low in PREPOSITIONS)):
            return tokens[:place]
    return tokens


def _pair(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]] | None:
    """Split two named speakers at their "and": Lena Fox and Omar Reyes."""
    for place in range(1, len(tokens) - 1):
        if tokens[place].low in ("and", "&"):
            before, after = tokens[place - 1], tokens[place + 1 :]
            named = is_name_like(before) and _last_run(_head(after)) is not None
            return (tokens[:place], after) if named else None
    return None


def _last_run(head: Sequence[Token]) -> _Run | None:
    """Return the name a phrase ends with: campaign manager *Robby Mook*."""
    first = len(head)
    while first and (
        is_name_like(head[first - 1])
        or (first < len(head) and head[first - 1].low in _PARTICLES and first > 1)
    ):
        first -= 1
    return _as_run(head, first, len(head)) if first < len(head) else None


def _joined(tokens: Sequence[Token], text: str) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].split())


def _words_of(tokens: Sequence[Token], text: str) -> str:
    """Return the article's words, without "the" before a proper name."""
    named = len(tokens) > 1 and tokens[0].low == "the" and tokens[1].kind in (CAPITAL, QUOTATION)
    return _joined(tokens[1:] if named else tokens, text)


# --- comparison -------------------------------------------------------------------------------

_PART = re.compile(r"[^\W_]+(?:[.’'\-][^\W_]+)*\.?")
_POSSESSIVE_END = re.compile(r"[’'](?:s)?$", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+|\s*,\s*")


def fold(word: str) -> str:
    """Return `word` without case, diacritics and typographic variants."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'").replace("ł", "l"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def matches_speaker(name_asked: str, speaker: str | None) -> bool:
    """Tell whether a name in a question means the speaker of a statement.

    Case, diacritics, titles, articles, possessive endings and initials do not count; a surname
    alone, a given name alone, or a body's abbreviation is enough. Two different given names with
    the same surname are two people.
    """
    if not speaker:
        return False
    asked = _parts(name_asked)
    return bool(asked) and any(
        _same(asked, _parts(one)) for one in [speaker, *_AND.split(speaker)] if one
    )


def _parts(name: str) -> list[str]:
    words = [_POSSESSIVE_END.sub("", part) for part in _PART.findall(_strip_quotes(name))]
    folded = [fold(word).rstrip(".") for word in words if word]
    kept = [word for word in folded if word not in ("the", "a", "an")]
    body = bool(kept) and kept[-1] in _BODIES
    last_title = max((i for i, word in enumerate(kept) if word in _TITLES), default=-1)
    if not body and 0 <= last_title < len(kept) - 1 and _follows_as_name(kept, last_title):
        kept = kept[last_title + 1 :]
    return [part for word in kept for part in _dotted(word)]


def _follows_as_name(words: list[str], title: int) -> bool:
    return words[title + 1] not in PREPOSITIONS


def _dotted(word: str) -> list[str]:
    """Split run-together initials (j.k) but keep abbreviations (u.s) as one word."""
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        joined = word.replace(".", "")
        return [joined] if joined in _PLACES else list(joined)
    return [word]


def _strip_quotes(name: str) -> str:
    return name.strip(' \t\n"“”«»„')


def _same(asked: list[str], known: list[str]) -> bool:
    if not known:
        return False
    if [_spelled(word) for word in asked] == [_spelled(word) for word in known]:
        return True
    if len(asked) == 1 or len(known) == 1:
        return _one_word(asked, known)
    head = _until_preposition(known)
    if len(head) < len(known):
        return _same(asked, head)
    if _spelled(asked[-1]) != _spelled(known[-1]):
        return False
    return _given_fit(asked[:-1], known[:-1])


def _one_word(asked: list[str], known: list[str]) -> bool:
    shorter, longer = sorted((asked, known), key=len)
    word = _spelled(shorter[0])
    head = _until_preposition(longer)
    if word in (_spelled(longer[-1]), _spelled(head[-1])):
        return True
    if len(longer) > 1 and word == "".join(part[0] for part in longer):
        return True
    return word == _spelled(longer[0]) and len(longer) <= 3 and gender_of(longer[0]) is not None


def _until_preposition(words: list[str]) -> list[str]:
    for place, word in enumerate(words):
        if place and word in PREPOSITIONS:
            return words[:place]
    return words


def _given_fit(asked: list[str], known: list[str]) -> bool:
    """Compare given names: each of the shorter list equals, or is the initial of, one in order."""
    shorter, longer = sorted((asked, known), key=len)
    rest = iter(longer)
    return all(any(_fits(one, other) for other in rest) for one in shorter)


def _fits(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return _spelled(one) == _spelled(other)


def _spelled(word: str) -> str:
    """Level common differences of transliteration: Nikolay and Nikolai, Mohammed and Mohamed."""
    level = word.replace("y", "i").replace("'", "").replace("-", "").replace("ii", "i")
    return re.sub(r"(.)\1", r"\1", level)
