"""How English words are inflected: forms of verbs, and the endings that forms of a word have."""

from qa.language.verbs import Form, Forms

ENDINGS = (
    ("izations", "ize"), ("isations", "ize"), ("ization", "ize"), ("isation", "ize"),
    ("ational", "ate"), ("ations", "ate"), ("ation", "ate"), ("ators", "ate"), ("ator", "ate"),
    ("iveness", "ive"), ("fulness", "ful"), ("ements", "e"), ("ement", "e"), ("icisms", "ic"),
    ("icism", "ic"), ("icizing", "ic"), ("icising", "ic"), ("icized", "ic"), ("icised", "ic"),
    ("icizes", "ic"), ("icises", "ic"), ("icize", "ic"), ("icise", "ic"),
    ("ities", ""), ("ity", ""), ("ments", ""), ("ment", ""), ("nesses", ""), ("ness", ""),
    ("sses", "ss"), ("ies", "y"), ("ied", "y"), ("ically", "ic"), ("ally", "al"), ("ily", "y"),
    ("edly", ""), ("ingly", ""), ("ings", ""), ("ing", ""), ("ed", ""), ("ers", ""), ("er", ""),
    ("ors", ""), ("or", ""), ("ions", ""), ("ion", ""), ("ly", ""), ("als", ""), ("al", ""),
    ("es", ""), ("s", ""),
)  # fmt: skip
"""Endings and what stands in their place in the stem, longest first, in the spirit of Lovins."""

_ALSO = {"ize": "ise", "our": "or"}


def inflect(base: str, irregular: str = "", doubles: bool = False) -> Forms:
    """Return the forms of a verb, with those of the spelling in -ise or -or for -ize or -our.

    Args:
        base: The infinitive without "to".
        irregular: The past tense and, after a slash, the participle where it differs; or "".
        doubles: Whether the last letter is doubled: admit, admitted.
    """
    spellings = [base]
    spellings += [base[: -len(end)] + other for end, other in _ALSO.items() if base.endswith(end)]
    return tuple(form for one in spellings for form in _forms(one, irregular, doubles))


def _forms(base: str, irregular: str, doubles: bool) -> Forms:
    present, past, ing = _present(base), _past(base, doubles), _ing(base, doubles)
    participle = past
    if irregular:
        past, _, other = irregular.partition("/")
        participle = other or past
    return (
        (base, Form.BASE),
        (present, Form.PRESENT),
        (past, Form.PAST),
        (participle, Form.PARTICIPLE),
        (ing, Form.ING),
    )


def _ends_in_consonant_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in "aeiou"


def _present(base: str) -> str:
    if _ends_in_consonant_y(base):
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _past(base: str, doubles: bool) -> str:
    if _ends_in_consonant_y(base):
        return base[:-1] + "ied"
    if base.endswith("e"):
        return base + "d"
    return base + (base[-1] if doubles else "") + "ed"


def _ing(base: str, doubles: bool) -> str:
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + "ing"
    return base + (base[-1] if doubles else "") + "ing"
