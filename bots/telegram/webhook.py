"""Updates that Telegram brings to us. The answer is 200 only once an update is on disk."""

import hmac
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram.error import TelegramError

from bots.telegram.client import Client
from bots.telegram.polling import ALLOWED_UPDATES
from bots.telegram.pulse import Pulse
from bots.telegram.receiver import Receiver
from core.errors import SettingsError
from core.json_text import decode_json
from core.ports import Clock
from core.settings import Settings

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
CHECK_SECONDS = 60.0
SILENCE_SECONDS = 300.0
CONNECTIONS = 40
MAX_BODY = 1024 * 1024


def webhook_secret(settings: Settings) -> str:
    """The secret that proves Telegram. Raises SettingsError: without one anybody could speak for anybody."""
    secret = settings.telegram_webhook_secret.get_secret_value() if settings.telegram_webhook_secret else ""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise SettingsError(
            "TELEGRAM_WEBHOOK_SECRET must be set with TELEGRAM_WEBHOOK_URL: 1 to 256 letters, digits, _ or -."
        )
    return secret


class Webhook:
    """An HTTP server for Telegram, and the watch over what Telegram thinks of it."""

    def __init__(self, bot: Client, receiver: Receiver, pulse: Pulse, clock: Clock, settings: Settings) -> None:
        self._bot = bot
        self._receiver = receiver
        self._pulse = pulse
        self._clock = clock
        self._settings = settings
        self._url = settings.telegram_webhook_url or ""
        self._secret = webhook_secret(settings)
        self._registered = False
        self.port: int | None = None

    async def run(self) -> None:
        """Serve until cancelled; registers the address again when it is lost."""
        application = web.Application(client_max_size=MAX_BODY)
        application.router.add_post(urlsplit(self._url).path or "/", self._take)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=5)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._settings.telegram_webhook_host, self._settings.telegram_webhook_port)
            await site.start()
            self.port = runner.addresses[0][1]
            await self._keep_registered()
        finally:
            await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret.encode()):
            return web.Response(status=web.HTTPForbidden.status_code)
        raw = _decoded(await request.read())
        if raw is None:
            return web.Response(status=web.HTTPBadRequest.status_code)
        try:
            await self._receiver.take(raw)
        except Exception:
            log.exception("an update could not be written down; it will come again")
            return web.Response(status=web.HTTPInternalServerError.status_code)
        self._pulse.alive()
        return web.Response()

    async def _keep_registered(self) -> None:
        while True:
            try:
                await self._check()
            except TelegramError as error:
                if self._pulse.trouble(f"Telegram cannot be reached ({type(error).__name__})"):
                    log.warning("telegram webhook", trouble=type(error).__name__)
            await self._clock.sleep(CHECK_SECONDS)

    async def _check(self) -> None:
        info = await self._bot.get_webhook_info()
        if info.url != self._url or not self._registered:  # the secret may have changed since the last start
            await self._bot.set_webhook(
                self._url,
                secret_token=self._secret,
                allowed_updates=list(ALLOWED_UPDATES),
                max_connections=CONNECTIONS,
            )
            self._registered = True
            log.info("telegram webhook registered")
            self._pulse.alive()
            return
        self._pulse.alive()
        if info.pending_update_count and info.last_error_message:
            self._pulse.trouble(f"Telegram cannot deliver: {info.last_error_message}")


def _decoded(body: bytes) -> Mapping[str, Any] | None:
    raw = decode_json(body)
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None
