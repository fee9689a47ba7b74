"""Addresses that people write: what is let through leads, by everybody's reading of it, to the open internet only."""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from contextlib import suppress

import httpx
from yarl import URL

from core.addresses import MAX_URL, check
from core.errors import UrlRefused
from studio.errors import BadRequest
from studio.media.addresses import check_url, is_public
from studio.media.fetch import parsed_url
from tests.fuzz.feed import Feed, text_of
from tests.fuzz.target import Target
from tests.hostile.test_links import INSIDE

PUBLIC = "93.184.216.34"
ADDRESSES = (
    PUBLIC,
    "127.0.0.1",
    "10.0.0.1",
    "::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2606:4700::1111",
    "fe80::1%eth0",
    "0.0.0.0",
    "x",
)
INSIDES = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
        "::/127",
        "fc00::/7",
        "fe80::/9",
        "ff00::/8",
    )
]
"""Where nobody's link may lead, written down once more: the code under test has its own list."""


def attack(data: bytes) -> None:
    """A URL, and what its name would resolve to."""
    feed = Feed(data)
    answers = feed.several(lambda: feed.pick(ADDRESSES), 3)
    raw = feed.take(16)
    url = text_of(feed.rest())

    async def resolve(host: str, port: int) -> Sequence[str]:
        assert not _figures(host), "a name server was asked for an address"
        return answers

    with suppress(UrlRefused):
        checked = asyncio.run(check(url, resolve=resolve)) if len(url) <= MAX_URL else None
        if checked:
            assert checked.addresses
            for address in checked.addresses:
                _demand_outside(address)
            _check_reading(checked.url, checked.host, checked.port)
    _studio(url)
    _studios_addresses(raw)


def _check_reading(url: str, host: str, port: int) -> None:
    """Other parsers read what was rebuilt in the same way."""
    theirs, parsed = httpx.URL(url), URL(url, encoded=True)
    assert theirs.raw_host.decode().strip("[]") == host == parsed.raw_host
    assert (theirs.port or parsed.port) == port
    assert not theirs.userinfo
    for address in _figures(host):
        _demand_outside(address)


def _studio(url: str) -> None:
    with suppress(BadRequest):
        parsed = parsed_url(url)
        check_url(parsed, allow_private=False)
        if parsed.host and (":" in parsed.host or parsed.host.replace(".", "").isdigit()):
            for address in _figures(parsed.host):
                _demand_outside(address)


def _studios_addresses(raw: bytes) -> None:
    packed = raw.ljust(16, b"\0") if len(raw) > 4 else raw.ljust(4, b"\0")
    address = str(ipaddress.ip_address(packed))
    if is_public(address):
        _demand_outside(address)


def _figures(host: str) -> list[str]:
    """What connect() makes of a host without asking a name server."""
    try:
        return [
            str(entry[4][0])
            for entry in socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        ]
    except (OSError, UnicodeError):
        return []


def _demand_outside(text: str) -> None:
    address = ipaddress.ip_address(text)
    assert address.is_global, text
    for each in (address, *_wrapped(address)):
        assert not any(each in network for network in INSIDES if network.version == each.version), text


def _wrapped(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for, in all the ways there are."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    number = int(address)
    if number >> 32 in (0, 0xFFFF0000, 0x64FF9B << 64) or number >> 80 == 0x64FF9B0001:
        found.append(ipaddress.IPv4Address(number & 0xFFFFFFFF))
    return [each for each in found if each is not None]


def seeds() -> list[bytes]:
    """Everything that leads inside, and a little that does not."""
    urls = [
        *INSIDE,
        f"https://{PUBLIC}/a.mp4",
        "https://good.test:8443/a%20b?c=d#e",
        "https://bücher.test/ü",
        "http://[2606:4700::1111]:8080/",
    ]
    wrapped = [
        ipaddress.ip_address(each).packed
        for each in ("::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "::7f00:1", "fec0::1", "2001:0:a00:1::")
    ]
    return [
        bytes([1, number % len(ADDRESSES)]) + wrapped[number % len(wrapped)] + url.encode()
        for number, url in enumerate(urls)
    ]


TARGET = Target(
    attack,
    seeds,
    words=(
        "http://",
        "https://",
        "127.0.0.1",
        "[::",
        "]",
        "@",
        ":80",
        "0x7f",
        "%2e",
        "。",
        "①",
        "\\",
        "#",
        "xn--",
        "％",
    ),
    largest=600,
)
