"""How late the event loop is."""

import pytest

from core.housekeeping import watch_loop
from core.metrics import Metrics
from tests.fakes.clock import FakeClock


class StopWatching(Exception):
    """Enough."""


class LateClock(FakeClock):
    """A clock whose sleeps end late, as those of a blocked event loop do."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        self.jump(0.25)
        if len(self.sleeps) == 3:
            raise StopWatching


async def test_a_blocked_event_loop_shows_as_lag() -> None:
    clock = LateClock(auto=True)
    metrics = Metrics(clock)
    with pytest.raises(StopWatching):
        await watch_loop(clock, metrics)
    assert metrics.registry.get_sample_value("reelay_event_loop_lag_seconds_sum") == pytest.approx(0.5)
