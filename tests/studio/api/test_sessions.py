"""Sessions, their state and their claim links."""

from pathlib import Path

import pytest

from studio.config import WEEK
from tests.fakes.studio_server import studio_at

PATH = "/api/tasks/me/with-session/nemo_agent"


@pytest.mark.parametrize("body", [{"task_name": "project", "language": "zh"}, {"task_name": "project"}, {}])
async def test_a_session_is_made_with_or_without_a_language(tmp_path: Path, body: dict[str, str]) -> None:
    async with studio_at(tmp_path) as nemo:
        answer = await nemo.http.post(PATH, json=body, headers=await nemo.token())
    data = answer.json()["data"]
    assert answer.json()["code"] == 0
    assert data["session_id"]
    assert data["task_id"]
    assert data["user_id"].startswith("anon_")


async def test_the_state_of_a_new_session_is_an_empty_timeline(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        answer = await nemo.http.get(f"/api/state/nemo_agent/me/{session}/latest", headers=headers)
    data = answer.json()["data"]
    assert data["session_id"] == session
    assert data["task_name"] == "project"
    assert data["state"]["draft"]["t"] == []
    assert data["state"]["canvas_config"] == {"width": 1920, "height": 1080}
    assert data["state"]["video_infos"] == data["state"]["generated_media"] == data["state"]["video_analyses"] == []


async def test_what_was_generated_and_uploaded_is_in_the_state(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        await nemo.upload(headers, session, ("a.mp4", b"x" * 10))
        await nemo.run(headers, session, "make waves")
        state = await nemo.state(headers, session)
    assert state["generated_media"][0]["title"] == "waves"
    assert state["video_infos"][0]["filename"] == "a.mp4"
    assert state["video_analyses"][0]["cuts"] == [0, 0.5]


async def test_an_unknown_sessions_state_is_1002(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        answer = await nemo.http.get("/api/state/nemo_agent/me/nowhere/latest", headers=await nemo.token())
    assert answer.json()["code"] == 1002


async def test_a_claim_link_opens_the_project_and_ends_after_seven_days(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        await nemo.run(headers, session, "make <b>waves</b>")
        task = (await nemo.http.get(f"/api/state/nemo_agent/me/{session}/latest", headers=headers)).json()["data"]
        body = {"task_id": task["task_id"], "session_id": session}
        claim = (await nemo.http.post("/api/auth/claim-token", json=body, headers=headers)).json()["data"]
        page = await nemo.http.get("/workspace/claim", params={"ct": claim["claim_token"]})
        wrong = await nemo.http.get("/workspace/claim", params={"ct": "clm_wrong"})
        nemo.clock.advance(WEEK)
        late = await nemo.http.get("/workspace/claim", params={"ct": claim["claim_token"]})
    assert claim["claim_token"].startswith("clm_")
    assert claim["expires_in"] == 604800
    assert "&lt;b&gt;waves" in page.text
    assert headers["Authorization"].split()[1] not in page.text
    assert (page.status_code, wrong.status_code, late.status_code) == (200, 404, 404)


async def test_a_claim_for_another_task_is_1002(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        body = {"task_id": "task_other", "session_id": session}
        answer = await nemo.http.post("/api/auth/claim-token", json=body, headers=headers)
    assert answer.json()["code"] == 1002


async def test_sessions_drafts_credits_and_history_survive_a_restart(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        await nemo.run(headers, session, "make waves")
        before = await nemo.state(headers, session)
        await nemo.run(headers, session, "title Two")
    async with studio_at(tmp_path) as again:
        assert await again.credits(headers) == (850, 0)
        await again.run(headers, session, "undo")
        assert (await again.state(headers, session))["draft"] == before["draft"]
        assert await again.token() == headers


async def test_the_front_door_says_what_this_is(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        front, health = await nemo.http.get("/"), await nemo.http.get("/healthz")
    assert "NemoVideo" in front.text
    assert health.json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing/here", 404), ("GET", "/run_sse", 405), ("DELETE", "/", 405), ("GET", "/rehearsal", 404)],
)
async def test_wrong_addresses_answer_in_the_envelope(tmp_path: Path, method: str, path: str, status: int) -> None:
    async with studio_at(tmp_path) as nemo:
        answer = await nemo.http.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, status)
