"""Every call of the protocol page: what goes out, and what comes back in all the shapes it may have."""

from typing import Any

import pytest

from core.errors import BackendUnavailable
from core.model import RenderState, Session
from core.nemo import NemoClient, new_render_id, registration_link
from core.ports import VideoBackend
from tests.core.nemo.conftest import ACCESS, SKILL
from tests.fakes.nemo_server import NemoServer, Reply

STATE = "GET /api/state/nemo_agent/me/s-1/latest"
RENDER = "GET /api/render/proxy/lambda/render_1"


def test_the_client_keeps_to_the_port(client: NemoClient) -> None:
    backend: VideoBackend = client
    assert backend is client


async def test_the_token_call_carries_the_client_id_and_no_token(client: NemoClient, server: NemoServer) -> None:
    data = {"token": "nmv_usr_new", "user_id": "anon_9", "expires_at": "2026-01-12T12:00:00Z", "credits": 100}
    server.on("POST /api/auth/anonymous-token", Reply(json={"code": 0, "data": data}))
    token = await client.anonymous_token("11111111-2222-3333-4444-555555555555", SKILL)
    (asked,) = server.books
    assert asked.headers["X-Client-Id"] == "11111111-2222-3333-4444-555555555555"
    assert "Authorization" not in asked.headers
    assert asked.headers["X-Skill-Source"] == "video-to-generator"
    assert (token.token, token.user_id, token.credits) == ("nmv_usr_new", "anon_9", 100)
    assert token.expires_at is not None
    assert token.expires_at.isoformat() == "2026-01-12T12:00:00+00:00"


async def test_every_call_carries_token_and_attribution(client: NemoClient, server: NemoServer) -> None:
    server.on("GET /api/credits/balance/simple", Reply(json={"code": 0, "data": {"available": 80, "frozen": 20}}))
    balance = await client.credits(ACCESS, SKILL)
    (asked,) = server.books
    assert asked.headers["Authorization"] == "Bearer nmv_usr_test-token"
    assert [asked.headers[f"X-Skill-{name}"] for name in ("Source", "Version", "Platform")] == [
        "video-to-generator",
        "1.2.3",
        "telegram",
    ]
    assert "nmv_usr" not in asked.route + asked.query
    assert (balance.available, balance.frozen, balance.total) == (80, 20, 100)


@pytest.mark.parametrize("language", ["zh", None])
async def test_a_session_is_made_with_its_language_or_without(
    client: NemoClient, server: NemoServer, language: str | None
) -> None:
    server.on(
        "POST /api/tasks/me/with-session/nemo_agent",
        Reply(json={"code": 0, "data": {"session_id": "s-1", "task_id": "t-1", "user_id": "anon_1"}}),
    )
    session = await client.create_session(ACCESS, SKILL, task_name="project", language=language)
    assert session == Session("s-1", "t-1", "anon_1")
    assert server.books[0].json == {"task_name": "project"} | ({"language": "zh"} if language else {})


async def test_the_browser_link_holds_the_claim_token_alone(client: NemoClient, server: NemoServer) -> None:
    server.on("POST /api/auth/claim-token", Reply(json={"code": 0, "data": {"claim_token": "clm_abc"}}))
    link = await client.claim_link(ACCESS, SKILL, Session("s-1", "t-1"))
    assert link == "https://web.test/workspace/claim?ct=clm_abc"
    assert server.books[0].json == {"task_id": "t-1", "session_id": "s-1"}


