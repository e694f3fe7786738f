"""All tables of English."""

from qa.language.en import (
    acts,
    bodies,
    calendar,
    groups_of_people,
    name_particles,
    places,
    roles,
    titles,
)
from qa.language.en.given_names import gender_of
from qa.language.table_types import CalendarTables, NameTables, Tables

ENGLISH = Tables(
    code="en",
    names=NameTables(
        gender_of=gender_of,
        titles=titles.TITLES,
        courtesy_titles=titles.COURTESY_TITLES,
        office_adjectives=titles.OFFICE_ADJECTIVES,
        female_titles=titles.FEMALE_TITLES,
        male_titles=titles.MALE_TITLES,
        title_abbreviations=tuple(titles.TITLE_ABBREVIATIONS.split()),
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
        speech_acts=acts.SPEECH_ACTS,
        life_events=acts.LIFE_EVENTS,
        predicates=acts.PREDICATES,
        before_predicates=acts.BEFORE_PREDICATES,
    ),
    calendar=CalendarTables(
        months=tuple(calendar.MONTHS),
        words=calendar.CALENDAR,
        times=calendar.TIMES,
        seasons=calendar.SEASONS,
        periods=calendar.PERIODS,
    ),
)
