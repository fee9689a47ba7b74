"""What goes out over HTTP: what errors mean, what is bounded, and what never travels along."""

import asyncio
import gzip
import logging
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from core.errors import BackendUnavailable, BackendUnreachable, OutcomeUnknown
from core.http import (
    MAX_ANSWER,
    HttpAnswer,
    HttpPool,
    HttpRequest,
    redirect_target,
    same_origin,
)
from tests.fakes.nemo_server import NemoServer, Reply

TLS = ssl.create_default_context()


@pytest.fixture
async def http() -> AsyncIterator[HttpPool]:
    async with HttpPool(stream_clients=3, tls=TLS) as pool:
        yield pool


def get(server: NemoServer, path: str = "/x") -> HttpRequest:
    return HttpRequest("GET", server.url + path, {"authorization": "Bearer nmv_usr_test"}, repeatable=True)


async def test_an_answer_comes_whole(server: NemoServer, http: HttpPool) -> None:
    server.on("GET /x", Reply(201, json={"a": 1}, headers={"X-Thing": "Y"}))
    answer = await http.call(get(server))
    assert (answer.status, answer.json(), answer.headers["x-thing"]) == (201, {"a": 1}, "Y")


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "ftp://x/", "http://[::1/"])
async def test_without_a_connection_nothing_was_sent(http: HttpPool, url: str, *, repeatable: bool) -> None:
    with pytest.raises(BackendUnreachable):
        await http.call(HttpRequest("POST", url, repeatable=repeatable))


async def test_a_failed_handshake_means_that_nothing_was_sent(server: NemoServer, http: HttpPool) -> None:
    with pytest.raises(BackendUnreachable):
        await http.call(HttpRequest("POST", server.url.replace("http:", "https:")))


@pytest.mark.parametrize(("repeatable", "error"), [(True, BackendUnavailable), (False, OutcomeUnknown)])
async def test_a_broken_answer_is_unknown_unless_the_request_may_be_repeated(
    server: NemoServer, http: HttpPool, error: type[Exception], *, repeatable: bool
) -> None:
    server.on("POST /x", Reply(chunks=[b"half"], declared_length=100, cut=True))
    with pytest.raises(error):
        await http.call(HttpRequest("POST", f"{server.url}/x", repeatable=repeatable))


@pytest.mark.parametrize(("repeatable", "error"), [(True, BackendUnavailable), (False, OutcomeUnknown)])
async def test_an_answer_that_does_not_come_in_time_is_as_good_as_broken(
    server: NemoServer, http: HttpPool, error: type[Exception], *, repeatable: bool
) -> None:
    server.on("POST /x", Reply(chunks=[asyncio.Event()]))
    with pytest.raises(error):
        await http.call(HttpRequest("POST", f"{server.url}/x", repeatable=repeatable, read_timeout=0.05))


