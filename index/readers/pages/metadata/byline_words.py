"""Words of bylines: what leads in a name, what follows it, and what is no person. Tables."""

BY = (
    "by von par por di da de od av af door przez от autor autora autore auteur author authors"
    " автор автори текст text texte texto testo words foto-text skriven skrevet kirjoittaja"
).split()  # fmt: skip
"""Words that may stand before a name; those that are also particles of names need a colon."""

BY_WITH_COLON = frozenset(
    "de da di od av af autor autora autore auteur author authors автор автори текст text texte"
    " texto testo words skriven skrevet kirjoittaja".split()
)

BY_AFTER = (
    "written posted published reported reporting story words text analysis opinion review column"
    " interview commentary report article submitted contributed essay created guest post last"
).split()  # fmt: skip
"""Words that may stand before "by" in the byline of the one who wrote the text."""

OTHER_CRAFTS = (
    "photo photos photograph photographs photography picture pictures image images illustration"
    " illustrations graphic graphics video videos edited fact-checked checked reviewed translated"
    " produced design designed drawing drawings cartoon art artwork narrated presented curated"
    " sponsored powered hosted medically foto fotos bild bilder grafik vidéo redigert"
).split()  # fmt: skip
"""Words before "by" that name somebody else than who wrote the text."""

JOINTS = "and und et och og en ja и та i & with avec mit con com met med".split()  # fmt: skip

JOINTS_IN_NAMES = "y e i en".split()
"""Joints that are also within names (Ortega y Gasset): they part only whole names."""

PARTICLES = frozenset(
    "de del della dello der den des di da do dos das du d' la le el al as von vom van zu zum zur"
    " ten ter te av af bin ibn ben y e i o' 't und mac mc st st. san santa".split()
)

CREDENTIALS = frozenset(
    "md m.d. phd ph.d. ma m.a. mba msc bsc rn mph esq esq. dds jd frcp obe cbe mbe mp mep".split()
)
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())

ROLES = (
    "staff writer reporter reporters correspondent correspondents editor editors columnist"
    " columnists contributor contributors contributing freelance freelancer journalist author"
    " analyst critic blogger intern producer senior chief executive managing deputy associate"
    " assistant special political business economics economy science health sports sport culture"
    " foreign national local technology tech education environment climate crime court courts"
    " data investigations investigative guest staff-writer redakteur redakteurin korrespondent"
    " korrespondentin journaliste rédacteur rédactrice correspondant correspondante redactor"
    " redactora corresponsal periodista giornalista redattore journalistin columnista reportero"
    " writers world city diplomatic"
).split()  # fmt: skip
"""Words that say what a name does; a run of them after a name is no part of it."""

NOBODY = (
    "staff admin administrator webmaster newsroom desk newsdesk team editorial editor editors"
    " editor's redaktion redaktionen redacción redaccion rédaction redazione redakcja redakce"
    " redactie redação redacao toimitus редакция редакція 编辑部 編集部 contributors contributor"
    " contributions reports reporters reporter reporting correspondent correspondents bureau user"
    " guest unknown anonymous none null undefined author authors writer writers publisher n/a"
    " username moderator support info contact superuser root test default board wire wires services"
).split()  # fmt: skip
"""Words that name nobody in particular, alone or with others."""

BODIES = (
    "agency agence agencia agenzia news times post herald tribune gazette journal ledger packet"
    " press media magazine daily weekly review observer guardian chronicle telegraph courier"
    " examiner sentinel inquirer dispatch mail express mirror standard independent echo argus"
    " advertiser registry bulletin broadcasting television tv radio network channel service"
    " university institute foundation association society organization organisation council"
    " committee ministry department office inc inc. ltd ltd. llc gmbh corp corp. company group"
    " blog publishing publications communications studios productions digital online web site"
    " zeitung nachrichten rundfunk presse journalen avisen tidning diario periódico jornal folha"
    " giornale corriere gazzetta krant dagblad gazeta новости газета вести"
).split()  # fmt: skip
"""Words that are in the names of bodies, seldom in those of people."""

AGENCIES = (
    "reuters", "ap", "the ap", "associated press", "the associated press", "afp",
    "agence france-presse", "agence france presse", "dpa", "deutsche presse-agentur", "bloomberg",
    "upi", "united press international", "pa", "pa media", "press association", "ansa", "efe",
    "tass", "itar-tass", "ria novosti", "interfax", "xinhua", "kyodo", "kyodo news", "jiji press",
    "pti", "ani", "ians", "cp", "the canadian press", "canadian press", "aap",
    "australian associated press", "ntb", "tt", "ritzau", "stt", "anp", "belga", "apa", "sda",
    "keystone-sda", "kna", "epd", "sid", "yonhap", "ap news", "lusa", "europa press", "adnkronos",
    "agi", "pap", "čtk", "ctk", "mti", "tanjug", "hina", "anadolu agency", "anadolu", "irna",
    "mena", "wam", "spa", "getty images", "cnn wire", "newswire", "pr newswire", "business wire",
    "globe newswire", "globenewswire", "tribune news service", "the conversation", "wire reports",
    "stringer", "afp/getty",
)  # fmt: skip
"""Agencies, whose texts others print."""

PLACES_BEGIN = frozenset(
    "new san santa saint st st. los las north south east west port fort mount cape hong tel abu rio"
    " buenos são sao kuala salt washington united".split()
)
"""First words of places: a run of words after a name that begins so is where it was written."""

ENGINES = frozenset(
    "wordpress wordpress.com blogger blogspot medium substack squarespace wix wix.com drupal joomla"
    " joomla! ghost tumblr livejournal typepad weebly hugo jekyll hexo gatsby typo3 contao webflow"
    " movabletype hubspot shopify github pages githubpages notion postach.io blogger.com medium.com"
    " facebook twitter x youtube google feedburner amp disqus".split()
)
"""What makes pages or carries them; none of it publishes them, but for its own ones."""

NO_SITE = frozenset(
    (
        "home", "homepage", "home page", "start", "startseite", "accueil", "inicio", "main",
        "index", "news", "blog", "official site", "website", "official website", "welcome",
        "front page", "untitled", "my site", "site title", "my blog",
        "just another wordpress site", "default", "article", "articles", "archive", "latest news",
        "breaking news", "top stories", "latest news & headlines", "main page", "hauptseite",
        "главная", "首页",
    )
)  # fmt: skip
"""What stands in the place of a site's name and is none."""
