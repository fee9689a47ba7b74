"""Requests that leave through a proxy, over real sockets: which do, what they show it, and what its refusals mean."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from aiohttp import web

from core.errors import BackendUnreachable
from core.fetching import UrlFetcher
from core.http import HttpPool, HttpRequest
from core.proxy import Proxy
from tests.fakes.certificate import certificate
from tests.fakes.nemo_server import NemoServer, Reply
from tests.fakes.way_out import WayOut

TLS = ssl.create_default_context()
LOGIN = "me:p%40ss"


@pytest.fixture
async def server() -> AsyncIterator[NemoServer]:
    async with NemoServer() as server:
        server.on("GET /x", Reply(json={"a": 1}))
        yield server


@pytest.fixture
async def way_out(server: NemoServer) -> AsyncIterator[WayOut]:
    async with WayOut({"video.example": port_of(server)}, login="me:p@ss") as proxy:
        yield proxy


def port_of(server: NemoServer) -> int:
    return int(server.url.rpartition(":")[2])


def pool(way_out: WayOut, *direct: str, login: str = LOGIN, tls: ssl.SSLContext = TLS) -> HttpPool:
    url = f"http://{login}{'@' if login else ''}127.0.0.1:{way_out.port}"
    return HttpPool(stream_clients=1, tls=tls, proxy=Proxy(url, frozenset(direct)))


def get(url: str) -> HttpRequest:
    return HttpRequest("GET", url, {"authorization": "Bearer nmv_usr_test"}, repeatable=True)


async def test_the_proxy_looks_the_name_up_and_gets_its_password(server: NemoServer, way_out: WayOut) -> None:
    async with pool(way_out) as http:
        assert (await http.call(get("http://video.example/x"))).json() == {"a": 1}
        async with http.stream(get("http://video.example/x")) as answer:
            assert await answer.read() == b'{"a": 1}'
    assert way_out.asked == ["GET http://video.example/x"] * 2


async def test_what_is_near_is_reached_directly(server: NemoServer, way_out: WayOut) -> None:
    async with pool(way_out) as http:
        assert (await http.call(get(f"{server.url}/x"))).status == 200
        assert (await http.call(get(f"http://localhost:{port_of(server)}/x"))).status == 200
    assert way_out.asked == []


async def test_what_is_excepted_is_not_asked_of_the_proxy(way_out: WayOut) -> None:
    async with pool(way_out, "example") as http:
        with pytest.raises(BackendUnreachable):
            await http.call(get("http://video.example/x"))
    assert way_out.asked == []


@pytest.mark.parametrize("url", ["https://video.example/x", "https://unknown.example/x"])
async def test_a_tunnel_that_is_refused_means_that_nothing_was_sent(way_out: WayOut, url: str) -> None:
    login = "" if "video" in url else LOGIN
    async with pool(way_out, login=login) as http:
        with pytest.raises(BackendUnreachable) as caught:
            await http.call(HttpRequest("POST", url))
    assert way_out.refused == (0 if login else 1)
    assert "p@ss" not in f"{caught.value!r}{caught.value.__cause__!r}"


async def test_a_proxy_that_is_away_means_that_nothing_was_sent() -> None:
    async with HttpPool(tls=TLS, proxy=Proxy("http://me:p%40ss@127.0.0.1:1")) as http:
        with pytest.raises(BackendUnreachable) as caught:
            await http.call(HttpRequest("POST", "https://video.example/x"))
    assert "p%40ss" not in str(caught.value)


async def test_https_goes_through_a_tunnel_that_shows_the_proxy_nothing(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, "video.example")
    inbound = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    inbound.load_cert_chain(cert, key)
    application = web.Application()

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"proxied": "Proxy-Authorization" in request.headers})

    application.router.add_get("/secret-path", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=inbound).start()
    trust = ssl.create_default_context(cafile=str(cert))
    try:
        async with WayOut({"video.example": runner.addresses[0][1]}, login="me:p@ss") as way_out:
            async with pool(way_out, tls=trust) as http:
                told = await http.call(get("https://video.example/secret-path"))
            assert told.json() == {"proxied": False}
            assert way_out.asked == ["CONNECT video.example:443"]
    finally:
        await runner.cleanup()


async def test_the_links_that_people_send_are_reached_at_the_checked_address_and_never_through_the_proxy(
    server: NemoServer, way_out: WayOut
) -> None:
    server.on("GET /a.mp4", Reply(body=b"video"))

    async def resolve(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    async with pool(way_out) as http, asyncio.timeout(10):
        fetcher = UrlFetcher(http, allow_private=True, resolve=resolve)
        async with fetcher.open(f"http://video.example:{port_of(server)}/a.mp4") as file:
            assert (file.name, file.size) == ("a.mp4", 5)
    assert way_out.asked == []
    assert server.books[0].headers["Host"] == f"video.example:{port_of(server)}"
