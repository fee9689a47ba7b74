"""What reaches the bot from groups, topics and channels of talk."""

import pytest

from core.model import Command, ConversationKey, ConversationKind, Message
from tests.bots.telegram.bench import Bench
from tests.bots.telegram.deliveries import delivery
from tests.fakes.telegram_server import Clip
from tests.fakes.telegram_server.world import BOT_USERNAME


async def group_of(bench: Bench, *, forum: bool = False) -> tuple[int, int, Message]:
    anna = bench.server.people.user("Anna")
    chat = await bench.server.people.group(owner=anna, forum=forum)
    return chat, anna, await bench.intake.next()


async def test_being_added_to_a_group_is_a_start(bench: Bench) -> None:
    chat, anna, message = await group_of(bench)
    assert (message.command, message.kind) == (Command("start"), ConversationKind.GROUP)
    assert (message.conversation.chat_id, message.person.user_id) == (str(chat), str(anna))


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        (f"@{BOT_USERNAME} a sunset", "a sunset"),
        (f"@{BOT_USERNAME.upper()}, a sunset", "a sunset"),
        (f"please @{BOT_USERNAME} do it", "please do it"),
    ],
)
async def test_a_mention_addresses_the_bot_and_is_taken_out(bench: Bench, text: str, understood: str) -> None:
    chat, anna, _ = await group_of(bench)
    await bench.server.people.say(anna, text, chat=chat)
    message = await bench.intake.next(2)
    assert (message.addressed, " ".join(message.text.split())) == (True, understood)


async def test_a_reply_to_the_bot_addresses_it(bench: Bench) -> None:
    chat, anna, added = await group_of(bench)
    hello = await bench.messenger.send(delivery(chat, "Hello!", reply_to=added.ref))
    await bench.server.people.say(anna, "a sunset", chat=chat, reply_to=int(hello.last.message_id))
    message = await bench.intake.next(2)
    assert message.addressed
    assert message.replied_to is not None
    assert message.replied_to.from_bot


async def test_talk_among_people_is_not_even_written_down(bench: Bench) -> None:
    bench.server.world.privacy = False
    chat, anna, _ = await group_of(bench)
    await bench.server.people.say(anna, "lunch?", chat=chat)
    await bench.server.people.say(anna, f"@{BOT_USERNAME} a sunset", chat=chat)
    assert (await bench.intake.next(2)).text == "a sunset"


async def test_an_album_of_which_one_part_is_addressed_comes_whole(bench: Bench) -> None:
    bench.server.world.privacy = False
    chat, anna, _ = await group_of(bench)
    clips = [Clip("photo"), Clip("photo", caption=f"@{BOT_USERNAME} a slideshow")]
    await bench.server.people.album(anna, clips, chat=chat)
    await bench.intake.next(3)
    assert [message.addressed for message in bench.intake.messages[1:]] == [False, True]


async def test_unknown_commands_in_a_group_are_left_to_other_bots(bench: Bench) -> None:
    chat, anna, _ = await group_of(bench)
    await bench.server.people.say(anna, "/weather", chat=chat)
    await bench.server.people.say(anna, f"/weather@{BOT_USERNAME}", chat=chat)
    await bench.server.people.say(anna, "/status", chat=chat)
    await bench.intake.next(3)
    commands = [message.command for message in bench.intake.messages[1:]]
    assert commands == [Command("weather"), Command("status")]


async def test_topics_are_conversations_of_their_own_and_general_has_no_topic(bench: Bench) -> None:
    chat, anna, _ = await group_of(bench, forum=True)
    topic = bench.server.people.topic(chat)
    await bench.server.people.say(anna, "/status", chat=chat, topic=topic)
    await bench.server.people.say(anna, "/status", chat=chat)
    await bench.intake.next(3)
    keys = [str(message.conversation) for message in bench.intake.messages[1:]]
    assert keys == [f"telegram:{chat}:{topic}", f"telegram:{chat}:"]


async def test_the_root_of_a_topic_is_no_message_that_was_replied_to(bench: Bench) -> None:
    chat, anna, _ = await group_of(bench, forum=True)
    topic = bench.server.people.topic(chat)
    await bench.server.people.say(anna, "/status", chat=chat, topic=topic)
    assert (await bench.intake.next(2)).replied_to is None


async def test_a_group_that_became_a_supergroup_is_reported(bench: Bench) -> None:
    anna = bench.server.people.user()
    old = await bench.server.people.group(owner=anna, basic=True)
    new = await bench.server.people.migrate(old, anna)
    await bench.intake.until(lambda: len(bench.intake.moved) == 2)
    expected = (ConversationKey("telegram", str(old)), ConversationKey("telegram", str(new)))
    assert bench.intake.moved == [expected, expected]


async def test_being_removed_ends_the_conversation(bench: Bench) -> None:
    chat, anna, _ = await group_of(bench)
    await bench.server.people.kick(chat, anna)
    await bench.intake.until(lambda: bool(bench.intake.gone))
    assert bench.intake.gone == [ConversationKey("telegram", str(chat))]


async def test_an_anonymous_admin_writes_as_the_group(bench: Bench) -> None:
    chat, anna, _ = await group_of(bench)
    sender = bench.server.world.chats[chat].as_json()
    await bench.server.people.say(anna, "/status", chat=chat, extra={"sender_chat": sender})
    message = await bench.intake.next(2)
    assert (message.person.user_id, message.person.display_name) == (str(chat), "Friends")
    assert await bench.messenger.is_admin(message.conversation, message.person)
