"""The command menus."""

from bots.telegram.commands import PRIVATE_ONLY, descriptions
from core.conversation.commands import Word
from core.locales import LANGUAGES, Speech
from tests.bots.telegram.bench import running
from tests.fakes.telegram_server import TelegramServer

PROMISED = {
    "start", "help", "new", "projects", "skill", "status", "credits", "export", "upload", "cancel", "history", "settings",
    "token", "link", "language", "make", "timeline", "undo", "retry",
}  # fmt: skip


async def published(server: TelegramServer) -> None:
    before = len(server.world.calls_of("getMyCommands"))
    async with running(server):
        await server.world.until(lambda: len(server.world.calls_of("getMyCommands")) == before + 2 * len(LANGUAGES))
        await server.world.until(lambda: len(server.world.commands) == 2 * len(LANGUAGES))


async def test_each_scope_and_language_gets_its_menu(server: TelegramServer) -> None:
    await published(server)
    scopes = {"all_private_chats", "all_group_chats"}
    assert set(server.world.commands) == {(scope, code) for scope in scopes for code in ("", *LANGUAGES[1:])}
    names = {scope: {command["command"] for command in server.world.commands[scope, "de"]} for scope in scopes}
    assert names["all_private_chats"] == PROMISED
    assert names["all_group_chats"] == PROMISED - PRIVATE_ONLY


async def test_menus_that_are_right_are_not_sent_again(server: TelegramServer) -> None:
    await published(server)
    sent = len(server.world.calls_of("setMyCommands"))
    server.world.commands["all_private_chats", "fr"] = [{"command": "old", "description": "Old"}]
    await published(server)
    await server.world.until(lambda: server.world.commands["all_private_chats", "fr"][0]["command"] == "start")
    assert len(server.world.calls_of("setMyCommands")) == sent + 1


async def test_a_menu_that_is_refused_keeps_back_no_other(server: TelegramServer) -> None:
    server.fail("setMyCommands", "refuse", code=400, description="Bad Request: BOT_COMMAND_INVALID")
    async with running(server) as bench:
        await server.world.until(lambda: len(server.world.commands) == 2 * len(LANGUAGES) - 1)
        await server.people.say(server.people.user(), "hi")
        await bench.intake.next()


def test_every_menu_entry_is_a_word_of_the_core() -> None:
    for code in LANGUAGES:
        for word, text in descriptions(Speech(code)).items():
            assert word in frozenset(Word)
            assert 1 <= len(text) <= 256
