"""What Discord is told in every language we speak keeps to what Discord takes.

Limits are those of Discord's documentation, "Application Command Structure".
"""

from collections.abc import Iterator
from typing import Any, cast

import discord
import pytest
from discord import app_commands

from bots.discord.commands import add_commands
from bots.discord.composing import Composer
from bots.discord.doorway import Doorway
from bots.discord.notes import Notes
from bots.discord.sync import SpeechTranslator, _payload
from bots.discord.tickets import TicketBook
from bots.discord.views import PressButton, form_for
from core.conversation.commands import Word
from core.locales import LANGUAGES, Speech
from core.model import (
    Button,
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    DeliveryState,
    MessageRef,
    NewDelivery,
    RichText,
)
from core.skills import load_skills
from tests.fakes.clock import FakeClock

PLACE = ConversationKey("discord", "1")
Node = dict[str, Any]
LONGEST_COMMAND = 8000
"""Characters of all names, descriptions and values; of each text the longest translation counts."""


async def payload() -> list[Node]:
    async with discord.Client(intents=discord.Intents.none()) as client:
        tree = app_commands.CommandTree(client)
        add_commands(tree, cast("Doorway", None), load_skills(), None)
        await tree.set_translator(SpeechTranslator())
        return await _payload(tree)


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for part in (*node.get("options", ()), *node.get("choices", ())):
        yield from nodes(part)


def longest(node: Node, key: str) -> int:
    return max(map(len, (str(node.get(key) or ""), *(node.get(f"{key}_localizations") or {}).values())))


def size(command: Node) -> int:
    return sum(longest(each, "name") + longest(each, "description") + longest(each, "value") for each in nodes(command))


async def test_names_and_descriptions_stay_within_discords_limits_in_every_language() -> None:
    for command in await payload():
        assert size(command) <= LONGEST_COMMAND
        for node in nodes(command):
            assert longest(node, "name") <= (100 if "value" in node else 32), node["name"]
            assert longest(node, "description") <= 100, node["name"]


async def test_every_description_and_menu_is_told_in_every_language() -> None:
    for command in await payload():
        menu = command["type"] == discord.AppCommandType.message.value
        for node in nodes(command):
            key = "name" if menu else "description"
            if node.get(key):
                told = {locale.split("-")[0] for locale in node.get(f"{key}_localizations") or {}}
                assert told >= set(LANGUAGES) - {"en"}, node[key]


async def test_commands_are_called_the_same_in_every_language() -> None:
    [reel] = [command for command in await payload() if command["name"] == "reel"]
    assert [node["name"] for node in nodes(reel) if node.get("name_localizations") and "value" not in node] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("word", "sentences"),
    [
        (Word.EDIT, ("Edit the video", "What should change?")),
        (Word.TOKEN, ("Your own token", "Token (stored encrypted, never shown)")),
    ],
)
async def test_the_forms_are_not_cut_off_in_any_language(language: str, word: Word, sentences: tuple[str, str]) -> None:
    say = Speech(language)
    form = form_for(word, say)
    assert form is not None
    labels = [form.title, *(child.text for child in form.children if isinstance(child, discord.ui.Label))]
    assert labels == [say(sentence) for sentence in sentences]


@pytest.mark.parametrize(("written_in", "edit"), [("zh", "编辑"), ("de", "Bearbeiten"), (None, "Editar")])
async def test_discords_own_button_is_in_the_language_of_the_message_else_in_the_persons(
    written_in: str | None, edit: str
) -> None:
    asked = MessageRef(PLACE, "7", {"locale": "pt-BR"})
    content = Content(RichText.of("x"), ((Button("x", Word.EXPORT),),), language=written_in)
    order = NewDelivery("r1", PLACE, DeliveryKind.RESULT, content, asked)
    clock = FakeClock()
    delivery = Delivery(1, order, DeliveryState.SENDING, "n", 1, clock.now())
    [post] = Composer(TicketBook(clock), Notes()).posts(delivery)
    assert post.view is not None
    labels = [child.item.label for child in post.view.children if isinstance(child, PressButton)]
    assert labels == ["x", edit]
