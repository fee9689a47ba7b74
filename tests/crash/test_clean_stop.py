"""SIGTERM: intake stops at once, what runs gets its grace, what is left is picked up by the next start, exit code 0."""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.crash.books import Said, chat_books
from tests.crash.cell import asked_database, environment
from tests.crash.flows import MAKE, PEOPLE, DiscordPeople, TelegramPeople
from tests.crash.surroundings import Bot, Place, Surroundings, surroundings
from tests.fakes.studio_process import ROOT

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
]

CHATS = 50
RULES = [
    {"do": "slow", "call": "run", "text": "(graceful", "seconds": 2.0},
    {"do": "slow", "call": "run", "text": "(outlasting", "seconds": 30.0},
    {"do": "slow", "call": "run", "text": "(crowded", "seconds": 0.3},
    {"do": "slow", "call": "export", "seconds": 1.0},
]
NO_GRACE = {"REELAY_GRACE_SECONDS": "0"}
UNFINISHED = "SELECT id FROM jobs WHERE finished_at IS NULL"
OWED = "SELECT id FROM deliveries WHERE state IN ('pending', 'sending') OR final_content IS NOT NULL"


class Stage:
    """One platform, one data folder, and the bots that come and go on it."""

    def __init__(self, around: Surroundings, place: Place) -> None:
        self.around = around
        self.place = place
        self.folder = around.folder / f"stage-{next(around.numbers)}"
        self.folder.mkdir()
        self.people: TelegramPeople | DiscordPeople = PEOPLE[place.platform](place)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "reelay.db"

    async def start(self, **settings: str) -> Bot:
        """The next bot, as soon as it can be told to stop."""
        env = environment(self.around, self.place, self.folder) | settings
        bot = await self.around.nursery.start(self.folder, env)

        async def begun() -> bool:
            return bot.ended.done() or bot.catches(signal.SIGTERM)

        await until(begun)
        return bot

    async def stop(self, bot: Bot) -> float:
        """SIGTERM; gives the seconds it took to end, with 0."""
        began = time.monotonic()
        bot.stop()
        assert await bot.ended == 0, bot.log.read_text()
        return time.monotonic() - began

    async def calls(self, kind: str) -> list[dict[str, Any]]:
        """What the video service was asked by the accounts of this bot's sessions."""
        sessions = {found for (found,) in asked_database(self.database, "SELECT session_id FROM projects")}
        everything = await self.around.studio.calls()
        accounts = {entry["account"] for entry in everything if entry["session"] in sessions} - {None}
        mine = [entry for entry in everything if entry["account"] in accounts or entry["session"] in sessions]
        return [entry for entry in mine if entry["call"] == kind]

    async def said(self) -> list[Said]:
        """What the bot has said everywhere."""
        return chat_books(self.place.platform, await self.place.books())

    async def done(self, requests: int = 1) -> list[Said]:
        """What was said once so many requests have ended and nothing is owed any more."""

        async def over() -> bool:
            ended = sum(message.ended for message in await self.said())
            return ended >= requests and not asked_database(self.database, OWED)

        await until(over)
        return await self.said()


async def until(condition: Callable[[], Any]) -> None:
    """Return when another process has come to something."""
    async with asyncio.timeout(60):
        while not await condition():  # noqa: ASYNC110 - another process rings no bell
            await asyncio.sleep(0.03)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def around(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surroundings]:
    async with surroundings(tmp_path_factory.mktemp("stops")) as found:
        await found.studio.rehearse(*RULES)
        yield found


@asynccontextmanager
async def stage(around: Surroundings, platform: str) -> AsyncIterator[Stage]:
    async with around.place(platform) as place:
        made = Stage(around, place)
        await made.people.arrive()
        yield made


async def streaming(on: Stage) -> None:
    """Return when the agent works on something."""

    async def begun() -> bool:
        return any(entry["result"] == "open" and entry["status"] is None for entry in await on.calls("run"))

    await until(begun)


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_a_running_stream_ends_within_the_grace_and_what_comes_meanwhile_is_for_the_next(
    around: Surroundings, platform: str
) -> None:
    async with stage(around, platform) as on:
        bot = await on.start()
        await on.people.ask(f"{MAKE} (graceful 1)")
        await streaming(on)
        bot.stop()

        async def stopping() -> bool:
            return bot.says("runner stopping")

        await until(stopping)
        await on.people.ask(f"{MAKE} (graceful 2)")
        assert await bot.ended == 0
        answers = [message for message in await on.said() if "Done: made" in message.text]
        assert len(answers) == 1, "the stream had its grace, and its end was told before the exit"
        assert asked_database(on.database, UNFINISHED) == []
        following = await on.start()
        if platform == "discord":  # there the person was told to come back
            assert any("restarting" in str(entry.get("body")) for entry in (await on.place.books())["requests"])
            await until(lambda: reconnected(on, 2))
            await on.people.ask(f"{MAKE} (graceful 2)")
        said = await on.done(2)
        await on.stop(following)
        assert [entry["text"] for entry in await on.calls("run")] == [f"{MAKE} (graceful 1)", f"{MAKE} (graceful 2)"]
        assert sum("Done: made" in message.text for message in said) == 2


