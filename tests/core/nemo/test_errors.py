"""Every row of the protocol page's error table, in every envelope and by HTTP status alone."""

from typing import Any

import pytest

from core.errors import (
    BackendError,
    BackendUnavailable,
    ClientIdMissing,
    ExportBlocked,
    FileTooLarge,
    OutcomeUnknown,
    OutOfCredits,
    RateLimited,
    ReelayError,
    RenderUnknown,
    SessionUnknown,
    TokenAllowanceExhausted,
    TokenRejected,
    UnsupportedFileType,
)
from core.model import Access, Session, TokenSource
from core.nemo import NemoClient
from core.ports import UploadPart
from tests.core.nemo.conftest import ACCESS, SKILL
from tests.fakes.nemo_server import NemoServer, Reply

CALLS = {
    "token": "POST /api/auth/anonymous-token",
    "session": "POST /api/tasks/me/with-session/nemo_agent",
    "claim": "POST /api/auth/claim-token",
    "run": "POST /run_sse",
    "files": "POST /api/upload-video/nemo_agent/me/s-1",
    "urls": "POST /api/upload-video/nemo_agent/me/s-1",
    "credits": "GET /api/credits/balance/simple",
    "state": "GET /api/state/nemo_agent/me/s-1/latest",
    "start": "POST /api/render/proxy/lambda",
    "render": "GET /api/render/proxy/lambda/render_1",
}


async def make(client: NemoClient, call: str, part: UploadPart | None = None) -> object:
    """Make one of the calls."""
    match call:
        case "token":
            return await client.anonymous_token("a-client", SKILL)
        case "session":
            return await client.create_session(ACCESS, SKILL, task_name="project", language="en")
        case "claim":
            return await client.claim_link(ACCESS, SKILL, Session("s-1", "t-1"))
        case "run":
            async with client.run(ACCESS, SKILL, "s-1", "hello") as events:
                return [event async for event in events]
        case "files":
            return await client.upload_files(ACCESS, SKILL, "s-1", [part] if part else [])
        case "urls":
            return await client.upload_urls(ACCESS, SKILL, "s-1", ["https://cdn.test/a.mp4"])
        case "credits":
            return await client.credits(ACCESS, SKILL)
        case "state":
            return await client.state(ACCESS, SKILL, "s-1")
        case "start":
            return await client.start_render(ACCESS, SKILL, "render_1", "s-1", {"t": []})
        case _:
            return await client.render(ACCESS, SKILL, "render_1")


async def refused(client: NemoClient, server: NemoServer, call: str, reply: Reply) -> ReelayError:
    """The error that a call ends with; it is sent once, whatever the answer."""
    server.on(CALLS[call], reply)
    with pytest.raises(ReelayError) as caught:
        await make(client, call)
    assert len(server.books) == 1
    return caught.value


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("code", "error"),
    [(1001, TokenRejected), (1002, SessionUnknown), (2001, OutOfCredits), (4001, UnsupportedFileType),
     (4002, FileTooLarge), (402, ExportBlocked), (429, RateLimited), (401, TokenRejected),
     (7777, BackendError)],
)  # fmt: skip
@pytest.mark.parametrize("status", [200, 400])
async def test_a_code_is_its_error_on_every_call(
    client: NemoClient, server: NemoServer, call: str, code: int, error: type[ReelayError], status: int
) -> None:
    caught = await refused(client, server, call, Reply(status, json={"code": code, "message": "no", "data": None}))
    assert isinstance(caught, error)


@pytest.mark.parametrize(
    "body",
    [
        {"code": "2001", "message": "no"},
        {"success": False, "code": 2001, "error": "no"},
        {"success": False, "error": {"code": 2001, "message": "no"}},
        {"detail": {"code": 2001, "message": "no"}},
        {"error": {"code": 2001, "message": "no"}},
        {"code": 0, "data": {"code": 2001, "message": "no"}},
    ],
)
@pytest.mark.parametrize("call", ["run", "credits", "start"])
async def test_a_code_is_found_in_every_envelope(
    client: NemoClient, server: NemoServer, call: str, body: dict[str, Any]
) -> None:
    status = 400 if "detail" in body else 200
    caught = await refused(client, server, call, Reply(status, json=body))
    assert isinstance(caught, OutOfCredits)
    assert caught.user_id == "anon_1"
    assert str(caught) == "no"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("body", [{"json": {"detail": "no"}}, {"body": b"<html>no</html>"}, {"body": b""}])
