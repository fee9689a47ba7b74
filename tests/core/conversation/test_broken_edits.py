"""Edits that are refused, cut or cannot be read: looked into, told as they are, and never sent again for nothing."""

import asyncio
from pathlib import Path

import pytest

from core.errors import (
    BackendUnavailable,
    BackendUnreachable,
    ExportBlocked,
    OutcomeUnknown,
    OutOfCredits,
    RateLimited,
    ReelayError,
    RunFailed,
    SessionUnknown,
    TokenRejected,
)
from core.model import DeliveryKind, KeepAlive, ToolCall
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import House, house

AT_WORK = (ToolCall("generate_video"),)


async def test_a_cut_stream_is_looked_into_and_the_change_is_told(home: House) -> None:
    home.backend.will_run(FakeRun(cut=OutcomeUnknown(), draft=draft_of("Arrived"), shows_after=3))
    await home.say("add a title")
    await home.settled()
    assert len(home.backend.prompts) == 1
    [result] = home.texts(DeliveryKind.RESULT)
    assert "the change has arrived" in result
    assert "Added title “Arrived”" in result


async def test_a_stream_that_breaks_after_its_last_word_is_looked_into_at_once(home: House) -> None:
    home.backend.will_run(FakeRun(says=("I added it.",), cut=OutcomeUnknown(), draft=draft_of("Arrived")))
    await home.say(command=("settings", "auto_export off"))
    home.clock.sleeps.clear()
    await home.say("add a title")
    await home.settled()
    assert "I added it." in home.texts(DeliveryKind.RESULT)[0]
    assert 30.0 not in home.clock.sleeps, "the pause before the first look at a stream that broke in mid-sentence"


async def test_what_was_said_before_a_cut_that_nothing_came_of_is_told(home: House) -> None:
    home.backend.will_run(FakeRun(says=("Which clip do you mean?",), cut=OutcomeUnknown()))
    await home.say("add a title")
    await home.settled()
    [result] = home.texts(DeliveryKind.RESULT)
    assert "Which clip do you mean?" in result
    assert "I have not sent it again" in result
    assert len(home.backend.prompts) == 1


async def test_after_six_looks_without_a_change_it_is_said_and_a_retry_is_offered(home: House) -> None:
    home.backend.will_run(FakeRun(cut=OutcomeUnknown()))
    before = home.clock.monotonic()
    await home.say("add a title")
    await home.settled()
    assert len(home.backend.prompts) == 1
    [notice] = home.texts(DeliveryKind.NOTICE)
    assert "I have not sent it again" in notice
    assert home.clock.monotonic() - before >= 30 + 5 * 60
    [(action, request)] = home.buttons()
    assert action == "retry"
    await home.say(command=("retry", request))
    await home.settled()
    assert len(home.backend.prompts) == 2


async def test_a_crash_while_the_agent_works_sends_nothing_twice(tmp_path: Path) -> None:
    gate = asyncio.Event()
    async with house(tmp_path) as first:
        first.backend.will_run(FakeRun(draft=draft_of("Late"), gate=gate))
        await first.say("add a title")
        await first.until_running()
        await first.crash()
    backend = first.backend
    session = next(iter(backend.drafts))
    backend.drafts[session] = draft_of("Late")
    async with house(tmp_path, backend=backend, messenger=first.messenger) as second:
        await second.settled()
    assert backend.prompts == ["add a title"]
    results = [text for text in second.texts(DeliveryKind.RESULT) if "Added title “Late”" in text]
    assert len(results) == 1


async def test_a_refusal_before_anything_was_accepted_may_be_asked_again(home: House) -> None:
    home.backend.will_run(FakeRun(refused=RateLimited()), FakeRun(refused=BackendUnreachable()))
    await home.say("a sunset")
    await home.settled()
    assert len(home.backend.prompts) == 1
    assert home.texts(DeliveryKind.RESULT)


