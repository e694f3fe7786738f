"""The words that report what somebody said: verbs with their forms, and fixed phrases.

Each verb is listed once, in its base form, under what may follow it; the forms are derived by the
rules of English spelling, or listed where they are irregular.
"""

from dataclasses import dataclass
from enum import StrEnum

from qa.language.word_set import word_set


class Takes(StrEnum):
    """What a verb of saying takes as its content."""

    CLAUSE = "clause"  # she said (that) it rained; "It rained," she said
    OBJECT = "object"  # she criticised the plan
    BELIEF = "belief"  # she believes (that) it will rain
    FINDING = "finding"  # the study found that it rains


class Form(StrEnum):
    """An inflected form; past tense and past participle are one."""

    BASE = "base"
    PRESENT = "present"
    PAST = "past"
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb. `noun` is true where the same word is often a noun ("the claims")."""

    lemma: str
    takes: Takes
    form: Form
    noun: bool = False


_CLAUSE = """
say tell add note write claim argue warn announce report suggest acknowledge insist explain state
declare assert admit allege contend maintain reply respond answer observe remark recall reiterate
repeat stress emphasize emphasise underline underscore concede confirm deny predict promise pledge
vow swear tweet quip joke ask wonder cry shout yell whisper exclaim continue conclude comment
mention reveal disclose testify caution complain boast counter retort muse opine recount estimate
propose recommend agree hint imply charge protest lament sing chant reaffirm reconfirm proclaim
affirm attest inform remind assure convince speculate theorize forecast posit
intone mutter scream declaim elaborate enthuse fume gush interject marvel moan vent blog rule
signal clarify specify argue stipulate advise point put demand urge
reason reckon guess sigh laugh chuckle grumble groan growl snap shrug mumble murmur sob
"""
_OBJECT = """
criticize criticise praise condemn denounce blast slam accuse call reject oppose
describe cite question dismiss defend mock ridicule express voice highlight blame welcome applaud
decry deplore rebuke refute dispute advocate label liken compare characterize characterise portray
tout hail discuss attack support endorse outline criticise lambaste castigate chide scold echo
thank congratulate commend salute apologize request plead appeal speak talk disagree rail lash
encourage press implore beg address unveil downplay
grill hammer chastise allude object threaten disavow raise lay pose brag
"""
_BELIEF = """
think believe feel hope fear expect doubt know want consider worry suspect assume
intend plan decide refuse decline prefer wish learn understand realize realise see imagine regret
"""
_FINDING = "find show indicate demonstrate prove read"

_NOUNS = word_set(
    """
    note claim report state reply answer remark stress promise pledge vow joke cry shout whisper
    comment mention caution counter reason estimate charge protest lament chant rule signal point
    blame demand question voice highlight dispute label request press challenge detail address
    support attack call tweet hint echo plan fear hope doubt worry view regard wish forecast blog
    guess sigh laugh chuckle groan growl snap shrug murmur sob
    welcome rebuke praise blast scream talk appeal raise lay pose warning finding feeling
    """
)

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote,written writing",
    "swear": "swears swore,sworn swearing",
    "sing": "sings sang,sung singing",
    "think": "thinks thought thinking",
    "feel": "feels felt feeling",
    "know": "knows knew,known knowing",
    "see": "sees saw,seen seeing",
    "understand": "understands understood understanding",
    "speak": "speaks spoke,spoken speaking",
    "find": "finds found finding",
    "show": "shows showed,shown showing",
    "read": "reads read reading",
    "lay": "lays laid laying",
    "forecast": "forecasts forecast forecasting",
    "beg": "begs begged begging",
    "put": "puts put putting",
}
_DOUBLED = word_set("snap shrug sob admit slam regret plan label quip chat blog brag signal compel")


def forms_of(base: str) -> list[tuple[str, Form]]:
    """Return the forms of a verb by the rules of spelling, or as listed where it is irregular."""
    if base in _IRREGULAR:
        present, past, ing = _IRREGULAR[base].split()
        pasts = [(word, Form.PAST) for word in past.split(",")]
        return [(base, Form.BASE), (present, Form.PRESENT), *pasts, (ing, Form.ING)]
    stem = base + base[-1] if base in _DOUBLED else base
    drops_e = base.endswith("e")
    to_i = base.endswith("y") and base[-2] not in "aeiou"
    if to_i:
        present, past = base[:-1] + "ies", base[:-1] + "ied"
    else:
        hisses = base.endswith(("s", "sh", "ch", "x", "z"))
        present = base + ("es" if hisses else "s")
        past = base + "d" if drops_e else stem + "ed"
    ing = base[:-1] + "ing" if drops_e and not base.endswith("ee") else stem + "ing"
    return [(base, Form.BASE), (present, Form.PRESENT), (past, Form.PAST), (ing, Form.ING)]


def _table() -> dict[str, Verb]:
    kinds = (
        (Takes.CLAUSE, _CLAUSE),
        (Takes.OBJECT, _OBJECT),
        (Takes.BELIEF, _BELIEF),
        (Takes.FINDING, _FINDING),
    )
    table: dict[str, Verb] = {}
    for takes, words in kinds:
        for base in words.split():
            for word, form in forms_of(base):
                table.setdefault(word, Verb(base, takes, form, base in _NOUNS))
    return table


# Direct speech beside its commonest verbs in other languages; the rest of the rules is English.
_FOREIGN = """
sagte sagt erklärte meinte betonte dit affirme explique déclare assure dijo afirmó declaró señaló
explicó disse dichiarato spiega afirmou сказал сказала сказали заявил заявила заявили отметил
отметила подчеркнул говорит powiedział powiedziała zei
"""
VERBS: dict[str, Verb] = _table() | {
    word: Verb(word, Takes.CLAUSE, Form.PAST) for word in _FOREIGN.split()
}
"""Every form of every verb of saying, in lower case."""

ADDRESSED = word_set(
    "tell inform remind assure convince ask advise urge warn accuse encourage implore beg press "
    "thank congratulate blame caution"
)
"""Verbs whose first object is the one spoken to: told reporters that ..."""

PARTICLES: dict[str, frozenset[str]] = {
    "point": frozenset(["out", "to"]),
    "call": frozenset(["for", "on", "upon", "out", "it"]),
    "speak": frozenset(["of", "about", "out", "against"]),
    "talk": frozenset(["about", "of", "up"]),
    "lash": frozenset(["out"]),
    "rail": frozenset(["against"]),
    "lay": frozenset(["out"]),
    "raise": frozenset(["questions", "concerns", "doubts", "alarm"]),
    "press": frozenset(["for"]),
    "appeal": frozenset(["to", "for"]),
    "allude": frozenset(["to"]),
    "object": frozenset(["to"]),
    "put": frozenset(["it"]),
    "push": frozenset(["back"]),
}
"""Words that must (point, lash, rail, lay, raise) or may follow a verb and belong to the cue."""

_PREPOSITIONS = {
    "against": "warn argue decide caution protest advise speak",
    "about": "warn complain boast brag ask worry tweet joke comment wonder talk speak lament",
    "on": "comment insist agree elaborate remark",
    "for": "argue advocate apologize ask",
    "of": "warn complain boast speak dream",
    "with": "agree disagree",
}
GOVERNED: dict[str, frozenset[str]] = {
    lemma: frozenset(word for word, lemmas in _PREPOSITIONS.items() if lemma in lemmas.split())
    for lemmas in _PREPOSITIONS.values()
    for lemma in lemmas.split()
}
"""Prepositions that belong to the cue where they follow the verb at once: warned against."""

NEEDS_PARTICLE = word_set("point lash rail lay raise speak talk press appeal allude object put")

QUOTING = frozenset([Takes.CLAUSE, Takes.BELIEF])
"""Kinds of verb that may stand beside a direct quotation: "No," he thought."""

STANCES = word_set(
    "confident sure adamant convinced certain optimistic worried concerned afraid aware hopeful "
    "skeptical sceptical doubtful unconvinced disappointed surprised proud glad clear"
)
"""Adjectives that report what somebody thinks: he was adamant that ..."""

TELLING_NOUNS = word_set(
    """
    claim claims assertion assertions statement statements allegation allegations argument view
    belief warning warnings suggestion complaint complaints promise pledge vow insistence
    contention accusation accusations prediction announcement admission denial remark remarks
    comment comments observation conclusion opinion fear fears hope hopes concern concerns
    """
)
"""Nouns that report speech: the minister's claim that ..."""
