"""A speaker as the directory has him. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SpeakerKind(StrEnum):
    """What somebody is called by.

    A person's or a body's own name; or words for somebody who is not named ("a lawyer", "the
    council"), who need not be the same in two articles.
    """

    PERSON = "person"
    BODY = "body"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who speaks, and how often in the articles looked at.

    `key` is made from the name: letters, digits and hyphens. `labels` are the speakers' names of
    stored statements that are his; a joint one ("Lena Fox and Omar Reyes") is both's. `spellings`
    are his names there, the fullest first. `roles` are what articles call him, the most frequent
    first. `statements` counts those that are not doubtful, `by_article` by the identifiers of
    articles, `doubtful` the others; `first` and `last` are dates of articles, None where none has
    one.
    """

    key: str
    name: str
    kind: SpeakerKind
    labels: tuple[str, ...]
    spellings: tuple[str, ...]
    statements: int
    by_article: Mapping[str, int] = field(repr=False)
    roles: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    doubtful: int = 0
    places: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    """Articles in which each label is his."""

    @property
    def others(self) -> tuple[str, ...]:
        """What he is called beside his name, which an editor may have chosen."""
        return tuple(one for one in self.spellings if one != self.name)

    @property
    def articles(self) -> int:
        """In how many articles he speaks."""
        return len(self.by_article)

    @property
    def article_ids(self) -> frozenset[str]:
        """The identifiers of these articles."""
        return frozenset(self.by_article)

    @property
    def met_in(self) -> frozenset[str]:
        """The identifiers of all articles where he is met, also where only doubtful lines do."""
        return frozenset().union(*self.places.values())

    def says(self, article: str, label: str | None) -> bool:
        """Whether statements under a label in an article, given by its identifier, are his."""
        return label is not None and article in self.places.get(label, ())

    def to_json(self) -> dict[str, object]:
        """Return the element of `speakers` of the contract."""
        return {
            "name": self.name,
            "key": self.key,
            "kind": str(self.kind),
            "roles": list(self.roles),
            "statements": self.statements,
            "articles": self.articles,
            "first": self.first,
            "last": self.last,
            "spellings": list(self.spellings),
        }
