"""What was said: the stretch of a sentence that an attribution reports."""

from collections.abc import Sequence

from qa.attributions import Attribution, Range, is_end
from qa.frames import DASH, NUMBER, QUOTATION, WORD, Token
from qa.noun_phrases import DETERMINERS, PREPOSITIONS, TIMES, is_adverb, phrase_after
from qa.speech_verbs import ADDRESSED, QUOTING, VERBS, Form, Takes

_COMPLEMENTISERS = frozenset(["that", "whether", "if", "how", "why", "what", "who", "to"])
_OCCASIONS = frozenset("in on at during to after before from through via by with".split())
_GOVERNED = frozenset("against for of about on to with over".split())
# Verbs whose bare object is rarely something said: they need "that", a colon or a quotation.
_STRICT = frozenset(
    "continue sing answer reply rule signal charge observe read address respond conclude lament "
    "protest relate vent moan marvel interject intone elaborate comment see know feel consider "
    "imagine regard learn understand specify reason find show prove demonstrate indicate view "
    "assume decide".split()
)
_LONGEST = 400
_OBJECT_PRONOUNS = frozenset("me him her us them you it himself herself themselves".split())


def content_of(
    tokens: Sequence[Token], one: Attribution, others: Sequence[Attribution]
) -> list[Range]:
    """Return the token ranges of what `one` reports; empty where it reports nothing here.

    `others` are all attributions of the sentence, in order: the next one may end the content.
    """
    if _may_follow(one):
        before = _content_before(tokens, one)
        if before is not None:
            return [before, *_second_half(tokens, one)]
    after = _content_after(tokens, one, others)
    return [] if after is None else [after]


# --- content first: "...," she said -------------------------------------------------------------


def _may_follow(one: Attribution) -> bool:
    if one.shared:
        return False
    return one.verb is None or one.verb.takes in QUOTING or one.verb.takes is Takes.FINDING


def _content_before(tokens: Sequence[Token], one: Attribution) -> Range | None:
    border = one.unit[0] - 1
    while border >= 0 and (is_adverb(tokens[border]) or tokens[border].low in ("and", "but")):
        border -= 1
    if border < 0:
        return None
    if tokens[border].kind == ",":
        border -= 1
        comma = True
    else:
        comma = tokens[border].kind == DASH
        border -= comma
    if border < 0:
        return None
    if tokens[border].kind == QUOTATION and (tokens[border].low or comma):
        return _quoted_first(tokens, border)
    if not comma and not (one.verb is None and is_end(tokens, one.unit[1])):
        return None
    after = _skip_occasion(tokens, one.unit[1])
    if not is_end(tokens, after) and tokens[after].kind not in (",", DASH, ";"):
        return None
    return _clause_around(tokens, one, border, after)


def _quoted_first(tokens: Sequence[Token], last: int) -> Range:
    """Return the quotation before an attribution, with the clause it completes if it does."""
    first = last
    while first > 0 and (tokens[first - 1].kind == QUOTATION or tokens[first - 1].low == "and"):
        first -= 1
    start = _clause_start(tokens, first)
    words = [t for t in tokens[start:first] if t.kind != DASH]
    if len(words) <= 1 or any(t.low in VERBS for t in words):
        return first, last + 1
    return start, last + 1


def _clause_start(tokens: Sequence[Token], place: int) -> int:
    start = place
    while start > 0 and place - start < 60 and tokens[start - 1].kind not in (";", ":", ")"):
        if tokens[start - 1].kind == QUOTATION and tokens[start - 1].low:
            break
        start -= 1
    while start < place and tokens[start].kind in (",", DASH):
        start += 1
    return start


def _clause_around(
    tokens: Sequence[Token], one: Attribution, border: int, after: int
) -> Range | None:
    """Return the clause that a parenthetical attribution ends or interrupts."""
    start = _clause_start(tokens, border + 1)
    length = border + 1 - start
    if length < 1:
        return None
    rest = after
    while rest < len(tokens) and tokens[rest].kind in (",", DASH):
        rest += 1
    if is_end(tokens, rest) or _begins_other(tokens, rest):
        return (start, border + 1) if length >= 2 else None
    introduction = tokens[start].low in PREPOSITIONS or is_adverb(
        tokens[start]._replace(kind=WORD)
    )
    if one.verb is not None and introduction and length < 4 and not one.inverted:
        return start, _clause_end(tokens, rest, ())
    return start, _clause_end(tokens, rest, ())


