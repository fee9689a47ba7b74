"""When the rounds take place, in which processes, and what they tell of the disk."""

import os
from pathlib import Path

import pytest

from core import housekeeping
from core.bootstrap import open_reelay
from core.housekeeping import FIRST_PAUSE, PAUSE, Housekeeper
from core.settings import Settings
from tests.core.housekeeping.conftest import KEEP, Bench
from tests.fakes.clock import FakeClock
from tests.fakes.house import house


def old_file(data: Path) -> Path:
    """A file in the spool folder that nobody has touched for years."""
    left = data / "spool" / "left" / "a.mp4"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"video")
    for path in (left, left.parent):
        os.utime(path, (0, 0))
    return left


async def test_a_service_at_work_keeps_house_by_itself(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        left = old_file(tmp_path)
        await home.until(lambda: not left.exists())
        assert home.clock.monotonic() < 1_000 + PAUSE


async def test_what_short_lives_left_is_deleted_as_the_next_one_begins(tmp_path: Path) -> None:
    left = old_file(tmp_path)
    async with house(tmp_path) as home:
        await home.until(lambda: not left.exists())
        assert home.clock.monotonic() < 1_000 + FIRST_PAUSE


async def test_files_of_another_database_are_not_its_own(tmp_path: Path) -> None:
    left = old_file(tmp_path)
    settings = Settings.model_validate({"reelay_data_dir": tmp_path})
    async with open_reelay(settings, "http://127.0.0.1:9", name="make") as reelay:
        await reelay.housekeeper.round()
    assert left.exists()


class EnoughRounds(Exception):
    """The test has seen what it came for."""


async def test_a_round_that_fails_is_tried_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = list[int]()

    async def failing(_: Housekeeper) -> None:
        rounds.append(1)
        raise EnoughRounds if len(rounds) == 3 else PermissionError("read-only")

    monkeypatch.setattr(Housekeeper, "round", failing)
    clock = FakeClock(auto=True)
    with pytest.raises(EnoughRounds):
        await Housekeeper(bench.store, bench.folder / "spool", clock, bench.metrics, KEEP).run()
    assert clock.sleeps == [FIRST_PAUSE, PAUSE, PAUSE]


async def test_the_disk_is_reported(bench: Bench) -> None:
    bench.file("a/a.mp4", age=0)
    done = await bench.keeper.round()
    assert done.free > 0
    assert done.spool == 5
    assert bench.metrics.registry.get_sample_value("reelay_disk_free_bytes") == done.free
    assert bench.metrics.registry.get_sample_value("reelay_spool_bytes") == 5


async def test_little_space_is_warned_of(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(housekeeping, "LOW_SPACE", 2**62)
    await bench.keeper.look()
    assert "little disk space" in capsys.readouterr().out
