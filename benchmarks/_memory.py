"""How much memory this process holds, and how much more while something runs."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

MB = 2**20
_LOOK_SECONDS = 0.005


def memory_used() -> int:
    """Bytes of memory that this process occupies."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


class Peak:
    """The most that was held, in bytes, beside what was held `before`."""

    def __init__(self) -> None:
        self.before = self.most = memory_used()

    def look(self) -> None:
        """Take what is held now into account."""
        self.most = max(self.most, memory_used())

    @property
    def growth(self) -> float:
        """How much more than before, in MB."""
        return (self.most - self.before) / MB

    def demand(self, most: float) -> None:
        """Raise AssertionError when it grew by more than so many MB."""
        assert self.growth < most, f"memory grew by {self.growth:.1f} MB, and {most:.0f} are allowed"


@asynccontextmanager
async def watched() -> AsyncIterator[Peak]:
    """While entered, the memory is looked at every few milliseconds."""
    peak = Peak()
    looking = asyncio.create_task(_look(peak))
    try:
        yield peak
    finally:
        looking.cancel()
        peak.look()


async def _look(peak: Peak) -> None:
    while True:
        peak.look()
        await asyncio.sleep(_LOOK_SECONDS)
