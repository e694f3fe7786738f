"""Words in figures that are neither a number nor a date."""

CLOCK = ("noon", "midday", "midnight")
"""Times of the day without a number."""

PERCENT = ("per cent", "percent", "percentage points?")
"""What may follow a number beside the thing that is counted."""
