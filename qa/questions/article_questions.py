"""Questions about articles themselves: what is asked of which article's record."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from qa.language.tables import tables
from qa.text.patterns import one_of, regex


class Field(StrEnum):
    """What is asked of an article's record."""

    AUTHOR = "author"
    DATE = "date"
    PUBLICATION = "publication"
    LINK = "link"
    TITLE = "title"
    LIST = "list"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAsk:
    """A question about articles themselves; `None` where the question does not restrict.

    `dated` is an ISO date or its beginning ("2012-04"). `titled` says that `about` is a title in
    quotation marks; `sure` that articles are named as such, so that a text cannot answer instead.
    """

    field: Field
    about: str | None = None
    by: str | None = None
    source: str | None = None
    dated: str | None = None
    titled: bool = False
    sure: bool = True


_DETERMINER = (
    r"(?:(?:the|this|that|an?|any|some|his|her|their|your|our|its|these|those|all|all the)\s+)?"
)
_ADJECTIVES = (
    r"(?:(?!(?:about|on|by|did|does|do|has|have|had|will|would|can|could|should)\b)[\w-]+\s+){0,2}?"
)
_QUOTED_TITLE = r"(?P<title>[\"“‘'][^\"”]{4,200}[\"”’'])"
_REST = r"(?P<rest>.*)"
_TELLS = (
    r"mention(?:s|ed|ing)?|discuss(?:es|ed|ing)?|cover(?:s|ed|ing)?|deal(?:s|t|ing)? with|"
    r"describ(?:es?|ed|ing)"
)
"""What articles do with their topic."""


