"""POST /run_sse, as the protocol page describes it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from studio.config import Allowances, Temper
from tests.fakes.studio_clock import LeapingClock
from tests.fakes.studio_server import events, run_body, spoken, studio_at

DATA = Path(__file__).parents[2] / "data" / "adk" / "1.18.0"
PATIENT = Temper(pace=0, silent_rate=0, heartbeat=100)


async def test_a_generation_is_told_tool_by_tool_and_then_in_words(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        response = await nemo.run(headers, session, "make waves")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/event-stream")
    kinds = [next(iter(part)) for event in events(response) for part in event["content"]["parts"]]
    assert kinds[:4] == ["functionCall", "functionResponse", "functionCall", "functionResponse"]
    assert set(kinds[4:]) == {"text"}


async def test_the_final_event_repeats_the_pieces(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        told = events(await nemo.run(headers, session, "hello", streaming=True))
    pieces = [event["content"]["parts"][0]["text"] for event in told if event.get("partial")]
    final = [event for event in told if not event.get("partial")]
    assert len(pieces) > 1
    assert [event["content"]["parts"][0]["text"] for event in final] == ["".join(pieces)]
    assert final[0]["content"]["role"] == "model"
    assert {"invocationId", "author", "id", "timestamp"} <= final[0].keys()


@pytest.mark.parametrize("asked", [{}, {"streaming": False}, {"streaming": None}])
async def test_a_client_that_asks_for_no_pieces_is_told_each_text_once(tmp_path: Path, asked: dict[str, bool]) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        told = events(await nemo.run(headers, session, "hello", **asked))
    assert len(told) == 1
    assert "partial" not in told[0]


@pytest.mark.parametrize("streaming", [True, False])
async def test_events_have_the_keys_of_the_recorded_server(tmp_path: Path, streaming: bool) -> None:
    async with studio_at(tmp_path, temper=PATIENT) as nemo:
        headers, session = await nemo.ready()
        told = [_shape(event) for event in events(await nemo.run(headers, session, "title One", streaming=streaming))]
    recorded = DATA / f"tool__streaming_{str(streaming).lower()}.sse"
    frames = recorded.read_bytes().split(b"\n\n")
    real = [_shape(json.loads(frame.removeprefix(b"data: "))) for frame in frames if frame.strip()]
    assert _kinds(told) == _kinds(real)


def _shape(event: dict[str, Any]) -> tuple[str, ...]:
    """An event's keys in their order, those within its content and actions too; token counts are a model's alone."""
    part = event["content"]["parts"][0]
    own = [key for key in event if key != "usageMetadata"]
    inner = next(iter(part.values()))
    return (event["content"]["role"], *part, *(inner if isinstance(inner, dict) else ()), *own, *event["actions"])


def _kinds(shapes: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Each kind of event once, in the order of their coming."""
    return list(dict.fromkeys(shapes))


async def test_camel_case_bodies_are_understood(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        message = {"role": "user", "parts": [{"text": "make waves"}]}
        body = {"appName": "nemo_agent", "userId": "me", "sessionId": session, "newMessage": message}
        response = await nemo.http.post("/run_sse", json=body, headers=headers)
        state = await nemo.state(headers, session)
    assert "waves" in spoken(response)
    assert len(state["draft"]["t"]) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"",
        b"null",
        b'{"session_id": "SID"}',
        b'{"session_id": "SID", "new_message": {"parts": [{"text": "  "}]}}',
        b'{"session_id": "SID", "new_message": "hello"}',
        b'{"session_id": "SID", "new_message": {"parts": [{"text": "\\ud800"}]}}',
        b'{"session_id": 7, "new_message": {"parts": [{"text": "hello"}]}}',
        b'{"session_id": "SID", "new_message": ' + b"[" * 100_000,
        b'{"session_id": NaN}',
        b"\xff\xfe\x00",
    ],
)
async def test_a_body_that_is_not_of_the_protocol_is_refused_in_the_envelope(tmp_path: Path, body: bytes) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        raw = body.replace(b"SID", session.encode())
        json_type = {"Content-Type": "application/json"}
        response = await nemo.http.post("/run_sse", content=raw, headers=headers | json_type)
    assert response.status_code == 422
    assert response.json()["code"] == 422
    assert response.json()["detail"]


