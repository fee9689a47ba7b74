"""The application: routes, and what lives while they are served."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from typing import Final

from aiohttp import web

from studio.agent.runs import Runs
from studio.api import accounts, files, front, rehearsal, renders, runs, sessions, uploads
from studio.api.envelope import envelope
from studio.api.studio import STUDIO, Studio
from studio.api.trouble import rehearse
from studio.clock import Clock, SystemClock
from studio.config import Config
from studio.errors import RenderError
from studio.exports.queue import Exports, Interfere, let_be
from studio.media.library import Library
from studio.ports import Direct, Probe, Render
from studio.rehearsal.books import Books
from studio.rehearsal.desk import Rehearsal, first, seconds
from studio.rehearsal.rules import Kind, Rule
from studio.store import StoredRender, open_store

log = logging.getLogger(__name__)
JSON_LIMIT: Final = 16 * 1024 * 1024
SWEEP_EVERY: Final = 3600.0


def _routes() -> list[web.RouteDef]:
    return [
        web.get("/", front.about),
        web.get("/healthz", front.health),
        web.get("/workspace/claim", front.claimed),
        web.post("/api/auth/anonymous-token", accounts.anonymous_token, name="token"),
        web.post("/api/auth/claim-token", sessions.claim, name="claim"),
        web.post("/api/tasks/me/with-session/nemo_agent", sessions.create, name="session"),
        web.post("/run_sse", runs.run, name="run"),
        web.post("/api/upload-video/nemo_agent/me/{session}", uploads.upload, name="upload"),
        web.get("/api/credits/balance/simple", accounts.balance, name="credits"),
        web.get("/api/state/nemo_agent/me/{session}/latest", sessions.state, name="state"),
        web.post("/api/render/proxy/lambda", renders.start, name="render"),
        web.get("/api/render/proxy/lambda/{render}", renders.poll, name="poll"),
        web.post("/api/render/proxy/lambda/{render}/cancel", renders.cancel, name="cancel"),
        web.get("/api/render/proxy/{render}/download", files.download, name="download"),
        web.get(r"/files/export/{name:\d{1,15}}/{signature}/{file}", files.signed_export, name="download.export"),
        web.get("/files/media/{name}/{signature}/{file}", files.signed_media, name="download.media"),
    ]


def _rehearsal_routes() -> list[web.RouteDef]:
    return [
        web.get("/rehearsal", rehearsal.show),
        web.put("/rehearsal", rehearsal.replace),
        web.delete("/rehearsal", rehearsal.clear),
        web.get("/rehearsal/books", rehearsal.books),
        web.delete("/rehearsal/books", rehearsal.clear_books),
    ]


def create_app(
    config: Config,
    *,
    direct: Direct,
    render: Render,
    probe: Probe,
    clock: Clock | None = None,
    rules: Sequence[Rule] | None = None,
) -> web.Application:
    """A studio as an application. With `rules` (also an empty list) it is one that can be rehearsed with."""
    app = web.Application(middlewares=[envelope, rehearse], client_max_size=JSON_LIMIT)
    app.add_routes(_routes())
    if rules is not None:
        app.add_routes(_rehearsal_routes())
    app.cleanup_ctx.append(_living(config, direct, render, probe, clock or SystemClock(), rules))
    app.on_shutdown.append(_stop)
    return app


async def _stop(app: web.Application) -> None:
    await app[STUDIO].stop()


def _living(
    config: Config, direct: Direct, render: Render, probe: Probe, clock: Clock, rules: Sequence[Rule] | None
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def living(app: web.Application) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            store = await stack.enter_async_context(open_store(config, clock))
            desk = None if rules is None else Rehearsal(rules, Books(config.data / "rehearsal-books.jsonl"))
            exports = Exports(store, config, render, _interference(desk, clock))
            library = Library(store, config.media, probe)
            app[STUDIO] = Studio(config, clock, store, direct, library, Runs(), exports, desk)
            sweeping = asyncio.create_task(_sweep(app[STUDIO]))
            stack.push_async_callback(_end, sweeping)
            await stack.enter_async_context(exports.running())
            yield

    return living


async def _sweep(studio: Studio) -> None:
    while True:
        try:
            removed = await studio.store.retention.sweep(studio.clock.now() - studio.config.allowances.period)
        except (OSError, sqlite3.Error):
            log.exception("what has expired cannot be removed; another try in an hour")
        else:
            if removed:
                log.info("removed %d files of expired accounts", removed)
        await studio.clock.sleep(SWEEP_EVERY)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _interference(desk: Rehearsal | None, clock: Clock) -> Interfere:
    if desk is None:
        return let_be

    async def interfere(render: StoredRender) -> None:
        rules = desk.met("export", render.order.session)
        await clock.sleep(seconds(rules, Kind.SLOW))
        failing = first(rules, Kind.FAIL)
        if failing:
            raise RenderError(failing.message)

    return interfere
