"""A job in a child process, seen from the one who asked: being cancelled is never overheard."""

import asyncio

import pytest

from studio.errors import RenderError
from studio.render.children import Child, Children
from studio.render.limits import RenderLimits
from studio.render.process import TOO_LONG, run_child


class Chatty(Child):
    """A child that makes progress whenever it is told to."""

    def __init__(self) -> None:
        self.says = asyncio.StreamReader()
        self.over = False

    @property
    def hears(self) -> "Chatty":  # type: ignore[override]
        return self

    def write(self, data: bytes) -> None:
        pass

    def write_eof(self) -> None:
        pass

    def progress(self) -> None:
        self.says.feed_data(b'{"progress": 1}\n')

    async def end(self) -> None:
        self.over = True


class OneChild(Children):
    def __init__(self, child: Chatty) -> None:
        self._child = child

    async def child(self) -> Child:
        return self._child


async def test_a_cancellation_that_comes_with_a_word_of_the_child_is_heard() -> None:
    child = Chatty()
    task = asyncio.create_task(run_child(OneChild(child), {}, RenderLimits(), lambda _: None))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    child.progress()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(5):
            await task
    assert child.over


async def test_a_time_limit_that_passes_with_a_word_of_the_child_is_kept() -> None:
    child = Chatty()
    task = asyncio.create_task(run_child(OneChild(child), {}, RenderLimits(wall_seconds=0), lambda _: None))
    child.progress()
    with pytest.raises(RenderError, match=TOO_LONG):
        async with asyncio.timeout(5):
            await task
    assert child.over
