"""What chat platforms say instead of yes, or do not say."""

from core.errors.root import ReelayError


class MessengerError(ReelayError):
    """The chat platform refused."""


class SlowDown(MessengerError):
    """The platform wants this conversation to wait. `retry_after` is in seconds."""

    def __init__(self, message: str = "", *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ConversationGone(MessengerError):
    """The bot was blocked or removed, or the conversation was deleted."""


class ConversationMoved(MessengerError):
    """The conversation lives on under another chat id. `chat_id` is the new one."""

    def __init__(self, message: str = "", *, chat_id: str) -> None:
        super().__init__(message)
        self.chat_id = chat_id


class DeliveryRefused(MessengerError):
    """The platform will never accept this message as it is."""


class MediaTooLarge(MessengerError):
    """The platform takes no file of this size here."""


class MessengerUnreachable(MessengerError):
    """No connection was made, so nothing was sent."""


class DeliveryUnknown(MessengerError):
    """A send timed out after it left: it may have arrived."""
