"""Questions about articles themselves: what is asked of which article's record."""

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.questions.patterns import regex


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


ARTICLE = (
    r"(?:article|articles|piece|pieces|story|stories|report|reports|analysis|analyses|text|texts|"
    r"column|columns|editorial|editorials|op-ed|news item|item|items|post|posts|essay|essays|"
    r"commentary|interview|interviews|coverage|source|sources|document|documents)"
)
DETERMINER = (
    r"(?:(?:the|this|that|an?|any|some|his|her|their|your|our|its|these|those|all|all the)\s+)?"
)
_ADJECTIVES = r"(?:(?!about\b|on\b|by\b)[\w-]+\s+){0,2}?"


_QUOTED_TITLE = r"(?P<title>[\"“‘'][^\"”]{4,200}[\"”’'])"
_REST = r"(?P<rest>.*)"
_ONE = rf"{DETERMINER}{_ADJECTIVES}{ARTICLE}"
_ARTICLE_PATTERNS: tuple[tuple[Field, re.Pattern[str]], ...] = tuple(
    (field, regex(p))
    for field, p in (
        (
            Field.AUTHOR,
            rf"^who (?:wrote|authored|penned|is the author of|was the author of|are the "
            rf"authors of|is the writer of|was the writer of|has written|is behind) "
            rf"{_ONE}\b{_REST}$",
        ),
        (
            Field.AUTHOR,
            rf"^who (?:wrote|authored|penned|is the author of|was the author of) "
            rf"{_QUOTED_TITLE}{_REST}$",
        ),
        (
            Field.AUTHOR,
            rf"^(?:what is |who is |what's )?(?:the )?(?:name of the )?(?:author|writer|"
            rf"byline)(?: name)? (?:of|for|behind) (?:{_ONE}\b|{_QUOTED_TITLE}){_REST}$",
        ),
        (Field.AUTHOR, rf"^by whom (?:was|is) {_ONE}\b{_REST} written$"),
        (Field.AUTHOR, rf"^{_ONE}\b{_REST} (?:was|is) (?:written|authored) by (?:whom|who)$"),
        (
            Field.AUTHOR,
            rf"^(?:which|what) (?:authors?|writers?|journalists?|reporters?) (?:wrote|write|"
            rf"writes|has written|have written|reported|covers?|covered)(?: {_ONE}\b)?{_REST}$",
        ),
        (Field.AUTHOR, r"^who (?:writes|has written|wrote) (?P<rest>(?:about|on) .*)$"),
        (
            Field.DATE,
            rf"^(?:when|on what (?:date|day)|on which (?:date|day)|(?:in )?what year|what "
            rf"date) (?:was|is|were|did) (?:{_ONE}\b|{_QUOTED_TITLE}){_REST} (?:published|"
            rf"written|posted|issued|printed|released|appear|come out|dated)$",
        ),
        (
            Field.DATE,
            r"^(?:when|on what (?:date|day)|what date|what year) (?:was|is) (?:the "
            r")?(?P<rest>.+) (?:article|piece|story|report|analysis) (?:published|written|posted|"
            r"issued|printed|dated)$",
        ),
        (Field.DATE, rf"^when did (?P<by>[^?]{{2,50}}?) (?:write|publish) {_ONE}\b{_REST}$"),
        (
            Field.DATE,
            rf"^(?:what is |what's |what was )?(?:the )?(?:publication |publishing )?date "
            rf"(?:of publication )?(?:of|for) (?:{_ONE}\b|{_QUOTED_TITLE}){_REST}$",
        ),
        (Field.DATE, rf"^how (?:old|recent) (?:is|are) {_ONE}\b{_REST}$"),
        (
            Field.PUBLICATION,
            rf"^(?:which|what) (?:publication|newspaper|paper|magazine|outlet|journal|site|"
            rf"website|publisher|source|news ?site)s? (?:published|ran|printed|carried|issued|"
            rf"did|is|was|has|released|posted)(?: {_ONE}\b| {_QUOTED_TITLE}){_REST}$",
        ),
        (
            Field.PUBLICATION,
            rf"^where (?:was|is|were|did) (?:{_ONE}\b|{_QUOTED_TITLE}){_REST} (?:published|"
            rf"printed|posted|appear|come out|from)$",
        ),
        (Field.PUBLICATION, rf"^who published (?:{_ONE}\b|{_QUOTED_TITLE}){_REST}$"),
        (
            Field.PUBLICATION,
            rf"^in (?:which|what) (?:publication|newspaper|paper|magazine|outlet|journal|site|"
            rf"website) (?:was|is|did) (?:{_ONE}\b|{_QUOTED_TITLE}){_REST}$",
        ),
        (
            Field.LINK,
            rf"^(?:what is |what's |where is |where's |give |send |show |find "
            rf")?{DETERMINER}(?:source )?(?:link|url|web address|address|source|source url|"
            rf"permalink) (?:of|to|for) (?:{_ONE}\b|{_QUOTED_TITLE}){_REST}$",
        ),
        (Field.LINK, rf"^where can (?:i|we|one) (?:read|find|see) {_ONE}\b{_REST}$"),
        (
            Field.TITLE,
            rf"^(?:what is |what's |what was )?(?:the )?(?:title|headline|name) (?:of|for) "
            rf"{_ONE}\b{_REST}$",
        ),
        (Field.TITLE, rf"^what is {_ONE} (?P<rest>(?:by|from) .*) called$"),
        (
            Field.COUNT,
            rf"^(?:how many|what number of|the number of) {_ADJECTIVES}{ARTICLE}\b{_REST}$",
        ),
        (Field.COUNT, rf"^count (?:all |the )*{ARTICLE}\b{_REST}$"),
        (
            Field.LIST,
            rf"^(?:which|what) (?:other |are the |are |were the "
            rf")?{_ADJECTIVES}{ARTICLE}\b{_REST}$",
        ),
        (
            Field.LIST,
            rf"^(?:list|show|find|give|name|display|all)\b (?:me )?(?:all )?(?:of "
            rf")?{DETERMINER}{_ADJECTIVES}{ARTICLE}\b{_REST}$",
        ),
        (
            Field.LIST,
            rf"^(?:(?:is|are) there|do you have|have you got|do we have|got) (?:any |an? |some "
            rf"|more )?{_ADJECTIVES}{ARTICLE}\b{_REST}$",
        ),
        (
            Field.LIST,
            r"^(?:do you have|have you got|is there|do we have) (?:anything|something) "
            r"(?P<rest>(?:about|on|by|from) .*)$",
        ),
        (Field.LIST, rf"^{_ADJECTIVES}articles? (?P<rest>(?:about|on|by|from|in) .*)$"),
        (
            Field.LIST,
            r"^(?:what|which) (?:has|have|did) (?P<by>[^?]{2,50}?) (?:written|"
            r"published)(?P<rest>(?: (?:about|on) .*)?)$",
        ),
    )
)
_FILLER = regex(
    r"^(?:\s*(?:(?:that|which) )?(?:are there|is there|there are|there is|there|do you have|do "
    r"we have|"
    r"you have|we have|have you got|exist|that|which|were|are|was|is|has been|have been|"
    r"deals? with|mentions?|discuss(?:es)?|covers?|talks?|reports?|writes?|refers? to|contains?|"
    r"say something|published|written|posted|in the (?:index|collection|archive|database)|"
    r"in (?:this|your|our|my) (?:index|collection|archive|database)|available|called|"
    r"titled|entitled|headed|named|indexed|altogether|in total|do|did|does|any)\b)+\s*"
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
    r"&))*)(?=\s+(?:about|on|in|by|regarding)\b|$)"
)
_MONTHS = {m: n for n, m in enumerate("january february march april may june july august "
    "september october november december".split(), 1)}  # fmt: skip
