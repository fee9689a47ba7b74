"""The fake as a process of its own, acted on over HTTP, with a bot that is restarted beside it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bots.discord import DiscordPlatform
from core.clock import SystemClock
from core.model import Button
from core.settings import Settings
from tests.bots.discord.intake import FakeIntake
from tests.bots.discord.line import untouched_library
from tests.bots.discord.orders import owed


@dataclass
class Control:
    """Hands to act in the other process, and eyes to look there."""

    http: aiohttp.ClientSession
    url: str

    async def act(self, what: str, **body: Any) -> Any:
        async with self.http.post(f"{self.url}/{what}", json=body) as answer:
            return await answer.json()

    async def look(self, what: str, **query: str) -> Any:
        async with self.http.get(f"{self.url}/{what}", params=query) as answer:
            return await answer.json()


@asynccontextmanager
async def process() -> AsyncIterator[tuple[dict[str, str], Control]]:
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.discord_gateway", stdout=asyncio.subprocess.PIPE
    )
    assert running.stdout is not None
    try:
        where = json.loads(await running.stdout.readline())
        async with aiohttp.ClientSession() as http:
            yield where, Control(http, where["control_url"])
    finally:
        running.terminate()
        await running.wait()


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
    async with process() as (where, control):
        guild = (await control.act("guilds", name="Studio"))["id"]
        channel = (await control.act("channels", guild=guild, name="general"))["id"]
        alice = (await control.act("users", name="alice"))["id"]
        intake = FakeIntake()
        async with bot(where, tmp_path, intake) as platform:
            await control.act("gateway", action="ready")
            asked = await control.act(
                "slash", user=alice, channel=channel, command="reel make", options={"prompt": "a cat"}
            )
            assert asked["answered"] is not None
            await intake.arrived(1)
            await platform.messenger.send(owed(intake.last, "Working", buttons=((Button("Edit", "edit"),),)))
        async with bot(where, tmp_path, intake):
            while (await control.act("gateway", action="look"))["identified"] < 2:
                await control.act("gateway", action="ready")
            (status,) = await control.look("messages", channel=str(channel), contains="Working")
            shown = await control.act("press", user=alice, message=status["id"], label="Edit")
            await control.act("forms", user=alice, interaction=shown["id"], values={"words": "shorter"})
            await intake.arrived(2)
            assert intake.last.text == "shorter"
        books = await control.look("books")
        assert [entry["status"] for entry in books["requests"] if entry["path"].endswith("/commands")] == [200]
        assert books["identified"] == 2
