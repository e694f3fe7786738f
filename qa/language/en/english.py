"""All tables of English."""

from qa.language.en import (
    bodies,
    calendar,
    closed_classes,
    groups_of_people,
    inflection,
    name_particles,
    nouns_of_speech,
    places,
    predicates,
    question_words,
    roles,
    titles,
    verbs_of_speech,
)
from qa.language.en.given_names import gender_of
from qa.language.en.inflection import inflect
from qa.language.table_types import (
    CalendarTables,
    GrammarTables,
    NameTables,
    QuestionTables,
    SpeechTables,
    Tables,
)
from qa.language.verbs import Form, SpeechVerb, Takes, Verb, read_phrases, read_verbs, verbs_by_form

_ENTRIES = read_verbs(verbs_of_speech.TABLE, inflect)
_VERBS = verbs_by_form(_ENTRIES, frozenset(verbs_of_speech.FOREIGN.split()))


def _bases(entries: tuple[SpeechVerb, ...], mark: str) -> frozenset[str]:
    return frozenset(one.base for one in entries if getattr(one, mark))


def _speaks(verb: Verb) -> bool:
    """Whether a form after a name tells that somebody speaks or thinks."""
    of_minds = verb.takes in (Takes.CLAUSE, Takes.BELIEF)
    told = verb.form is Form.PAST or (verb.form is Form.PRESENT and not verb.noun)
    return of_minds and told


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ENGLISH = Tables(
    code="en",
    names=NameTables(
        gender_of=gender_of,
        titles=titles.TITLES,
        courtesy_titles=titles.COURTESY_TITLES,
        office_adjectives=titles.OFFICE_ADJECTIVES,
        female_titles=titles.FEMALE_TITLES,
        male_titles=titles.MALE_TITLES,
        title_abbreviations=_words(titles.TITLE_ABBREVIATIONS),
        abbreviations=_words(titles.ABBREVIATIONS),
        role_heads=roles.ROLE_HEADS,
        role_adjectives=roles.ROLE_ADJECTIVES,
        group_words=bodies.GROUP_WORDS,
        bodies=bodies.BODIES,
        body_abbreviations=bodies.BODY_ABBREVIATIONS,
        company_endings=bodies.COMPANY_ENDINGS,
        collectives=bodies.COLLECTIVES,
        places=places.PLACES,
        place_words=places.PLACE_WORDS,
        particles=name_particles.PARTICLES,
        generations=name_particles.GENERATIONS,
        degrees=name_particles.DEGREES,
        links=name_particles.NAME_LINKS,
        people=groups_of_people.PEOPLE,
        vehicles=groups_of_people.VEHICLES,
        people_endings=groups_of_people.ENDINGS,
        not_people=groups_of_people.NOT_PEOPLE,
        speech_acts=frozenset(word for word, verb in _VERBS.items() if _speaks(verb)),
        life_events=roles.LIFE_EVENTS,
        predicates=predicates.PREDICATES,
        before_predicates=predicates.BEFORE_PREDICATES,
    ),
    calendar=CalendarTables(
        months=tuple(calendar.MONTHS),
        words=calendar.CALENDAR,
        times=calendar.TIMES,
        seasons=calendar.SEASONS,
        periods=calendar.PERIODS,
    ),
    grammar=GrammarTables(
        pronouns=closed_classes.PRONOUNS,
        determiners=closed_classes.DETERMINERS,
        prepositions=closed_classes.PREPOSITIONS,
        joining_prepositions=closed_classes.JOINING_PREPOSITIONS,
        conjunctions=closed_classes.CONJUNCTIONS,
        be=closed_classes.BE,
        have=closed_classes.HAVE,
        modals=closed_classes.MODALS,
        auxiliaries=closed_classes.AUXILIARIES,
        adverbs=closed_classes.ADVERBS,
        relative_pronouns=closed_classes.RELATIVE_PRONOUNS,
        possessive_pronouns=closed_classes.POSSESSIVE_PRONOUNS,
        object_pronouns=closed_classes.OBJECT_PRONOUNS,
        pronoun_genders=closed_classes.PRONOUN_GENDERS,
        plural_pronouns=closed_classes.PLURAL_PRONOUNS,
        neuter_pronouns=closed_classes.NEUTER_PRONOUNS,
        common_verbs=closed_classes.COMMON_VERBS,
        not_participles=closed_classes.NOT_PARTICIPLES,
        stop_words=closed_classes.STOP_WORDS,
        endings=inflection.ENDINGS,
    ),
    speech=SpeechTables(
        entries=_ENTRIES,
        verbs=_VERBS,
        phrases=read_phrases(verbs_of_speech.PHRASES),
        addressed=_bases(_ENTRIES, "addressed"),
        strict=_bases(_ENTRIES, "strict"),
        needs_particle=_bases(_ENTRIES, "needs_particle"),
        particles={one.base: one.particles for one in _ENTRIES if one.particles},
        governed={one.base: one.prepositions for one in _ENTRIES if one.prepositions},
        telling_nouns=nouns_of_speech.TELLING_NOUNS,
        view_nouns=nouns_of_speech.VIEW_NOUNS,
        stances=nouns_of_speech.STANCES,
        sources=nouns_of_speech.SOURCES,
        plain_nouns=_words(nouns_of_speech.PLAIN_NOUNS),
        asked_nouns=_words(nouns_of_speech.ASKED_NOUNS),
        given_nouns=_words(nouns_of_speech.GIVEN_NOUNS),
    ),
    questions=QuestionTables(
        words=question_words.QUESTION_WORDS,
        do_and_modals=_words(question_words.DO_AND_MODALS),
        perfect=_words(question_words.PERFECT),
        be=_words(question_words.BE_FORMS),
        auxiliaries=_words(question_words.AUXILIARIES),
        auxiliaries_first=_words(question_words.AUXILIARIES_FIRST),
        adverbs=_words(question_words.ADVERBS),
        each=_words(question_words.EACH),
        about=question_words.ABOUT,
        strictly_about=question_words.STRICTLY_ABOUT,
        about_names=question_words.ABOUT_NAMES,
        occasions=question_words.OCCASIONS,
        addressees=question_words.ADDRESSEES,
        according=question_words.ACCORDING,
        giving=_words(question_words.GIVING),
        subject_openings=_words(question_words.SUBJECT_OPENINGS),
        loose_openings=frozenset(question_words.LOOSE_OPENINGS.split()),
        no_speakers=question_words.NO_SPEAKERS,
        records=_words(question_words.RECORDS),
        pairs=_words(question_words.PAIRS),
        after_pairs=_words(question_words.AFTER_PAIRS),
        greetings=_words(question_words.GREETINGS),
        requests=question_words.REQUESTS,
        please=question_words.PLEASE,
        person_nouns=_words(question_words.PERSON_NOUNS),
        time_nouns=_words(question_words.TIME_NOUNS),
        place_nouns=_words(question_words.PLACE_NOUNS),
        places_in=_words(question_words.PLACES_IN),
        measures=_words(question_words.MEASURES),
        amounts=_words(question_words.AMOUNTS),
        totals=_words(question_words.TOTALS),
        articles=_words(question_words.ARTICLES),
        loose_articles=_words(question_words.LOOSE_ARTICLES),
        publications=_words(question_words.PUBLICATIONS),
        publishers=_words(question_words.PUBLISHERS),
        written=_words(question_words.WRITTEN),
        collections=_words(question_words.COLLECTIONS),
        openings=_words(question_words.OPENINGS),
        links=_words(question_words.LINKS),
        again=question_words.AGAIN,
        too=question_words.TOO,
        piece_prepositions=_words(question_words.PIECE_PREPOSITIONS),
        time_prepositions=_words(question_words.TIME_PREPOSITIONS),
        time_events=_words(question_words.TIME_EVENTS),
        asks_nothing=question_words.ASKS_NOTHING,
        no_answers=question_words.NO_ANSWERS,
        no_heads=question_words.NO_HEADS,
        noun_ends=question_words.NOUN_ENDS,
        verbs=question_words.QUESTION_VERBS,
    ),
)
