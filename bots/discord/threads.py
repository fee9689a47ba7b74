"""A thread per project: a request in a text channel gets a room of its own."""

from typing import Literal

import discord

from bots.discord.answers import edit_original
from bots.discord.formatting import escape
from bots.discord.posts import Post
from bots.discord.refusals import THREAD_EXISTS, told
from bots.discord.tickets import Ticket
from core.locales import Speech
from core.model import Message

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


async def open_thread(client: discord.Client, ticket: Ticket, message: Message) -> int:
    """Turn the deferred answer into the head of a new thread; the thread's id. Raises the `MessengerError` tree."""
    say = Speech(message.locale)
    words = message.command.argument if message.command is not None else message.text
    shown = words.strip()[:_HEADER_LIMIT] or say("a new project")
    name = escape(message.person.display_name)
    header = Post(say("🎬 {name}: {request}", name=name, request=escape(shown)))
    head = int((await edit_original(client, ticket, header))["id"])
    await hang_thread(client, int(message.conversation.chat_id), head, thread_name(words, say("New video")))
    return head


async def hang_thread(client: discord.Client, channel: int, head: int, name: str) -> None:
    """Open the thread of a message, or find it open. It has that message's id, so that a second one cannot come to be."""
    with told():
        try:
            await client.http.start_thread_with_message(channel, head, name=name, auto_archive_duration=_KEEP_MINUTES)
        except discord.HTTPException as error:
            if error.code != THREAD_EXISTS:
                raise
