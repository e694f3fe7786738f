"""The authors of an article, as its record names them."""

from index.articles.article import ArticleInfo


def authors(info: ArticleInfo) -> list[str]:
    """Return the authors of an article, one name each."""
    text = info.author or ""
    for mark in (" and ", " & ", ";"):
        text = text.replace(mark, ",")
    return [name.strip() for name in text.split(",") if name.strip()]
