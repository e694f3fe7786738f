"""Lines are joined: hyphens that only break a word go, those that belong to it stay."""

import re
from collections.abc import Callable, Iterable

HYPHENS = "-\u2010\u00ad"
_LAST = re.compile(rf"([^\W_]+(?:[’'-][^\W_]+)*)[{HYPHENS}]\Z")
_FIRST = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/\-_.?=&]\Z", re.IGNORECASE)
_UNSPACED = "[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]"
_NO_SPACE = re.compile(rf"{_UNSPACED}\Z")
_STARTS_UNSPACED = re.compile(_UNSPACED)
# What begins and ends compounds that are written with a hyphen, and those that are not.
_FIRSTS = frozenset(
    "self ex well ill half cross quasi vice high low long short two three four five six seven "
    "eight nine ten second third mid".split()
)
_LASTS = frozenset(
    "based related term time year month week day old being made sized led born bound up off".split()
)
_FUSED_FIRSTS = frozenset(
    "some with there through when where every back fore over under inter super trans here what "
    "after other like news life work child mother father".split()
)
_FUSED_LASTS = frozenset(
    "able less ship hood ward wards wise some ness ment work fore ever body thing where times "
    "stand taken take come go land side word paper papers".split()
)
_LONGEST_WORD = 100
_LONG = 4  # letters of a word that is no mere syllable
_BROKEN = re.compile(rf"\S*[{HYPHENS}]\n\S*")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """Return the words of lines, lower-case, those with a hyphen whole, broken ones left out."""
    text = _BROKEN.sub(" ", "\n".join(lines))
    return frozenset(match.group().casefold() for match in _WORD.finditer(text))


def join(text: str, following: str, known: Callable[[], frozenset[str]]) -> str:
    """Return two lines as one; `known` gives the words of the whole document."""
    if not text or not following:
        return text + following
    if text[-1] in HYPHENS:
        return _joined(text, following, known)
    if text.endswith("—") or _ADDRESS.search(text, max(0, len(text) - _LONGEST_WORD)):
        return text + following
    if _NO_SPACE.match(text[-1]) and _STARTS_UNSPACED.match(following):
        return text + following
    return f"{text} {following}"


def _joined(text: str, following: str, known: Callable[[], frozenset[str]]) -> str:
    last, first = _LAST.search(text, max(0, len(text) - _LONGEST_WORD)), _FIRST.match(following)
    if text[-1] == "\u00ad":
        return text[:-1] + following
    if last is None or first is None:
        return f"{text} {following}" if last is None else text + following
    if not first.group()[0].islower() or not last[1][-1].isalpha():
        return text + following
    left, right = last[1].casefold(), first.group().casefold()
    if left + right in known():
        return text[:-1] + following
    if f"{left}-{right}" in known() or _is_compound(left, right, known()):
        return text[:-1] + "-" + following
    return text[:-1] + following


def _is_compound(left: str, right: str, known: frozenset[str]) -> bool:
    """Tell whether two words that nowhere stand as one are more likely joined than broken."""
    if left in _FIRSTS or (right in _LASTS and left in known):
        return True
    if min(len(left), len(right)) < _LONG or left in _FUSED_FIRSTS or right in _FUSED_LASTS:
        return False
    return left in known and right in known