def _begins_other(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether what follows is no part of the clause: , adding that; , who was there."""
    low = tokens[place].low
    verb = VERBS.get(low)
    return (
        low in ("who", "which", "and", "but", "while", "as", "when", "after", "citing", "according")
        or (verb is not None and verb.form is Form.ING)
        or low.endswith("ing")
    )


def _second_half(tokens: Sequence[Token], one: Attribution) -> list[Range]:
    """Return the quotation that goes on after an attribution: "A," she said, "b"."""
    place = _skip_occasion(tokens, one.unit[1])
    while place < len(tokens) and tokens[place].kind in (",", DASH, ":", "."):
        place += 1
    if place < len(tokens) and tokens[place].kind == QUOTATION:
        return [(place, place + 1)]
    return []


# --- attribution first: she said that ... -------------------------------------------------------


def _content_after(
    tokens: Sequence[Token], one: Attribution, others: Sequence[Attribution]
) -> Range | None:
    start = _content_start(tokens, one)
    if start is None:
        return None
    while start < len(tokens) and tokens[start].kind in (",", ":", DASH):
        start += 1
    if is_end(tokens, start):
        return None
    end = _clause_end(tokens, start, [other for other in others if other.first > one.first])
    return (start, end) if end > start else None


def _content_start(tokens: Sequence[Token], one: Attribution) -> int | None:
    if one.verb is None or one.inverted:
        return _after_phrase(tokens, one)
    place = one.end
    lemma = one.verb.lemma
    if place < len(tokens) and tokens[place].low in _GOVERNED and lemma not in ("say", "tell"):
        return place if one.verb.takes is not Takes.FINDING else None
    if lemma in ADDRESSED and one.verb.takes is Takes.CLAUSE:
        place = _skip_addressee(tokens, place)
    if one.verb.takes in (Takes.CLAUSE, Takes.BELIEF):
        place = _skip_occasion(tokens, place)
    else:
        place = _skip_time(tokens, place)
    if is_end(tokens, place):
        return None
    marked = _is_marked(tokens, place)
    if lemma in _STRICT and not marked:
        return None
    if tokens[place].kind in (",", DASH, ";", ")"):
        quoted = place + 1 < len(tokens) and tokens[place + 1].kind == QUOTATION
        return place if quoted or tokens[place].kind == DASH else None
    if tokens[place].low in ("and", "or", "but", "when", "as", "while", "after", "because"):
        return None
    return place


def _is_marked(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.kind in (":", QUOTATION):
        return True
    following = place + 1 < len(tokens) and tokens[place + 1].kind == QUOTATION
    return token.low in _COMPLEMENTISERS or (token.kind == "," and following)


def _after_phrase(tokens: Sequence[Token], one: Attribution) -> int | None:
    """According to X, ...; As X recalled, ...: what follows the comma."""
    place = _skip_occasion(tokens, one.unit[1]) if one.inverted else one.unit[1]
    telling = one.verb is None and place < len(tokens) and tokens[place].low == "that"
    if telling:
        return place
    if one.inverted and tokens[one.first - 1].kind == QUOTATION:
        return None
    if place < len(tokens) and tokens[place].kind in (",", ":", QUOTATION):
        return place
    return place if one.verb is None and one.unit[0] == 0 else None


def _skip_addressee(tokens: Sequence[Token], place: int) -> int:
    if place >= len(tokens) or tokens[place].kind == QUOTATION:
        return place
    if tokens[place].low in _OBJECT_PRONOUNS:
        return place + 1
    if tokens[place].low in _COMPLEMENTISERS:
        return place
    phrase = phrase_after(tokens, place)
    if phrase is None:
        return place
    for end in range(phrase[0] + 1, phrase[1]):
        if tokens[end - 1].kind == WORD and tokens[end].kind == "C":
            if tokens[end - 1].low not in (*DETERMINERS, *PREPOSITIONS, "and"):
                return end
    return phrase[1]


def _skip_time(tokens: Sequence[Token], place: int) -> int:
    while place < len(tokens) and (
        is_adverb(tokens[place])
        or tokens[place].low in TIMES
        or (tokens[place].low in ("last", "this", "next", "late", "on", "in", "earlier")
            and place + 1 < len(tokens) and tokens[place + 1].low in TIMES)
        or (tokens[place].kind == NUMBER and place and tokens[place - 1].low in TIMES)
    ):  # fmt: skip
        place += 1
    return place


def _skip_occasion(tokens: Sequence[Token], place: int) -> int:
    """Skip when, where and to whom it was said: on Friday in an interview with reporters."""
    while True:
        start = place
        place = _skip_time(tokens, place)
        if place < len(tokens) and tokens[place].low in _OCCASIONS:
            phrase = phrase_after(tokens, place + 1)
            if phrase is not None:
                place = phrase[1]
        if place == start:
            return place


def _clause_end(tokens: Sequence[Token], start: int, later: Sequence[Attribution]) -> int:
    """Return where the content that begins at `start` ends."""
    borders = {one.unit[0] for one in later if not one.shared}
    shared = {one.first for one in later if one.shared}
    place = start
    while place < len(tokens) and place - start < _LONGEST and not is_end(tokens, place):
        token = tokens[place]
        if token.kind == ";" or (token.kind == "," and _stops_at(tokens, place + 1, borders, shared)):
            break
        if place > start and token.low in ("and", "but") and place + 1 in shared:
            break
        if _closing_quotation(tokens, place):
            return place + 1
        place += 1
    while place > start and tokens[place - 1].kind in (",", DASH, ":"):
        place -= 1
    return place


def _closing_quotation(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a quotation ends its sentence inside the marks though the frame goes on."""
    return tokens[place].kind == QUOTATION and tokens[place].low in (".", "!", "?")


def _stops_at(tokens: Sequence[Token], place: int, borders: set[int], shared: set[int]) -> bool:
    if place >= len(tokens):
        return True
    if place in shared or tokens[place].low == "according":
        return True
    if tokens[place].low in ("and", "but", "while", "though", "although", "whereas"):
        return place + 1 in borders or place + 1 in shared
    return False
