"""What has expired is removed while the studio serves."""

from pathlib import Path

from studio.api.app import SWEEP_EVERY
from tests.fakes.studio_clock import LeapingClock
from tests.fakes.studio_server import studio_at


async def test_a_sweep_that_fails_is_tried_again_an_hour_later(tmp_path: Path) -> None:
    clock, media = LeapingClock(), tmp_path / "media"
    async with studio_at(tmp_path, clock=clock):
        await clock.until_waiting(SWEEP_EVERY)
        media.rmdir()
        await an_hour(clock)
        media.mkdir()
        (media / "orphan.mp4").touch()
        await an_hour(clock)
        assert not (media / "orphan.mp4").exists()


async def an_hour(clock: LeapingClock) -> None:
    clock.waits.clear()
    clock.advance(SWEEP_EVERY)
    await clock.until_waiting(SWEEP_EVERY)