@lru_cache
def _patterns(language: str) -> tuple[tuple[Field, re.Pattern[str]], ...]:
    """Return what is asked of which field, the most particular patterns first."""
    ask = tables(language).questions
    article = rf"(?:{one_of(ask.articles)})"
    one = rf"{_DETERMINER}{_ADJECTIVES}{article}"
    patterns = (
        (
            Field.AUTHOR,
            rf"^who (?:wrote|authored|penned|is the author of|was the author of|are the "
            rf"authors of|is the writer of|was the writer of|has written|is behind) "
            rf"{one}\b{_REST}$",
        ),
        (
            Field.AUTHOR,
            rf"^who (?:wrote|authored|penned|is the author of|was the author of) "
            rf"{_QUOTED_TITLE}{_REST}$",
        ),
        (
            Field.AUTHOR,
            rf"^(?:what is |who is |what's )?(?:the )?(?:name of the )?(?:author|writer|"
            rf"byline)(?: name)? (?:of|for|behind) (?:{one}\b|{_QUOTED_TITLE}){_REST}$",
        ),
        (Field.AUTHOR, rf"^by whom (?:was|is) {one}\b{_REST} written$"),
        (Field.AUTHOR, rf"^{one}\b{_REST} (?:was|is) (?:written|authored) by (?:whom|who)$"),
        (
            Field.AUTHOR,
            rf"^(?:which|what) (?:authors?|writers?|journalists?|reporters?) (?:wrote|write|"
            rf"writes|has written|have written|reported|covers?|covered)\b(?: {one}\b)?{_REST}$",
        ),
        (Field.AUTHOR, r"^who (?:writes|has written|wrote) (?P<rest>(?:about|on) .*)$"),
        (
            Field.DATE,
            rf"^(?:when|on what (?:date|day)|on which (?:date|day)|(?:in )?what year|what "
            rf"date) (?:was|is|were|did) (?:{one}\b|{_QUOTED_TITLE}){_REST} (?:published|"
            rf"written|posted|issued|printed|released|appear|come out|dated)$",
        ),
        (
            Field.DATE,
            r"^(?:when|on what (?:date|day)|what date|what year) (?:was|is) (?:the "
            r")?(?P<rest>.+) (?:article|piece|story|report|analysis) (?:published|written|posted|"
            r"issued|printed|dated)$",
        ),
        (Field.DATE, rf"^when did (?P<by>[^?]{{2,50}}?) (?:write|publish) {one}\b{_REST}$"),
        (
            Field.DATE,
            rf"^(?:what is |what's |what was )?(?:the )?(?:publication |publishing )?date "
            rf"(?:of publication )?(?:of|for) (?:{one}\b|{_QUOTED_TITLE}){_REST}$",
        ),
        (Field.DATE, rf"^how (?:old|recent) (?:is|are) {one}\b{_REST}$"),
        (
            Field.PUBLICATION,
            rf"^(?:which|what) (?:{one_of(ask.publishers)})s? (?:published|ran|printed|carried|"
            rf"issued|did|is|was|has|released|posted)(?: {one}\b| {_QUOTED_TITLE}){_REST}$",
        ),
        (
            Field.PUBLICATION,
            rf"^where (?:was|is|were|did) (?:{one}\b|{_QUOTED_TITLE}){_REST} (?:published|"
            rf"printed|posted|appear|come out|from)$",
        ),
        (Field.PUBLICATION, rf"^who published (?:{one}\b|{_QUOTED_TITLE}){_REST}$"),
        (
            Field.PUBLICATION,
            rf"^in (?:which|what) (?:{one_of(ask.publications)}) (?:was|is|did) "
            rf"(?:{one}\b|{_QUOTED_TITLE}){_REST}$",
        ),
        (
            Field.LINK,
            rf"^(?:what is |what's |where is |where's |give |send |show |find "
            rf")?{_DETERMINER}(?:source )?(?:link|url|web address|address|source|source url|"
            rf"permalink) (?:of|to|for) (?:{one}\b|{_QUOTED_TITLE}){_REST}$",
        ),
        (Field.LINK, rf"^where can (?:i|we|one) (?:read|find|see) {one}\b{_REST}$"),
        (
            Field.TITLE,
            rf"^(?:what is |what's |what was )?(?:the )?(?:title|headline|name) (?:of|for) "
            rf"{one}\b{_REST}$",
        ),
        (Field.TITLE, rf"^what is {one}(?P<rest> (?:by|from) .*) called$"),
        (
            Field.COUNT,
            rf"^(?:how many|what number of|the number of) {_ADJECTIVES}{article}\b{_REST}$",
        ),
        (Field.COUNT, rf"^count (?:all |the )*{article}\b{_REST}$"),
        (
            Field.LIST,
            rf"^(?:which|what) (?:other |are the |are |were the "
            rf")?{_ADJECTIVES}{article}\b{_REST}$",
        ),
        (
            Field.LIST,
            rf"^(?:list|show|find|give|name|display|all)\b (?:me )?(?:all )?(?:of "
            rf")?{_DETERMINER}{_ADJECTIVES}{article}\b{_REST}$",
        ),
        (
            Field.LIST,
            rf"^(?:(?:is|are) there|do you have|have you got|do we have|got) (?:any |an? |some "
            rf"|more )?{_ADJECTIVES}{article}\b{_REST}$",
        ),
        (
            Field.LIST,
            r"^(?:do you have|have you got|is there|do we have) (?:anything|something) "
            r"(?P<rest>(?:about|on|by|from) .*)$",
        ),
        (Field.LIST, rf"^{_ADJECTIVES}articles?(?P<rest> (?:about|on|by|from|in) .*)$"),
        (
            Field.LIST,
            r"^(?:what|which) (?:has|have|did) (?P<by>[^?]{2,50}?) (?:written|"
            r"published)(?P<rest>(?: (?:about|on) .*)?)$",
        ),
    )
    return tuple((field, regex(pattern)) for field, pattern in patterns)


@lru_cache
def _filler(language: str) -> re.Pattern[str]:
    """Return a pattern of words at the head that restrict nothing."""
    collections = one_of(tables(language).questions.collections)
    return regex(
        r"^(?:\s*(?:(?:that|which) )?(?:are there|is there|there are|there is|there|do you have|do "
        r"we have|"
        r"you have|we have|have you got|exist|that|which|were|are|was|is|has been|have been|"
        rf"{_TELLS}|talks?|reports?|writes?|refers? to|"
        r"contains?|say something|published|written|posted|"
        rf"in (?:the|this|your|our|my) (?:{collections})|available|called|"
        r"titled|entitled|headed|named|indexed|altogether|in total|do|did|does|any)\b)+\s*"
    )


