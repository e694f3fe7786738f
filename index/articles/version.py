"""What an article was before it was changed."""

from dataclasses import dataclass

from index.articles.article import Article


@dataclass(frozen=True, slots=True)
class Version:
    """A text that an article had once.

    Args:
        article: identifier.
        content_hash: of the article as it was; `text_hash` of its text alone.
        text_hash: SHA-256 (hex) of the text.
        replaced: when another text took its place, ISO 8601 in UTC to the second.
    """

    article: str
    content_hash: str
    text_hash: str
    replaced: str

    def to_json(self) -> dict[str, str]:
        """Return one element of `versions` of the command line's `show` and of the API."""
        return {"content_hash": self.content_hash, "replaced": self.replaced}


def names(stamp: str, version: Version | Article) -> bool:
    """Tell whether `stamp` is, or begins, the hash of a version or of its text."""
    return bool(stamp) and any(
        whole.startswith(stamp) for whole in (version.content_hash, version.text_hash)
    )
