"""Commands that start no agent run: greetings, help, looks, settings."""

from pathlib import Path

from core.model import DeliveryKind
from tests.fakes.house import DM, GROUP, House


async def test_start_greets_at_once_and_makes_the_session_meanwhile(home: House) -> None:
    await home.say(command=("start", ""))
    await home.settled()
    [hello] = home.texts(DeliveryKind.ANSWER)
    assert "Try saying" in hello
    assert "sunset over a city skyline" in hello
    assert "Setting things up" in home.texts(DeliveryKind.STATUS)[0]
    assert len(home.backend.asked("create_session")) == 1


async def test_in_a_group_start_says_what_the_bot_hears(home: House) -> None:
    await home.say(command=("start", ""), chat=GROUP)
    await home.settled(GROUP)
    assert "I only see commands" in home.texts(DeliveryKind.ANSWER, chat=GROUP)[0]


async def test_help_names_every_command_as_it_is_typed_here(home: House) -> None:
    await home.say(command=("help", ""))
    await home.settled()
    assert all(f"/{word}" in home.texts()[0] for word in ("make", "export", "cancel", "credits", "token"))


async def test_a_command_nobody_knows_is_answered(home: House) -> None:
    await home.say(command=("frobnicate", ""))
    await home.settled()
    assert "do not know that command" in home.texts()[0]


async def test_credits_are_told_without_a_project(home: House) -> None:
    await home.say("credits")
    await home.settled()
    assert "100 credits available" in home.texts()[0]
    assert home.backend.prompts == []


async def test_status_shows_the_timeline_in_one_line(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    await home.say("status")
    await home.settled()
    assert "Timeline (1 track" in home.texts(DeliveryKind.ANSWER)[0]


async def test_the_timeline_comes_as_a_picture(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    await home.say(command=("timeline", ""))
    await home.settled()
    media = home.messenger.sends[-1].order.content.media
    assert media is not None
    assert Path(media.path).read_bytes().startswith(b"\x89PNG")


async def test_the_browser_link_holds_no_token(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    await home.say(command=("link", ""))
    await home.settled()
    assert "workspace/claim?ct=clm_" in home.texts()[-1]
    assert home.backend.token not in home.texts()[-1]


async def test_automatic_export_can_be_turned_off(home: House) -> None:
    await home.say(command=("settings", "auto_export off"))
    await home.say("a sunset")
    await home.settled()
    assert home.backend.asked("start_render") == []


async def test_another_language_is_spoken_once_chosen(home: House) -> None:
    await home.say(command=("language", "de"))
    await home.settled()
    conversation = await home.reelay.store.conversations.get(DM)
    assert conversation.language == "de"
