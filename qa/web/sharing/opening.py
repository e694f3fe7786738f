"""Answers that were shared, looked up in the articles of a server again."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from qa.web.answering.service import AnsweringService
from qa.web.chat.article_versions import Shown, shown
from qa.web.requests.seeing import EVERYTHING, NOTHING, seen_now
from qa.web.sharing.record import SharedAnswer
from qa.web.sharing.standing import Reopened, reopened
from qa.web.sharing.withholding import as_limited


def all_again(service: AnsweringService, answers: Sequence[SharedAnswer]) -> list[Reopened]:
    """Return each answer of one link with what is there of it for whoever asks."""

    def find(identifier: str, stamp: str) -> Shown:
        return shown(service, identifier, stamp)

    # One article is often quoted more than once.
    find_once: Callable[[str, str], Shown] = lru_cache(maxsize=None)(find)
    present = lru_cache(maxsize=None)(service.article)
    found = [reopened(one, find_once, present) for one in answers]
    seen = seen_now(NOTHING)
    return found if seen is EVERYTHING else as_limited(found, seen)
