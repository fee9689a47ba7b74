"""Which addresses go through the proxy, and that its password shows nowhere."""

import pytest

from core.proxy import Proxy

PROXY = Proxy("http://me:p%40ss@proxy.example:3128", frozenset({"example.org", "*.inside.example", ".Corp.example"}))


@pytest.mark.parametrize(
    "url",
    [
        "https://mega-api-prod.nemovideo.ai/run_sse",
        "https://api.telegram.org/bot123:TEST/getMe",
        "http://8.8.8.8/",
        "https://[2606:4700::1111]/",
        "https://notexample.org/",
        "https://example.org.evil.example/",
    ],
)
def test_what_is_far_goes_through_it(url: str) -> None:
    assert PROXY.serves(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8787/run_sse",
        "http://127.8.9.10/",
        "http://[::1]:8787/",
        "http://localhost:8787/",
        "http://studio.localhost/",
        "http://bot-api:8081/bot",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://169.254.169.254/",
        "http://[fd00::1]/",
    ],
)
def test_what_is_near_never_does(url: str) -> None:
    assert not PROXY.serves(url)


@pytest.mark.parametrize(
    "host", ["example.org", "EXAMPLE.org", "example.org.", "www.example.org", "a.b.inside.example", "corp.example"]
)
def test_what_is_excepted_does_not(host: str) -> None:
    assert not PROXY.serves(f"https://{host}/")


def test_its_address_can_be_shown_and_its_login_is_apart() -> None:
    assert PROXY.address == "http://proxy.example:3128"
    assert PROXY.login == ("me", "p@ss")
    assert Proxy("http://proxy.example:3128").login is None
    assert "p%40ss" not in repr(PROXY)
    assert "p@ss" not in repr(PROXY)
