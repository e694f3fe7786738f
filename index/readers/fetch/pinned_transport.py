"""A transport for httpx that connects only where it may, and to the very address that was checked.

httpx sends every request through its transport, those of redirects too: so each is checked again.
"""

import httpx

from index.readers.fetch.public_addresses import PublicHosts

_DEFAULT_PORTS = {"http": 80, "https": 443}


class PinnedTransport(httpx.BaseTransport):
    """Looks a host up once, checks what it found, and connects to that.

    The certificate is still that of the name: only the connection goes to the address.
    """

    def __init__(self, hosts: PublicHosts) -> None:
        self._hosts = hosts
        # A connection kept open would be shared by all names of an address. `trust_env=False`: a
        # proxy would look the name up again.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._transport = httpx.HTTPTransport(trust_env=False, limits=limits)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            ReadError: when its address must not be fetched.
        """
        url = request.url
        host = url.raw_host.decode("ascii").strip("[]")
        port = url.port or _DEFAULT_PORTS.get(url.scheme, 0)
        address = self._hosts.pinned(url.scheme, host, port)
        request.url = url.copy_with(host=address, port=port)
        request.extensions = {**request.extensions, "sni_hostname": host}
        try:
            return self._transport.handle_request(request)
        finally:
            request.url = url  # redirects are relative to the name

    def close(self) -> None:
        """Close what is open."""
        self._transport.close()
