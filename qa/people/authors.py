"""The authors of an article, as its record names them."""

from index.articles.article import ArticleInfo
from qa.language.tables import tables


def authors(info: ArticleInfo) -> list[str]:
    """Return the authors of an article, one name each, the given name first.

    "Moss, Rita" is one author with her surname first; "Moss, Rita; Ash, Tom" are two.
    """
    text = info.author or ""
    for mark in (" and ", " & "):
        text = text.replace(mark, ";")
    names = [_in_order(piece) for piece in text.split(";")]
    return [name.strip() for piece in names for name in piece.split(",") if name.strip()]


def _in_order(piece: str) -> str:
    """Return "Rita Moss" for "Moss, Rita", anything else as it is."""
    parts = [part.strip() for part in piece.split(",")]
    if len(parts) != 2 or not all(parts):
        return piece
    given_of = tables("en").names.gender_of
    surname, given = parts[0].split(), parts[1].split()
    turned = len(surname) <= 2 and len(given) <= 2 and given_of(given[0].casefold()) is not None
    alone = len(surname) == 1 or given_of(surname[0].casefold()) is None
    return f"{parts[1]} {parts[0]}" if turned and alone and len(given) < 2 + len(surname) else piece
