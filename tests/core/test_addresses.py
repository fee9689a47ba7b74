"""Addresses that somebody wrote: what may be fetched, and every known way round the check."""

import asyncio
import threading
from collections.abc import Sequence
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import (
    HAS_CREDENTIALS,
    NO_SUCH_HOST,
    NOT_A_LINK,
    NOT_PUBLIC,
    ODD_HOST,
    ODD_PORT,
    check,
    is_public,
    system_resolver,
)
from core.errors import UrlRefused

PUBLIC = "93.184.215.14"


class Names:
    """A resolver that knows some names and counts what it was asked."""

    def __init__(self, **names: Sequence[str]) -> None:
        self.names = {name.replace("_", "."): addresses for name, addresses in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host not in self.names:
            raise OSError("unknown")
        return self.names[host]


NAMES = Names(
    clips_test=[PUBLIC],
    two_test=[PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
    inside_test=["10.0.0.5"],
    mixed_test=[PUBLIC, "127.0.0.1"],
    mixed6_test=[PUBLIC, "::1"],
    nowhere_test=[],
    scoped_test=["fe80::1%eth0"],
    nat64_test=["64:ff9b::5db8:d70e"],
    **{"xn--bcher-kva_test": [PUBLIC]},
)


async def reason(url: str, *, allow_private: bool = False) -> str:
    with pytest.raises(UrlRefused) as caught:
        await check(url, allow_private=allow_private, resolve=NAMES)
    return str(caught.value.fields()["reason"])


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("https://clips.test/a.mp4?sig=a%2Fb&x=1#part", "https://clips.test/a.mp4?sig=a%2Fb&x=1"),
        ("HTTP://Clips.TEST", "http://clips.test/"),
        ("  https://clips.test/a b.mp4".replace(" b", "%20b"), "https://clips.test/a%20b.mp4"),
        ("https://clips.test:443/a", "https://clips.test/a"),
        ("https://clips.test:8443/a", "https://clips.test:8443/a"),
        ("https://bücher.test/ü", "https://xn--bcher-kva.test/%C3%BC"),
        (f"http://{PUBLIC}/a", f"http://{PUBLIC}/a"),
        ("http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:8080/a", "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:8080/a"),
        ("https://nat64.test/", "https://nat64.test/"),
    ],
)  # fmt: skip
async def test_a_public_address_is_let_through(url: str, checked: str) -> None:
    assert (await check(url, resolve=NAMES)).url == checked


async def test_what_was_checked_is_what_is_connected_to() -> None:
    names = Names(two_test=NAMES.names["two.test"])
    checked = await check("https://two.test/a", resolve=names)
    assert checked.addresses == tuple(NAMES.names["two.test"])
    assert names.asked == ["two.test"]


@pytest.mark.parametrize(
    "url",
    ["", "   ", "clips.test/a", "//clips.test/a", "file:///etc/passwd", "ftp://clips.test/", "gopher://clips.test/",
     "data:text/plain,x", "javascript:alert(1)", "http://", "http:///x", "http:clips.test", "https://clips.test\\@evil.test/",
     "http://clips.test/a b", "http://clips.test/\r\nHost: x", "http://clips.test/\x00", "http://[::1", "h" * 5000,
     "http://clips.test/" + "a" * 5000, "http://clips.test/\ud800"],
)  # fmt: skip
async def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    assert await reason(url, allow_private=True) == NOT_A_LINK


