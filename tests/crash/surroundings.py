"""Everything around the bot, each a process of its own: the video service, the chat platforms, and where bots come from."""

import asyncio
import itertools
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.fakes.studio_process import ROOT, StudioProcess, studio_process

PLATFORMS = ("telegram", "discord")


@dataclass
class Bot:
    """A bot's process. `ended` gives its exit code, negative when a signal ended it."""

    pid: int
    ended: asyncio.Future[int]
    log: Path

    def says(self, words: str) -> bool:
        """Whether its log holds these words."""
        return self.log.exists() and words in self.log.read_text(errors="replace")

    def catches(self, number: signal.Signals) -> bool:
        """Whether it takes a signal into its own hands already."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
        return bool(int(caught.split()[1], 16) & 1 << (number - 1))

    def stop(self) -> None:
        """SIGTERM."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        if not self.ended.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Nursery:
    """The process that forks bots."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = itertools.count(1)
        self._born: dict[int, asyncio.Future[int]] = {}
        self._ended: dict[int, asyncio.Future[int]] = {}
        self._bots: list[Bot] = []
        self._listener = asyncio.create_task(self._listen())

    async def start(self, folder: Path, env: Mapping[str, str]) -> Bot:
        """A new bot that works in a folder."""
        number = next(self._numbers)
        self._born[number] = born = asyncio.get_running_loop().create_future()
        log = folder / f"bot-{number}.log"
        order = {"id": number, "env": dict(env), "folder": str(folder), "log": str(log)}
        assert self._process.stdin is not None
        self._process.stdin.write((json.dumps(order) + "\n").encode())
        await self._process.stdin.drain()
        pid = await born
        self._bots.append(Bot(pid, self._ended[pid], log))
        return self._bots[-1]

    async def kill(self) -> None:
        """End every bot that is left."""
        for bot in self._bots:
            bot.kill()
        await asyncio.gather(*(bot.ended for bot in self._bots))

    async def close(self) -> None:
        """End the process."""
        await self.kill()
        await _end(self._process)
        self._listener.cancel()
        await asyncio.gather(self._listener, return_exceptions=True)

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            told = json.loads(line)
            if "id" in told:
                self._ended[told["pid"]] = asyncio.get_running_loop().create_future()
                self._born.pop(told["id"]).set_result(told["pid"])
            else:
                self._ended[told["pid"]].set_result(told["code"])


@dataclass
class Place:
    """One chat platform that nobody else uses, with hands to act there and its books."""

    platform: str
    addresses: Mapping[str, str]
    http: httpx.AsyncClient

    async def post(self, path: str, **body: Any) -> Any:
        """Do something there."""
        answer = await self.http.post(f"{self.addresses['control']}/{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    async def books(self) -> dict[str, Any]:
        """Everything that happened there."""
        found: dict[str, Any] = (await self.http.get(f"{self.addresses['control']}/books")).json()
        return found


@dataclass
class Surroundings:
    """What a cell needs; shared by all of them."""

    folder: Path
    studio: StudioProcess
    nursery: Nursery
    http: httpx.AsyncClient
    towns: Mapping[str, str]
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @asynccontextmanager
    async def place(self, platform: str) -> AsyncIterator[Place]:
        """A platform of its own, for as long as entered."""
        addresses = (await self.http.post(f"{self.towns[platform]}/open")).json()
        try:
            yield Place(platform, addresses, self.http)
        finally:
            await self.http.post(f"{self.towns[platform]}/close", json={"control": addresses["control"]})


async def _start(log: Path, *arguments: str) -> asyncio.subprocess.Process:
    """A module of the tests as a process; what it complains of (a client that dies in the middle, mostly) goes to `log`."""
    with log.open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *arguments,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            limit=2**20,
        )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()


async def _address(town: asyncio.subprocess.Process) -> str:
    assert town.stdout is not None
    return str(json.loads(await town.stdout.readline())["url"])


@asynccontextmanager
async def surroundings(folder: Path, *studio_flags: str) -> AsyncIterator[Surroundings]:
    """Start everything, and end it."""
    flags = ("--tokens-per-address", "100000", "--credits", "1000000", "--allow-private-urls", *studio_flags)
    async with AsyncExitStack() as stack:
        towns = [await _start(folder / f"{platform}.log", "tests.crash.town", platform) for platform in PLATFORMS]
        for town in towns:
            stack.push_async_callback(_end, town)
        nursery = Nursery(await _start(folder / "nursery.log", "tests.crash.nursery"))
        stack.push_async_callback(nursery.close)
        http = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=30))
        studio = await stack.enter_async_context(studio_process(folder / "studio", *flags))
        addresses = dict(zip(PLATFORMS, [await _address(town) for town in towns], strict=True))
        try:
            yield Surroundings(folder, studio, nursery, http, addresses)
        finally:
            await nursery.kill()  # before the others end, so that no bot is left alone with nobody to talk to
