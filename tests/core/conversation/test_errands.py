"""Commands, settings, access and everything else that starts no agent run."""

from pathlib import Path

import pytest

from core.errors import TokenAllowanceExhausted
from core.model import DeliveryKind
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import ANA, BEN, DM, GROUP, House, house
from tests.fakes.messenger import FakeMessenger

TOKEN = "nmv_usr_test-own"


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


async def test_projects_are_kept_and_switched_between(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    await home.say(command=("new", "Second"))
    await home.say("an ocean")
    await home.settled()
    first = min(project.id for project in await home.reelay.store.projects.of(DM))
    await home.say(command=("projects", str(first)))
    await home.say("make it shorter")
    await home.settled()
    sessions = [call.arguments["session_id"] for call in home.backend.asked("run")]
    assert sessions == ["s-1", "s-2", "s-1"]


async def test_a_project_of_another_conversation_cannot_be_opened(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    [project] = await home.reelay.store.projects.of(DM)
    await home.say(command=("projects", str(project.id)), chat=GROUP)
    await home.settled(GROUP)
    assert "no such project" in home.texts(chat=GROUP)[0]


async def test_history_offers_each_version(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    await home.say(command=("history", ""))
    await home.settled()
    assert "1. a sunset – Ana" in home.texts()[-1]
    assert home.buttons() == [("export", "1/1")]


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


async def test_a_token_is_kept_encrypted_used_here_only_and_its_message_taken_away(home: House, tmp_path: Path) -> None:
    number = await home.say(command=("token", TOKEN))
    await home.settled()
    assert [ref.message_id for ref in home.messenger.deleted] == [number]
    await home.say("a sunset")
    await home.say("a sunset", chat=GROUP)
    await home.settled()
    await home.settled(GROUP)
    tokens = {call.access.token for call in home.backend.asked("run") if call.access is not None}
    assert tokens == {TOKEN, home.backend.token}
    assert not any(TOKEN in text for text in home.texts())
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("reelay.db*"))
    assert TOKEN.encode() not in stored


async def test_a_token_in_a_group_is_not_kept(home: House) -> None:
    await home.say(command=("token", TOKEN), chat=GROUP)
    await home.settled(GROUP)
    assert home.messenger.deleted
    assert await home.reelay.store.credentials.own_token(GROUP) is None
    assert "delete it yourself" not in home.texts(chat=GROUP)[0]


async def test_a_token_that_a_whole_group_could_read_is_not_kept_where_there_is_a_form_for_it_either(
    tmp_path: Path,
) -> None:
    messenger = FakeMessenger("telegram", private_answers=True)
    async with house(tmp_path, messenger=messenger) as home:
        await home.say(f"my token is {TOKEN}", chat=GROUP)
        await home.settled(GROUP)
        assert "/token only, which nobody else sees" in home.texts(chat=GROUP)[0]
        assert await home.reelay.store.credentials.own_token(GROUP) is None


async def test_people_are_asked_to_delete_a_token_that_the_bot_may_not(home: House) -> None:
    home.messenger.may_delete = False
    for chat in (DM, GROUP):
        await home.say(command=("token", TOKEN), chat=chat)
        await home.settled(chat)
        assert "delete it yourself" in home.texts(chat=chat)[0]


async def test_a_group_where_everybody_would_read_it_is_not_told_to_give_a_token(home: House) -> None:
    await home.say(command=("help", ""), chat=GROUP)
    await home.settled(GROUP)
    assert "/token" not in home.texts(chat=GROUP)[0]


async def test_an_exhausted_allowance_is_told_with_the_choices(home: House) -> None:
    home.backend.will_fail("anonymous_token", TokenAllowanceExhausted())
    await home.say("a sunset")
    await home.settled()
    notice = home.texts(DeliveryKind.NOTICE)[0]
    assert "/token" in notice
    assert "operator" in notice


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


async def test_a_closed_circle_is_said_once_then_it_is_quiet(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_allowed="telegram:1") as home:
        await home.say("a sunset", chat=GROUP, person=BEN)
        await home.say("a sunset, please", chat=GROUP, person=BEN)
        await home.settled(GROUP)
        assert len(home.texts(DeliveryKind.NOTICE, chat=GROUP)) == 1
        assert home.backend.prompts == []
        await home.say("a sunset", chat=GROUP, person=ANA)
        await home.settled(GROUP)
        assert home.backend.prompts == ["a sunset"]


async def test_who_has_had_enough_for_an_hour_is_told_when_to_come_back(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_requests_per_hour=2) as home:
        for number in range(4):
            await home.say(f"video {number}")
            await home.settled()
        assert len(home.backend.prompts) == 2
        assert len(home.texts(DeliveryKind.NOTICE)) == 1


@pytest.mark.parametrize("text", ["export the intro with a fade", "add a download button graphic"])
async def test_words_that_only_sound_like_an_export_are_edits(home: House, text: str) -> None:
    await home.say("a sunset")
    await home.settled()
    home.backend.will_run(FakeRun(draft=draft_of("edited")))
    await home.say(text)
    await home.settled()
    assert home.backend.prompts[-1] == text


async def test_undo_is_an_edit_and_needs_something_to_undo(home: House) -> None:
    await home.say(command=("undo", ""))
    await home.settled()
    assert home.backend.prompts == []
    await home.say("a sunset")
    await home.settled()
    await home.say(command=("undo", ""))
    await home.settled()
    assert home.backend.prompts[-1] == "Undo the last change."


async def test_a_doubtful_phrase_is_asked_about_with_both_readings(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    prompts = list(home.backend.prompts)
    await home.say("export in 9:16")
    await home.settled()
    assert home.backend.prompts == prompts
    assert {action for action, _ in home.buttons()} == {"export", "as_edit"}


async def test_a_project_is_found_by_its_name_too(home: House) -> None:
    for name in ("Ocean film", "Oceans", "Snow"):
        await home.say(command=("new", name))
    for wanted, found in (("ocean FILM", "Ocean film"), ("ocean", "Oceans"), ("sno", "Snow")):
        await home.say(command=("projects", wanted))
        await home.settled()
        assert f"Now working on “{found}”." in home.texts()[-2]
    await home.say(command=("projects", "desert"))
    await home.settled()
    assert "no such project" in home.texts()[-1]


async def test_a_step_back_is_listed_in_the_language_of_the_list(home: House) -> None:
    await home.say("ein ruhiges Meer bei Nacht")
    await home.settled()
    await home.say(command=("undo", ""))
    await home.settled()
    await home.say(command=("history", ""))
    await home.settled()
    assert "2. Rückgängig – Ana" in home.texts()[-1]


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


async def test_a_project_is_called_after_the_first_thing_made_in_it(home: House) -> None:
    home.backend.will_run(FakeRun(says=["I make videos."]))
    await home.say("what can you do?")
    await home.settled()
    await home.say(command=("projects", ""))
    await home.settled()
    assert "My video" in home.texts()[-1]
    home.backend.will_run(FakeRun(draft=draft_of("sunset")))
    await home.say("a sunset over the sea")
    await home.say("make it blue")
    await home.settled()
    await home.say(command=("projects", ""))
    await home.settled()
    assert "a sunset over the sea" in home.texts()[-1]
