"""Which version of a message was read last: Telegram reports edits that change nothing people see, too."""

from collections import OrderedDict

from core.model import Message

_REMEMBERED = 10_000


class Versions:
    """Remembers what the latest messages said. After a restart an edit counts as one until proven otherwise."""

    def __init__(self) -> None:
        self._read: OrderedDict[tuple[str, str], int] = OrderedDict()

    def changes(self, message: Message) -> bool:
        """Whether this is new, or an edit of what we read."""
        return not message.edited or self._read.get(_place(message)) != _content(message)

    def remember(self, message: Message) -> None:
        """It is on disk now; before that, the same update may have to come again."""
        self._read[_place(message)] = _content(message)
        self._read.move_to_end(_place(message))
        if len(self._read) > _REMEMBERED:
            self._read.popitem(last=False)


def _place(message: Message) -> tuple[str, str]:
    return message.conversation.chat_id, message.ref.message_id


def _content(message: Message) -> int:
    return hash((message.text, message.command, tuple(file.reference for file in message.attachments)))
