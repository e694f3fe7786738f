"""What an article says that its people are: the words beside their names.

"The director of the water works, Olena Marchuk", "Piers Lovelace, who runs the reserve", "its
secretary Ove Brandt" and "Ada Noll is a nurse" each describe somebody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.keeping.found import kept_by_text
from qa.language.tables import tables
from qa.people.names import name_parts
from qa.text.frames import CAPITAL, DASH, NUMBER, POSSESSIVE, WORD, Token, frames_of
from qa.text.noun_phrases import is_verb, phrase_after, phrase_before
from qa.text.words import fold, folded, is_content, stem, stems

_LONGEST_AFTER = 14
_FEWEST_LETTERS = 3
_SECRETARY_GENERAL, _GENERAL = {stem("secretary"), stem("general")}, stem("secretary-general")
_INNER = frozenset("of for from at in with on to".split())


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody is, in stems.

    `heads` are the nouns that say it, `words` all words that describe him, `around` those of the
    sentences in which they stand and of the ones before: "*The union* was angry. Its secretary,
    Ove Brandt, ..."
    """

    heads: frozenset[str]
    words: frozenset[str]
    around: frozenset[str] = frozenset()

    def __or__(self, other: "Description") -> "Description":
        return Description(
            self.heads | other.heads, self.words | other.words, self.around | other.around
        )

    def without(self, words: frozenset[str]) -> "Description":
        """Return the description without these stems, such as those of the name."""
        return replace(self, heads=self.heads - words, words=self.words - words)


NOTHING = Description(frozenset(), frozenset())


def described(phrase: str) -> Description:
    """Return what a phrase such as "the owner of the campsite" says."""
    return _of(_tokens(phrase))


def descriptions(sentences: Iterable[str], names: Iterable[str]) -> dict[str, Description]:
    """Return what sentences say that people are, for those of these names that they describe."""
    by_surname: dict[str, list[str]] = {}
    for name in names:
        surname = fold(name.split()[-1]) if name.split() else ""
        if len(surname) >= _FEWEST_LETTERS:
            by_surname.setdefault(surname, []).append(name)
    found: dict[str, Description] = {}
    before = ""
    for sentence in sentences:
        for place, token, tokens in _named(sentence, by_surname):
            said = _beside(tokens, place)
            for name in by_surname[token] if said.words else ():
                if _is_meant(tokens, place, name):
                    own = replace(said.without(_own_words(name)), around=stems(before + sentence))
                    found[name] = found.get(name, NOTHING) | own
        before = f"{sentence} "
    return found


@lru_cache(maxsize=8192)
def _own_words(name: str) -> frozenset[str]:
    return frozenset(stem(piece) for word in name.split() for piece in (word, *word.split("-")))


def _named(
    sentence: str, by_surname: Mapping[str, list[str]]
) -> Iterator[tuple[int, str, Sequence[Token]]]:
    """Yield the places in a sentence's tokens of these surnames."""
    plain_sentence = folded(sentence)
    if not any(surname in plain_sentence for surname in by_surname):
        return
    tokens = _tokens(sentence)
    for place, token in enumerate(tokens):
        plain = fold(token.low)
        if token.kind == CAPITAL and plain in by_surname:
            yield place, plain, tokens


@kept_by_text
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(token for frame in frames_of(text, []) for token in frame.tokens)


def _is_meant(tokens: Sequence[Token], place: int, name: str) -> bool:
    """Whether no other given name stands before the surname: Tom Hale is not Una Hale."""
    parts = name_parts(name)
    before = tokens[place - 1] if place else None
    if before is None or before.kind != CAPITAL or len(parts) < 2:
        return True
    plain = fold(before.low)
    known = tables("en").names
    return plain in parts or known.gender_of(plain) is None


def _beside(tokens: Sequence[Token], place: int) -> Description:
    """Return what stands before and after the name that ends at `place`."""
    found = NOTHING
    first = place
    while first and tokens[first - 1].kind == CAPITAL and not _ends_name(tokens[first - 1]):
        first -= 1
    found |= _of(tokens[first:place])  # titles among given names: "Transport Secretary Ada Holt"
    before = first - 1
    if before > 0 and tokens[before].kind == ",":
        before -= 1
    phrase = phrase_before(tokens, before) if before >= 0 else None
    if phrase is not None:
        found |= _of(tokens[phrase[0] : phrase[1]])
    return found | _after(tokens, place + 1)


def _ends_name(token: Token) -> bool:
    return token.low in tables("en").grammar.stop_words


def _after(tokens: Sequence[Token], place: int) -> Description:
    """Read an apposition, a clause with "who", words in brackets, or what the name "is"."""
    if place >= len(tokens):
        return NOTHING
    grammar = tables("en").grammar
    mark = tokens[place]
    if mark.low in grammar.be and place + 1 < len(tokens):
        phrase = phrase_after(tokens, place + 1)
        return _of(tokens[phrase[0] : phrase[1]]) if phrase else NOTHING
    if mark.low in _INNER:
        phrase = phrase_after(tokens, place + 1)
        inner = _of(tokens[phrase[0] : phrase[1]]) if phrase else NOTHING
        return Description(frozenset(), inner.words)
    if mark.kind not in {",", "(", DASH}:
        return NOTHING
    found = NOTHING
    after = tokens[place + 1 : place + 1 + _LONGEST_AFTER]
    if after and is_verb(after, 0):  # Ada Holt, *told* the court ...
        return NOTHING
    for part in _parts(after):
        found |= _of(part)
    return found


def _parts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the apposition that tokens begin with, after an age: *51*, *a deckhand from Ayr*."""
    start = 0
    for place, token in enumerate(tokens):
        if token.kind in {WORD, CAPITAL, POSSESSIVE}:
            continue
        if token.kind == NUMBER and place == start:
            continue
        yield tokens[start:place]
        if not all(one.kind == NUMBER for one in tokens[start:place]):
            return
        start = place + 1
    yield tokens[start:]


def _of(tokens: Sequence[Token]) -> Description:
    """Return what a phrase says: its nouns before the first preposition, and all its words.

    Of a clause with "who" the verb says it: "who owns the mill" is its owner.
    """
    known = tables("en")
    speech = known.speech.verbs
    kept: list[str] = []
    heads: list[str] = []
    clause = bool(tokens) and tokens[0].low in known.grammar.relative_pronouns
    ended = False
    for place, token in enumerate(tokens):
        if token.kind not in {WORD, CAPITAL}:
            continue
        if token.low in known.grammar.prepositions | known.grammar.conjunctions and place:
            ended = ended or token.low not in {"and", "or"}
            continue
        if not clause and token.low in speech and not speech[token.low].noun and place:
            break
        if not is_content(token.low):
            continue
        stems_of = dict.fromkeys(stem(one) for one in (*token.low.split("-"), token.low))
        kept += stems_of
        if not ended or clause:
            heads += stems_of
    last = heads[:1] if clause else _last_nouns(heads)
    return Description(frozenset(last), frozenset(kept))


def _last_nouns(heads: Sequence[str]) -> list[str]:
    found = [*heads[-1:], *(one for one in heads[:-1] if one in _role_stems())]
    return [*found, _GENERAL] if set(heads[-2:]) == _SECRETARY_GENERAL else found


@lru_cache
def _role_stems() -> frozenset[str]:
    return frozenset(map(stem, tables("en").names.role_heads))
