"""The fake as a process of its own, acted on over HTTP, with a bot that is restarted beside it."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bots.discord import DiscordPlatform
from core.clock import SystemClock
from core.settings import Settings
from tests.bots.discord.intake import FakeIntake
from tests.bots.discord.line import untouched_library

Control = Any


@asynccontextmanager
async def process() -> AsyncIterator[tuple[dict[str, str], Control]]:
    command = [sys.executable, "-m", "tests.fakes.discord_gateway", "--port", "0"]
    running = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    try:
        where = json.loads(await asyncio.to_thread(running.stdout.readline))
        async with aiohttp.ClientSession() as session:

            async def act(what: str, **body: Any) -> Any:
                async with session.post(f"{where['control_url']}/{what}", json=body) as answer:
                    return await answer.json()

            async def look(what: str, **query: str) -> Any:
                async with session.get(f"{where['control_url']}/{what}", params=query) as answer:
                    return await answer.json()

            act.look = look  # type: ignore[attr-defined]
            yield where, act
    finally:
        running.terminate()
        await asyncio.to_thread(running.wait)
        running.stdout.close()


@asynccontextmanager
async def bot(where: dict[str, str], folder: Path, intake: FakeIntake) -> AsyncIterator[DiscordPlatform]:
    wanted = {
        "discord_bot_token": where["token"],
        "discord_api_base_url": where["api_url"],
        "discord_gateway_url": where["gateway_url"],
        "discord_threads": False,
        "reelay_data_dir": folder,
    }
    async with untouched_library():
        platform = DiscordPlatform(Settings.model_validate(wanted), intake, SystemClock())
        running = asyncio.create_task(platform.run())
        try:
            yield platform
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


@pytest.mark.slow
async def test_people_can_be_played_from_another_process(tmp_path: Path) -> None:
    from core.model import Button
    from tests.bots.discord.orders import owed

    async with process() as (where, act):
        guild = (await act("guilds", name="Studio"))["id"]
        channel = (await act("channels", guild=guild, name="general"))["id"]
        alice = (await act("users", name="alice"))["id"]
        intake = FakeIntake()
        async with bot(where, tmp_path, intake) as platform:
            await act("gateway", action="ready")
            asked = await act("slash", user=alice, channel=channel, command="reel make", options={"prompt": "a cat"})
            assert asked["answered"] is not None
            await intake.arrived(1)
            await platform.messenger.send(owed(intake.last, "Working", buttons=((Button("Edit", "edit"),),)))
        async with bot(where, tmp_path, intake):
            while (await act("gateway", action="look"))["identified"] < 2:
                await act("gateway", action="ready")
            (status,) = await act.look("messages", channel=str(channel), contains="Working")
            shown = await act("press", user=alice, message=status["id"], label="Edit")
            await act("forms", user=alice, interaction=shown["id"], values={"words": "shorter"})
            await intake.arrived(2)
            assert intake.last.text == "shorter"
        books = await act.look("books")
        assert [entry["status"] for entry in books["requests"] if entry["path"].endswith("/commands")] == [200]
        assert books["identified"] == 2
