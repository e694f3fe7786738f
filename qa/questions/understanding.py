"""What is asked: its kind, who is to have spoken, about what, and what sort of thing would answer.

Rules over the words of the question; no model. The patterns are tried from the most particular to
the most general, on the question without its politeness ("Could you tell me ...").
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from index.errors import UsageError
from qa.answers import Kind
from qa.language.en.roles import ROLE_HEADS
from qa.language.en.titles import OFFICE_ADJECTIVES
from qa.language.en.verbs_of_speech import Form, forms_of
from qa.people.names import is_titled, looks_like_name
from qa.questions.article_questions import ARTICLE, DETERMINER, ArticleAsk, article_ask, regex
from qa.text.words import STOP_WORDS, fold, is_content, words

MAX_LENGTH = 2000
"""Longest question taken, in characters."""


class Asks(StrEnum):
    """What sort of thing the short answer is."""

    PERSON = "person"
    DATE = "date"
    PLACE = "place"
    NUMBER = "number"
    REASON = "reason"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question understood.

    `speakers` are the names of those who are to have said something, as written in the question;
    `named` says whether they are names rather than a group or a role ("the ministers"), and
    `sure` whether the question leaves no doubt that somebody's words are wanted. `topic` is what
    the words are about, `None` when the question leaves it open. `names` are the words a true
    answer's article has to hold: capitalised names and numbers, speakers left out.
    """

    text: str
    kind: Kind
    asks: Asks = Asks.ANYTHING
    speakers: tuple[str, ...] = ()
    named: bool = False
    sure: bool = True
    topic: str | None = None
    names: tuple[str, ...] = ()
    article: ArticleAsk | None = None


_SAY = (
    "say|says|said|saying|tell|tells|told|think|thinks|thought|claim|claims|claimed|warn|warns|"
    "warned|argue|argues|argued|believe|believes|believed|announce|announces|announced|state|"
    "states|stated|declare|declares|declared|comment|comments|commented|promise|promises|promised|"
    "suggest|suggests|suggested|predict|predicts|predicted|deny|denies|denied|admit|admits|"
    "admitted|critici[sz]e|critici[sz]es|critici[sz]ed|propose|proposes|proposed|demand|demands|"
    "demanded|insist|insists|insisted|note|notes|noted|add|adds|added|respond|responds|responded|"
    "reply|replies|replied|react|reacts|reacted|recommend|recommends|"
    "recommended|mention|mentions|mentioned|stress|stresses|stressed|emphasi[sz]e|emphasi[sz]es|"
    "emphasi[sz]ed|express|expresses|expressed|recall|recalls|recalled|call|calls|called|ask|asks|"
    "asked|explain|explains|explained|describe|describes|described|complain|complains|complained|"
    "feel|feels|felt|reject|rejects|rejected|oppose|opposes|opposed|condemn|condemns|condemned|"
    "accuse|accuses|accused|blame|blames|blamed|praise|praises|praised|hope|hopes|hoped|expect|"
    "expects|expected|fear|fears|feared|pledge|pledges|pledged|vow|vows|vowed|urge|urges|urged|"
    "conclude|concludes|concluded|write|writes|wrote|remark|remarks|remarked|underline|underlines|"
    "underlined|reveal|reveals|revealed|report|reports|reported|estimate|estimates|estimated|"
    "acknowledge|acknowledges|acknowledged|confirm|confirms|confirmed|defend|defends|defended|"
    "dismiss|dismisses|dismissed|characteri[sz]e|characteri[sz]es|characteri[sz]ed|joke|joked|"
    "quip|quipped|contend|contends|contended|assert|asserts|asserted|caution|cautions|cautioned|"
    "quote|quoted|point out|points out|pointed out|speak|speaks|spoke|talk|talks|talked|criticise|"
    "testify|testifies|testified|allege|alleges|alleged|maintain|maintains|maintained|observe|"
    "observes|observed|concede|concedes|conceded|counter|counters|countered|retort|retorted|"
    "reiterate|reiterates|reiterated|repeat|repeats|repeated|lament|laments|lamented|hint|hints|"
    "hinted|imply|implies|implied|suspect|suspects|suspected|reckon|reckons|reckoned|reason|"
    "reasons|reasoned|protest|protests|protested|apologi[sz]e|"
    "apologi[sz]es|apologi[sz]ed|disclose|discloses|disclosed|ridicule|ridicules|ridiculed|mock|"
    "mocks|mocked|swear|swears|swore|welcome|welcomes|welcomed"
)
# These tell of a view as often as of an act: words are looked for first, facts after.
_MAY_SAY = (
    "want|wants|wanted|see|sees|saw|regret|regrets|regretted|object|objects|objected|favou?r|"
    "favou?rs|favou?red|prefer|prefers|preferred|agree|agrees|agreed|disagree|disagrees|disagreed|"
    "doubt|doubts|doubted|worry|worries|worried|judge|judges|judged|consider|considers|considered|"
    "remember|remembers|remembered|compare|compares|compared|like|likes|liked|dislike|dislikes|"
    "disliked|support|supports|supported|differ|differs|differed|make of|makes of|"
    "have against|has against|had against|advise|advises|advised|call for|calls for|"
    "wish|wishes|wished|intend|intends|intended|plan|plans|planned|assume|assumes|assumed|value|"
    "values|valued|assess|assesses|assessed|defend|defends|defended|promote|list|lists|listed|"
    "answer|answers|answered"
)


