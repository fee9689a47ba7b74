"""A Bot API server on loopback, as strict as the real one about what a bot like ours does."""

from tests.fakes.telegram_server.people import Clip
from tests.fakes.telegram_server.server import TelegramServer
from tests.fakes.telegram_server.world import Call, World

__all__ = ["Call", "Clip", "TelegramServer", "World"]
