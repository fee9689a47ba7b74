"""What happens with each update, whichever way it came: read, written down, and only then confirmed."""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bots.telegram.inbound import Gone, Meaning, Moved, Pressed, Reader
from bots.telegram.readable import update_of
from bots.telegram.versions import Versions
from core.locales import Speech
from core.model import Message
from core.ports import Clock, Intake

log = structlog.get_logger(__name__)


class Receiver:
    """Hands updates to the core."""

    def __init__(self, bot: Bot, reader: Reader, intake: Intake, clock: Clock) -> None:
        self._bot = bot
        self._reader = reader
        self._intake = intake
        self._clock = clock
        self._versions = Versions()
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Return once the update is on disk (or means nothing). Raises what the intake raises: then it was not taken."""
        try:
            meaning = self._reader.read(update_of(raw, self._bot), self._clock.now())
        except Exception:
            log.exception("an update could not be read", update_id=raw.get("update_id"))
            return
        try:
            await self._hand_over(meaning, raw)
        except (ValueError, TypeError, ArithmeticError):  # it would come again and again, and hold up all behind it
            log.exception("an update makes no sense", update_id=raw.get("update_id"))

    async def _hand_over(self, meaning: Meaning | None, raw: Mapping[str, Any]) -> None:
        match meaning:
            case Message():
                if self._versions.changes(meaning):
                    await self._intake.receive(meaning)
                    self._versions.remember(meaning)
            case Pressed():
                await self._press(meaning)
            case Moved(old, new):
                await self._intake.conversation_moved(old, new)
            case Gone(conversation):
                await self._intake.conversation_gone(conversation)
            case None:
                log.debug("an update of no concern", kinds=sorted(set(raw) - {"update_id"}))

    async def _press(self, press: Pressed) -> None:
        """The answer does not wait for the disk: Telegram gives a press only seconds."""
        task = asyncio.create_task(self._answer(press))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)
        if press.message is not None:
            await self._intake.receive(press.message)

    async def _answer(self, press: Pressed) -> None:
        say = Speech(press.language)
        text = None
        if press.foreign:
            text = say("This button is for the person who asked.")
        elif press.message is None:
            text = say("This button is too old. Please use the command instead; /help lists them.")
        try:
            await self._bot.answer_callback_query(press.query_id, text=text, show_alert=bool(text) or None)
        except TelegramError as error:
            log.info("a button could not be answered", reason=error.message)

    async def close(self) -> None:
        """Let the answers that are under way leave."""
        if self._answers:
            await asyncio.wait(self._answers, timeout=5)
