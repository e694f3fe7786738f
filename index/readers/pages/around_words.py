"""Words that the themes of publishing systems name what stands around an article with."""

ELEMENTS = frozenset("nav aside footer button select textarea option dialog menu".split())
ROLES = frozenset(
    """navigation complementary contentinfo banner search menu menubar toolbar alert alertdialog
    dialog tooltip""".split()
)
WORDS = frozenset(
    """ad ads adslot advert adverts advertisement advertising adsense breadcrumb breadcrumbs
    comment comments commentlist commentform comentarios kommentare commentaires respond disqus
    livefyre cookie cookies consent gdpr newsletter newsletters subscribe subscription signup
    sign-up mailchimp optin opt-in related recirc recirculation recommended recommendations readmore
    read-more read-next more-stories more-from more-on also-read see-also you-may-like trending
    most-popular most-read mostread popular-posts latest-news outbrain taboola zergnet promo promos
    promoted promotion sponsored sponsor partner-links share sharing sharebar share-bar shares
    sharedaddy addthis addtoany sharethis social-share social-links socialmedia follow-us sidebar
    side-bar toolbar pager pagination paginator page-nav post-navigation nav-links navbar navigation
    nav menu submenu footer site-header site-footer masthead taglist tag-list post-tags tagcloud
    entry-utility jp-relatedposts author-bio author-box authorbox about-author about-the-author
    bio-box paywall login signin sign-in modal popup pop-up lightbox skip-link skiplink
    skip-to-content print-only printonly editsection mw-editsection mw-jump-link catlinks navbox
    noprint widget-area wp-block-latest-posts correction-form feedback-form donate donation-form
    call-to-action cta share-buttons share-links share-icons share-tools
    social-icons social-buttons social-media cookie-notice cookie-banner newsletter-form
    subscribe-form""".split()
)
"""Of a class or id that is one of them, or begins or ends with one, or holds one of two words."""

NAMES = frozenset(
    """banner widget widgets overlay social tags rating ratings reactions poll toc-sidebar ai2html
    g-artboard comment-body""".split()
)
"""Classes and ids that say so only as a whole: as parts of others they also name articles."""

NEGATIONS = frozenset("has no not with without is wo hide remove".split())
"""Before one of the words above, they say something of another element."""

OF_ARTICLES = r"article-?body|post-?body|story-?body|entry-?content|post-?content"
