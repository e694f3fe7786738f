"""A follow-up becomes a question that stands alone, by rules, from the turns before it.

Three things are put right, in this order: questions that are only a piece ("And about NATO?",
"Why?") take the rest from the question before; pronouns take the name they stand for; what is
left alone stays as it was typed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.people.matching import same_person
from qa.people.mentions import Mention, Sort, mentions
from qa.questions.article_questions import ArticleAsk, Field
from qa.questions.question import Question
from qa.questions.understanding import understand
from qa.text.words import STOP_WORDS, fold, stems, words

REMEMBERED = 40
"""Turns looked back over."""
_LONGEST = 1000
_FADE = 0.8


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question and, where it is known, its answer."""

    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """Something mentioned before: how it is called, how prominent it is, when it last came up."""

    mention: Mention
    weight: float
    turn: int


@dataclass(frozen=True, slots=True)
class _State:
    """What the conversation has established so far."""

    known: tuple[_Known, ...] = ()
    question: str = ""
    answer: str = ""
    turn: int = 0
    is_person: Callable[[str], bool] = lambda _: False


def rewrite(
    question: str,
    history: Sequence[str | Turn],
    *,
    is_person: Callable[[str], bool] | None = None,
) -> str:
    """Return the question with what it leaves out filled in; unchanged when it stands alone.

    Args:
        question: As typed.
        history: Earlier turns, earliest first. Strings are questions, or answers among them.
        is_person: Whether a name is somebody's, so that "And Lavrov?" changes who spoke and
            "And NATO?" what about; shapes decide when it is left out.
    """
    if not history:
        return question
    state = _State(is_person=is_person or (lambda _: False))
    for text, is_answer in _texts(history)[-REMEMBERED:]:
        state = _heard(state, text) if is_answer else _asked(state, _resolve(text, state))
    return _resolve(question, state)


_QUESTION = re.compile(
    r"^(?:and |but |so |ok |then )?(?:who|whom|whose|what|when|where|why|how|which|is|are|was|"
    r"were|do|"
    r"does|did|has|have|had|can|could|will|would|should|tell|any|anything|list|show|give|"
    r"describe)\b",
    re.IGNORECASE,
)


def _texts(history: Sequence[str | Turn]) -> list[tuple[str, bool]]:
    texts: list[tuple[str, bool]] = []
    for item in history:
        if isinstance(item, Turn):
            texts += [(item.question, False), *([(item.answer, True)] if item.answer else [])]
        elif item.strip():
            asks = item.rstrip().endswith("?") or bool(_QUESTION.match(item.strip()))
            # An answer follows a question; whatever comes first was asked.
            texts.append((item, bool(texts) and not texts[-1][1] and not asks))
    return [(" ".join(text[:_LONGEST].split()), is_answer) for text, is_answer in texts]


# --- what is remembered --------------------------------------------------------------------------


def _asked(state: _State, text: str) -> _State:
    # Who is asked about is who the conversation is about, whatever the verb.
    found = [replace(mention, acts=True) for mention in mentions(text)]
    state = replace(state, turn=state.turn + 1, question=text, answer="")
    return _remember(state, found, 2.0, 1.0)


def _heard(state: _State, text: str) -> _State:
    if re.match(r"^(?:i don't know|cannotanswer|unknown)\b", text, re.IGNORECASE):
        return state
    return _remember(replace(state, answer=text), mentions(text), 0.6, 0.6)


def _remember(state: _State, found: Sequence[Mention], each: float, first: float) -> _State:
    known = list(state.known)
    for mention in found:
        gain = each + (first if mention.first else 0.0)
        for place, old in enumerate(known):
            if _same(old.mention, mention):
                weight = old.weight * _FADE ** (state.turn - old.turn) + gain
                known[place] = _Known(_fuller(old.mention, mention), weight, state.turn)
                break
        else:
            known.append(_Known(mention, gain, state.turn))
    return replace(state, known=tuple(known))


def _same(one: Mention, other: Mention) -> bool:
    if one.key == other.key:
        return True
    both = {one.sort, other.sort} <= {Sort.PERSON, Sort.NAME, Sort.PLACE}
    return both and Sort.PERSON in {one.sort, other.sort} and same_person(one.text, other.text)