async def test_a_draft_survives_the_way_through_state_and_render(client: NemoClient, server: NemoServer) -> None:
    draft = {"t": [{"tt": 7, "sg": [{"x-new": [1, 2.5, None, "日本\u2028"]}]}], "d": 3000, "unknown": {"k": True}}
    state = {"draft": draft, "video_infos": [{"name": "a"}], "canvas_config": {"width": 1080, "height": 1920}}
    server.on(STATE, Reply(json={"code": 0, "data": {"state": state, "session_id": "s-1", "user_id": "u"}}))
    server.on("POST /api/render/proxy/lambda", Reply(json={"success": True, "data": {"status": "pending"}}))
    seen = await client.state(ACCESS, SKILL, "s-1")
    render = await client.start_render(ACCESS, SKILL, "render_1", "s-1", seen.draft)
    assert server.books[1].json == {
        "id": "render_1",
        "sessionId": "s-1",
        "draft": draft,
        "output": {"format": "mp4", "quality": "high"},
    }
    assert (seen.width, seen.height, seen.user_id) == (1080, 1920, "u")
    assert seen.raw["video_infos"] == [{"name": "a"}]
    assert (render.id, render.state) == ("render_1", RenderState.PENDING)


@pytest.mark.parametrize(
    ("media", "count"),
    [
        (None, 0),
        ([], 0),
        ({}, 0),
        ([{"url": "a"}], 1),
        ({"videos": ["a", "b"], "songs": []}, 2),
        ({"video": {"url": "a"}}, 1),
    ],
)
async def test_what_the_agent_made_beside_the_timeline_is_counted(
    client: NemoClient, server: NemoServer, media: object, count: int
) -> None:
    server.on(STATE, Reply(json={"state": {"generated_media": media}}))
    assert (await client.state(ACCESS, SKILL, "s-1")).generated == count


@pytest.mark.parametrize("data", [{}, {"state": None}, {"state": {}}, {"state": {"draft": None}}])
async def test_a_session_that_holds_nothing_has_an_empty_draft(
    client: NemoClient, server: NemoServer, data: dict[str, Any]
) -> None:
    server.on(STATE, Reply(json={"code": 0, "data": data}))
    assert (await client.state(ACCESS, SKILL, "s-1")).draft == {}


COMPLETED = {"status": "completed", "progress": 100}


@pytest.mark.parametrize(
    "body",
    [
        {**COMPLETED, "output": {"url": "https://cdn.test/v.mp4", "duration": 10.5, "size": 1234}},
        {"code": 0, "data": {**COMPLETED, "output": {"url": "https://cdn.test/v.mp4", "duration": "10.5", "size": 1234}}},
        {"success": True, "data": {**COMPLETED, "outputUrl": "https://cdn.test/v.mp4", "size": 1234, "duration": 10.5}},
        {"success": True, "data": {**COMPLETED, "output_url": "https://cdn.test/v.mp4", "size": 1234, "duration": 10.5}},
        {"code": 0, "data": {"success": True, "data": {"status": "SUCCEEDED", "url": "https://cdn.test/v.mp4",
                                                       "size": 1234, "duration": 10.5}}},
    ],
)  # fmt: skip
async def test_a_finished_export_is_read_in_every_shape(
    client: NemoClient, server: NemoServer, body: dict[str, Any]
) -> None:
    server.on(RENDER, Reply(json=body))
    render = await client.render(ACCESS, SKILL, "render_1")
    assert (render.state, render.progress, render.url) == (RenderState.COMPLETED, 100, "https://cdn.test/v.mp4")
    assert (render.size, render.duration) == (1234, 10.5)


@pytest.mark.parametrize(
    ("data", "state", "progress"),
    [
        ({"status": "pending"}, RenderState.PENDING, 0),
        ({"status": "processing", "progress": 41.6}, RenderState.PROCESSING, 42),
        ({"status": "rendering", "progress": 0.25}, RenderState.PROCESSING, 25),
        ({"status": "Processing", "progress": "75%"}, RenderState.PROCESSING, 75),
        ({"status": "processing", "progress": -3}, RenderState.PROCESSING, 0),
        ({"status": "processing", "progress": 1e9}, RenderState.PROCESSING, 100),
        ({"status": "processing", "progress": {"odd": 1}}, RenderState.PROCESSING, 0),
        ({"status": "canceled"}, RenderState.CANCELLED, 0),
        ({"status": "something new"}, RenderState.PROCESSING, 0),
    ],
)
async def test_a_running_export_is_read_whatever_its_numbers(
    client: NemoClient, server: NemoServer, data: dict[str, Any], state: RenderState, progress: int
) -> None:
    server.on(RENDER, Reply(json=data))
    render = await client.render(ACCESS, SKILL, "render_1")
    assert (render.state, render.progress) == (state, progress)


