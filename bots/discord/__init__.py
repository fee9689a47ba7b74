"""The Discord adapter: interactions and messages in, deliveries out, nothing decided here."""

from bots.discord.app import DiscordPlatform

__all__ = ["DiscordPlatform"]