def _all_forms(verbs: str) -> frozenset[str]:
    forms = (pair for verb in verbs.split() for pair in forms_of(verb))
    return frozenset(word for word, form in forms if form is not Form.ING)


# Nobody can be asked what somebody did with these without wanting words. Left out: what is thought,
# wanted or shown, which facts tell as well, and what is as often a noun ("the state legislature").
_PLAINLY = _all_forms(
    "say tell remark announce declare warn argue insist respond react mention admit deny predict "
    "stress emphasise emphasize testify allege joke quip speak complain apologise apologize "
    "caution assert contend retort reiterate lament swear vow criticise criticize"
)
_PLAIN_IF_ABOUT = _all_forms("claim comment promise reply state talk")
_PLAIN_NOUN = regex(
    r"views?|opinions?|stance|comments?|warnings?|criticisms?|statements?|remarks?|words|thoughts?|"
    r"predictions?|complaints?"
)
_NOUN = (
    "views?|position|opinions?|stance|take|attitude|reactions?|response|comments?|argument|"
    "arguments|explanation|warnings?|claims?|criticisms?|critique|statements?|remarks?|words|"
    "assessment|answer|reply|thoughts?|concerns?|message|prediction|forecast|objections?|opinion|"
    "complaints?|promise|proposal|suggestion|advice|quotes?|perspective|reasoning|fears?|hopes?"
)
_ABOUT = (
    "about|on|of|regarding|concerning|against|to|towards?|over|in|for|with regard to|with "
    "respect to"
    "|with|as regards|when asked about|in relation to|in response to|into|from|as|at|that"
)
_AUX = "did|does|do|has|have|had|is|are|was|were|would|will|might|may|could|can|should"
_ADVERB = "also|really|actually|exactly|specifically|once|then|later|ever|publicly|reportedly|just"


_POLITE = regex(
    r"^(?:(?:hi|hello|hey|ok|okay|so|well|and|but|please|pls)\b[,!. ]*)*"
    r"(?:(?:can|could|would|will) you (?:please )?(?:tell|show|give|explain to|remind) (?:me|us)"
    r"|(?:please )?(?:tell|show|give|remind) (?:me|us)"
    r"|i(?:'d| would)? (?:want|like|need|love) to (?:know|find out|learn|understand|see)"
    r"|do you know|find out|i wonder|i am wondering|what i want to know is|let me know|"
    r"(?:please )?(?:find|explain|state|say))?\b[, :]*(?:please[, ]+)?"
)
_TRAILING = regex(r"[\s,;:.!?…¿¡]*(?:\bplease\b)?[\s,;:.!?…]*$")


_IRREGULAR = frozenset("said told thought felt spoke wrote swore saw had".split())


def _form(verb: str) -> str:
    """Return which form of a verb this is: `base`, `third` (person) or `past`."""
    first = verb.split()[0]
    if first in _IRREGULAR or first.endswith("ed"):
        return "past"
    return "third" if re.search(r"[^s]s$|^has$", first) else "base"


def _forms(verbs: str, *forms: str) -> str:
    return "|".join(verb for verb in verbs.split("|") if _form(verb) in forms)


