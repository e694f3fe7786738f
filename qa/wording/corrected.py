"""How a line says that its quote corrects another, or is corrected, with the articles' dates."""

from collections.abc import Sequence

from qa.answers import Quote
from qa.evidence.correction_notices import is_correction

_UNDATED = "undated"


def standing(quote: Quote, quotes: Sequence[Quote]) -> str:
    """Return what comes before the line of a quote: "Corrected (2012-05-05): ", or nothing.

    What merely gives another figure later is called later, not a correction.
    """
    mending = {one.corrected_by for one in quotes}
    if quote.number in mending:
        word = "Corrected" if is_correction(quote.text) else "Later"
    elif quote.corrected_by is not None:
        word = "Before"
    else:
        return ""
    return f"{word} ({quote.article.info.date or _UNDATED}): "
