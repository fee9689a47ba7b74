"""The service in its own process: what ends it, with which code, and when its manager hears nothing."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bots import service
from bots.console.turns import turn
from bots.service import FAILED, MISCONFIGURED, _Service, serve
from core.bootstrap import Reelay, open_reelay
from core.errors import SettingsError
from core.jobs.runner import JobRunner
from core.settings import Settings
from tests.fakes.messenger import FakeMessenger
from tests.fakes.platform import FakePlatform

GIVE_UP = 20.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, reelay_data_dir=tmp_path, reelay_grace_seconds=0)


@pytest.fixture
async def reelay(settings: Settings) -> AsyncIterator[Reelay]:
    async with open_reelay(settings, "http://127.0.0.1:9") as core:
        yield core


async def test_a_second_one_is_not_started_in_the_same_folder(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, reelay_data_dir=tmp_path, telegram_bot_token=SecretStr("123:TEST"))
    async with turn(tmp_path / "run.turn", waiting=None):
        with pytest.raises(SettingsError, match="another reelay is at work"):
            await serve(settings)


async def test_a_platform_that_fails_is_started_again_and_the_other_goes_on(
    settings: Settings, reelay: Reelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "RESTART_PAUSE", 0.0)
    weak, well = (
        FakePlatform(fails=[RuntimeError("once"), RuntimeError("twice")]),
        FakePlatform(FakeMessenger("discord")),
    )
    running = _Service(settings, reelay, [weak, well])
    task = asyncio.create_task(running.serve())
    async with asyncio.timeout(GIVE_UP):
        await weak.at_work.wait()
    assert weak.runs == 3
    running._stop.set()
    assert await task == 0
    assert well.runs == 1
    assert weak.stopped
    assert well.stopped


async def test_one_platform_that_can_never_work_leaves_the_other_at_work(settings: Settings, reelay: Reelay) -> None:
    lost, well = FakePlatform(fails=[SettingsError("bad token")]), FakePlatform(FakeMessenger("discord"))
    running = _Service(settings, reelay, [lost, well])
    task = asyncio.create_task(running.serve())
    async with asyncio.timeout(GIVE_UP):
        await reelay.started.wait()
        await well.at_work.wait()
    assert running._lost == 1
    assert not task.done()
    running._stop.set()
    assert await task == 0


async def test_without_any_platform_left_it_ends_and_says_that_starting_again_is_no_use(
    settings: Settings, reelay: Reelay
) -> None:
    running = _Service(settings, reelay, [FakePlatform(fails=[SettingsError("bad token")])])
    async with asyncio.timeout(GIVE_UP):
        assert await running.serve() == MISCONFIGURED


async def test_a_core_that_fails_ends_the_process_so_that_it_is_started_again(
    settings: Settings, reelay: Reelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: JobRunner) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(JobRunner, "run", fail)
    platform = FakePlatform()
    async with asyncio.timeout(GIVE_UP):
        assert await _Service(settings, reelay, [platform]).serve() == FAILED
    assert platform.stopped


async def test_a_manager_hears_nothing_while_a_part_has_ended(
    settings: Settings,
    reelay: Reelay,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "30000")
        monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
        running = _Service(settings, reelay, [FakePlatform()])
        task = asyncio.create_task(running.serve())
        async with asyncio.timeout(GIVE_UP):
            while b"WATCHDOG=1" not in await asyncio.get_running_loop().sock_recv(manager, 4096):
                pass
            ended = asyncio.create_task(asyncio.sleep(0))
            await ended
            reelay.tasks["deliveries"] = ended
            shown = ""
            while shown.count("gets no ping") < 2:
                await asyncio.sleep(0)
                shown += capsys.readouterr().out
        heard = _all_heard(manager)
        running._stop.set()
        await task
    assert heard.count("WATCHDOG=1") <= 1  # one may have been on its way


def _all_heard(manager: socket.socket) -> list[str]:
    words: list[str] = []
    while True:
        try:
            words += manager.recv(4096).decode().splitlines()
        except BlockingIOError:
            return words
