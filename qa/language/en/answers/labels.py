"""Words of lines that begin with a label: "Present: Ines Falk, Tom Reyes"."""

SAME_LABELS = (
    "present attendees attendee participants attendance attend attended attending",
    "apologies absent absence missing excused miss missed",
    "action actions task tasks todo",
    "decision decisions decided decide resolved resolution",
    "author written wrote writer",
    "owner owns own responsible",
    "deadline due",
    "contact contacts reach",
    "venue location place where room held",
    "chair chaired chairs chairing chairwoman chairman",
    "requirements required require prerequisites",
    "status state",
    "severity serious severe",
    "duration last lasts lasted long",
    "lead leader leads led leading",
    "impact affected affect affects",
)
"""Words that stand for one another where a label is looked for, a group a line."""

MEANT = (
    ("who (?:else )?(?:was|were|is|are|has been|had been|will be) (?:there|at|in|on)", "present"),
    ("where .*(?:meet|met|meets|meeting|takes? place|took place|held|gather|gathered)", "venue"),
)
"""Questions that ask for a label without a word for it, and the label: WHO WAS AT the meeting?"""

HAPPENING = "happen\\w* occur\\w*"
"""Verbs that ask what there was, whatever it is: what HAPPENED at 09:35?"""
