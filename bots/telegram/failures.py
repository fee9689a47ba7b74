"""What Telegram says no with, as the errors of the core."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from core.errors import (
    AttachmentTooLarge,
    ConversationGone,
    ConversationMoved,
    DeliveryRefused,
    DeliveryUnknown,
    MediaTooLarge,
    MessengerError,
    MessengerUnreachable,
    SlowDown,
)

NEVER_LEFT = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "WriteError", "WriteTimeout", "ProxyError", "RuntimeError"}
)
"""Causes after which the server cannot have had the whole request (RuntimeError: our connections are closed)."""

GONE = (
    "chat not found",
    "peer_id_invalid",
    "message thread not found",
    "topic_deleted",
    "topic_id_invalid",
    "chat was deleted",
    "group chat was deactivated",
)
SILENCED = ("not enough rights to send text", "chat_write_forbidden", "topic_closed", "no rights to send a message")
TOO_LARGE = ("file is too big", "request entity too large", "file too large")


class TelegramFileTooLarge(AttachmentTooLarge):
    """A file is larger than Telegram hands to bots."""

    sentence = (
        "{name} is {size_mb} MB, and Telegram hands bots no file over {limit_mb} MB. Send me a link to it instead, trim "
        "or compress it, or ask the operator to run a local Bot API server, which has no such limit."
    )


def seconds(value: int | float | timedelta | None) -> float | None:
    """The library's durations as seconds."""
    return value.total_seconds() if isinstance(value, timedelta) else value


def says(error: TelegramError, *phrases: str) -> bool:
    """Whether the server's description holds one of these lower-case phrases."""
    return any(phrase in error.message.lower() for phrase in phrases)


def not_modified(error: TelegramError) -> bool:
    """An edit that would change nothing."""
    return isinstance(error, BadRequest) and says(error, "message is not modified")


def silenced(error: BaseException | None) -> bool:
    """Whether the bot may not write a word in this place: it has no right to, or the topic is closed."""
    return isinstance(error, BadRequest) and says(error, *SILENCED)


def as_messenger_error(error: TelegramError, *, repeatable: bool = False) -> MessengerError:
    """One error in the core's terms. `repeatable`: doing it twice does no harm, so an open outcome counts as unsent."""
    match error:
        case RetryAfter():
            return SlowDown(retry_after=seconds(error.retry_after) or 1.0)
        case ChatMigrated():
            return ConversationMoved(chat_id=str(error.new_chat_id))
        case Forbidden():
            return ConversationGone(error.message)
        case BadRequest():  # before NetworkError, which it inherits from
            return _refusal(error)
        case InvalidToken() | Conflict():
            return MessengerUnreachable("Telegram does not accept the bot's token at the moment.")
        case NetworkError():
            return _network_failure(error, repeatable)
        case _:
            return DeliveryUnknown(type(error).__name__)


def _refusal(error: BadRequest) -> MessengerError:
    if says(error, *TOO_LARGE):
        return MediaTooLarge(error.message)
    return ConversationGone(error.message) if says(error, *GONE) else DeliveryRefused(error.message)


def _network_failure(error: NetworkError, repeatable: bool) -> MessengerError:
    if says(error, *TOO_LARGE):  # 413 comes without a class of its own
        return MediaTooLarge(error.message)
    unsent = type(error.__cause__).__name__ in NEVER_LEFT
    return MessengerUnreachable(error.message) if unsent or repeatable else DeliveryUnknown(error.message)


@contextmanager
def translated(*, repeatable: bool = False) -> Iterator[None]:
    """Raise Telegram's errors inside as the core's."""
    try:
        yield
    except TelegramError as error:
        raise as_messenger_error(error, repeatable=repeatable) from error
