"""The address that leads to everything a speaker says, from wherever he is named."""

from urllib.parse import urlencode


def speaker_address(name: str, article: str = "", *, root: str = "") -> str:
    """Return the address that leads to the speaker whom a name means.

    Args:
        name: As a quote or an answer has it.
        article: Identifier of the one that is quoted, where the name may mean somebody of its own.
        root: Leads to the server's own address.
    """
    values = {"name": name, "article": article}
    return f"{root}speakers/named?{urlencode({k: v for k, v in values.items() if v})}"
