"""How patterns of words are written."""

import re
from collections.abc import Iterable


def regex(text: str) -> re.Pattern[str]:
    """Compile a pattern of words; capitals do not matter."""
    return re.compile(text, re.IGNORECASE)


def one_of(words: Iterable[str]) -> str:
    """Return the alternatives as a pattern, without brackets."""
    return "|".join(words)


def forms_of_noun(nouns: Iterable[str]) -> str:
    """Return a pattern of the nouns in the singular and plural."""
    return one_of(f"{n[:-1]}(?:y|ies)" if n.endswith("y") else f"{n}s?" for n in nouns)
