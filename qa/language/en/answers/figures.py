"""Words by which figures, places in rankings and reasons are told."""

CLOCK = ("noon", "midday", "midnight")
"""Times of the day without a number."""

PERCENT = ("per cent", "percent", "percentage points?")
"""What may follow a number beside the thing that is counted."""

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
"""In order, the first being 1."""

RANKS = "ranks? ranked ranking places? placed tops? topped position number list"
"""Words that ask for a place in a ranking."""

REACHES = "comes? came finish(?:es|ed)?"
"""Verbs that do so before an ordinal: who CAME third?"""

TOP = "tops? topped"
"""What asks for the first place."""

FOLLOWS = (
    "as a result", "as a consequence", "consequently", "therefore", "that is why", "that's why",
    "this is why", "for this reason", "for that reason", "for these reasons", "because of this",
    "because of that", "hence", "this led", "that led", "this has led", "this meant",
)  # fmt: skip
"""What begins a sentence that tells what followed from the one before."""

COMPARED = (
    "than", "compared with", "compared to", "against", "as opposed to", "unlike", "down from",
    "up from",
)  # fmt: skip
"""Before what a figure is compared with, which has another."""
