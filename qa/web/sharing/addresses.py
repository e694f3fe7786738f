"""The addresses that a reader gives on: of answers as they were, or of a question. Pure."""

import re
from urllib.parse import urlencode

LONGEST = 1_900
"""Characters that a link carries: signing in leads on to addresses of 2,000."""
LONGEST_PROOF = 30_000
"""Characters of what is kept with an answer, of which links are made."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]+")


def is_token(text: str, longest: int = LONGEST) -> bool:
    """Whether this can be what a link carries."""
    return len(text) <= longest and bool(_TOKEN.fullmatch(text))


def ask_address(question: str) -> str:
    """Return the address of the chat that asks a question when it is opened."""
    return f"./?{urlencode({'q': question})}"
