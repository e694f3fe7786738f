"""Cues of speech in a sentence, each with the words that name its speaker."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.language.tables import tables
from qa.language.verbs import Form, Takes, Verb
from qa.people.genders import is_people_noun, is_person_noun
from qa.text.frames import CAPITAL, DASH, NUMBER, POSSESSIVE, QUOTATION, WORD, Token
from qa.text.noun_phrases import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    is_adverb,
    is_name_like,
    is_participle,
    phrase_after,
    phrase_before,
)

Range = tuple[int, int]
_STANCE = Verb("be", Takes.BELIEF, Form.PAST)
_GRAMMAR = tables("en").grammar
_SPEECH = tables("en").speech
_NAMES = tables("en").names
_BE, _HAVE, _MODALS = _GRAMMAR.be, _GRAMMAR.have, _GRAMMAR.modals
_RELATIVE = _GRAMMAR.relative_pronouns
_POSSESSIVE = _GRAMMAR.possessive_pronouns
_SOURCES = _SPEECH.sources
_VIEW_NOUNS, _COUNT_NOUNS = _SPEECH.view_nouns, _SPEECH.count_nouns
_MODAL_LEADS, _AFTER_NOUNS = _GRAMMAR.modal_leads, _GRAMMAR.after_nouns
_WITH_CLAUSE = frozenset([Takes.CLAUSE, Takes.BELIEF])
"""What verbs take after which another verb of saying may begin its clause without "that"."""
_QUOTING = frozenset("quoted quotes quote cited reported described".split())
_SAYING = frozenset(["say", "tell", "ask"])
_POSSIBLE = frozenset(["can", "could", "may", "might", "cannot", "can't", "couldn't", "should"])
_OPINIONS = frozenset(["opinion", "view"])
_MEANS = frozenset(
    "phone telephone radio mail email e-mail letter text video fax message satellite".split()
)
"""What somebody says something by: said by *telephone*."""
_BEFORE_TIMES = frozenset(["on", "in", "last", "since", "this", "next"])
_SUBJECTS = frozenset(["i", "we", "he", "she", "they"])
"""Pronouns that are no objects: when officers searched the house *she* told them."""
_ENDS = frozenset(".!?")
_FAR = 40
_MOST = 30
_MOST_COMMAS = 5
_SHORT = 5
_LONGEST_REDUCED = 14
_LONGEST_RELATIVE = 7
"""Words of a clause with "who" that may have verbs of speech of its own."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue [first, end) and its speaker [subject), all in tokens of the sentence.

    `unit` is the stretch from the first word of speaker and cue to the last: what a parenthetical
    attribution consists of. `verb` is None for "according to" and its like. `shared` is true where
    the speaker was taken over from an earlier verb ("said X and urged Y").
    """

    first: int
    end: int
    subject: Range | None
    unit: Range
    verb: Verb | None = None
    inverted: bool = False
    shared: bool = False


def is_end(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the sentence is over at `place`."""
    return place >= len(tokens) or (
        tokens[place].kind in _ENDS and all(t.kind in _ENDS for t in tokens[place : place + 4])
    )


def find_attributions(tokens: Sequence[Token]) -> list[Attribution]:
    """Return the attributions of a sentence in the order of their cues."""
    found: list[Attribution] = []
    for place, token in enumerate(tokens):
        if token.kind == QUOTATION:
            continue
        if len(found) >= _MOST:
            break
        attribution = _phrase_cue(tokens, place)
        if attribution is None and (token.low in _SPEECH.stances or token.low in _OPINIONS):
            attribution = _stance(tokens, place)
        if attribution is None and token.low in _SPEECH.verbs:
            attribution = _verb_cue(tokens, place, found)
        if attribution is not None:
            found.append(attribution)
    return found


# --- fixed phrases ----------------------------------------------------------------------------


def _phrase_cue(tokens: Sequence[Token], place: int) -> Attribution | None:
    low = tokens[place].low
    if low == "according" and _low(tokens, place + 1) == "to":
        return _with_object(tokens, place, place + 2)
    if low == "per" and place == 0:
        return _with_object(tokens, place, place + 1)
    if low in ("in", "to", "by") and _low(tokens, place + 1) != "":
        return _view_of(tokens, place)
    if low in _SPEECH.telling_nouns and _low(tokens, place + 1) == "that":
        return _telling_noun(tokens, place)
    return None


