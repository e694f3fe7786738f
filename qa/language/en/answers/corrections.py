"""How articles say that a figure was wrong, and which one is right.

Each is a phrase; a blank stands for any white space.
"""

RIGHT = (
    "the correct", "the right", "the actual", "should have been", "should have said",
    "should have read", "should be", "should read", "revised to", "revised up to",
    "revised down to", "revised upwards to", "revised downwards to", "corrected to", "amended to",
    "updated to", "is in fact", "are in fact", "was in fact", "were in fact", "in fact",
    "is actually", "was actually", "are actually", "were actually", "it is", "they are",
    "there were",
)  # fmt: skip
"""Before the figure that is right."""

SIGNS = (
    "correction", "corrections", "corrected", "clarification", "an earlier version",
    "an earlier report", "a previous version", "misstated", "misreported", "misprinted",
    "wrongly reported", "incorrectly reported", "erroneously reported", "mistakenly reported",
    "wrongly said", "incorrectly said", "wrongly stated", "incorrectly stated", "wrongly gave",
    "incorrectly gave", "wrongly put", "incorrectly put", "wrongly given", "incorrectly given",
    "in error", "by mistake", "the correct figure", "the correct number", "the correct total",
    "the correct amount", "the correct sum", "the correct date", "the correct year",
    "the right figure", "the right number", "the actual figure", "the actual number",
    "should have been", "should have said", "should have read", "should read",
    "revised to", "revised up to", "revised down to", "revised upwards to",
    "revised downwards to", "amended to", "updated to", "the revised figure", "the revised number",
    "the new figure", "the figure was wrong", "the number was wrong",
)  # fmt: skip
"""What tells that a sentence corrects something."""

LATEST = (
    "now", "latest", "current", "currently", "newest", "most recent", "most recently", "at present",
    "presently", "today", "nowadays", "these days", "as of now", "so far", "to date", "up to date",
    "still", "at the moment", "last reported",
)  # fmt: skip
"""What asks for the newest of several."""
