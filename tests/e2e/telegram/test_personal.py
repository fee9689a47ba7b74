"""What one person asks of the bot beside videos: tokens, languages, settings, second thoughts."""

from pathlib import Path

import httpx
import pytest

from tests.e2e.telegram.stage import Stage, stage
from tests.fakes.studio_process import StudioProcess
from tests.fakes.telegram_server import TelegramServer


async def test_a_token_is_taken_away_from_the_chat_and_never_written_down(
    server: TelegramServer,
    studio: StudioProcess,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        headers = {"X-Client-Id": f"owner-of-{tmp_path.name}"}
        made = await http.post(f"{studio.url}/api/auth/anonymous-token", headers=headers)
    token = str(made.json()["data"]["token"])
    async with stage(server, studio, tmp_path / "reelay") as bot:
        anna = server.people.user("Anna")
        secret = await server.people.say(anna, f"/token {token}")
        await bot.until_said(anna, "Your token is kept, encrypted")
        await bot.until_said(anna, "credits available")
        await bot.settled(anna)
        assert secret not in server.world.chats[anna].messages
        assert token not in bot.transcript(anna)
        await server.people.say(anna, "/token forget")
        await bot.until_said(anna, "Your token is forgotten.")
    written = b"".join(path.read_bytes() for path in (tmp_path / "reelay").rglob("*") if path.is_file())
    assert token.encode() not in written
    logged = capsys.readouterr()
    assert token not in logged.out + logged.err + caplog.text
    assert server.world.token not in logged.out + logged.err + caplog.text


async def test_a_token_in_a_group_is_taken_away_and_not_kept(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    group = await people.group(owner=anna)
    await bot.until_said(group, "✅ Ready")
    bot.server.world.chats[group].bot_status = "administrator"
    secret = await people.say(anna, "/token nmv_usr_test-token", chat=group)
    await bot.until_said(group, "Tokens are for private chats with me")
    assert secret not in bot.server.world.chats[group].messages


async def test_a_language_is_chosen_with_a_button(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    await people.say(anna, "/language")
    menu = await bot.until_said(anna, "Which language")
    await bot.press(anna, menu, "Deutsch")
    await bot.until(lambda: "Deutsch" in bot.words(anna)[-1], anna)


async def test_an_edited_message_runs_only_after_a_press(bot: Stage, studio: StudioProcess) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    asked = await people.say(anna, "a 2-second video of the ocean")
    await bot.until_video(anna)
    await bot.settled(anna)
    await people.edit(anna, asked, "a 2-second video of a forest")
    offer = await bot.until_said(anna, "You changed your message.")
    await bot.settled(anna)
    assert len(bot.videos(anna)) == 1
    await bot.press(anna, offer, "Run the new text")
    video = await bot.until_video(anna, 2)
    assert "forest" in video["caption"]


async def test_an_edit_that_nobody_sees_is_not_remarked_upon(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    asked = await people.say(anna, "/credits")
    await bot.until_said(anna, "credits available")
    await people.edit(anna, asked, "/credits")
    await people.say(anna, "/help")
    await bot.until_said(anna, "These commands help")
    await bot.settled(anna)
    assert len(bot.said(anna)) == 2, bot.transcript(anna)


async def test_a_browser_link_asked_for_in_a_group_goes_to_the_person_alone(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    await people.say(anna, "/start")
    await bot.until_said(anna, "✅ Ready")
    group = await people.group(owner=anna)
    await people.say(anna, "@reelay_test_bot a 2-second video of the ocean", chat=group)
    told = await bot.until_said(group, "What changed")
    await bot.press(anna, told, "Open in browser", chat=group)
    await bot.until_said(anna, "Open the project in a browser")
    await bot.until_said(group, "Anna, I have answered you in our private chat.")
    assert "claim" not in bot.transcript(group)


async def test_the_menus_are_there_for_private_chats_and_groups_in_every_language(bot: Stage) -> None:
    commands = bot.server.world.commands
    await bot.server.world.until(lambda: len(commands) >= 16)
    private = [entry["command"] for entry in commands["all_private_chats", ""]]
    group = [entry["command"] for entry in commands["all_group_chats", ""]]
    assert {"start", "help", "new", "projects", "skill", "status", "credits", "export", "upload", "cancel"} < set(
        private
    )
    assert {"history", "settings", "token", "link", "language"} < set(private)
    assert "token" not in group
