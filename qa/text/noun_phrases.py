"""Who a verb of saying belongs to: the noun phrase before or after it, found without a parser.

English marks the borders of a noun phrase with a closed set of words (articles, prepositions,
conjunctions, auxiliaries); everything else is taken as part of it.
"""

from collections.abc import Sequence

from qa.language.tables import tables
from qa.language.verbs import Form
from qa.text.frames import CAPITAL, NUMBER, POSSESSIVE, QUOTATION, WORD, Token

_GRAMMAR = tables("en").grammar
_VERBS = tables("en").speech.verbs
PRONOUNS = _GRAMMAR.pronouns
DETERMINERS = _GRAMMAR.determiners
PREPOSITIONS = _GRAMMAR.prepositions
CONJUNCTIONS = _GRAMMAR.conjunctions
AUXILIARIES = _GRAMMAR.auxiliaries
ADVERBS = _GRAMMAR.adverbs
TIMES = tables("en").calendar.times
_JOINING = _GRAMMAR.joining_prepositions
_PEOPLE = tables("en").names.people | frozenset(
    f"{noun}s" for noun in tables("en").names.role_heads
)
_NOT_ADVERBS = _GRAMMAR.not_adverbs
_NAMES = tables("en").names
_NUMBERS = frozenset(["first", "second", "third", "united", "one"])
_DIGITS_OF_YEAR = 4
_REACH = 40


def is_name_like(token: Token) -> bool:
    """Tell whether a token is capitalised for being (part of) a name."""
    return token.kind == CAPITAL and not is_function_word(token.low) and token.low not in TIMES


def is_function_word(low: str) -> bool:
    """Tell whether a word, in lower case, belongs to the closed classes."""
    return (
        low in DETERMINERS
        or low in PREPOSITIONS
        or low in CONJUNCTIONS
        or low in AUXILIARIES
        or low in PRONOUNS
        or low in ADVERBS
    )


def is_adverb(token: Token) -> bool:
    """Tell whether a token may stand between a subject and its verb without belonging to either."""
    return token.kind == WORD and (
        token.low in ADVERBS
        or (token.low.endswith("ly") and len(token.low) > 4 and token.low not in _NOT_ADVERBS)
    )


