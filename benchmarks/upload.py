"""Memory of the core while a large file goes through it: from disk to the studio, which runs as a process of its own."""

import asyncio
import io
import logging
import tempfile
import time
from pathlib import Path

import structlog

from benchmarks._memory import MB, watched
from bots.console.attachments import attachment_of
from bots.console.messenger import ConsoleMessenger
from bots.console.sample import make_sample
from bots.console.session import ConsoleSession, core_for
from bots.console.terminal import Terminal
from core.model import ConversationKey
from core.settings import Settings

ALLOWED_MB = 20.0
CONVERSATION = ConversationKey("console", "upload")


def run() -> str:
    """The table for 500 MB, the most that a skill takes. Raises AssertionError where the promise is broken."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return asyncio.run(measured(500))


async def measured(megabytes: int) -> str:
    """Upload a clip of this size through the core; one table."""
    with tempfile.TemporaryDirectory(prefix="reelay-upload-") as name:
        folder = Path(name)
        small = await asyncio.to_thread(make_sample, folder / "small.mp4", 1)
        large = await asyncio.to_thread(_padded, small, folder / "large.mp4", megabytes * MB)
        messenger = ConsoleMessenger(Terminal(io.StringIO()), lambda media: folder / media.name)
        settings = Settings.model_validate(
            {"_env_file": None, "reelay_data_dir": folder / "data", "nemo_api_url": None}
        )
        async with core_for(settings, "upload", Terminal(io.StringIO()), messenger) as reelay:
            session = ConsoleSession(reelay, CONVERSATION, "en")
            await _upload(session, small)  # what is loaded once is loaded now
            begun = time.perf_counter()
            async with watched() as peak:
                await _upload(session, large)
            seconds = time.perf_counter() - begun
        told = [delivery.order.content.text.plain for delivery in messenger.delivered]
    assert any("large.mp4 (1280×720" in text for text in told), told
    peak.demand(ALLOWED_MB)
    return (
        "| file | core's memory before | at most | growth | allowed | time |\n|---|---|---|---|---|---|\n"
        f"| {megabytes} MB | {peak.before / MB:.1f} MB | {peak.most / MB:.1f} MB | {peak.growth:.1f} MB "
        f"| {ALLOWED_MB:.0f} MB | {seconds:.1f} s |"
    )


def _padded(source: Path, target: Path, size: int) -> Path:
    """The clip with a box of nothing behind it that players skip (ISO/IEC 14496-12, 8.1.2): a whole MP4 of this size."""
    clip = source.read_bytes()
    with target.open("wb") as file:
        file.write(clip)
        file.write((size - len(clip)).to_bytes(4, "big") + b"free")
        file.truncate(size)
    return target


async def _upload(session: ConsoleSession, path: Path) -> None:
    await session.say("", [await attachment_of(str(path))])
    await session.settled()
