"""Whether an address that somebody wrote may be fetched at all, and where it leads.

A user can write any URL, so every one is a way into the network that the bot stands in. `check` accepts only plain
http(s) URLs whose host resolves to public addresses alone; the connection then goes to the very address that was
checked, so a name that changes its mind between two look-ups (DNS rebinding) gains nothing. Every redirect is checked
anew. What is refused raises `UrlRefused` with a plain `reason`.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from core.errors import UrlRefused
from core.locales import N_, Phrase

MAX_URL = 4096  # characters; signed links run to about 2,000
RESOLVE_SECONDS = 10.0

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host name and port to IP addresses; raises OSError when there are none."""

NOT_A_LINK = N_("it is not a complete http or https address")
HAS_CREDENTIALS = N_("it carries a user name or password")
ODD_HOST = N_("its host is written in an unusual way")
ODD_PORT = N_("it asks for a port that web servers do not use")
NO_SUCH_HOST = N_("there is no such host")
NOT_PUBLIC = N_("it does not lead to a public address")

# Strangers choose the names, and one whose servers are silent holds its thread for half a minute: none of those that
# everything else is done in.
_LOOK_UPS = ThreadPoolExecutor(8, thread_name_prefix="look-up")
_PORTS = {"http": 80, "https": 443}
# Above 1023, these belong to services that a forged request could talk to (the list of browsers, and databases).
_CLOSED_PORTS = frozenset(
    {1719, 1720, 1723, 2049, 2375, 2376, 2379, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566}
    | {*range(6665, 6670), 6697, 9200, 9300, 10080, 10250, 11211, 27017}
)
_HOST_NAME = re.compile(r"(?=.{1,253}\.?$)(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*\.?", re.ASCII)
_UNWRITABLE = re.compile(r"[\\\x00-\x20\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.ASCII)

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_CLOSED_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # carriers' own space; one cloud keeps its metadata there
        "168.63.129.16/32",  # a cloud's host agent behind a public-looking address
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "::/96",  # IPv4 in IPv6's clothes: compatible, mapped, NAT64 for local use, Teredo, 6to4
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fec0::/10",
        "5f00::/16",
        "100::/64",
    )
)


@dataclass(frozen=True, slots=True)
class CheckedUrl:
    """A URL that may be fetched by connecting to one of `addresses` (and to nothing else)."""

    url: str
    host: str
    port: int
    addresses: tuple[str, ...]


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the machine's own resolver says, IPv4 first (many machines have no way out over IPv6)."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(_LOOK_UPS, look_up)
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    return sorted(addresses, key=lambda address: ":" in address)


async def check(url: str, *, allow_private: bool = False, resolve: Resolver = system_resolver) -> CheckedUrl:
    """Check an address and find out where it leads. `allow_private` (the operator's choice) lets it lead inside.

    Raises `UrlRefused`.
    """
    parts = _parsed(url)
    host, port = _host(parts), _port(parts, allow_private=allow_private)
    addresses = await _addresses(host, port, resolve)
    if not addresses:
        raise refused(NO_SUCH_HOST)
    if not allow_private and not all(is_public(address) for address in addresses):
        raise refused(NOT_PUBLIC)
    return CheckedUrl(_rebuilt(parts, host, port), host, port, tuple(str(address) for address in addresses))


def is_public(address: IpAddress) -> bool:
    """Whether an address lies in the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if _is_isatap(address) or address.scope_id is not None:
            return False
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    return not any(address in network for network in _CLOSED_NETWORKS if network.version == address.version)


def refused(reason: str, **fields: object) -> UrlRefused:
    """The error for an address that is not fetched, for a plain `reason`: a message id with its fields."""
    phrase = Phrase(reason, **fields)
    return UrlRefused(f"Address refused: {phrase}", reason=phrase)


def _parsed(url: str) -> SplitResult:
    text = url.strip()
    if not text or len(text) > MAX_URL or _UNWRITABLE.search(text):
        raise refused(NOT_A_LINK)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise refused(NOT_A_LINK) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise refused(NOT_A_LINK)
    if "@" in parts.netloc:
        raise refused(HAS_CREDENTIALS)
    return parts


def _host(parts: SplitResult) -> str:
    """The host in ASCII and lower case; an IPv6 address without its brackets."""
    host = parts.hostname or ""
    if "[" in parts.netloc:
        return str(_ip_literal(host))
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise refused(ODD_HOST) from None
    if not _HOST_NAME.fullmatch(host):
        raise refused(ODD_HOST)
    if _NUMBER.fullmatch(host.rstrip(".").rsplit(".", 1)[-1]):
        return str(_ip_literal(host))  # decimal, octal, hexadecimal and shortened forms stop here
    return host


def _ip_literal(host: str) -> IpAddress:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        raise refused(ODD_HOST) from None


def _port(parts: SplitResult, *, allow_private: bool) -> int:
    try:
        port = parts.port
    except ValueError:
        raise refused(ODD_PORT) from None
    if port is None:
        return _PORTS[parts.scheme]
    usual = port in _PORTS.values() or (port > 1023 and port not in _CLOSED_PORTS)
    if port == 0 or not (usual or allow_private):
        raise refused(ODD_PORT)
    return port


async def _addresses(host: str, port: int, resolve: Resolver) -> list[IpAddress]:
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            found = await resolve(host, port)
        return [ipaddress.ip_address(address) for address in found]
    except (OSError, UnicodeError, ValueError):  # TimeoutError is an OSError
        raise refused(NO_SUCH_HOST) from None


def _is_isatap(address: ipaddress.IPv6Address) -> bool:
    return (int(address) >> 32) & 0xFFFFFFFF & ~0x02000000 == 0x00005EFE


def _rebuilt(parts: SplitResult, host: str, port: int) -> str:
    """The address once more from what was checked, so that no second parser reads it another way."""
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port == _PORTS[parts.scheme] else f"{shown}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    return urlunsplit((parts.scheme, netloc, path, quote(parts.query, safe="/%:@!$&'()*+,;=~?"), ""))
