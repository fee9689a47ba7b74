"""Discord: what a large delivery costs in memory, and how soon a hundred people at once get their first answer.

The other end is the fake Discord of the tests, in a process of its own.
"""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import structlog

from benchmarks._memory import MB, watched
from benchmarks._servers import server
from bots.discord.app import DiscordPlatform
from bots.service import platforms
from core.bootstrap import open_reelay
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
    MessageRef,
    NewDelivery,
    RichText,
)
from core.settings import Settings
from tests.fakes.studio_process import studio_process

FILM_MB = 45
AT_ONCE = 100
ROUNDS = 3
PATIENCE = 120.0
STUDIO = ("--tokens-per-address", "100000", "--quiet")
ALLOWED_MB = 10.0


class Doormat:
    """An intake that keeps what came in."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._written: dict[str, Message] = {}
        self._arrived = asyncio.Condition()

    async def receive(self, message: Message) -> Message:
        self._written[message.update_id] = message
        return message

    async def place(self, update_id: str, place: MessageRef) -> None:
        async with self._arrived:
            self.messages.append(replace(self._written[update_id], ref=place))
            self._arrived.notify_all()

    async def conversation_moved(self, old: ConversationKey, new: ConversationKey) -> None:
        """Nothing moves here."""

    async def conversation_gone(self, conversation: ConversationKey) -> None:
        """Nothing goes here."""

    async def first(self) -> Message:
        async with self._arrived:
            await self._arrived.wait_for(lambda: self.messages)
        return self.messages[0]


@dataclass
class Bench:
    """A connected platform and the hands to act on the other end."""

    http: aiohttp.ClientSession
    control: str
    guild: int
    user: int
    channel: int

    async def act(self, what: str, **body: object) -> Any:
        async with self.http.post(f"{self.control}/{what}", json=body) as answer:
            return await answer.json()

    async def books(self) -> Any:
        async with self.http.get(f"{self.control}/books") as answer:
            return await answer.json()


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
async def connected() -> AsyncIterator[tuple[Bench, Settings]]:
    """A Discord in a process of its own with one server, and the settings that lead there."""
    connector = aiohttp.TCPConnector(limit=0)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            server("-m", "tests.fakes.discord_gateway") as where,
            aiohttp.ClientSession(connector=connector) as http,
        ):
            bench = Bench(http, where["control_url"], 0, 0, 0)
            bench.guild = (await bench.act("guilds", name="Studio", tier=2))["id"]
            bench.channel = (await bench.act("channels", guild=bench.guild, name="general"))["id"]
            bench.user = (await bench.act("users", name="alice"))["id"]
            yield bench, _settings(where, folder)


def _settings(where: dict[str, str], folder: str) -> Settings:
    wanted = {
        "discord_bot_token": where["token"],
        "discord_api_base_url": where["api_url"],
        "discord_gateway_url": where["gateway_url"],
        "discord_threads": False,
        "reelay_data_dir": folder,
    }
    return Settings.model_validate(wanted)


@asynccontextmanager
async def running(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Side by side until left."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _film(folder: Path, megabytes: int) -> Media:
    path = folder / f"film-{megabytes}.mp4"
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(bytes(MB))
    return Media(MediaKind.VIDEO, str(path), path.name, path.stat().st_size)


async def _memory(folder: Path) -> str:
    intake = Doormat()
    async with connected() as (bench, settings):
        platform = DiscordPlatform(settings, intake, SystemClock())
        async with running(platform.run()):
            await bench.act("gateway", action="ready")
            await bench.act(
                "slash", user=bench.user, channel=bench.channel, command="reel make", options={"prompt": "a cat"}
            )
            return await _delivered(bench, platform, await intake.first(), folder)


async def _delivered(bench: Bench, platform: DiscordPlatform, asked: Message, folder: Path) -> str:
    send = platform.messenger.send
    await send(owed(asked, "warm", DeliveryKind.RESULT, await asyncio.to_thread(_film, folder, 1), 1))
    film = await asyncio.to_thread(_film, folder, FILM_MB)
    async with watched() as peak:
        receipt = await send(owed(asked, "done", DeliveryKind.RESULT, film, 2))
    (post,) = [post for post in (await bench.books())["messages"] if str(post["id"]) == receipt.last.message_id]
    arrived = sum(int(file["size"]) for file in post["files"])
    assert arrived == film.size, f"{arrived} of {film.size} bytes arrived"
    peak.demand(ALLOWED_MB)
    return f"{FILM_MB} MB delivered: memory grew by {peak.growth:.1f} MB (limit {ALLOWED_MB:.0f})"


async def _answers(folder: Path) -> str:
    """A hundred people, each in a channel of their own, ask the whole service at once."""
    async with (
        connected() as (bench, settings),
        studio_process(folder / "studio", *STUDIO) as studio,
        open_reelay(settings, studio.url) as reelay,
    ):
        people = [await _person(bench, number) for number in range(AT_ONCE)]
        (platform,) = platforms(settings, reelay)
        async with running(reelay.work(), platform.run()), asyncio.timeout(PATIENCE):
            await bench.act("gateway", action="ready")
            waits = [await _round(bench, people) for _ in range(ROUNDS)]
    acknowledged = sorted(one for first, _ in waits for one in first)
    shown = sorted(one for _, text in waits for one in text)
    return (
        f"{AT_ONCE} interactions at once, the whole service: acknowledged p50 {_part(acknowledged, 0.5):.3f} s, "
        f"p99 {_part(acknowledged, 0.99):.3f} s; first words on the screen p50 {_part(shown, 0.5):.3f} s, "
        f"p99 {_part(shown, 0.99):.3f} s (limit 1)"
    )


async def _person(bench: Bench, number: int) -> tuple[int, int]:
    room = await bench.act("channels", guild=bench.guild, name=f"room-{number}")
    return (await bench.act("users", name=f"person-{number}"))["id"], room["id"]


async def _round(bench: Bench, people: Sequence[tuple[int, int]]) -> tuple[list[float], list[float]]:
    """Seconds from each interaction to its acknowledgement, and to the first words that its channel shows."""
    asks = [
        bench.act("slash", user=user, channel=room, command="reel edit", options={"change": "a cat"})
        for user, room in people
    ]
    found: Sequence[Any] = await asyncio.gather(*asks)
    assert all(one["answered"] for one in found), "an interaction was not answered within its three seconds"
    begun = {one["token"]: one["created"] for one in found}
    shown: dict[str, float] = {}
    while len(shown) < len(begun):
        for entry in (await bench.books())["requests"]:
            token = entry["path"].split("/")[3] if entry["path"].endswith("@original") else ""
            if token in begun and entry["status"] == 200:
                shown.setdefault(token, entry["at"] - begun[token])
        await asyncio.sleep(0.5)
    return [one["answered"] - one["created"] for one in found], list(shown.values())


def _part(waits: Sequence[float], share: float) -> float:
    return waits[min(len(waits) - 1, int(len(waits) * share))]


async def _run() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join([await _memory(Path(folder)), await _answers(Path(folder))])


def run() -> str:
    """Measure both. Returns a line each."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return asyncio.run(_run())
