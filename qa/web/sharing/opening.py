"""Answers that were shared, looked up in the articles of a server again."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from qa.web.answering.service import AnsweringService
from qa.web.chat.article_versions import Shown, shown
from qa.web.sharing.record import SharedAnswer
from qa.web.sharing.standing import Reopened, reopened


def all_again(service: AnsweringService, answers: Sequence[SharedAnswer]) -> list[Reopened]:
    """Return each answer with what is there of it."""

    def find(identifier: str, stamp: str) -> Shown:
        return shown(service, identifier, stamp)

    # One article is often quoted more than once.
    find_once: Callable[[str, str], Shown] = lru_cache(maxsize=None)(find)
    present = lru_cache(maxsize=None)(service.article)
    return [reopened(one, find_once, present) for one in answers]