def _fuller(one: Mention, other: Mention) -> Mention:
    best = max(one, other, key=lambda m: len(m.key))
    sort = one.sort if other.sort is Sort.NAME else other.sort
    sorts = {one.sort, other.sort}
    if Sort.PERSON in sorts:
        shaped = Sort.PLACE in sorts and not (one.sure or other.sure)
        sort = Sort.PLACE if shaped else Sort.PERSON
    return replace(
        best,
        sort=sort,
        gender=one.gender or other.gender,
        sure=one.sure or other.sure,
        acts=one.acts or other.acts,
    )


def _salient(state: _State, fits: Callable[[Mention], float]) -> str | None:
    """Return what fits best and was prominent lately."""
    scored = [
        (known.weight * _FADE ** (state.turn - known.turn) * fit, known.turn, known.mention.text)
        for known in state.known
        if (fit := fits(known.mention)) > 0
    ]
    return max(scored)[2] if scored else None


def _person(state: _State, gender: str) -> str | None:
    def fits(mention: Mention) -> float:
        if mention.gender and gender and mention.gender != gender:
            return 0.0
        if mention.sort is Sort.PERSON:
            return (1.5 if mention.gender == gender else 1.0) * (1.0 if mention.sure else 0.6)
        # A bare surname: only where it does something, and never a name of several words.
        plain = mention.sort is Sort.NAME and mention.acts and len(mention.key) == 1
        return 0.35 if plain else 0.0

    return _salient(state, fits)


def _group(state: _State) -> str | None:
    fit = {Sort.GROUP: 1.5, Sort.NAME: 0.5, Sort.THING: 0.4, Sort.PERSON: 0.35, Sort.PLACE: 0.2}
    return _salient(state, lambda mention: fit[mention.sort])


def _thing(state: _State) -> str | None:
    fit = {Sort.THING: 1.4, Sort.NAME: 0.9, Sort.GROUP: 0.9, Sort.PLACE: 0.5, Sort.PERSON: 0.0}
    return _focus(state.question) or _salient(state, lambda mention: fit[mention.sort])


_NOUNS = re.compile(
    r"\b(?:the|this|that|these|those|an?|its|their|his|her|\w+['’]s) "
    r"(?P<noun>[\w-]+(?: [\w-]+){0,5})",
    re.IGNORECASE,
)
_VERBS = frozenset(
    """take took taken happen happened begin began start started end ended get got become became
    come came go went work worked play played sell sold release released win won lose lost make made
    do did host hosted hold held meet met cost costs need needs want wants plan plans plan planned
    rise rose raise raised fall fell grow grew change changed show shows open opened close closed
    lead led leave left join joined run ran move moved keep kept pay paid buy bought build built
    help helped affect affected cause caused hurt mean means meant matter last lasted receive
    received say said think thought warn warned published written called born mention mentioned find
    found give given use used""".split()
)
_NOTHING = frozenset(
    """article articles text passage story time way name kind sort type reason number other others
    next first last same most best only s two three""".split()
)
_TIMES = frozenset("day week month year decade season century spring summer autumn winter".split())
_OF = frozenset("of for in on at to with from by".split())


def _focus(question: str) -> str | None:
    """Return what a question is about, when it has a topic or a noun with an article."""
    if not question:
        return None
    asked = _understood(question)
    if asked is None:
        return None
    if asked.article is not None:
        return _articles(asked.article)
    if asked.topic and len(words(asked.topic)) <= 6 and not _QUESTION.match(asked.topic):
        return asked.topic
    nouns = [_noun(m["noun"]) for m in _NOUNS.finditer(question)]
    found = [noun for noun in nouns if noun and fold(noun.split()[-1]) not in _NOTHING]
    return f"the {found[-1]}" if found else None


def _articles(ask: ArticleAsk) -> str | None:
    parts = ((" about ", ask.about), (" by ", ask.by), (" from ", ask.source))
    what = "".join(word + value for word, value in parts if value)
    many = "s" if ask.field in {Field.LIST, Field.COUNT} else ""
    return f"the article{many}{what}" if what else None


def _noun(text: str) -> str:
    kept: list[str] = []
    for token in text.split():
        plain = fold(token)
        if plain in _VERBS or (plain in STOP_WORDS and plain != "of") or plain in _OF - {"of"}:
            break
        kept.append(token)
    while kept and fold(kept[-1]) == "of":
        kept.pop()
    return " ".join(kept)


def _understood(question: str) -> Question | None:
    return understand(question[:_LONGEST]) if words(question) else None


# --- pieces of questions -------------------------------------------------------------------------