async def test_another_agent_is_not_found(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        body = run_body(session, "hello") | {"app_name": "other"}
        response = await nemo.http.post("/run_sse", json=body, headers=headers)
    assert (response.status_code, response.json()["code"]) == (404, 404)


@pytest.mark.parametrize(("user", "status"), [("me", 200), ("somebody", 404)])
async def test_a_session_is_its_own_users_alone(tmp_path: Path, user: str, status: int) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        body = run_body(session, "hello") | {"user_id": user}
        response = await nemo.http.post("/run_sse", json=body, headers=headers)
    assert response.status_code == status


async def test_an_unknown_session_is_1002_before_the_stream(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        response = await nemo.run(await nemo.token(), "nowhere", "hello")
    assert (response.status_code, response.json()["code"]) == (404, 1002)


async def test_another_accounts_session_is_unknown(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        _, session = await nemo.ready()
        response = await nemo.run(await nemo.token("somebody-else"), session, "hello")
    assert response.json()["code"] == 1002


async def test_it_says_once_for_each_session_that_it_is_no_ai(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        told = [spoken(await nemo.run(headers, session, "hello")) for _ in range(3)]
        other = spoken(await nemo.run(headers, await nemo.session(headers), "hello"))
    assert [("no AI" in text) for text in told] == [True, False, False]
    assert "no AI" in other


async def test_generation_costs_a_hundred_a_clip_and_editing_fifty_a_session(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        balances = [await nemo.credits(headers)]
        for text in ("hello", "make waves", "title One", "title Two", "undo", "make rain"):
            await nemo.run(headers, session, text)
            balances.append(await nemo.credits(headers))
    assert [available for available, _ in balances] == [1000, 1000, 900, 850, 850, 850, 750]
    assert {frozen for _, frozen in balances} == {0}


async def test_without_enough_credits_nothing_is_begun(tmp_path: Path) -> None:
    async with studio_at(tmp_path, allowances=Allowances(credits=120)) as nemo:
        headers, session = await nemo.ready()
        await nemo.run(headers, session, "make waves")
        before = await nemo.state(headers, session)
        refused = await nemo.run(headers, session, "title Late")
        talk = await nemo.run(headers, session, "hello")
        assert await nemo.state(headers, session) == before
        assert await nemo.credits(headers) == (20, 0)
    assert refused.json()["code"] == 2001
    assert "nothing was changed" in spoken(talk)


async def test_undo_goes_back_past_both_stages_of_a_generation(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        before = (await nemo.state(headers, session))["draft"]
        await nemo.run(headers, session, "make waves")
        await nemo.run(headers, session, "undo")
        assert (await nemo.state(headers, session))["draft"] == before


async def test_a_silent_edit_is_applied_and_closes_without_text(tmp_path: Path) -> None:
    async with studio_at(tmp_path, temper=Temper(pace=0, silent_rate=1)) as nemo:
        headers, session = await nemo.ready()
        first = await nemo.run(headers, session, "title One")
        second = await nemo.run(headers, session, "title Two")
        state = await nemo.state(headers, session)
    assert spoken(first)  # who is talking is told before anything is done in silence
    assert not spoken(second)
    assert len(state["draft"]["t"]) == 2


async def test_long_work_is_filled_with_all_three_kinds_of_keep_alives(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="slow:run:30") as nemo:
        headers, session = await nemo.ready()
        response = await nemo.run(headers, session, "title One")
    assert response.text.count("event: heartbeat\n") >= 3
    assert response.text.count("data:\n\n") >= 3
    assert sum(line.startswith(":") for line in response.text.splitlines()) >= 3
    assert spoken(response)


async def test_the_raw_clip_is_in_the_state_before_the_rest_is_added(tmp_path: Path) -> None:
    async with studio_at(tmp_path, temper=PATIENT, rehearse="slow:run:180", clock=LeapingClock(leap=1)) as nemo:
        headers, session = await nemo.ready()
        running = asyncio.create_task(nemo.run(headers, session, "make waves"))
        await nemo.clock.until_waiting(90)
        empty, reserved = await nemo.state(headers, session), await nemo.credits(headers)
        nemo.clock.waits.clear()
        nemo.clock.advance(90)
        await nemo.clock.until_waiting(90)
        raw, paid = await nemo.state(headers, session), await nemo.credits(headers)
        nemo.clock.advance(90)
        await running
        whole = await nemo.state(headers, session)
    assert [len(state["draft"]["t"]) for state in (empty, raw, whole)] == [0, 1, 2]
    assert (reserved, paid) == ((900, 100), (900, 0))


async def test_the_body_of_the_seed_documents_is_enough(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        body = run_body(session, "make waves")
        async with nemo.http.stream("POST", "/run_sse", json=body, headers=headers) as response:
            lines = [line async for line in response.aiter_lines() if line]
    assert all(line.startswith("data: {") for line in lines)
