"""The command menus that Telegram shows: one a scope and language, sent only where it differs."""

from collections.abc import Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from core.conversation.commands import Word
from core.locales import LANGUAGES, Speech

log = structlog.get_logger(__name__)


def descriptions(say: Speech) -> dict[Word, str]:
    """What each command does, in one language."""
    return {
        Word.START: say("Start, and see what I can do"),
        Word.HELP: say("How to work with me"),
        Word.MAKE: say("Make a video from words, pictures and clips"),
        Word.NEW: say("Start a new project"),
        Word.PROJECTS: say("List and switch projects"),
        Word.SKILL: say("Choose how I work"),
        Word.STATUS: say("What is running, and the timeline"),
        Word.CREDITS: say("How many credits are left"),
        Word.EXPORT: say("Make the MP4"),
        Word.TIMELINE: say("The timeline as a picture"),
        Word.UNDO: say("Take the last change back"),
        Word.UPLOAD: say("Add a file by its address"),
        Word.CANCEL: say("Stop my request"),
        Word.RETRY: say("Try again what did not succeed"),
        Word.HISTORY: say("Earlier versions"),
        Word.SETTINGS: say("Settings of this chat"),
        Word.TOKEN: say("Use your own NemoVideo token"),
        Word.LINK: say("Open the project in the browser"),
        Word.LANGUAGE: say("Change the language"),
    }


PRIVATE_ONLY = frozenset({Word.TOKEN})


async def publish(bot: Bot) -> int:
    """Bring every menu up to date; how many were sent. A refusal of one does not keep back the others."""
    sent = 0
    for scope in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
        for code in (None, *LANGUAGES[1:]):  # the menu without a language is the English one
            try:
                sent += await _publish_one(bot, scope, code)
            except TelegramError as error:
                log.warning("a command menu could not be set", scope=scope.type, reason=error.message)
    return sent


async def _publish_one(bot: Bot, scope: BotCommandScope, code: str | None) -> bool:
    wanted = menu(scope, code)
    if tuple(await bot.get_my_commands(scope, code)) == tuple(wanted):
        return False
    await bot.set_my_commands(wanted, scope, code)
    return True


def menu(scope: BotCommandScope, code: str | None) -> Sequence[BotCommand]:
    """The menu of one scope in one language."""
    private = scope.type == BotCommandScope.ALL_PRIVATE_CHATS
    words = descriptions(Speech(code))
    return [BotCommand(word, text[:256]) for word, text in words.items() if private or word not in PRIVATE_ONLY]
