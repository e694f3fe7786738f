"""The tables behind the list of speakers: what each article tells of it, and which have changed."""

KEPT_CHANGES = 20_000
"""Notes of changes that are kept; who has followed fewer reads everything again."""

_NOTED = "INSERT INTO speaker_changes (article) VALUES ({row});"


def _noting(table: str, event: str, row: str) -> str:
    name = f"{table}_{event.split()[0].lower()}_noted"
    return f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {_NOTED.format(row=row)} END"


ARTICLE_SPEAKERS = (
    # Goes with the statements that it was made of.
    """CREATE TABLE article_speakers (
        article INTEGER PRIMARY KEY REFERENCES statement_sets (article) ON DELETE CASCADE,
        rules TEXT NOT NULL,
        speakers TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE speaker_changes (
        number INTEGER PRIMARY KEY,
        article INTEGER NOT NULL
    ) STRICT""",
    # The database notes it itself, so that nothing that writes can forget to.
    _noting("articles", "INSERT", "NEW.row"),
    _noting("articles", "DELETE", "OLD.row"),
    _noting("statement_sets", "INSERT", "NEW.article"),
    _noting("statement_sets", "DELETE", "OLD.article"),
    _noting("article_speakers", "INSERT", "NEW.article"),
    _noting("memberships", "INSERT", "NEW.article"),
    _noting("memberships", "DELETE", "OLD.article"),
    # Another name may be of other readers: no article's row is 0.
    _noting("collections", "UPDATE OF name", "0"),
    # The last ones stay, so that numbers only grow.
    f"""CREATE TRIGGER speaker_changes_forgotten AFTER INSERT ON speaker_changes
        WHEN NEW.number % 1000 = 0 BEGIN
        DELETE FROM speaker_changes WHERE number <= NEW.number - {KEPT_CHANGES}; END""",
)
