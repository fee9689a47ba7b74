"""The way out of a network that is left through an HTTP proxy only: which addresses go through it."""

import ipaddress
from collections.abc import Set
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class Proxy:
    """An http(s) proxy, its name and password in its URL. `direct` are hosts and domains that are reached without it.

    Loopback and private addresses, and names without a dot, always are: they belong to this machine or its network.
    """

    url: str = field(repr=False)
    direct: Set[str] = frozenset()

    def serves(self, url: str) -> bool:
        """Whether requests to an address go through it."""
        host = (urlsplit(url).hostname or "").rstrip(".")
        return bool(host) and not _is_near(host) and not any(_within(host, name) for name in self.direct)

    @property
    def address(self) -> str:
        """Its URL without name and password, fit to be shown."""
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    @property
    def encrypted(self) -> bool:
        """Whether the connection to the proxy itself is TLS."""
        return self.url.startswith("https:")

    @property
    def login(self) -> tuple[str, str] | None:
        """Name and password, when it asks for them."""
        parts = urlsplit(self.url)
        return (unquote(parts.username), unquote(parts.password or "")) if parts.username is not None else None


def _is_near(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(".localhost")
    return address.is_private or address.is_loopback or address.is_link_local


def _within(host: str, name: str) -> bool:
    """Whether a host is this one or below this domain (`example.org`, `.example.org` and `*.example.org` mean the same)."""
    domain = name.lower().removeprefix("*").strip(".")
    return host == domain or host.endswith(f".{domain}")
