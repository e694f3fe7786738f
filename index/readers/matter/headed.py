"""Texts and pages that begin with a head: their readers get what is under it."""

import re
from dataclasses import replace

from index.articles.article import Article, normalise_text
from index.articles.origins import FIELDS
from index.readers.encoding import decode
from index.readers.matter.code import Aside
from index.readers.matter.facts import Facts, facts_of
from index.readers.matter.heads import Head, take_head
from index.readers.matter.tags import without_template_tags
from index.readers.registry import Reader
from index.readers.sources import ReadOutcome, Source

_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?(?:---|\+\+\+)[ \t]*\r?\n")
_FIELDS = ("title", "author", "date", "publication", "url", "lang", "categories")


def read_headed(reader: Reader, data: bytes, source: Source) -> ReadOutcome:
    """Read with `reader` what stands under a head, where there is one.

    What the head says counts before what is found in the text. Tags of template languages go from
    texts that have a head.

    Raises:
        ReadError: of the head, or of the reader.
    """
    if not _BEGIN.match(data):
        return reader(data, source)
    head = take_head(normalise_text(decode(data).text))
    if not head.values:
        return reader(data, source)
    outcome = reader(_body(head).encode(), source)
    facts = facts_of(head.values, source)
    articles = tuple(_under(facts, article) for article in outcome.articles)
    if facts.is_draft:
        return replace(outcome, articles=(), drafts=(*outcome.drafts, *articles))
    return replace(outcome, articles=articles)


def _body(head: Head) -> str:
    aside = Aside()
    return aside.back(without_template_tags(head.body, head.values, aside))


def _under(facts: Facts, article: Article) -> Article:
    """Return an article with what its head says of it."""
    said = {name: value for name in _FIELDS if (value := getattr(facts.info, name))}
    origins = {one.field: one for one in (*article.origins, *facts.origins)}
    kept = tuple(origins[name] for name in FIELDS if name in origins)
    return replace(article, info=replace(article.info, **said), origins=kept)
