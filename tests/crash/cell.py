"""One cell of the matrix: a bot is killed at a point, started again, and the others' books are read."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.crash.books import chat_books, service_books
from tests.crash.flows import BRIGHTER, MAKE, PEOPLE, SHOW, SLOWER, Death, Expected, People
from tests.crash.judge import complaints
from tests.crash.points import POINTS
from tests.crash.surroundings import Bot, Place, Surroundings

PATIENCE = 45.0
COMMANDS = ("edit", "export", "make")
"""Flows that run on Discord by commands; in the others people write messages."""
_OPEN = (
    "SELECT (SELECT count(*) FROM inbox WHERE done_at IS NULL)"
    " + (SELECT count(*) FROM jobs WHERE finished_at IS NULL)"
    " + (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'sending') OR final_content IS NOT NULL),"
    " (SELECT count(*) FROM inbox)"
)


@dataclass(frozen=True)
class Cell:
    """A flow, killed at a point, on a platform. With `again` the next start is killed there too, if it comes that far."""

    flow: str
    point: str
    platform: str
    again: bool = False

    def __str__(self) -> str:
        return f"{self.flow}-{self.platform}-{self.point.replace(' ', '-')}" + ("-again" if self.again else "")


@dataclass(frozen=True)
class Verdict:
    """What was found wrong, in words; nothing is the answer hoped for. `seconds` it took."""

    cell: Cell
    wrong: tuple[str, ...]
    seconds: float


def expected(flow: str, word: str, platform: str) -> Expected:
    """What a flow comes to. Telegram sends a message for each file of an album, Discord one for all."""
    parts = 2 if platform == "telegram" else 1
    match flow:
        case "edit":
            return Expected((f"{MAKE} {word}",))
        case "export":
            return Expected((f"{MAKE} {word}", ""), exports=1, messages=2)
        case "make":
            return Expected((f"{MAKE} {word}",), exports=1)
        case "album":
            return Expected((f"{SHOW} {word}",), ("one.jpg", "two.jpg"), messages=parts)
        case _:
            prompts = (f"{BRIGHTER} {word}", f"{SLOWER} {word}")
            return Expected(prompts, ("one.jpg", "two.jpg"), exports=2, messages=parts)


async def run(around: Surroundings, cell: Cell) -> Verdict:
    """Play it through."""
    started = time.monotonic()
    number = next(around.numbers)
    folder = around.folder / f"{number}-{cell}"
    folder.mkdir()
    async with around.place(cell.platform) as place:
        try:
            async with asyncio.timeout(PATIENCE):
                wrong = await _Play(around, cell, folder, place, f"(reel {number})").play()
        except (TimeoutError, httpx.TimeoutException):  # the town waits for what it is asked to see, too
            wrong = [f"nothing more happened; see {folder}", *_tail(folder)]
    return Verdict(cell, tuple(wrong), time.monotonic() - started)


def _tail(folder: Path) -> list[str]:
    last = max(folder.glob("bot-*.log"), key=lambda log: log.stat().st_mtime)
    return last.read_text(errors="replace").splitlines()[-5:]


class _Play:
    def __init__(self, around: Surroundings, cell: Cell, folder: Path, place: Place, word: str) -> None:
        self._around = around
        self._cell = cell
        self._folder = folder
        self._place = place
        self._word = word
        self._people: People = PEOPLE[cell.platform](place)
        self._expected = expected(cell.flow, word, cell.platform)

    async def play(self) -> list[str]:
        await self._people.arrive()
        bot = await self._start(self._cell.point)
        if self._cell.flow == "export":
            await self._people.ask(self._expected.prompts[0])
            await self._settled(bot, 1)
        await self._people.connected()
        (self._folder / "armed").touch()
        await self._act()
        code = await bot.ended
        if code != -9:
            return [f"the bot ended with {code} before the point was reached", *_tail(self._folder)]
        death = self._found_dead()
        bot = await self._start(self._cell.point if self._cell.again else "")
        await self._taken_in()
        await self._settled(bot, self._expected.messages)
        wrong = [] if self._cell.again and bot.ended.done() else await self._stopped(bot)
        if self._cell.again and bot.ended.result() == -9:  # the second kill may come as late as in the stop
            death = death + self._found_dead()
            bot = await self._start("")
            await self._taken_in()
            await self._settled(bot, self._expected.messages)
            wrong = await self._stopped(bot)
        return [*wrong, *await self._judged(death)]

    async def _act(self) -> None:
        prompts = self._expected.prompts
        match self._cell.flow:
            case "edit":
                await self._people.ask(prompts[0])
            case "export":
                await self._people.export()
            case "make":
                await self._people.make(prompts[0])
            case "album":
                await self._people.send(dict.fromkeys(self._expected.files, ""), prompts[0])
            case _:
                await self._people.send(dict(zip(self._expected.files, prompts, strict=True)))

    async def _taken_in(self) -> None:
        """Ask anew what nobody can know of: a command that died unwritten, which Discord itself calls failed.

        Telegram repeats what was not written down, and messages on Discord are found again by the bot.
        """
        [(taken,)] = asked_database(self._folder / "data" / "reelay.db", "SELECT count(*) FROM inbox") or [(0,)]
        commanded = self._cell.platform == "discord" and self._cell.flow in COMMANDS
        if commanded and taken < self._expected.messages:
            await self._place.post("gateway", action="forget")
            await self._act()

    async def _start(self, point: str) -> Bot:
        env = environment(self._around, self._place, self._folder)
        if point:
            nth = str(POINTS[point].flows[self._cell.flow])
            env |= {"CRASH_POINT": point, "CRASH_NTH": nth, "CRASH_ARMED": str(self._folder / "armed")}
        return await self._around.nursery.start(self._folder, env)

    async def _settled(self, bot: Bot, messages: int) -> None:
        """Return when the bot is at work and owes nobody anything any more, or has ended."""
        database = self._folder / "data" / "reelay.db"
        while not bot.ended.done() and not (bot.says("runner started") and settled(database, messages)):  # noqa: ASYNC110
            await asyncio.sleep(0.03)  # another process's database rings no bell

    async def _stopped(self, bot: Bot) -> list[str]:
        bot.stop()
        code = await bot.ended
        return [] if code == 0 else [f"after SIGTERM the bot ended with {code}"]

    def _found_dead(self) -> Death:
        database = self._folder / "data" / "reelay.db"
        sending = asked_database(database, "SELECT kind FROM deliveries WHERE state = 'sending'")
        asked = asked_database(
            database, "SELECT id FROM jobs WHERE kind = 'edit' AND phase = 'sent' AND state = 'running'"
        )
        return Death(tuple(kind for (kind,) in sending), len(asked))

    async def _judged(self, death: Death) -> list[str]:
        calls = await self._around.studio.calls()
        rows = asked_database(self._folder / "data" / "reelay.db", "SELECT session_id FROM projects")
        sessions = {session for (session,) in rows if session}
        service = service_books(calls, self._around.studio.data / "studio.db", self._word, sessions)
        said = chat_books(self._cell.platform, await self._place.books())
        found = complaints(self._cell.platform, self._expected, death, service, said)
        return [*found, *(f"said: {line}" for line in said)] if found else []


def environment(around: Surroundings, place: Place, folder: Path) -> dict[str, str]:
    """The settings of a bot that knows one platform."""
    own = {
        "telegram": {
            "TELEGRAM_BOT_TOKEN": "123:TEST",
            "TELEGRAM_API_BASE_URL": place.addresses["api"],
            "TELEGRAM_FILE_BASE_URL": place.addresses.get("file", ""),
        },
        "discord": {
            "DISCORD_BOT_TOKEN": "abc.TEST",
            "DISCORD_API_BASE_URL": place.addresses["api"],
            "DISCORD_GATEWAY_URL": place.addresses.get("gateway", ""),
        },
    }
    return {
        **_inherited(),
        "NEMO_API_URL": around.studio.url,
        "REELAY_DATA_DIR": str(folder / "data"),
        "REELAY_FIRST_LOOK_SECONDS": "0.2",
        "REELAY_NEXT_LOOK_SECONDS": "0.2",
        "REELAY_RENDER_POLL_SECONDS": "0.2",
        "REELAY_ALLOW_PRIVATE_URLS": "true",
        "REELAY_GRACE_SECONDS": "5",
        **own[place.platform],
    }


def _inherited() -> Mapping[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}


def settled(database: Path, messages: int) -> bool:
    """Whether so many messages were taken in, and nothing is left to handle, to do or to say."""
    found = asked_database(database, _OPEN)
    return bool(found and found[0][0] == 0 and found[0][1] >= messages)


def asked_database(database: Path, question: str) -> list[tuple[Any, ...]]:
    """A look into a bot's database; nothing while it is being made."""
    if not database.exists():
        return []
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute(question).fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        connection.close()
