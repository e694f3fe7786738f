"""Small pages as many kinds of sites make them, each with what is right; all of it is invented."""

# ruff: noqa: E501 - markup as pages have it

from dataclasses import dataclass, field

TEXT = (
    "<p>The ferry to Holm sails again from Monday, the harbour office said in a short notice.</p>"
    "<p>A second boat follows in June, once its engine has been overhauled in the yard at Brenn.</p>"
)
TITLE = "Ferry to Holm sails again"
FULL = {"title": TITLE, "author": "Ada Noll", "date": "2021-03-09", "publication": "Holm Packet"}


@dataclass(frozen=True)
class Head:
    """A page and what is to be read of it; fields that are not named are not looked at."""

    name: str
    html: str
    right: dict[str, str | None] = field(default_factory=lambda: dict(FULL))
    doubtful: tuple[str, ...] = ()


def page(
    head: str = "", above: str = "", below: str = "", title: str = TITLE, html: str = ""
) -> str:
    return (
        f"<!DOCTYPE html><html {html}><head><title>{title}</title>{head}</head><body>"
        f"<header><a href='/'>Home</a></header><main><article>{above}<h1>{TITLE}</h1>{below}{TEXT}"
        "</article></main><footer>All rights reserved, 2 January 2023</footer></body></html>"
    )


def linked(inner: str) -> str:
    return f'<script type="application/ld+json">{inner}</script>'


def site(name: str = "Holm Packet") -> str:
    return f'<meta property="og:site_name" content="{name}">'


BYLINE = '<p class="byline">By Ada Noll</p>'
PRINTED = '<p class="byline">By Ada Noll</p><p class="date">March 9, 2021</p>'
ARTICLE = (
    '"@type":"NewsArticle","headline":"Ferry to Holm sails again","author":{"@type":"Person","name":'
    '"Ada Noll"},"datePublished":"2021-03-09T08:00:00+01:00","publisher":{"@type":"Organization",'
    '"name":"Holm Packet"}'
)

JSON_LD = (
    Head("one object", page(linked("{" + ARTICLE + "}"))),
    Head(
        "an array",
        page(linked('[{"@type":"BreadcrumbList","itemListElement":[]},{' + ARTICLE + "}]")),
    ),
    Head(
        "a graph with references",
        page(
            linked(
                '{"@graph":[{"@type":"WebSite","@id":"#s","name":"Holm Packet"},{"@type":"Organization",'
                '"@id":"#o","name":"Holm Packet"},{"@type":"Person","@id":"#p","name":"Ada Noll"},'
                '{"@type":"WebPage","@id":"#w","datePublished":"2019-01-01T00:00:00+00:00"},'
                '{"@type":"Article","headline":"Ferry to Holm sails again","author":{"@id":"#p"},'
                '"datePublished":"2021-03-09T08:00:00+01:00","publisher":{"@id":"#o"}}]}'
            )
        ),
    ),
    Head("below a page", page(linked('{"@type":"WebPage","mainEntity":{' + ARTICLE + "}}"))),
    Head("a trailing comma", page(linked("{" + ARTICLE + ",}"))),
    Head(
        "two objects in one script", page(linked('{"@type":"WebSite","name":"X"}{' + ARTICLE + "}"))
    ),
    Head("in a comment", page(linked("/*<![CDATA[*/{" + ARTICLE + "};/*]]>*/"))),
    Head(
        "broken off",
        page(linked("{" + ARTICLE + ',"articleBody":"The ferry to') + site()),
    ),
    Head(
        "beside other articles",
        page(
            linked(
                '[{"@type":"NewsArticle","headline":"Another story of the day","author":"Bo Roe",'
                '"datePublished":"2020-01-01"},{' + ARTICLE + "}]"
            )
        ),
    ),
    Head(
        "an advertiser and an event beside it",
        page(
            linked('{"@type":"Organization","name":"Brenn Mattresses"}')
            + linked('{"@type":"Event","name":"Regatta","startDate":"2022-07-01"}')
            + linked("{" + ARTICLE + "}")
        ),
    ),
    Head(
        "a claim that is checked",
        page(
            linked(
                '{"@type":"ClaimReview","datePublished":"2021-02-08","author":{"@type":"Organization",'
                '"name":"Holm Packet"},"itemReviewed":{"@type":"Claim","datePublished":"2021-02-01"}}'
            )
            + site(),
            below='<p class="meta">By Ada Noll on Tuesday, March 9th, 2021 at 9:40 a.m.</p>',
        ),
    ),
    Head(
        "several authors",
        page(
            linked(
                "{"
                + ARTICLE.replace(
                    '{"@type":"Person","name":"Ada Noll"}',
                    '[{"name":"Ada Noll"},{"name":"Bo Roe"}]',
                )
                + "}"
            )
        ),
        {**FULL, "author": "Ada Noll, Bo Roe"},
    ),
)

