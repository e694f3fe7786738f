"""The calendar: names of months, days and times."""

from qa.language.word_set import word_set

MONTHS = (
    "january february march april may june july august september october november december".split()
)
"""The twelve months in order."""

SHORT_MONTHS = "jan feb mar apr jun jul aug sep sept oct nov dec".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAY_ABBREVIATIONS = word_set("mon tue wed thu fri sat sun")
SEASONS = word_set("spring summer autumn winter")
PERIODS = word_set("day week month year decade season century")
CALENDAR = frozenset([*WEEKDAYS, *MONTHS])
"""Words capitalised for the calendar, not for a name."""

TIMES = (
    CALENDAR
    | frozenset(SHORT_MONTHS)
    | WEEKDAY_ABBREVIATIONS
    | word_set("today yesterday tomorrow tonight morning afternoon evening night week month year")
)
"""Words for when something happened, which name nobody."""
