"""The Telegram adapter: updates in, deliveries out, nothing decided here."""

from bots.telegram.app import TelegramPlatform

__all__ = ["TelegramPlatform"]
