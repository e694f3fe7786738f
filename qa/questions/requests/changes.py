"""Whether it is asked how what somebody holds went on: "How did her position change?"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.language.tables import tables
from qa.text.patterns import one_of, regex

_SAYS = "(?:says?|said|thinks?|thought|wrote|writes?|holds?|held)"


@dataclass(frozen=True, slots=True)
class Change:
    """Whose position it is, as written, and in what."""

    who: str
    topic: str | None


def change_asked(core: str, language: str = "en") -> Change | None:
    """Return whose position is to have changed in what a question without politeness asks."""
    for pattern in _patterns(language):
        found = pattern.match(core)
        if found is not None:
            groups = found.groupdict()
            topic = groups.get("topic") or groups.get("after")
            return Change(found["who"].strip(), topic.strip() if topic else None)
    return None


def position_of(phrase: str, language: str = "en") -> Change | None:
    """Return whose position a phrase is, and on what: "Berg's position on fares"."""
    for pattern in _phrases(language):
        found = pattern.match(phrase)
        if found is not None:
            return Change(found["who"], found["topic"])
    return None


@lru_cache
def _phrases(language: str) -> tuple[re.Pattern[str], ...]:
    known = tables(language)
    questions, ask = known.questions, known.requests
    about, who = one_of(questions.about_names), r"(?P<who>[^,;:?]{2,70}?)"
    held = one_of((*ask.standpoints, *ask.quote_nouns))
    on = rf"(?: (?:{about}|in) (?P<topic>.+))?$"
    return (
        regex(rf"^{who}(?:'s|')(?: \w+)? (?:{held}){on}"),
        regex(rf"^(?:the )?(?:\w+ )?(?:{held}) (?:of|by|from) {who}{on}"),
        regex(rf"^what {who} {_SAYS}{on}"),
    )


@lru_cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    known = tables(language)
    ask, questions = known.requests, known.questions
    about = rf"(?:{one_of(questions.about_names)}|of|in)"
    does = one_of((*questions.do_and_modals, *questions.be, *questions.perfect))
    held, changed = one_of(ask.standpoints), rf"(?:{one_of(ask.changed)})"
    who, topic = r"(?P<who>[^,;:?]{2,70}?)", r"(?P<topic>[^;?]+?)"
    when = rf"(?:,? (?:{one_of(ask.over_time)}))?"
    later = rf"(?: {about} (?P<after>[^;?]+?))?{when}$"
    his = rf"{who}(?:'s|')(?: \w+)? (?:{held})"
    of = rf"the (?:\w+ )?(?:{held}) of {who}"
    how = rf"(?:how|whether|in what way) (?:{does})"
    says = rf"what {who} {_SAYS} {about} {topic}"
    return tuple(
        map(
            regex,
            (
                rf"^(?:(?:{one_of(ask.tracked)}) )?(?:{how}|how) {his}"
                rf"(?: {about} {topic})? (?:\w+ly )?{changed}{later}",
                rf"^{how} {of} {about} {topic} {changed}{when}$",
                rf"^{how} {says} {changed}{when}$",
                rf"^(?:(?:how|when|why) )?(?:{does}) {who} (?:\w+ly )?{changed} "
                rf"(?:his|her|its|their) (?:\w+ )?(?:{held}){later}",
                rf"^(?:{does}) {his}(?: {about} {topic})? (?:\w+ly )?{changed}{later}",
                rf"^what (?:has )?{changed} in {his}{later}",
                rf"^(?:{one_of(ask.tracked)}) (?:how )?{his} {about} {topic} "
                rf"(?:{changed}{when}|{one_of(ask.over_time)})$",
            ),
        )
    )