_PIECE = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then|also|now)[, ]+)*"
    r"(?:(?:what|how) about|what of|and|about|on|regarding|in|for|from|by|with|during|after|before|"
    r"since|until|at|to)?\s*(?P<rest>.*?)(?:\s+(?:then|too|as well|instead|though))?\s*[?.!]*$",
    re.IGNORECASE,
)
_ASKS_NOTHING = frozenset(
    """yes no ok okay thanks thank you great good cool nice fine hello hi hey bye please sorry right
    really sure wow very much many so interesting""".split()
)
_LINKED = re.compile(r"^(?:and|but|so|ok|okay|then|also|now|what about|how about|what of)\b", re.I)
_TOPICAL = re.compile(
    r"^(?:(?:and|but|so|also|then)[, ]+)*(?:(?:what|how) )?(?:about|on|regarding)\b", re.IGNORECASE
)
_TIME = re.compile(
    r"^(?P<time>(?:in|during|since|after|before|by|until|from|on)\s+(?:the\s+)?(?:\w+\s+)*?"
    r"(?:(?:1\d|20)\d\d s?|(?:1\d|20)\d\ds?|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|spring|summer|autumn|winter|week|month|year|war|past|"
    r"future)\b.*)$",
    re.IGNORECASE,
)
_SHORT_ASK = re.compile(
    r"^(?:and |but |so |ok )*(?P<wh>why|when|where|how|who|what|by whom|with whom|how many|how "
    r"much|how long|"
    r"how often|which ones?|since when|until when|in what year|what year|what date|how so|why "
    r"not|how come)"
    r"(?: (?:exactly|was (?:that|this|it)|is (?:that|this|it)|did (?:that|this|it) happen|"
    r"does (?:that|this) happen|were (?:those|these|they)|(?:was|is) (?:that|this) (?:said|"
    r"decided|done)"
    r"|did (?:he|she|they) (?:say|do|think) (?:that|this|so|it)|was (?:it|that|this) "
    r"said))?\s*[?.!]*$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"^(?:and |but |so |ok )*(?P<wh>who|what|where|when|how|why|anyone|anybody|anything|"
    r"nothing|somebody|"
    r"someone|something) (?:else|more)\s*[?.!]*$",
    re.IGNORECASE,
)
_AUXILIARIES = "did|does|do|has|have|had|is|are|was|were|will|would|can|could|should|may|might|must"
_FRAME = re.compile(
    rf"^(?P<wh>(?:in |on |at |by |for |to |from |with )?(?:who|whom|what|which|when|where|why|"
    rf"how)\b.*?)\s+"
    rf"(?P<aux>{_AUXILIARIES})\s+(?P<rest>.+?)[?.!\s]*$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?P<wh>who|what|which \w+|whose \w+)\s+(?P<rest>.+?)[?.!\s]*$", re.IGNORECASE
)
_YES_NO = re.compile(rf"^(?P<aux>{_AUXILIARIES})\s+(?P<rest>.+?)[?.!\s]*$", re.IGNORECASE)


def _resolve(text: str, state: _State) -> str:
    """Return the question made self-contained, or as it is."""
    question = " ".join(text.split())
    if not state.question or not words(question):
        return question
    for rule in (_else, _short, _piece):
        found = rule(question, state)
        if found:
            return _pronouns(found, state)
    return _definite(_pronouns(question, state), state)


_SHORTENED = re.compile(
    r"\b(?:the|this|that|these|those) (?P<noun>[a-z]{3,})\b"
    r"(?! (?:of|for|that|who|which|[A-Z])|['’-])"
)


def _definite(question: str, state: _State) -> str:
    """Return the question with "the pledge" called as it was: "the taxpayer protection pledge"."""
    for found in _SHORTENED.finditer(question):
        fuller = _called_before(found["noun"], state)
        if fuller and not stems(fuller) <= stems(question):
            start = found.start() if fuller[:4] == "the " else found.start("noun")
            return question[:start] + fuller + question[found.end("noun") :]
    return question


def _called_before(noun: str, state: _State) -> str | None:
    """Return the latest longer name or phrase whose head is the noun."""
    if noun in _NOTHING or noun in STOP_WORDS or noun in _TIMES:
        return None
    phrases = [_noun(m["noun"]) for m in _NOUNS.finditer(state.question)]
    for phrase in (*reversed(phrases), *(known.mention.text for known in reversed(state.known))):
        head = re.split(r" (?:of|for|in|on)\b", phrase)[0].split()
        says_more = len(phrase.split()) > 1 and fold(phrase.split()[0]) not in _NOTHING
        if says_more and head and head[-1].casefold() == noun:
            return phrase
    return None


def _else(question: str, state: _State) -> str | None:
    found = _ELSE.match(question)
    if not found:
        return None
    wh = fold(found["wh"])
    asked = _understood(state.question)
    if asked and asked.speakers and wh in {"who", "anyone", "anybody", "somebody", "someone"}:
        return f"Who else said something{_about(asked.topic)}?"
    body = _strip_question(state.question)
    frame = _FRAME.match(body)
    wh = {"anyone": "who", "anybody": "who", "somebody": "who", "someone": "who"}.get(wh, wh)
    wh = {"anything": "what", "something": "what", "nothing": "what"}.get(wh, wh)
    if frame and fold(frame["wh"].split()[0]) != wh and wh == "who":
        return f"Who else {frame['rest']}?"
    if frame:
        return f"{wh.capitalize()} else {frame['aux'].lower()} {frame['rest']}?"
    subject = _SUBJECT.match(body)
    rest = re.sub(r"^(?:else|more)\s+", "", subject["rest"]) if subject else body
    return f"{wh.capitalize()} else {rest}?"


def _about(topic: str | None) -> str:
    return f" about {topic}" if topic else ""


def _strip_question(question: str) -> str:
    return re.sub(r"^(?:and|but|so|ok)\s+", "", question.strip(" ?.!"), flags=re.IGNORECASE)


def _short(question: str, state: _State) -> str | None:
    """Return the frame of the question before, asked with another question word."""
    found = _SHORT_ASK.match(question)
    if not found:
        return None
    wh = " ".join(found["wh"].split()).lower()
    wh = {
        "how so": "how",
        "why not": "why not",
        "how come": "why",
        "what year": "in what year",
    }.get(wh, wh)
    if wh in {"who", "what"} and re.search(
        r"\b(?:that|this|it|they|those|these)\b", question, re.I
    ):
        return None
    body = _strip_question(state.question)
    lead = wh[:1].upper() + wh[1:]
    spoke = _spoke(state)
    if spoke and wh not in {"who", "why not"}:
        return f"{lead} {spoke}?"
    frame = _FRAME.match(body) or _YES_NO.match(body)
    if frame and wh == "why not":
        return f"Why {frame['aux'].lower()} not {frame['rest']}?"
    if frame:
        rest = _filled(frame["rest"], frame.groupdict().get("wh"), wh)
        return f"{lead} {frame['aux'].lower()} {rest}?"
    subject = _SUBJECT.match(body)
    if subject:
        return f"{lead}: {fold(subject['wh'])} {subject['rest']}?"
    return f"{lead}, {body}?"


def _spoke(state: _State) -> str | None:
    """Return "did X say that ..." where the question before was who said so."""
    asked = _understood(state.question)
    if asked is None or asked.kind != "who-said" or asked.speakers or not asked.topic:
        return None
    lead = "" if re.match(r"that\b", asked.topic, re.I) else "that "
    speaker = _person(state, "") if state.answer else None
    return (
        f"did {speaker} say {lead}{asked.topic}" if speaker else f"was it said {lead}{asked.topic}"
    )


_SAY_VERB = re.compile(
    r"\b(say|think|warn|argue|claim|suggest|propose|promise|announce|deny|believe|predict|do|"
    r"want|ask|"
    r"recommend|criticise|criticize)\b(?! (?:that|so|it|this)\b)",
    re.IGNORECASE,
)


_DANGLING = re.compile(r" (?:on|about|for|to|of|with|at|from)$")


def _filled(rest: str, old: str | None, wh: str) -> str:
    """Return the rest, "that" put where "what" left a gap: what did he say, why did he say that."""
    if not old or fold(old.split()[0]) != "what" or len(old.split()) > 1 or wh == "what":
        return rest
    rest = _DANGLING.sub("", rest)
    return _SAY_VERB.sub(lambda m: f"{m.group()} that", rest, count=1)


def _piece(question: str, state: _State) -> str | None:
    """Return the question before with the new piece in the old one's place."""
    bare = re.sub(r"^(?:(?:and|but|so|also|then|ok|okay|now)[, ]+)+", "", question, flags=re.I)
    if _QUESTION.match(bare) and not re.match(r"^(?:what|how) (?:about|of)\b", bare, re.I):
        return None
    found = _PIECE.match(question)
    linked = bool(_LINKED.match(question) or _TOPICAL.match(question))
    if not found or not found["rest"] or not (linked or len(words(bare)) <= 3):
        return None
    if all(fold(word.text) in _ASKS_NOTHING for word in words(bare)):
        return None
    time = _TIME.match(bare.rstrip(" ?.!"))
    if time:
        return _at_time(state.question, time["time"])
    return _swap(found["rest"], question, state)


def _at_time(question: str, time: str) -> str:
    body = question.rstrip(" ?.!")
    old = re.search(
        r"\b(?:in|during|since|after|before|by|on) (?:the year )?(?:(?:january|february|march|"
        r"april|may|june|july|"
        r"august|september|october|november|december)(?: \d{1,2},?)? ?)?(?:1\d|20)\d\d\b",
        body,
        re.IGNORECASE,
    )
    if old:
        return f"{body[: old.start()]}{time}{body[old.end() :]}?"
    return f"{body} {time}?"


def _swap(piece: str, question: str, state: _State) -> str | None:
    piece = _pronouns(piece, state)
    asked = _understood(state.question)
    if asked is None:
        return None
    topical = bool(_TOPICAL.match(question)) and not re.match(
        r"^(?:and |but )*(?:what|how) about", question, re.I
    )
    speaks = not topical and asked.speakers and _speaks(piece, asked, state)
    if speaks:
        return _replaced(state.question, asked.speakers[-1], piece, first=asked.speakers[0])
    if asked.article is not None:
        old = asked.article.about or asked.article.by
        return _replaced(state.question, old, piece) if old else None
    if asked.topic and not _QUESTION.match(asked.topic):
        return _replaced(state.question, asked.topic, piece)
    if asked.speakers and asked.kind == "who-said":
        return f"{state.question.rstrip(' ?.!')} about {piece}?"
    return _in_place(state.question, piece)


def _speaks(piece: str, asked: Question, state: _State) -> bool:
    if state.is_person(piece):
        return True
    found = [m for m in mentions(f"about {piece}") if m.sort is Sort.PERSON]
    one_word = len(piece.split()) == 1
    return bool(found) and not one_word


def _replaced(question: str, old: str, new: str, first: str | None = None) -> str:
    low = question.casefold()
    end = low.rfind(old.casefold())
    if end < 0:
        return f"{question.rstrip(' ?.!')} {new}?"
    start = low.find(first.casefold()) if first else end
    start = end if start < 0 or start > end else start
    changed = question[:start] + new + question[end + len(old) :]
    return changed.rstrip(" ?.!") + "?"


def _in_place(question: str, piece: str) -> str | None:
    """Put the piece in the place of the last name, else the last noun, of the question."""
    names = [m for m in mentions(question) if m.start > 0]
    sort = {m.sort for m in mentions(f"about {piece}")}
    alike = [m for m in names if m.sort in sort] or names
    if alike:
        last = alike[-1]
        return question[: last.start] + piece + question[last.start + len(last.text) :]
    for found in _NOUNS.finditer(question):
        noun = _noun(found["noun"])
        if noun:
            end = found.start("noun") + len(noun)
            return question[: found.start()] + piece + question[end:]
    return f"{question.rstrip(' ?.!')}, {piece}?"


# --- pronouns ------------------------------------------------------------------------------------

_PRONOUN = re.compile(
    r"\b(?P<p>he|him|his|she|hers|her|they|them|theirs|their|it|its|himself|herself|themselves|"
    r"there)\b"
    r"(?P<short>['’](?:s|d|ll|ve|re)\b)?",
    re.IGNORECASE,
)
_GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_NOT_POSSESSIVE = re.compile(
    r"^(?:\s*[?.!,;]|\s*$|\s+(?:to|in|on|at|for|from|with|about|and|or|by|when|while|after|"
    r"before|as|"
    r"that|if|because|so|do|be|go|say|get|into|during|out|up|off|over|away|back|how|what|why|"
    r"where)\b)"
)
_EXPLETIVE = re.compile(
    r"\b(?:it (?:is |was |be )?(?:true|possible|likely|clear|necessary|important|said|safe|"
    r"legal|raining|rain|(?:take|takes|took)(?! part| place)|cost to|mean to|like to)|"
    r"(?:is|was) it (?:true|possible|likely|that|safe|said|legal|important|necessary)|"
    r"what is it like)\b",
    re.IGNORECASE,
)
_EXISTS = re.compile(
    r"\b(?:is|are|was|were|be|been|any|will|would|has|have|had|does|do|did) "
    r"there\b(?!\s*[?.!]*$)|\bthere (?:is|are|was|were|any|been|be|a|another|other|more|anything|"
    r"anyone)\b",
    re.I,
)
_THIS = re.compile(
    r"\b(?P<d>this|that|these|those)\b(?=\s*(?:[?.!,;]|$|(?:happen|mean|affect|cause|change|work|"
    r"help|hurt|matter|cost|start|begin|end|come|go|take|lead|occur|on|in|at|for|with|about|to|by|"
    r"was|is|were|are|did|does|has|have|had|a|an|the|successful|true|popular)\b))",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:say|says|said|think|thinks|thought|believe|claim|argue|warn|deny|so|know|fact|is it "
    r"true|all|"
    r"everything|anything|something|one|those|the (?:\w+ )?\w+) that\b",
    re.IGNORECASE,
)


def _pronouns(question: str, state: _State) -> str:
    """Return the question with the pronouns that point back out of it replaced by names."""
    own = [m for m in mentions(question) if not _is_lead(question, m)]
    done: dict[str, str] = {}

    def instead(match: re.Match[str]) -> str:
        word = fold(match["p"])
        name = _referent(question, match, own, state)
        if not name or name in done.values():  # once named, a pronoun is clear again
            return match.group()
        done[word] = name
        return _as_written(name, match, question)

    changed = _PRONOUN.sub(instead, question)
    return _demonstratives(changed, question, state) if not done else changed


def _is_lead(question: str, mention: Mention) -> bool:
    return (
        mention.start == 0 and len(mention.text.split()) == 1 and fold(mention.text) in STOP_WORDS
    )


def _referent(
    question: str, match: re.Match[str], own: Sequence[Mention], state: _State
) -> str | None:
    word = fold(match["p"])
    before = [m for m in own if m.start < match.start()]
    gender = _GENDERS.get(word)
    if gender:
        return None if _has_person(before, gender) else _person(state, gender)
    if word in {"they", "them", "their", "theirs", "themselves"}:
        if any(m.sort is Sort.GROUP for m in before):
            return None
        return _listed(state) or _group(state)
    if word == "there":
        if _EXISTS.search(question[max(0, match.start() - 12) : match.end() + 12]):
            return None
        place = _salient(state, lambda m: 1.0 if m.sort is Sort.PLACE else 0.0)
        return f"in {place}" if place else None
    if _EXPLETIVE.search(question) or any(m.sort is not Sort.PERSON for m in before):
        return None
    return _thing(state)


def _listed(state: _State) -> str | None:
    """Return the topic or the articles of the question before, when "they" can be these."""
    asked = _understood(state.question) if state.question else None
    if asked is None:
        return None
    if asked.article is not None:
        return _articles(asked.article)
    topic = asked.topic if asked.kind == "who-said" else None
    return topic if topic and topic.endswith("s") and len(topic.split()) <= 3 else None


def _has_person(before: Sequence[Mention], gender: str) -> bool:
    return any(m.sort in {Sort.PERSON, Sort.NAME} and m.gender in {"", gender} for m in before)


def _as_written(name: str, match: re.Match[str], question: str) -> str:
    word = fold(match["p"])
    after = question[match.end() :]
    possessive = word in {"his", "their", "its", "hers", "theirs"} or (
        word == "her" and not _NOT_POSSESSIVE.match(after)
    )
    short = match["short"] or ""
    if possessive:
        return name + ("'" if name.endswith("s") else "'s")
    if match.start() == 0:
        name = name[:1].upper() + name[1:]
    return name + short


def _demonstratives(changed: str, question: str, state: _State) -> str:
    if _CLAUSE.search(question) or any(is_named(question)):
        return changed
    found = _THIS.search(changed)
    if not found:
        return changed
    thing = _focus(state.question) or _salient(
        state, lambda m: 1.0 if m.sort is not Sort.PERSON else 0.2
    )
    if not thing or stems(thing) <= stems(changed):
        return changed
    return changed[: found.start()] + thing + changed[found.end() :]


def is_named(question: str) -> list[Mention]:
    """Return the names in a question, its first word left out."""
    return [m for m in mentions(question) if not _is_lead(question, m)]
