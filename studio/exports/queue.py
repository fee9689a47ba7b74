"""The export queue."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from weakref import WeakValueDictionary

from studio.config import Config
from studio.draft import Draft
from studio.errors import StudioError
from studio.exports.order import QUALITIES, media_ids
from studio.finishing import finish
from studio.ports import Render
from studio.store import RenderOrder, Store, StoredRender

log = logging.getLogger(__name__)
Interfere = Callable[[StoredRender], Awaitable[None]]
"""Called before an export is made; may take its time or raise RenderError."""


async def let_be(_: StoredRender) -> None:
    """No interference."""


class Exports:
    """Makes MP4s of drafts: first in, first out within a session, `at_once` of them over all sessions."""

    def __init__(self, store: Store, config: Config, render: Render, interfere: Interfere = let_be) -> None:
        self._store = store
        self._config = config
        self._renderer = render
        self._interfere = interfere
        self._slots = asyncio.Semaphore(config.rendering.at_once)
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._progress: dict[int, int] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take up what a stop left undone; when left, kill what is being made and leave it for the next start."""
        for render in await self._store.renders.unfinished():
            self._start(render)
        try:
            yield
        finally:
            await self._stop()

    async def _stop(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def submit(self, order: RenderOrder) -> StoredRender:
        """Queue an export; the same id again changes nothing."""
        return await finish(self._submit(order))

    async def _submit(self, order: RenderOrder) -> StoredRender:
        render, new = await self._store.renders.add(order)
        if new:
            self._start(render)
        return render

    def progress(self, render: StoredRender) -> int:
        """How far an export is, 0-100."""
        return self._progress.get(render.number, 0)

    async def cancel(self, render: StoredRender) -> None:
        """Stop an export; one that is finished stays as it is."""
        await finish(self._cancel(render.number))

    async def _cancel(self, number: int) -> None:
        if await self._store.renders.cancel(number):
            task = self._tasks.get(number)
            if task is not None:
                task.cancel()
                await asyncio.wait((task,))

    def _start(self, render: StoredRender) -> None:
        line = self._lines.setdefault(render.order.session, asyncio.Lock())
        task = asyncio.create_task(self._wait_and_make(render, line), name=f"export-{render.number}")
        self._tasks[render.number] = task
        task.add_done_callback(lambda _: self._forget(render.number))

    def _forget(self, number: int) -> None:
        self._tasks.pop(number, None)
        self._progress.pop(number, None)

    async def _wait_and_make(self, render: StoredRender, line: asyncio.Lock) -> None:
        name = f"export-{render.number}.mp4"
        async with line, self._slots:
            if not await self._store.renders.begin(render.number, name):
                return
            try:
                await self._interfere(render)
                await self._make(render, name)
            except StudioError as error:
                await self._store.renders.fail(render.number, str(error))
            except Exception:
                log.exception("export %s broke", render.number)
                await self._store.renders.fail(render.number, "The export broke off.")

    async def _make(self, render: StoredRender, name: str) -> None:
        draft = Draft.from_json(render.order.draft)
        unfinished = self._config.incoming / name
        try:
            rendered = await self._renderer(
                draft,
                await self._media(render.order.account, draft),
                unfinished,
                on_progress=lambda percent: self._note(render.number, percent),
                preset=self._config.rendering.preset,
                crf=QUALITIES.get(render.order.quality, QUALITIES["high"]),
                scale=self._config.rendering.scale,
            )
            unfinished.replace(self._config.renders / name)
        finally:
            unfinished.unlink(missing_ok=True)
        await self._store.renders.complete(render.number, rendered)

    async def _media(self, account: str, draft: Draft) -> dict[str, Path]:
        found = await self._store.media.of_account(account, set(media_ids(draft)))
        return {media.item.id: self._config.media / media.file for media in found}

    def _note(self, number: int, percent: int) -> None:
        self._progress[number] = max(self._progress.get(number, 0), min(99, max(0, percent)))
