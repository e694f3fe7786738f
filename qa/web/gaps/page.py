"""The page of unanswered questions, readable without a script."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.types import Scope

from qa.answers import Verdict
from qa.gaps.filters import filters_of, filters_used
from qa.gaps.shown import Passage, ShownGap
from qa.gaps.values import Standing
from qa.web.gaps.reading import View
from qa.web.gaps.store import LONGEST_NOTE
from qa.web.pages.article_text import read_link
from qa.web.pages.languages import fields_of, language_of
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import Words, speaking, with_number, words_of

PER_PAGE = 25
_LONG = 300
"""Characters of a question that a heading shows; the whole stands under it."""

_TABS = (View.OPEN, View.WANTED, View.ANSWERED, View.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapList:
    """What an editor is shown: a page of gaps, counted from 1, of `total`.

    `kept` says whether questions are kept now, `days` for how long, None where none ever was.
    `counts` has how many gaps each view has; `stale` are the numbers of those shown that were not
    asked since the articles changed.
    """

    kept: bool
    days: int | None
    view: View
    search: str
    number: int
    total: int
    counts: dict[View, int]
    gaps: tuple[ShownGap, ...]
    stale: tuple[int, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))


def gaps_page(scope: Scope, listed: GapList | None) -> str:
    """Return the page as HTML; `listed` is None for who may not see it."""
    language = language_of(scope)
    words = words_of("gaps", language)
    values: dict[str, Any] = {"allowed": listed is not None}
    if listed is not None:
        values |= _values(listed, words, language)
    kept = fields_of(scope, ("view", "search", "page"))
    return render(
        "gaps/gaps_page.html",
        stamp=static_stamp(),
        **values,
        **speaking(scope, partial(words_of, "gaps"), kept),
    )


def _values(listed: GapList, words: Words, language: str) -> dict[str, Any]:
    number = partial(with_number, language=language)
    tabs = [
        {
            "name": words["views"][view.value],
            "count": number(listed.counts[view]),
            "link": _link(view, listed.search, 1),
            "current": view is listed.view,
        }
        for view in _TABS
    ]
    near = {-1: "before", 1: "after"}
    turns = {
        name: _link(listed.view, listed.search, listed.number + by)
        if 1 <= listed.number + by <= listed.pages
        else None
        for by, name in near.items()
    }
    return {
        "kept": listed.kept,
        "days": listed.days,
        "tabs": tabs,
        "view": listed.view.value,
        "search": listed.search,
        "gaps": [_gap(one, words, number) for one in listed.gaps],
        "found": number(listed.total),
        "rows_link": f"api/gaps/rows?{urlencode({'view': listed.view, 'search': listed.search})}",
        "turns": turns,
        "page_of": words["pageOf"].format(number=number(listed.number), count=number(listed.pages)),
        "pages": listed.pages,
        "stale": " ".join(map(str, listed.stale)),
        "longest_note": LONGEST_NOTE,
    }


def _link(view: View, search: str, page: int) -> str:
    fields = {"view": view.value, "search": search, "page": page if page > 1 else ""}
    return f"gaps?{urlencode({name: value for name, value in fields.items() if value})}"


def _gap(one: ShownGap, words: Words, number: Any) -> dict[str, Any]:  # noqa: ANN401
    gap = one.gap
    unsure = gap.verdict is Verdict.UNSURE
    facts = [words["asked"].format(count=number(gap.asked))]
    if gap.first == gap.last:
        facts.append(_day(gap.last))
    else:
        facts += [
            words["first"].format(day=_day(gap.first)),
            words["last"].format(day=_day(gap.last)),
        ]
    why = words["reasons"].get(gap.reason.value if gap.reason else "", words["notStated"])
    return {
        "number": gap.number,
        "question": gap.question,
        "long": len(gap.question) > _LONG,
        "facts": facts,
        "why": words["unsure"] if unsure else why,
        "limits": [
            (words["filters"][name], value if isinstance(value, str) else ", ".join(value))
            for name, value in filters_used(filters_of(gap.filters)).items()
        ],
        "others": [
            (other.question, number(other.asked))
            for other in gap.questions
            if other.question != gap.question
        ],
        "standing": gap.standing.value,
        "note": gap.note,
        "wanted": gap.standing is Standing.WANTED,
        "done": gap.standing is Standing.DONE,
        "found_on": words["answeredOn"].format(day=_day(gap.found.on)) if gap.found else None,
        "quotes": [_passage(place) for place in one.found],
        "nearest": [_passage(place) for place in one.nearest],
        "nearest_title": words["shownThen" if unsure else "nearest"],
    }


def _day(day: str) -> str:
    """Return a day that is written from left to right, whatever stands around it."""
    return f"\u2066{day}\u2069"


def _passage(passage: Passage) -> dict[str, Any]:
    if passage.article is None:
        return {"text": None}
    info = passage.article.info
    place = passage.place
    return {
        "text": passage.text,
        "speaker": place.speaker,
        "link": read_link(passage.article, place.start, place.end),
        "title": info.title or info.id,
        "facts": [fact for fact in (info.date, info.publication) if fact],
        "lang": info.lang or "",
    }
