"""What stands around an article in its page: told by elements, by the words of classes, by wording.

The words are those that the themes of publishing systems use. A word alone never takes the bulk of
a page away: what holds much of the page's prose is the article, whatever it is called.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from lxml import html as lxml_html

_ELEMENTS = frozenset("nav aside footer button select textarea option dialog menu".split())
_ROLES = frozenset(
    """navigation complementary contentinfo banner search menu menubar toolbar alert alertdialog
    dialog tooltip""".split()
)
_WORDS = frozenset(
    """ad ads adslot advert adverts advertisement advertising adsense banner breadcrumb breadcrumbs
    byline-social comments commentlist commentform comentarios kommentare commentaires respond
    disqus livefyre cookie cookies consent gdpr
    newsletter newsletters subscribe subscription signup sign-up mailchimp optin opt-in
    related recirc recirculation recommended recommendations readmore read-more read-next
    more-stories more-from more-on also-read see-also you-may-like trending most-popular most-read
    mostread popular-posts latest-news outbrain taboola zergnet promo promos promoted promotion
    sponsored sponsor partner-links share sharing sharebar share-bar shares sharedaddy addthis
    addtoany sharethis social social-share social-links socialmedia follow-us
    sidebar side-bar toolbar pager pagination paginator page-nav post-navigation nav-links navbar
    navigation nav menu submenu footer site-header site-footer masthead tags taglist tag-list
    post-tags tagcloud entry-utility jp-relatedposts author-bio author-box authorbox about-author
    about-the-author bio-box paywall login signin sign-in modal popup pop-up overlay lightbox
    skip-link skiplink skip-to-content print-only printonly editsection mw-editsection mw-jump-link
    catlinks navbox noprint toc-sidebar widget widget-area wp-block-latest-posts
    correction-form feedback-form rating ratings poll reactions
    donate donation-form call-to-action cta appeal ai2html g-artboard""".split()
)
_RARELY = re.compile(r"article-?body|post-?body|story-?body|entry-?content|post-?content", re.I)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[\s_]+|(?<=[a-z])-{2,}|--")
_LONGEST_CLASS, _LONGEST_ID = 6, 3
_BULK, _BULK_OF_TAGS = 0.4, 0.8
"""Shares of a page's prose from which on an element is no surrounding, whatever its name or tag."""

_CALLS = re.compile(
    r"(?:advertis(?:ement|ing)|anzeige|publicité|publicidad|sponsored(?: content)?"
    r"|(?:share|tweet|email|print|save)(?: (?:this|on|via|article|story|page)\b.{0,40})?"
    r"|follow us\b.{0,80}|sign up (?:for|to)\b.{0,120}|subscribe (?:to|now|today)\b.{0,120}"
    r"|(?:skip|jump) to (?:main )?content|click here\b.{0,80}"
    r"|(?:view|show|hide|load|read) (?:all )?(?:more )?comments?|\d+ comments?"
    r"|leave a (?:reply|comment)|back to top|continue reading"
    r"|story continues below(?: advertisement)?|article continues (?:below|after)\b.{0,40}"
    r"|(?:all rights reserved|copyright ©|© (?:copyright )?\d{4})\b.{0,160}"
    r"|we use cookies\b.{0,400}|this (?:web)?site uses cookies\b.{0,400}"
    r"|enter your e-?mail(?: address)?\b.{0,80}|please enable javascript\b.{0,120})[.!:…]?",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"(?:\W{0,3})(?:related|read (?:more|next|also|too)|also read|see also|more (?:on|from|in|news)"
    r"|further reading|recommended|you (?:may|might) (?:also )?like|don['’]t miss|watch|listen"
    r"|lire aussi|à lire|mehr (?:zum|dazu|lesen)|lesen sie auch|siehe auch|lee también|leer más"
    r"|leggi anche|leia (?:mais|também)|читайте также)\b",
    re.IGNORECASE,
)


def around_elements(
    root: lxml_html.HtmlElement, prose: dict[lxml_html.HtmlElement, int]
) -> Iterator[lxml_html.HtmlElement]:
    """Yield the elements of `root` that stand around its article.

    Args:
        root: of the page.
        prose: characters of prose in each element that holds some.
    """
    whole = prose.get(root, 0)
    for element in root.iter():
        if element is root or not isinstance(element.tag, str):
            continue
        most = _BULK_OF_TAGS if element.tag in _ELEMENTS else _BULK
        if prose.get(element, 0) <= most * whole and is_around(element):
            yield element


def is_around(element: lxml_html.HtmlElement) -> bool:
    """Tell whether an element's tag, role or class says that it stands around an article."""
    tag, attributes = element.tag, element.attrib
    if tag in _ELEMENTS:
        return True
    if tag == "form":
        return True
    if tag == "header":
        return next(element.iterancestors("article", "main"), None) is None
    if not attributes or tag in {"html", "body", "article", "main", "a", "p", "span", "em", "b"}:
        return False
    if (attributes.get("role") or "").lower() in _ROLES:
        return True
    if attributes.get("itemprop") == "articleBody":
        return False
    return _names_surroundings(attributes.get("class"), _LONGEST_CLASS) or _names_surroundings(
        attributes.get("id"), _LONGEST_ID
    )


@lru_cache(maxsize=8192)
def _names_surroundings(names: str | None, longest: int) -> bool:
    """Tell whether one of `names` is or begins or ends with a word of what stands around.

    Names of more words than `longest` are made of headings, and say nothing.
    """
    if not names or _RARELY.search(names):
        return False
    for name in names.split()[:20]:
        for part in _PARTS.split(_CAMEL.sub("-", name)):
            words = [word for word in part.lower().split("-") if word]
            if not words or len(words) > longest:
                continue
            pairs = map("-".join, pairwise(words))
            if not _WORDS.isdisjoint(("-".join(words), words[0], words[-1], *pairs)):
                return True
    return False


def is_call(text: str) -> bool:
    """Tell whether a whole line calls to share, subscribe, or the like."""
    return len(text) < 500 and _CALLS.fullmatch(text) is not None


def points_elsewhere(text: str) -> bool:
    """Tell whether a line begins as those do that point to other articles."""
    return _POINTERS.match(text) is not None
