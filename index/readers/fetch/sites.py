"""Which addresses belong to one site: links of a list lead nowhere else."""

from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


def site_of(url: str) -> tuple[str, int | None] | None:
    """Return the site of an address: its host, without "www.", and its port where it is unusual.

    None for what is no address of the web.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    usual = port in {None, _PORTS[parts.scheme]}
    return parts.hostname.lower().removeprefix("www."), None if usual else port


def same_site(url: str, other: str) -> bool:
    """Tell whether two addresses are of one site."""
    site = site_of(url)
    return site is not None and site == site_of(other)
