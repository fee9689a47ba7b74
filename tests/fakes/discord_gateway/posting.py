"""Messages coming to be and changing, with the events that tell of it."""

import re
from typing import Any

from tests.fakes.discord_gateway import shapes
from tests.fakes.discord_gateway.bodies import check_message
from tests.fakes.discord_gateway.gateway import Gateway
from tests.fakes.discord_gateway.world import (
    ATTACH,
    DM,
    EPHEMERAL,
    HISTORY,
    LOADING,
    NO_PREVIEWS,
    SEND,
    SEND_IN_THREADS,
    THREAD,
    Interaction,
    Post,
    Refusal,
    StoredFile,
    World,
)

_MENTION = re.compile(r"<@!?(\d+)>")


class Posting:
    """Writes messages into the world."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway
        self.base = ""

    def shape(self, post: Post) -> dict[str, Any]:
        """A message as JSON."""
        return shapes.message(self.world, post, self.base)

    async def by_bot(self, channel_id: int, body: dict[str, Any], files: list[StoredFile]) -> Post:
        """A message of the bot's own in a channel; a second one under its nonce is the first again."""
        channel = self.world.channel(channel_id)
        self.world.require(channel, SEND_IN_THREADS if channel.type == THREAD else SEND, *([ATTACH] if files else []))
        if channel.locked:
            raise Refusal(403, 160005, "This thread is locked")
        if channel.type == DM and channel.recipient in self.world.closed_inboxes:
            raise Refusal(403, 50007, "Cannot send messages to this user")
        if body.get("message_reference") and not self.world.granted(channel) & HISTORY:
            raise Refusal(403, 160002, "Cannot reply without permission to read message history")
        check_message(body, files)
        nonce = str(body["nonce"]) if body.get("nonce") is not None else None
        known = self.world.by_nonce(channel_id, nonce) if body.get("enforce_nonce") else None
        if known is not None:
            self.world.repeats_dropped += 1
            return known
        return await self.keep(self._post(channel_id, self.world.bot_id, body, files, nonce=nonce))

    async def for_interaction(
        self, interaction: Interaction, body: dict[str, Any], files: list[StoredFile], *, flags: int = 0
    ) -> Post:
        """An answer to an interaction; an ephemeral one is seen by its requester only."""
        post = self._post(interaction.channel_id, self.world.bot_id, body, files)
        post.flags |= flags
        post.interaction_id = interaction.id
        if post.flags & EPHEMERAL:
            post.seen_by = interaction.user_id
        return await self.keep(post)

    async def change(self, post: Post, body: dict[str, Any], files: list[StoredFile]) -> Post:
        """Write a message anew."""
        check_message(body, files, old="content" not in body or bool(post.files))
        post.versions.append(post.content)
        post.content = body.get("content", post.content) or ""
        post.components = body.get("components", post.components) or []
        post.allowed_mentions = body.get("allowed_mentions", post.allowed_mentions)
        post.files += files
        post.flags &= ~LOADING
        if body.get("flags") is not None:
            post.flags = post.flags & ~NO_PREVIEWS | int(body["flags"]) & NO_PREVIEWS
        post.edited = self.world.now()
        await self.tell("MESSAGE_UPDATE", post)
        return post

    async def remove(self, post: Post) -> None:
        """Take a message away."""
        del self.world.messages[post.id]
        channel = self.world.channels[post.channel_id]
        gone = {"id": str(post.id), "channel_id": str(post.channel_id)}
        if channel.guild_id is not None:
            gone["guild_id"] = str(channel.guild_id)
        await self.gateway.dispatch("MESSAGE_DELETE", gone, guild_id=channel.guild_id)

    async def keep(self, post: Post) -> Post:
        """Add a message to its channel."""
        self.world.messages[post.id] = post
        await self.tell("MESSAGE_CREATE", post)
        return post

    async def tell(self, name: str, post: Post) -> None:
        """Tell the bot of a message."""
        channel = self.world.channels[post.channel_id]
        if channel.guild_id is not None and not self.world.guilds[channel.guild_id].has_bot:
            return
        await self.gateway.dispatch(name, self.seen(post), guild_id=channel.guild_id)

    def seen(self, post: Post) -> dict[str, Any]:
        """A message as JSON, as much of it as the bot may see without the content intent."""
        channel = self.world.channels[post.channel_id]
        whole = channel.guild_id is None or post.author_id == self.world.bot_id or self.world.bot_id in post.mentions
        return shapes.message(self.world, post, self.base, whole=whole)

    def _post(
        self, channel_id: int, author: int, body: dict[str, Any], files: list[StoredFile], *, nonce: str | None = None
    ) -> Post:
        content = body.get("content") or ""
        reference = body.get("message_reference")
        return Post(
            id=self.world.snowflake(),
            channel_id=channel_id,
            author_id=author,
            content=content,
            created=self.world.now(),
            flags=int(body.get("flags") or 0) & (EPHEMERAL | NO_PREVIEWS),
            components=body.get("components") or [],
            files=files,
            mentions=[int(number) for number in _MENTION.findall(content) if int(number) in self.world.users],
            reference={k: str(v) for k, v in reference.items() if k != "fail_if_not_exists"} if reference else None,
            nonce=nonce,
            allowed_mentions=body.get("allowed_mentions"),
        )

    async def by_person(
        self, channel_id: int, author: int, content: str, files: list[StoredFile], reply_to: int | None
    ) -> Post:
        """A message that somebody writes; a reply mentions whom it answers."""
        body: dict[str, Any] = {"content": content}
        if reply_to is not None:
            body["message_reference"] = {"message_id": reply_to, "channel_id": channel_id}
        post = self._post(channel_id, author, body, files)
        if reply_to is not None:
            post.mentions.append(self.world.message(reply_to).author_id)
        return await self.keep(post)
