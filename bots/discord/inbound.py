"""What Discord sends, as the core's messages. Pure mapping: nothing here waits for anything."""

import json
import re
from collections.abc import Iterable, Mapping

import discord

from bots.discord.tickets import Ticket
from core.conversation.commands import ALIASES, PRESSED_ONLY, Word
from core.model import (
    Attachment,
    AttachmentSource,
    Command,
    ConversationKey,
    ConversationKind,
    Message,
    MessageRef,
    Person,
    RepliedTo,
)

PLATFORM = "discord"

Channel = discord.abc.Messageable | discord.abc.GuildChannel | discord.abc.PrivateChannel | None


def place_of(channel: Channel, channel_id: int) -> ConversationKey:
    """The conversation of a channel; a thread is a topic of its parent."""
    if isinstance(channel, discord.Thread):
        return ConversationKey(PLATFORM, str(channel.parent_id), str(channel.id))
    return ConversationKey(PLATFORM, str(channel_id))


def kind_of(guild_id: int | None, channel: Channel) -> ConversationKind:
    """Alone with the bot, or with others."""
    alone = guild_id is None and not isinstance(channel, discord.GroupChannel)
    return ConversationKind.DIRECT if alone else ConversationKind.GROUP


def is_outside(interaction: discord.Interaction[discord.Client]) -> bool:
    """Whether the bot itself is no member of this place: only the interaction's token leads there."""
    if interaction.guild_id is None:
        return interaction.context.private_channel
    return not interaction.is_guild_integration() and interaction.client.get_guild(interaction.guild_id) is None


def kind_of_request(interaction: discord.Interaction[discord.Client]) -> ConversationKind:
    """As `kind_of`; a direct conversation between other people is one with others."""
    if is_outside(interaction):
        return ConversationKind.GROUP
    return kind_of(interaction.guild_id, interaction.channel)


def person_of(user: discord.User | discord.Member | discord.abc.User) -> Person:
    """Who wrote or pressed."""
    return Person(PLATFORM, str(user.id), user.display_name, user.name)


def attachments_of(
    attachments: Iterable[discord.Attachment], *, channel_id: int | None = None, message_id: int | None = None
) -> tuple[Attachment, ...]:
    """Files as the core knows them; the message they hang on is kept, to ask for a new address when theirs is over."""
    return tuple(
        Attachment(
            name=file.filename,
            source=AttachmentSource.PLATFORM,
            reference=json.dumps(
                {"attachment": file.id, "channel": channel_id, "message": message_id, "url": file.url}, sort_keys=True
            ),
            media_type=(file.content_type or "").split(";")[0].strip() or None,
            size=file.size,
            duration=file.duration,
            width=file.width,
            height=file.height,
            caption=file.description or "",
        )
        for file in attachments
    )


def files_of(message: discord.Message) -> tuple[Attachment, ...]:
    """The files of a message and of the messages it forwards."""
    where = {"channel_id": message.channel.id, "message_id": message.id}
    files = attachments_of(message.attachments, **where)
    for snapshot in message.message_snapshots:
        files += attachments_of(snapshot.attachments, **where)
    return files


def words_of(message: discord.Message, bot: discord.abc.User | None) -> str:
    """What was written, without the mention that called the bot; other mentions become names."""
    text = _without_call(message.content, bot)
    for user in message.mentions:
        name = user.display_name.replace("\\", r"\\")  # a name may look like a reference to a group
        text = re.sub(rf"<@!?{user.id}>", f"@{name}", text)
    if not text.strip():
        text = "\n".join(_without_call(snapshot.content, bot) for snapshot in message.message_snapshots)
    return text.strip()


def _without_call(text: str, bot: discord.abc.User | None) -> str:
    return text if bot is None else re.sub(rf"<@!?{bot.id}>", "", text)


def is_addressed(message: discord.Message, bot: discord.abc.User | None) -> bool:
    """Whether the bot was meant: a direct message, a mention, or a reply to it."""
    if message.guild is None:
        return True
    answered = message.reference.resolved if message.reference is not None else None
    replied = isinstance(answered, discord.Message) and bot is not None and answered.author.id == bot.id
    return replied or (bot is not None and any(user.id == bot.id for user in message.mentions))


def message_from(message: discord.Message, bot: discord.abc.User | None, *, unheard: bool = False) -> Message:
    """A plain message. A bare call of the bot asks for help. `unheard`: nobody knows an earlier version of it."""
    text = words_of(message, bot)
    files = files_of(message)
    kind = kind_of(message.guild.id if message.guild else None, message.channel)
    edited = None if unheard else message.edited_at
    return Message(
        update_id=f"m{message.id}" if edited is None else f"e{message.id}.{edited.timestamp():.3f}",
        ref=MessageRef(
            place_of(message.channel, message.channel.id),
            str(message.id),
            _context(message.channel.id, kind, reply=True),
        ),
        kind=kind,
        person=person_of(message.author),
        sent_at=edited or message.created_at,
        text=text,
        attachments=files,
        command=_typed(text) or (None if text or files or _replied(message, bot) else Command(Word.HELP)),
        replied_to=_replied(message, bot),
        edited=edited is not None,
    )


def _typed(text: str) -> Command | None:
    """A command that was written as a message: "/help", "/reel make a cat". Discord itself makes none of it."""
    found = re.match(r"/(?:reel(?:\s+|$))?(\w*)(?!\S)\s*", text, re.IGNORECASE)
    name = found[1].lower() if found else ""
    if found and not name:
        return Command(Word.HELP) if len(found[0].strip()) > 1 else None
    known = name in frozenset(Word) or name in ALIASES
    return Command(name, text[found.end() :].strip()) if found and known and name not in PRESSED_ONLY else None


def _replied(message: discord.Message, bot: discord.abc.User | None) -> RepliedTo | None:
    if message.reference is None or not isinstance(message.reference.resolved, discord.Message):
        return None
    answered = message.reference.resolved
    return RepliedTo(
        message_id=str(answered.id),
        text=words_of(answered, bot),
        attachments=files_of(answered),
        from_bot=bot is not None and answered.author.id == bot.id,
    )


def _context(channel_id: int, kind: ConversationKind, *, reply: bool) -> dict[str, str]:
    context = {"channel": str(channel_id)}
    if kind is ConversationKind.DIRECT:
        context["direct"] = "1"
    if reply:
        context["reply"] = "1"
    return context


def request_from(
    interaction: discord.Interaction[discord.Client],
    command: Command,
    *,
    place: ConversationKey,
    message_id: str,
    ticket: Ticket,
    attachments: tuple[Attachment, ...] = (),
    wishes: Mapping[str, str] | None = None,
) -> Message:
    """A command, button, menu entry or form, which the usher has to bring to its place; `wishes` are for the usher."""
    kind = kind_of_request(interaction)
    context = _context(interaction.channel_id or 0, kind, reply=not ticket.hidden and not ticket.outside)
    return Message(
        update_id=ticket.key,
        ref=MessageRef(place, message_id, {**context, **ticket.context(), **(wishes or {})}),
        kind=kind,
        person=person_of(interaction.user),
        sent_at=interaction.created_at,
        text="" if command.name == Word.TOKEN else command.argument,
        attachments=attachments,
        command=command,
        locale=str(interaction.locale),
        placed=False,
        permit=ticket.permit,
        whispered=command.name == Word.TOKEN,  # given in a form
    )


def update_of(interaction: discord.Interaction[discord.Client]) -> str:
    """The update id of an interaction."""
    return f"i{interaction.id}"
