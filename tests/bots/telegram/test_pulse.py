"""Health that notices silence."""

from datetime import UTC, datetime, timedelta

from bots.telegram.pulse import Pulse


class HandClock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
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


def test_it_is_ill_until_the_first_answer_and_well_after_it() -> None:
    pulse = Pulse(HandClock(), 120)
    assert not pulse.health().ok
    pulse.alive()
    assert pulse.health().ok


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
