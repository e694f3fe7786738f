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

PREDICATES = word_set(
    "was is were has had did does would could will can may might should must became began broke "
    "brought built came chose drew felt found gave got grew heard held kept knew led left lost "
    "made met paid put ran sang saw sent set shot sold spent spoke stood swore taught took told "
    "went won wrote"
)
"""Words that begin what is told of a name, besides those in -ed: Holt *became* minister."""

BEFORE_PREDICATES = word_set("also later then first once soon never still again nearly")
"""Adverbs between a name and what is told of it, besides those in -ly."""
