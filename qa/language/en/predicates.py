"""What begins the words that tell of a name what it did or is."""

from qa.language.word_set import word_set

PREDICATES = word_set(
    "was is were has had did does would could will can may might should must became began broke "
    "brought built came chose drew felt found gave got grew heard held kept knew led left lost "
    "made met paid put ran sang saw sent set shot sold spent spoke stood swore taught took told "
    "went won wrote"
)
"""Words that begin what is told of a name, besides those in -ed: Holt *became* minister."""

BEFORE_PREDICATES = word_set("also later then first once soon never still again nearly")
"""Adverbs between a name and what is told of it, besides those in -ly."""
