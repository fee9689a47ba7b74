"""The library's Bot, set up as we need it."""

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from telegram import Bot

from bots.telegram import transport
from core.errors import SettingsError
from core.settings import Settings

# Durations as timedelta: the library warns at each of them otherwise, its own RetryAfter included.
os.environ.setdefault("PTB_TIMEDELTA", "true")

SILENT_LOGGERS = ("httpx", "httpcore", "telegram")
"""These print whole addresses, with the token in them, or what people wrote."""


class Client(Bot):
    """The Bot, with updates as they came: one that cannot be read must not keep back the others."""

    async def updates_after(
        self, offset: int, *, timeout: int, allowed: Sequence[str], limit: int = 100
    ) -> list[Mapping[str, Any]]:
        """Wait up to `timeout` seconds for updates from `offset` on; asking confirms all before it."""
        data = {"offset": offset, "timeout": timeout, "limit": limit, "allowed_updates": list(allowed)}
        result = await self._post("getUpdates", data, read_timeout=timeout + transport.CONNECT_SECONDS)
        return cast("list[Mapping[str, Any]]", result)

    async def file_path(self, file_id: str) -> str | None:
        """Where the server keeps a file: relative to its download address, or with a local server a path on its disk.

        The library's `get_file` would look on our own disk for whatever the server names.
        """
        answer = cast("Mapping[str, Any]", await self._post("getFile", {"file_id": file_id}))
        path = answer.get("file_path")
        return str(path) if path else None

    def file_url(self, path: str) -> str:
        """The download address of a path. It holds the token: it is for our own requests only."""
        return f"{self._base_file_url}/{path.lstrip('/')}"

    async def open_connections(self) -> None:
        """Open again what was closed; the first time everything is open."""
        for request in self._request:
            await request.initialize()

    async def close_connections(self) -> None:
        """Close; the library's own `shutdown` does it only after its own `initialize`."""
        for request in self._request:
            await request.shutdown()


def make_client(settings: Settings) -> Client:
    """A client for the configured server. Raises SettingsError when there is no token."""
    token = settings.telegram_bot_token.get_secret_value().strip() if settings.telegram_bot_token else ""
    if not token:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set: BotFather gives one to whoever makes a bot.")
    for name in SILENT_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    base_url = _base(settings.telegram_api_base_url, "/bot")
    proxy = transport.way_out(settings.proxy, base_url)
    return Client(
        token,
        base_url=base_url,
        base_file_url=file_base(settings),
        local_mode=settings.telegram_local_mode,
        request=transport.request(64, proxy),
        get_updates_request=transport.request(2, proxy),
    )


def _base(url: str, path: str) -> str:
    """An address to which the token is appended; one without a path gets the usual one."""
    url = url.rstrip("/")
    return url if urlsplit(url).path else url + path


def file_base(settings: Settings) -> str:
    """The download address; another API server keeps its own files, so that Telegram's would be the wrong one to ask."""
    unset = settings.telegram_file_base_url == Settings.model_fields["telegram_file_base_url"].default
    api = _base(settings.telegram_api_base_url, "/bot")
    if unset and api.endswith("/bot"):
        return f"{api.removesuffix('/bot')}/file/bot"
    return _base(settings.telegram_file_base_url, "/file/bot")