ELEMENTS = (
    Head(
        "open graph",
        page(
            site() + '<meta property="og:title" content="Ferry to Holm sails again"><meta property='
            '"article:published_time" content="2021-03-09T08:00:00+01:00"><meta property='
            '"article:author" content="https://social.example/holmpacket">',
            below=BYLINE,
        ),
    ),
    Head(
        "Dublin Core",
        page(
            '<meta name="DC.title" content="Ferry to Holm sails again"><meta name="DC.creator" content='
            '"Noll, Ada"><meta name="DC.date.issued" content="2021-03-09"><meta name="DC.publisher" '
            'content="Holm Packet">'
        ),
        {**FULL, "author": "Noll, Ada"},
    ),
    Head(
        "parsely and sailthru",
        page(
            '<meta name="parsely-title" content="Ferry to Holm sails again"><meta name="parsely-author" '
            'content="Ada Noll"><meta name="sailthru.date" content="Tue, 09 Mar 2021 10:00:00 +0100">'
            + site()
        ),
    ),
    Head(
        "a journal",
        page(
            '<meta name="citation_title" content="Ferry to Holm sails again"><meta name="citation_author"'
            ' content="Ada Noll"><meta name="citation_author" content="Bo Roe"><meta name='
            '"citation_publication_date" content="2021/03/09"><meta name="citation_journal_title" '
            'content="Holm Packet">'
        ),
        {**FULL, "author": "Ada Noll, Bo Roe"},
    ),
    Head(
        "microdata",
        page(
            site(),
            below='<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="author" '
            'itemscope><a itemprop="url" href="/a"><span itemprop="name">Ada Noll</span></a></span>'
            '<meta itemprop="datePublished" content="2021-03-09"></div>',
        ),
    ),
    Head(
        "RDFa",
        page(
            site(),
            below='<div typeof="Article"><span property="schema:author">Ada Noll</span> <span property='
            '"schema:datePublished" content="2021-03-09T09:00:00+01:00">on Tuesday</span></div>',
        ),
    ),
    Head(
        "hentry of an older blog",
        page(
            site(),
            below='<p><abbr class="published" title="2021-03-09T09:00:00+01:00">a while ago</abbr> '
            '<span class="author vcard"><a rel="author" href="/author/ada">Ada Noll</a></span></p>',
        ),
    ),
    Head(
        "seconds since 1970",
        page(site() + '<meta name="pubdate" content="1615284000">', below=BYLINE),
    ),
    Head(
        "fourteen figures",
        page(site() + '<meta name="publish-date" content="20210309103000">', below=BYLINE),
    ),
)

DAYS = (
    Head(
        "an instant after midnight in UTC",
        page(
            site() + '<meta property="article:published_time" content="2021-03-10T02:15:40Z">',
            below=PRINTED,
        ),
    ),
    Head(
        "an instant before midnight in UTC",
        page(
            site() + '<meta property="article:published_time" content="2021-03-08T22:30:00+00:00">',
            below='<p>By Ada Noll</p><time datetime="2021-03-08T22:30:00Z">9 March 2021, 9:30</time>',
        ),
    ),
    Head(
        "an instant and the day of the address",
        page(
            site() + '<meta property="article:published_time" content="2021-03-10T02:15:40Z">'
            '<link rel="canonical" href="https://holm.example/2021/03/09/ferry-sails">',
            below=BYLINE,
        ),
    ),
    Head(
        "an instant and a day of its own",
        page(
            site() + '<meta property="article:published_time" content="2021-03-10T02:15:40Z"><meta '
            'name="pubdate" content="2021-03-09T18:15:40-08:00">',
            below=BYLINE,
        ),
    ),
    Head(
        "a change in print",
        page(
            site() + '<meta property="article:published_time" content="2021-03-09T08:00:00Z">',
            below='<p class="byline">By Ada Noll</p><p class="date">Updated March 10, 2021</p>',
        ),
    ),
    Head(
        "publication and change in one line",
        page(
            site(),
            below='<p class="byline">By Ada Noll</p><p class="dates">Published March 9, 2021 | Updated '
            "March 11, 2021</p>",
        ),
    ),
    Head(
        "a head made when the page was made",
        page(
            site() + '<meta name="date" content="2024-05-05T10:00:00Z">',
            above='<div class="today">Sunday, May 5, 2024</div>',
            below=PRINTED,
        ),
    ),
    Head(
        "figures, day first",
        page(
            site("Holm Bote"),
            below='<p>Von Ada Noll</p><p class="datum">09.03.2021</p>',
            html="lang=de",
        ),
        {**FULL, "publication": "Holm Bote"},
    ),
    Head(
        "figures with slashes in French",
        page(
            site(),
            below='<p class="auteur">Par Ada Noll</p><p class="date">09/03/2021 à 10h30</p>',
            html="lang=fr",
        ),
    ),
    Head(
        "the day of a claim above the headline",
        page(
            site(),
            above='<div class="statement"><p class="meta">B. Mink on Monday, February 8th, 2021</p></div>',
            below='<p class="meta">By Ada Noll on Tuesday, March 9th, 2021</p>',
        ),
    ),
    Head(
        "days of other articles",
        page(
            site(),
            above='<div class="related"><time>January 5, 2022</time></div>',
            below=PRINTED + '<aside><time datetime="2022-02-02">February 2, 2022</time></aside>',
        ),
    ),
    Head(
        "only a change",
        page(site() + '<meta property="article:modified_time" content="2021-03-09">', below=BYLINE),
        doubtful=("date",),
    ),
    Head(
        "Polish",
        page(
            site(), below='<p class="author">Ada Noll</p><time>9 marca 2021</time>', html="lang=pl"
        ),
    ),
)

