"""What was said: the stretch of a sentence that an attribution reports."""

from collections.abc import Sequence
from typing import NamedTuple

from qa.language.tables import tables
from qa.language.verbs import Form, Takes, Verb
from qa.statements.attributions import Attribution, Range, is_end
from qa.text.frames import CAPITAL, DASH, NUMBER, QUOTATION, WORD, Token
from qa.text.noun_phrases import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    TIMES,
    is_adverb,
    is_function_word,
    is_name_like,
    is_verb,
    phrase_after,
)

_GRAMMAR, _SPEECH = tables("en").grammar, tables("en").speech
_COMPLEMENTISERS, _OBJECT_PRONOUNS = _GRAMMAR.complementisers, _GRAMMAR.object_pronouns
_OCCASIONS, _TOPICS, _EMPTY = _GRAMMAR.occasions, _GRAMMAR.topics, _GRAMMAR.empty_objects
_SOURCES = _SPEECH.sources
# Verbs that may stand beside a direct quotation: "No," he thought.
QUOTING = frozenset([Takes.CLAUSE, Takes.BELIEF])
_LONGEST = 400
_LONGEST_INSERTION = 14
_SHORTEST_SPEECH = 20
_SUBORDINATE = frozenset(["after", "as", "when", "while", "because"])
"""What begins a clause about when or why something was said."""
_FULL_STOPS = frozenset([".", "!", "?"])


class Borders(NamedTuple):
    """Where contents of one sentence may end: where attributions begin, and the last remark.

    `units` begin with a speaker of their own, `shared` take it over; `remark` is the comma of the
    narrator's own clause at the end (..., who is 70), or -1; `outer` are cues that stand after a
    clause about their speaker: another mother, who asked not to be named, *added*.
    """

    units: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()
    remark: int = -1
    outer: frozenset[int] = frozenset()


def borders_of(tokens: Sequence[Token], attributions: Sequence[Attribution]) -> Borders:
    """Return the borders of a sentence with these attributions."""
    return Borders(
        frozenset(one.unit[0] for one in attributions if not one.shared),
        frozenset(one.first for one in attributions if one.shared),
        _last_remark(tokens),
        frozenset(
            one.first
            for one in attributions
            if not one.shared and one.unit[0] < one.first and tokens[one.first - 1].kind == ","
        ),
    )


def content_of(tokens: Sequence[Token], one: Attribution, borders: Borders) -> list[Range]:
    """Return the token ranges of what `one` reports; empty where it reports nothing here."""
    if _may_follow(one):
        before = _content_before(tokens, one, borders)
        if before is not None:
            return [before, *_second_half(tokens, one)]
    after = _content_after(tokens, one, borders)
    return [] if after is None else [after]


def only_attributes(tokens: Sequence[Token], one: Attribution) -> bool:
    """Tell whether a sentence is nothing but an attribution: Smith asked on Friday."""
    if one.unit[0] != 0 or one.verb is None or one.verb.takes not in QUOTING:
        return False
    return is_end(tokens, _skip_occasion(tokens, one.unit[1]))


# --- content first: "...," she said -------------------------------------------------------------


def _may_follow(one: Attribution) -> bool:
    if one.shared:
        return False
    return one.verb is None or one.verb.takes in QUOTING or one.verb.takes is Takes.FINDING


def _content_before(tokens: Sequence[Token], one: Attribution, borders: Borders) -> Range | None:
    border = one.unit[0] - 1
    while border >= 0 and (is_adverb(tokens[border]) or tokens[border].low in ("and", "but")):
        border -= 1
    if border < 0:
        return None
    last = border
    while border >= 0 and tokens[border].kind in (",", DASH):
        border -= 1
    comma = border < last
    if border < 0:
        return None
    if tokens[border].kind == QUOTATION and (
        tokens[border].low or comma or _is_sentence(tokens[border], one)
    ):
        return _quoted_first(tokens, border)
    if not comma and not (one.verb is None and is_end(tokens, one.unit[1])):
        return None
    after = _before_subordinate(tokens, one, _after_attribution(tokens, one))
    if not is_end(tokens, after) and (
        tokens[after].kind not in (",", DASH, ";") and tokens[after].low not in _SUBORDINATE
    ):
        return None
    if _quotes_next(tokens, after):
        return None
    if _is_introduction(tokens, border) and not _goes_on(tokens, after):
        return None
    return _clause_around(tokens, border, after, borders)