async def test_what_is_written_on_discord_while_no_bot_runs_is_answered_once_by_the_next(around: Surroundings) -> None:
    async with stage(around, "discord") as on:
        first = await on.start()
        await until(lambda: reconnected(on, 1))
        await on.stop(first)
        await on.people.send({}, f"{MAKE} (meanwhile)")
        for times in (1, 2):
            following = await on.start()
            await until(lambda times=times: caught_up(on, times))  # type: ignore[misc]
            said = await on.done()
            await on.stop(following)
        assert [entry["text"] for entry in await on.calls("run")] == [f"{MAKE} (meanwhile)"]
        assert sum("Done: made" in message.text for message in said) == 1


async def caught_up(on: Stage, times: int) -> bool:
    """Whether bots have asked Discord so often for what they missed."""
    requests = (await on.place.books())["requests"]
    asked = [entry for entry in requests if entry["method"] == "GET" and entry["path"].endswith("/messages")]
    return len(asked) >= times


async def reconnected(on: Stage, times: int) -> bool:
    """Whether so many bots have identified themselves on Discord."""
    return bool((await on.place.books())["identified"] >= times)


async def test_a_stream_that_outlasts_the_grace_is_looked_into_by_the_next_start(around: Surroundings) -> None:
    async with stage(around, "telegram") as on:
        bot = await on.start(**NO_GRACE)
        await on.people.ask(f"{MAKE} (outlasting)")
        await streaming(on)
        assert await on.stop(bot) < 5
        assert len(asked_database(on.database, UNFINISHED)) == 1
        assert not any(message.ended for message in await on.said()), "nothing false is told at the stop"
        following = await on.start()
        said = await on.done()
        await on.stop(following)
        assert len(await on.calls("run")) == 1
        answers = [message.text for message in said if not message.ended]
        assert len(answers) == 1
        assert "have not sent it again" in answers[0]


async def test_a_render_is_followed_by_the_next_start(around: Surroundings) -> None:
    async with stage(around, "telegram") as on:
        bot = await on.start(**NO_GRACE)
        await on.people.make(f"{MAKE} (first)")

        async def rendering() -> bool:
            return bool(await on.calls("poll"))

        await until(rendering)
        assert await on.stop(bot) < 5
        following = await on.start()
        said = await on.done()
        await on.stop(following)
        assert len(await on.calls("render")) == 1
        assert sum(message.video for message in said) == 1


async def test_rolling_restarts_under_load_lose_nothing(around: Surroundings) -> None:
    async with stage(around, "telegram") as on:
        crowd = [TelegramPeople(on.place) for _ in range(CHATS)]
        for person in crowd:
            await person.arrive()
        bot = await on.start()
        for number, person in enumerate(crowd):
            await person.ask(f"{MAKE} (crowded {number})")
            if number % 15 == 14:
                await on.stop(bot)
                bot = await on.start()
        said = await on.done(CHATS)
        await on.stop(bot)
        sent = Counter(entry["text"] for entry in await on.calls("run"))
        assert sent == {f"{MAKE} (crowded {number})": 1 for number in range(CHATS)}
        assert sum(message.text.startswith("✅") for message in said) == CHATS
        assert sum("Done: made" in message.text for message in said) == CHATS
        assert len(said) == 2 * CHATS


async def test_the_command_itself_ends_with_0_whenever_it_is_told_to(around: Surroundings) -> None:
    async with stage(around, "telegram") as on:
        env = environment(on.around, on.place, on.folder) | {"PYTHONPATH": str(ROOT)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bots.cli", "run"),
            cwd=on.folder,
            env=env,
            stderr=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )
        await on.people.ask(f"{MAKE} (first)")
        said = await on.done()
        os.kill(process.pid, signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
        assert sum("Done: made" in message.text for message in said) == 1
