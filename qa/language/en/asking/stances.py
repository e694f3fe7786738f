"""Words by which somebody is for a thing or against it, in questions and in articles.

Verbs stand a line by how their forms are made: those that double their last letter apart. A verb
that is as often a noun ("the support of") counts only where no article or preposition stands
before it.
"""

from qa.language.en.inflection import inflect
from qa.language.stance_table import AGAINST, FOR, StanceTables, sides_of

VERBS_FOR = """
support back favor endorse welcome praise hail applaud commend defend champion approve celebrate
salute advocate admire congratulate cheer laud embrace agree love thank uphold
"""
VERBS_AGAINST = """
oppose criticize condemn reject denounce attack blast dismiss object complain disagree accuse blame
decry deplore lambaste mock rebuke protest castigate chide chastise scold ridicule dispute resist
disparage resent reproach fear doubt dislike disapprove deride disavow
"""
DOUBLED_AGAINST = "slam"
NOUNS = """
support back favor welcome praise attack object blame protest dispute fear doubt love cheer
"""
"""Of these verbs those that are as often nouns."""

TIED = {
    "back": "the a an his her its their this that it him them mr mrs ms dr",
    "object": "to",
    "agree": "with",
}
"""Of these verbs what has to follow where anything does: agreed *with* him, not agreed to go."""

PHRASES_FOR = (
    "in favou?r of", "supportive of", "in support of", "support(?:ers?)? for", "supporters? of",
    "praise for", "advocates? of", "proponents? of", "champions? of", "backers? of", "fans? of",
    "(?:stand|stands|stood|standing|speak|spoke|spoken|speaks|stick|stuck) up for",
    "on the side of",
    "(?:sides?|sided|siding) with", "pleased (?:with|by|about|at)", "happy (?:with|about)",
    "delighted (?:with|by|at)", "(?:take|takes|took|taking) (?:his|her|its|their) side", "keen on",
    "enthusiastic about", "glad (?:of|about)",
    "(?:is|are|was|were|be|been) for(?= (?:it|the|a|an)\\b)",
    "long overdue", "proud of", "fine with", "grateful (?:for|to)",
)  # fmt: skip
PHRASES_AGAINST = (
    "against", "opposed to", "opposition to", "criticism of", "critics? of", "critical of",
    "opponents? of", "sceptical (?:of|about)", "skeptical (?:of|about)",
    "unhappy (?:with|about|at)", "angry (?:with|about|at)", "furious (?:with|about|at)",
    "hostile to", "objections? to", "doubts? about", "disappointed (?:with|by|at|in)",
    "attacks? on", "(?:find|finds|found|finding) fault with", "worried (?:about|by)",
    "concerned (?:about|by)", "takes? issue with", "took issue with", "enem(?:y|ies) of",
    "(?:speak|spoke|spoken|speaks) out against", "(?:warn|warns|warned|warning) against",
    "complaints? about", "alarmed (?:by|at|about)", "dismayed (?:by|at)", "outraged (?:by|at)",
)  # fmt: skip
BOTH = "for (?:and|or|and who(?: is| was)?) against"

NEGATING = """
refused refuses refuse refusing declined declines declining stopped ceased failed hesitated
withdrew withdraw longer neither nor less without hardly scarcely
"""
"""Words shortly before a verb that turn it round, beside "not" and "never"."""

ISSUES = """
decision plan move scheme ruling idea proposal motion project bill law measure deal agreement vote
step change rule policy ban verdict report offer call initiative reform cut closure merger takeover
result approach programme program scheme strategy resolution amendment budget tax levy fee charge
appointment nomination candidate candidacy bid trial test experiment order sentence judgment
statement announcement action intervention suggestion choice treaty pact system development
campaign demand request answer response move arrangement settlement sale purchase demolition design
"""
"""Nouns for what people are for or against, by which an article names it again."""

GOOD = """
right overdue welcome sensible brave good great excellent triumph wonderful fair proud necessary
vital lovely thrilled delighted pleased success better best essential relief hope benefit save
protect safer boost
"""
BAD = """
wrong dangerous unfair mistake disgrace disaster vanity failure absurd nonsense scandal outrage
shame betrayal reckless irresponsible ridiculous pointless harmful cruel insult worse worst arrogant
incompetent incompetence unacceptable shameful disappointed damage harm ruin ruinous destroy lose
costly naive cynical unnecessary useless terrible
"""
"""Words that praise or blame, whatever they are said of."""


_SIDES, _BASES, _BARE = sides_of(
    (
        *((base, FOR, False) for base in VERBS_FOR.split()),
        *((base, AGAINST, False) for base in VERBS_AGAINST.split()),
        *((base, AGAINST, True) for base in DOUBLED_AGAINST.split()),
    ),
    inflect,
)

STANCES = StanceTables(
    verbs=_SIDES,
    nouns=frozenset(word for word in _BARE if _BASES[word] in NOUNS.split()),
    phrases={FOR: PHRASES_FOR, AGAINST: PHRASES_AGAINST},
    both=BOTH,
    tied={word: frozenset(TIED[base].split()) for word, base in _BASES.items() if base in TIED},
    negating=frozenset(NEGATING.split()),
    issues=frozenset(ISSUES.split()),
    tones={
        **dict.fromkeys(GOOD.split(), FOR),
        **dict.fromkeys(BAD.split(), AGAINST),
    },
)
