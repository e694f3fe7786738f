"""What an address of a page of sides asks for. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from index.articles.dates import parse_date
from qa.sides.values import Problem, SidesWish, Trouble

FIELDS = ("speaker", "about", "after", "before")
"""The fields of the address that say what is shown."""

_LONGEST_DATE = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish with what is wrong with its dates, and the page of it that is shown, from 1."""

    wish: SidesWish
    troubles: tuple[Trouble, ...] = ()
    page: int = 1

    @classmethod
    def of(
        cls, speakers: Sequence[str], about: str, after: str, before: str, page: int = 1
    ) -> Self:
        """Return what the fields of an address ask for; what is empty counts as left out."""
        since, until = parse_date(after[:_LONGEST_DATE]), parse_date(before[:_LONGEST_DATE])
        wrong = [
            Trouble(Problem.DATE, given[:_LONGEST_DATE])
            for given, date in ((after, since), (before, until))
            if given.strip() and date is None
        ]
        wish = SidesWish(
            speakers=tuple(one for one in map(str.strip, speakers) if one),
            about=about.strip() or None,
            after=since,
            before=until,
        )
        return cls(wish, tuple(wrong), page)


def instead(wish: SidesWish, name: str, key: str) -> SidesWish:
    """Return a wish with the speaker of a key in the place of a name."""
    speakers = (key if " ".join(one.split()) == name else one for one in wish.speakers)
    return replace(wish, speakers=tuple(dict.fromkeys(speakers)))