@pytest.mark.parametrize(
    ("call", "error", "why"),
    [
        ("run", RateLimited(retry_after=20), "busy right now; I ask again in 20 seconds"),
        ("state", BackendUnavailable(status=503), "I keep trying"),
        ("state", OutcomeUnknown(), "I keep trying"),
    ],
)
async def test_nobody_is_told_to_ask_again_while_the_request_goes_on_by_itself(
    home: House, call: str, error: ReelayError, why: str
) -> None:
    home.backend.will_fail(call, error)
    await home.say("a sunset")
    await home.settled()
    shown = [content.text.plain for _, content in home.messenger.edits]
    assert any(why in text for text in shown)
    assert not any("try again" in text for text in shown)
    assert home.texts(DeliveryKind.RESULT)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RunFailed(detail="boom"), "could not finish this request"),
        (OutOfCredits(user_id="anon_7"), "The credits are used up"),
        (ExportBlocked(code=402), "plan does not include exports"),
        (TokenRejected(code=1001), "does not accept this token"),
    ],
)
async def test_each_refusal_is_told_in_its_own_sentence(home: House, error: ReelayError, sentence: str) -> None:
    home.backend.will_run(FakeRun(events=AT_WORK, cut=error))
    await home.say("a sunset")
    await home.settled()
    [notice] = home.texts(DeliveryKind.NOTICE)
    assert sentence in notice
    assert "boom" not in notice


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RunFailed(detail="boom"), "broke off with an error; this much is done"),
        (OutOfCredits(user_id="anon_7"), "credits ran out before the agent was through"),
    ],
)
async def test_what_was_done_before_a_run_failed_is_told_and_kept(home: House, error: ReelayError, told: str) -> None:
    home.backend.will_run(FakeRun(events=AT_WORK, says=("Half of it.",), draft=draft_of("Half"), cut=error))
    await home.say("a sunset")
    await home.settled()
    [result] = home.texts(DeliveryKind.RESULT)
    assert told in result
    assert "Half of it." in result
    assert "Added title “Half”" in result
    assert "as it was" not in result
    assert home.texts(DeliveryKind.NOTICE) == []


@pytest.mark.parametrize("how", ["refused", "cut"])
async def test_an_empty_project_whose_session_is_refused_goes_on_in_a_new_one(home: House, how: str) -> None:
    error = SessionUnknown(code=1002)
    home.backend.will_run(FakeRun(refused=error) if how == "refused" else FakeRun(events=(KeepAlive(),), cut=error))
    await home.say("a sunset")
    await home.settled()
    assert [call.arguments["session_id"] for call in home.backend.asked("run")] == ["s-1", "s-2"]
    assert "Your video is ready" in home.texts(DeliveryKind.RESULT)[0]


async def test_a_message_about_a_lost_timeline_is_not_sent_to_an_empty_one(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    home.backend.will_run(FakeRun(refused=SessionUnknown(code=1002)))
    await home.say("make it shorter")
    await home.settled()
    assert home.backend.prompts == ["a sunset"]
    assert "starts afresh" in home.texts(DeliveryKind.NOTICE)[-1]
    await home.say("an ocean")
    await home.settled()
    assert home.backend.asked("run")[-1].arguments["session_id"] == "s-2"


async def test_a_token_refused_as_the_first_event_of_a_stream_is_renewed_once(home: House) -> None:
    home.backend.will_run(FakeRun(cut=TokenRejected(code=1001)), FakeRun(cut=TokenRejected(code=1001)))
    tokens = len(home.backend.asked("anonymous_token"))
    await home.say("a sunset")
    await home.settled()
    assert len(home.backend.asked("run")) == 2
    assert len(home.backend.asked("anonymous_token")) == tokens + 2
    assert "does not accept this token" in home.texts(DeliveryKind.NOTICE)[0]


async def test_a_stream_that_closes_in_the_middle_of_a_tools_work_counts_as_cut(home: House) -> None:
    home.backend.will_run(FakeRun(events=AT_WORK))
    await home.say("add a title")
    await home.settled()
    assert "I have not sent it again" in home.texts(DeliveryKind.NOTICE)[0]
    assert len(home.backend.prompts) == 1


@pytest.mark.parametrize("error", [BackendUnavailable(status=500), TokenRejected(code=1001)])
async def test_a_timeline_that_cannot_be_read_afterwards_does_not_cost_the_answer(
    home: House, error: ReelayError
) -> None:
    gate = asyncio.Event()
    home.backend.will_run(FakeRun(says=("I made a sunset.",), draft=draft_of("Sunset"), gate=gate))
    await home.say("a sunset")
    await home.until_running()
    home.backend.will_fail("state", *[error] * 4)
    gate.set()
    await home.settled()
    [result] = home.texts(DeliveryKind.RESULT)
    assert "I made a sunset." in result
    assert "cannot read the timeline right now" in result
    assert home.texts(DeliveryKind.NOTICE) == []
    assert not any(action == "retry" for action, _ in home.buttons())


async def test_looks_that_find_the_service_broken_are_no_word_on_what_was_done(home: House) -> None:
    gate = asyncio.Event()
    home.backend.will_run(FakeRun(draft=draft_of("Arrived"), cut=OutcomeUnknown(), gate=gate))
    await home.say("add a title")
    await home.until_running()
    home.backend.will_fail("state", *[BackendUnavailable(status=500)] * 8)
    gate.set()
    await home.settled()
    assert "the change has arrived" in home.texts(DeliveryKind.RESULT)[0]
    assert len(home.backend.prompts) == 1


async def test_a_lost_session_during_a_run_is_told(home: House) -> None:
    home.backend.will_run(FakeRun(events=AT_WORK, cut=SessionUnknown(code=1002)))
    await home.say("a sunset")
    await home.settled()
    assert any("session" in text for text in home.texts(DeliveryKind.NOTICE))