def _spoken(*forms: str) -> str:
    """Return a pattern of the verbs in these forms, those that may tell of an act as `maybe`."""
    return rf"(?P<verb>(?P<maybe>{_forms(_MAY_SAY, *forms)})|{_forms(_SAY, *forms)})\b(?: out)?"


_ASKED = rf"^(?:and |but )?(?:what|which|how)(?P<thing>(?: (?!(?:{_AUX})\b)[\w'-]+){{0,6}})"
_WHO = rf"(?P<who>(?:(?!\b(?:{_AUX})\b).){{2,80}}?)"
_HOW = rf"(?:(?:{_ADVERB}|each|both|all) )*"
_SAYING = "saying|telling|claiming|warning|arguing|insisting|predicting|proposing|demanding|asking"

# The form of the verb has to go with what stands before it: "How is the church seen by the state"
# asks for nobody's words.
_WHO_SAID = tuple(
    regex(p)
    for p in (
        # What did Bordyuzha say about Iran
        rf"{_ASKED} (?:did|does|do|would|will|might|may|could|can|should) {_WHO} {_HOW}(?:to )?"
        rf"{_spoken('base')}(?P<topic>.*)$",
        # What has Bordyuzha said about Iran, What would Bordyuzha have said about Iran
        rf"{_ASKED} (?:has|have|had|(?:would|might|may|could|should)(?= .* have )) {_WHO} {_HOW}"
        rf"(?:have |had )?{_spoken('past')}(?P<topic>.*)$",
        # What is Bordyuzha saying about Iran
        rf"{_ASKED} (?:is|are|was|were) {_WHO} {_HOW}(?:{_SAYING})\b(?P<topic>.*)$",
        # What reason did the judge give for the ruling
        rf"^what (?:\w+ )?(?:{_NOUN}|reasons?|examples?|account|grounds) (?:{_AUX}) "
        r"(?P<who>.{2,60}?) (?:(?:have|has|had|give|gives|gave|offer|offers|offered|make|makes|"
        r"made|issue|issued|raise|raised|voice|voiced)(?P<maybe>))\b"
        rf"(?P<topic>(?: (?:{_ABOUT})\b.*)?)$",
        # what Bordyuzha said about Iran
        rf"^what (?P<subject>(?:(?!\b(?:{_AUX})\b).){{2,60}}?) (?:(?:{_ADVERB}|has|have|had) )*"
        rf"(?P<verb>{_forms(_SAY, 'past', 'third')})\b(?P<topic>.*)$",
        # What is Bordyuzha's view on Iran
        rf"^(?:what (?:is|was|are|were)|what's|what about|describe|summari[sz]e|explain|give)?\s*"
        rf"(?P<who>(?:(?!\b(?:{_AUX})\b)[^?]){{2,60}}?)(?:['’]s|s['’]) (?:\w+ )?"
        rf"(?P<noun>{_NOUN})\b(?P<topic>(?: (?:{_ABOUT})\b.*)?)$",
        # What is the position of the CSTO on Iran
        rf"^(?:what (?:is|was|are|were)|what's|describe|summari[sz]e|explain)?\s*(?:the |any )?"
        rf"(?:\w+ )?(?P<noun>{_NOUN}) (?:of|from|by|made by|expressed by) (?P<who>.{{2,60}}?)"
        rf"(?P<topic>(?: (?:about|on|regarding|concerning|against|to|towards?|over|for)\b.*)?)$",
    )
)
_ABOUT_NEXT = regex(rf"^(?: (?:{_ABOUT}|after|when|if|during)\b.*)?$")
_A_SUBJECT = regex(r"^(?:he|she|they|you|i|we|the|this|these|those|his|her|their|our|some)\b")
_ACCORDING_FIRST = regex(
    r"^(?:according to|in the (?:view|words|opinion) of) (?P<who>[^,?]{2,60}), (?P<topic>.+)$"
)
_ACCORDING_LAST = regex(
    r"^(?P<topic>.+?),? (?:according to|in the (?:view|words|opinion) of) (?P<who>[^,?]{2,60})$"
)
_WHO_SPOKE = regex(
    rf"^(?:who|which \w+(?: \w+)?)(?: else)?(?: (?:{_AUX}|{_ADVERB}))* "
    r"(?P<verb>said|says|say|told|thinks?|thought|claims?|claimed|warn|warned|warns|argue[sd]?|"
    r"believe[sd]?|announced?|stated|declared|promised|suggest(?:s|ed)?|predict(?:s|ed)?|denie[sd]|"
    r"deny|admit(?:s|ted)?|critici[sz]e[sd]?|propose[sd]?|insist(?:s|ed)?|complain(?:s|ed)?|"
    r"reject(?:s|ed)?|oppose[sd]?|condemn(?:s|ed)?|accuse[sd]?|blame[sd]?|praise[sd]?|urge[sd]?|"
    r"fear(?:s|ed)?|hope[sd]?|joked|doubt(?:s|ed)?|pointed out|testified|alleged?|"
    r"maintain(?:s|ed)?|caution(?:s|ed)?|declare[sd]?|recommend(?:s|ed)?|vows?|observed|conceded|"
    r"reasoned|lament(?:s|ed)?|remarked|explained|vowed|pledged|demand(?:s|ed)?|"
    r"defend(?:s|ed)?|dismiss(?:es|ed)?|acknowledged|described?|compare[sd]?)\b(?P<topic>.*)$"
)
_SPEAKER_ON = regex(r"^(?P<who>[^?]{2,50}?) (?:on|about|regarding) (?P<topic>.+)$")
_DID_SAY = regex(
    rf"^(?:{_AUX}) (?P<who>.{{2,60}}?) (?:(?:{_ADVERB}) )*(?P<verb>{_SAY})\b(?P<topic>.*)$"
)
_IT_IS = regex(
    r"^(?:it|there|this|that|one|the article|the articles|the text|the report|the author)$"
)
_OWN_WORK = regex(rf"^{DETERMINER}(?:{ARTICLE}|author|writer)$")
# Papers and figures do not speak: "according to the report" asks for a fact.
_NOBODY = regex(
    rf"\b(?:{ARTICLE}|stud(?:y|ies)|survey|data|figures|paper|inquiry|law|statistics|polls?|census|"
    r"manual|guidelines?|magazine|newspaper|record|records|treaty|agreement|map|table|plan|budget|"
    r"book|letter)$"
)
_LEAD = regex(rf"^[\s,:]*(?:(?:{_ABOUT}|him|her|them|reporters|journalists|us|me)\b[\s:]*)+")

