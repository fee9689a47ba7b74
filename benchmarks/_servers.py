"""Other programs beside the one that is measured, each a process of its own."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def server(*arguments: str) -> AsyncIterator[dict[str, Any]]:
    """`python <arguments>`, which prints one JSON line when it listens; ended when left."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


async def told_by(*arguments: str) -> dict[str, Any]:
    """What `python <arguments>` prints, as JSON, once it has ended."""
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    printed, _ = await process.communicate()
    told: dict[str, Any] = json.loads(printed)
    return told
