"""Every row of the service's error table, as the chat reads it."""

from pathlib import Path
from typing import Any

import httpx

from tests.e2e.rows import WORDS, Row, junk, mended, rows
from tests.e2e.telegram.footage import document
from tests.e2e.telegram.stage import Stage, stage
from tests.fakes.studio_process import StudioProcess
from tests.fakes.telegram_server import TelegramServer

LINK_ONLY = "could not be fetched"
"""What the terminal says of a film that cannot be downloaded: a chat is given its link, and that is a success."""


async def _account(studio: StudioProcess, name: str) -> str:
    async with httpx.AsyncClient(trust_env=False) as http:
        made = await http.post(f"{studio.url}/api/auth/anonymous-token", headers={"X-Client-Id": f"owner-of-{name}"})
    return str(made.json()["data"]["token"])


@rows
async def test_a_row_is_told_once_and_in_a_sentence(
    server: TelegramServer, studio: StudioProcess, tmp_path: Path, row: Row
) -> None:
    own: dict[str, Any] = {"nemo_token": await _account(studio, tmp_path.name)} if row.registered else {}
    async with stage(server, studio, tmp_path / "reelay", **own) as bot:
        anna = server.people.user("Anna")
        await studio.rehearse(*row.rules)
        files = junk(tmp_path, row)
        if files:
            asked = await server.people.send(anna, document("holiday.mp4", files[0].read_bytes(), "video/mp4", WORDS))
        else:
            asked = await server.people.say(anna, WORDS)
        await _told(bot, anna, asked, row)


async def _told(bot: Stage, anna: int, asked: int, row: Row) -> None:
    await bot.until(lambda: len(bot.said(anna)) >= 2, anna)
    await bot.settled(anna)
    status, *before, notice = bot.words(anna)
    if row.sentence == LINK_ONLY:
        assert "🔗 " in notice, bot.transcript(anna)
        assert "🎬 Your video is ready." in notice
        return
    assert status.startswith("❌ Not done"), bot.transcript(anna)
    assert notice.startswith("⚠️ ")
    assert row.sentence in notice
    assert len(before) == row.edits
    assert all("What changed" in result for result in before), "what was paid for is told"
    assert bot.said(anna)[1]["reply_to_message"]["message_id"] == asked
    assert bot.server.world.chats[anna].reactions == {asked: ["😢"]}
    assert "Traceback" not in notice
    assert "nmv_usr_" not in bot.transcript(anna)


@mended
async def test_what_can_be_mended_comes_out_as_a_video(
    bot: Stage, studio: StudioProcess, rules: tuple[dict[str, object], ...]
) -> None:
    anna = bot.server.people.user("Anna")
    await studio.rehearse(*rules)
    await bot.server.people.say(anna, WORDS)
    await bot.until_video(anna)
    await bot.settled(anna)
    assert len(bot.said(anna)) == 2, bot.transcript(anna)
    assert bot.words(anna)[0].startswith("✅ Done")


async def test_a_failure_is_tried_again_only_by_a_persons_own_press(bot: Stage, studio: StudioProcess) -> None:
    anna = bot.server.people.user("Anna")
    await studio.rehearse({"do": "error", "call": "run", "after": 1})
    await bot.server.people.say(anna, WORDS)
    told = await bot.until_said(anna, "could not finish this request")
    await bot.settled(anna)
    await studio.rehearse()
    await bot.press(anna, told, "Try again")
    await bot.until_video(anna)


async def test_who_has_no_credits_is_shown_where_to_register(bot: Stage, studio: StudioProcess) -> None:
    anna = bot.server.people.user("Anna")
    await studio.rehearse({"do": "broke", "call": "run"})
    await bot.server.people.say(anna, WORDS)
    told = await bot.until_said(anna, "The credits are used up.")
    (button,) = told["reply_markup"]["inline_keyboard"][0]
    assert button["text"] == "Register"
    assert "bind=" in button["url"]


async def test_a_session_that_goes_after_the_words_were_sent_can_be_worked_anew_by_a_press(
    bot: Stage, studio: StudioProcess
) -> None:
    anna = bot.server.people.user("Anna")
    await studio.rehearse({"do": "forget", "call": "state", "nth": [2]})
    await bot.server.people.say(anna, WORDS)
    told = await bot.until_said(anna, "has closed this project's session")
    await bot.settled(anna)
    await bot.press(anna, told, "Try again")
    await bot.until_video(anna)
