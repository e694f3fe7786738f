"""The addresses that a reader gives on: of an answer as it was, or of its question. Pure."""

import re
from urllib.parse import urlencode

LONGEST = 1_900
"""Characters that a link carries: signing in leads on to addresses of 2,000."""

_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}")


def is_token(text: str) -> bool:
    """Whether this can be what a link to an answer carries."""
    return bool(_TOKEN.fullmatch(text))


def share_address(token: str | None, question: str) -> str:
    """Return the address of an answer as it was, from the chat's page; without one, what asks it.

    `token` is the browser's word: whatever it is, the address stays on this server.
    """
    if token and is_token(token):
        return f"shared?{urlencode({'a': token})}"
    return ask_address(question)


def ask_address(question: str) -> str:
    """Return the address of the chat that asks a question when it is opened."""
    return f"./?{urlencode({'q': question})}"
