"""What is kept of articles that are taken out, or replaced by another text."""

import datetime
from collections.abc import Mapping, Sequence

from index.chunking import partition as chunking
from index.indexing.batches.preparing import Taken, made_with
from index.store.storage import Storage
from index.store.tables.articles import Known
from index.store.tables.removed import Removal
from index.versions import Versions


def keep_removed(storage: Storage, gone: Mapping[str, Known], removal: Removal | None) -> None:
    """Keep what goes with `removal`, or forget it altogether; call inside the transaction."""
    if removal is None:
        storage.versions.drop(gone)
        storage.removed.drop_articles(gone)
        return
    articles = storage.articles.at([known.row for known in gone.values()])
    for name, known in gone.items():
        if known.row not in articles:  # damaged: nobody could bring it back
            storage.versions.drop([name])
            continue
        storage.removed.put(
            articles[known.row],
            removal,
            source=known.source,
            made_with=made_with(storage) if known.chunking == chunking.FINGERPRINT else "",
            vectors=storage.passages.vectors_of(known.row)[0],
        )


def keep_versions(storage: Storage, taken: Sequence[Taken]) -> None:
    """Keep the texts that are replaced by others; call inside the transaction."""
    table, most = storage.versions, Versions(storage).kept
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    for one in taken:
        if one.known is None or one.known.content_hash == one.article.content_hash:
            continue
        before = storage.articles.at([one.known.row]).get(one.known.row)
        if before is not None and before.text != one.article.text:
            table.put(before, now)
            table.thin(before.id, most)
