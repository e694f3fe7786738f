"""Vectors that need not be made again, since what was embedded has not changed."""

from collections.abc import Sequence

import numpy as np

from index.articles.article import Article
from index.articles.passages import Passage
from index.chunking.partition import embedding_text
from index.errors import IndexDamaged
from index.models.vectors import Vectors
from index.store.soundness import passage_problems, stored_vectors
from index.store.storage import Storage


def kept_vectors(
    storage: Storage, row: int, article: Article, passages: Sequence[Passage]
) -> Vectors | None:
    """Return the vectors stored in `row`, float32 [len(passages), dimension], where they still fit.

    None where the article's passages are embedded with other words now, or what is stored is not
    sound. Metadata may have changed.
    """
    before = storage.articles.at([row]).get(row)
    if before is None or before.text != article.text or passage_problems(storage, row, before):
        return None
    try:
        cut = [place.passage for place in storage.passages.of(row)]
        if _texts(before, cut) != _texts(article, passages):
            return None
        vectors = stored_vectors(storage, row, storage.settings.dimension(), len(cut))
    except IndexDamaged:
        return None
    return vectors.astype(np.float32)


def _texts(article: Article, passages: Sequence[Passage]) -> list[str]:
    return [embedding_text(article, passage) for passage in passages]
