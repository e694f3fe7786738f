"""Closed classes: words of grammar, which are few and listed in full."""

from qa.language.word_set import word_set

PRONOUNS = word_set("he she they it i we you who nobody everyone everybody someone somebody")
DETERMINERS = word_set(
    "the a an his her its their our my your this these those some many several all both no every "
    "most few each another other any such one two three four five six seven eight nine ten dozens "
    "hundreds thousands half more others"
)
PREPOSITIONS = word_set(
    "of for at in on from with to by about under over into after before during since until "
    "against between among through within without across around near outside inside despite "
    "amid behind beyond like as than via per toward towards upon above below including"
)
JOINING_PREPOSITIONS = word_set("of for at in from with to on by behind against")
"""Those that often stand inside the name of an office or body."""

CONJUNCTIONS = word_set(
    "and or but nor yet so that which who whom whose what when where while why how if whether "
    "because although though unless as since than once whereas whilst until after before "
    "then not also even still"
)
BE = word_set("is are was were be been being get gets got 're 'm isn't wasn't weren't")
HAVE = word_set("has have had having 've")
MODALS = word_set("will would can could may might must shall should 'll 'd")
AUXILIARIES = word_set(
    "is are was were be been being has have had having do does did will would can could may might "
    "must shall should isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't "
    "won't wouldn't can't cannot couldn't shouldn't ain't 'll 'd 've 're 'm not never got gets"
)
ADVERBS = word_set(
    "also later then now still even just only often again already too once earlier first "
    "yesterday today recently meanwhile however instead soon ever always sometimes afterwards "
    "repeatedly reportedly simply long further thus therefore nevertheless nonetheless moreover "
    "rather since quickly openly twice promptly tonight there here effectively"
)
"""Adverbs that do not end in -ly, and some that open sentences."""

RELATIVE_PRONOUNS = word_set("who whom which that")
POSSESSIVE_PRONOUNS = word_set("his her their its my our your")
OBJECT_PRONOUNS = word_set("me him her us them you it himself herself themselves")
PRONOUN_GENDERS = {
    **dict.fromkeys("he him his himself".split(), "m"),
    **dict.fromkeys("she her hers herself".split(), "f"),
}
PLURAL_PRONOUNS = word_set("they them their theirs themselves")
NEUTER_PRONOUNS = word_set("it its itself")

COMPLEMENTISERS = word_set("that whether if how why what who to")
"""What begins a clause that is said: asked *whether* it rained."""

OCCASIONS = word_set("in on at during to after before from through via by with under")
"""Prepositions of when, where and to whom something was said."""

TOPICS = word_set("against for of about on to with over")
"""Prepositions of what something was said about."""

EMPTY_OBJECTS = word_set(
    "it so that this him her them me us what why how not anything nothing which who whom where "
    "when whether more much little otherwise too again either"
)
"""Words that alone are nothing said: she told *him*."""

NOT_ADVERBS = word_set(
    "weekly daily monthly quarterly yearly family assembly supply reply ally anomaly monopoly "
    "subfamily butterfly elderly friendly lonely likely costly deadly orderly"
)
"""Nouns and adjectives in -ly: the *weekly*."""

MODAL_LEADS = word_set(
    "declined refused continued began wanted went sought liked likes used wrote rang telephoned "
    "phoned interrupted heard"
)
"""Verbs before "to" and a verb of saying: she *refused* to say."""

AFTER_NOUNS = word_set("of about from by in and are were have had was is")
"""What follows a noun rather than a verb of the same form: the claims *of*."""

COMMON_VERBS = word_set(
    "went go goes going came come comes took take takes made make makes got get gets gave give "
    "gives left leave leaves kept keep keeps became become becomes began begin begins brought "
    "held hold holds won win wins lost lose loses ran run runs met meet meets stood stand stands "
    "sent send sends spent led fell rose grew drew knew threw broke chose drove put let set sat "
    "cut hit paid built sought fought taught caught bought sold heard meant seems seem seemed "
    "appears appear remains remain needs includes include says live lives works wants according"
)
"""Verbs whose form does not tell that they are verbs."""

NOT_PARTICIPLES = word_set(
    "seed speed need deed feed breed creed united fed ted fred ahmed mohammed red"
)
"""Words in -ed that are no verbs."""

PARTICIPLES = word_set(
    "held written made taken seen sent known led run built sold bought brought given shown kept "
    "caught hit hurt lost found paid spent drawn put set left born chosen driven"
)
"""Irregular participles that may follow the noun they tell of: papers *seen* by the paper."""

STOP_WORDS = word_set(
    """a about above across after again against all almost along already also although always am
    among an and another any anybody anyone anything are as at away be because been before being
    below between both but by can cannot come could did do does doing done down during each either
    else ever every exactly few for from further get gets give go goes had has have having he her
    here hers herself him himself his how however i if in into is it its itself just let like made
    make many may me might mine more most much must my myself neither no nor not nothing now of
    off on once one only onto or other others our out over own per please quite rather really same
    shall she should so some somebody someone something such tell than that the their theirs them
    themselves then there these they thing things this those though through thus to together too
    toward towards under until up upon us very was way we well were what whatever when where
    whether which while who whole whom whose why will with within without would yet you your
    didn't doesn't don't isn't wasn't weren't won't wouldn't can't couldn't hasn't haven't i'm
    it's that's what's who's where's when's how's there's"""
)
"""Words that say how, not about what."""

NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half"
).split()
"""Numbers written as words; "one" is a pronoun as often."""

QUANTITIES = (
    "a dozen", "dozens", "hundreds", "thousands", "a quarter", "a third", "two thirds", "twice",
)  # fmt: skip
MAGNITUDES = ("percent", "per cent", "hundred", "thousand", "million", "billion", "trillion")

NEGATIONS = word_set(
    "not no never none nobody nothing nor neither without hardly scarcely cannot cant wont dont "
    "doesnt didnt isnt arent wasnt werent hasnt havent hadnt shouldnt wouldnt couldnt mustnt "
    "neednt aint"
)
"""Words that turn a sentence round, without apostrophes."""
