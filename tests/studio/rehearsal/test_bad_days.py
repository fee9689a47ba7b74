"""Each way to misbehave, as a client meets it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.studio_clock import LeapingClock
from tests.fakes.studio_server import Nemo, events, run_body, spoken, studio_at
from tests.studio.api.test_renders import DRAFT


async def _rules(nemo: Nemo, *rules: dict[str, Any]) -> None:
    answer = await nemo.http.put("/rehearsal", json={"rules": list(rules)})
    assert answer.json()["code"] == 0


async def _broken(nemo: Nemo, headers: dict[str, str], session: str, text: str) -> str:
    """The part of a stream that came before it broke."""
    got: list[str] = []

    async def read() -> None:
        async with nemo.http.stream("POST", "/run_sse", headers=headers, json=run_body(session, text)) as response:
            async for chunk in response.aiter_text():
                got.append(chunk)  # noqa: PERF401 -- what came before the break counts

    with pytest.raises(httpx.RemoteProtocolError):
        await read()
    return "".join(got)


async def test_a_stream_cut_without_the_change_changes_and_costs_nothing(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="cut:run:2") as nemo:
        headers, session = await nemo.ready()
        got = await _broken(nemo, headers, session, "title One")
        assert (await nemo.state(headers, session))["draft"]["t"] == []
        assert await nemo.credits(headers) == (1000, 0)
        assert (await nemo.books())[2]["result"] == "cut"
    assert got.count("data: ") == 2


async def test_a_stream_cut_with_the_change_applied_is_paid_once(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="none") as nemo:
        headers, session = await nemo.ready()
        await _rules(nemo, {"do": "cut", "call": "run", "after": 1, "applied": "first"})
        await _broken(nemo, headers, session, "make waves")
        assert len((await nemo.state(headers, session))["draft"]["t"]) == 2
        assert await nemo.credits(headers) == (900, 0)


async def test_a_change_may_come_a_while_after_the_cut(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="none") as nemo:
        headers, session = await nemo.ready()
        await _rules(nemo, {"do": "cut", "call": "run", "after": 1, "applied": 90})
        await _broken(nemo, headers, session, "title Late")
        await nemo.clock.until_waiting(90)
        before = await nemo.state(headers, session), await nemo.credits(headers)
        nemo.clock.advance(90)
        async with asyncio.timeout(10):
            while not (await nemo.state(headers, session))["draft"]["t"]:
                continue
        assert await nemo.credits(headers) == (950, 0)
    assert before[0]["draft"]["t"] == []
    assert before[1] == (950, 50)


async def test_a_cut_after_more_events_than_there_are_comes_at_the_end(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="cut:run:9999") as nemo:
        headers, session = await nemo.ready()
        got = await _broken(nemo, headers, session, "title One")
        assert (await nemo.state(headers, session))["draft"]["t"] == []
    assert "Added the title" in got


@pytest.mark.parametrize("count", [0, 1, 100, 700])
async def test_a_stream_may_be_cut_in_the_middle_of_an_event(tmp_path: Path, count: int) -> None:
    async with studio_at(tmp_path, rehearse=f"cut:run:{count}b") as nemo:
        headers, session = await nemo.ready()
        got = await _broken(nemo, headers, session, "title One")
        assert await nemo.credits(headers) == (1000, 0)
    assert len(got.encode()) == count


async def test_a_cut_after_more_bytes_than_there_are_comes_at_the_end(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="cut:run:1000000b") as nemo:
        headers, session = await nemo.ready()
        assert "Added the title" in await _broken(nemo, headers, session, "title One")


async def test_a_lost_answer_was_carried_out(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="lost:run@1;lost:render@1;lost:upload@1;lost:session@2") as nemo:
        headers, session = await nemo.ready()
        with pytest.raises(httpx.RemoteProtocolError):
            await nemo.run(headers, session, "title One")
        with pytest.raises(httpx.RemoteProtocolError):
            await nemo.export(headers, session, "render_1", DRAFT)
        with pytest.raises(httpx.RemoteProtocolError):
            await nemo.upload(headers, session, ("a.mp4", b"x"))
        with pytest.raises(httpx.RemoteProtocolError):
            await nemo.session(headers)
        state = await nemo.state(headers, session)
        assert (await nemo.finished(headers, "render_1"))["status"] == "completed"
        assert await nemo.credits(headers) == (950, 0)
    assert len(state["draft"]["t"]) == 1
    assert state["video_infos"][0]["filename"] == "a.mp4"


async def test_a_status_before_the_call_carries_nothing_out(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="503:run@1;429:render@1") as nemo:
        headers, session = await nemo.ready()
        refused = await nemo.run(headers, session, "title One")
        limited = await nemo.export(headers, session, "render_1", DRAFT)
        missing = await nemo.http.get("/api/render/proxy/lambda/render_1", headers=headers)
        assert (await nemo.state(headers, session))["draft"]["t"] == []
    assert (refused.status_code, refused.json()["code"]) == (503, 503)
    assert (limited.status_code, missing.status_code) == (429, 404)


async def test_a_status_after_the_call_hides_that_it_was_carried_out(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="none") as nemo:
        headers, session = await nemo.ready()
        rule = {"do": "status", "call": "render", "status": 502, "processed": True, "json_body": False, "times": 1}
        await _rules(nemo, rule | {"retry_after": 7})
        hidden = await nemo.export(headers, session, "render_1", DRAFT)
        assert (await nemo.finished(headers, "render_1"))["status"] == "completed"
    assert hidden.status_code == 502
    assert hidden.headers["Retry-After"] == "7"
    assert hidden.text.startswith("<html>")


async def test_malformed_answers_and_frames(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="malformed:state@1;malformed:run:1") as nemo:
        headers, session = await nemo.ready()
        answer = await nemo.http.get(f"/api/state/nemo_agent/me/{session}/latest", headers=headers)
        stream = await nemo.run(headers, session, "title One")
    with pytest.raises(ValueError, match="Unterminated"):
        answer.json()
    assert "<html>502" in stream.text
    assert "Added the title" in spoken(stream)


@pytest.mark.parametrize(
    ("shape", "key"),
    [("error", "error"), ("event", "errorCode")],
)
async def test_a_failing_run_says_so_in_the_stream_and_costs_nothing(tmp_path: Path, shape: str, key: str) -> None:
    async with studio_at(tmp_path, rehearse="none") as nemo:
        headers, session = await nemo.ready()
        await _rules(nemo, {"do": "error", "call": "run", "after": 1, "shape": shape, "code": "2001"})
        stream = await nemo.run(headers, session, "title One")
        assert await nemo.credits(headers) == (1000, 0)
    assert key in events(stream)[-1]
    assert "content" not in events(stream)[-1]


async def test_an_expired_token_stays_expired_until_it_is_renewed(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="expire:run@1") as nemo:
        headers, session = await nemo.ready()
        refused = await nemo.run(headers, session, "title One")
        still = await nemo.http.get("/api/credits/balance/simple", headers=headers)
        renewed = await nemo.token()
        assert "One" in spoken(await nemo.run(renewed, session, "title One"))
    assert refused.json()["code"] == still.json()["code"] == 1001


async def test_a_forgotten_session_stays_forgotten(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="forget:run@1;forget:render@1") as nemo:
        headers, session = await nemo.ready()
        other = await nemo.session(headers)
        answers = [await nemo.run(headers, session, "title One"), await nemo.run(headers, session, "title One")]
        answers += [await nemo.export(headers, other, "render_1", DRAFT)]
    assert [answer.json()["code"] for answer in answers] == [1002, 1002, 1002]


async def test_credits_can_run_out_for_one_call(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="broke:run@1") as nemo:
        headers, session = await nemo.ready()
        refused = await nemo.run(headers, session, "title One")
        assert "One" in spoken(await nemo.run(headers, session, "title One"))
    assert refused.json()["code"] == 2001


async def test_exports_fail_once_or_take_long(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="fail:export:No luck@1;slow:export:90@2") as nemo:
        headers, session = await nemo.ready()
        await nemo.export(headers, session, "first", DRAFT)
        failed = await nemo.finished(headers, "first")
        await nemo.export(headers, session, "second", DRAFT)
        await nemo.clock.until_waiting(90)
        assert (await nemo.poll(headers, "second"))["status"] == "processing"
        nemo.clock.advance(90)
        assert (await nemo.finished(headers, "second"))["status"] == "completed"
    assert (failed["status"], failed["error"]) == ("failed", "No luck")


async def test_silence_is_keep_alives_only_and_then_the_answer(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="silence:run:600") as nemo:
        headers, session = await nemo.ready()
        stream = await nemo.run(headers, session, "title One")
    quiet = stream.text.partition('data: {"content"')[0]
    assert quiet.count("\n\n") >= 600 / 3 - 1
    assert "Added the title" in spoken(stream)


async def test_mute_sends_not_one_byte(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="mute:credits:90", clock=LeapingClock(leap=1)) as nemo:
        headers = await nemo.token()
        asking = asyncio.create_task(nemo.credits(headers))
        await nemo.clock.until_waiting(90)
        assert not asking.done()
        nemo.clock.advance(90)
        assert await asking == (1000, 0)


async def test_a_run_may_say_nothing(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="quiet:run") as nemo:
        headers, session = await nemo.ready()
        stream = await nemo.run(headers, session, "title One")
        assert len((await nemo.state(headers, session))["draft"]["t"]) == 1
    assert spoken(stream) == ""


async def test_bytes_may_drip_and_downloads_may_break(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="drip:run:7") as nemo:
        headers, session = await nemo.ready()
        assert "Added" in spoken(await nemo.run(headers, session, "title One"))
        await nemo.export(headers, session, "render_1", DRAFT)
        url = (await nemo.finished(headers, "render_1"))["output"]["url"]
        await _rules(nemo, {"do": "drip", "call": "download", "after": 100, "seconds": 1})
        slow = await nemo.http.get(url)
        await _rules(nemo, {"do": "cut", "call": "download", "after": 1500})
        with pytest.raises(httpx.RemoteProtocolError):
            await nemo.http.get("/api/render/proxy/render_1/download", headers=headers)
        await nemo.http.delete("/rehearsal")
        assert (await nemo.http.get(url)).content == slow.content == nemo.renderer.content
    assert nemo.clock.waits.count(1) == 30


async def test_the_books_tell_what_was_asked_and_no_secret(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="quiet:run@1") as nemo:
        headers, session = await nemo.ready()
        await nemo.upload(headers, session, ("a.mp4", b"x"), ("b.mov", b"y"))
        await nemo.run(headers, session, "title One")
        await nemo.export(headers, session, "render_1", DRAFT)
        await nemo.finished(headers, "render_1")
        await nemo.http.get("/api/render/proxy/render_1/download", headers=headers)
        await nemo.run(headers, "nowhere", "hello")
        calls = await nemo.books()
    async with studio_at(tmp_path, rehearse="none") as again:
        assert await again.books() == calls
        await again.http.delete("/rehearsal/books")
        assert await again.books() == []
    told = [call for call in calls if call["call"] != "poll"]
    assert [call["call"] for call in told] == ["token", "session", "upload", "run", "render", "download", "run"]
    assert [call["n"] for call in calls] == list(range(1, len(calls) + 1))
    upload, run, render, download, lost = told[2:]
    assert (upload["session"], upload["uploads"]) == (session, ["a.mp4", "b.mov"])
    assert (run["session"], run["text"], run["troubles"]) == (session, "title One", ["quiet"])
    assert (render["session"], render["render_id"], download["render_id"]) == (session, "render_1", "render_1")
    assert (run["skill"], run["platform"]) == ("video-to-generator", "console")
    assert (run["status"], run["result"], lost["status"]) == (200, "answered", 404)
    assert "nmv_usr_" not in str(calls)


async def test_a_body_without_a_content_type_is_booked_and_broken_like_any_other(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="forget:run@2") as nemo:
        headers, session = await nemo.ready()
        raw = json.dumps(run_body(session, "title One"))
        answers = [await nemo.http.post("/run_sse", content=raw, headers=headers) for _ in range(2)]
        assert [(call["text"], call["session"]) for call in (await nemo.books())[2:]] == [("title One", session)] * 2
    assert answers[1].json()["code"] == 1002


async def test_rules_are_shown_replaced_in_both_forms_and_refused(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="slow:run:30") as nemo:
        shown = (await nemo.http.get("/rehearsal")).json()["data"]["rules"]
        short = await nemo.http.put("/rehearsal", content="cut:run:2@1", headers={"Content-Type": "text/plain"})
        wrong = await nemo.http.put("/rehearsal", json=[{"do": "dance"}])
        broken = await nemo.http.put("/rehearsal", content="{", headers={"Content-Type": "application/json"})
        kept = (await nemo.http.get("/rehearsal")).json()["data"]["rules"]
    assert (shown[0]["do"], shown[0]["seconds"]) == ("slow", 30)
    assert short.json()["data"]["rules"] == kept
    assert (wrong.status_code, broken.status_code) == (400, 400)


async def test_rules_that_are_no_text_are_refused(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="none") as nemo:
        answer = await nemo.http.put("/rehearsal", content=b"\xff\x90")
        assert answer.status_code == 400
