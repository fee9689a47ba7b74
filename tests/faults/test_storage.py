"""The disk under the bot: full, locked, without room for files. Nothing is lost, and the chat hears what matters."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.model import Attachment, AttachmentSource, DeliveryKind
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import House, house


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as home:
        yield home


async def pragma(home: House, words: str) -> None:
    """Say something to the connection that writes."""
    await home.reelay.store._database._writer._connection.execute_fetchall(f"PRAGMA {words}")


@asynccontextmanager
async def full_disk(home: House) -> AsyncIterator[None]:
    """The database cannot grow by a page; what a commit needs beyond what is free fails with SQLITE_FULL."""
    [row] = await home.reelay.store._database.rows("PRAGMA page_count")
    await pragma(home, f"max_page_count = {row[0]}")
    try:
        yield
    finally:
        await pragma(home, "max_page_count = 1000000")


LONG = "a sunset over " + "the very wide sea " * 2000


async def test_a_message_that_comes_while_the_disk_is_full_is_taken_once_there_is_room(home: House) -> None:
    async with full_disk(home):
        receiving = asyncio.create_task(home.say(LONG))
        await home.clock.advance(60)
        assert not receiving.done()
        assert home.backend.prompts == []
    await home.until(receiving.done)
    await receiving
    await home.settled()
    assert len(home.backend.prompts) == 1
    assert len(home.texts(DeliveryKind.RESULT)) == 1


async def test_a_run_whose_end_cannot_be_written_down_waits_and_is_told_once(home: House) -> None:
    gate = asyncio.Event()
    home.backend.will_run(FakeRun(gate=gate, says=("Done. " * 9000,), draft=draft_of("x" * 9000)))
    await home.say("a sunset")
    await home.until_running()
    async with full_disk(home):
        gate.set()
        await home.clock.advance(60)
        assert home.texts(DeliveryKind.RESULT) == []
    await home.settled()
    assert home.backend.prompts == ["a sunset"]
    assert len(home.texts(DeliveryKind.RESULT)) == 1


async def test_a_locked_database_only_delays(home: House, tmp_path: Path) -> None:
    await pragma(home, "busy_timeout = 10")  # each try gives up soon, and another one follows by the test's clock
    other = sqlite3.connect(tmp_path / "reelay.db", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        saying = asyncio.create_task(home.say("a sunset"))
        await home.clock.advance(20)
        assert not saying.done()
        other.execute("ROLLBACK")
        # A reader that meets a write half-way holds the lock for a moment: what only looks on needs the usual patience.
        await pragma(home, "busy_timeout = 5000")
        await home.until(saying.done)
        await saying
        await home.settled()
    finally:
        other.close()
    assert home.backend.prompts == ["a sunset"]
    assert len(home.texts(DeliveryKind.RESULT)) == 1


async def test_without_room_for_a_file_its_sender_is_told_so(
    home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = home.messenger.files["clip"] = b"\x00\x00\x00\x18ftypmp42" + bytes(5000)
    clip = Attachment("beach.mp4", AttachmentSource.PLATFORM, "clip", "video/mp4", len(content))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=0))
    await home.say("", files=[clip])
    await home.settled()
    assert "no room left for files" in home.texts(DeliveryKind.NOTICE)[0]
    assert home.backend.asked("upload_files") == []
    assert not [path for path in (tmp_path / "spool").rglob("*") if path.is_file()]


async def test_without_room_for_the_video_its_link_is_given(
    home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=0))
    await home.say("a sunset")
    await home.settled()
    [told] = home.texts(DeliveryKind.RESULT)
    assert "Your video is ready" in told
    assert "https://cdn.test/" in told
