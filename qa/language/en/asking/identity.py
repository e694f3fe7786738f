"""Words that ask who somebody or what something is, and words by which an article says so."""

ASKED = (
    r"(?:(?:and|so|but) )?(?:who|what)(?: (?:exactly|then))?(?: (?:is|was|are|were)|['’]s|s)"
    r"(?: exactly)? (?P<name>[^?,;:]{2,60}?)(?: again| exactly)?\s*\??"
)
ASKED_MEANING = (
    r"what (?:does|do|did) (?:the (?:word|term|name|letters|abbreviation|acronym) )?"
    r"[“\"‘']?(?P<name>[^?,;:“”\"]{2,60}?)[”\"’']? (?:mean|stand for|refer to)\s*\??"
)
ARTICLE = r"^(?:the|an?) "
IS_ONE = (
    r",? (?:is|was|are|were) (?P<role>(?:an?|the|one of) "
    r"(?:[^.;\n]|(?<=\b[A-Z])\.){3,120}?)(?=[;,\n]|(?<!\b[A-Z])\.|$)"
)
"""After a name: is a ..."""
APPOSED = r"(?: \([^)\n]{2,12}\))?, (?P<role>(?:an?|the) [^,.;\n“”\"]{3,90}?)(?=[,.;])"
"""After a name: , a ..., with its initials before it."""
BESIDE = (
    r"(?:,? \(?(?:aged )?\d{1,3}\)?)?, "
    r"(?P<role>(?:[^,.;:()\n“”\"]|(?<=\b[A-Z])\.){3,140}?)(?=[,;)\n]|(?<!\b[A-Z])\.|$)"
)
"""After a name: , head of the works, ..."""

DESCRIBED_BEFORE = (
    r"(?:, (?:(?:the|an?) )?(?:[a-z-]+ (?:and|&) (?:the )?)?"
    r"| (?:is|was|became|remains|remained) (?:now |then |still )?the )"
)
"""Between a name and what it is, in this order: Ada Holt, founder and HEAD OF THE WORKS."""
DESCRIBED_AFTER = r", | (?:is|was|are|were) (?:now |still )?|: "
"""Between what something is and its name: THE LARGEST TOWN is Port Vale."""
DESCRIBED_BEGINS = r"(?:(?:^|[\s(“\"])(?:the|an?|its|their|as|by|and|or|with|to)|[.,;:(“\"\n]) ?"
"""Before a description that has no word more: not the *deputy* HEAD OF THE WORKS."""
DESCRIBED_ENDS = (
    r"(?=[.,;:)!?\n”\"]|$| ?[—–]| (?:and|or|but|who|whose|which|that|where|when|while|is|was|are|"
    r"were|has|had|have|will|would|said|says|told|since|until|after|before|because|as|if)\b)"
)
"""After a description that says no more than was asked."""

GLOSSED = (
    r"(?:[\"”’]?(?:(?: ?[—–] ?| -- | - )(?=(?:the|an?) )|, meaning | means | mean | stands for "
    r"| refers to |(?P<headword>: ))|,[\"”’] (?=(?:the|an?) ))"
    r"(?P<role>(?:(?:the|an?) )?[^.;\n—–]{8,240}?)(?=[.;\n—–]|$)"
)
"""After a term: by-catch — THE TAKING OF OTHER FISH."""
NAMED_SO = (
    r"(?:\b(?:called|named|termed|dubbed|known as|referred to as|bears? the name(?: of)?|"
    r"goes by the name of) (?:an? |the )?[“\"‘']?)"
)
"""Before a term: this is CALLED by-catch."""
