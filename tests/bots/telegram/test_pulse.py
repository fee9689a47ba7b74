"""Health that notices silence."""

from datetime import UTC, datetime, timedelta

import pytest

from bots.telegram.pulse import Pulse


class Ended(Exception):
    """The time of the test is over."""


class HandClock:
    """A clock that is turned by hand, or by whoever sleeps."""

    def __init__(self) -> None:
        self.end = datetime.max.replace(tzinfo=UTC)
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """The time on it."""
        return self.time

    def monotonic(self) -> float:
        """The same in seconds."""
        return self.time.timestamp()

    async def sleep(self, seconds: float) -> None:
        """Turn it."""
        self.time += timedelta(seconds=seconds)
        if self.time > self.end:
            raise Ended


def test_it_is_ill_until_the_first_answer_and_well_after_it() -> None:
    pulse = Pulse(HandClock(), 120)
    assert not pulse.health().ok
    pulse.alive()
    assert pulse.health().ok


async def test_the_watchdog_says_when_health_changes(capsys: pytest.CaptureFixture[str]) -> None:
    clock = HandClock()
    pulse = Pulse(clock, 120)
    pulse.state = "polling as @test_bot"
    pulse.alive()
    clock.end = clock.time + timedelta(seconds=300)
    with pytest.raises(Ended):
        await pulse.watch()
    lines = [line for line in capsys.readouterr().out.splitlines() if "telegram health" in line]
    assert len(lines) == 2
    assert "polling as @test_bot" in lines[0]
    assert "no answer for 135 s" in lines[1]


async def test_silence_is_trouble() -> None:
    clock = HandClock()
    pulse = Pulse(clock, 120)
    pulse.alive()
    await clock.sleep(119)
    assert pulse.health().ok
    await clock.sleep(2)
    health = pulse.health()
    assert (health.ok, health.detail) == (False, "no answer for 121 s")
    assert health.last_alive == datetime(2026, 1, 1, tzinfo=UTC)


def test_trouble_is_news_once() -> None:
    pulse = Pulse(HandClock(), 120)
    assert pulse.trouble("down")
    assert not pulse.trouble("down")
    assert pulse.health().detail == "down"