_DATED = regex(
    r"(?:^|\s)(?:(?:published|from|written|dated)\s+)?(?:in|from|on|during|of|since)\s+(?:the "
    r"year\s+)?"
    rf"(?:(?P<day>\d{{1,2}})\s+)?(?:(?P<month>{'|'.join(_MONTHS)})\s+)?(?:"
    rf"(?P<day2>\d{{1,2}}),?\s+)?"
    r"(?P<year>(?:1[89]|20)\d\d)(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?(?=\s|$)"
)
_ABOUT_REST = regex(
    r"(?:^|\s)(?:about|on the (?:subject|topic|matter) of|on|regarding|concerning|of|to|with|"
    r"covering"
    r"|for|over|describing|into)\s+(?P<about>.+)$"
)


def article_ask(core: str) -> ArticleAsk | None:
    """Return what is asked of the articles' records, or `None` when it is something else."""
    for field, pattern in _ARTICLE_PATTERNS:
        found = pattern.match(core)
        if found and _of_articles(field, core, found):
            sure = _ANY_ARTICLE.search(core) is not None
            return _restrictions(field, found.groupdict(), sure=sure)
    return None


_ANY_ARTICLE = regex(rf"\b{ARTICLE}\b")
# These are other things as often: items of a list, pieces of cake, sources of income.
_LOOSE = regex(
    r"(?:^|.*[\s-])(?:items?|pieces?|texts?|posts?|sources?|documents?|story|stories|commentary)$"
)
_PLURAL = regex(r".*(?:s|coverage)$")
_PUBLISHED = "published|written|posted|printed|issued|dated|indexed|available"
_GOES_ON = regex(
    r"^ (?:(?:that|which) )?(?:(?:about|by|from|regarding|concerning)(?= \S)|mention(?:s|ed|ing)?|"
    r"discuss(?:es|ed|ing)?|cover(?:s|ed|ing)?|deal(?:s|t|ing)? with|describ(?:es?|ed|ing)|"
    r"(?:are|is|were|was) (?:there|(?:about|by|from)(?= \S))|there (?:are|is)|"
    rf"(?:(?:are|is|were|was|has been|have been) )?(?:{_PUBLISHED})|exist|"
    r"do (?:you|we) have(?! to)|have (?:you|we) got|say something|in total|altogether|"
    r"(?:did|has|have|does) .+ (?:write|wrote|written|writes|publish|published|authored|penned)|"
    r"(?:(?:are|is) )?in (?:the|your|our|my|this) (?:index|collection|archive|database)|"
    r"(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)* (?:wrote|has written|published))\b"
)
_TITLE_NEXT = regex(r"^ (?:(?:called|titled|entitled|headed|headlined|named) |[\"“‘'])")
_ORDERED = regex(r"^(?:list|show|find|give|all|count|name|display)\b")
_GOES_ON_ARTICLES = regex(
    r"^ (?:on|in|for|over|into|with|to|of(?= (?:\d{4}|(?-i:[A-Z])[a-z]+ \d{4})))\b(?= \S)"
)


