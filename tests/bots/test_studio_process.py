"""The embedded studio as the bot's child process."""

import asyncio
import os
import signal
from pathlib import Path

import httpx
import pytest

from bots import studio_process
from bots.studio_process import EmbeddedStudio, embedded_studio
from core.errors import SettingsError

pytestmark = pytest.mark.heavy


async def answers(url: str) -> bool:
    async with httpx.AsyncClient(trust_env=False) as http:
        try:
            return (await http.get(f"{url}/api/credits/balance/simple")).status_code < 500
        except httpx.TransportError:
            return False


def pid_of(studio: EmbeddedStudio) -> int:
    assert studio._process is not None
    return studio._process.pid


async def test_it_lives_as_long_as_it_is_needed(tmp_path: Path) -> None:
    async with embedded_studio(tmp_path / "studio") as url:
        assert url.startswith("http://127.0.0.1:")
        assert await answers(url)
    assert not await answers(url)


async def test_one_that_dies_is_started_again_at_the_same_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio_process, "RESTART_PAUSE", 0.0)
    studio = EmbeddedStudio(tmp_path / "studio")
    await studio.start()
    watcher = asyncio.create_task(studio.watch())
    url, first = studio.url, pid_of(studio)
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(30):
        while pid_of(studio) == first or not await answers(url):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)
    assert studio.url == url
    watcher.cancel()
    await asyncio.gather(watcher, return_exceptions=True)
    await studio.stop()


async def test_one_that_cannot_start_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="did not start"):
        async with embedded_studio(tmp_path / "file"):
            raise AssertionError("it started")


async def test_stopping_it_twice_is_no_trouble(tmp_path: Path) -> None:
    studio = EmbeddedStudio(tmp_path / "studio")
    await studio.stop()
    await studio.start()
    await studio.stop()
    await studio.stop()
