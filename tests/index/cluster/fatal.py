"""An annotator by which words of an article end the worker that reads it."""

import os
import signal
from pathlib import Path

from index.articles.article import Article
from index.articles.statement import Statement


class Fatal:
    """Finds nothing. The process that reads "poison" ends; at "once PATH" it does so once."""

    fingerprint = "fatal-1"

    def __init__(self, *, harmless: bool = False) -> None:
        self.harmless = harmless

    def annotate(self, article: Article) -> list[Statement]:
        """Return nothing, or do not return."""
        if self.harmless:
            return []
        _, once, path = article.text.partition("once ")
        marker = Path(path.split()[0]) if once else None
        if "poison" in article.text or (marker and not marker.exists()):
            if marker:
                marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return []