def _after_attribution(tokens: Sequence[Token], one: Attribution) -> int:
    """Return where to whom, when and where it was said ends: It leaked, he *told the court*."""
    after = _skip_occasion(tokens, one.unit[1])
    if one.verb is None or one.verb.lemma not in _SPEECH.addressed or one.inverted:
        return after
    heard = _skip_occasion(tokens, _skip_addressee(tokens, one.unit[1]))
    closed = is_end(tokens, heard) or tokens[heard].kind in (",", DASH, ";")
    return heard if closed else after


def _before_subordinate(tokens: Sequence[Token], one: Attribution, after: int) -> int:
    """Return where a clause begins of when it was said: the office said *after* votes were in."""
    if one.inverted or any(token.low == "that" for token in tokens[one.unit[1] :]):
        return after
    for place in range(one.unit[1], min(after + 1, len(tokens))):
        if tokens[place].low in _SUBORDINATE:
            return place
    return after


def _is_sentence(quotation: Token, one: Attribution) -> bool:
    """Tell speech from a term in quotation marks where no comma stands before "says Ada Noll"."""
    says = one.inverted and one.verb is not None and one.verb.takes is Takes.CLAUSE
    return says and quotation.end - quotation.start >= _SHORTEST_SPEECH


def _quoted_first(tokens: Sequence[Token], last: int) -> Range:
    """Return the quotation before an attribution, with the clause it completes if it does."""
    first = last
    while first > 0 and (tokens[first - 1].kind == QUOTATION or tokens[first - 1].low == "and"):
        first -= 1
    start = _clause_start(tokens, first)
    words = [t for t in tokens[start:first] if t.kind in (WORD, CAPITAL)]
    if all(is_function_word(t.low) for t in words) or any(t.low in _SPEECH.verbs for t in words):
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


