"""The core at work for a terminal."""

import asyncio
import io
from pathlib import Path
from typing import NoReturn

import pytest

from bots.console.messenger import ConsoleMessenger
from bots.console.session import ConsoleSession, core_for
from bots.console.terminal import Terminal
from core.bootstrap import Reelay
from core.errors import DatabaseUnusable, SettingsError
from core.jobs.runner import JobRunner
from core.model import ConversationKey
from core.settings import Settings

PLACE = ConversationKey("console", "test")


def messenger() -> ConsoleMessenger:
    return ConsoleMessenger(Terminal(io.StringIO()), lambda media: Path(media.name))


def settings(folder: Path) -> Settings:
    return Settings.model_validate({"_env_file": None, "reelay_data_dir": folder, "nemo_api_url": "http://127.0.0.1:9"})


async def test_a_core_that_fails_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(self: JobRunner) -> NoReturn:
        raise DatabaseUnusable("the database file is damaged")

    async def said(reelay: Reelay) -> None:
        await ConsoleSession(reelay, PLACE, "en").say("a sunset")

    monkeypatch.setattr(JobRunner, "run", fail)

    async def wait() -> None:
        async with core_for(settings(tmp_path), "test", Terminal(io.StringIO()), messenger(), first=said) as reelay:
            await ConsoleSession(reelay, PLACE, "en").settled()

    waiting = asyncio.create_task(wait())
    ended, _ = await asyncio.wait({waiting}, timeout=20)  # a timeout that cancels would bring the error out by itself
    assert ended == {waiting}
    with pytest.raises(DatabaseUnusable, match="damaged"):
        await waiting


async def test_what_comes_first_comes_before_anything_is_taken_up(tmp_path: Path) -> None:
    async def first(reelay: Reelay) -> None:
        assert not reelay.started.is_set()
        assert reelay.runner.running == 0

    async with core_for(settings(tmp_path), "test", Terminal(io.StringIO()), messenger(), first=first) as reelay:
        await asyncio.wait_for(reelay.started.wait(), 20)


async def test_errors_of_those_inside_pass_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="mine"):
        async with core_for(settings(tmp_path), "test", Terminal(io.StringIO()), messenger()):
            raise SettingsError("mine")


async def test_two_at_once_on_one_database_are_refused(tmp_path: Path) -> None:
    async with core_for(settings(tmp_path), "test", Terminal(io.StringIO()), messenger()):
        with pytest.raises(SettingsError, match="another reelay is at work"):
            async with core_for(settings(tmp_path), "test", Terminal(io.StringIO()), messenger()):
                pass
        async with core_for(settings(tmp_path), "other", Terminal(io.StringIO()), messenger()):
            pass
