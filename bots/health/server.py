"""The addresses /healthz, /readyz and /metrics."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bots.health.checks import Checks, Report
from core.errors import SettingsError
from core.metrics import Metrics
from core.ports import Survey

_CLOSE_SECONDS = 2.0
_FRESH = {"Cache-Control": "no-store"}
_log = structlog.get_logger(__name__)


@asynccontextmanager
async def health_server(
    checks: Checks, metrics: Metrics, survey: Survey, *, host: str, port: int | None
) -> AsyncIterator[int | None]:
    """While entered, answers on `port` (0: any free one; None: nothing listens), which is also what it gives.

    Raises SettingsError when the port cannot be had.
    """
    if port is None:
        yield None
        return
    runner = web.AppRunner(
        health_application(checks, metrics, survey), access_log=None, shutdown_timeout=_CLOSE_SECONDS
    )
    await runner.setup()
    try:
        await _listen(runner, host, port)
        bound = int(runner.addresses[0][1])
        _log.info("health and metrics are served", host=host, port=bound)
        yield bound
    finally:
        await runner.cleanup()


def health_application(checks: Checks, metrics: Metrics, survey: Survey) -> web.Application:
    """The three addresses. An unwell answer has status 503; none of them tells a secret."""

    async def healthz(_: web.Request) -> web.Response:
        return _told(checks.alive(), checks)

    async def readyz(_: web.Request) -> web.Response:
        return _told(await checks.ready(), checks)

    async def exposition(_: web.Request) -> web.Response:
        body = await metrics.exposition(survey, checks.platforms())
        return web.Response(body=body, headers={**_FRESH, "Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.router.add_get("/healthz", healthz)
    application.router.add_get("/readyz", readyz)
    application.router.add_get("/metrics", exposition)
    return application


def _told(report: Report, checks: Checks) -> web.Response:
    body = {"status": "ok" if report.well else "unwell", "stage": checks.stage.value, "checks": dict(report.checks)}
    return web.json_response(body, status=200 if report.well else 503, headers=_FRESH)


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(
            f"REELAY_HEALTH_HOST and REELAY_HEALTH_PORT: cannot listen on {host}:{port} ({reason})"
        ) from error