@pytest.mark.parametrize(
    ("status", "error"),
    [(401, TokenRejected), (402, ExportBlocked), (413, FileTooLarge), (415, UnsupportedFileType), (429, RateLimited)],
)
async def test_a_status_is_its_error_with_and_without_json(
    client: NemoClient, server: NemoServer, call: str, status: int, error: type[ReelayError], body: dict[str, Any]
) -> None:
    reply = Reply(status, headers={"Retry-After": "7"}, **body)
    caught = await refused(client, server, call, reply)
    assert isinstance(caught, error)
    if isinstance(caught, RateLimited):
        assert caught.retry_after == 7
        assert isinstance(caught, TokenAllowanceExhausted) == (call == "token")


async def test_the_token_call_without_a_client_id_says_so(client: NemoClient, server: NemoServer) -> None:
    caught = await refused(client, server, "token", Reply(400, json={"code": 400, "message": "X-Client-Id required"}))
    assert isinstance(caught, ClientIdMissing)


async def test_an_unknown_export_is_told_from_an_unknown_page(client: NemoClient, server: NemoServer) -> None:
    assert isinstance(await refused(client, server, "render", Reply(404)), RenderUnknown)
    server.books.clear()
    assert isinstance(await refused(client, server, "state", Reply(404)), BackendUnavailable)
    server.books.clear()
    lost = Reply(404, json={"detail": "Session not found: s-1"})
    assert isinstance(await refused(client, server, "state", lost), SessionUnknown)


@pytest.mark.parametrize(
    ("call", "status", "error"),
    [
        ("run", 500, OutcomeUnknown),
        ("run", 502, OutcomeUnknown),
        ("run", 504, OutcomeUnknown),
        ("run", 503, BackendUnavailable),
        ("start", 502, OutcomeUnknown),
        ("urls", 504, OutcomeUnknown),
        ("start", 503, BackendUnavailable),
        ("state", 502, BackendUnavailable),
        ("credits", 500, BackendUnavailable),
        ("state", 302, BackendUnavailable),
    ],
)
async def test_a_server_error_is_unknown_where_the_work_may_have_been_done(
    client: NemoClient, server: NemoServer, call: str, status: int, error: type[ReelayError]
) -> None:
    reply = Reply(status, body=b"oops", headers={"Retry-After": "3", "Location": "/elsewhere"})
    caught = await refused(client, server, call, reply)
    assert type(caught) is error
    if isinstance(caught, BackendUnavailable):
        assert (caught.status, caught.retry_after) == (status, 3)


async def test_a_limit_that_the_backend_names_reaches_the_person(client: NemoClient, server: NemoServer) -> None:
    caught = await refused(client, server, "urls", Reply(json={"code": 4002, "message": "File exceeds 200 MB limit"}))
    assert caught.fields()["limit_mb"] == 200
    server.books.clear()
    caught = await refused(client, server, "urls", Reply(json={"code": 4001, "message": "bad type"}))
    assert "webm" in caught.fields()["accepted"]


@pytest.mark.parametrize("token", ["", " ", "two words", "line\nbreak", "tök", "nul\0"])
async def test_what_cannot_be_a_token_is_refused_before_it_leaves(
    client: NemoClient, server: NemoServer, token: str
) -> None:
    with pytest.raises(TokenRejected) as caught:
        await client.credits(Access(token, TokenSource.OWN), SKILL)
    assert token.strip() == "" or token not in str(caught.value)
    assert not server.books


async def test_a_token_that_the_backend_repeats_is_not_kept(client: NemoClient, server: NemoServer) -> None:
    caught = await refused(client, server, "credits", Reply(json={"code": 1001, "message": "bad nmv_usr_test-token"}))
    assert "nmv_usr" not in str(caught) + repr(caught)
