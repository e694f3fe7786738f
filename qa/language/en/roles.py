"""Roles: words that say what somebody does, and may stand for the person: "the fire chief"."""

from qa.language.en.titles import TITLES
from qa.language.word_set import word_set

PROFESSIONS = word_set(
    "founder co-founder author writer journalist economist lawyer activist expert historian "
    "scientist researcher lawmaker politician strategist adviser advisor aide pollster billionaire "
    "businessman businesswoman developer owner farmer driver teacher doctor nurse engineer "
    "architect official actor actress singer star investor broker scholar student resident veteran "
    "boss host member democrat republican"
)
RELATIVES = word_set("mother father son daughter wife husband brother sister partner widow")
PARTIES_TO_A_CASE = word_set("victim suspect defendant witness plaintiff accused")

ROLE_HEADS = TITLES | PROFESSIONS | RELATIVES | PARTIES_TO_A_CASE
"""The last word of a role: the CSTO's secretary *general*, the campaign's press *secretary*."""

ROLE_ADJECTIVES = word_set(
    "former retired acting senior junior democrat democratic republican founding"
)
"""What stands capitalised before a role at the head of a sentence: *Former* minister Ada Holt."""

LIFE_EVENTS = (
    "was born", "was raised", "grew up", "married", "divorced", "died", "retired", "moved",
    "attended", "studied", "enrolled", "graduated", "earned", "starred", "himself", "herself",
)  # fmt: skip
"""What is said of people: words right after a name that tell a person."""
