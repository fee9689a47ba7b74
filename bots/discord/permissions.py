"""Who runs a server, and which server a conversation belongs to."""

from collections import OrderedDict

import discord

from bots.discord.routing import channel_of
from core.model import ConversationKey
from core.ports import Clock

_KEEP = 60.0
_REMEMBERED = 5_000


class Permissions:
    """Answers from the client's cache, else from Discord; kept for a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[int, int], tuple[float, bool]] = OrderedDict()

    @staticmethod
    def guild_of(client: discord.Client | None, conversation: ConversationKey) -> discord.Guild | None:
        """The server of a conversation as far as the cache knows; None in direct messages and where we are no member."""
        if client is None:
            return None
        channel = client.get_channel(channel_of(conversation)) or client.get_channel(int(conversation.chat_id))
        return getattr(channel, "guild", None)

    async def manages(self, client: discord.Client, conversation: ConversationKey, user: int) -> bool:
        """Whether a person may manage the server of a conversation. Raises what discord.py raises."""
        guild = self.guild_of(client, conversation)
        if guild is None:
            return await _is_direct(client, conversation)
        if guild.owner_id == user:
            return True
        known = self._known.get((guild.id, user))
        if known is not None and self._clock.monotonic() - known[0] < _KEEP:
            return known[1]
        try:
            member = guild.get_member(user) or await guild.fetch_member(user)
        except (discord.NotFound, discord.Forbidden):
            return False
        answer = member.guild_permissions.manage_guild
        self._known[guild.id, user] = (self._clock.monotonic(), answer)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return answer


async def _is_direct(client: discord.Client, conversation: ConversationKey) -> bool:
    channel = client.get_channel(int(conversation.chat_id))
    if channel is None:
        try:
            channel = await client.fetch_channel(int(conversation.chat_id))
        except (discord.Forbidden, discord.NotFound):
            return False  # a place that only its people's interactions lead to
    return isinstance(channel, discord.DMChannel)
