"""Which language a message is answered in."""

from typing import Final

from core.conversation.commands import Word
from core.language import detect
from core.locales import canonical
from core.model import Conversation, Message
from core.ports import JobQueue

_FREE_WORDS: Final = frozenset({Word.MAKE, Word.EDIT})
"""Commands whose argument people write in their own words."""


async def language_of(message: Message, conversation: Conversation, jobs: JobQueue) -> str:
    """One of LANGUAGES: the conversation's chosen one, else that of the words. What tells none (a button, a file, a
    number) is answered as the person was answered last, or as their app's language says."""
    if conversation.language is not None:
        return conversation.language
    last = await jobs.newest_of(message.conversation, message.person)
    spoken = canonical(str(last.payload.get("language", ""))) if last is not None else None
    return canonical(detect(_words(message), spoken or message.locale)) or "en"


def _words(message: Message) -> str:
    if message.command is None:
        return message.text
    return message.command.argument if message.command.name in _FREE_WORDS else ""
