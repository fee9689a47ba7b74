"""What starts a run and what does not: edited messages, doubtful phrases, a bare stop, thanks, talk among others."""

import pytest

from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import GROUP, House


async def test_what_is_not_meant_for_the_bot_is_left_alone(home: House) -> None:
    await home.say("nice weather", chat=GROUP, addressed=False)
    await home.settled(GROUP)
    assert home.messenger.calls == []


async def test_an_update_that_comes_twice_is_handled_once(home: House) -> None:
    await home.say("a sunset")
    row = (await home.reelay.store.inbox.pending())[0]
    assert not await home.reelay.reception.receive(row.message)
    await home.settled()
    assert len(home.backend.prompts) == 1


async def test_an_edited_message_starts_nothing_until_its_author_says_so(home: House) -> None:
    await home.say("a blue sunset", edited=True)
    await home.settled()
    assert home.backend.prompts == []
    [(action, argument)] = home.buttons()
    await home.say(command=(action, argument))
    await home.settled()
    assert home.backend.prompts == ["a blue sunset"]


async def test_words_of_another_conversation_cannot_be_run(home: House) -> None:
    await home.say("a blue sunset", edited=True)
    await home.settled()
    [(action, argument)] = home.buttons()
    await home.say(command=(action, argument), chat=GROUP)
    await home.settled(GROUP)
    assert home.backend.prompts == []


@pytest.mark.parametrize("text", ["export the intro with a fade", "add a download button graphic"])
async def test_words_that_only_sound_like_an_export_are_edits(home: House, text: str) -> None:
    await home.say("a sunset")
    await home.settled()
    home.backend.will_run(FakeRun(draft=draft_of("edited")))
    await home.say(text)
    await home.settled()
    assert home.backend.prompts[-1] == text


async def test_a_doubtful_phrase_is_asked_about_with_both_readings(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    prompts = list(home.backend.prompts)
    await home.say("export in 9:16")
    await home.settled()
    assert home.backend.prompts == prompts
    assert {action for action, _ in home.buttons()} == {"export", "as_edit"}


@pytest.mark.parametrize("text", ["stop", "Cancel!", "取消", "стоп"])
async def test_a_bare_stop_is_no_video_wish(home: House, text: str) -> None:
    await home.say(text)
    await home.settled()
    assert home.backend.prompts == []
    assert len(home.texts()) == 1


async def test_thanks_start_nothing_and_are_answered_kindly(home: House) -> None:
    await home.say("thanks!")
    await home.settled()
    assert "You are welcome" in home.texts()[-1]
    await home.say("a sunset")
    await home.settled()
    await home.say("thank you so much")
    await home.settled()
    assert "Glad to hear it" in home.texts()[-1]
    assert [action for action, _ in home.buttons()] == ["export"]
    assert len(home.backend.prompts) == 1
