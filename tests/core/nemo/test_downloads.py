"""Fetching the finished MP4: from its address, else from the download call; the token stays at home."""

import pytest

from core.errors import BackendUnavailable, RenderUnknown, TokenRejected
from core.model import Render, RenderState
from core.nemo import NemoClient
from tests.core.nemo.conftest import ACCESS, SKILL
from tests.fakes.nemo_server import NemoServer, Reply

VIDEO = bytes(range(256)) * 1000
MP4 = Reply(body=VIDEO, content_type="video/mp4")
FALLBACK = "GET /api/render/proxy/render_1/download"


async def fetched(client: NemoClient, url: str | None) -> tuple[str, int | None, str | None, bytes]:
    render = Render("render_1", RenderState.COMPLETED, 100, url=url)
    async with client.download(ACCESS, SKILL, render) as file:
        return file.name, file.size, file.media_type, b"".join([chunk async for chunk in file.chunks])


async def test_the_named_address_is_taken_first_and_never_sees_the_token(
    client: NemoClient, server: NemoServer
) -> None:
    async with NemoServer() as cdn:
        cdn.on("GET /v.mp4", MP4)
        assert await fetched(client, f"{cdn.url}/v.mp4") == ("render_1.mp4", len(VIDEO), "video/mp4", VIDEO)
        assert not {"Authorization", "X-Skill-Source"} & set(cdn.books[0].headers)
    assert not server.books


async def test_the_services_own_address_gets_the_token(client: NemoClient, server: NemoServer) -> None:
    server.on("GET /files/v.mp4", MP4)
    assert (await fetched(client, f"{server.url}/files/v.mp4"))[3] == VIDEO
    assert server.books[0].headers["Authorization"] == "Bearer nmv_usr_test-token"


@pytest.mark.parametrize(
    "broken",
    [Reply(403, body=b"<Error/>", content_type="application/xml"), Reply(404), Reply(500),
     Reply(body=b"<html>gone</html>", content_type="text/html"), Reply(content_type="video/mp4"),
     Reply(302, headers={"Location": "/v.mp4"})],
)  # fmt: skip
async def test_an_address_that_does_not_open_leads_to_the_download_call(
    client: NemoClient, server: NemoServer, broken: Reply
) -> None:
    server.on("GET /v.mp4", broken)
    server.on(FALLBACK, MP4)
    assert (await fetched(client, f"{server.url}/v.mp4"))[3] == VIDEO


@pytest.mark.parametrize("url", [None, "http://127.0.0.1:1/v.mp4", "https://no-such-host.invalid/v.mp4"])
async def test_no_address_or_a_dead_one_leads_to_the_download_call(
    client: NemoClient, server: NemoServer, url: str | None
) -> None:
    server.on(FALLBACK, MP4)
    assert (await fetched(client, url))[3] == VIDEO


async def test_a_redirect_elsewhere_leaves_the_token_behind(client: NemoClient, server: NemoServer) -> None:
    async with NemoServer() as cdn:
        cdn.on("GET /v.mp4", MP4)
        server.on(FALLBACK, Reply(302, headers={"Location": f"{cdn.url}/v.mp4"}))
        assert (await fetched(client, None))[3] == VIDEO
        assert "Authorization" not in cdn.books[0].headers


@pytest.mark.parametrize(
    ("reply", "error"),
    [(Reply(404), RenderUnknown), (Reply(401), TokenRejected), (Reply(json={"code": 1001}), TokenRejected),
     (Reply(502), BackendUnavailable), (Reply(body=b"<html>", content_type="text/html"), BackendUnavailable)],
)  # fmt: skip
async def test_when_nothing_opens_the_download_call_says_why(
    client: NemoClient, server: NemoServer, reply: Reply, error: type[Exception]
) -> None:
    server.on(FALLBACK, reply)
    with pytest.raises(error):
        await fetched(client, None)


async def test_a_download_that_breaks_off_may_be_tried_again(client: NemoClient, server: NemoServer) -> None:
    server.on(FALLBACK, Reply(chunks=[VIDEO], content_type="video/mp4", declared_length=10 * len(VIDEO), cut=True))
    with pytest.raises(BackendUnavailable):
        await fetched(client, None)
