"""`reelay run` that kills itself at a named point.

The service is the one that operators run; only here some of its methods are replaced, by name, with ones that call the
original and count. CRASH_POINT names a point of `tests.crash.points`, CRASH_NTH the call that is the last, CRASH_ARMED a
file: calls are counted once it is there.
"""

import functools
import importlib
import inspect
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from bots.cli import main
from tests.crash.points import POINTS, Point, When

INSIDE: ContextVar[bool] = ContextVar("inside the call of the point", default=False)
REQUEST_WRITTEN = "httpcore._async.http11:AsyncHTTP11Connection._send_request_body"
ANSWER_AWAITED = "aiohttp.client_reqrep:ClientResponse.start"


def die() -> None:
    """End without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


class Trap:
    """Counts the calls that a point is about, and kills at the last of them."""

    def __init__(self, point: Point, nth: int, armed: Path) -> None:
        self._point = point
        self._left = nth
        self._armed = armed

    def concerns(self, call: Mapping[str, Any]) -> bool:
        """Whether this is the call at which the process ends."""
        if self._left <= 0 or not self._armed.exists() or not self._point.match(call):
            return False
        self._left -= 1
        return self._left == 0

    def set(self) -> None:
        """Put it into the service."""
        for target in self._point.targets:
            _replace(target, self._sprung)
        if self._point.when is When.LEFT:
            _replace(REQUEST_WRITTEN, _ends_after)
            _replace(ANSWER_AWAITED, _ends_before)

    def _sprung(self, original: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(original):
            return self._call(original)
        return self._context(original)

    def _call(self, original: Callable[..., Any]) -> Callable[..., Any]:
        when, signature = self._point.when, inspect.signature(original)

        @functools.wraps(original)
        async def call(*args: Any, **kwargs: Any) -> Any:
            named = signature.bind(*args, **kwargs).arguments
            mine = when is not When.AFTER and self.concerns(named)
            if mine and when is When.BEFORE:
                die()
            token = INSIDE.set(mine)
            try:
                result = await original(*args, **kwargs)
            finally:
                INSIDE.reset(token)
            if when is When.AFTER and self.concerns({**named, "result": result}):
                die()
            return result

        return call

    def _context(self, original: Callable[..., Any]) -> Callable[..., Any]:
        when = self._point.when

        @asynccontextmanager
        async def context(*args: Any, **kwargs: Any) -> AsyncIterator[Any]:
            mine = self.concerns({})
            if mine and when is When.BEFORE:
                die()
            token = INSIDE.set(mine)
            async with original(*args, **kwargs) as entered:
                INSIDE.reset(token)
                if mine and when is When.ENTERED:
                    die()
                yield _counted(entered, when) if mine and when in (When.FIRST, When.LAST) else entered
            if mine and when is When.AFTER:
                die()

        return functools.wraps(original)(context)


async def _counted(items: AsyncIterator[Any], when: When) -> AsyncIterator[Any]:
    async for item in items:
        yield item
        if when is When.FIRST:
            die()
    die()


def _ends_after(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    async def call(*args: Any, **kwargs: Any) -> Any:
        result = await original(*args, **kwargs)
        if INSIDE.get():
            die()
        return result

    return call


def _ends_before(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    async def call(*args: Any, **kwargs: Any) -> Any:
        if INSIDE.get():
            die()
        return await original(*args, **kwargs)

    return call


def _replace(target: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put a wrapped method or function in the place of one that is there; AttributeError when there is none of that name."""
    module, _, path = target.partition(":")
    *owners, name = path.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    setattr(owner, name, wrap(getattr(owner, name)))


def run() -> None:
    """Run the service, with its trap if the environment asks for one."""
    if name := os.environ.get("CRASH_POINT"):
        Trap(POINTS[name], int(os.environ["CRASH_NTH"]), Path(os.environ["CRASH_ARMED"])).set()
    main(["run"])


if __name__ == "__main__":
    run()
