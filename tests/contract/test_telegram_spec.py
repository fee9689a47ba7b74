"""Our requests, and the answers and updates of the server we test against, by the Bot API's own description."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.model import Button, DeliveryKind, Media, MediaKind, Message, Span, Style
from core.ports import Activity, Reaction
from tests.bots.telegram.bench import Bench, running
from tests.bots.telegram.deliveries import content, delivery, place
from tests.contract.bot_api import SPECIFICATION, BotApi
from tests.fakes.telegram_server import Clip, TelegramServer

pytestmark = pytest.mark.skipif(
    not SPECIFICATION.exists(), reason="the Bot API's description is not beside this checkout"
)

KINDS = ("photo", "video", "animation", "audio", "voice", "video_note", "document")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """The strict server."""
    async with TelegramServer() as server:
        yield server


async def ask(bench: Bench, anna: int) -> Message:
    """Everything that people send."""
    people = bench.server.people
    for kind in KINDS:
        message = await people.send(anna, Clip(kind, name="a.bin", mime="application/x-test", caption="see /help"))
    await people.album(anna, [Clip("photo", caption="one"), Clip("video")])
    await people.edit(anna, message, "other words")
    await people.say(anna, "shorter https://example.com", reply_to=message)
    first = await bench.intake.next()
    async with bench.messenger.open(first.attachments[0]) as file:
        assert [chunk async for chunk in file.chunks]
    return first


async def answer(bench: Bench, anna: int, request: Message, folder: Path) -> None:
    """Everything that the bot says."""
    messenger, people = bench.messenger, bench.server.people
    path = folder / "a.mp4"
    path.write_bytes(b"video")
    media = [Media(kind, str(path), "a.mp4", 5, 16, 9, 1.0, str(path)) for kind in MediaKind]
    rows = ((Button("Long", "edit", "много слов " * 9), Button("Open", url="https://example.com")),)
    shown = content(
        Span("bold", Style.BOLD), Span("code\nmore", Style.CODE), Span("x", url="https://a.bc"), buttons=rows
    )
    receipt = await messenger.send(delivery(anna, shown, kind=DeliveryKind.STATUS, reply_to=request.ref))
    await messenger.edit(receipt.last, content("edited", buttons=rows))
    await people.press(anna, int(receipt.last.message_id), "Long")
    for one in media:
        sent = await messenger.send(delivery(anna, content("file", buttons=rows, media=one), reply_to=request.ref))
        await messenger.edit(sent.last, content("caption", buttons=rows))
    await messenger.react(request.ref, Reaction.SEEN)
    await messenger.show_activity(place(anna), Activity.UPLOADING)
    await messenger.delete(request.ref)


async def in_groups(bench: Bench) -> None:
    """Forums, admins, removal and migration."""
    people, messenger = bench.server.people, bench.messenger
    anna = people.user("Anna")
    before = len(bench.intake.messages)
    forum = await people.group(owner=anna, forum=True)
    topic = people.topic(forum)
    await people.say(anna, "/status@reelay_test_bot", chat=forum, topic=topic)
    message = await bench.intake.next(before + 2)
    await messenger.send(delivery(forum, "hi", topic=topic, mention=message.person, kind=DeliveryKind.RESULT))
    await messenger.is_admin(message.conversation, message.person)
    await people.kick(forum, anna)
    basic = await people.group(owner=anna, basic=True)
    await people.migrate(basic, anna)
    await bench.intake.until(lambda: len(bench.intake.moved) == 2)


async def test_a_whole_tour_obeys_the_description(server: TelegramServer, tmp_path: Path) -> None:
    api = BotApi.load()
    async with running(server) as bench:
        anna = server.people.user("Anna", "pt-br")
        request = await ask(bench, anna)
        await answer(bench, anna, request, tmp_path)
        await in_groups(bench)
        await server.people.block(anna)
        await bench.intake.until(lambda: len(bench.intake.gone) == 2)
        await server.world.until(lambda: len(server.world.calls_of("setMyCommands")) == 16)
    calls = server.world.calls
    assert len({call.method for call in calls}) == 17
    assert [call for call in calls if call.status not in (200, 409)] == []
    complaints = [line for call in calls for line in api.call(call.method, call.parameters, call.files)]
    complaints += [line for call in calls if call.status == 200 for line in api.answer(call.method, call.answer)]
    complaints += [line for update in server.world.history for line in api.update(update)]
    assert complaints == []


async def test_a_webhook_obeys_the_description(server: TelegramServer) -> None:
    api = BotApi.load()
    url = "http://127.0.0.1:9/hook"  # the server rings in vain; only the calls count here
    hook = {"telegram_webhook_url": url, "telegram_webhook_secret": "s", "telegram_webhook_port": 0}
    async with running(server, None, **hook):
        await server.world.until(lambda: len(server.world.calls_of("getWebhookInfo")) >= 2)
    calls = [call for call in server.world.calls if "ebhook" in call.method]
    assert {call.method for call in calls} == {"getWebhookInfo", "setWebhook"}
    complaints = [line for call in calls for line in api.call(call.method, call.parameters, call.files)]
    complaints += [line for call in calls for line in api.answer(call.method, call.answer)]
    assert complaints == []


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMessage", {"chat_id": 1}),
        ("sendMessage", {"chat_id": 1, "text": "a", "topic": 3}),
        ("sendMessage", {"chat_id": [], "text": "a"}),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_parameters": {"message": 1}}),
        ("sendMessages", {}),
    ],
)
def test_the_checker_itself_complains(method: str, parameters: dict[str, object]) -> None:
    assert BotApi.load().call(method, parameters, {}) != []
