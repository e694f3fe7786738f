"""Words that questions are made of. A text of words is one alternative a word; a tuple has phrases.

The patterns of `qa.questions` are put together from these.
"""

from qa.language.word_set import word_set

QUESTION_WORDS = word_set("who what when where why how which whose whom")

# --- who is asked about -----------------------------------------------------------------------

DO_AND_MODALS = "did does do would will might may could can should"
PERFECT = "has have had"
BE_FORMS = "is are was were"
AUXILIARIES = f"{DO_AND_MODALS} {PERFECT} {BE_FORMS}"
AUXILIARIES_FIRST = (
    f"{AUXILIARIES} am shall must isn't aren't wasn't weren't don't doesn't didn't hasn't haven't "
    "won't can't"
)
"""What a question to be answered by yes or no begins with."""

ADVERBS = "also really actually exactly specifically once then later ever publicly reportedly just"
"""What may stand between a subject and its verb."""

EACH = "each both all"
ABOUT = (
    "about", "on", "of", "regarding", "concerning", "against", "to", "towards?", "over",
    "in relation to", "in response to", "in", "for", "with regard to", "with respect to", "with",
    "as regards", "when asked about", "into", "from", "as", "at", "that",
)  # fmt: skip
"""What may tie a topic to a verb or noun of saying; the longer ones come first."""

STRICTLY_ABOUT = (
    "about", "regarding", "concerning", "as regards", "with regard to", "with respect to",
    "in relation to", "when asked about",
)  # fmt: skip
"""What makes a topic of the words after it, whatever the verb."""

ABOUT_NAMES = ("about", "on", "regarding", "concerning", "against", "to", "towards?", "over", "for")
OCCASIONS = ("after", "when", "if", "during")
ADDRESSEES = ("him", "her", "them", "reporters", "journalists", "us", "me")
ACCORDING = ("according to", "in the (?:view|words|opinion) of")
GIVING = (
    "have has had give gives gave given offer offers offered make makes made issue issued raise "
    "raised voice voiced"
)
"""What is done with a reason or comment: the comment that she MADE."""

SUBJECT_OPENINGS = "he she they you i we the this these those his her their our some"
LOOSE_OPENINGS = "the a an all any some other people many most"
"""Words before a role or group rather than a name."""

NO_SPEAKERS = (
    "it", "there", "this", "that", "one", "the article", "the articles", "the text", "the report",
    "the author",
)  # fmt: skip
RECORDS = (
    "stud(?:y|ies) survey data figures paper inquiry law statistics polls? census manual "
    "guidelines? magazine newspaper record records treaty agreement map table plan budget book "
    "letter"
)
"""Papers and figures, which do not speak: "according to the census" asks for a fact."""

PAIRS = "both either neither"
AFTER_PAIRS = "not first last both each all"

# --- how it is asked --------------------------------------------------------------------------

GREETINGS = "hi hello hey ok okay so well and but please pls"
REQUESTS = (
    "(?:can|could|would|will) you (?:please )?(?:tell|show|give|explain to|remind) (?:me|us)",
    "(?:please )?(?:tell|show|give|remind) (?:me|us)",
    "i(?:'d| would)? (?:want|like|need|love) to (?:know|find out|learn|understand|see)",
    "do you know", "find out", "i wonder", "i am wondering", "what i want to know is",
    "let me know", "(?:please )?(?:find|explain|state|say)",
)  # fmt: skip
PLEASE = "please"

# Words that make a question polite and change nothing of what is asked. Where a salutation may be
# the beginning of a name ("Hello Kitty"), it counts only before a mark or a question's own words.
SALUTATIONS = (
    "hi", "hello", "hey", "good (?:morning|afternoon|evening|day)",
    "dear (?:all|sir|madam|assistant)",
)  # fmt: skip
COURTESIES = (
    "please", "pls", "kindly", "excuse me", "pardon me",
    "(?:can|could|would|will) you (?:please |kindly )?(?:tell|inform) (?:me|us)",
    "(?:please |kindly )?tell (?:me|us)(?! about)", "(?:please )?let me know",
    "i(?:'d| would) (?:like|love) to (?:know|find out)", "i want to know",
    "(?:do|would) you (?:happen to )?know", "may i ask(?: you)?", "i wonder", "i was wondering",
)  # fmt: skip
THANKS = (
    "please", "pls", "(?:many )?thanks(?: a lot| so much| in advance| very much)?",
    "thank you(?: so much| in advance| very much)?", "if you (?:please|can|would)",
    "would you(?: please)?",
)  # fmt: skip
"""What may follow a question after a mark; the first two also without one."""

# --- what sort of thing is asked for ----------------------------------------------------------

PERSON_NOUNS = (
    "person man woman minister official president politician expert author company country "
    "organi[sz]ation party team"
)
TIME_NOUNS = "year date day month time century decade"
PLACE_NOUNS = "city country place town location"
PLACES_IN = "city country place town region state"
"""In which REGION? Without "in", a state or region is as often what acts."""

MEASURES = "many much long far old large big high tall often deep wide fast heavy few expensive"
"""How MUCH?"""