@pytest.mark.parametrize("error", ["out of memory", {"message": "out of memory"}])
async def test_a_failed_export_is_a_state_and_keeps_its_reason(
    client: NemoClient, server: NemoServer, error: object
) -> None:
    server.on(RENDER, Reply(json={"status": "failed", "error": error}))
    render = await client.render(ACCESS, SKILL, "render_1")
    assert (render.state, render.error) == (RenderState.FAILED, "out of memory")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [({}, None), ({"Retry-After": "1"}, 1.0), ({"Retry-After": "Mon, 05 Jan 2026 12:00:20 GMT"}, 20.0),
     ({"Retry-After": "soon"}, None)],
)  # fmt: skip
async def test_the_pause_that_the_backend_wants_is_kept(
    client: NemoClient, server: NemoServer, header: dict[str, str], seconds: float | None
) -> None:
    server.on(RENDER, Reply(json={"status": "pending"}, headers=header))
    assert (await client.render(ACCESS, SKILL, "render_1")).retry_after == seconds


async def test_a_relative_address_is_resolved_against_the_service(client: NemoClient, server: NemoServer) -> None:
    server.on(RENDER, Reply(json={**COMPLETED, "output": {"url": "/files/v.mp4"}}))
    assert (await client.render(ACCESS, SKILL, "render_1")).url == f"{server.url}/files/v.mp4"


@pytest.mark.parametrize("reply", [Reply(json={"success": True}), Reply(status=404), Reply(status=500)])
async def test_cancelling_is_best_effort(client: NemoClient, server: NemoServer, reply: Reply) -> None:
    server.on("POST /api/render/proxy/lambda/render_1/cancel", reply)
    await client.cancel_render(ACCESS, SKILL, "render_1")
    assert len(server.books) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>", content_type="text/html"),
        Reply(json=[]),
        Reply(json="text"),
        Reply(body=b"[" * 100_000, content_type="application/json"),
        Reply(json={"code": 0, "data": {"frozen": 1}}),
    ],
)
async def test_an_answer_that_makes_no_sense_is_an_unavailable_backend(
    client: NemoClient, server: NemoServer, reply: Reply
) -> None:
    server.on("GET /api/credits/balance/simple", reply)
    with pytest.raises(BackendUnavailable):
        await client.credits(ACCESS, SKILL)


async def test_a_path_in_the_service_address_is_kept(http: Any, clock: Any, server: NemoServer) -> None:
    client = NemoClient(f"{server.url}/nemo/", "https://web.test", http, clock)
    server.on("GET /nemo/api/credits/balance/simple", Reply(json={"code": 0, "data": {"available": 1}}))
    assert (await client.credits(ACCESS, SKILL)).available == 1


async def test_ids_cannot_leave_their_place_in_the_path(client: NemoClient, server: NemoServer) -> None:
    with pytest.raises(BackendUnavailable):
        await client.state(ACCESS, SKILL, "../../x?y#z")
    assert server.books[0].route == "GET /api/state/nemo_agent/me/..%2F..%2Fx%3Fy%23z/latest"


def test_render_ids_are_ours_and_unlike() -> None:
    ids = {new_render_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(name.startswith("render_") and len(name) == 39 for name in ids)


def test_the_registration_link_binds_the_account() -> None:
    assert registration_link("https://web.test/", "anon_1/x") == "https://web.test/?bind=anon_1%2Fx"
    assert registration_link("https://web.test", None) == "https://web.test/"