_AUXILIARY_FIRST = regex(
    r"^(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|"
    r"must|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|won't|can't)\b"
)
_ASKS = (
    (
        regex(
            r"^(?:who|whom|whose|by whom|which (?:person|man|woman|minister|official|president|"
            r"politician|expert|author|company|country|organi[sz]ation|party|team))\b"
        ),
        Asks.PERSON,
    ),
    (
        regex(
            r"^(?:when|since when|until when|(?:in|on|by|during|at|from) (?:what|which) "
            r"(?:year|date|day|month|time|century|decade)|(?:what|which) (?:year|date|day|month|"
            r"time)|how long ago)\b"
        ),
        Asks.DATE,
    ),
    (
        regex(
            r"^(?:where|in (?:what|which) (?:city|country|place|town|region|state)|(?:what|"
            r"which) (?:city|country|place|town|location))\b"
        ),
        Asks.PLACE,
    ),
    (
        regex(
            r"^(?:(?:by|for|to|at|in|of|with|on) )?(?:how (?:many|much|long|far|old|large|big|"
            r"high|tall|often|deep|wide|fast|heavy|few|expensive)|what (?:number|percentage|"
            r"percent|share|proportion|amount|price|sum|cost|size|age)|what (?:is|was|were|are) "
            r"the (?:\w+ )?(?:number|percentage|share|proportion|amount|price|cost|total|rate|"
            r"size|age|population))\b"
        ),
        Asks.NUMBER,
    ),
    (
        regex(
            r"^(?:why|for what reason|what (?:is|was|were|are) the reasons?|how come|what caused)\b"
        ),
        Asks.REASON,
    ),
)
_FACT = frozenset({Asks.PERSON, Asks.DATE, Asks.PLACE, Asks.NUMBER})
_WHICH = regex(r"^(?:(?:in|on|at|by|for|to|from|of|with) )?(?:which|what) [a-z]+")
_OPEN_WHAT = regex(
    r"^what (?:about|if|happened|happens|else|more|is known|do we know|are the (?:main|key))\b"
)


