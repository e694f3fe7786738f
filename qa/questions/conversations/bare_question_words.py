"""Questions of a question word alone: "Why?", "When was that?", "Who else?".

They take the rest from the question before.
"""

import re
from functools import lru_cache

from qa.language.tables import tables
from qa.language.verbs import Asking, Form
from qa.questions.conversations.conversation import Conversation
from qa.questions.conversations.focus import focus_of
from qa.text.patterns import one_of, regex
from qa.text.words import fold

_LINK = r"(?:and |but |so |ok )*"
_SUBJECT = regex(r"^(?P<wh>who|what|which \w+|whose \w+)\s+(?P<rest>.+?)[?.!\s]*$")
_WHO_SPOKE = regex(r"^(?:and |but |so )*who (?P<verb>\w+)\s*[?.!]*$")
_DANGLING = re.compile(r" (?:on|about|for|to|of|with|at|from)$")
_POINTS_BACK = regex(r"\b(?:that|this|it|they|those|these)\b")
_NO_ARTICLE = r"(?<!\bthe )(?<!\ba )(?<!\ban )"
_SAME = {"how so": "how", "how come": "why", "what year": "in what year"}


def with_else(question: str, conversation: Conversation) -> str | None:
    """Return "Who else?" with the rest of the question before, `None` for other questions."""
    found = _alone(conversation.language)[1].match(question)
    if not found:
        return None
    ask = tables(conversation.language).questions
    word = fold(found["wh"])
    asked = conversation.last_question()
    if asked and asked.speakers and word in ask.anybody:
        topic = f" about {asked.topic}" if asked.topic else ""
        return f"Who else said something{topic}?"
    word = next((group[0] for group in (ask.anybody, ask.anything) if word in group), word)
    body = _body(conversation.question)
    frame = _asked_with(conversation.language)[0].match(body)
    if frame and fold(frame["wh"].split()[0]) != word and word == "who":
        return f"Who else {frame['rest']}?"
    if frame:
        return f"{word.capitalize()} else {frame['aux'].lower()} {frame['rest']}?"
    subject = _SUBJECT.match(body)
    rest = re.sub(r"^(?:else|more)\s+", "", subject["rest"]) if subject else body
    return f"{word.capitalize()} else {rest}?"


def with_another_word(question: str, conversation: Conversation) -> str | None:
    """Return the question before asked with another question word, `None` for other questions."""
    found = _alone(conversation.language)[0].match(question)
    if not found:
        return None
    word = " ".join(found["wh"].split()).lower()
    word = _SAME.get(word, word)
    if word in {"who", "what"} and _POINTS_BACK.search(question):
        return None
    lead = word[:1].upper() + word[1:]
    spoke = _spoke(conversation)
    if spoke and word not in {"who", "why not"}:
        return f"{lead} {spoke}?"
    return _reworded(word, lead, conversation)


def who_about(question: str, conversation: Conversation) -> str | None:
    """Return "Who disagreed?" with what is disagreed about, `None` for other questions."""
    found = _WHO_SPOKE.match(question)
    topic = focus_of(conversation) if found else None
    verb = tables(conversation.language).speech.verbs.get(fold(found["verb"])) if found else None
    return f"Who {found['verb']} about {topic}?" if found and verb and topic else None


@lru_cache
def _alone(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of a question word by itself, and of one with "else"."""
    ask = tables(language).questions
    others = one_of(["where", "when", "how", "why", *ask.anybody, *ask.anything])
    return (
        regex(
            rf"^{_LINK}(?P<wh>{one_of(ask.bare_words)})"
            r"(?: (?:exactly|was (?:that|this|it)|is (?:that|this|it)|"
            r"did (?:that|this|it) happen|does (?:that|this) happen|were (?:those|these|they)|"
            r"(?:was|is) (?:that|this) (?:said|decided|done)|"
            r"did (?:he|she|they) (?:say|do|think) (?:that|this|so|it)|"
            r"was (?:it|that|this) said))?\s*[?.!]*$"
        ),
        regex(rf"^{_LINK}(?P<wh>{others}) (?:else|more)\s*[?.!]*$"),
    )


def _reworded(word: str, lead: str, conversation: Conversation) -> str:
    body = _body(conversation.question)
    asked_with, yes_no = _asked_with(conversation.language)
    frame = asked_with.match(body) or yes_no.match(body)
    if frame and word == "why not" and " not " in frame["rest"]:  # asked of what is not done
        return f"Why {frame['aux'].lower()} {frame['rest']} that?"
    if frame and word == "why not":
        return f"Why {frame['aux'].lower()} not {frame['rest']}?"
    if frame:
        old = frame.groupdict().get("wh")
        rest = _filled(frame["rest"], old, word, conversation.language)
        return f"{lead} {frame['aux'].lower()} {rest}?"
    subject = _SUBJECT.match(body)
    if subject:
        return f"{lead}: {fold(subject['wh'])} {subject['rest']}?"
    return f"{lead}, {body}?"


def _body(question: str) -> str:
    return re.sub(r"^(?:and|but|so|ok)\s+", "", question.strip(" ?.!"), flags=re.IGNORECASE)


@lru_cache
def _asked_with(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of a question with a question word, and of one without."""
    auxiliaries = one_of([*tables(language).questions.auxiliaries, "must"])
    rest = rf"(?P<aux>{auxiliaries})\s+(?P<rest>.+?)[?.!\s]*$"
    return (
        regex(
            r"^(?P<wh>(?:in |on |at |by |for |to |from |with )?(?:who|whom|what|which|when|where|"
            rf"why|how)\b.*?)\s+{rest}"
        ),
        regex(rf"^{rest}"),
    )


def _spoke(conversation: Conversation) -> str | None:
    """Return "did X say that ..." where the question before was who said so."""
    asked = conversation.last_question()
    if asked is None or asked.kind != "who-said" or asked.speakers or not asked.topic:
        return None
    lead = "" if re.match(r"that\b", asked.topic, re.IGNORECASE) else "that "
    speaker = next(iter(conversation.people("")), None) if conversation.answer else None
    said = f"{lead}{asked.topic}"
    return f"did {speaker} say {said}" if speaker else f"was it said {said}"


def _filled(rest: str, old: str | None, word: str, language: str) -> str:
    """Return the rest, "that" put where "what" left a gap: what did he say, why did he say that."""
    if not old or fold(old.split()[0]) != "what" or len(old.split()) > 1 or word == "what":
        return rest
    rest = _DANGLING.sub("", rest)
    for verbs in _gaps(language):
        filled = verbs.sub(lambda m: f"{m.group()} that", rest, count=1)
        if filled != rest:
            return filled
    return rest


@lru_cache
def _gaps(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the verbs whose object "what" asked for; those that are also nouns come last."""
    entries = [
        one
        for one in tables(language).speech.entries
        if one.asking is not Asking.ACT and not one.needs_particle
    ]
    sure = [w for one in entries if not one.noun for w in one.words(Form.BASE)]
    doubtful = [w for one in entries if one.noun for w in one.words(Form.BASE)]
    return (_gap([*sure, "do"]), _gap(doubtful, after=_NO_ARTICLE))


def _gap(verbs: list[str], after: str = "") -> re.Pattern[str]:
    return regex(rf"{after}\b(?:{one_of(verbs)})\b(?! (?:that|so|it|this)\b)")
