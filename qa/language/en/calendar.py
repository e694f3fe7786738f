"""The calendar: names of months, days and times."""

from qa.language.word_set import word_set

MONTHS = (
    "january february march april may june july august september october november december".split()
)
"""The twelve months in order."""

MONTH_ABBREVIATIONS = word_set("jan feb mar apr jun jul aug sep sept oct nov dec")
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
WEEKDAY_ABBREVIATIONS = word_set("mon tue wed thu fri sat sun")
SEASONS = word_set("spring summer autumn winter")
PERIODS = word_set("day week month year decade season century")
CALENDAR = WEEKDAYS | frozenset(MONTHS)
"""Words capitalised for the calendar, not for a name."""

TIMES = (
    CALENDAR
    | MONTH_ABBREVIATIONS
    | WEEKDAY_ABBREVIATIONS
    | word_set("today yesterday tomorrow tonight morning afternoon evening night week month year")
)
"""Words for when something happened, which name nobody."""
