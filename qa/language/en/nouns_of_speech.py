"""Nouns and adjectives for what somebody says or thinks."""

from qa.language.word_set import word_set

TELLING_NOUNS = word_set(
    """
    claim claims assertion assertions statement statements allegation allegations argument view
    belief warning warnings suggestion complaint complaints promise pledge vow insistence
    contention accusation accusations prediction announcement admission denial remark remarks
    comment comments observation conclusion opinion fear fears hope hopes concern concerns
    """
)
"""Nouns that report speech: the minister's claim that ..."""

VIEW_NOUNS = word_set("view opinion words judgment judgement eyes telling estimation")
"""In the *view* of X, in X's *words*."""

COUNT_NOUNS = word_set("account count reckoning estimate estimation admission calculation")
"""By X's *count*, by his own *account*."""

STANCES = word_set(
    "confident sure adamant convinced certain optimistic worried concerned afraid aware hopeful "
    "skeptical sceptical doubtful unconvinced disappointed surprised proud glad clear"
)
"""Adjectives that report what somebody thinks: he was adamant that ..."""

PLAIN_NOUNS = (
    "view opinion stance comment warning criticism statement remark words thought prediction "
    "complaint quote quotation"
)
"""What is X's VIEW on it? Nothing but somebody's words would answer."""

ASKED_NOUNS = (
    f"{PLAIN_NOUNS} position take attitude reaction response argument explanation claim critique "
    "assessment answer reply concern message forecast objection promise proposal suggestion "
    "advice perspective reasoning fear hope"
)
"""What is X's POSITION on it? Somebody's words are wanted, though a fact may do."""

GIVEN_NOUNS = "reason example account grounds"
"""What REASON did X give? With the nouns above."""

SOURCES = word_set(
    "poll polls polling survey surveys study studies data figures records documents report"
)
"""What shows something as a speaker does: polls showed that ..."""

DOCUMENTS = word_set(
    "account accounts analysis article articles complaint data diary document documents email "
    "emails estimate estimates evidence figures file files filing filings indictment inquiry "
    "lawsuit letter letters memo memos minutes note notes paper papers poll polls record records "
    "report reports research review ruling statement statements statistics studies study suit "
    "survey surveys testimony transcript transcripts tweet tweets verdict"
)
"""What is written, and speaks: *records* show that it was late."""
