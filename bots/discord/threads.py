"""A thread per project: a request in a text channel gets a room of its own."""

from typing import Literal

import discord
import structlog

from bots.discord.formatting import escape
from core.locales import Speech

_log = structlog.get_logger(__name__)

_NAME_LIMIT = 100
_KEEP_MINUTES: Literal[1440] = 1440
_HEADER_LIMIT = 300

Interaction = discord.Interaction[discord.Client]


def wants_thread(interaction: Interaction) -> bool:
    """Whether this is a server's text channel with the bot in it, where a thread can be opened at all."""
    return isinstance(interaction.channel, discord.TextChannel)


def may_open(interaction: Interaction) -> bool:
    """Whether the bot may open a thread here and write in it."""
    granted = interaction.app_permissions
    return granted.create_public_threads and granted.send_messages_in_threads


def thread_name(words: str, fallback: str) -> str:
    """The first line of what was asked, cut at a word."""
    line = " ".join((words.strip().splitlines() or [""])[0].split()) or fallback
    if len(line) <= _NAME_LIMIT:
        return line
    cut = line[: _NAME_LIMIT - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[_NAME_LIMIT // 2 :] else cut) + "…"


async def open_thread(interaction: Interaction, words: str, say: Speech) -> discord.Thread | None:
    """Turn the deferred answer into the head of a new thread; None when Discord does not let us.

    The thread hangs on the answer, so its id is the answer's and a second one cannot come to be.
    """
    channel = interaction.channel
    if not isinstance(channel, discord.TextChannel):
        return None
    shown = words.strip()[:_HEADER_LIMIT] or say("a new project")
    header = say("🎬 {name}: {request}", name=escape(interaction.user.display_name), request=escape(shown))
    try:
        answer = await interaction.edit_original_response(content=header)
        return await channel.create_thread(
            name=thread_name(words, say("New video")), message=answer, auto_archive_duration=_KEEP_MINUTES
        )
    except discord.HTTPException as error:
        _log.warning("discord.thread_refused", channel=channel.id, status=error.status, code=error.code)
        return None