async def test_an_answer_beyond_all_size_is_refused(server: NemoServer, http: HttpPool) -> None:
    server.on("GET /x", Reply(chunks=[b"x" * 65536] * (MAX_ANSWER // 65536 + 2), content_type="application/json"))
    with pytest.raises(BackendUnavailable, match="longer"):
        await http.call(get(server))


async def test_a_small_answer_that_unpacks_beyond_all_size_is_refused(server: NemoServer, http: HttpPool) -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    server.on("GET /x", Reply(body=bomb, content_type="application/json", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(BackendUnavailable, match="longer"):
        await http.call(get(server))


async def test_a_compressed_answer_that_nobody_asked_for_is_read_all_the_same(
    server: NemoServer, http: HttpPool
) -> None:
    body = gzip.compress(b'{"a": 1}')
    server.on("GET /x", Reply(body=body, content_type="application/json", headers={"Content-Encoding": "gzip"}))
    assert (await http.call(get(server))).json() == {"a": 1}
    assert server.books[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("location", ["http://[", "//[::1", "http://a]/"])
def test_a_redirect_to_no_address_at_all_points_to_just_that(location: str) -> None:
    assert redirect_target(HttpAnswer(302, {"location": location}, b""), "http://a.test/x") == location


async def test_redirects_are_answers_and_nobody_follows_them_with_a_token(server: NemoServer, http: HttpPool) -> None:
    server.on("GET /x", Reply(302, headers={"Location": "http://127.0.0.1:9/elsewhere"}))
    answer = await http.call(get(server))
    assert answer.status == 302
    assert redirect_target(answer, f"{server.url}/x") == "http://127.0.0.1:9/elsewhere"
    assert len(server.books) == 1


async def test_cookies_of_one_call_never_go_with_the_next(server: NemoServer, http: HttpPool) -> None:
    server.on("GET /x", Reply(json={}, headers={"Set-Cookie": "session=of-somebody; Path=/"}))
    await http.call(get(server))
    await http.call(get(server))
    assert all("Cookie" not in asked.headers for asked in server.books)


async def test_streams_at_once_are_spread_over_the_clients(server: NemoServer, http: HttpPool) -> None:
    server.on("GET /x", Reply(chunks=[b"a", b"b"]))
    async with AsyncExitStack() as held:
        streams = [await held.enter_async_context(http.stream(get(server))) for _ in range(5)]
        for stream in streams:
            assert b"".join([chunk async for chunk in stream.chunks()]) == b"ab"
    assert sum(client is not None for client in http._streams._clients) == 3


async def test_calls_one_after_the_other_share_one_client(server: NemoServer, http: HttpPool) -> None:
    server.on("GET /x", Reply(json={}))
    for _ in range(5):
        await http.call(get(server))
    assert sum(client is not None for client in http._calls._clients) == 1


async def test_a_pinned_address_is_connected_to_under_the_name_that_was_asked_for(
    server: NemoServer, http: HttpPool
) -> None:
    port = server.url.rpartition(":")[2]
    server.on("GET /x", Reply(json={}))
    request = HttpRequest("GET", f"http://clips.invalid:{port}/x", repeatable=True, connect_to="127.0.0.1")
    assert (await http.call(request)).status == 200
    assert server.books[0].headers["Host"] == f"clips.invalid:{port}"


async def test_neither_errors_nor_logs_show_what_was_sent(
    server: NemoServer, http: HttpPool, caplog: pytest.LogCaptureFixture
) -> None:
    request = HttpRequest("POST", f"{server.url}/x?q=secret-query", {"authorization": "Bearer nmv_usr_test"})
    assert "nmv_usr" not in repr(request)
    server.on("POST /x", Reply(chunks=[b"x"], declared_length=9, cut=True))
    with caplog.at_level(logging.INFO), pytest.raises(OutcomeUnknown) as caught:
        await http.call(request)
    assert "secret" not in str(caught.value) + caplog.text
    assert caught.value.__suppress_context__
    assert logging.getLogger("httpx").level == logging.WARNING


async def test_a_closed_pool_opens_again_for_the_next_call(server: NemoServer) -> None:
    server.on("GET /x", Reply(json={}))
    pool = HttpPool(tls=TLS)
    for _ in range(2):
        async with pool:
            assert (await pool.call(get(server))).status == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.test/x", "https://a.test:443/y", True),
        ("https://A.test/x", "https://a.test/y", True),
        ("http://a.test", "https://a.test", False),
        ("http://a.test", "http://b.test", False),
        ("http://a.test:1", "http://a.test:2", False),
        ("http://a.test@evil.test/", "http://a.test/", False),
        ("http://[x", "http://[x", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(one: str, other: str, *, same: bool) -> None:
    assert same_origin(one, other) is same


def test_no_other_module_of_the_core_knows_the_http_library() -> None:
    core = Path(__file__).parents[2] / "core"
    users = [
        path.name
        for path in core.rglob("*.py")
        if re.search(r"^\s*(import|from) httpx\b", path.read_text(), re.MULTILINE)
    ]
    assert users == ["http.py"]
