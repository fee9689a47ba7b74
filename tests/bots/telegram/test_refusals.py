"""What Telegram refuses, puts off or leaves unanswered, as the core's errors."""

import pytest

from core.errors import (
    ConversationGone,
    ConversationMoved,
    DeliveryRefused,
    DeliveryUnknown,
    MessengerUnreachable,
    SlowDown,
)
from core.model import DeliveryKind, Person
from core.ports import Activity
from tests.bots.telegram.bench import Bench, running
from tests.bots.telegram.chats import chat_with, group_with
from tests.bots.telegram.deliveries import content, delivery, place
from tests.fakes.telegram_server import TelegramServer


async def test_editing_what_is_gone_is_refused(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    receipt = await bench.messenger.send(delivery(anna, "Working"))
    await bench.messenger.delete(receipt.last)
    with pytest.raises(DeliveryRefused):
        await bench.messenger.edit(receipt.last, content("Still working"))


async def test_an_edit_whose_answer_was_lost_may_be_repeated(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    receipt = await bench.messenger.send(delivery(anna, "Working"))
    bench.server.fail("editMessageText", "lost")
    with pytest.raises(MessengerUnreachable):
        await bench.messenger.edit(receipt.last, content("Working on"))
    await bench.messenger.edit(receipt.last, content("Working on"))


async def test_a_flood_limit_tells_how_long(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendMessage", "slow_down", seconds=42)
    with pytest.raises(SlowDown) as caught:
        await bench.messenger.send(delivery(anna, "hi"))
    assert caught.value.retry_after == 42


async def test_the_pace_of_one_chat_is_no_matter_to_another(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    ben, _ = await chat_with(bench, "Ben")
    bench.server.world.pacing.enabled = True
    for _ in range(bench.server.world.pacing.burst):
        await bench.messenger.send(delivery(anna, "hi"))
    with pytest.raises(SlowDown):
        await bench.messenger.send(delivery(anna, "hi"))
    await bench.messenger.send(delivery(ben, "hi"))


async def test_a_blocked_bot_knows_that_the_conversation_is_gone(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    await bench.server.people.block(anna)
    with pytest.raises(ConversationGone):
        await bench.messenger.send(delivery(anna, "hi"))
    with pytest.raises(ConversationGone):
        await bench.messenger.show_activity(place(anna), Activity.TYPING)


async def test_an_unknown_chat_and_a_deleted_topic_are_gone_too(bench: Bench) -> None:
    chat, _, _ = await group_with(bench, forum=True)
    for target in (delivery(-100777, "hi"), delivery(chat, "hi", topic=4711)):
        with pytest.raises(ConversationGone):
            await bench.messenger.send(target)


async def test_a_move_tells_the_new_address(bench: Bench) -> None:
    anna = bench.server.people.user()
    old = await bench.server.people.group(owner=anna, basic=True)
    new = await bench.server.people.migrate(old, anna)
    with pytest.raises(ConversationMoved) as caught:
        await bench.messenger.send(delivery(old, "hi"))
    assert caught.value.chat_id == str(new)


async def test_a_send_whose_answer_was_lost_is_unknown_and_not_repeated(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendMessage", "lost")
    with pytest.raises(DeliveryUnknown):
        await bench.messenger.send(delivery(anna, "hi"))
    assert len(bench.server.world.said(anna)) == 1


async def test_a_server_error_after_a_send_is_unknown(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendMessage", "refuse", code=502, description="Bad Gateway")
    with pytest.raises(DeliveryUnknown):
        await bench.messenger.send(delivery(anna, "hi"))


async def test_a_server_that_cannot_be_reached_got_nothing() -> None:
    async with TelegramServer() as server, running(server) as bench:
        anna, _ = await chat_with(bench)
        await bench.platform.stop_intake()
        await server.__aexit__(None, None, None)
        with pytest.raises(MessengerUnreachable):
            await bench.messenger.send(delivery(anna, "hi"))
        server._runner = server._delivering = None


async def test_a_revoked_token_leaks_into_no_error(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendMessage", "refuse", code=401, description="Unauthorized")
    with pytest.raises(MessengerUnreachable) as caught:
        await bench.messenger.send(delivery(anna, "hi"))
    assert bench.server.world.token not in f"{caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize(
    "refusal", ["Bad Request: not enough rights to send text messages to the chat", "Bad Request: TOPIC_CLOSED"]
)
async def test_a_result_finds_its_way_to_who_asked_where_the_bot_may_not_write(bench: Bench, refusal: str) -> None:
    people, world = bench.server.people, bench.server.world
    anna = people.user("Anna")
    await people.say(anna, "hello")  # her private chat is open
    group = await people.group(owner=anna)
    asked = Person("telegram", str(anna), "Anna")
    bench.server.fail("sendMessage", "refuse", code=400, description=refusal)
    await bench.messenger.send(delivery(group, "It is done.", kind=DeliveryKind.RESULT, mention=asked))
    assert [one["text"] for one in world.said(anna)] == ["It is done."]
    bench.server.fail("sendMessage", "refuse", code=400, description=refusal)
    with pytest.raises(DeliveryRefused):
        await bench.messenger.send(delivery(group, "Working…", kind=DeliveryKind.STATUS, mention=asked))
    assert len(world.said(anna)) == 1
