"""Where to go after signing in: only ever an address of this server. Pure."""

from urllib.parse import urlsplit

HOME = "/"
_LONGEST = 2000


def safe_next(wanted: str) -> str:
    r"""Return `wanted` when it is a path of this server, else HOME.

    Browsers take `//host`, `/\host` and `\\host` for other hosts, and drop tabs and line ends
    before they look; so nothing of the kind is let through, wherever it stands.
    """
    if not wanted.startswith("/") or len(wanted) > _LONGEST:
        return HOME
    if not wanted.isascii() or not wanted.isprintable() or set(wanted) & set('\\ "<>'):
        return HOME
    path = wanted.split("?")[0].split("#")[0]
    if "//" in path or _leads_away(wanted) or _is_sign_in(path):
        return HOME
    return wanted


def _leads_away(wanted: str) -> bool:
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)


def _is_sign_in(path: str) -> bool:
    """Whether somebody would be sent in a circle."""
    return path.split("/")[1] in {"login", "logout"}
