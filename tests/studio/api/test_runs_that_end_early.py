"""Runs that are hung up on, overtaken, broken or stopped: what is told, and what is given back."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from studio.config import Temper
from studio.director.model import Outcome, Step, Turn
from studio.draft import Draft
from tests.fakes.studio_clock import LeapingClock
from tests.fakes.studio_server import Nemo, events, run_body, spoken, studio_at

PATIENT = Temper(pace=0, silent_rate=0, heartbeat=100)


async def _begin(nemo: Nemo, headers: dict[str, str], session: str, text: str) -> "asyncio.Task[httpx.Response]":
    running = asyncio.create_task(nemo.run(headers, session, text))
    await nemo.clock.until_waiting(90)
    nemo.clock.waits.clear()
    return running


async def _ended(nemo: Nemo, result: str) -> dict[str, Any]:
    async with asyncio.timeout(10):
        while True:
            found = [call for call in await nemo.books() if call["result"] == result]
            if found:
                return found[0]


async def test_hanging_up_cancels_the_run_and_gives_the_credits_back(tmp_path: Path) -> None:
    async with studio_at(tmp_path, temper=PATIENT, rehearse="slow:run:90", clock=LeapingClock(leap=1)) as nemo:
        headers, session = await nemo.ready()
        running = await _begin(nemo, headers, session, "title One")
        assert await nemo.credits(headers) == (950, 50)
        running.cancel()
        await asyncio.wait((running,))
        assert (await _ended(nemo, "dropped"))["text"] == "title One"
        nemo.clock.advance(1000)
        assert await nemo.credits(headers) == (1000, 0)
        assert (await nemo.state(headers, session))["draft"]["t"] == []


async def test_a_second_run_kills_the_first_in_the_middle_of_its_stream(tmp_path: Path) -> None:
    async with studio_at(tmp_path, temper=PATIENT, rehearse="slow:run:90@1", clock=LeapingClock(leap=1)) as nemo:
        headers, session = await nemo.ready()
        killed = await _begin(nemo, headers, session, "title One")
        second = await nemo.run(headers, session, "title Two")
        with pytest.raises(httpx.RemoteProtocolError):
            await killed
        state = await nemo.state(headers, session)
        assert await nemo.credits(headers) == (950, 0)
    assert "Two" in spoken(second)
    assert [track["sg"][0]["m"]["text"] for track in state["draft"]["t"]] == ["Two"]


async def test_runs_of_two_sessions_do_not_disturb_each_other(tmp_path: Path) -> None:
    async with studio_at(tmp_path, temper=PATIENT, rehearse="slow:run:90@1", clock=LeapingClock(leap=1)) as nemo:
        headers, session = await nemo.ready()
        other = await nemo.session(headers)
        first = await _begin(nemo, headers, session, "title One")
        second = await nemo.run(headers, other, "title Two")
        nemo.clock.advance(90)
        assert "One" in spoken(await first)
    assert "Two" in spoken(second)


async def test_what_breaks_inside_is_told_without_its_inside(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        response = await nemo.run(headers, session, "crash")
    assert (response.status_code, response.json()["code"]) == (500, 500)
    assert "secret" not in response.text


def unstorable(turn: Turn) -> Outcome:
    draft = Draft(meta={"object": object()})
    return Outcome(draft, "Done.", (Step("edit"),), (draft,))


async def test_what_breaks_in_the_middle_of_a_stream_is_an_error_event_and_costs_nothing(tmp_path: Path) -> None:
    async with studio_at(tmp_path, director=unstorable) as nemo:
        headers, session = await nemo.ready()
        response = await nemo.run(headers, session, "title One")
        assert await nemo.credits(headers) == (1000, 0)
        assert (await nemo.state(headers, session))["draft"]["t"] == []
    assert "functionCall" in response.text
    assert events(response)[-1] == {"error": "The run failed."}


async def test_a_run_begun_twice_at_once_leaves_exactly_one_alive(tmp_path: Path) -> None:
    async with studio_at(tmp_path, temper=PATIENT, rehearse="slow:run:90", clock=LeapingClock(leap=1)) as nemo:
        headers, session = await nemo.ready()
        runs = [asyncio.create_task(nemo.run(headers, session, f"title {number}")) for number in range(5)]
        done, alive = set[Any](), set(runs)
        while len(alive) > 1:
            done, alive = await asyncio.wait(runs, return_when=asyncio.FIRST_COMPLETED, timeout=0.05)
        async with asyncio.timeout(10):
            while await nemo.credits(headers) != (950, 50):
                continue
        nemo.clock.advance(90)
        assert "title" in spoken(await alive.pop())
        assert all(isinstance(task.exception(), httpx.RemoteProtocolError) for task in done)
        assert len((await nemo.state(headers, session))["draft"]["t"]) == 1


async def test_a_stop_breaks_streams_off_at_once_and_gives_their_credits_back(tmp_path: Path) -> None:
    clock = LeapingClock(leap=1)
    async with httpx.AsyncClient(trust_env=False) as client:
        async with studio_at(tmp_path, temper=PATIENT, rehearse="slow:run:90", clock=clock) as nemo:
            headers, session = await nemo.ready()
            body = run_body(session, "title One")
            running = asyncio.create_task(client.post(f"{nemo.url}/run_sse", json=body, headers=headers))
            await clock.until_waiting(90)
            stopping = asyncio.get_running_loop().time()
        with pytest.raises(httpx.RemoteProtocolError):
            await running
    assert asyncio.get_running_loop().time() - stopping < 4
    async with studio_at(tmp_path) as again:
        assert await again.credits(headers) == (1000, 0)
        assert (await again.state(headers, session))["draft"]["t"] == []
