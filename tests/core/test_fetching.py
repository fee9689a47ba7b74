"""Fetching what somebody linked to: redirects, rebinding, size and names."""

import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
from aiohttp import web

from core.addresses import NOT_PUBLIC, IpAddress, Resolver, is_public
from core.errors import UrlRefused
from core.fetching import BROKE_OFF, NO_ANSWER, TOO_MANY_REDIRECTS, TOO_SLOW, UrlFetcher
from core.http import HttpPool
from tests.fakes.certificate import certificate
from tests.fakes.clock import FakeClock
from tests.fakes.nemo_server import NemoServer, Reply

TLS = ssl.create_default_context()
VIDEO = bytes(range(256)) * 4000
MB = 1024 * 1024


@pytest.fixture
async def http() -> AsyncIterator[HttpPool]:
    async with HttpPool(stream_clients=1, tls=TLS) as pool:
        yield pool


def always(*addresses: str) -> Resolver:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return resolve


@pytest.fixture
def fetcher(http: HttpPool) -> UrlFetcher:
    return UrlFetcher(http, allow_private=True)


async def content(fetcher: UrlFetcher, url: str, limit: int | None = None) -> bytes:
    async with fetcher.open(url, limit=limit) as file:
        return b"".join([chunk async for chunk in file.chunks])


async def reason(fetcher: UrlFetcher, url: str, limit: int | None = None) -> str:
    with pytest.raises(UrlRefused) as caught:
        await content(fetcher, url, limit)
    return str(caught.value.fields()["reason"])


async def test_a_file_is_streamed_with_its_name_type_and_size(fetcher: UrlFetcher, server: NemoServer) -> None:
    server.on("GET /clips/my%20clip.mp4", Reply(body=VIDEO, content_type="Video/MP4; x=y"))
    async with fetcher.open(f"{server.url}/clips/my%20clip.mp4?x=1", limit=2 * MB) as file:
        assert (file.name, file.media_type, file.size) == ("my clip.mp4", "video/mp4", len(VIDEO))
        assert b"".join([chunk async for chunk in file.chunks]) == VIDEO
    assert server.books[0].query == "x=1"


async def test_a_page_is_no_file_whatever_it_shows(fetcher: UrlFetcher, server: NemoServer) -> None:
    server.on("GET /watch", Reply(body=b"<html>a film</html>", content_type="text/html; charset=utf-8"))
    assert await reason(fetcher, f"{server.url}/watch?v=1") == "it leads to a web page, not to a file"


async def test_nothing_inside_is_fetched_unless_the_operator_says_so(http: HttpPool, server: NemoServer) -> None:
    assert await reason(UrlFetcher(http), f"{server.url}/x") == NOT_PUBLIC
    assert not server.books