def _with_object(tokens: Sequence[Token], first: int, end: int) -> Attribution | None:
    subject = phrase_after(tokens, end)
    if subject is None and _low(tokens, end) in ("him", "her", "them"):
        subject = (end, end + 1)
    if subject is None:
        return None
    return Attribution(first, end, subject, (first, _after_source(tokens, subject[1])))


def _after_source(tokens: Sequence[Token], place: int) -> int:
    """Return where the words for a source end: a study *shown to tenants*, an aide *who left*."""
    if place < len(tokens) and (tokens[place].low in _RELATIVE or is_participle(tokens[place])):
        for end in range(place + 1, min(len(tokens), place + _LONGEST_REDUCED)):
            if is_end(tokens, end) or tokens[end].kind == ",":
                return end
            if tokens[end].kind == QUOTATION:
                break
    return _after_apposition(tokens, place)


def _view_of(tokens: Sequence[Token], place: int) -> Attribution | None:
    """In the view of X; in X's opinion; in his words."""
    if _low(tokens, place) == "in" and _low(tokens, place + 1) == "the":
        if _low(tokens, place + 2) in _VIEW_NOUNS and _low(tokens, place + 3) == "of":
            return _with_object(tokens, place, place + 4)
        return None
    nouns = _COUNT_NOUNS if _low(tokens, place) == "by" else _VIEW_NOUNS
    for noun in range(place + 2, min(place + 7, len(tokens))):
        if tokens[noun].low in nouns:
            own = tokens[noun - 1].low == "own"
            owner = tokens[noun - 1 - own]
            if owner.kind == POSSESSIVE or owner.low in _POSSESSIVE:
                end = noun - own - (owner.kind == POSSESSIVE)
                return Attribution(place, noun + 1, (place + 1, end), (place, noun + 1))
    return None


def _telling_noun(tokens: Sequence[Token], place: int) -> Attribution | None:
    """X's claim that ...; the warning by X that ... is left to the verbs."""
    owner = place - 1
    while owner >= 0 and place - owner < 4 and tokens[owner].kind in (WORD, CAPITAL):
        if tokens[owner].low in _POSSESSIVE:
            return Attribution(place, place + 1, (owner, owner + 1), (owner, place + 1))
        owner -= 1
    if owner < 1 or tokens[owner].kind != POSSESSIVE:
        return None
    subject = phrase_before(tokens, owner - 1)
    if subject is None:
        return None
    return Attribution(place, place + 1, subject, (subject[0], place + 1))


def _stance(tokens: Sequence[Token], place: int) -> Attribution | None:
    """He was adamant that ..."""
    first = place
    if tokens[place].low in _VIEW_NOUNS:  # of the opinion that
        first -= 1 + (_low(tokens, place - 1) == "the")
        if _low(tokens, first) != "of":
            return None
    lead = _before_auxiliaries(tokens, first)
    if _low(tokens, place + 1) != "that" or lead is None or lead < 0:
        return None
    if not any(tokens[i].low in _BE for i in range(lead + 1, first)):
        return None
    return _with_subject(tokens, first, place + 1, _STANCE, ())


# --- verbs ------------------------------------------------------------------------------------


def _verb_cue(
    tokens: Sequence[Token], place: int, earlier: Sequence[Attribution]
) -> Attribution | None:
    verb = _SPEECH.verbs[tokens[place].low]
    end = _with_particle(tokens, place, verb)
    if verb.lemma == "put" and _gives_figure(tokens, place + 1):
        verb, end = replace(verb, takes=Takes.OBJECT), place + 1
    if end is None or _is_noun_here(tokens, place, verb):
        return None
    if verb.form is Form.ING:
        return _participle(tokens, place, end, verb, earlier)
    if verb.form is Form.PAST and _is_passive(tokens, place):
        return _told_by(tokens, place, end, verb)
    if verb.form is Form.PAST and _is_reduced(tokens, end, verb):
        return None
    if verb.form is Form.PAST and verb.lemma == "call" and _only_names(tokens, place):
        return None
    as_cue = _inverted(tokens, place, end, verb)
    if as_cue is not None:
        return as_cue
    return _with_subject(tokens, place, end, verb, earlier)


