"""Which addresses the studio may fetch from: public ones only, unless its operator allows others."""

import ipaddress
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from studio.errors import BadRequest

TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
CLOSED: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # a cloud's host agent behind a public-looking address
        "192.88.99.0/24",
        "::/96",  # IPv4 in older clothes than the ones that are looked under
        "::ffff:0:0:0/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "fec0::/10",
        "5f00::/16",
    )
)
"""Networks that the standard library takes for public ones, and that lead inside or nowhere."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it wraps an IPv4 address."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in TRANSLATED:
            inner = ipaddress.IPv4Address(parsed.packed[-4:])
        if inner is not None:
            return is_public(str(inner))
    closed = any(parsed in network for network in CLOSED if network.version == parsed.version)
    return parsed.is_global and not parsed.is_multicast and not closed


def check_url(url: URL, *, allow_private: bool) -> None:
    """Refuse what is not http(s), names a user, or is a private address in figures. Raises BadRequest."""
    if url.scheme not in ("http", "https") or not url.host:
        raise BadRequest("Only http and https addresses can be fetched.")
    if url.user or url.password:
        raise BadRequest("An address with a name and password in it is not fetched.")
    if not allow_private and _is_literal(url.host) and not is_public(url.host):
        raise BadRequest("This address is not a public one.")


def _is_literal(host: str) -> bool:
    """Whether no name server would be asked: also `127.1` and `2130706433`, which connect() understands."""
    return ":" in host or host.replace(".", "").isdigit()


class PublicResolver(AbstractResolver):
    """Resolves names, and refuses those that lead (also) to a private address: the connection goes where was looked."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        """All addresses of a host; raises BadRequest when one is not public."""
        found = await self._inner.resolve(host, port, family)  # type: ignore[arg-type]
        if not all(is_public(item["host"]) for item in found):
            raise BadRequest("This address is not a public one.")
        return found

    async def close(self) -> None:
        """Nothing is held open."""
        await self._inner.close()
