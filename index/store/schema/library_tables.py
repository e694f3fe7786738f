"""The tables behind lists of articles: what is sorted and counted, removed, or alike."""

NEAR_COPIES = (
    """CREATE TABLE near_copies (
        article INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        family INTEGER NOT NULL,
        rules TEXT NOT NULL,
        signature BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX near_copies_by_family ON near_copies (family)",
    """CREATE TABLE near_copy_bands (
        key INTEGER NOT NULL,
        article INTEGER NOT NULL REFERENCES near_copies (article) ON DELETE CASCADE,
        PRIMARY KEY (key, article)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX near_copy_bands_by_article ON near_copy_bands (article)",
)

LISTING = (
    # One narrow row an article: sorting and counting never reads the pages of texts.
    """CREATE TABLE article_list (
        article INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
        rules TEXT NOT NULL,
        words TEXT NOT NULL,
        title TEXT NOT NULL,
        author TEXT NOT NULL,
        author_key TEXT NOT NULL,
        publication TEXT NOT NULL,
        publication_key TEXT NOT NULL,
        date TEXT NOT NULL,
        lang TEXT NOT NULL,
        url TEXT NOT NULL,
        missing INTEGER NOT NULL,
        doubtful INTEGER NOT NULL,
        look INTEGER NOT NULL,
        future TEXT
    ) STRICT""",
    "CREATE INDEX article_list_by_look ON article_list (look DESC, date DESC, article)",
    "CREATE INDEX article_list_by_title ON article_list (title)",
    "CREATE INDEX article_list_by_url ON article_list (url)",
    "CREATE INDEX article_list_by_future ON article_list (future) WHERE future IS NOT NULL",
)

LISTED_IN_ORDER = (
    # As `ORDERS` of the list says it: a page is then found without sorting all.
    "CREATE INDEX article_list_by_newest ON article_list (date DESC, title, article)",
    "CREATE INDEX article_list_by_oldest ON article_list (date = '', date, title, article)",
    "CREATE INDEX article_list_by_author "
    "ON article_list (author_key = '', author_key, date DESC, article)",
    "CREATE INDEX article_list_by_publication "
    "ON article_list (publication_key = '', publication_key, date DESC, article)",
)

CATEGORIES = (
    "ALTER TABLE article_details ADD COLUMN categories TEXT NOT NULL DEFAULT '[]'",
    """CREATE TABLE article_categories (
        article INTEGER NOT NULL REFERENCES article_list (article) ON DELETE CASCADE,
        category TEXT NOT NULL,
        key TEXT NOT NULL,
        PRIMARY KEY (article, category)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX article_categories_by_category ON article_categories (category, article)",
)

REMOVED = (
    # No reference to the article's row, which is gone.
    """CREATE TABLE removed_articles (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        removal TEXT NOT NULL,
        article TEXT NOT NULL UNIQUE,
        title TEXT,
        editor TEXT NOT NULL,
        removed_at TEXT NOT NULL,
        source TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        made_with TEXT NOT NULL,
        sha256 BLOB NOT NULL,
        vectors BLOB NOT NULL,
        data BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX removed_articles_by_removal ON removed_articles (removal)",
)

COLLECTIONS = (
    """CREATE TABLE collections (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE
    ) STRICT""",
    # By row, so that whether a passage may be seen is one look into a narrow table. An article
    # without a row here is seen by nobody who does not see everything.
    """CREATE TABLE memberships (
        article INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
        collection INTEGER NOT NULL REFERENCES collections (number),
        PRIMARY KEY (article, collection)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX memberships_by_collection ON memberships (collection, article)",
    # Where articles were that are gone, by identifier: one that comes back is where it was.
    """CREATE TABLE past_memberships (
        article TEXT NOT NULL,
        collection INTEGER NOT NULL REFERENCES collections (number) ON DELETE CASCADE,
        PRIMARY KEY (article, collection)
    ) STRICT, WITHOUT ROWID""",
    "INSERT INTO collections (name) VALUES ('default')",
    "ALTER TABLE subscriptions ADD COLUMN collections TEXT NOT NULL DEFAULT '[]'",
)

EARLIER_ARTICLES = (
    "INSERT INTO past_memberships SELECT article, 1 FROM removed_articles",
    "INSERT INTO memberships SELECT row, 1 FROM articles",
)
"""Put what an earlier version left into the default collection."""
