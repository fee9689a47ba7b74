"""Which addresses are public, which names and bytes are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from studio.errors import BadRequest, FileTypeUnsupported
from studio.media.addresses import PublicResolver, check_url, is_public
from studio.media.fetch import parsed_url
from studio.media.types import ACCEPTED, check_content, check_name, safe_name, suffix


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
        *("2002:7f00:1::", "2001:db8::1", "nonsense", ""),
        *("168.63.129.16", "::127.0.0.1", "64:ff9b:1::7f00:1", "fec0::1", "2001:0:7f00:1::", "::ffff:0:127.0.0.1"),
    ],
)
def test_every_other_address_is_not(address: str) -> None:
    assert not is_public(address)


async def test_a_name_that_leads_home_is_refused_when_it_is_resolved() -> None:
    resolver = PublicResolver()
    with pytest.raises(BadRequest):
        await resolver.resolve("localhost", 80)
    await resolver.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0", "[::1]", "[::ffff:7f00:1]", "010.0.0.1"])
def test_private_addresses_in_any_spelling_of_figures_are_refused(host: str) -> None:
    with pytest.raises(BadRequest, match="public"):
        check_url(URL(f"http://{host}/a.mp4"), allow_private=False)


def test_the_operator_may_allow_private_addresses_but_no_other_schemes() -> None:
    check_url(URL("http://127.0.0.1/a.mp4"), allow_private=True)
    with pytest.raises(BadRequest):
        check_url(URL("file:///a.mp4"), allow_private=True)


@given(st.text(max_size=300))
def test_a_safe_name_is_one_short_printable_name(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 120
    assert safe.isprintable()
    assert "/" not in safe
    assert "\\" not in safe


@pytest.mark.parametrize("name", ["", ".", "..", " . ", "a/..", "\u200b"])
def test_a_name_of_nothing_but_dots_is_none(name: str) -> None:
    assert safe_name(name) == "file"


@pytest.mark.parametrize(
    "address", ["http://[", "http://[::1]@", "http://@]", "//:a@", "http://a:b/", "http://@:80", "http://a.xn--/"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadRequest):
        check_url(parsed_url(address), allow_private=False)


def test_a_long_name_keeps_its_ending() -> None:
    assert suffix(safe_name("x" * 500 + ".mp4")) == "mp4"


@pytest.mark.parametrize("ending", [*ACCEPTED, "JPEG", "MP4", "m4v"])
def test_the_types_of_the_protocol_are_taken(ending: str) -> None:
    check_name(f"a.{ending}")


@pytest.mark.parametrize("name", ["a.txt", "a.mp4.exe", "a.svg", "a.heic", "a.m3u8", "a.zip"])
def test_other_names_are_refused_with_the_accepted_ones(name: str) -> None:
    with pytest.raises(FileTypeUnsupported, match="mp4, mov, avi"):
        check_name(name)


def test_a_name_without_an_ending_is_judged_by_its_content() -> None:
    check_name("clip")
    with pytest.raises(FileTypeUnsupported):
        check_content("clip", b"%PDF-1.7")
    check_content("clip", b"\x89PNG\r\n\x1a\n" + bytes(100))
