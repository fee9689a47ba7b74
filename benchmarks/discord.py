"""Discord: what a large delivery costs in memory, and how soon a hundred people at once get their first answer.

The other end is the fake Discord of the tests, in a process of its own.
"""

import asyncio
import json
import logging
import resource
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import aiohttp
import structlog

from bots.discord.app import DiscordPlatform
from core.clock import SystemClock
from core.model import (
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Media,
    MediaKind,
    Message,
    NewDelivery,
    RichText,
)
from core.settings import Settings

FILM_MB = 45
AT_ONCE = 100
ROUNDS = 3
MB = 2**20


class AnsweringIntake:
    """Answers every message with a status at once, as the core does."""

    def __init__(self) -> None:
        self.platform: DiscordPlatform | None = None
        self.messages: list[Message] = []
        self._arrived = asyncio.Condition()
        self._sends: set[asyncio.Task[Any]] = set()

    async def receive(self, message: Message) -> bool:
        assert self.platform is not None
        async with self._arrived:
            self.messages.append(message)
            self._arrived.notify_all()
        send = asyncio.create_task(self.platform.messenger.send(owed(message, "On it…", DeliveryKind.STATUS)))
        self._sends.add(send)
        send.add_done_callback(self._sends.discard)
        return True

    async def conversation_moved(self, old: ConversationKey, new: ConversationKey) -> None:
        """Nothing moves here."""

    async def conversation_gone(self, conversation: ConversationKey) -> None:
        """Nothing goes here."""

    async def first(self) -> Message:
        async with self._arrived:
            await self._arrived.wait_for(lambda: self.messages)
        return self.messages[0]

    async def idle(self) -> None:
        await asyncio.gather(*self._sends)


@dataclass
class Bench:
    """A connected platform and the hands to act on the other end."""

    platform: DiscordPlatform
    intake: AnsweringIntake
    http: aiohttp.ClientSession
    control: str
    channel: int
    user: int

    async def act(self, what: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        async with self.http.post(f"{self.control}/{what}", json=body) as answer:
            return await answer.json()

    async def ask(self) -> Any:  # noqa: ANN401 - JSON
        options = {"prompt": "a cat"}
        return await self.act("slash", user=self.user, channel=self.channel, command="reel make", options=options)


def owed(asked: Message, text: str, kind: DeliveryKind, media: Media | None = None, number: int = 1) -> Delivery:
    order = NewDelivery(
        key=f"bench:{asked.update_id}:{kind}:{number}",
        conversation=asked.conversation,
        kind=kind,
        content=Content(RichText.of(text), media=media),
        reply_to=asked.ref,
        mention=asked.person,
    )
    nonce = f"{asked.update_id}-{kind}-{number}"
    return Delivery(number, order, DeliveryState.SENDING, nonce, 1, datetime.now(UTC))


@asynccontextmanager
async def connected() -> AsyncIterator[Bench]:
    command = [sys.executable, "-m", "tests.fakes.discord_gateway", "--port", "0"]
    process = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        where = json.loads(await asyncio.to_thread(process.stdout.readline))
        with tempfile.TemporaryDirectory() as folder:
            connector = aiohttp.TCPConnector(limit=0)
            async with aiohttp.ClientSession(connector=connector) as http, _bench(where, Path(folder), http) as bench:
                yield bench
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)
        process.stdout.close()


@asynccontextmanager
async def _bench(where: dict[str, str], folder: Path, http: aiohttp.ClientSession) -> AsyncIterator[Bench]:
    wanted = {
        "discord_bot_token": where["token"],
        "discord_api_base_url": where["api_url"],
        "discord_gateway_url": where["gateway_url"],
        "discord_threads": False,
        "reelay_data_dir": folder,
    }
    intake = AnsweringIntake()
    platform = DiscordPlatform(Settings.model_validate(wanted), intake, SystemClock())
    intake.platform = platform
    bench = Bench(platform, intake, http, where["control_url"], 0, 0)
    guild = (await bench.act("guilds", name="Studio", tier=2))["id"]
    bench.channel = (await bench.act("channels", guild=guild, name="general"))["id"]
    bench.user = (await bench.act("users", name="alice"))["id"]
    running = asyncio.create_task(platform.run())
    try:
        await bench.act("gateway", action="ready")
        yield bench
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / MB


class Watch:
    """The largest resident size of this process while it is open, looked at every few milliseconds."""

    def __init__(self) -> None:
        self.start = self.peak = _resident_mb()

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self.peak = max(self.peak, _resident_mb())

    @property
    def growth(self) -> float:
        """Megabytes above the start."""
        return self.peak - self.start

    async def _look(self) -> None:
        while True:
            self.peak = max(self.peak, _resident_mb())
            await asyncio.sleep(0.005)


def _film(folder: Path, megabytes: int) -> Media:
    path = folder / f"film-{megabytes}.mp4"
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(bytes(MB))
    return Media(MediaKind.VIDEO, str(path), path.name, path.stat().st_size)


async def _memory(bench: Bench, folder: Path) -> str:
    await bench.ask()
    asked = await bench.intake.first()
    send = bench.platform.messenger.send
    await send(owed(asked, "warm", DeliveryKind.RESULT, await asyncio.to_thread(_film, folder, 1), 1))
    film = await asyncio.to_thread(_film, folder, FILM_MB)
    async with Watch() as watch:
        receipt = await send(owed(asked, "done", DeliveryKind.RESULT, film, 2))
    arrived = await _arrived(bench, receipt.last.message_id)
    assert arrived == film.size, f"{arrived} of {film.size} bytes arrived"
    return f"{FILM_MB} MB delivered: memory grew by {watch.growth:.1f} MB (limit 10)"


async def _arrived(bench: Bench, message_id: str) -> int:
    async with bench.http.get(f"{bench.control}/books") as answer:
        books = await answer.json()
    (post,) = [post for post in books["messages"] if str(post["id"]) == message_id]
    return sum(int(file["size"]) for file in post["files"])


async def _answers(bench: Bench) -> str:
    waits: list[float] = []
    for _ in range(ROUNDS):
        found: Sequence[Any] = await asyncio.gather(*(bench.ask() for _ in range(AT_ONCE)))
        assert all(one["answered"] for one in found), "an interaction was not answered within its three seconds"
        waits += [one["answered"] - one["created"] for one in found]
        await bench.intake.idle()
    waits.sort()
    p99 = waits[int(len(waits) * 0.99) - 1]
    return f"{AT_ONCE} interactions at once: first answer p50 {waits[len(waits) // 2]:.3f} s, p99 {p99:.3f} s (limit 1)"


async def _run() -> str:
    with tempfile.TemporaryDirectory() as folder:
        async with connected() as bench:
            return "\n".join([await _memory(bench, Path(folder)), await _answers(bench)])


def run() -> str:
    """Measure both. Returns a line each."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return asyncio.run(_run())


if __name__ == "__main__":
    print(run())