NAMES = (
    Head(
        "name and day in one block",
        page(
            site(),
            below='<h3 class="byline">by Ada Noll<br><span>Tuesday, March 9, 2021</span></h3>',
        ),
    ),
    Head(
        "name and day without a space",
        page(
            site(),
            below='<div class="byline"><span>Ada Noll</span><span>Tuesday, March 9, 2021</span></div>',
        ),
    ),
    Head(
        "two names",
        page(
            site(),
            below='<p class="byline">By <a href="/a">Ada Noll</a> and <a href="/b">Bo Roe</a></p>'
            '<p class="date">March 9, 2021</p>',
        ),
        {**FULL, "author": "Ada Noll and Bo Roe"},
    ),
    Head(
        "one of two in the head",
        page(
            site() + '<meta name="author" content="Ada Noll">',
            below='<p class="byline">By Ada Noll and Bo Roe</p><p class="date">March 9, 2021</p>',
        ),
        {**FULL, "author": "Ada Noll and Bo Roe"},
    ),
    Head(
        "an agency",
        page(site(), below='<p class="byline">By Ada Noll, Reuters</p><p>March 9, 2021</p>'),
    ),
    Head(
        "a role and an address",
        page(
            site(),
            below='<p class="byline">Ada Noll, Senior Reporter | ada@holm.example</p>'
            '<p class="date">March 9, 2021</p>',
        ),
    ),
    Head(
        "a biography",
        page(
            site(),
            below='<div class="author-info">Ada Noll is a reporter who covers the harbour. She lives in '
            'Brenn.</div><p class="date">March 9, 2021</p>',
        ),
    ),
    Head(
        "a user of the site and a byline",
        page(site() + '<meta name="author" content="admin">', below=PRINTED),
    ),
    Head(
        "the desk in the head and a byline",
        page(
            linked(
                "{"
                + ARTICLE.replace(
                    '{"@type":"Person","name":"Ada Noll"}',
                    '{"@type":"Organization","name":"Packet Newsroom"}',
                )
                + "}"
            ),
            below=BYLINE,
        ),
    ),
    Head(
        "whoever took the picture",
        page(
            site(),
            below='<p class="credit">Photo by Cy Poe</p><p>By Ada Noll</p><p>March 9, 2021</p>',
        ),
    ),
    Head(
        "those who comment",
        page(
            site(),
            below=PRINTED + '<ol class="comments"><li class="comment-author">By Cy Poe</li></ol>',
        ),
    ),
    Head(
        "nobody but the staff",
        page(site(), below='<p class="byline">By Staff</p><p class="date">March 9, 2021</p>'),
        {**FULL, "author": "Staff"},
        doubtful=("author",),
    ),
    Head(
        "only an address of a profile",
        page(
            site() + '<meta property="article:author" content="https://social.example/ada">',
            below='<p class="date">March 9, 2021</p>',
        ),
        {**FULL, "author": None},
    ),
)

