"""What exporters and writers call the fields of an article, surest name first.

Names are compared by `key`: letters and digits alone, without case, so that `Publish_Date`,
`publish-date` and `publishDate` are one. A name of a value inside another one is written in one
(`source.name` is `sourcename`). A number after a name is the certainty of what it holds, 1 without.
"""

from collections.abc import Mapping

FIELDS = ("title", "author", "date", "publication", "url", "text", "id", "lang", "categories")
"""What a user may name a column for."""


def key(name: str) -> str:
    """Return what two spellings of a name have in common."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _table(names: str) -> Mapping[str, float]:
    found: dict[str, float] = {}
    last = ""
    for word in names.split():
        if word.startswith("0."):
            found[last] = float(word)
        else:
            last = word
            found[word] = 1.0
    return found


NAMES: Mapping[str, Mapping[str, float]] = {
    "title": _table(
        "title headline headlinemain webtitle hd hl articletitle newstitle storytitle posttitle "
        "documenttitle doctitle fieldsheadline headlines heading ti 0.8 pagetitle 0.8 "
        "threadtitle 0.8 seotitle 0.6 ogtitle 0.6 subject 0.6 name 0.4"
    ),
    "author": _table(
        "author authors byline bylineoriginal fieldsbyline by creator creators dccreator "
        "authornames authorname articleauthor newsauthor postauthor postauthorname authorsparsed "
        "writer writers journalist journalists reporter reporters columnist au "
        "contributor 0.6 contributors 0.6 user 0.4 username 0.4"
    ),
    "date": _table(
        "date pubdate published publishdate publisheddate datepublished datepublish publishedat "
        "publishedon publishedtime publishtime publicationdate publicationtime pubtime pd "
        "articledate newsdate storydate postdate webpublicationdate firstpublished "
        "firstpublicationdate fieldsfirstpublicationdate articlepublishedtime dcdate issued "
        "issuedate displaydate releasedate posted postedat postedon postedtime dateposted day "
        "pubdatetime publishedutc datetime 0.8 time 0.6 timestamp 0.6 created 0.6 createdat 0.6 "
        "createddate 0.6 datecreated 0.6 createdutc 0.6 creationdate 0.6 year 0.6 "
        "loaddate 0.4 seendate 0.4 sqldate 0.4 dateadded 0.4 updatedate 0.4"
    ),
    "publication": _table(
        "publication publicationname publicationtitle sourcename newspaper newspapername journal "
        "journalname journaltitle journalref outlet outletname newsoutlet newssource mediumname "
        "medianame sn magazine sitename ogsitename publisher publishername source site website "
        "provider feedtitle feedname threadsitefull 0.6 threadsite 0.6 sourcecommonname 0.6 "
        "sourcedomain 0.6 domain 0.6 sourcetitle channel 0.6 siteurl 0.6 host 0.6 hostname 0.6"
    ),
    "url": _table(
        "url link articleurl articlelink newsurl newslink weburl pageurl posturl permalink "
        "canonical canonicalurl canonicallink originalurl originallink sourceurl sourcelink "
        "sourceuri documentidentifier externalurl storyurl href uri webpage threadurl "
        "fieldsshorturl 0.6 shorturl 0.6 guid 0.6"
    ),
    "lang": _table("lang language la langcode languagecode inlanguage locale articlelanguage"),
    "id": _table(
        "id oid guid uuid articleid newsid storyid storiesid postid docid documentid uid corduid "
        "paperid an accessionno accessionnumber urlhash slug"
    ),
}
"""Without the texts, which are parted below."""

BODIES = _table(
    "fulltext fullcontent fullarticle maintext articletext articlebody articlecontent newscontent "
    "newstext storytext fieldsbodytext bodytext text content body postcontent contenttext "
    "contenthtml contentencoded bodyhtml fieldsbody cleantext cleanedtext plaintext rawtext "
    "extractedtext articlehtml html story article td selftext transcript paragraphs document"
)
"""Columns that hold a whole text."""

LEADS = _table(
    "lead leadparagraph lede lp standfirst fieldsstandfirst intro introduction firstparagraph"
)
"""Columns that hold how a text begins, where the rest has a column of its own."""

TEASERS = _table(
    "abstract description shortdescription summary snippet excerpt teaser trailtext "
    "fieldstrailtext dek subtitle deck"
)
"""Columns that say what a text is about; they are the text where nothing else is."""

SECTIONS = _table(
    "section sections sectionname fieldssectionname articlesection rubric newsdesk category "
    "categoryname primarycategory"
)
"""Names under which sections stand, one name each: a comma in it parts nothing."""

TAGS = _table(
    "categories categorynames tags tag tagnames posttags articletags newskeywords keywords "
    "topics topic"
)
"""Names under which several categories stand, which commas may part."""

WRAPPERS = frozenset(
    "attributes fields article data post doc document item node record meta metadata params "
    "extra taxonomies properties frontmatter content".split()
)
"""Values that may hold the fields of an article one level down: `attributes` of JSON:API, `params`
of Hugo, `extra` of Zola; and `_source` of Elasticsearch, which is not `source`."""

STATES = frozenset("status poststatus state articlestatus publicationstatus workflowstate".split())
"""Where it is said in words whether an article is published."""

DRAFT_FLAGS = frozenset("draft isdraft private unpublished".split())
PUBLISHED_FLAGS = frozenset("published publish ispublished".split())
UNPUBLISHED_STATES = frozenset(
    "draft autodraft private pending pendingreview future scheduled unpublished trash trashed "
    "inherit hidden deleted archiveddraft inreview review embargoed notpublished".split()
)
EMBARGOES = frozenset("publishon embargo embargodate embargountil embargoeduntil".split())
"""Days before which an article is not out, in tables and heads."""

RELEASES = EMBARGOES | {"date", "publishdate"}
"""The same in heads, whose writers date ahead what shall appear then."""

EXPIRIES = frozenset("expirydate expires expirationdate unpublishdate unpublishon".split())
"""Days after which an article is out no more."""