def _gives_figure(tokens: Sequence[Token], first: int) -> bool:
    """Tell what is put at a figure: the growers put *their losses at 9 million*."""
    for place in range(first, min(first + _SHORT + 2, len(tokens) - 1)):
        if is_end(tokens, place) or tokens[place].kind in (QUOTATION, ",", ";"):
            return False
        if tokens[place].low == "at":
            near = tokens[place + 1 : place + 4]
            return place > first and any(token.kind == NUMBER for token in near)
    return False


def _with_particle(tokens: Sequence[Token], place: int, verb: Verb) -> int | None:
    following = _low(tokens, place + 1)
    if following in _SPEECH.excluded.get(verb.lemma, ()):
        return None
    if following in _SPEECH.particles.get(verb.lemma, ()) or following in _SPEECH.governed.get(
        verb.lemma, ()
    ):
        return place + 2
    return None if verb.lemma in _SPEECH.needs_particle else place + 1


def _is_noun_here(tokens: Sequence[Token], place: int, verb: Verb) -> bool:
    """Tell "the claims of" from "she claims"."""
    before = tokens[place - 1] if place else None
    capital = tokens[place].kind != WORD and verb.lemma != "say"
    if verb.form in (Form.BASE, Form.PRESENT) and capital:
        return True
    if before is None:
        return verb.form is not Form.ING
    if before.low in DETERMINERS and before.low not in ("this", "that", "all", "many", "some"):
        return verb.lemma not in _SAYING  # who was at all four *said*
    if before.kind == POSSESSIVE and verb.form is not Form.ING:
        return True
    if not verb.noun or verb.form not in (Form.BASE, Form.PRESENT):
        return before.low in ("of", "for") and verb.form is not Form.ING
    if verb.form is Form.BASE:
        helped = before.low in AUXILIARIES and before.low not in _HAVE | _BE
        return not (helped or before.low in ("to", "they", "we", "i", "you"))
    if _follows_quotation(tokens, place):
        return False
    following = _low(tokens, place + 1)
    if before.kind == "," and (
        following in _SPEECH.particles.get(verb.lemma, ()) or _after_name(tokens, place - 1)
    ):
        return following in _AFTER_NOUNS
    named = before.low in PRONOUNS or before.low in _RELATIVE or is_name_like(before)
    named = named or _is_between(tokens, place)
    subject = before.low in _SUBJECTS
    if following in _AFTER_NOUNS and verb.lemma not in ("fear", "hope") and not subject:
        return True
    return not (named or is_adverb(before) or before.kind == ")" or following in ("that", "the"))


