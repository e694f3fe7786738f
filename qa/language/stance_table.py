"""What the table of words for being for and against something holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa.language.verbs import Form, Inflect

FOR, AGAINST = 1, -1


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceTables:
    """Words by which somebody is for (1) or against (-1) something; all in small letters.

    `verbs` gives the side of every form, `nouns` those forms that are as often nouns, `tied` what
    has to follow some of these. `phrases`
    are alternatives of a pattern by side. `negating` turn what follows round, `issues` name again
    what it is about, `tones` praise or blame.
    """

    verbs: Mapping[str, int]
    nouns: frozenset[str]
    tied: Mapping[str, frozenset[str]]
    phrases: Mapping[int, tuple[str, ...]]
    both: str
    negating: frozenset[str]
    issues: frozenset[str]
    tones: Mapping[str, int]


def sides_of(
    verbs: Iterable[tuple[str, int, bool]], inflect: Inflect
) -> tuple[Mapping[str, int], Mapping[str, str], frozenset[str]]:
    """Return the side and the base of every form of the verbs, and the forms that may be nouns.

    Args:
        verbs: Each base with its side, and whether its last letter is doubled.
        inflect: Gives the forms of a verb.
    """
    sides: dict[str, int] = {}
    bases: dict[str, str] = {}
    bare: set[str] = set()
    for base, side, doubles in verbs:
        for word, form in inflect(base, "", doubles):
            sides[word], bases[word] = side, base
            if form in (Form.BASE, Form.PRESENT):
                bare.add(word)
    return sides, bases, frozenset(bare)