@pytest.mark.parametrize("url", ["http://me:pw@clips.test/", "http://me@clips.test/", "http://clips.test@127.0.0.1/"])
async def test_credentials_in_an_address_are_refused(url: str) -> None:
    assert await reason(url) == HAS_CREDENTIALS


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
     "169.254.169.254", "169.254.170.2", "100.100.100.200", "100.64.0.1", "168.63.129.16", "192.0.0.192", "192.0.2.1",
     "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
     "192.88.99.1",
     "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]", "[::ffff:0:7f00:1]", "[::127.0.0.1]",
     "[::ffff:93.184.215.14]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]",
     "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001:0:7f00:1::]", "[2606:2800::5efe:7f00:1]", "[2606:2800::200:5efe:a00:1]",
     "inside.test", "mixed.test", "mixed6.test", "scoped.test"],
)  # fmt: skip
async def test_addresses_inside_are_refused_in_every_disguise(host: str) -> None:
    assert await reason(f"http://{host}/latest/meta-data") == NOT_PUBLIC


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "017700000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "1", "0", "127.0.0.01",
     "0x7f.1", "1.2.3.4.5", "256.1.1.1", "clips.0x7f", "clips.123"],
)  # fmt: skip
async def test_numbers_that_only_look_like_names_are_refused(host: str) -> None:
    assert await reason(f"http://{host}/") == ODD_HOST
    assert await reason(f"http://{host}/", allow_private=True) == ODD_HOST


@pytest.mark.parametrize("host", ["１２７.０.０.１", "127。0。0。1", "①②⑦.⓪.⓪.①"])
async def test_digits_of_other_scripts_are_read_as_what_they_are(host: str) -> None:
    assert await reason(f"http://{host}/") in (NOT_PUBLIC, NOT_A_LINK, ODD_HOST)


@pytest.mark.parametrize(
    "host", ["-a.test", "a..test", "a b.test".replace(" ", "%20"), "a%2e.test", "*.test", "a" * 70 + ".test"]
)
async def test_hosts_that_no_name_server_knows_are_refused(host: str) -> None:
    assert await reason(f"http://{host}/") in (ODD_HOST, NOT_A_LINK)


@pytest.mark.parametrize("host", ["unknown.test", "nowhere.test", "localhost", "metadata.google.internal"])
async def test_a_name_without_address_is_refused(host: str) -> None:
    assert await reason(f"http://{host}/") == NO_SUCH_HOST


@pytest.mark.parametrize("port", [0, 22, 25, 110, 6379, 11211, 2375, 5432, 6667, 70000, "x"])
async def test_ports_of_other_services_are_refused(port: object) -> None:
    assert await reason(f"http://clips.test:{port}/") == ODD_PORT


async def test_the_operator_may_let_addresses_inside_through() -> None:
    checked = await check("http://inside.test:81/a", allow_private=True, resolve=NAMES)
    assert checked.addresses == ("10.0.0.5",)
    assert await reason("http://inside.test:0/a", allow_private=True) == ODD_PORT


async def test_the_machines_own_resolver_knows_its_own_name() -> None:
    assert "127.0.0.1" in await system_resolver("localhost", 80)
    with pytest.raises(UrlRefused):
        await check("http://localhost/")


async def test_names_that_nobody_answers_for_hold_up_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()

    def silent(*_: object, **__: object) -> list[object]:
        answered.wait(20)
        raise OSError("no answer")

    monkeypatch.setattr("socket.getaddrinfo", silent)
    checks = [asyncio.create_task(check(f"http://silent-{number}.test/")) for number in range(50)]
    try:
        assert await asyncio.wait_for(asyncio.to_thread(int, "7"), 10) == 7
    finally:
        answered.set()
    refused = await asyncio.gather(*checks, return_exceptions=True)
    assert {type(error) for error in refused} == {UrlRefused}


@given(st.ip_addresses())
def test_nothing_that_is_not_global_counts_as_public(address: object) -> None:
    parsed = ip_address(str(address))
    if is_public(parsed):
        assert parsed.is_global
        assert not parsed.is_multicast


@given(st.text(max_size=60))
async def test_any_text_is_either_let_through_or_refused(text: str) -> None:
    for url in (text, f"http://{text}/", f"http://clips.test/{text}", f"http://clips.test:{text}/"):
        try:
            checked = await check(url, resolve=NAMES)
        except UrlRefused:
            continue
        assert checked.url.startswith(("http://", "https://"))
        assert checked.url.isascii()