@lru_cache
def _ending(language: str) -> re.Pattern[str]:
    """Return a pattern of words at the end that restrict nothing: about Riga *do you have*."""
    collections = one_of(tables(language).questions.collections)
    where = rf"in (?:the|this|your|our|my) (?:{collections})"
    return regex(
        rf"\s+(?:(?:is|are|was|were)(?: (?:there|available|indexed|{where}))?|{where}|exist|"
        r"there (?:is|are)|(?:do|have) (?:you|we) (?:have|got)|in total|altogether)$"
    )


_BY = regex(
    r"(?:^|\s)(?:(?:written|authored|penned|reported|"
    r"published)\s+)?by\s+(?P<by>.+?)(?=\s+(?:about|on|in|from|regarding|published|write|wrote|"
    r"written|writes|publish|has|have|for|are|is|were|do|exist)\b|$)"
)
_WROTE = regex(
    r"(?:^|\s)(?:did|has|have|does)\s+(?P<by>.+?)\s+(?:write|wrote|written|published?|"
    r"author(?:ed)?|penned)\b"
)
_ACTIVE = regex(r"^\s*(?P<by>(?:[A-Z][\w'-]+ ?){1,4})\s*(?:wrote|has written|published)\b")
_FROM = regex(
    r"(?:^|\s)(?:published\s+)?(?:from|in|by|of|"
    r"for)\s+(?P<source>(?:the\s+)?(?-i:[A-Z])[\w'.&-]*(?:\s+(?:(?-i:[A-Z])[\w'.&-]*|of|the|and|"
    r"&))*)(?=\s+(?:about|on|in|by|regarding|are|is|were|was|exist|do|that|which)\b|$)"
)


@lru_cache
def _dated(language: str) -> re.Pattern[str]:
    months = one_of(tables(language).calendar.months)
    return regex(
        r"(?:^|\s)(?:(?:published|from|written|dated)\s+)?(?:in|from|on|during|of|since)\s+"
        r"(?:the year\s+)?"
        rf"(?:(?P<day>\d{{1,2}})\s+)?(?:(?P<month>{months})\s+)?(?:(?P<day2>\d{{1,2}}),?\s+)?"
        r"(?P<year>(?:1[89]|20)\d\d)(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?(?=\s|$)"
    )


_ABOUT_REST = regex(
    r"(?:^|\s)(?:about|on the (?:subject|topic|matter) of|on|regarding|concerning|of|to|with|"
    r"covering"
    r"|for|over|describing|into)\s+(?P<about>.+)$"
)


def article_ask(core: str, language: str = "en") -> ArticleAsk | None:
    """Return what is asked of the articles' records, or `None` when it is something else."""
    for field, pattern in _patterns(language):
        found = pattern.match(core)
        if found and _of_articles(field, core, found, language):
            sure = _ways(language).articles.search(core) is not None
            return _restrictions(field, found.groupdict(), language, sure=sure)
    return None


_PLURAL = regex(r".*(?:s|coverage)$")
_TITLE_NEXT = regex(r"^ (?:(?:called|titled|entitled|headed|headlined|named) |[\"“‘'])")
_ORDERED = regex(r"^(?:list|show|find|give|all|count|name|display)\b")
_FROM_WITHIN = regex(r"\b(?:said|says?(?! something\b)|according)\b")
_DOES = regex(rf"^ (?!(?:{_TELLS}|regarding|concerning|during)\b)\w+ing (?!on\b|with\b)")
_GOES_ON_ARTICLES = regex(
    r"^ (?:on|in|for|over|into|with|to|of(?= (?:\d{4}|(?-i:[A-Z])[a-z]+ \d{4})))\b(?= \S)"
)


@dataclass(frozen=True, slots=True)
class _Ways:
    """How a question about articles goes on; `loose` ends in a word for other things as often.

    `others` are called like articles and are none: the action items of a meeting.
    """

    articles: re.Pattern[str]
    others: re.Pattern[str]
    loose: re.Pattern[str]
    goes_on: re.Pattern[str]


