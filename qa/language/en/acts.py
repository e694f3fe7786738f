"""What people do: words right after a capitalised name that tell a person."""

from qa.language.en.verbs_of_speech import VERBS, Form, Takes
from qa.language.word_set import word_set

LIFE_EVENTS = (
    "was born", "was raised", "grew up", "married", "divorced", "died", "retired", "moved",
    "attended", "studied", "enrolled", "graduated", "earned", "starred", "himself", "herself",
)  # fmt: skip

_OF_MINDS = (Takes.CLAUSE, Takes.BELIEF)

SPEECH_ACTS = frozenset(
    word
    for word, verb in VERBS.items()
    if verb.takes in _OF_MINDS
    and (verb.form is Form.PAST or (verb.form is Form.PRESENT and not verb.noun))
) | word_set("think believe")
"""Forms of verbs of saying and thinking that follow a name: *said*, *argues*, *felt*."""
