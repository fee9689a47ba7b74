"""Plain messages: heard when the bot is meant, and only then."""

import asyncio

from core.conversation.commands import Word
from core.model import Command, ConversationKind, Message
from tests.bots.discord.line import Line
from tests.bots.discord.orders import owed


async def test_in_a_direct_message_plain_text_just_works(line: Line) -> None:
    inbox = line.world.inbox_of(line.alice)
    await line.discord.acts.write(line.alice, inbox, "make it shorter", files=(("a.mp4", b"film", "video/mp4"),))
    message = await line.got()
    assert message.kind is ConversationKind.DIRECT
    assert message.conversation.chat_id == str(inbox)
    assert (message.text, message.command, message.edited) == ("make it shorter", None, False)
    assert [(file.name, file.media_type, file.size) for file in message.attachments] == [("a.mp4", "video/mp4", 4)]
    await line.platform.messenger.send(owed(message, "Working"))
    assert line.world.said(inbox) == ["Working"]


async def test_in_a_server_a_mention_calls_the_bot_and_is_not_part_of_the_words(line: Line) -> None:
    await line.discord.acts.write(line.alice, line.channel, f"<@{line.world.bot_id}> a cat for <@{line.bob}>")
    message = await line.got()
    assert message.kind is ConversationKind.GROUP
    assert message.text == "a cat for @Bob"


async def test_a_reply_to_the_bot_calls_it_and_brings_what_it_answers(line: Line) -> None:
    asked = await line.ask()
    receipt = await line.platform.messenger.send(owed(asked, "Your video is ready"))
    await line.discord.acts.write(line.bob, line.channel, "shorter", reply_to=int(receipt.last.message_id))
    message = await line.got(2)
    assert message.text == "shorter"
    assert message.replied_to is not None
    assert message.replied_to.from_bot
    assert message.replied_to.text == "Your video is ready"
    assert message.person.user_id == str(line.bob)


async def test_other_peoples_talk_and_other_bots_are_left_alone(line: Line) -> None:
    robot = line.world.add_user("robot")
    line.world.users[robot]["bot"] = True
    await line.discord.acts.write(line.alice, line.channel, "good morning")
    await line.discord.acts.write(robot, line.channel, f"<@{line.world.bot_id}> loop with me")
    await line.discord.acts.write(line.alice, line.channel, f"<@{line.world.bot_id}> hello")
    message = await line.got()
    assert [one.text for one in line.intake.messages] == ["hello"]
    assert message.addressed


async def test_a_bare_call_asks_for_help(line: Line) -> None:
    await line.discord.acts.write(line.alice, line.channel, f"<@{line.world.bot_id}>")
    message = await line.got()
    assert message.command is not None
    assert message.command.name == Word.HELP


TYPED = {
    "/help": Command("help"),
    "/reel make a cat\nat night": Command("make", "a cat\nat night"),
    "/Status ": Command("status"),
    "/stop": Command("stop"),
    "/reel": Command("help"),
    "/token nmv_usr_test-token": Command("token", "nmv_usr_test-token"),
    "/helpless": None,
    "/ 2 is half": None,
    "/as_edit 7": None,
    "say /help": None,
}


async def test_a_command_may_be_written_as_a_message(line: Line) -> None:
    inbox = line.world.inbox_of(line.alice)
    for text in TYPED:
        await line.discord.acts.write(line.alice, inbox, text)
    await line.got(len(TYPED))
    assert [message.command for message in line.intake.messages] == list(TYPED.values())


async def test_a_changed_message_comes_as_a_change_and_a_link_preview_does_not(line: Line) -> None:
    inbox = line.world.inbox_of(line.alice)
    post = await line.discord.acts.write(line.alice, inbox, "a cat")
    await line.got()
    await line.discord.posting.tell("MESSAGE_UPDATE", post)
    await line.discord.acts.rewrite(post.id, "a dog")
    await line.discord.posting.tell("MESSAGE_UPDATE", post)
    await line.discord.acts.write(line.alice, inbox, "the end")
    await line.got(3)
    first, changed, _ = line.intake.messages
    assert (changed.text, changed.edited) == ("a dog", True)
    assert changed.update_id != first.update_id
    assert changed.ref.message_id == first.ref.message_id


async def test_one_message_is_taken_once_however_often_discord_tells_it(line: Line) -> None:
    post = await line.discord.acts.write(line.alice, line.world.inbox_of(line.alice), "a cat")
    await line.discord.posting.tell("MESSAGE_CREATE", post)
    await line.discord.acts.write(line.alice, line.world.inbox_of(line.alice), "the end")
    await line.got(2)
    assert [one.text for one in line.intake.messages] == ["a cat", "the end"]


async def test_messages_of_a_place_arrive_in_the_order_they_were_written(line: Line) -> None:
    inbox = line.world.inbox_of(line.alice)
    for number in range(30):
        await line.discord.acts.write(line.alice, inbox, f"word {number}")
    await line.got(30)
    assert [one.text for one in line.intake.messages] == [f"word {number}" for number in range(30)]


async def test_while_stopping_a_call_is_kept_for_the_next_start_and_told_so(line: Line) -> None:
    await line.platform.stop_intake()
    await line.discord.acts.write(line.alice, line.world.inbox_of(line.alice), "a cat")
    await line.discord.until(lambda: line.world.said(line.world.inbox_of(line.alice)))
    assert "see to this" in line.world.said(line.world.inbox_of(line.alice))[0]
    assert line.intake.last.text == "a cat"


async def test_an_interaction_is_written_down_before_discord_hears_of_it(line: Line) -> None:
    answered: list[float | None] = []
    receive = line.intake.receive

    async def watched(message: Message) -> Message | None:
        kept = await receive(message)
        answered.extend(one.answered for one in line.world.interactions.values())
        return kept

    line.intake.receive = watched  # type: ignore[method-assign]
    await line.ask()
    assert answered == [None]
    assert all(one.answered for one in line.world.interactions.values())


async def test_every_interaction_is_answered_in_time_while_the_disk_is_slow(line: Line) -> None:
    gate = asyncio.Event()
    receive = line.intake.receive

    async def slow(message: Message) -> Message | None:
        await gate.wait()
        return await receive(message)

    line.intake.receive = slow  # type: ignore[method-assign]
    asked = [await line.discord.acts.slash(line.alice, line.channel, "reel make", prompt="a cat") for _ in range(20)]
    await line.discord.until(lambda: all(one.answered for one in asked))
    assert line.intake.messages == []
    gate.set()
    await line.got(20)