def understand(question: str, *, records: bool = True) -> Question:
    """Return what the question asks; never about articles' records where `records` is false.

    Raises:
        UsageError: If the question is empty, has no words, or is longer than `MAX_LENGTH`.
    """
    text = check(question)
    core = _core(text)
    article = article_ask(core) if records else None
    if article is not None:
        return Question(text=text, kind=Kind.METADATA, article=article, topic=article.about)
    said = _who_said(core)
    if said is not None:
        return said.finish(text)
    by_source = _ACCORDING_FIRST.match(core)
    kind, asks = _kind(by_source["topic"] if by_source else core)
    who = _DID_SAY.match(core) if kind is Kind.YES_NO else None
    speakers = split_names(who["who"]) if who else ()
    return Question(
        text=text,
        kind=kind,
        asks=asks,
        speakers=speakers,
        named=bool(speakers) and all(map(_is_name, speakers)),
        sure=False,
        topic=_topic(who["topic"]) if who else None,
        names=names_of(text, without=speakers),
    )


def check(question: str) -> str:
    """Return the question with single spaces, or say why it cannot be asked.

    Raises:
        UsageError: If it is empty, has no words, or is longer than `MAX_LENGTH` characters.
    """
    if len(question) > MAX_LENGTH:
        raise UsageError(
            f"The question is {len(question):,} characters long; at most {MAX_LENGTH:,} are taken. "
            "Ask for one thing in a sentence or two."
        )
    text = " ".join(question.split())
    if not words(text):
        raise UsageError("The question is empty. Type what you want to know, in words.")
    return text


def _core(text: str) -> str:
    bare = _TRAILING.sub("", text)
    stripped = _POLITE.sub("", bare, count=1).strip()
    return (stripped if len(words(stripped)) > 1 else bare).replace("’", "'")


@dataclass(frozen=True, slots=True)
class _Said:
    who: str
    topic: str
    asks: Asks = Asks.ANYTHING
    kind: Kind = Kind.WHO_SAID
    sure: bool = True

    def finish(self, text: str) -> Question:
        speakers = split_names(self.who)
        return Question(
            text=text,
            kind=self.kind,
            asks=self.asks,
            speakers=speakers,
            named=bool(speakers) and all(map(_is_name, speakers)),
            sure=self.sure,
            topic=_topic(self.topic),
            names=names_of(text, without=speakers),
        )


def _who_said(core: str) -> _Said | None:
    """Return the speaker and topic parts, or `None` when nobody's words are asked for."""
    for according in (_ACCORDING_FIRST, _ACCORDING_LAST):
        found = according.match(core)
        if found and not _NOBODY.search(found["who"]):
            asks = _kind(found["topic"])[1]
            sure = asks is Asks.ANYTHING and all(map(_is_name, split_names(found["who"])))
            return _Said(found["who"], found["topic"], asks, sure=sure)
        core = found["topic"] if found else core
    for pattern in _WHO_SAID:
        found = pattern.match(core)
        who = _who(found) if found else ""
        if found and _can_speak(who):
            return _from_match(core, found, who)
    found = _WHO_SPOKE.match(core)
    if found and not _passive(core, found):
        return _Said("", found["topic"], Asks.PERSON, sure=_plainly(found.groupdict()))
    found = _SPEAKER_ON.match(core)
    if found and looks_like_name(found["who"]) and not _starts_question(found["who"]):
        return _Said(found["who"], found["topic"], sure=False)
    return None


def _who(found: re.Match[str]) -> str:
    """Return who is to have spoken, nothing where the words before the verb name nobody."""
    groups = found.groupdict()
    subject = groups.get("subject")
    if not subject:
        return groups["who"] or ""
    typed_small = " " not in subject and _ABOUT_NEXT.match(groups["topic"] or "")
    told = typed_small or looks_like_name(subject) or _A_SUBJECT.match(subject)
    return subject if told else ""


def _from_match(core: str, found: re.Match[str], who: str) -> _Said:
    groups = found.groupdict()
    topic = " ".join(part for part in (groups.get("thing"), groups.get("topic")) if part)
    kind, asks = _kind(core)
    if groups.get("maybe") is not None:
        return _Said(who, topic, asks, kind=kind, sure=False)
    return _Said(who, topic, asks, sure=_plainly(groups) and not _NOBODY.search(who))


