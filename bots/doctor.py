"""`reelay doctor`: what is configured, what works, what does not; never a secret."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import av
from PIL import features

from bots.service import backend
from core.bootstrap import open_reelay
from core.errors import ReelayError
from core.model import ConversationKey
from core.settings import Settings
from core.skills import load_skills

PROBE = ConversationKey("console", "doctor")
FONTS = ("font_manrope", "noto_cjk_sans_otc")
CODECS = ("libx264", "aac")


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
        print(f"{mark} {finding.name:<22} {finding.detail}")  # noqa: T201 - this is the command's answer
    return 1 if any(finding.good is False for finding in findings) else 0


def _configured(settings: Settings) -> list[Finding]:
    where = "the embedded studio" if settings.embedded_studio else str(settings.nemo_api_url)
    skill = settings.reelay_skill
    return [
        Finding(True, "Reelay", f"{version('reelay')}, Python {sys.version.split()[0]}"),
        Finding(None, "video service", where),
        Finding(
            None,
            "NEMO_TOKEN",
            _is_set(settings.nemo_token) + ("" if settings.nemo_token else ": free tokens, one a chat"),
        ),
        Finding(None, "Telegram", _is_set(settings.telegram_bot_token)),
        Finding(None, "Discord", _is_set(settings.discord_bot_token)),
        Finding(skill in load_skills(), "skill", skill if skill in load_skills() else f"there is no {skill}"),
        Finding(
            None,
            "who may use it",
            f"{len(settings.reelay_allowed)} entries" if settings.reelay_allowed else "everybody",
        ),
    ]


def _is_set(secret: object) -> str:
    return "set" if secret else "not set"


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
        await _tried("database and service", lambda: _reachable(settings)),
    ]


async def _tried(name: str, look: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(True, name, await look())
    except (ReelayError, OSError) as error:
        return Finding(False, name, str(error) or type(error).__name__)


def _writable(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".doctor"
    probe.write_bytes(os.urandom(16))
    probe.unlink()
    return f"{folder} can be written to"


async def _reachable(settings: Settings) -> str:
    """The database opens, and the service answers a read with whatever token there is."""
    async with (
        backend(settings) as url,
        open_reelay(settings, url) as core,
    ):
        skill = load_skills()[settings.reelay_skill]
        attribution = skill.attribution("console")
        access = await core.accounts.access(PROBE, attribution)
        balance = await core.backend.credits(access, attribution)
        return f"database opens; the service answers: {balance.available:g} credits ({access.source} token)"
