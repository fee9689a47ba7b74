"""From a prompt to its report: sent once, told in words, looked into after a cut, never sent again."""

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
from core.ports import Reaction
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import BEN, DM, GROUP, House, house

AT_WORK = (ToolCall("generate_video"),)


async def test_a_prompt_becomes_a_video_with_its_report_in_one_new_message(home: House) -> None:
    await home.say("a 10-second sunset over a city")
    await home.settled()
    assert home.backend.prompts == ["a 10-second sunset over a city"]
    [result] = home.texts(DeliveryKind.RESULT)
    assert "Your video is ready" in result
    assert "Added title" in result
    assert "Timeline (1 track" in result
    assert "https://cdn.test/render_" in result


async def test_what_the_agent_says_about_a_screen_is_not_shown(home: House) -> None:
    home.backend.will_run(
        FakeRun(says=("I added a title. Click the Export button to download.",), draft=draft_of("Hi"))
    )
    await home.say("add a title")
    await home.settled()
    [result] = home.texts(DeliveryKind.RESULT)
    assert "I added a title." in result
    assert "button" not in result


async def test_an_edit_that_closes_without_a_word_is_told_by_its_changes(home: House) -> None:
    home.backend.will_run(FakeRun(draft=draft_of("Silent")))
    await home.say("add a title that says Silent")
    await home.settled()
    [result] = home.texts(DeliveryKind.RESULT)
    assert "Added title “Silent”" in result


async def test_an_answer_that_changes_nothing_starts_no_export(home: House) -> None:
    home.backend.will_run(FakeRun(says=("Which clip do you mean?",)))
    await home.say("make it better")
    await home.settled()
    assert home.texts() == [text for text in home.texts() if "Which clip do you mean?" in text]
    assert home.backend.asked("start_render") == []


async def test_in_a_group_an_edit_waits_for_an_export_to_be_asked_for(home: House) -> None:
    await home.say("a sunset", chat=GROUP, person=BEN)
    await home.settled(GROUP)
    assert home.backend.asked("start_render") == []
    assert any(action == "export" for action, _ in home.buttons())
    assert any("for Ben" in text for text in home.texts(DeliveryKind.STATUS, chat=GROUP))


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
    before = home.clock.monotonic()
    await home.say("add a title")
    await home.settled()
    assert "I added it." in home.texts(DeliveryKind.RESULT)[0]
    assert home.clock.monotonic() - before < 30 + 60


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


async def test_an_edit_without_a_word_that_shows_late_is_told_by_its_changes(home: House) -> None:
    home.backend.will_run(FakeRun(draft=draft_of("Late"), shows_after=2))
    await home.say("add a title")
    await home.settled()
    assert "Added title “Late”" in home.texts(DeliveryKind.RESULT)[0]


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


async def test_an_apology_is_no_answer_where_the_work_was_done(home: House) -> None:
    apology = "I'm experiencing a temporary issue, please try again later."
    home.backend.will_run(FakeRun(says=(apology,), draft=draft_of("Done")), FakeRun(says=(apology,)))
    await home.say("add a title")
    await home.settled()
    await home.say("make it blue")
    await home.settled()
    first, second = home.texts(DeliveryKind.RESULT)
    assert "temporary issue" not in first
    assert "Added title “Done”" in first
    assert "temporary issue" in second


async def test_a_tool_that_goes_on_after_the_run_is_no_cut(home: House) -> None:
    home.backend.will_run(FakeRun(events=(ToolCall("ask_the_editor", outlives=True),)))
    await home.say("add a title")
    await home.settled()
    assert "finished without a word" in home.texts(DeliveryKind.RESULT)[0]


@pytest.mark.parametrize("cut", [None, OutcomeUnknown()])
async def test_something_made_beside_the_timeline_is_not_called_nothing(home: House, cut: Exception | None) -> None:
    home.backend.will_run(FakeRun(generated=1, cut=cut))
    await home.say("a sunset")
    await home.settled()
    assert "made something, but it is not on the timeline yet" in home.texts(DeliveryKind.RESULT)[0]


