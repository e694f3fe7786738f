"""Which language a page speaks: the one asked for, else the first that the browser accepts."""

LANGUAGES = ("en", "de", "fr", "es", "ru", "ar")
"""Languages that pages for readers speak; the first where none of a visitor's is among them."""

RIGHT_TO_LEFT = frozenset({"ar"})


def choose_language(wanted: str | None, accepted: str | None) -> str:
    """Return one of LANGUAGES.

    Args:
        wanted: The choice of whoever made the page, or of its address.
        accepted: The header `Accept-Language` of the browser.
    """
    for tag in (wanted or "", *_accepted(accepted or "")):
        primary = tag.strip().lower().split("-")[0].split("_")[0]
        if primary in LANGUAGES:
            return primary
    return LANGUAGES[0]


def _accepted(header: str) -> list[str]:
    """Return the tags of the header, the most wanted first; those refused (`q=0`) left out."""
    weighed = [(part.partition(";")[0], _weight(part)) for part in header[:1000].split(",")]
    kept = [pair for pair in weighed if pair[1] > 0]
    return [tag for tag, _ in sorted(kept, key=lambda pair: -pair[1])]


def _weight(part: str) -> float:
    _, _, value = part.replace(" ", "").partition(";q=")
    try:
        return float(value) if value else 1.0
    except ValueError:
        return 1.0


def direction(language: str) -> str:
    """Return the direction of one of LANGUAGES, as the attribute `dir` has it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
