"""Clocks that jump: the wall clock put back or forward, a machine that slept, a start in the past."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.errors import SlowDown
from core.model import DeliveryKind
from tests.fakes import house as houses
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.clock import START, FakeClock
from tests.fakes.house import DM, house


class Machine:
    """A wall clock and a steady one, moved by hand."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_000_000.0, 50.0

    def goes_on(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    def clock(self) -> SystemClock:
        return SystemClock(lambda: self.wall, lambda: self.steady)


def test_the_time_is_the_wall_clock_s() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.goes_on(5)
    assert clock.now() == datetime.fromtimestamp(1_000_005, UTC)
    machine.wall += 3600  # put forward: whatever is due is due
    assert clock.now() == datetime.fromtimestamp(1_003_605, UTC)


def test_a_wall_clock_that_is_put_back_stops_nothing() -> None:
    machine = Machine()
    clock = machine.clock()
    due = clock.now() + timedelta(seconds=3)
    machine.wall -= 3600
    assert clock.now() < due
    machine.goes_on(3.5)
    assert clock.now() >= due
    assert clock.monotonic() == 53.5


def test_the_wall_clock_is_believed_again_once_it_has_caught_up() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.wall -= 100
    clock.now()
    machine.wall += 300
    assert clock.now() == datetime.fromtimestamp(1_000_200, UTC)


def test_small_corrections_are_followed_so_that_they_do_not_add_up() -> None:
    machine = Machine()
    clock = machine.clock()
    for _ in range(100):
        machine.goes_on(10)
        machine.wall -= 0.5
        clock.now()
    assert clock.now() == datetime.fromtimestamp(machine.wall, UTC)


async def test_a_machine_that_slept_for_hours_goes_on_where_it_was(tmp_path: Path) -> None:
    gate = asyncio.Event()
    async with house(tmp_path) as home:
        home.backend.will_run(FakeRun(gate=gate, draft=draft_of("awake")))
        await home.say("a sunset")
        await home.until_running()
        home.clock.jump(8 * 3600)
        await home.clock.advance(30)
        gate.set()
        await home.settled()
        assert home.backend.prompts == ["a sunset"]
        assert len(home.texts(DeliveryKind.RESULT)) == 1


async def test_a_start_with_a_clock_in_the_past_takes_up_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()
    async with house(tmp_path) as home:
        home.backend.will_run(FakeRun(gate=gate))
        await home.say("a sunset")
        await home.until_running()
        await home.say("make it shorter")
        await home.clock.advance(5)
        home.messenger.will_fail("send", SlowDown(retry_after=20), times=50)
        await home.say(command=("help", ""))
        await home.clock.advance(3)
    monkeypatch.setattr(houses, "FakeClock", lambda: FakeClock(start=START - timedelta(days=1)))
    async with house(tmp_path, backend=home.backend) as later:
        await later.settled()
        assert later.clock.monotonic() < 1_000 + 12 * 3600
        assert home.backend.prompts == ["a sunset", "make it shorter"]
        assert sum("/make" in text for text in [*home.texts(chat=DM), *later.texts(chat=DM)]) == 1