async def test_a_redirect_is_followed_and_checked_like_the_first_address(http: HttpPool, server: NemoServer) -> None:
    port = server.url.rpartition(":")[2]
    server.on("GET /a", Reply(302, headers={"Location": f"http://second.test:{port}/b"}))
    server.on("GET /b", Reply(body=b"video"))
    asked: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    fetcher = UrlFetcher(http, allow_private=True, resolve=resolve)
    assert len(await content(fetcher, f"http://first.test:{port}/a")) == 5
    assert asked == ["first.test", "second.test"]
    assert [one.headers["Host"] for one in server.books] == [f"first.test:{port}", f"second.test:{port}"]


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://[::ffff:127.0.0.1]/", "file:///etc/passwd",
     "http://2130706433/", "//127.0.0.1:1/", "gopher://x/"],
)  # fmt: skip
async def test_a_redirect_to_the_inside_is_refused(
    http: HttpPool, server: NemoServer, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = server.url.rpartition(":")[2]
    server.on("GET /a", Reply(302, headers={"Location": target}))
    fetcher = UrlFetcher(http, resolve=always("127.0.0.1"))
    monkeypatch.setattr("core.addresses.is_public", only_the_first())
    await reason(fetcher, f"http://public.test:{port}/a")
    assert len(server.books) == 1


def only_the_first() -> Callable[[IpAddress], bool]:
    """Let the first look-up pass as public, so that a loopback server can play the outside."""
    looks: list[IpAddress] = []

    def judge(address: IpAddress) -> bool:
        looks.append(address)
        return len(looks) == 1 or is_public(address)

    return judge


async def test_a_name_that_changes_its_mind_gains_nothing(http: HttpPool, server: NemoServer) -> None:
    """The connection goes to the address that was checked, whatever the name says a moment later."""
    port = server.url.rpartition(":")[2]
    server.on("GET /a", Reply(body=b"video"))
    answers = iter([["127.0.0.1"], ["192.0.2.1"], ["192.0.2.1"]])

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return next(answers)

    fetcher = UrlFetcher(http, allow_private=True, resolve=rebinding)
    assert len(await content(fetcher, f"http://rebind.test:{port}/a")) == 5
    assert next(answers) == ["192.0.2.1"]


async def test_redirects_without_end_are_given_up(fetcher: UrlFetcher, server: NemoServer) -> None:
    server.on("GET /a", Reply(302, headers={"Location": "/a"}))
    assert await reason(fetcher, f"{server.url}/a") == TOO_MANY_REDIRECTS
    assert len(server.books) == 6


async def test_the_next_of_a_hosts_addresses_is_tried(http: HttpPool, server: NemoServer) -> None:
    port = server.url.rpartition(":")[2]
    server.on("GET /a", Reply(body=b"video"))
    fetcher = UrlFetcher(http, allow_private=True, resolve=always("127.0.0.2", "127.0.0.1"))
    assert len(await content(fetcher, f"http://two.test:{port}/a")) == 5


@pytest.mark.parametrize(
    "reply",
    [Reply(body=VIDEO), Reply(chunks=[VIDEO]), Reply(chunks=[VIDEO], declared_length=len(VIDEO))],
)
async def test_a_file_beyond_the_limit_is_refused_by_its_word_and_by_its_bytes(
    fetcher: UrlFetcher, server: NemoServer, reply: Reply
) -> None:
    server.on("GET /a", reply)
    limit = len(VIDEO) - 1
    assert "larger than" in await reason(fetcher, f"{server.url}/a", limit)
    assert len(await content(fetcher, f"{server.url}/a", len(VIDEO))) == len(VIDEO)


async def test_a_server_that_lies_about_the_size_is_found_out(fetcher: UrlFetcher, server: NemoServer) -> None:
    server.on("GET /a", Reply(chunks=[VIDEO], declared_length=2 * len(VIDEO), cut=True))
    assert await reason(fetcher, f"{server.url}/a") == BROKE_OFF


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500, 503])
async def test_an_error_page_is_no_file(fetcher: UrlFetcher, server: NemoServer, status: int) -> None:
    server.on("GET /a", Reply(status, body=b"<html>"))
    assert str(status) in await reason(fetcher, f"{server.url}/a")


async def test_a_server_that_is_not_there_is_told(fetcher: UrlFetcher) -> None:
    assert await reason(fetcher, "http://127.0.0.1:1/a") == NO_ANSWER


async def test_a_file_that_takes_for_ever_is_given_up(http: HttpPool, server: NemoServer) -> None:
    class Late(FakeClock):
        def monotonic(self) -> float:
            self.jump(400)
            return super().monotonic()

    server.on("GET /a", Reply(chunks=[b"x"] * 10))
    fetcher = UrlFetcher(http, allow_private=True, clock=Late())
    assert await reason(fetcher, f"{server.url}/a") == TOO_SLOW


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({}, "a.mp4"),
        ({"Content-Disposition": 'attachment; filename="holiday.mp4"'}, "holiday.mp4"),
        ({"Content-Disposition": "attachment; filename=x; filename*=UTF-8''%E8%A7%86%E9%A2%91.mp4"}, "视频.mp4"),
        ({"Content-Disposition": 'attachment; filename="../../etc/passwd"'}, "passwd"),
        ({"Content-Disposition": "attachment; filename*=utf-8''..%5C..%2Fx%00y.mp4"}, "xy.mp4"),
        ({"Content-Disposition": 'attachment; filename=".."'}, "file"),
    ],
)
async def test_a_file_has_the_name_that_its_server_or_its_address_gives_it(
    fetcher: UrlFetcher, server: NemoServer, headers: dict[str, str], name: str
) -> None:
    server.on("GET /clips/a.mp4", Reply(headers=headers))
    async with fetcher.open(f"{server.url}/clips/a.mp4") as file:
        assert file.name == name


@pytest.mark.parametrize(("host", "fetched"), [("clips.test", True), ("other.test", False)])
async def test_a_pinned_address_still_has_to_prove_its_name(tmp_path: Path, host: str, *, fetched: bool) -> None:
    cert, key = certificate(tmp_path, "clips.test")
    inbound = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    inbound.load_cert_chain(cert, key)

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=b"video")

    application = web.Application()
    application.router.add_get("/a", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=inbound).start()
    port = runner.addresses[0][1]
    async with HttpPool(tls=ssl.create_default_context(cafile=str(cert))) as http:
        fetcher = UrlFetcher(http, allow_private=True, resolve=always("127.0.0.1"))
        url = f"https://{host}:{port}/a"
        if fetched:
            assert len(await content(fetcher, url)) == 5
        else:
            assert await reason(fetcher, url) == NO_ANSWER
    await runner.cleanup()