def _is_between(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a noun phrase and a verb stand between commas: It is, the firm *claims*, new."""
    if not _closes(tokens, place + 1):
        return False
    phrase = phrase_before(tokens, place - 1)
    return phrase is not None and phrase[0] > 0 and tokens[phrase[0] - 1].kind == ","


def _after_name(tokens: Sequence[Token], comma: int) -> bool:
    """Tell whether a comma ends an apposition that names somebody: its head, Ada Noll, *claims*."""
    place = comma - 1
    while place > 0 and is_name_like(tokens[place]):
        place -= 1
    named = place < comma - 1
    while place > 0 and comma - place < _SHORT and tokens[place].kind == WORD:
        place -= 1
    return named and tokens[place].kind == ","


def _follows_quotation(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a short noun phrase after a quotation ends here: "No," the *clerk* answers."""
    for first in range(place - 1, max(0, place - _SHORT), -1):
        if tokens[first - 1].kind == QUOTATION:
            return tokens[first].low in DETERMINERS
    return False


def _is_passive(tokens: Sequence[Token], place: int) -> bool:
    before = place - 1
    while before >= 0 and (is_adverb(tokens[before]) or tokens[before].low in ("not", "never")):
        before -= 1
    return before >= 0 and (
        tokens[before].low in _BE or (tokens[before].kind == POSSESSIVE and before + 1 == place)
    )


def _told_by(tokens: Sequence[Token], place: int, end: int, verb: Verb) -> Attribution | None:
    """Read a passive that says who speaks: he was told by *the judge* that ..."""
    told = verb.takes is Takes.CLAUSE and verb.lemma in _SPEECH.addressed
    subject = phrase_after(tokens, end + 1) if told and _low(tokens, end) == "by" else None
    if subject is None or _low(tokens, subject[1]) not in ("that", "to"):
        return None
    return Attribution(place, subject[1], subject, (place, subject[1]), verb)


def _is_reduced(tokens: Sequence[Token], end: int, verb: Verb) -> bool:
    """Tell a participle that describes ("people accused of theft") from a verb of saying."""
    following = _low(tokens, end)
    if following == "by":  # said by telephone, said by satellite link
        means = (_low(tokens, place) in _MEANS for place in (end + 1, end + 2))
        return verb.takes is Takes.OBJECT or not any(means)
    return verb.takes is Takes.OBJECT and following in ("of", "with", "as", "in", "at")


def _only_names(tokens: Sequence[Token], place: int) -> bool:
    """Tell a petition *called* "Let Him Play" from the mayor called Noll a liar."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None or following.kind not in (QUOTATION, CAPITAL):
        return False
    before = tokens[place - 1] if place else None
    if before is None or before.kind != WORD or before.low in PRONOUNS:
        return False
    phrase = phrase_before(tokens, place - 1)
    if phrase is None or phrase[1] - phrase[0] < 2:
        return False
    wanted = ("which", "that", "what", "whom", "who")
    if any(tokens[i].low in wanted for i in range(max(0, phrase[0] - _SHORT), place)):
        return False
    somebody = is_person_noun(before.low, _NAMES) or is_people_noun(before.low, _NAMES)
    somebody = somebody or before.low in _NAMES.bodies or before.low in _NAMES.collectives
    return not somebody or tokens[phrase[0]].low in ("a", "an")


def _inverted(tokens: Sequence[Token], place: int, end: int, verb: Verb) -> Attribution | None:
    """Read a cue before its speaker: said X, a spokesman."""
    if verb.takes not in (Takes.CLAUSE, Takes.BELIEF) or place == 0:
        return None
    before = tokens[place - 1]
    if before.kind not in (QUOTATION, ",", DASH) and before.low not in ("as", "so"):
        return None
    if (
        verb.takes is Takes.BELIEF
        and before.kind != QUOTATION
        and not _quoted_before(tokens, place)
    ):
        return None  # Its head, Ada Noll, wants the clerk to go.
    if verb.lemma == "tell" or (verb.lemma in _SPEECH.addressed and before.kind != QUOTATION):
        return None
    subject = phrase_after(tokens, end)
    if subject is None or _low(tokens, subject[0]) in ("that", "this", "it"):
        return None
    told = before.kind == "," and not _quoted_before(tokens, place)
    if told and not _is_somebody(tokens, subject):
        return None  # Its head, Ada Noll, said the deficit, at 39 per cent, was high
    ends = _closes(tokens, _of_place(tokens, subject[1]))
    if told and (not ends or _after_clause(tokens, place - 1)):
        return None
    first = place - 1 if before.low in ("as", "so") else place
    unit_end = _after_apposition(tokens, subject[1])
    named = _name_after(tokens, subject, unit_end)
    return Attribution(place, end, named, (first, unit_end), verb, inverted=True)


def _is_somebody(tokens: Sequence[Token], subject: Range) -> bool:
    """Tell a pronoun, a name or a noun for people or a body from a thing."""
    head = tokens[subject[1] - 1].low
    known = _NAMES
    return (
        head in PRONOUNS
        or any(is_name_like(tokens[place]) for place in range(*subject))
        or any(
            is_person_noun(token.low, known)
            or is_people_noun(token.low, known)
            or token.low in known.bodies
            or token.low in known.collectives
            or token.low in _SOURCES
            for token in tokens[subject[0] : subject[1]]
        )
    )


def _after_clause(tokens: Sequence[Token], comma: int) -> bool:
    """Tell whether the comma ends a clause about a speaker: Ada Noll, *who is 70*, said ..."""
    for place in range(comma - 1, max(0, comma - _FAR), -1):
        if tokens[place].kind == ",":
            return tokens[place + 1].low in ("who", "whose") or tokens[place + 1].kind == NUMBER
    return False


def _of_place(tokens: Sequence[Token], place: int) -> int:
    """Step over where somebody is from: Ada Noll of the Institute *in Hull*."""
    while place < len(tokens) and tokens[place].low in ("in", "at", "from"):
        phrase = phrase_after(tokens, place + 1)
        if phrase is None:
            break
        place = phrase[1]
    return place


def _quoted_before(tokens: Sequence[Token], place: int) -> bool:
    return place >= 2 and tokens[place - 2].kind == QUOTATION


def _closes(tokens: Sequence[Token], place: int) -> bool:
    return is_end(tokens, place) or tokens[place].kind in (",", DASH)


def _after_apposition(tokens: Sequence[Token], place: int) -> int:
    """Return the end of ", a spokesman for the ministry" after a name, if there is one."""
    if place + 1 >= len(tokens) or tokens[place].kind != ",":
        return place
    following = tokens[place + 1]
    if following.low in ("who", "whose", "including"):
        end = place + 1
        while end < len(tokens) and end - place < _FAR and tokens[end].kind not in (",", "."):
            end += 1
        return end
    starts = following.low in ("a", "an", "the", "his", "her", "its") or following.kind == "n"
    phrase = phrase_after(tokens, place + 1)
    if phrase is None or not _closes(tokens, phrase[1]):
        return place
    named = is_name_like(following) or is_name_like(tokens[phrase[1] - 1])
    return phrase[1] if starts or named else place


def _name_after(tokens: Sequence[Token], subject: Range, end: int) -> Range:
    """Return the name in the apposition up to `end` of a subject without one: a clerk, Ada Noll."""
    inside = (subject[1] + 1, end)
    if inside[0] >= end or not is_name_like(tokens[end - 1]):
        return subject
    opener = tokens[subject[0]].low, tokens[subject[0] - 1].low
    led = opener[0] in DETERMINERS or "whose" in opener  # the mill, whose owner, *Ada Noll*, said
    nameless = tokens[subject[1] - 1].kind == WORD and led
    named = any(is_name_like(tokens[i]) for i in range(*subject))
    return inside if nameless and not named else subject


def _with_subject(
    tokens: Sequence[Token],
    place: int,
    end: int,
    verb: Verb,
    earlier: Sequence[Attribution],
) -> Attribution | None:
    lead = _before_auxiliaries(tokens, place)
    if lead and verb.form is Form.ING and tokens[lead].kind == POSSESSIVE:  # she's saying
        lead -= 1
    if lead is None or (verb.takes is Takes.BELIEF and _is_modal(tokens, lead, place)):
        return None
    if verb.lemma in _SAYING and _is_possible(tokens, lead, place):  # what one can say is not said
        return None
    if lead > 1 and is_participle(tokens[lead]) and _low(tokens, lead - 1) in ("when", "once"):
        lead -= 2  # and when pressed said
    if lead >= 0 and tokens[lead].low in ("and", "or", "but"):
        return _shared(tokens, place, end, verb, earlier)
    subject = _subject_ending_at(tokens, lead)
    if subject is None:
        return None
    phrase, unit_first = subject
    if unit_first > 0 and tokens[unit_first - 1].low in ("as", "so", "like"):
        unit_first -= 1
    return Attribution(_cue_first(tokens, lead, place), end, phrase, (unit_first, end), verb)


def _is_possible(tokens: Sequence[Token], lead: int, place: int) -> bool:
    return any(tokens[i].low in _POSSIBLE for i in range(lead + 1, place))


def _is_modal(tokens: Sequence[Token], lead: int, place: int) -> bool:
    return any(tokens[i].low in _MODALS for i in range(lead + 1, place))


def _cue_first(tokens: Sequence[Token], lead: int, place: int) -> int:
    """Return where "has repeatedly said" begins: at its first auxiliary after the subject."""
    first = lead + 1
    while first < place and tokens[first].kind in (",", ")", DASH):
        first += 1
    return first


def _before_auxiliaries(tokens: Sequence[Token], place: int) -> int | None:
    """Return the token before auxiliaries and adverbs; None for an infinitive without a speaker."""
    lead = place - 1
    while lead >= 0 and (
        is_adverb(tokens[lead]) or tokens[lead].low in AUXILIARIES or _leads_to(tokens, lead)
    ):
        lead -= 1
    return None if lead >= 0 and tokens[lead].low == "to" else lead


def _leads_to(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word is of "declined to" or "went on to", before a verb of saying."""
    before, low, following = (_low(tokens, place + step) for step in (-1, 0, 1))
    if low == "to":
        return before in _MODAL_LEADS or (before == "on" and _low(tokens, place - 2) == "went")
    if low == "on":
        return (before, following) == ("went", "to")
    return (low in _MODAL_LEADS and following == "to") or (low, following) == ("went", "on")


def _subject_ending_at(tokens: Sequence[Token], last: int) -> tuple[Range, int] | None:
    """Return the speaker whose phrase ends at `last`, and where it with all insertions begins."""
    if last < 0:
        return None
    token = tokens[last]
    if token.kind in (",", ")", DASH):
        return _before_insertion(tokens, last)
    if token.low in _RELATIVE and token.kind == WORD:
        return _antecedent(tokens, last)
    phrase = phrase_before(tokens, last)
    if phrase is None or _is_object(tokens, phrase):
        return _relative_clause(tokens, last + 1)
    if token.low in _SUBJECTS:
        return phrase, phrase[0]
    if _low(tokens, phrase[0] - 1) == "and" and _low(tokens, phrase[0] - 2) in _SUBJECTS:
        return (phrase[0] - 2, phrase[0] - 1), phrase[0] - 2  # she and her colleagues
    return (
        _relative_clause(tokens, phrase[0])
        or _reduced_clause(tokens, phrase[0])
        or (phrase, phrase[0])
    )


def _is_object(tokens: Sequence[Token], phrase: Range) -> bool:
    """Tell a speaker from words that cannot be one: after "to", or a bare time."""
    return all(tokens[i].low in TIMES or tokens[i].low in DETERMINERS for i in range(*phrase)) and (
        tokens[phrase[0]].low not in PRONOUNS and tokens[phrase[0]].low not in DETERMINERS
    )


def _antecedent(tokens: Sequence[Token], relative: int) -> tuple[Range, int] | None:
    last = relative - 1
    if tokens[relative].low == "whom":
        last = next((i for i in range(last, max(-1, last - 4), -1) if tokens[i].kind == ","), -1)
    if last >= 0 and tokens[last].kind == ",":
        last -= 1
    if last < 0:
        return None
    phrase = phrase_before(tokens, last)
    return None if phrase is None else (phrase, relative)


def _relative_clause(tokens: Sequence[Token], first: int) -> tuple[Range, int] | None:
    """The senator *who chairs the committee* said: the speaker stands before "who"."""
    for place in range(first - 1, max(-1, first - _LONGEST_REDUCED), -1):
        token = tokens[place]
        told = token.low in _SPEECH.verbs and first - place > _LONGEST_RELATIVE
        if token.kind not in (WORD, CAPITAL, NUMBER, POSSESSIVE) or told:
            return None
        if place and (token.low == "who" or _is_relative_that(tokens, place)):
            phrase = phrase_before(tokens, place - 1)
            return None if phrase is None else (phrase, phrase[0])
    return None


def _is_relative_that(tokens: Sequence[Token], place: int) -> bool:
    """Tell the trust *that runs the school* from the claim that the school is shut."""
    if tokens[place].low != "that" or place + 1 >= len(tokens):
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    told = before.low in _SPEECH.verbs or before.low in _SPEECH.telling_nouns
    runs = after.kind == WORD and after.low.endswith("s") and not after.low.endswith("ss")
    leads = runs and after.low not in (*DETERMINERS, *PRONOUNS, *_POSSESSIVE)
    noun = before.kind == WORD and before.low not in (*PREPOSITIONS, *PRONOUNS, *CONJUNCTIONS)
    return not told and leads and noun and not is_adverb(before)


def _reduced_clause(tokens: Sequence[Token], first: int) -> tuple[Range, int] | None:
    """The clerk *accused of the theft* said: the speaker stands before the participle.

    A verb with a subject of its own could not be followed by another one without a conjunction.
    """
    for place in range(first - 1, max(0, first - _LONGEST_REDUCED), -1):
        token = tokens[place]
        if token.kind not in (WORD, CAPITAL, NUMBER, POSSESSIVE) or (
            token.low in AUXILIARIES or token.low in CONJUNCTIONS or token.low in PRONOUNS
        ):
            return None
        if not is_participle(token) or _may_report(tokens, place):
            continue
        phrase = phrase_before(tokens, place - 1)
        if phrase is None or tokens[phrase[1] - 1].low in PRONOUNS:
            return None
        opens = phrase[0] == 0 or tokens[phrase[0] - 1].kind not in (WORD, CAPITAL, NUMBER)
        opens = opens or tokens[phrase[0] - 1].low in CONJUNCTIONS
        return (phrase, phrase[0]) if opens else None
    return None


def _before_insertion(tokens: Sequence[Token], last: int) -> tuple[Range, int] | None:
    """Skip what stands between speaker and verb: Smith, a lawyer, said; Smith (58) said."""
    opener = {",": ",", ")": "(", DASH: DASH}[tokens[last].kind]
    fallback: tuple[Range, int] | None = None
    tried = 0
    for place in range(last - 1, max(0, last - _FAR), -1):
        if _is_border(tokens[place], opener):
            break
        if tokens[place].kind != opener:
            continue
        tried += 1
        if tried > _MOST_COMMAS:
            break
        end = _before_time(tokens, _before_brackets(tokens, place - 1))
        phrase = phrase_before(tokens, end)
        if phrase is None:
            fallback = fallback or _named_in(tokens, (place + 1, last))
            continue
        relative = _relative_clause(tokens, phrase[0])
        if phrase_before(tokens, last - 1) == (place + 1, last):
            first = relative[0][0] if relative else phrase[0]
            first -= _low(tokens, first - 1) == "whose"
            named = _name_after(tokens, (first, place), last)
            if named[0] > place:
                return named, first
        if _is_led(tokens, phrase[0]):  # Ada Noll, 79, *of Hull*, whose son *Tom*, 9, is ill, said
            continue
        found = relative or (phrase, phrase[0])
        if _begins_insertion(tokens, place + 1) and is_name_like(tokens[end]):
            return found
        fallback = fallback or found
    return fallback


def _named_in(tokens: Sequence[Token], inside: Range) -> tuple[Range, int] | None:
    """Return the name that an apposition is: the envoy who mediated, *Ada Noll*, said."""
    if phrase_before(tokens, inside[1] - 1) != inside or not is_name_like(tokens[inside[1] - 1]):
        return None
    found = _relative_clause(tokens, inside[0] - 1)
    return None if found is None else (inside, found[1])


def _before_time(tokens: Sequence[Token], last: int) -> int:
    """Step over a time that ends at `last`: the keeper on duty *on Monday*."""
    place = last
    if place > 0 and tokens[place].low in ("here", "there", "now", "then"):
        return place - 1
    while place > 0 and (tokens[place].low in TIMES or tokens[place].kind == NUMBER):
        place -= 1
    timed = place < last and any(tokens[i].low in TIMES for i in range(place + 1, last + 1))
    return place - 1 if timed and tokens[place].low in _BEFORE_TIMES else last


def _may_report(tokens: Sequence[Token], place: int) -> bool:
    """Tell a verb that another may follow at once (he claimed Moss said) from a participle."""
    verb = _SPEECH.verbs.get(tokens[place].low)
    return verb is not None and verb.takes in _WITH_CLAUSE and _low(tokens, place + 1) != "by"


def _is_border(token: Token, opener: str) -> bool:
    """Tell what no insertion stands across: speech, the dash after LOWICK, May 3 - The mayor."""
    return (token.kind == QUOTATION and bool(token.low)) or (token.kind == DASH and opener == ",")


def _is_led(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a preposition or "whose" after a comma leads the phrase from `first` on."""
    led = first > 2 and tokens[first - 1].low in PREPOSITIONS and tokens[first - 2].kind == ","
    return led or _is_in_relative(tokens, first)


def _is_in_relative(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether the phrase that begins at `first` stands right after ", whose"."""
    for place in range(first - 1, max(0, first - _SHORT), -1):
        if tokens[place].kind not in (WORD, CAPITAL):
            return False
        if tokens[place].low == "whose":
            return tokens[place - 1].kind == ","
    return False


def _before_brackets(tokens: Sequence[Token], last: int) -> int:
    """Step over brackets that end at `last`: Smith (R-Ohio)."""
    if last >= 0 and tokens[last].kind == ")":
        for place in range(last, max(-1, last - 12), -1):
            if tokens[place].kind == "(":
                return place - 1
    return last


def _begins_insertion(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    return (
        token.low in DETERMINERS
        or token.low in PREPOSITIONS
        or token.low in ("who", "whose", "speaking", "citing", "president", "chairman")
        or token.kind in ("n", "C", WORD)
    )


def _shared(
    tokens: Sequence[Token],
    place: int,
    end: int,
    verb: Verb,
    earlier: Sequence[Attribution],
) -> Attribution | None:
    """Take the speaker from the verb before: she criticised X and said Y."""
    subject = _earlier_subject(tokens, earlier)
    if subject is None:
        subject = _first_subject(tokens, place)
    if subject is None:
        return None
    return Attribution(place, end, subject, (place, end), verb, shared=True)


def _earlier_subject(tokens: Sequence[Token], earlier: Sequence[Attribution]) -> Range | None:
    """Return the last speaker; not *it* where that stands in what somebody said.

    A spokesman said it would not comment but warned that ...
    """
    told = [one.subject for one in earlier if one.subject]
    while len(told) > 1 and told[-1][1] - told[-1][0] == 1 and tokens[told[-1][0]].low == "it":
        told.pop()
    return told[-1] if told else None


def _first_subject(tokens: Sequence[Token], before: int) -> Range | None:
    """Return the noun phrase that opens the sentence, after an introduction up to a comma."""
    start = _after_dateline(tokens)
    limit = min(before, 60)
    if (
        not start
        and tokens
        and (tokens[0].low in PREPOSITIONS or is_adverb(tokens[0]._replace(kind=WORD)))
    ):
        start = next((i + 1 for i in range(limit) if tokens[i].kind == ","), 0)
        led = phrase_after(tokens, 1) if not start else None
        start = led[1] if led is not None else start  # In 2014 *he* opened it and said
    while start < limit and tokens[start].low in ("but", "and", "yet", "so", "still"):
        start += 1
    phrase = phrase_after(tokens, start)
    return phrase if phrase is not None and phrase[1] <= before else None


def _after_dateline(tokens: Sequence[Token]) -> int:
    """Return what follows the dash of a dateline: HULL, May 3 (Wire) - *The mayor*."""
    for place, token in enumerate(tokens[: 2 * _SHORT]):
        if token.kind == DASH:
            return place + 1 if place > 1 or tokens[0].kind == CAPITAL else 0
        if token.kind not in (CAPITAL, NUMBER, ",", "(", ")", ".") and token.low not in TIMES:
            return 0
    return 0


def _participle(
    tokens: Sequence[Token],
    place: int,
    end: int,
    verb: Verb,
    earlier: Sequence[Attribution],
) -> Attribution | None:
    """, adding that; is saying; in saying that: the speaker is that of the sentence."""
    lead = _before_auxiliaries(tokens, place)
    has_auxiliary = lead is not None and any(tokens[i].low in _BE for i in range(lead + 1, place))
    if lead is not None and lead > 0 and tokens[lead].kind == POSSESSIVE:
        lead, has_auxiliary = lead - 1, True
    if has_auxiliary:
        return _with_subject(tokens, place, end, verb, earlier)
    before = tokens[place - 1] if place else None
    if before is None or before.low in ("of", "for", "from", "on", "to", "the", "a", "an"):
        return None
    subject = _quoted_object(tokens, place)
    subject = subject or _earlier_subject(tokens, earlier) or _first_subject(tokens, place)
    if subject is None:
        return None
    return Attribution(place, end, subject, (place, end), verb, shared=True)


def _quoted_object(tokens: Sequence[Token], place: int) -> Range | None:
    """The paper quoted *Ada Noll* as saying: who is quoted speaks, not who quotes."""
    if place < 3 or tokens[place - 1].low != "as":
        return None
    pronoun = tokens[place - 2].low in _GRAMMAR.object_pronouns
    phrase = (place - 2, place - 1) if pronoun else phrase_before(tokens, place - 2)
    if phrase is None or phrase[0] == 0:
        return None
    return phrase if tokens[phrase[0] - 1].low in _QUOTING else None


def _low(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].low if 0 <= place < len(tokens) else ""