@lru_cache
def _ways(language: str) -> _Ways:
    ask = tables(language).questions
    return _Ways(
        articles=regex(rf"\b(?:{one_of(ask.articles)})\b"),
        others=regex(rf"\b(?:{ask.no_articles})\b"),
        loose=regex(rf"(?:^|.*[\s-])(?:{one_of(ask.loose_articles)})$"),
        goes_on=regex(
            r"^ (?:(?:that|which) )?(?:(?:about|by|from|regarding|concerning)(?= \S)|"
            rf"{_TELLS}|"
            r"(?:are|is|were|was) (?:there|(?:about|by|from)(?= \S))|there (?:are|is)|"
            rf"(?:(?:are|is|were|was|has been|have been) )?(?:{one_of(ask.written)})|exist|"
            r"do (?:you|we) have(?! to)|have (?:you|we) got|say something|in total|altogether|"
            r"(?:did|has|have|does) .+ (?:write|wrote|written|writes|publish|published|authored|"
            r"penned)|"
            rf"(?:(?:are|is) )?in (?:the|your|our|my|this) (?:{one_of(ask.collections)})|"
            r"(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)* (?:wrote|has written|published))\b"
        ),
    )


def _of_articles(field: Field, core: str, found: re.Match[str], language: str) -> bool:
    """Whether what follows goes with articles: "Which pieces fit the puzzle" asks for none."""
    ways = _ways(language)
    head, rest = core[: found.start("rest")], found["rest"]
    if field is Field.AUTHOR:
        # "the author of the post looking for a drum"
        return not _DOES.match(rest)
    if field not in {Field.LIST, Field.COUNT, Field.TITLE} or not ways.articles.search(head):
        return True
    if ways.others.search(core):
        return False
    # "Which report says that ..." wants a fact from within.
    if field in {Field.LIST, Field.COUNT} and _FROM_WITHIN.search(core):
        return False
    loose = ways.loose.match(head) is not None
    if not rest.strip():
        if field is Field.TITLE or _ORDERED.match(core):
            return True
        return not loose and _PLURAL.match(head) is not None
    nexts = [_TITLE_NEXT, ways.goes_on, *([] if loose else [_GOES_ON_ARTICLES])]
    return any(way.match(rest) for way in nexts)


def _restrictions(
    field: Field, groups: dict[str, str | None], language: str, *, sure: bool
) -> ArticleAsk:
    rest = " ".join((groups.get("rest") or "").split())
    about, by, source, dated = groups.get("title"), groups.get("by"), None, None
    found = _dated(language).search(rest)
    if found:
        dated, rest = _iso(found, language), rest[: found.start()] + rest[found.end() :]
    for pattern in (_WROTE, _BY, _ACTIVE):
        found = pattern.search(rest) if by is None else None
        if found:
            by, rest = found["by"], rest[: found.start()] + rest[found.end() :]
    rest = _filler(language).sub("", rest).strip()
    found = _FROM.search(rest)
    if found and field in {Field.LIST, Field.COUNT, Field.TITLE}:
        source, rest = found["source"], rest[: found.start()] + rest[found.end() :]
    rest = _filler(language).sub("", rest).strip()
    found = _ABOUT_REST.search(" " + rest)
    about = about or _ending(language).sub("", found["about"] if found else rest)
    return ArticleAsk(
        field=field,
        about=_tidy(about),
        by=_tidy(by),
        source=_tidy(source),
        dated=dated,
        titled=about.strip().startswith(tuple("\"“‘'")),
        sure=sure,
    )


def _tidy(text: str | None) -> str | None:
    plain = (text or "").strip(" ,.;:?\"'“”‘’")
    return plain or None


def _iso(found: re.Match[str], language: str) -> str:
    months = tables(language).calendar.months
    named = (found["month"] or "").casefold()
    month = months.index(named) + 1 if named else int(found["m"] or 0)
    day = int(found["day"] or found["day2"] or found["d"] or 0)
    parts = [
        found["year"],
        *([f"{month:02}"] if month else []),
        *([f"{day:02}"] if day and month else []),
    ]
    return "-".join(parts)
