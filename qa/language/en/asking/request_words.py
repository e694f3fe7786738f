"""Words of requests: what is to be listed, compared, told of or explained step by step."""

LIST_VERBS = "list enumerate name itemi[sz]e"
"""What asks for every member of something: NAME the donors."""

LIST_REQUESTS = (
    "(?:give|show|find|get|send)(?: me| us)? (?:(?:a|the) )?(?:full |complete |whole )?list of",
    "(?:give|show|find|get)(?: me| us)? (?:all|each|every)(?: of)?",
    "(?:give|show)(?: me| us)?(?= the (?:\\w+ ){0,2}?names of\\b)",
    "(?:an?|the) (?:full |complete |whole )?list of",
    "(?:the )?(?:full )?names of",
    "all(?: of)? the",
    "what (?:are|were) all(?: of)?",
)
GIVING = ("give", "give me", "give us", "show", "show me", "show us", "get me", "find me")

COMPARE_VERBS = "compare contrast juxtapose"
DIFFERENCES = (
    "differences? differ disagreements? comparisons? contrasts? similarit(?:y|ies) gap gulf split"
)
"""Nouns between two sides: the DIFFERENCE between them."""

DIFFER = "differ disagree compare diverge clash contrast agree"
"""Verbs of two sides: how do they DIFFER?"""

VERSUS = (
    "versus",
    r"vs\.?",
    "v",
    r"v\.(?= )",
    "compared (?:with|to)",
    "as against",
    "as opposed to",
)
BOTH_SIDES = (
    "both (?:sides|parties|camps|views|accounts|versions|positions|men|women)",
    "(?:the )?two (?:sides|camps|views|accounts|versions|positions)",
    "(?:each|either) (?:side|party|camp|account|version)",
)
"""What compares without saying what is compared."""

EACH_ONE = ("each", "respectively", "both")

SUMMARY_VERBS = ("summari[sz]e", "sum up", "outline", "recap", "recount", "describe", "report")
TOPIC_REQUESTS = (
    "about", "on the (?:subject|topic|matter) of",
    "(?:give |write )?(?:an? |the )?(?:\\w+ )?(?:overview|summary|outline|recap) of",
    "(?:some |any |the )?(?:background|information|info|facts|details|news|latest) (?:on|about)",
    "(?:everything|anything|something|all|more|what there is)(?: there is| you have| we have)? "
    "(?:on|about)",
    "what (?:is|do (?:we|you)) (?:know|known|have)(?: so far)? (?:about|on|of)",
    "what(?:'s| is) (?:the )?(?:story|news|latest|situation)(?: \\w+)? (?:with|on|about|of)",
)  # fmt: skip
"""What asks to be told of something: WHAT IS KNOWN ABOUT the levy."""

QUOTE_NOUNS = "quotes? quotations? statements? remarks? comments? soundbites? said says"
"""What keywords ask for somebody's words with: okoro levy QUOTE."""

STANDPOINTS = (
    "positions? stances? standpoints? views? opinions? attitudes? thinking line tone rhetoric "
    "minds? message"
)
"""What somebody holds, and may come to hold otherwise: her POSITION on the levy."""

CHANGED = (
    "changed?", "evolved?", "develop(?:ed)?", "shift(?:ed)?", "var(?:y|ied)", "mov(?:e|ed)",
    "harden(?:ed)?", "soften(?:ed)?", "differed?",
)  # fmt: skip
"""Verbs of what is otherwise later: how has it CHANGED."""

TRACKED = ("track", "trace", "follow", "show", "tell me", "describe", "chart")
"""What asks to be shown how something went on: TRACE her position over time."""

OVER_TIME = (
    "over (?:time|the (?:years?|months?|weeks?|decades?))", "through time", "with time",
    "in the course of time", "since then", "so far", "(?:from|since|between) [^,;?]*\\d{4}[^,;?]*",
)  # fmt: skip

HOW_TO = (
    "how (?:do|can|could|should|must|would|may|shall) "
    "(?:i|we|you|one|people|staff|employees|members|customers|visitors|users)",
    "how (?:is|are|was|were) .+ (?:done|made|installed|requested|claimed|booked|ordered|reported)",
    "how to",
    "(?:what|which) (?:are the )?steps",
    "what (?:do|must|should) (?:i|we|you) (?:have to |need to )?do (?:to|if|when|after|before)",
)
"""What asks for a procedure, whose steps belong together: HOW DO I claim a fare?"""

SPEEDS = "fast quickly promptly soon often long regularly frequently"
ANSWERING = (
    "respond responds responded reply replies replied answer answers answered report reports"
)
"""How FAST does somebody ANSWER? asks for no words."""
