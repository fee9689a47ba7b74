"""Things to be said once in a place: what a missing permission makes the bot do without."""

from collections import OrderedDict

from core.model import ConversationKey

_REMEMBERED = 10_000


class Notes:
    """Sentences that ride along with the next message of a conversation, each once per start."""

    def __init__(self) -> None:
        self._told: OrderedDict[tuple[ConversationKey, str], None] = OrderedDict()
        self._waiting: dict[ConversationKey, list[str]] = {}

    def add(self, conversation: ConversationKey, sentence: str) -> None:
        """Say this with the next message there, unless it was said before."""
        if self.first_time(conversation, sentence):
            self._waiting.setdefault(conversation, []).append(sentence)

    def first_time(self, conversation: ConversationKey, sentence: str) -> bool:
        """Whether this was never said there; from now on it was."""
        key = (conversation, sentence)
        if key in self._told:
            return False
        self._told[key] = None
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return True

    def take(self, conversation: ConversationKey) -> list[str]:
        """What waits to be said there; it is said now."""
        return self._waiting.pop(conversation, [])