def _of_articles(field: Field, core: str, found: re.Match[str]) -> bool:
    """Whether what follows goes with articles: "Which pieces fit the puzzle" asks for none."""
    head, rest = core[: found.start("rest")], found["rest"]
    if field is Field.AUTHOR:
        # "the author of the post looking for a drum"
        return not re.match(r"^ \w+ing (?!on\b|with\b)", rest)
    if field not in {Field.LIST, Field.COUNT, Field.TITLE} or not _ANY_ARTICLE.search(head):
        return True
    # "Which report says that ..." wants a fact from within.
    if field in {Field.LIST, Field.COUNT} and re.search(
        r"\b(?:said|says?|according)\b", core, re.I
    ):
        return False
    loose = _LOOSE.match(head) is not None
    if not rest.strip():
        if field is Field.TITLE or _ORDERED.match(core):
            return True
        return not loose and _PLURAL.match(head) is not None
    ways = (_TITLE_NEXT, _GOES_ON) if loose else (_TITLE_NEXT, _GOES_ON, _GOES_ON_ARTICLES)
    return any(way.match(rest) for way in ways)


def _restrictions(field: Field, groups: dict[str, str | None], *, sure: bool) -> ArticleAsk:
    rest = " ".join((groups.get("rest") or "").split())
    about, by, source, dated = groups.get("title"), groups.get("by"), None, None
    found = _DATED.search(rest)
    if found:
        dated, rest = _iso(found), rest[: found.start()] + rest[found.end() :]
    for pattern in (_WROTE, _BY, _ACTIVE):
        found = pattern.search(rest) if by is None else None
        if found:
            by, rest = found["by"], rest[: found.start()] + rest[found.end() :]
    rest = _FILLER.sub("", rest).strip()
    found = _FROM.search(rest)
    if found and field in {Field.LIST, Field.COUNT, Field.TITLE}:
        source, rest = found["source"], rest[: found.start()] + rest[found.end() :]
    rest = _FILLER.sub("", rest).strip()
    found = _ABOUT_REST.search(" " + rest)
    about = about or re.sub(r"\s+(?:is|are|was|were)$", "", found["about"] if found else rest)
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


def _iso(found: re.Match[str]) -> str:
    month = _MONTHS.get((found["month"] or "").casefold()) or int(found["m"] or 0)
    day = int(found["day"] or found["day2"] or found["d"] or 0)
    parts = [
        found["year"],
        *([f"{month:02}"] if month else []),
        *([f"{day:02}"] if day and month else []),
    ]
    return "-".join(parts)