async def test_an_anonymous_account_without_credits_gets_the_registration_link(home: House) -> None:
    home.backend.will_run(FakeRun(cut=OutOfCredits(user_id="anon_7")))
    await home.say("a sunset")
    await home.settled()
    [notice] = home.texts(DeliveryKind.NOTICE)
    assert "bind=anon_7" in notice


async def test_a_session_that_is_gone_is_replaced_with_a_plain_word(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    home.backend.forget("s-1")
    await home.say("make it shorter")
    await home.settled()
    assert len(home.backend.asked("create_session")) == 2
    assert "begins afresh" in home.texts(DeliveryKind.RESULT)[-1]


async def test_cancelling_ends_the_run_and_says_so_once(home: House) -> None:
    home.backend.will_run(FakeRun(gate=asyncio.Event()))
    await home.say("a sunset")
    await home.until_running()
    await home.say(command=("cancel", ""))
    await home.settled()
    assert not home.backend.running.is_set()
    assert any("Cancelled" in content.text.plain for _, content in home.messenger.edits)
    assert home.texts(DeliveryKind.RESULT) == []
    assert [reaction for _, reaction in home.messenger.reactions] == [Reaction.SEEN, Reaction.STOPPED]


async def test_a_request_that_waits_behind_another_is_cancelled_in_its_own_messages(home: House) -> None:
    home.backend.will_run(FakeRun(gate=asyncio.Event()))
    await home.say("a sunset")
    await home.until_running()
    waiting = await home.say("make it blue")
    await home.until(lambda: any(ref.message_id == waiting for ref, _ in home.messenger.reactions))
    await home.say(command=("cancel", ""))
    await home.until(lambda: [kind for ref, kind in home.messenger.reactions if ref.message_id == waiting][1:] != [])
    assert [kind for ref, kind in home.messenger.reactions if ref.message_id == waiting][1:] == [Reaction.STOPPED]
    assert home.backend.running.is_set()


async def test_somebody_elses_request_cannot_be_cancelled_in_a_group(home: House) -> None:
    home.backend.will_run(FakeRun(gate=asyncio.Event()))
    await home.say("a sunset", chat=GROUP)
    await home.until_running()
    request = await home.reelay.store.jobs.last_request(GROUP)
    await home.say(command=("cancel", str(request)), chat=GROUP, person=BEN)
    await home.until(lambda: any("only who asked" in text for text in home.texts(DeliveryKind.NOTICE, chat=GROUP)))
    assert home.backend.running.is_set()


async def test_long_silence_is_broken_every_two_minutes(home: House) -> None:
    gate = asyncio.Event()
    home.backend.will_run(FakeRun(events=(ToolCall("add_bgm"), KeepAlive()), gate=gate, draft=draft_of("x")))
    await home.say("a sunset")
    await home.until_running()
    for _ in range(300):
        await home.clock.advance(1)
        await home.reelay.store.inbox.pending()
    shown = [content.text.plain for _, content in home.messenger.edits]
    assert any("Working on the sound" in text for text in shown)
    assert any("Still working" in text for text in shown)
    gate.set()
    await home.settled()


async def test_two_requests_of_a_project_run_one_after_the_other(home: House) -> None:
    gate = asyncio.Event()
    home.backend.will_run(FakeRun(gate=gate, draft=draft_of("one")), FakeRun(draft=draft_of("two")))
    await home.say("first")
    await home.until_running()
    await home.say("second")
    await home.until(lambda: any("behind 1 request" in text for text in home.texts(DeliveryKind.STATUS)))
    assert home.backend.prompts == ["first"]
    gate.set()
    await home.settled(DM)
    assert home.backend.prompts == ["first", "second"]


async def test_a_lost_session_during_a_run_is_told(home: House) -> None:
    home.backend.will_run(FakeRun(events=AT_WORK, cut=SessionUnknown(code=1002)))
    await home.say("a sunset")
    await home.settled()
    assert any("session" in text for text in home.texts(DeliveryKind.NOTICE))
