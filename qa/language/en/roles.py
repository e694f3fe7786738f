"""Roles: words that say what somebody does, and may stand for the person: "the fire chief"."""

from qa.language.en.titles import TITLES
from qa.language.word_set import word_set

PROFESSIONS = word_set(
    "founder co-founder author writer journalist economist lawyer activist expert historian "
    "scientist researcher lawmaker politician strategist adviser advisor aide pollster "
    "billionaire businessman businesswoman developer owner farmer driver teacher doctor nurse "
    "engineer architect official actor actress singer star investor broker scholar student "
    "resident veteran boss host member democrat republican landlord landlady tenant pilot clerk "
    "cook chef priest monk nun guard coroner registrar treasurer neighbour neighbor shopkeeper "
    "pupil apprentice vet advocate guide therapist midwife colleague client critic opponent "
    "supporter campaigner accountant assistant consultant attendant inhabitant migrant refugee "
    "patient parent pensioner villager minder successor predecessor commandant superintendent "
    "representative delegate mediator rapporteur judge captain skipper deckhand spouse fiancé "
    "fiancée entrepreneur chemist councilmember moderator translator interpreter programmer "
    "artisan baker butcher tailor"
)
RELATIVES = word_set(
    "mother father son daughter wife husband brother sister partner widow widower aunt uncle "
    "niece nephew cousin grandmother grandfather grandson granddaughter mum mom dad stepmother "
    "stepfather"
)
PARTIES_TO_A_CASE = word_set("victim suspect defendant witness plaintiff accused")

ROLE_HEADS = TITLES | PROFESSIONS | RELATIVES | PARTIES_TO_A_CASE
"""The last word of a role: the CSTO's secretary *general*, the campaign's press *secretary*."""

ROLE_ADJECTIVES = word_set(
    "former retired acting senior junior democrat democratic republican founding"
)
"""What stands capitalised before a role at the head of a sentence: *Former* minister Ada Holt."""

FEMALE_NOUNS = word_set(
    "woman girl lady mother mum mom wife widow daughter sister aunt niece grandmother "
    "granddaughter stepmother actress landlady nun midwife fiancée spokeswoman chairwoman "
    "businesswoman headmistress congresswoman councilwoman policewoman fisherwoman saleswoman "
    "bride queen waitress hostess"
)
MALE_NOUNS = word_set(
    "man boy gentleman father dad husband widower son brother uncle nephew grandfather grandson "
    "stepfather landlord monk priest spokesman chairman businessman headmaster congressman "
    "councilman policeman fisherman salesman fireman groom king waiter"
)
"""Nouns for people that tell whether "he" or "she" can mean them."""
SECONDS = word_set("deputy vice assistant associate shadow")
"""What makes a role another one: who is *deputy* mayor is not the mayor."""
PERSON_NOUNS = word_set(
    "man woman boy girl child person lady gentleman teenager centre-half centre-back full-back "
    "left-back right-back half-back fly-half scrum-half centre-forward"
)
"""Nouns for people that say nothing of what they do."""

LIFE_EVENTS = (
    "was born", "was raised", "grew up", "married", "divorced", "died", "retired", "moved",
    "attended", "studied", "enrolled", "graduated", "earned", "starred", "himself", "herself",
)  # fmt: skip
"""What is said of people: words right after a name that tell a person."""

SAME_ROLES = """
    head boss chief director leader president chair manager executive ceo secretary-general
    chair chairman chairwoman chairperson
    spokesman spokeswoman spokesperson
    lawyer attorney solicitor barrister counsel advocate defender
    doctor physician medic gp
    policeman policewoman officer constable
    firefighter fireman
    fisherman fisher trawlerman
    official officer
    father dad
    mother mum mom
    child kid
    teacher schoolteacher schoolmaster schoolmistress
    headteacher headmaster headmistress principal
    cook chef
    captain skipper master
    researcher scientist academic scholar
    reporter journalist correspondent
    owner proprietor landlord landlady
    premier pm
    member mp lawmaker legislator deputy delegate councillor
    envoy ambassador emissary negotiator
    farmer grower
    baker confectioner
    host presenter anchor broadcaster
    resident villager local inhabitant
    minister secretary
    wife husband spouse partner
    brother sister sibling
    author writer novelist
    boy lad youth teenager
    girl teenager
    expert specialist
    clerk secretary
    councillor alderman
    seller vendor trader merchant dealer
    driver motorist chauffeur
    pilot airman aviator
    worker employee labourer
    activist campaigner
    investigator inspector detective
    warden ranger keeper
    priest vicar pastor parson rector clergyman
    astronaut cosmonaut spaceman
    runner-up second
    victim casualty
    student pupil undergraduate
    tenant lodger renter
    rival opponent competitor challenger
    colleague counterpart
"""
"""A line holds words for one role: who asks for the boss may mean the director."""

# How an article says who somebody is, beside his name.

AGED_AND_CALLED = (
    r"(?:,? \(?(?:aged )?\d{1,3}\)?)?, (?P<role>(?:an? |the |its |their |his |her |our |who )?"
    r"[^,.;:()\n“”\"]{3,70}?)(?=[,.;)\n]|$)"
)
"""After a name: , 54, head of the works, ..."""
CALLED_BEFORE = r"\b(?:the|an?|its|their|his|her|our) (?P<role>[^,.;:()\n“”\"]{3,70}), $"
"""Before a name: the head of the works, ..."""
LEADING = r"^(?:an?|the|its|their|his|her|our) "
"""What a role begins with and is told without."""
NO_PART = (
    "a an the of in on at to for and or but by with from that which who said says told asked as is "
    "was were are had has have when while after before where than then so if because"
)
"""Words that end what stands right before a name and belongs to it."""
CLAUSE = "who "
"""What a role in a clause begins with: "who runs the reserve"."""
PERSON_ENDINGS = "man woman person"
"""What nouns for people end in: "spokeswoman"."""
AFTER_HEAD = r" (?:of|for|at|in|on|with|from|to|who|that) "
"""What parts the noun of a role from what is said of it."""
