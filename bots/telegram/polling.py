"""Long polling that confirms an update only when it is on disk.

The library's own Updater confirms as soon as updates are queued in memory, and dies silently on a revoked token.
"""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bots.telegram.client import Client
from bots.telegram.failures import says, seconds
from bots.telegram.pulse import Pulse
from bots.telegram.receiver import Receiver
from core.errors import SettingsError
from core.ports import Clock

log = structlog.get_logger(__name__)

POLL_SECONDS = 30
SILENCE_SECONDS = 120.0
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we can read. The list is kept by Telegram until another is sent, so it is sent each time."""

REFUSED = (
    "Telegram does not accept TELEGRAM_BOT_TOKEN: it was revoked or mistyped (or TELEGRAM_API_BASE_URL is no Bot API "
    "server). BotFather shows the valid one."
)
CONFLICT = "another program polls with the same bot token: stop it, or give this one a bot of its own"

_MOVES = frozenset(("migrate_to_chat_id", "migrate_from_chat_id"))
_REFUSALS = 3  # one 401 or 404 may be a hiccup of something in between


class Backoff:
    """Growing waits: from one second to thirty."""

    def __init__(self) -> None:
        self._next = 1.0

    def wait(self) -> float:
        """The next wait."""
        now, self._next = self._next, min(self._next * 2, 30.0)
        return now

    def reset(self) -> None:
        """All is well again."""
        self._next = 1.0


class Poller:
    """Asks for updates until cancelled. Raises SettingsError when the token is refused for good."""

    def __init__(self, bot: Client, receiver: Receiver, pulse: Pulse, clock: Clock) -> None:
        self._bot = bot
        self._receiver = receiver
        self._pulse = pulse
        self._clock = clock
        self._offset = 0
        self._backoff = Backoff()
        self._refusals = 0

    async def run(self) -> None:
        """Poll until cancelled."""
        await self.take_webhook_away()
        while True:
            await self._take_in(await self._ask())

    async def take_webhook_away(self) -> None:
        """Polling is refused while one is set."""
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            log.warning("telegram's webhook could not be taken away", reason=type(error).__name__)

    async def confirm(self) -> None:
        """Tell Telegram what is done, so that the next start does not see it again."""
        if self._offset:
            await self._bot.updates_after(self._offset, timeout=0, allowed=ALLOWED_UPDATES, limit=1)

    async def _ask(self) -> list[Mapping[str, Any]]:
        try:
            updates = await self._bot.updates_after(self._offset, timeout=POLL_SECONDS, allowed=ALLOWED_UPDATES)
        except TelegramError as error:
            await self._failed(error)
            return []
        self._pulse.alive()
        self._backoff.reset()
        self._refusals = 0
        return updates

    async def _failed(self, error: TelegramError) -> None:
        wait = self._backoff.wait()
        match error:
            case InvalidToken():
                self._refused()
            case Conflict() if says(error, "webhook is active"):
                self._report("a webhook is set for this bot: taking it away")
                await self.take_webhook_away()
            case Conflict():
                self._report(CONFLICT)
            case RetryAfter():
                wait = seconds(error.retry_after) or wait
                self._report(f"Telegram wants {wait:.0f} s of silence")
            case _:
                self._report(f"Telegram cannot be reached ({error.message})")
        await self._clock.sleep(wait)

    def _refused(self) -> None:
        self._refusals += 1
        self._report(REFUSED)
        if self._refusals >= _REFUSALS:
            raise SettingsError(REFUSED)

    async def _take_in(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """The chats of one answer share commits; within a chat one update goes after the other."""
        taken = set[int]()

        async def in_order(line: Sequence[Mapping[str, Any]]) -> None:
            for raw in line:
                if not await self._taken(raw):
                    break
                taken.add(int(raw["update_id"]))

        numbers = [int(raw["update_id"]) for raw in updates]
        try:
            await asyncio.gather(*(in_order(line) for line in _lines(updates)))
        finally:  # a stop confirms what is on disk by now
            for number in itertools.takewhile(taken.__contains__, numbers):
                self._offset = number + 1
        if len(taken) < len(numbers):
            await self._clock.sleep(self._backoff.wait())

    async def _taken(self, raw: Mapping[str, Any]) -> bool:
        try:
            await self._receiver.take(raw)
        except Exception:
            if self._report("updates cannot be written down"):
                log.exception("an update could not be written down; it will come again")
            return False
        return True

    def _report(self, trouble: str) -> bool:
        news = self._pulse.trouble(trouble)
        if news:
            log.warning("telegram polling", trouble=trouble)
        return news


def _lines(updates: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """What must be taken in its order, together. Where a chat changes its id or its members, that is everything."""
    lines: dict[object, list[Mapping[str, Any]]] = {}
    for raw in updates:
        message = _message_of(raw)
        if message is None or _MOVES & set(message):
            return [list(updates)]
        chat = message.get("chat")
        lines.setdefault(chat.get("id") if isinstance(chat, Mapping) else None, []).append(raw)
    return list(lines.values())


def _message_of(raw: Mapping[str, Any]) -> Mapping[str, Any] | None:
    press = raw.get("callback_query")
    found = press.get("message") if isinstance(press, Mapping) else raw.get("message") or raw.get("edited_message")
    return found if isinstance(found, Mapping) else None
