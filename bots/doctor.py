"""`reelay doctor`: what is configured, what works, what does not; never a secret."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import av
from PIL import features
from pydantic import AnyHttpUrl

from bots.platform_tokens import discord_bot, telegram_bot
from bots.studio_process import embedded_studio
from core.clock import SystemClock
from core.errors import BackendError, BackendUnavailable, BackendUnreachable, ReelayError, SettingsError, TokenRejected
from core.http import HttpPool
from core.locales import Speech
from core.model import Access, Attribution, TokenSource
from core.nemo import NemoClient
from core.settings import Settings
from core.skills import load_skills
from core.store import open_store
from core.vault import open_vault

FONTS = ("font_manrope", "noto_cjk_sans_otc")
CODECS = ("libx264", "aac")
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `good` is None where something is only worth knowing."""

    good: bool | None
    name: str
    detail: str


async def doctor(settings: Settings) -> int:
    """Print every finding. Returns 0 when nothing is broken, else 1."""
    findings = [*_configured(settings), *await asyncio.to_thread(_machine), *await _working(settings)]
    for finding in findings:
        mark = {True: "✓", False: "✗", None: "·"}[finding.good]
        print(f"{mark} {finding.name:<14} {finding.detail}")  # noqa: T201 - this is the command's answer
    return 1 if any(finding.good is False for finding in findings) else 0


def _configured(settings: Settings) -> list[Finding]:
    allowed = len(settings.reelay_allowed)
    return [
        Finding(True, "Reelay", f"{version('reelay')}, Python {sys.version.split()[0]}"),
        Finding(None, "NEMO_API_URL", _shown(settings.nemo_api_url) or "not set: the embedded studio"),
        Finding(None, "NEMO_TOKEN", "set" if settings.nemo_token else "not set: free tokens, one a chat"),
        Finding(None, "proxy", _proxy(settings)),
        Finding(None, "who may use it", f"{allowed} on the list" if allowed else "everybody"),
        _skill(settings.reelay_skill),
    ]


def _shown(url: AnyHttpUrl | None) -> str:
    """An address without the name and password that it may carry."""
    if url is None:
        return ""
    port = f":{url.port}" if url.port else ""
    return f"{url.scheme}://{url.host}{port}{url.path or ''}"


def _proxy(settings: Settings) -> str:
    proxy = settings.proxy
    if proxy is None:
        return "none"
    return proxy.address + (" with a password" if proxy.login else "")


def _skill(name: str) -> Finding:
    known = load_skills()
    there = name in known
    return Finding(there, "REELAY_SKILL", name if there else f"there is no {name}; choose one of {', '.join(known)}")


def _machine() -> list[Finding]:
    missing = [name for name in FONTS if find_spec(name) is None]
    lost = [name for name in CODECS if name not in av.codecs_available]
    shaping = "with complex shaping" if features.check("raqm") else "plain shaping"
    return [
        Finding(not missing, "fonts", f"missing: {', '.join(missing)}" if missing else f"there, {shaping}"),
        Finding(not lost, "codecs", f"missing: {', '.join(lost)}" if lost else "H.264 and AAC there"),
    ]


async def _working(settings: Settings) -> list[Finding]:
    return [
        await _tried("data folder", lambda: asyncio.to_thread(_writable, settings.reelay_data_dir)),
        await _tried("database", lambda: _database(settings)),
        await _tried("video service", lambda: _service(settings)),
        await _platform("Telegram", settings.telegram_bot_token, telegram_bot, settings),
        await _platform("Discord", settings.discord_bot_token, discord_bot, settings),
    ]


async def _platform(
    name: str, token: object, ask: Callable[[Settings, HttpPool], Awaitable[str]], settings: Settings
) -> Finding:
    if token is None:
        return Finding(None, name, "no token")

    async def asked() -> str:
        try:
            async with HttpPool(connect_timeout=CONNECT_SECONDS, proxy=settings.proxy) as http:
                return await ask(settings, http)
        except BackendUnavailable as error:
            raise SettingsError(f"gives no answer that can be read (HTTP {error.status})") from None

    return await _tried(name, asked)


async def _tried(name: str, look: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(True, name, await look())
    except OSError as error:
        return Finding(False, name, error.strerror or str(error))
    except ReelayError as error:
        return Finding(False, name, _told(error))


def _told(error: ReelayError) -> str:
    match error:
        case BackendUnreachable():
            return f"cannot be reached: is the address right, and does it run? ({error})"
        case TokenRejected():
            return "answers, but does not accept NEMO_TOKEN: get a new one, or leave it out"
        case BackendUnavailable(status=int(status)) if status >= 500:
            return f"answers with HTTP {status}"
        case BackendUnavailable():
            return "gives no answer that can be read: is this the address of a NemoVideo service?"
        case BackendError():
            return Speech()(error.sentence, **error.fields())
        case _:
            return str(error)


def _writable(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f".doctor-{uuid4().hex}"
    try:
        probe.write_bytes(os.urandom(16))
    finally:
        probe.unlink(missing_ok=True)
    return f"{folder} can be written to"


async def _database(settings: Settings) -> str:
    folder = settings.reelay_data_dir
    async with open_store(folder / "reelay.db", open_vault(settings.reelay_secret_key, folder), SystemClock()) as store:
        return "opens, and so does its key" + ("" if store.alone else "; a running reelay has it open too")


async def _service(settings: Settings) -> str:
    """A read from the service; it costs no credits, and none of the few free tokens that an address gets."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS + (0.0 if settings.nemo_api_url else 30.0)):
            if settings.nemo_api_url is not None:
                return await _cloud(settings, str(settings.nemo_api_url))
            return await _embedded(settings)
    except TimeoutError:
        raise SettingsError(f"does not answer within {ANSWER_SECONDS:.0f} seconds") from None


async def _cloud(settings: Settings, url: str) -> str:
    async with HttpPool(connect_timeout=CONNECT_SECONDS, proxy=settings.proxy) as http:
        client = NemoClient(url, str(settings.nemo_web_url), http, SystemClock())
        if settings.nemo_token is not None:
            access = Access(settings.nemo_token.get_secret_value(), TokenSource.OPERATOR)
            balance = await client.credits(access, _attribution())
            return f"answers, and NEMO_TOKEN has {balance.available:g} credits"
        try:
            await client.credits(Access("none", TokenSource.ANONYMOUS), _attribution())
        except TokenRejected:  # as it should: this only asks whether somebody is there
            return "answers; free tokens are asked for when they are needed"
    return "answers"


async def _embedded(settings: Settings) -> str:
    """A studio of its own: the folder of one that runs already is left alone."""
    with TemporaryDirectory(prefix="reelay-doctor-") as folder:
        async with embedded_studio(Path(folder)) as url, HttpPool(connect_timeout=CONNECT_SECONDS) as http:
            client = NemoClient(url, str(settings.nemo_web_url), http, SystemClock())
            token = await client.anonymous_token(str(uuid4()), _attribution())
            balance = await client.credits(Access(token.token, TokenSource.ANONYMOUS), _attribution())
            return f"the embedded studio starts and answers: {balance.available:g} credits"


def _attribution() -> Attribution:
    return next(iter(load_skills().values())).attribution("console")
