"""The words of a Telegram message: text, commands, mentions, links."""

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity

from bots.telegram.rich import rich_text
from core.conversation.commands import ALIASES, PRESSED_ONLY, Word
from core.model import Command


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """Who we are to Telegram. `reads_everything`: privacy mode is off, so whole groups are heard."""

    id: int
    username: str
    reads_everything: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What was written, with the mention of the bot taken out; `ours` is False for another bot's command."""

    text: str
    command: Command | None = None
    mentions_us: bool = False
    ours: bool = True


def words_of(message: Message, me: BotIdentity, *, direct: bool) -> Words:
    """Read a message's text or caption."""
    text = _with_links(message)
    first = _leading_command(message)
    if first is not None:
        return _command(text, first, me, direct)
    mention = _mention(message, me)
    if mention is None:
        return Words(text)
    cleaned = text.replace(mention, "", 1).strip().lstrip(",:").strip()
    return Words(" ".join(cleaned.split(" ")), mentions_us=True)


def _rich(message: Message) -> str:
    return rich_text(message.api_kwargs.get("rich_message")).strip()


def _leading_command(message: Message) -> str | None:
    if rich := _rich(message):
        match = re.match(r"/\w{1,64}(@\w+)?(?!\S)", rich)
        return match[0] if match else None
    found = message.parse_entities([MessageEntity.BOT_COMMAND]) or message.parse_caption_entities(
        [MessageEntity.BOT_COMMAND]
    )
    return next((text for entity, text in found.items() if entity.offset == 0), None)


def _command(text: str, first: str, me: BotIdentity, direct: bool) -> Words:
    name, _, target = first[1:].lower().partition("@")
    if target and target != me.username.lower():
        return Words(text, ours=False)
    # in a group a word that we do not know is another bot's, unless it names us
    ours = direct or bool(target) or name in frozenset(Word) or name in ALIASES
    name = Word.HELP if name in PRESSED_ONLY else name
    return Words(text, Command(name, text[len(first) :].strip()), ours=ours)


def _mention(message: Message, me: BotIdentity) -> str | None:
    if rich := _rich(message):
        match = re.search(rf"@{re.escape(me.username)}\b", rich, re.IGNORECASE)
        return match[0] if match else None
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    found = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    for entity, text in found.items():
        if text.lower() == f"@{me.username.lower()}" or (entity.user and entity.user.id == me.id):
            return text
    return None


def _with_links(message: Message) -> str:
    """The text, followed by the addresses that its links hide."""
    text = message.text or message.caption or _rich(message)
    entities = message.entities or message.caption_entities
    hidden = [entity.url for entity in entities if entity.type == MessageEntity.TEXT_LINK and entity.url]
    return "\n".join([text, *(url for url in hidden if url not in text)]) if hidden else text
