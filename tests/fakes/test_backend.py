"""The video service in memory does what tests of the flows rely on."""

import asyncio

import pytest

from core.errors import BackendUnreachable, OutcomeUnknown, RenderUnknown, SessionUnknown
from core.model import Access, AgentText, Attribution, Render, RenderState, TokenSource
from tests.fakes.backend import FakeBackend, FakeRun, draft_of

ACCESS = Access("nmv_usr_test-token", TokenSource.OPERATOR)
SKILL = Attribution("a-skill", "1.0.0", "console")


async def session(backend: FakeBackend) -> str:
    return (await backend.create_session(ACCESS, SKILL, task_name="project", language="en")).session_id


async def say(backend: FakeBackend, session_id: str, text: str) -> list[object]:
    async with backend.run(ACCESS, SKILL, session_id, text) as events:
        return [event async for event in events]


async def test_a_run_changes_the_draft_of_its_session() -> None:
    backend = FakeBackend()
    session_id = await session(backend)
    assert await say(backend, session_id, "Urban Dreams") == [AgentText("Done.")]
    state = await backend.state(ACCESS, SKILL, session_id)
    assert state.draft["t"][0]["sg"][0]["m"]["text"] == "Urban Dreams"
    assert backend.prompts == ["Urban Dreams"]
    assert [call.name for call in backend.calls] == ["create_session", "run", "state"]


async def test_a_cut_run_may_show_its_change_some_looks_later() -> None:
    backend = FakeBackend()
    session_id = await session(backend)
    backend.will_run(FakeRun(cut=OutcomeUnknown(), draft=draft_of("Late"), shows_after=2))
    with pytest.raises(OutcomeUnknown):
        await say(backend, session_id, "go")
    assert [bool((await backend.state(ACCESS, SKILL, session_id)).draft) for _ in range(2)] == [False, True]


async def test_a_refused_run_did_not_arrive() -> None:
    backend = FakeBackend()
    session_id = await session(backend)
    backend.will_run(FakeRun(refused=BackendUnreachable()))
    with pytest.raises(BackendUnreachable):
        await say(backend, session_id, "go")
    assert backend.prompts == []


async def test_a_gate_holds_a_run_open() -> None:
    backend, gate = FakeBackend(), asyncio.Event()
    session_id = await session(backend)
    backend.will_run(FakeRun(gate=gate))
    task = asyncio.create_task(say(backend, session_id, "go"))
    await backend.running.wait()
    assert not task.done()
    gate.set()
    await task


async def test_a_lost_answer_to_a_render_that_arrived_can_be_asked_for() -> None:
    backend = FakeBackend()
    backend.will_render(Render("", RenderState.PROCESSING, 40), Render("", RenderState.FAILED))
    backend.will_fail("start_render", OutcomeUnknown(), arrives=True)
    with pytest.raises(OutcomeUnknown):
        await backend.start_render(ACCESS, SKILL, "render_1", "s-1", {})
    states = [(await backend.render(ACCESS, SKILL, "render_1")).state for _ in range(3)]
    assert states == [RenderState.PROCESSING, RenderState.FAILED, RenderState.FAILED]
    with pytest.raises(RenderUnknown):
        await backend.render(ACCESS, SKILL, "render_2")


async def test_a_forgotten_session_is_unknown() -> None:
    backend = FakeBackend()
    session_id = await session(backend)
    backend.forget(session_id)
    with pytest.raises(SessionUnknown):
        await backend.state(ACCESS, SKILL, session_id)
