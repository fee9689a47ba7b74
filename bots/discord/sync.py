"""Telling Discord which commands there are: localized, and only when they changed (200 changes a day are allowed)."""

import asyncio
import hashlib
import json
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Any

import aiohttp
import discord
import structlog
from discord import app_commands

from core.locales import Speech

_log = structlog.get_logger(__name__)

_FILE = "discord-commands.sha256"


class SpeechTranslator(app_commands.Translator):
    """Names and descriptions from the same catalogues as everything else that is said."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The text in a locale; None where it is the same or does not fit what Discord takes there."""
        told = Speech(locale.value)(string.message)
        if told == string.message:
            return None
        if isinstance(context.data, app_commands.ContextMenu):
            return told if len(told) <= 32 else None
        if context.location in _NAMES:
            told = told.lower().replace(" ", "-")
            return told if 0 < len(told) <= 32 else None
        return told if len(told) <= 100 else None


_PLACE = app_commands.TranslationContextLocation
_NAMES = frozenset({_PLACE.command_name, _PLACE.group_name, _PLACE.parameter_name})


async def sync_commands(tree: app_commands.CommandTree[discord.Client], folder: Path, api: str) -> bool:
    """Send the commands to Discord when they are not those that were sent last. True when they were sent.

    A refusal is logged and tried again at the next start: the bot works with the commands that Discord has.
    """
    payload = await _payload(tree)
    known = folder / _FILE
    digest = hashlib.sha256(json.dumps([api, tree.client.application_id, payload], sort_keys=True).encode()).hexdigest()
    if await asyncio.to_thread(_read, known) == digest:
        return False
    try:
        await tree.client.http.bulk_upsert_global_commands(_application(tree), payload=payload)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.error("discord.sync_failed", error=str(error)[:500])
        return False
    await asyncio.to_thread(_write, known, digest)
    _log.info("discord.commands_synced", commands=len(payload))
    return True


def _read(file: Path) -> str:
    return file.read_text(encoding="ascii").strip() if file.exists() else ""


def _write(file: Path, digest: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(digest, encoding="ascii")


def _application(tree: app_commands.CommandTree[discord.Client]) -> int:
    number = tree.client.application_id
    if number is None:
        raise RuntimeError("commands can be synced once the client is logged in")
    return number


async def _payload(tree: app_commands.CommandTree[discord.Client]) -> list[Any]:
    translator = tree.translator
    commands = tree.get_commands()
    payload: list[Any] = []
    for command in commands:
        if translator is None:
            payload.append(command.to_dict(tree))
        else:
            payload.append(await command.get_translated_payload(tree, translator))
    for command_payload in payload:
        _drop_clashes(command_payload.get("options", ()))
    return payload


def _drop_clashes(options: Iterable[MutableMapping[str, Any]]) -> None:
    """Two options of one command may not have one name in a language; the later one goes without."""
    taken: set[tuple[str, str]] = set()
    for option in options:
        names = option.get("name_localizations") or {}
        for locale in [locale for locale, name in names.items() if (locale, name) in taken]:
            del names[locale]
        taken |= set(names.items())
        _drop_clashes(option.get("options", ()))
