"""In which other outlets the words of a quote stand, in words: by name and date. Pure."""

from collections.abc import Sequence

from index.articles.article import ArticleInfo

MOST = 5
"""Outlets that are named; of more, how many."""


def outlet(info: ArticleInfo) -> str:
    """Return who published an article, else what it is called."""
    return info.publication or info.title or info.id


def named(infos: Sequence[ArticleInfo]) -> str:
    """Return outlets by name and date: "Harbour Herald (2024-05-03), The Quay"; "" for none."""
    names = [f"{outlet(one)} ({one.date})" if one.date else outlet(one) for one in infos[:MOST]]
    more = f" and {len(infos) - MOST} more" if len(infos) > MOST else ""
    return ", ".join(names) + more