def is_verb(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word is probably a verb, by lists and endings."""
    token = tokens[place]
    if token.kind != WORD:
        return False
    low = token.low
    if low in AUXILIARIES or low in _GRAMMAR.common_verbs:
        return True
    verb = _VERBS.get(low)
    if verb is not None:
        return not verb.noun and verb.form is not Form.BASE
    if low.endswith("ing") and place and tokens[place - 1].kind == CAPITAL:
        return True
    return low.endswith("ed") and low not in _GRAMMAR.not_participles


def is_participle(token: Token) -> bool:
    """Tell whether a word may be a participle, by its ending or a list."""
    if token.kind != WORD:
        return False
    low = token.low
    if low in _GRAMMAR.participles:
        return True
    return len(low) > 4 and low.endswith(("ed", "ing")) and low not in _GRAMMAR.not_participles


def _is_nominal(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.kind in (NUMBER, POSSESSIVE):
        return True
    if token.kind == QUOTATION:
        return not token.low and token.end - token.start < 30
    if token.kind not in (WORD, CAPITAL) or token.low in TIMES:
        return False
    if token.kind == CAPITAL:
        return not is_function_word(token.low)
    if is_function_word(token.low) or is_adverb(token):
        return False
    return not is_verb(tokens, place) or _is_adjectival(tokens, place)


def _is_adjectival(tokens: Sequence[Token], place: int) -> bool:
    """Tell "the retired general" from "the general retired"."""
    if tokens[place].low == "retired" or (place and tokens[place].low == "works"):
        return tokens[place].low == "retired" or tokens[place - 1].low == "public"
    if not tokens[place].low.endswith(("ed", "ing")) or place == 0:
        return False
    before = tokens[place - 1]
    return before.low in DETERMINERS or before.kind == POSSESSIVE


def phrase_before(tokens: Sequence[Token], last: int, lowest: int = 0) -> tuple[int, int] | None:
    """Return [first, last + 1) of the noun phrase that ends with token `last`, or None.

    Prepositional phrases inside it are included ("a spokesman for the ministry").
    """
    if last < lowest:
        return None
    if tokens[last].low in PRONOUNS:
        return last, last + 1
    first = _core_before(tokens, last, lowest)
    if first is None:
        return None
    while first - 2 >= lowest and last - first < _REACH:
        joint = tokens[first - 1]
        if joint.low == "and" and (wider := _with_office(tokens, first, lowest)) is not None:
            first = wider
            continue
        if joint.kind != WORD or joint.low not in _JOINING:
            break
        outer = _core_before(tokens, first - 2, lowest)
        if outer is None or not _may_take(tokens, outer, first - 1):
            break
        first = outer
    return _with_partner(tokens, first, lowest), last + 1


def _with_office(tokens: Sequence[Token], first: int, lowest: int) -> int | None:
    """Return where "Housing and Communal Services" begins, where "of" or "for" leads it."""
    if first - 4 >= lowest and tokens[first].kind == WORD == tokens[first - 2].kind:
        # the minister of energy and water
        return first - 2 if tokens[first - 3].low == "of" else None
    place = first - 2
    while place > lowest and tokens[place].kind == CAPITAL == tokens[first].kind:
        place -= 1
    found = place < first - 2 and tokens[place].low in ("of", "for")
    return place + 1 if found else None


def _may_take(tokens: Sequence[Token], outer: int, joint: int) -> bool:
    """Tell whether the phrase before a preposition governs it: "head of", not "Monday in"."""
    if tokens[joint].low in ("of", "for"):
        return True
    if joint == 1 and (tokens[0].low in _PEOPLE or _is_plural(tokens[0])):  # Doctors in Riga
        return True
    if outer == 0 and _is_person(tokens[:joint]):  # Maren in Husum, Ada Noll at the Institute
        return True
    if outer and tokens[joint].low == "at" and tokens[outer - 1].low in ("of", "for"):
        return True  # of the Institute of Labour at Onigbo
    return tokens[joint - 1].kind == WORD or tokens[outer].low in DETERMINERS


def _is_person(name: Sequence[Token]) -> bool:
    """Tell a person's name by its given name or title."""
    first = name[0].low.rstrip(".")
    known = first in _NAMES.titles or _NAMES.gender_of(first) is not None
    return known and all(is_name_like(token) for token in name)


def _is_plural(first: Token) -> bool:
    """Tell whether the first word of a sentence looks like several: *Observers* from Lund."""
    plural = first.low.endswith("s") and not first.low.endswith("ss") and len(first.low) > 4
    return plural and is_name_like(first)


def _core_before(tokens: Sequence[Token], last: int, lowest: int) -> int | None:
    """Return the first token of the phrase without prepositions that ends with `last`."""
    place = last
    while place >= lowest and last - place < _REACH:
        token = tokens[place]
        if _is_of_name(tokens, place):  # of *First* Moranian Bank
            place -= 1
            continue
        if token.kind in (WORD, CAPITAL) and token.low in DETERMINERS:
            return _quantified(tokens, place, lowest)
        if not _is_nominal(tokens, place) or (place < last and _is_year(tokens, place)):
            break
        place -= 1
    first = place + 1
    if first > last or tokens[first].kind == POSSESSIVE:
        return None
    return first


def _is_of_name(tokens: Sequence[Token], place: int) -> bool:
    """Tell a number with a capital within a sentence from one that counts."""
    if place == 0 or place + 1 >= len(tokens) or tokens[place].kind != CAPITAL:
        return False
    led = tokens[place - 1].kind in (WORD, CAPITAL)
    return led and tokens[place].low in _NUMBERS and is_name_like(tokens[place + 1])


def _is_year(tokens: Sequence[Token], place: int) -> bool:
    """Tell a year that ends an introduction: in 1990 *Warrender* said."""
    year = tokens[place].kind == NUMBER and tokens[place].low.isdigit()
    year = year and tokens[place].end - tokens[place].start == _DIGITS_OF_YEAR
    named = place + 1 < len(tokens) and tokens[place + 1].kind == CAPITAL
    return year and named and place > 0 and tokens[place - 1].low in ("in", "since", "until", "by")


def _quantified(tokens: Sequence[Token], place: int, lowest: int) -> int:
    """Include what may stand before an article: all the, both his, X's two."""
    while place - 1 >= lowest and tokens[place - 1].low in DETERMINERS:
        place -= 1
    if place - 1 >= lowest and tokens[place - 1].kind == POSSESSIVE:
        owner = _core_before(tokens, place - 2, lowest)
        return place if owner is None else owner
    return place


def _with_partner(tokens: Sequence[Token], first: int, lowest: int) -> int:
    """Include the first of two coordinated speakers of the same kind: Smith and Jones."""
    if first - 2 < lowest or tokens[first - 1].low not in ("and", "or", "&"):
        return first
    partner = _core_before(tokens, first - 2, lowest)
    if partner is None or _looks(tokens[partner]) != _looks(tokens[first]):
        return first
    at_border = partner == lowest or tokens[partner - 1].kind not in (WORD, CAPITAL)
    return partner if at_border else first


def _looks(token: Token) -> str:
    return "determined" if token.low in DETERMINERS else token.kind


def phrase_after(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """Return [first, end) of the noun phrase that begins with token `first`, or None."""
    if first >= len(tokens):
        return None
    if tokens[first].low in PRONOUNS:
        return first, first + 1
    place = first
    while place < len(tokens) and place - first < _REACH:
        token = tokens[place]
        if token.low in DETERMINERS and token.kind in (WORD, CAPITAL):
            if place > first and tokens[place - 1].low not in (*_JOINING, *DETERMINERS, "and"):
                break
        elif not _continues_after(tokens, place, first):
            break
        place += 1
    while place > first and _is_loose(tokens[place - 1]):
        place -= 1
    return (first, place) if place > first else None


def _continues_after(tokens: Sequence[Token], place: int, first: int) -> bool:
    token = tokens[place]
    if _is_nominal(tokens, place):
        return token.kind != QUOTATION
    if place == first or place + 1 >= len(tokens) or token.kind != WORD:
        return False
    following = tokens[place + 1]
    if token.low in ("of", "for"):
        return True
    if token.low in ("at", "in", "from", "with", "to"):
        joins = tokens[place - 1].kind == WORD and following.low not in TIMES
        of_somebody = following.kind == CAPITAL or following.low in DETERMINERS
        return joins and (token.low != "to" or of_somebody)
    same = token.low == "and" and following.kind == CAPITAL == tokens[place - 1].kind
    return same and is_name_like(following)


def _is_loose(token: Token) -> bool:
    return token.low in PREPOSITIONS or token.low in DETERMINERS or token.low == "and"
