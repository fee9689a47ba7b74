"""One process at a time."""

import asyncio
from pathlib import Path

import pytest

from bots.console.turns import turn
from core.errors import SettingsError


async def test_the_second_waits_for_the_first_and_says_so_once(tmp_path: Path) -> None:
    said: list[str] = []
    order: list[str] = []

    async def second() -> None:
        async with turn(tmp_path / "x.turn", waiting=lambda: said.append("waiting")):
            order.append("second")

    async with turn(tmp_path / "x.turn", waiting=None):
        task = asyncio.create_task(second())
        await asyncio.sleep(0)
        assert said == ["waiting"]
        order.append("first")
    await asyncio.wait_for(task, 10)
    assert (said, order) == (["waiting"], ["first", "second"])


async def test_who_is_not_patient_is_refused(tmp_path: Path) -> None:
    async with turn(tmp_path / "x.turn", waiting=None):
        with pytest.raises(SettingsError, match="another reelay is at work"):
            async with turn(tmp_path / "x.turn", waiting=None):
                raise AssertionError("two at once")
    async with turn(tmp_path / "x.turn", waiting=None):
        pass


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be written to"):
        async with turn(tmp_path / "file" / "x.turn", waiting=None):
            pass
