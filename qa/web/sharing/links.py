"""Links to answers and conversations: made, opened, and taken back.

A link carries its answers (`record.py`), sealed; what is too long for that is kept by the server
under a random identifier, where its owner allows it. Besides, the server keeps only which links
were taken back.
"""

import hmac
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError

from qa.answers import Answer
from qa.web.sharing.addresses import LONGEST, LONGEST_PROOF
from qa.web.sharing.record import MOST_ANSWERS, SharedAnswer, SharedAnswers, record_of
from qa.web.sharing.sealing import AlteredLink, Sealing, identifier_of, packed, unpacked
from qa.web.sharing.store import LinkStore

__all__ = ["AlteredLink", "AnswerLinks", "LinkTaken", "MadeLink", "NotShared"]

_MOST_QUOTES = 100
_DAY = 24 * 3600


class LinkTaken(Exception):
    """The link was taken back."""


class NotShared(Exception):
    """There can be no link. `is_too_long`: only because it would be too long for one."""

    def __init__(self, *, is_too_long: bool = False) -> None:
        super().__init__()
        self.is_too_long = is_too_long


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link: its address from the chat's page, and what takes it back.

    `count` is how many answers it shows; `expires` is in seconds since 1970, None for never.
    """

    address: str
    id: str
    secret: str
    made: int
    count: int
    expires: int | None = None


class AnswerLinks:
    """Makes and opens links with the key in a folder. Safe to share among threads.

    `keep_days` is how long answers that are too long for a link are kept; None for not at all.
    """

    def __init__(self, folder: Path, keep_days: int | None = None) -> None:
        self._sealing = Sealing(folder)
        self._days = keep_days
        self.store = LinkStore(folder)

    def make(self, answer: Answer, filters: Mapping[str, Any]) -> str | None:
        """Return a token that says that this server gave an answer; None where there can be none.

        Said to be answered without a quote, it shows nothing that could be shown again.
        """
        if (answer.answered and not answer.quotes) or len(answer.quotes) > _MOST_QUOTES:
            return None
        return self.proof(record_of(answer, filters, datetime.now(UTC).date()))

    def proof(self, shared: SharedAnswer) -> str | None:
        """Return a token that says that this server gave an answer."""
        token = self._sealing.seal(_written([shared], _now()))
        return token if token and len(token) <= LONGEST_PROOF else None

    def open(self, token: str) -> SharedAnswers:
        """Return what a token says.

        Raises:
            AlteredLink: it is not whole, was altered, or is another server's.
            LinkTaken: it was taken back.
        """
        shared = _read(self._sealing.opened(token))
        self._check(identifier_of(token), shared.made)
        return shared

    def given(self, token: str) -> SharedAnswers | None:
        """Return what a token says whether or not its link was taken back; None for no token."""
        try:
            return _read(self._sealing.opened(token))
        except AlteredLink:
            return None

    def open_kept(self, identifier: str) -> SharedAnswers:
        """Return what the server keeps under an identifier; raises like `open`."""
        self._check(identifier, None)
        whole = self.store.kept(identifier, _now())
        if whole is None:
            raise AlteredLink
        shared = _read(unpacked(whole))
        self._check(identifier, shared.made)
        return shared

    def _check(self, identifier: str, made: int | None) -> None:
        if self.store.is_taken_back(identifier, made):
            raise LinkTaken

    def share(self, tokens: Sequence[str]) -> MadeLink:
        """Return a new link to the answers that tokens say, those taken back left out.

        Raises:
            NotShared: no answer is left, there is no key, or they are too long together.
            StoreFull: they are too long for a link, and no more are kept.
        """
        answers = [one for token in tokens for one in self._answers(token)]
        if not answers:
            raise NotShared
        made = _now()
        written = _written(answers, made)
        token = self._sealing.seal(written)
        if token is None:
            raise NotShared
        if len(token) <= LONGEST:
            return self._made(identifier_of(token), {"a": token}, made, len(answers))
        if self._days is None:
            raise NotShared(is_too_long=True)
        identifier, expires = secrets.token_hex(16), made + self._days * _DAY
        self.store.keep(identifier, packed(written), made, expires)
        return self._made(identifier, {"k": identifier}, made, len(answers), expires)

    def _answers(self, token: str) -> list[SharedAnswer]:
        try:
            return self.open(token).answers
        except (AlteredLink, LinkTaken):
            return []

    def _made(
        self,
        identifier: str,
        carried: Mapping[str, str],
        made: int,
        count: int,
        expires: int | None = None,
    ) -> MadeLink:
        secret = self._sealing.secret(identifier) or ""
        return MadeLink(f"shared?{urlencode(carried)}", identifier, secret, made, count, expires)

    def secret(self, identifier: str) -> str:
        """Return what takes the link of an identifier back."""
        return self._sealing.secret(identifier) or ""

    def take_back(self, identifier: str, secret: str) -> bool:
        """Let a link open nothing any more; return whether the secret was its own.

        Raises:
            StoreFull: no more links can be taken back.
        """
        known = self._sealing.secret(identifier)
        if known is None or not hmac.compare_digest(known.encode(), secret.encode()):
            return False
        self.store.take_back(identifier, _now())
        return True


def _now() -> int:
    return int(time.time())


def _written(answers: Sequence[SharedAnswer], made: int) -> bytes:
    # The mark makes two links to the same answers two, of which one may be taken back.
    shared = SharedAnswers(
        made=made, mark=secrets.token_urlsafe(6), answers=list(answers[:MOST_ANSWERS])
    )
    return shared.model_dump_json(exclude_defaults=True).encode()


def _read(written: bytes) -> SharedAnswers:
    try:
        value = json.loads(written)
        if "answers" in value:
            return SharedAnswers.model_validate(value)
        alone = SharedAnswer.model_validate(value)  # a link of before conversations were shared
    except (ValueError, TypeError, ValidationError):  # of a later server
        raise AlteredLink from None
    day = datetime.combine(alone.day, datetime.min.time(), UTC)
    return SharedAnswers(made=int(day.timestamp()), answers=[alone])
