"""What the list of speakers prints, and the page on which an editor parts one."""

from typing import Any

from index.articles.article import ArticleInfo
from qa.speakers.listing import left_out
from qa.speakers.searching import Order
from qa.speakers.speaker import SpeakerKind
from qa.web.pages.page_links import page_links
from qa.web.pages.words import filled, words_of
from qa.web.speakers.list_wish import ListWish, Opened

WORDS = "speakers"
"""The folder of words that these pages speak with."""

PER_PAGE = 100
_ROLES, _SPELLINGS, _LABELS, _ARTICLES = 3, 8, 200, 500


def list_values(
    opened: Opened, wish: ListWish, page: int, language: str, *, edits: bool
) -> dict[str, Any]:
    """Return what the list prints.

    Args:
        opened: gives everybody who speaks.
        wish: whom of them, in which order.
        page: which page of those.
        language: of the page.
        edits: whether the visitor is an editor, who may bring together and part.
    """
    held = opened()
    found = wish.found(*held) if held else []
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(page, pages)
    first = (page - 1) * PER_PAGE
    shown = found[first : first + PER_PAGE]
    directory = held[1] if held else None
    words = words_of(WORDS, language)
    searched = directory.searched if directory else 0
    counts = {"number": len(found), "articles": searched}
    return {
        "wish": wish,
        "speakers": shown,
        "most_roles": _ROLES,
        "most_spellings": _SPELLINGS,
        "counted": filled(words["counted"], counts, language),
        "searched": searched,
        "range": filled(
            words["range"],
            {"first": first + 1, "last": first + len(shown), "all": len(found)},
            language,
        ),
        "page": page,
        "page_links": page_links(page, pages, wish.query),
        "kinds": list(SpeakerKind),
        "orders": list(Order),
        "left_out": left_out(directory) if directory else {},
        "labels": list(directory.unlisted.items())[:_LABELS] if directory else [],
        "edits": edits,
        "decisions": held[0].speaker_decisions.all() if held and edits else [],
    }


def parts_values(opened: Opened, key: str) -> dict[str, Any] | None:
    """Return what the page prints on which an editor parts a speaker; None for nobody."""
    held = opened()
    speaker = held[1].find(key) if held else None
    if held is None or speaker is None:
        return None
    infos = held[0].infos(speaker.by_article)
    return {
        "speaker": speaker,
        "articles": sorted(infos, key=_by_date)[:_ARTICLES],
        "more": max(0, len(infos) - _ARTICLES),
    }


def _by_date(info: ArticleInfo) -> tuple[bool, str, str]:
    return (info.date is None, info.date or "", info.id)
