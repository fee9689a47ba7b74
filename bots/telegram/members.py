"""Who runs a group, asked of Telegram and remembered for a minute."""

from telegram import Bot, ChatMember

from core.model import ConversationKey, Person
from core.ports import Clock

REMEMBER_SECONDS = 60.0
_MOST = 10_000
_RUNS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


class Admins:
    """A memory of who is an admin where."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, bool]] = {}

    async def has(self, conversation: ConversationKey, person: Person) -> bool:
        """Whether this person is one; in a private chat everybody is. Raises the library's errors."""
        if not conversation.chat_id.startswith("-") or person.user_id == conversation.chat_id:
            return True  # an anonymous admin writes as the group itself
        key = (conversation.chat_id, person.user_id)
        asked_at, runs = self._known.get(key, (float("-inf"), False))
        if self._clock.monotonic() - asked_at < REMEMBER_SECONDS:
            return runs
        return await self._ask(key)

    async def _ask(self, key: tuple[str, str]) -> bool:
        chat_id, user_id = key
        if user_id.startswith("-"):  # a channel that writes in the group is no member
            return False
        member = await self._bot.get_chat_member(int(chat_id), int(user_id))
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = (self._clock.monotonic(), member.status in _RUNS)
        return self._known[key][1]
