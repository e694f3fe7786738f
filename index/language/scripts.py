"""Which script letters are of, and which languages are written in a script."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

RANGES = (
    ("latin", "A", "\u024f"),
    ("greek", "\u0370", "\u03ff"),
    ("cyrillic", "\u0400", "\u052f"),
    ("armenian", "\u0530", "\u058f"),
    ("hebrew", "\u0590", "\u05ff"),
    ("arabic", "\u0600", "\u06ff"),
    ("arabic", "\u0750", "\u077f"),
    ("devanagari", "\u0900", "\u097f"),
    ("bengali", "\u0980", "\u09ff"),
    ("gurmukhi", "\u0a00", "\u0a7f"),
    ("gujarati", "\u0a80", "\u0aff"),
    ("tamil", "\u0b80", "\u0bff"),
    ("telugu", "\u0c00", "\u0c7f"),
    ("kannada", "\u0c80", "\u0cff"),
    ("malayalam", "\u0d00", "\u0d7f"),
    ("sinhala", "\u0d80", "\u0dff"),
    ("thai", "\u0e00", "\u0e7f"),
    ("lao", "\u0e80", "\u0eff"),
    ("burmese", "\u1000", "\u109f"),
    ("georgian", "\u10a0", "\u10ff"),
    ("hangul", "\u1100", "\u11ff"),
    ("khmer", "\u1780", "\u17ff"),
    ("latin", "\u1e00", "\u1eff"),
    ("greek", "\u1f00", "\u1fff"),
    ("kana", "\u3040", "\u30ff"),
    ("han", "\u3400", "\u9fff"),
    ("hangul", "\uac00", "\ud7af"),
)
"""The first and last character of each script that is told apart."""

OF_SCRIPT: Mapping[str, frozenset[str]] = {
    "greek": frozenset({"el"}),
    "cyrillic": frozenset("ru uk be bg mk sr sh kk ky mn tg tt ba cv".split()),
    "armenian": frozenset({"hy"}),
    "hebrew": frozenset({"he", "yi"}),
    "arabic": frozenset("ar fa ur ps ckb sd ug".split()),
    "devanagari": frozenset("hi mr ne sa".split()),
    "bengali": frozenset({"bn", "as"}),
    "gurmukhi": frozenset({"pa"}),
    "gujarati": frozenset({"gu"}),
    "tamil": frozenset({"ta"}),
    "telugu": frozenset({"te"}),
    "kannada": frozenset({"kn"}),
    "malayalam": frozenset({"ml"}),
    "sinhala": frozenset({"si"}),
    "thai": frozenset({"th"}),
    "lao": frozenset({"lo"}),
    "burmese": frozenset({"my"}),
    "georgian": frozenset({"ka"}),
    "khmer": frozenset({"km"}),
    "hangul": frozenset({"ko"}),
    "kana": frozenset({"ja"}),
    "han": frozenset({"zh"}),
}
"""The languages (ISO 639-1) of each script but Latin, which all others are written in."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Characters of scripts written without spaces, for a class of a pattern: Thai, Lao, Khmer,
Burmese; kana; ideographs of every plane."""

DENSE = frozenset({"han", "kana", "hangul"})
"""Scripts with a letter a syllable or word."""

_DENSITY = 3
"""Letters of other scripts that say as much as one of those."""


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str | None:
    """Return the script of a letter, None for what is none or of a script not told apart."""
    if not letter.isalpha():
        return None
    return next((name for name, first, last in RANGES if first <= letter <= last), None)


def script_counts(text: str) -> Counter[str]:
    """Return how many letters of each script the text has."""
    found = Counter(script_of(letter) for letter in text)
    return Counter({script: count for script, count in found.items() if script})


def main_script(text: str) -> str | None:
    """Return the script of most words; kana makes Japanese of Han characters."""
    counts = script_counts(text)
    if counts["kana"]:
        counts["kana"] += counts.pop("han", 0)
    if not counts.total():
        return None
    return max(counts, key=lambda script: counts[script] * (_DENSITY if script in DENSE else 1))


def fits_script(language: str, script: str) -> bool:
    """Tell whether a language may be written in a script."""
    known = OF_SCRIPT.get(script)
    if known is not None:
        return language in known or (language, script) in {("ja", "han"), ("ko", "han")}
    return language in _IN_LATIN_TOO or not any(language in one for one in OF_SCRIPT.values())


_IN_LATIN_TOO = frozenset("sr sh kk ky mn tt ug".split())
"""Languages with letters of their own that are written in Latin ones as well."""


def is_right_to_left(language: str | None) -> bool:
    """Tell whether a language, as a BCP 47 tag, is written from right to left."""
    primary = primary_language(language)
    return any(primary in OF_SCRIPT[script] for script in ("arabic", "hebrew"))


def primary_language(tag: str | None) -> str:
    """Return the language of a BCP 47 tag without region or script; "" for none."""
    return (tag or "").strip().lower().replace("_", "-").split("-")[0]
