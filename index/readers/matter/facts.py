"""What a head says becomes metadata, with `front matter` as its origin."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from index.articles.article import ArticleInfo
from index.articles.origins import Origin
from index.readers.fields.names import RELEASES
from index.readers.fields.people import is_account
from index.readers.fields.record import Plan, flatten, metadata, unpublished
from index.readers.fields.values import is_nothing
from index.readers.matter.accounts import name_of_account
from index.readers.sources import Source

_ORIGIN = "front matter"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article from its head and its place."""

    info: ArticleInfo
    origins: tuple[Origin, ...] = ()
    is_draft: bool = False


def facts_of(values: Mapping[str, object], source: Source) -> Facts:
    """Return what the values of a head say.

    Not published is what says so, what is dated ahead, and what lies in a folder `_drafts`.
    """
    flat = _without_flags(flatten(values))
    plan = Plan(tuple(flat))
    info, origins, _ = metadata(plan, flat, lambda _: _ORIGIN)
    is_draft, _ = unpublished(plan, flat, RELEASES)
    folders = PurePath(source.path or "").parts[:-1]
    author = _author(info.author, flat, source)
    if author != info.author:
        info = replace(info, author=author)
        origins = [Origin("author", _ORIGIN) if one.field == "author" else one for one in origins]
    return Facts(info, tuple(origins), is_draft or (bool(values) and "_drafts" in folders))


def _author(found: str | None, flat: Mapping[str, object], source: Source) -> str | None:
    """Return the authors' names where the head gives accounts that the site names elsewhere."""
    if not found or source.path is None or source.name is not None or source.depth:
        return found
    parts = found.replace(" and ", ", ").split(", ")
    if not all(is_account(part) for part in parts):
        return found
    place = source.copy or source.path
    names = [name_of_account(part.lstrip("@"), place) for part in parts]
    if not any(names):
        return found
    known = [name or part for name, part in zip(names, parts, strict=True)]
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} and {known[-1]}"


def _without_flags(flat: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in flat.items() if not is_nothing(value)}
