"""What an article's metadata lacks, and what of it is doubtful. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from index.articles.article import ArticleInfo
from index.articles.details.corrections import EDITOR, Correction, value_of
from index.articles.origins import DOUBTFUL, Origin

NEEDED = ("title", "author", "date", "publication")
"""What a citation needs."""

WANTED = (*NEEDED, "url", "lang")

_NOBODY = re.compile(
    r"(?:the )?(?:admin(?:istrator)?|web ?master|staff(?: (?:writers?|reporters?))?|newsroom"
    r"|editors?|editorial(?: (?:staff|team|board))?|news ?desk|redaktion|redacci[óo]n"
    r"|r[ée]daction|redazione|guest|user|unknown|anonymous|contributors?|correspondent)s?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|\S@\S|^@\w|\.(?:com|org|net)\b", re.IGNORECASE)
_OLDEST = "1600"


class Why(StrEnum):
    """Why a value is doubtful, wherever it was found; pages have these words in their languages."""

    FUTURE = "lies in the future"
    OLD = "is older than newspapers"
    NO_AUTHOR = "is the publication or the title"
    ADDRESS = "is an address, not a name"
    NOBODY = "names nobody"
    FIGURES = "has figures in it"
    NO_TITLE = "is the publication's name"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field that is worth a look: its value, where that was found, how sure it is, and why."""

    field: str
    value: str | None
    source: str | None
    certainty: float | None
    why: str

    def to_json(self) -> dict[str, object]:
        """Return an element of `doubtful` of the command line's `articles --check`."""
        return {
            "field": self.field,
            "value": self.value,
            "source": self.source,
            "certainty": self.certainty,
            "why": str(self.why),
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """An article with what it lacks, what is doubtful and what editors corrected."""

    info: ArticleInfo
    missing: tuple[str, ...] = ()
    doubtful: tuple[Doubt, ...] = ()
    corrections: tuple[Correction, ...] = field(default=())

    @property
    def needs_a_look(self) -> bool:
        """Whether it lacks what a citation needs, or something of it is doubtful."""
        return bool(self.doubtful) or any(name in NEEDED for name in self.missing)

    def to_json(self) -> dict[str, object]:
        """Return an element of `articles` of the command line's `articles --check`."""
        return {
            **self.info.to_listing(),
            "missing": list(self.missing),
            "doubtful": [doubt.to_json() for doubt in self.doubtful],
            "corrections": [one.to_json() for one in self.corrections],
        }


def check_metadata(
    info: ArticleInfo,
    origins: Sequence[Origin],
    corrections: Sequence[Correction] = (),
    *,
    today: date,
) -> Checked:
    """Say what an article's metadata lacks, and which fields are doubtful.

    What an editor said is neither: an emptied field lacks nothing. `today` tells what lies in the
    future.
    """
    by_field = {origin.field: origin for origin in origins}
    settled = {name for name, one in by_field.items() if one.source == EDITOR}
    missing = tuple(name for name in WANTED if not getattr(info, name) and name not in settled)
    doubts: dict[str, Doubt] = {}
    for doubt in (*_unsure(info, origins), *_implausible(info, by_field, today)):
        if doubt.field not in settled:
            doubts.setdefault(doubt.field, doubt)
    return Checked(info, missing, tuple(doubts.values()), tuple(corrections))


def _unsure(info: ArticleInfo, origins: Sequence[Origin]) -> Iterator[Doubt]:
    for one in origins:
        if one.certainty < DOUBTFUL:
            value = None if one.field == "text" else value_of(info, one.field)
            yield Doubt(one.field, value, one.source, one.certainty, f"only from: {one.source}")


def _implausible(info: ArticleInfo, origins: dict[str, Origin], today: date) -> Iterator[Doubt]:
    latest = (today + timedelta(days=1)).isoformat()  # it may be tomorrow elsewhere
    if info.date and info.date > latest:
        yield _doubt(info, origins, "date", Why.FUTURE)
    elif info.date and info.date < _OLDEST:
        yield _doubt(info, origins, "date", Why.OLD)
    if info.author:
        author = info.author.casefold()
        if author in {(info.publication or "").casefold(), (info.title or "").casefold()}:
            yield _doubt(info, origins, "author", Why.NO_AUTHOR)
        elif _ADDRESS.search(author):
            yield _doubt(info, origins, "author", Why.ADDRESS)
        elif _NOBODY.fullmatch(author):
            yield _doubt(info, origins, "author", Why.NOBODY)
        elif any(character.isdigit() for character in author):
            yield _doubt(info, origins, "author", Why.FIGURES)
    if info.title and info.title.casefold() == (info.publication or "").casefold():
        yield _doubt(info, origins, "title", Why.NO_TITLE)


def _doubt(info: ArticleInfo, origins: dict[str, Origin], name: str, why: str) -> Doubt:
    origin = origins.get(name)
    return Doubt(
        name,
        getattr(info, name),
        origin.source if origin else None,
        origin.certainty if origin else None,
        why,
    )