def _quotes_next(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the attribution goes with the quotation after it: As it rang, he said, "..."."""
    following = place + 1 < len(tokens) and tokens[place + 1].kind == QUOTATION
    return following and tokens[place].kind == ","


def _goes_on(tokens: Sequence[Token], after: int) -> bool:
    """Tell whether a clause goes on after the comma: In 1998, he said, *the surplus* fell."""
    if after + 2 >= len(tokens) or tokens[after].kind != ",":
        return False
    return not _begins_other(tokens, after + 1)


def _is_introduction(tokens: Sequence[Token], last: int) -> bool:
    """Tell "Through a spokesman," from a clause: it opens with a preposition and has no verb."""
    start = _clause_start(tokens, last + 1)
    if tokens[start].low not in PREPOSITIONS or last - start > 7:
        return False
    return not any(is_verb(tokens, place) for place in range(start + 1, last + 1))


def _clause_around(
    tokens: Sequence[Token], border: int, after: int, borders: Borders
) -> Range | None:
    """Return the clause that a parenthetical attribution ends or interrupts."""
    start = _clause_start(tokens, border + 1)
    length = border + 1 - start
    if length < 1:
        return None
    rest = after
    while rest < len(tokens) and tokens[rest].kind in (",", DASH):
        rest += 1
    if is_end(tokens, rest) or (
        _begins_other(tokens, rest) and not _adds_clause(tokens, rest, borders)
    ):
        return (start, border + 1) if length >= 2 or _answers(tokens[start]) else None
    return start, _clause_end(tokens, rest, borders)


def _answers(token: Token) -> bool:
    """Tell whether one word is what somebody says: *Nobody*, he said."""
    told = token.kind in (WORD, CAPITAL) and not is_function_word(token.low)
    return told or token.low in ("nobody", "nothing", "everyone", "everything", "no", "yes")


def _adds_clause(tokens: Sequence[Token], place: int, borders: Borders) -> bool:
    """Tell whether "and" goes on with what was said: It leaked, he said, *and it was old*."""
    if tokens[place].low not in ("and", "but") or place + 2 >= len(tokens):
        return False
    told = place + 1 in borders.units or place + 1 in borders.shared
    return not told and not is_verb(tokens, place + 1) and tokens[place + 1].kind != QUOTATION


def _begins_other(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether what follows is no part of the clause: , adding that; , who was there."""
    low = tokens[place].low
    verb = _SPEECH.verbs.get(low)
    return (
        low in ("who", "which", "and", "but", "while", "as", "when", "after", "citing", "according")
        or (verb is not None and verb.form is Form.ING)
        or low.endswith("ing")
    )


def _second_half(tokens: Sequence[Token], one: Attribution) -> list[Range]:
    """Return the quotation that goes on after an attribution: "A," she said, "b"."""
    place = _after_attribution(tokens, one)
    while place < len(tokens) and tokens[place].kind in (",", DASH, ":", "."):
        place += 1
    if place < len(tokens) and tokens[place].kind == QUOTATION:
        return [(place, place + 1)]
    return []


# --- attribution first: she said that ... -------------------------------------------------------


def _content_after(tokens: Sequence[Token], one: Attribution, borders: Borders) -> Range | None:
    start = _content_start(tokens, one)
    if start is None:
        return None
    while start < len(tokens) and tokens[start].kind in (",", ":", DASH):
        start += 1
    if is_end(tokens, start):
        return None
    end = _clause_end(tokens, start, borders)
    return (start, end) if end > start and not _is_empty(tokens[start:end]) else None


def _is_empty(content: Sequence[Token]) -> bool:
    """Tell words that say nothing alone: which; the same; to comment."""
    low = [token.low for token in content]
    if len(low) == 1:
        return low[0] in _EMPTY
    if low[0] == "to" and content[1].kind == NUMBER:  # it declined to 55 percent
        return True
    if len(low) == 2 and low[0] == "to":
        verb = _SPEECH.verbs.get(low[1])
        return verb is not None and verb.takes is not Takes.BELIEF
    return low in (["the", "same"], ["the", "opposite"], ["as", "much"])


def _content_start(tokens: Sequence[Token], one: Attribution) -> int | None:
    if one.verb is None or one.inverted or _is_aside(tokens, one):
        return _after_phrase(tokens, one)
    place = one.end
    lemma = one.verb.lemma
    if is_end(tokens, place) or (lemma in _SPEECH.of_people and is_name_like(tokens[place])):
        return None
    if tokens[place - 1].low in _SPEECH.governed.get(lemma, ()):
        return place
    later = _skip_occasion(tokens, place)
    if place < later < len(tokens) and tokens[later].low == "that":
        return later
    if tokens[place].low in _TOPICS and lemma not in ("say", "tell"):
        return None if lemma in _SPEECH.strict and tokens[place].low != "to" else place
    place = _skip_circumstances(tokens, place, one.verb)
    if is_end(tokens, place):
        return None
    if lemma in _SPEECH.strict and not (
        _is_marked(tokens, place) or _holds_clause(tokens, one, place)
    ):
        return None
    return _where_content_may_begin(tokens, place)


def _is_aside(tokens: Sequence[Token], one: Attribution) -> bool:
    """Tell "As X recalled, ..." from "X recalled ..."."""
    if tokens[one.unit[0]].low != "as":
        return False
    end = _skip_occasion(tokens, one.end)
    return end < len(tokens) and tokens[end].kind == ","


def _skip_circumstances(tokens: Sequence[Token], place: int, verb: Verb) -> int:
    """Skip to whom, when and where it was said."""
    if verb.lemma in _SPEECH.addressed:
        heard = _skip_addressee(tokens, place)
        infinitive = heard < len(tokens) and tokens[heard].low == "to"
        infinitive = infinitive and all(token.low != "of" for token in tokens[place:heard])
        place = heard if verb.takes is Takes.CLAUSE or infinitive else place
    if verb.takes in QUOTING:
        return _skip_occasion(tokens, place)
    return _skip_time(tokens, place)


def _where_content_may_begin(tokens: Sequence[Token], place: int) -> int | None:
    if tokens[place].kind == "," and (later := _after_insertion(tokens, place)) is not None:
        return later
    if tokens[place].kind in (",", DASH, ";", ")"):
        quoted = place + 1 < len(tokens) and tokens[place + 1].kind == QUOTATION
        return place if quoted or tokens[place].kind == DASH else None
    if tokens[place].low in ("and", "or", "but", "when", "as", "while", "after", "because"):
        return None
    return place


def _after_insertion(tokens: Sequence[Token], comma: int) -> int | None:
    """Return where "that" goes on after an insertion: she said, when pressed, *that* it leaked."""
    for place in range(comma + 1, min(comma + _LONGEST_INSERTION, len(tokens) - 1)):
        if tokens[place].kind == QUOTATION or is_end(tokens, place):
            return None
        if tokens[place].kind == "," and tokens[place + 1].low == "that":
            return place + 1
    return None


def _holds_clause(tokens: Sequence[Token], one: Attribution, place: int) -> bool:
    """Tell a clause without "that" from a mere object; what polls show counts as said."""
    if one.subject and any(tokens[i].low in _SOURCES for i in range(*one.subject)):
        return True
    return any(token.low in AUXILIARIES for token in tokens[place + 1 : place + 8])


def _is_marked(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.kind in (":", QUOTATION):
        return True
    following = place + 1 < len(tokens) and tokens[place + 1].kind == QUOTATION
    return token.low in _COMPLEMENTISERS or (token.kind == "," and following)


def _after_phrase(tokens: Sequence[Token], one: Attribution) -> int | None:
    """According to X, ...; As X recalled, ...: what follows the comma."""
    aside = one.inverted or _is_aside(tokens, one)
    place = _skip_occasion(tokens, one.unit[1]) if aside else one.unit[1]
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
        named = tokens[end - 1].kind == WORD and tokens[end].kind == CAPITAL
        if named and tokens[end - 1].low not in (*DETERMINERS, *PREPOSITIONS, "and"):
            return end
    return phrase[1]


def _skip_time(tokens: Sequence[Token], place: int) -> int:
    while place < len(tokens) and (
        (is_adverb(tokens[place]) and _ends_introduction(tokens, place + 1))
        or _is_time(tokens, place)
        or (tokens[place].kind == NUMBER and place and tokens[place - 1].low in TIMES)
        or _is_of_day(tokens, place)
    ):
        place += 3 if _is_of_day(tokens, place) else 1
    return place


def _is_of_day(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether *in the evening* begins here."""
    if place + 2 >= len(tokens) or tokens[place].low not in ("in", "during"):
        return False
    return tokens[place + 1].low == "the" and tokens[place + 2].low in TIMES


def _is_time(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a time begins or goes on here: Friday, this week."""
    leads = tokens[place].low in ("last", "this", "next", "late", "on", "in", "earlier")
    followed = place + 1 < len(tokens) and tokens[place + 1].low in TIMES
    return tokens[place].low in TIMES or (leads and followed)


def _ends_introduction(tokens: Sequence[Token], place: int) -> bool:
    """Tell "said later that" and "said earlier this week" from "said there was"."""
    return (
        is_end(tokens, place)
        or tokens[place].kind in (",", ":", DASH, QUOTATION)
        or tokens[place].low in _COMPLEMENTISERS
        or tokens[place].low in _OCCASIONS
        or _is_time(tokens, place)
    )


def _skip_occasion(tokens: Sequence[Token], place: int) -> int:
    """Skip when, where and to whom it was said: on Friday in an interview with reporters."""
    while True:
        start = place
        place = _skip_time(tokens, place)
        if place < len(tokens) and _is_occasion(tokens, place):
            phrase = phrase_after(tokens, place + 1)
            if phrase is not None:
                place = phrase[1]
        if place == start:
            return place


def _is_occasion(tokens: Sequence[Token], place: int) -> bool:
    if tokens[place].low != "to" or place + 1 >= len(tokens):
        return tokens[place].low in _OCCASIONS
    heard = tokens[place + 1]
    return (
        heard.kind == CAPITAL
        or heard.low in DETERMINERS
        or heard.low in _OBJECT_PRONOUNS
        or heard.low.endswith("s")
    )


def _clause_end(tokens: Sequence[Token], start: int, borders: Borders) -> int:
    """Return where the content that begins at `start` ends."""
    place = start
    depth = 0
    while place < len(tokens) and place - start < _LONGEST and not is_end(tokens, place):
        token = tokens[place]
        depth += (token.kind == "(") - (token.kind == ")")
        if depth < 0 or _stops_at(tokens, place, start, borders):
            break
        place += 1
        if token.kind == QUOTATION and (token.low in _FULL_STOPS or place in borders.units):
            break
    while place > start and tokens[place - 1].kind in (",", DASH, ":"):
        place -= 1
    return place


def _stops_at(tokens: Sequence[Token], place: int, start: int, borders: Borders) -> bool:
    kind = tokens[place].kind
    if kind == ";" or place == borders.remark:
        return True
    if kind == ",":
        return _hands_over(tokens, place + 1, borders)
    joins = place > start and tokens[place].low in ("and", "but")
    return joins and place + 1 in borders.shared


def _hands_over(tokens: Sequence[Token], place: int, borders: Borders) -> bool:
    """Tell whether another attribution begins at `place`, after a comma."""
    if place >= len(tokens):
        return True
    if place in borders.outer:
        return True
    if place in borders.shared or place in borders.units or tokens[place].low == "according":
        return True
    joins = tokens[place].low in ("and", "but", "while", "though", "although", "whereas")
    return joins and (place + 1 in borders.units or place + 1 in borders.shared)


def _last_remark(tokens: Sequence[Token]) -> int:
    for place in range(len(tokens) - 2, -1, -1):
        if tokens[place].kind == QUOTATION:
            break
        if tokens[place].kind == ",":
            return place if tokens[place + 1].low in ("who", "whose", "which") else -1
    return -1
