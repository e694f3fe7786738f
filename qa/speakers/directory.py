"""The directory: everybody who speaks in the articles that may be read, one entry each.

What may not be read changes nothing: names are brought together, counted and dated by the
articles that may be read alone.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from qa.speakers.everybody import Directory
from qa.speakers.finder import SpeakerFinder
from qa.speakers.kept.people import People
from qa.speakers.kept.views import VIEWS

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

__all__ = ["Directory", "directory_of"]


def directory_of(index: "ReadableIndex", articles: Collection[str] | None = None) -> Directory:
    """Return everybody who speaks in the articles of an index.

    It is kept in memory and follows the changes of the index, whoever makes them.

    Args:
        index: where they are; statements that are not stored yet are found, and stored.
        articles: identifiers of those that may be read; all when left out.
    """
    if articles is None:
        return VIEWS.of(index).now(index)
    everything = index.tellings(SpeakerFinder()).since(None).there
    seen = (one for one in everything if one.article in articles)
    return People().change((), seen, index.speaker_decisions.all())
