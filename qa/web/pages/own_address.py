"""The address under which a visitor sees this server."""

import re

from starlette.requests import Request

from qa.web.settings import ServerSettings

_HOST_HEADER = re.compile(r"[\w.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?", re.ASCII)


def own_address(request: Request, settings: ServerSettings) -> str:
    """Return the address of the chat, with a slash at its end, as the visitor has it."""
    host = request.headers["host"]
    if not _HOST_HEADER.fullmatch(host):
        return settings.url
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{request.scope['scheme']}://{host.lower()}{root}/"
