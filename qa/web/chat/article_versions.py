"""Articles that were changed: which version a link means, and what changed since."""

from dataclasses import dataclass
from urllib.parse import quote as percent_encode

from index.articles.article import Article
from index.errors import UnknownArticle
from index.versions import Found, Versions
from qa.text.differences import differences, shortened
from qa.web.answering.service import AnsweringService
from qa.web.pages.article_text import text_direction, text_stamp


@dataclass(frozen=True, slots=True)
class Shown:
    """The version of an article that a link means.

    Args:
        article: as it was, or as it is.
        until: the time until which it was so; None for the present.
        is_known: whether offsets of the link are of this text.
        changed: when its text was changed last, None where it never was; `earlier` is the stamp
            of what it was before.
        earlier: see `changed`.
    """

    article: Article
    until: str | None = None
    is_known: bool = True
    changed: str | None = None
    earlier: str | None = None

    def values(self, root: str) -> dict[str, object]:
        """Return what the templates print of it; `root` leads to the server's own address."""
        at = f"{root}read/{percent_encode(self.article.id, safe='')}"
        stamp = text_stamp(self.article) if self.until else self.earlier
        return {
            "changed": not self.is_known,
            "until": self.until,
            "changed_on": self.changed,
            "now_link": at,
            "before_link": f"{at}?v={stamp}",
            "changes_link": f"{at}/changes?v={stamp}",
        }


def shown(service: AnsweringService, identifier: str, stamp: str) -> Shown:
    """Return the version of an article that `stamp` means, the present one where it means none.

    Raises:
        UnknownArticle: there is no such article.
    """
    present = service.article(identifier)
    versions = service.versions()
    before = versions.of(identifier) if versions else []
    last = next((one for one in before if one.text_hash != present.text_hash), None)
    changed, earlier = (last.replaced, last.text_hash[:12]) if last else (None, None)
    if not stamp or stamp in {text_stamp(present), present.content_hash[:12]}:
        return Shown(present, None, True, changed, earlier)
    found = _found(versions, identifier, stamp)
    if found is None or found.replaced is None:
        return Shown(present, None, found is not None, changed, earlier)
    return Shown(found.article, found.replaced, True, changed, earlier)


def _found(versions: Versions | None, identifier: str, stamp: str) -> Found | None:
    try:
        return versions.find(identifier, stamp) if versions else None
    except UnknownArticle:
        return None


def changes(service: AnsweringService, identifier: str, stamp: str) -> dict[str, object]:
    """Return what the page of changes since a version prints.

    Raises:
        UnknownArticle: there is no such article, or no such version of it.
    """
    present, versions = service.article(identifier), service.versions()
    if versions is None:
        raise UnknownArticle(f"No earlier version of article {identifier[:80]!r} is kept.")
    found = versions.find(identifier, stamp)
    at = f"../../read/{percent_encode(identifier, safe='')}"
    return {
        "info": present.info,
        "replaced": found.replaced or "",
        "text_direction": text_direction(present),
        "pieces": shortened(differences(found.article.text, present.text)),
        "before": f"{at}?v={text_stamp(found.article)}",
        "now": at,
    }