def _plainly(groups: dict[str, str | None]) -> bool:
    """Whether nothing but somebody's words would answer."""
    noun, verb = groups.get("noun"), groups.get("verb")
    if noun:
        return _PLAIN_NOUN.fullmatch(noun) is not None
    if verb is None:  # "is saying"
        return True
    verb = verb.casefold()
    about = _ABOUT_NEXT.match(groups.get("topic") or "")
    return verb in _PLAINLY or (verb in _PLAIN_IF_ABOUT and about is not None)


def _passive(core: str, found: re.Match[str]) -> bool:
    # "Who was accused of ..." asks about the one spoken of, not the one who spoke.
    return bool(re.search(r"\b(?:is|are|was|were|been|be)\b", core[: found.start("verb")], re.I))


def _can_speak(who: str) -> bool:
    plain = who.strip().casefold()
    return not (_IT_IS.match(plain) or _own_work(plain) or _starts_question(plain)) and any(
        is_content(w.text) or fold(w.text) in {"he", "she", "they", "you", "i", "we"}
        for w in words(plain)
    )


def _own_work(who: str) -> bool:
    return bool(_OWN_WORK.match(who.strip()))


def _starts_question(text: str) -> bool:
    first = text.split()[0].casefold() if text.split() else ""
    return first in {"who", "what", "when", "where", "why", "how", "which", "whose", "whom"}


def _kind(core: str) -> tuple[Kind, Asks]:
    for pattern, asks in _ASKS:
        if pattern.match(core):
            return (Kind.FACT if asks in _FACT else Kind.OPEN), asks
    if _AUXILIARY_FIRST.match(core):
        return Kind.YES_NO, Asks.ANYTHING
    if _WHICH.match(core) and not _OPEN_WHAT.match(core):
        return Kind.FACT, Asks.ANYTHING
    return Kind.OPEN, Asks.ANYTHING


def split_names(who: str) -> tuple[str, ...]:
    """Return the speakers named in "A, B and C", each once, without "both" and the like."""
    text = re.sub(
        r"^(?:both|either|neither)\s+|\s+(?:not|first|last|both|each|all)$",
        "",
        who.strip(),
        flags=re.I,
    )
    parts = re.split(r"\s*,\s*(?:and |or )?|\s+(?:and|or|nor|&|versus|vs\.?)\s+", text)
    names = (re.sub(r"['’]s?$", "", part.strip(" \"'“”,")) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name))


def _is_name(speaker: str) -> bool:
    """Whether a speaker is a name rather than a role or group: decided by its shape."""
    tokens = speaker.split()
    first = tokens[0].casefold()
    if first in {"the", "a", "an", "all", "any", "some", "other", "people", "many", "most"}:
        # "the CSTO" is a name; "the Tarnbridge mortgage broker" is a role.
        return all(t[:1].isupper() or t.casefold() == "of" for t in tokens[1:])
    if first in STOP_WORDS or is_titled(speaker):
        return False
    return tokens[-1][:1].isupper() or (len(tokens) <= 2 and speaker.islower())


def _topic(rest: str) -> str | None:
    """Return what follows the verb without the preposition that ties it, `None` when empty."""
    topic = _LEAD.sub("", rest.strip()).strip(" ,:;\"'“”")
    return topic or None


_TITLES = ROLE_HEADS | OFFICE_ADJECTIVES
_QUESTION_WORDS = frozenset("who what when where why how which whose whom".split())


def names_of(text: str, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the words that are names or numbers, `without` those of the speakers.

    A capital at the start of the question says nothing and is not counted, unless the word is
    written in capitals only.
    """
    skip = {fold(w.text) for name in without for w in words(name)}
    found: dict[str, None] = {}
    for place, word in enumerate(words(text)):
        plain = fold(word.text)
        if (
            plain in skip
            or plain in _QUESTION_WORDS
            or plain in _TITLES
            or not is_content(word.text)
        ):
            continue
        capital = word.text[:1].isupper() and (place > 0 or word.text[1:].isupper())
        if capital or plain[:1].isdigit():
            found[plain] = None
    return tuple(found)
