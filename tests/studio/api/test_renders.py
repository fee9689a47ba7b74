"""Exports: started, watched, cancelled, fetched."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from studio.config import Rendering, Temper
from tests.fakes.studio_parts import ScriptedRenderer
from tests.fakes.studio_server import Nemo, studio_at

DRAFT: dict[str, Any] = {"t": [{"tt": 0, "sg": [{"id": "v1", "d": 4000, "m": {"source": "scene"}}]}], "own": {"k": 1}}


async def held(nemo: Nemo) -> None:
    await asyncio.wait_for(nemo.renderer.started.acquire(), 10)


async def test_an_export_goes_from_pending_to_a_file_that_needs_no_token(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        begun = await nemo.export(headers, session, "render_1", DRAFT)
        done = await nemo.finished(headers, "render_1")
        film = await nemo.http.get(done["output"]["url"])
        head = await nemo.http.head(done["output"]["url"])
        part = await nemo.http.get(done["output"]["url"], headers={"Range": "bytes=-5"})
        other = await nemo.http.get("/api/render/proxy/render_1/download", headers=headers)
        assert await nemo.credits(headers) == (1000, 0)
    assert begun.json()["data"]["status"] in ("pending", "processing")
    assert begun.headers["Retry-After"] == "0", "nothing takes time in tests"
    assert (done["status"], done["progress"]) == ("completed", 100)
    assert (done["output"]["duration"], done["output"]["size"]) == (4.0, 3000)
    assert film.content == other.content == nemo.renderer.content
    assert film.headers["Content-Type"] == "video/mp4"
    assert head.headers["Content-Length"] == "3000"
    assert (part.status_code, part.content) == (206, nemo.renderer.content[-5:])


async def test_progress_is_told_while_it_works(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        nemo.renderer.gate.clear()
        headers, session = await nemo.ready()
        await nemo.export(headers, session, "render_1", DRAFT)
        await held(nemo)
        answer = await nemo.http.get("/api/render/proxy/lambda/render_1", headers=headers)
        early = await nemo.http.get("/api/render/proxy/render_1/download", headers=headers)
        nemo.renderer.gate.set()
        await nemo.finished(headers, "render_1")
    assert (answer.json()["data"]["status"], answer.json()["data"]["progress"]) == ("processing", 40)
    assert early.status_code == 404


async def test_at_an_everyday_pace_it_wants_to_be_asked_again_in_a_second(tmp_path: Path) -> None:
    async with studio_at(tmp_path, temper=Temper(pace=1.0)) as nemo:
        nemo.renderer.gate.clear()
        headers, session = await nemo.ready()
        begun = await nemo.export(headers, session, "render_1", DRAFT)
        nemo.renderer.gate.set()
        await nemo.finished(headers, "render_1")
    assert begun.headers["Retry-After"] == "1"


@pytest.mark.parametrize("missing", ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"])
async def test_without_an_attribution_header_the_export_is_402(tmp_path: Path, missing: str) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        del headers[missing]
        answer = await nemo.export(headers, session, "render_1", DRAFT)
    assert (answer.status_code, answer.json()["code"]) == (402, 402)


async def test_the_same_id_twice_is_one_export(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        await nemo.export(headers, session, "render_1", DRAFT)
        await nemo.finished(headers, "render_1")
        again = await nemo.export(headers, session, "render_1", DRAFT)
    assert again.json()["data"]["status"] == "completed"
    assert len(nemo.renderer.seen) == 1


async def test_two_accounts_may_choose_the_same_id(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        other = await nemo.token("other")
        await nemo.export(headers, session, "render_1", DRAFT)
        unknown = await nemo.http.get("/api/render/proxy/lambda/render_1", headers=other)
        await nemo.export(other, await nemo.session(other), "render_1", DRAFT)
        await nemo.finished(other, "render_1")
        await nemo.finished(headers, "render_1")
    assert (unknown.status_code, unknown.json()["code"]) == (404, 404)
    assert len(nemo.renderer.seen) == 2


async def test_one_export_of_a_session_runs_and_later_ones_queue(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        nemo.renderer.gate.clear()
        headers, session = await nemo.ready()
        for name in ("first", "second", "third"):
            await nemo.export(headers, session, name, DRAFT)
        await held(nemo)
        states = [(await nemo.poll(headers, name))["status"] for name in ("first", "second", "third")]
        nemo.renderer.gate.set()
        for name in ("third", "second", "first"):
            assert (await nemo.finished(headers, name))["status"] == "completed"
    assert states == ["processing", "pending", "pending"]
    assert nemo.renderer.most_running == 1


async def test_exports_of_several_sessions_run_side_by_side_up_to_the_limit(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rendering=Rendering(at_once=2)) as nemo:
        nemo.renderer.gate.clear()
        headers = await nemo.token()
        for name in ("first", "second", "third"):
            await nemo.export(headers, await nemo.session(headers), name, DRAFT)
        await held(nemo)
        await held(nemo)
        nemo.renderer.gate.set()
        for name in ("first", "second", "third"):
            await nemo.finished(headers, name)
    assert nemo.renderer.most_running == 2


async def test_cancelling_kills_the_work_and_lets_the_next_one_run(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        nemo.renderer.gate.clear()
        headers, session = await nemo.ready()
        await nemo.export(headers, session, "first", DRAFT)
        await nemo.export(headers, session, "second", DRAFT)
        await nemo.export(headers, session, "third", DRAFT)
        await held(nemo)
        cancelled = await nemo.http.post("/api/render/proxy/lambda/first/cancel", headers=headers)
        await nemo.http.post("/api/render/proxy/lambda/third/cancel", headers=headers)
        await held(nemo)
        nemo.renderer.gate.set()
        assert (await nemo.finished(headers, "second"))["status"] == "completed"
        assert (await nemo.poll(headers, "third"))["cancelled"] is True
        assert list((tmp_path / "incoming").iterdir()) == []
    assert cancelled.json()["data"]["status"] == "failed"
    assert cancelled.json()["data"]["cancelled"] is True
    assert nemo.renderer.killed == 1
    assert len(nemo.renderer.seen) == 2


async def test_cancelling_what_is_finished_changes_nothing(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        await nemo.export(headers, session, "render_1", DRAFT)
        await nemo.finished(headers, "render_1")
        answer = await nemo.http.post("/api/render/proxy/lambda/render_1/cancel", headers=headers)
    assert answer.json()["data"]["status"] == "completed"


async def test_a_failed_export_says_why_and_a_new_id_tries_again(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        nemo.renderer.error = "The picture is too large."
        headers, session = await nemo.ready()
        await nemo.export(headers, session, "render_1", DRAFT)
        failed = await nemo.finished(headers, "render_1")
        nemo.renderer.error = None
        await nemo.export(headers, session, "render_2", DRAFT)
        assert (await nemo.finished(headers, "render_2"))["status"] == "completed"
    assert (failed["status"], failed["error"]) == ("failed", "The picture is too large.")


async def test_exports_in_work_at_a_stop_are_taken_up_again_under_their_ids(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        nemo.renderer.gate.clear()
        headers, session = await nemo.ready()
        await nemo.export(headers, session, "first", DRAFT)
        await nemo.export(headers, session, "second", DRAFT)
        await held(nemo)
    assert nemo.renderer.killed == 1
    async with studio_at(tmp_path) as again:
        assert (await again.finished(headers, "first"))["status"] == "completed"
        assert (await again.finished(headers, "second"))["status"] == "completed"
        assert [draft.to_json()["own"] for draft, *_ in again.renderer.seen] == [{"k": 1}, {"k": 1}]


async def test_a_draft_of_a_lost_session_can_be_exported_with_its_media(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="forget:state@2") as nemo:
        headers, session = await nemo.ready()
        await nemo.upload(headers, session, ("a.mp4", b"footage"))
        await nemo.run(headers, session, "cut it")
        draft = (await nemo.state(headers, session))["draft"]
        path = f"/api/state/nemo_agent/me/{session}/latest"
        assert (await nemo.http.get(path, headers=headers)).json()["code"] == 1002
        await nemo.export(headers, await nemo.session(headers), "render_1", draft)
        await nemo.finished(headers, "render_1")
        media = list(nemo.renderer.seen[0][1].values())
        assert [path.read_bytes() for path in media] == [b"footage"]


@pytest.mark.parametrize(
    "change",
    [
        {"draft": None},
        {"draft": "x"},
        {"draft": {"t": []}},
        {"draft": {"t": [{"tt": 0, "sg": []}]}},
        {"draft": {"t": [{"tt": 0, "sg": [{"d": -5}]}]}},
        {"draft": {"t": [{"tt": "video", "sg": [{"d": 5}]}]}},
        {"id": ""},
        {"id": 7},
        {"id": "x" * 1000},
        {"output": {"format": "gif"}},
        {"output": "mp4"},
        {"sessionId": None},
    ],
)
async def test_an_export_that_cannot_be_read_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        body = {"id": "render_1", "sessionId": session, "draft": DRAFT} | change
        answer = await nemo.http.post("/api/render/proxy/lambda", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, 400)
    assert nemo.renderer.seen == []


@pytest.mark.parametrize("path", ["/files/export/1/0000/export.mp4", "/files/media/x/0000/a.mp4", "/files/secret/x"])
async def test_addresses_that_were_not_signed_are_unknown(tmp_path: Path, path: str) -> None:
    async with studio_at(tmp_path) as nemo:
        answer = await nemo.http.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, 404)


async def test_quality_preset_and_scale_reach_the_renderer(tmp_path: Path) -> None:
    renderer = ScriptedRenderer()
    rendering = Rendering(preset="ultrafast", scale=0.25)
    async with studio_at(tmp_path, rendering=rendering, renderer=renderer) as nemo:
        headers, session = await nemo.ready()
        body = {"id": "r", "sessionId": session, "draft": DRAFT, "output": {"format": "mp4", "quality": "low"}}
        await nemo.http.post("/api/render/proxy/lambda", json=body, headers=headers)
        await nemo.finished(headers, "r")
    assert renderer.settings == [("ultrafast", 28, 0.25)]