AMOUNTS = "number percentage percent share proportion amount price sum cost size age"
TOTALS = "number percentage share proportion amount price cost total rate size age population"

ARTICLES = (
    "article articles piece pieces story stories report reports analysis analyses text texts "
    r"column columns editorial editorials op-ed news\sitem item items post posts essay essays "
    "commentary "
    "interview interviews coverage source sources document documents"
)
"""What articles are called."""

LOOSE_ARTICLES = "items? pieces? texts? posts? sources? documents? story stories commentary"
"""Those that are other things as often: items of a list, pieces of cake, sources of income."""

NO_ARTICLES = (
    "(?:action|agenda|open|outstanding|pending|line|menu|budget|lost|stock|to-do|discussion) items?"
)
"""What is called like articles and is none."""

PUBLICATIONS = "publication newspaper paper magazine outlet journal site website"
PUBLISHERS = rf"{PUBLICATIONS} publisher source news\s?site"
WRITTEN = "published written posted printed issued dated indexed available"
COLLECTIONS = "index collection archive database"

# --- how a question follows another -----------------------------------------------------------

OPENINGS = (
    "who whom whose what when where why how which is are was were do does did has have had can "
    "could will would should tell any anything list show give describe"
)
"""What a whole question begins with."""

LINKS = "and but so ok okay then also now"
AGAIN = ("what about", "how about", "what of")
TOO = ("then", "too", "as well", "instead", "though")
PIECE_PREPOSITIONS = "about on regarding in for from by with during after before since until at to"
TIME_PREPOSITIONS = "in during since after before by until from on"
TIME_EVENTS = "week month year war past future"
ASKS_NOTHING = word_set(
    """yes no ok okay thanks thank you great good cool nice fine hello hi hey bye please sorry right
    really sure wow very much many so interesting"""
)
POINTING = (
    "then there so some others one ones none both each either neither again afterwards instead "
    "earlier later before after still too else otherwise meanwhile same other himself herself "
    "itself themselves this that these those"
)
"""Last words, besides pronouns, of a question that leans on what was asked before it."""

TIMES_BACK = (
    r"(?:\w+ ){1,3}(?:ago|earlier|later|before|after|afterwards)",
    "(?:last|next|this) (?:year|month|week|spring|summer|autumn|fall|winter|time)",
    "in the (?:meantime|end|beginning)", "before (?:that|this)", "after (?:that|this)",
    "today", "now", "yesterday", "tomorrow", "meanwhile", "since", "until then", "since then",
)  # fmt: skip
"""Times told without a date: AND TEN YEARS AGO?"""

CLAUSES = "when if while after before because since until unless once"
"""What begins a clause that may stand by itself: AND WHEN he left?"""

NO_ANSWERS = ("i don't know", "i do not know", "unknown", "not stated", "no answer")
NO_HEADS = word_set(
    """article articles text passage story time way name kind sort type reason number other others
    next first last same most best only s two three"""
)
"""Nouns that say nothing of what a question is about."""

NOUN_ENDS = word_set("for in on at to with from by")
"""Prepositions that end a noun phrase; "of" goes on with it."""

QUESTION_VERBS = word_set(
    """take took taken happen happened begin began start started end ended get got become became
    come came go went work worked play played sell sold release released win won lose lost make made
    do did host hosted hold held meet met cost costs need needs want wants plan plans plan planned
    rise rose raise raised fall fell grow grew change changed show shows open opened close closed
    lead led leave left join joined run ran move moved keep kept pay paid buy bought build built
    help helped affect affected cause caused hurt mean means meant matter last lasted receive
    received say said think thought warn warned published written called born mention mentioned find
    found give given use used"""
)
"""Verbs that often end a question's noun phrase."""

BARE_WORDS = (
    "why", "when", "where", "how", "who", "what", "by whom", "with whom", "how many", "how much",
    "how long", "how often", "which ones?", "since when", "until when", "in what year",
    "what year", "what date", "how so", "why not", "how come", "for how long", "for how much",
    "to whom", "for whom", "for what", "of what", "about what", "from whom", "against whom",
    "at what time", "at what price", "how far", "how soon", "from when", "to what end",
)  # fmt: skip
"""A question by itself: WHY?"""

ANYBODY = "who anyone anybody somebody someone"
ANYTHING = "what anything nothing something"
NOUN_OPENINGS = r"the this that these those an? its their his her \w+['’]s"
"""What a noun phrase in a question begins with."""

DEMONSTRATIVES = "this that these those"
AFTER_THIS = (
    "happen mean affect cause change work help hurt matter cost start begin end come go take lead "
    "occur on in at for with about to by was is were are did does has have had a an the successful "
    "true popular"
)
"""What follows "this" where it stands alone: does this MATTER?"""

AFTER_HER = (
    "to in on at for from with about and or by when while after before as that if because so do be "
    "go say get into during out up off over away back how what why where"
)
"""What follows "her" where it is an object: did he tell her WHY?"""

EXPLETIVES = "true possible likely clear necessary important said safe legal raining rain"
"""Is it TRUE that ...: nothing is meant by "it"."""