SITES = (
    Head(
        "home beside the name",
        page(site("The Herald | Home"), below=PRINTED),
        {**FULL, "publication": "The Herald"},
    ),
    Head(
        "home before the name",
        page(site("Home - The Herald"), below=PRINTED),
        {**FULL, "publication": "The Herald"},
    ),
    Head(
        "an engine",
        page(site("WordPress"), below=PRINTED, title=f"{TITLE} | Holm Packet"),
    ),
    Head(
        "a blog at a host",
        page(
            site("Blogger")
            + '<link rel="canonical" href="https://holmpacket.blogspot.example/2021/a">',
            below=PRINTED,
            title=f"Holm Packet: {TITLE}".replace(":", " |"),
        ),
    ),
    Head(
        "an agency's text",
        page(
            linked("{" + ARTICLE.replace('"name":"Holm Packet"', '"name":"Reuters"') + "}")
            + site(),
        ),
    ),
    Head(
        "an address where a name is known",
        page(
            linked("{" + ARTICLE + "}") + site("holmpacket.example"),
        ),
    ),
    Head(
        "the title with the site's name",
        page(site(), below=PRINTED, title=f"{TITLE} - Holm Packet"),
    ),
    Head(
        "the title before the site's name and a section",
        page(
            '<link rel="canonical" href="https://www.holmpacket.example/a">',
            below=PRINTED,
            title=f"{TITLE} | Harbour | Holm Packet",
        ),
    ),
    Head(
        "the site's name as first headline",
        page(
            site(),
            above="<h1><a href='/'>Holm Packet</a></h1>",
            below=PRINTED,
            title=f"Holm Packet – {TITLE}",
        ),
    ),
    Head(
        "a title that was cut off",
        page(site() + '<meta property="og:title" content="Ferry to Holm sails…">', below=PRINTED),
    ),
    Head(
        "entities that were escaped twice",
        page(
            site("Holm &amp;amp; Brenn Packet"),
            below=PRINTED,
        ),
        {**FULL, "publication": "Holm & Brenn Packet"},
    ),
)

MAKERS = (
    Head(
        "a blog with its name as first headline",
        page(
            '<link rel="canonical" href="https://holmpacket.blogspot.example/2021/03/ferry.html">',
            above='<h1 class="title"><a href="/">The notes of the Holm Packet</a></h1><h2 class="date-header"><span>Tuesday, March 9, 2021</span></h2>',
            below='<p class="post-author">Posted by <span class="fn">Ada Noll</span> at 10:15</p>',
            title=f"Holm Packet: {TITLE}",
        ).replace(f"<h1>{TITLE}</h1>", f"<h3 class='post-title'>{TITLE}</h3>"),
    ),
    Head(
        "a government's list of terms",
        page(
            site(),
            below="<dl><dt>From:</dt><dd>Ada Noll</dd><dt>Last updated</dt><dd>11 March 2021</dd><dt>Published</dt><dd>9 March 2021</dd></dl>",
        ),
        {"title": TITLE, "date": "2021-03-09", "publication": "Holm Packet"},
    ),
    Head(
        "a time that is told in hours",
        page(
            site(),
            below=BYLINE + '<p>Updated <time datetime="2021-03-10T09:00:00Z">1 hour ago</time></p>'
            '<p><time datetime="2021-03-09T09:00:00Z">yesterday</time></p>',
        ),
    ),
    Head(
        "a clock of the site",
        page(site(), below=PRINTED).replace(
            "<a href='/'>Home</a>",
            "<time datetime='2023-05-05T10:00:00Z'>Friday, May 5, 2023</time>",
        ),
    ),
    Head(
        "a story at a host of stories",
        page(
            site("Medium") + '<link rel="canonical" href="https://medium.example/holm-packet/a">'
            '<meta name="author" content="Ada Noll"><meta property="article:published_time" content="2021-03-09T10:00:00Z">',
            title=f"{TITLE} | by Ada Noll | Holm Packet | Medium",
        ),
    ),
    Head(
        "Drupal",
        page(
            site(),
            below='<div class="submitted">Submitted by <span class="username">Ada Noll</span> on Tue, 03/09/2021 - 10:00</div>',
        ),
    ),
    Head(
        "French, with the hour of a change",
        page(
            site(),
            below="<p>Par Ada Noll</p><p>Publié le 9 mars 2021 à 10h00, mis à jour le 11 mars 2021 à 9h12</p>",
            html="lang=fr",
        ),
    ),
    Head(
        "the publication after the name",
        page(
            site(),
            below='<p class="byline">By Ada Noll, The Holm Packet</p><p class="date">March 9, 2021</p>',
        ),
    ),
)

HEADS = (*JSON_LD, *ELEMENTS, *DAYS, *NAMES, *SITES, *MAKERS)
