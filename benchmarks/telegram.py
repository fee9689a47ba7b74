"""Memory of the Telegram adapter: a 45 MB delivery out and a 20 MB file in, through the real library."""

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from benchmarks._memory import watched
from benchmarks._servers import server
from bots.telegram import TelegramPlatform
from core.clock import SystemClock
from core.errors import MediaTooLarge
from core.model import (
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Media,
    MediaKind,
    NewDelivery,
    RichText,
)
from core.settings import Settings
from tests.bots.telegram.intake import FakeIntake

MB = 1_000_000
ALLOWED_MB = 10.0


class Scene:
    """A server in a process of its own, and an adapter in this one."""

    def __init__(self, addresses: dict[str, Any], folder: Path) -> None:
        self._control = addresses["control"]
        self.folder = folder
        values: dict[str, Any] = {
            "_env_file": None,
            "telegram_bot_token": "123:TEST",
            "telegram_api_base_url": addresses["api"],
            "telegram_file_base_url": addresses["file"],
        }
        self.intake = FakeIntake()
        self.platform = TelegramPlatform(Settings(**values), self.intake, SystemClock())

    async def act(self, action: str, **arguments: object) -> int:
        """Something that a person does."""
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"{self._control}/act/{action}", json=arguments, timeout=30)
            return int(answer.json()["result"])

    async def uploads(self) -> list[int]:
        """The sizes of the files that the server has got."""
        async with httpx.AsyncClient() as client:
            calls = (await client.get(f"{self._control}/books", timeout=30)).json()["calls"]
        return [file["size"] for call in calls for file in call["files"].values()]

    def file(self, name: str, size: int) -> Path:
        """A file on disk."""
        path = self.folder / name
        with path.open("wb") as out:
            for _ in range(size // MB):
                out.write(os.urandom(MB))
        return path


def delivery(number: int, chat: int, path: Path, size: int) -> Delivery:
    """A video for a chat."""
    media = Media(MediaKind.VIDEO, str(path), path.name, size, 1920, 1080, 60.0)
    content = Content(RichText.of("Your video is ready."), (), media)
    order = NewDelivery(f"bench:{number}", ConversationKey("telegram", str(chat)), DeliveryKind.RESULT, content)
    return Delivery(number, order, DeliveryState.SENDING, f"bench-{number}", 1, datetime.now(UTC))


async def deliver(scene: Scene, anna: int) -> str:
    """45 MB out."""
    small, large = scene.file("small.mp4", MB), scene.file("large.mp4", 45 * MB)
    await scene.platform.messenger.send(delivery(1, anna, small, MB))  # warm
    start = time.perf_counter()
    async with watched() as peak:
        await scene.platform.messenger.send(delivery(2, anna, large, 45 * MB))
    seconds = time.perf_counter() - start
    assert 45 * MB in await scene.uploads()
    peak.demand(ALLOWED_MB)
    return f"45 MB delivery: +{peak.growth:.1f} MB of memory, {45 / seconds:.0f} MB/s"


async def refuse(scene: Scene, anna: int) -> str:
    """60 MB are refused before a byte is sent."""
    before = await scene.uploads()
    try:
        await scene.platform.messenger.send(delivery(3, anna, scene.folder / "none.mp4", 60 * MB))
    except MediaTooLarge:
        assert await scene.uploads() == before
        return "60 MB delivery: refused before a byte was sent"
    raise AssertionError("60 MB were not refused")


async def fetch(scene: Scene, anna: int) -> str:
    """20 MB in."""
    large = scene.file("in.mp4", 20 * MB)
    await scene.act("send", user=anna, clip={"kind": "video", "path": str(large), "name": "in.mp4"})
    attachment = (await scene.intake.next(2)).attachments[0]
    start, got = time.perf_counter(), 0
    async with watched() as peak, scene.platform.messenger.open(attachment) as file:
        async for chunk in file.chunks:
            got += len(chunk)
    seconds = time.perf_counter() - start
    assert got == 20 * MB, got
    peak.demand(ALLOWED_MB)
    return f"20 MB file in: +{peak.growth:.1f} MB of memory, {20 / seconds:.0f} MB/s"


async def measure() -> str:
    """All three."""
    with tempfile.TemporaryDirectory() as folder:
        async with server("-m", "tests.fakes.telegram_server") as addresses:
            scene = Scene(addresses, Path(folder))
            anna = await scene.act("user", name="Anna")
            await scene.act("say", user=anna, text="hi")
            running = asyncio.create_task(scene.platform.run())
            await scene.intake.next()
            lines = [await part(scene, anna) for part in (deliver, refuse, fetch)]
            running.cancel()
            await asyncio.wait([running])
    return "Telegram adapter\n" + "\n".join(f"  {line}" for line in lines)


def run() -> str:
    """Measure and report. Raises AssertionError when a promise is broken."""
    return asyncio.run(measure())
