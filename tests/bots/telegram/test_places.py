"""Who is addressed where: groups, topics, private chats, admins."""

import pytest

from core.model import Button, DeliveryKind, Person
from core.ports import Activity, Reaction
from tests.bots.telegram.bench import Bench, running
from tests.bots.telegram.chats import chat_with, group_with
from tests.bots.telegram.deliveries import content, delivery, place
from tests.fakes.telegram_server import TelegramServer


async def test_a_press_gets_no_reaction_and_its_answer_in_a_group_names_who_pressed(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    group = await bench.server.people.group(owner=anna)
    await bench.intake.next(2)
    buttons = ((Button("Status", "status"),),)
    receipt = await bench.messenger.send(delivery(group, content("Done", buttons=buttons)))
    await bench.server.people.press(anna, int(receipt.last.message_id), "Status", chat=group)
    pressed = await bench.intake.next(3)
    await bench.messenger.react(pressed.ref, Reaction.DONE)
    assert bench.server.world.calls_of("setMessageReaction") == []
    await bench.messenger.send(delivery(group, "All is well.", reply_to=pressed.ref, mention=pressed.person))
    assert bench.server.world.said(group)[-1]["text"] == "Anna\nAll is well."


async def test_a_result_names_who_asked_and_a_status_does_not(bench: Bench) -> None:
    chat, anna, _ = await group_with(bench)
    await bench.messenger.send(delivery(chat, "Your video", kind=DeliveryKind.RESULT, mention=anna))
    await bench.messenger.send(delivery(chat, "Working", kind=DeliveryKind.STATUS, mention=anna))
    result, status = bench.server.world.said(chat)
    assert result["text"] == "Anna <3\nYour video"
    assert result["entities"][0]["user"]["id"] == int(anna.user_id)
    assert status["text"] == "Working"


async def test_in_a_private_chat_nobody_is_named(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    person = Person("telegram", str(anna), "Anna")
    await bench.messenger.send(delivery(anna, "Your video", kind=DeliveryKind.RESULT, mention=person))
    assert bench.server.world.said(anna)[0]["text"] == "Your video"


async def test_topics_get_their_own_answers_and_general_its_own(bench: Bench) -> None:
    chat, _, _ = await group_with(bench, forum=True)
    topic = bench.server.people.topic(chat)
    await bench.messenger.send(delivery(chat, "in the topic", topic=topic))
    await bench.messenger.send(delivery(chat, "in General"))
    await bench.messenger.show_activity(place(chat, topic), Activity.WORKING)
    threads = [message.get("message_thread_id") for message in bench.server.world.said(chat)]
    assert threads == [topic, None]


@pytest.mark.parametrize("privacy", [True, False])
async def test_what_privacy_mode_hides_is_known_to_the_core(server: TelegramServer, privacy: bool) -> None:
    server.world.privacy = privacy
    async with running(server) as bench:
        chat, _, _ = await group_with(bench)
        assert bench.messenger.capabilities(place(chat)).sees_all_group_messages is not privacy


async def test_a_reply_needs_no_name_above_it(bench: Bench) -> None:
    chat, anna, added = await group_with(bench)
    await bench.messenger.send(delivery(chat, "Hello everybody!", mention=anna, reply_to=added))
    assert bench.server.world.said(chat)[0]["text"] == "Hello everybody!"


async def test_a_private_link_goes_to_the_private_chat(bench: Bench) -> None:
    chat, anna, _ = await group_with(bench)
    await bench.server.people.say(int(anna.user_id), "/start")
    ref = (await bench.intake.next(2)).ref
    link = content("Open: https://example.com/claim/secret")
    await bench.messenger.send(delivery(chat, link, private=True, mention=anna, reply_to=ref))
    assert bench.server.world.said(int(anna.user_id))[0]["text"] == "Open: https://example.com/claim/secret"
    assert "secret" not in bench.server.world.said(chat)[0]["text"]


async def test_without_a_private_chat_the_group_reads_only_where_to_go(bench: Bench) -> None:
    chat, anna, _ = await group_with(bench)
    link = content(
        "Open: https://example.com/claim/secret", buttons=((Button("Open", url="https://example.com/claim"),),)
    )
    receipt = await bench.messenger.send(delivery(chat, link, private=True, mention=anna))
    said = bench.server.world.said(chat)
    assert len(said) == 1
    assert "secret" not in str(said)
    assert said[0]["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/reelay_test_bot"
    assert receipt.last.message_id == str(said[0]["message_id"])


async def test_a_private_word_without_an_address_is_said_where_it_was_asked(bench: Bench) -> None:
    chat, anna, _ = await group_with(bench)
    await bench.messenger.send(delivery(chat, "Only admins can do that.", private=True, mention=anna))
    assert "Only admins" in bench.server.world.said(chat)[0]["text"]


async def test_admins_are_asked_for_once_a_minute(bench: Bench) -> None:
    people = bench.server.people
    anna, ben = people.user("Anna"), people.user("Ben")
    chat = await people.group(owner=anna, members=[ben])
    for _ in range(3):
        assert await bench.messenger.is_admin(place(chat), Person("telegram", str(anna), "Anna"))
        assert not await bench.messenger.is_admin(place(chat), Person("telegram", str(ben), "Ben"))
    assert len(bench.server.world.calls_of("getChatMember")) == 2
    assert await bench.messenger.is_admin(place(ben), Person("telegram", str(ben), "Ben"))


async def test_a_reaction_that_a_group_forbids_is_no_error(bench: Bench) -> None:
    _, ref = await chat_with(bench)
    bench.server.fail("setMessageReaction", "refuse", code=400, description="Bad Request: REACTION_INVALID")
    await bench.messenger.react(ref, Reaction.SEEN)
