"""What the tables of a language hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qa.language.answer_types import AnswerTables, RequestTables, Words
from qa.language.stance_table import StanceTables
from qa.language.verbs import SpeechVerb, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTables:
    """What names of people, bodies and places are told by; all words in small letters.

    `short_forms` gives for a given name or its short form what it can stand for; two that share
    one are the same name (Jim, James). `gender_of` gives "m", "f", "?" (used by both) or None for
    a given name.
    """

    gender_of: Callable[[str], str | None]
    short_forms: Mapping[str, frozenset[str]]
    titles: frozenset[str]
    courtesy_titles: frozenset[str]
    office_adjectives: frozenset[str]
    female_titles: frozenset[str]
    male_titles: frozenset[str]
    title_abbreviations: tuple[str, ...]
    abbreviations: tuple[str, ...]
    role_heads: frozenset[str]
    role_adjectives: frozenset[str]
    seconds: frozenset[str]
    person_nouns: frozenset[str]
    female_nouns: frozenset[str]
    male_nouns: frozenset[str]
    same_roles: tuple[frozenset[str], ...]
    group_words: frozenset[str]
    bodies: frozenset[str]
    body_abbreviations: frozenset[str]
    company_endings: frozenset[str]
    collectives: frozenset[str]
    voices: frozenset[str]
    places: frozenset[str]
    nationalities: frozenset[str]
    nationality_endings: tuple[str, ...]
    demonyms: frozenset[str]
    countries_of: Mapping[str, tuple[str, ...]]
    place_words: frozenset[str]
    particles: frozenset[str]
    generations: frozenset[str]
    degrees: frozenset[str]
    links: tuple[str, ...]
    people: frozenset[str]
    vehicles: frozenset[str]
    people_endings: tuple[str, ...]
    not_people: frozenset[str]
    speech_acts: frozenset[str]
    life_events: tuple[str, ...]
    predicates: frozenset[str]
    before_predicates: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarTables:
    """Words for times; `months` are twelve, in order, in small letters as all words are."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    words: frozenset[str]
    times: frozenset[str]
    seasons: frozenset[str]
    periods: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrammarTables:
    """Closed classes of words; `pronoun_genders` gives "m" or "f", `past_forms` infinitives.

    `endings` are what inflection and derivation add, each with what stands in its place in the
    stem, the longest first.
    """

    pronouns: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    joining_prepositions: frozenset[str]
    conjunctions: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    modals: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    relative_pronouns: frozenset[str]
    possessive_pronouns: frozenset[str]
    object_pronouns: frozenset[str]
    pronoun_genders: Mapping[str, str]
    plural_pronouns: frozenset[str]
    neuter_pronouns: frozenset[str]
    complementisers: frozenset[str]
    occasions: frozenset[str]
    topics: frozenset[str]
    empty_objects: frozenset[str]
    not_adverbs: frozenset[str]
    modal_leads: frozenset[str]
    after_nouns: frozenset[str]
    common_verbs: frozenset[str]
    not_participles: frozenset[str]
    past_forms: Mapping[str, str]
    participles: frozenset[str]
    stop_words: frozenset[str]
    general_nouns: frozenset[str]
    general_adjectives: frozenset[str]
    negations: frozenset[str]
    numbers: tuple[str, ...]
    quantities: tuple[str, ...]
    magnitudes: tuple[str, ...]
    endings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechTables:
    """The vocabulary of saying.

    `entries` are the verbs, `verbs` every form under which articles report speech; `phrases` are
    verbs that are asked for with their preposition. `excluded` are words before which a verb is
    not one of saying, `of_people` verbs whose object, where it is a name, is somebody spoken to.
    The nouns for questions are alternatives.
    """

    entries: tuple[SpeechVerb, ...]
    verbs: Mapping[str, Verb]
    phrases: tuple[SpeechVerb, ...]
    addressed: frozenset[str]
    strict: frozenset[str]
    needs_particle: frozenset[str]
    particles: Mapping[str, frozenset[str]]
    governed: Mapping[str, frozenset[str]]
    excluded: Mapping[str, frozenset[str]]
    of_people: frozenset[str]
    telling_nouns: frozenset[str]
    documents: frozenset[str]
    view_nouns: frozenset[str]
    count_nouns: frozenset[str]
    stances: frozenset[str]
    sources: frozenset[str]
    plain_nouns: tuple[str, ...]
    asked_nouns: tuple[str, ...]
    given_nouns: tuple[str, ...]


"""Alternatives of a pattern; one may be a phrase or have a part that varies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTables:
    """The words that questions are made of; `qa/language/en/question_words.py` explains each."""

    words: frozenset[str]
    do_and_modals: Words
    perfect: Words
    be: Words
    auxiliaries: Words
    auxiliaries_first: Words
    adverbs: Words
    each: Words
    about: Words
    strictly_about: Words
    about_names: Words
    occasions: Words
    addressees: Words
    according: Words
    giving: Words
    subject_openings: Words
    loose_openings: frozenset[str]
    no_speakers: Words
    records: Words
    pairs: Words
    after_pairs: Words
    greetings: Words
    requests: Words
    please: str
    salutations: Words
    courtesies: Words
    thanks: Words
    person_nouns: Words
    time_nouns: Words
    place_nouns: Words
    places_in: Words
    measures: Words
    amounts: Words
    totals: Words
    articles: Words
    no_articles: str
    loose_articles: Words
    publications: Words
    publishers: Words
    written: Words
    collections: Words
    openings: Words
    links: Words
    again: Words
    too: Words
    piece_prepositions: Words
    time_prepositions: Words
    time_events: Words
    asks_nothing: frozenset[str]
    pointing: frozenset[str]
    times_back: Words
    clauses: Words
    no_answers: Words
    no_heads: frozenset[str]
    noun_ends: frozenset[str]
    verbs: frozenset[str]
    bare_words: Words
    anybody: Words
    anything: Words
    noun_openings: Words
    demonstratives: Words
    after_this: Words
    after_her: Words
    expletives: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionTables:
    """How it is asked and told who somebody is; `en/asking/identity.py`, `en/roles.py` explain."""

    asked: str
    is_one: str
    apposed: str
    beside: str
    asked_meaning: str
    article: str
    glossed: str
    named_so: str
    described_before: str
    described_after: str
    described_begins: str
    described_ends: str
    called_after: str
    called_before: str
    leading: str
    no_part: frozenset[str]
    clause: str
    person_endings: tuple[str, ...]
    after_head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything that the rules know of one language; `name` is what it is called in itself."""

    code: str
    name: str
    names: NameTables
    calendar: CalendarTables
    grammar: GrammarTables
    speech: SpeechTables
    questions: QuestionTables
    answers: AnswerTables
    requests: RequestTables
    introductions: IntroductionTables
    stances: StanceTables
