"""What the page of sides prints. Every quote is sliced from its stored article."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote as percent_encode

from qa.sides.addresses import sides_path
from qa.sides.rows import Month, Row, by_date, by_month, pages
from qa.sides.values import Side, Sides, Trouble
from qa.web.pages.words import Words
from qa.web.sides.asked import Asked, instead
from qa.web.sides.shown_words import articles_of

PER_PAGE = 120
"""Statements of a page; what was said on one day is never divided."""

FILES = ("md", "csv", "json")


def page_values(sides: Sides, asked: Asked, root: str, words: Words) -> dict[str, Any]:
    """Return what the template prints.

    Args:
        sides: what was gathered.
        asked: what the address asked for.
        root: the address of the server, with a slash at its end.
        words: of the page's language.
    """
    wish = replace(asked.wish, speakers=_chosen(sides, asked))
    everybody = replace(wish, speakers=()) if sides.topic and wish.speakers else None
    blocks = by_month(sides.sides[0].statements) if sides.is_one else by_date(sides)
    split = pages(blocks, PER_PAGE)
    page = min(asked.page, len(split)) if split else 1
    return {
        "topic": sides.topic,
        "after": wish.after or "",
        "before": wish.before or "",
        "sides": [_head(side, root) for side in sides.sides],
        "choices": _choices(sides),
        "troubles": [_trouble(one, asked, root) for one in sides.troubles],
        "searched": sides.searched,
        "people": sides.people,
        "damaged": len(sides.damaged),
        "everybody": f"{root}{sides_path(everybody)}" if everybody else None,
        "files": [(one, f"{root}{sides_path(wish, suffix=one)}") for one in FILES]
        if sides.shown
        else [],
        "months": [_month(one, words, root) for one in _of(split, page) if isinstance(one, Month)],
        "rows": [_row(one, root) for one in _of(split, page) if isinstance(one, Row)],
        "page": page,
        "page_count": len(split),
        "earlier": f"{root}{sides_path(wish, page - 1)}" if page > 1 else None,
        "later": f"{root}{sides_path(wish, page + 1)}" if page < len(split) else None,
        "ways": sorted({said.found for side in sides.sides for said in side.statements} - {None}),
    }


def _chosen(sides: Sides, asked: Asked) -> tuple[str, ...]:
    """Return the keys of the sides; what nobody is called stays out of further addresses."""
    return tuple(side.speaker.key for side in sides.sides) or asked.wish.speakers


def _of(split: Sequence[list[Row | Month]], page: int) -> Sequence[Row | Month]:
    return split[page - 1] if split else ()


def _head(side: Side, root: str) -> dict[str, Any]:
    one = side.speaker
    return {
        "name": one.name,
        "roles": one.roles[:2],
        "link": f"{root}speakers/{percent_encode(one.key, safe='')}",
        "about": len(side.statements),
        "total": side.total,
    }


def _choices(sides: Sides) -> list[dict[str, Any]]:
    """Return who can be chosen: the sides shown, then the others."""
    shown = {side.speaker.key: len(side.statements) for side in sides.sides}
    chosen = [
        {"key": one.speaker.key, "name": one.speaker.name, "count": count, "chosen": True}
        for one, count in zip(sides.sides, shown.values(), strict=True)
    ]
    return chosen + [
        {
            "key": one.speaker.key,
            "name": one.speaker.name,
            "count": one.statements,
            "chosen": False,
        }
        for one in sides.offered
        if one.speaker.key not in shown
    ]


def _trouble(one: Trouble, asked: Asked, root: str) -> dict[str, Any]:
    near = [
        (who.name, f"{root}{sides_path(instead(asked.wish, one.name, who.key))}")
        for who in one.near
    ]
    return {"problem": str(one.problem), "name": one.name, "near": near}


def _month(one: Month, words: Words, root: str) -> dict[str, Any]:
    return {
        "name": month_name(one.month, words),
        "date": one.month,
        "articles": articles_of(one.statements, root),
    }


def month_name(month: str | None, words: Words) -> str:
    """Return what a month is called, "April 2012"; a year alone, or what has no date, too."""
    if month is None:
        return str(words["undated"])
    year, _, number = month.partition("-")
    if not number:
        return year
    return str(words["monthOf"]).format(month=words["months"][int(number) - 1], year=year)


def _row(row: Row, root: str) -> dict[str, Any]:
    return {"date": row.date, "cells": [articles_of(cell, root) for cell in row.cells]}
