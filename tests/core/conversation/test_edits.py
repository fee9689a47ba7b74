"""From a prompt to its report: sent once, told in words, in turn, and stopped when somebody asks."""

import asyncio

import pytest

from core.errors import (
    OutcomeUnknown,
    OutOfCredits,
)
from core.model import DeliveryKind, KeepAlive, ToolCall
from core.ports import Reaction
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import BEN, DM, GROUP, House


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


async def test_an_edit_without_a_word_that_shows_late_is_told_by_its_changes(home: House) -> None:
    home.backend.will_run(FakeRun(draft=draft_of("Late"), shows_after=2))
    await home.say("add a title")
    await home.settled()
    assert "Added title “Late”" in home.texts(DeliveryKind.RESULT)[0]


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
