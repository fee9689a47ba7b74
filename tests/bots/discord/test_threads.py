"""A thread per project in busy channels."""

from pathlib import Path

import pytest

from bots.discord.threads import thread_name
from core.conversation.commands import Word
from core.model import DeliveryKind
from tests.bots.discord.orders import owed
from tests.bots.discord.stage import Stage

pytestmark = pytest.mark.third_party


async def test_a_request_gets_a_thread_of_its_name_and_is_answered_there(threaded: Stage) -> None:
    await threaded.alice.slash(threaded.channel, "reel make", prompt="A cat on a *roof*\nat night")
    (thread,) = threaded.channel.threads
    assert thread.name == "A cat on a *roof*"
    asked = threaded.intake.last
    assert asked.conversation.chat_id == str(threaded.channel.id)
    assert asked.conversation.topic_id == str(thread.id)
    await threaded.say("Working")
    await threaded.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    assert [message.content for message in thread.history()][-2:] == ["Working", f"{threaded.alice.mention} Done"]
    assert "🎬 alice: A cat on a \\*roof\\*" in threaded.said()[0]


async def test_everybody_in_the_thread_may_edit_by_calling_the_bot(threaded: Stage) -> None:
    await threaded.alice.slash(threaded.channel, "reel new", name="Holiday")
    (thread,) = threaded.channel.threads
    assert thread.name == "Holiday"
    bot = threaded.env.bot.user
    assert bot is not None
    await threaded.bob.send(thread, f"{bot.mention} add music")
    message = threaded.intake.last
    assert (message.text, message.person.display_name) == ("add music", "bob")
    assert message.conversation == threaded.intake.messages[0].conversation
    await threaded.bob.send(thread, "just talking")
    assert threaded.intake.last is message


async def test_commands_in_a_thread_stay_in_it(threaded: Stage) -> None:
    await threaded.alice.slash(threaded.channel, "reel make", prompt="a cat")
    (thread,) = threaded.channel.threads
    await threaded.bob.slash(thread, "reel make", prompt="and a dog")
    assert len(threaded.channel.threads) == 1
    first, second = threaded.intake.messages
    assert first.conversation == second.conversation
    await threaded.bob.slash(thread, "reel status")
    assert threaded.intake.last.conversation == first.conversation


async def test_two_requests_of_a_channel_do_not_share_a_conversation(threaded: Stage) -> None:
    await threaded.alice.slash(threaded.channel, "reel make", prompt="a cat")
    await threaded.bob.slash(threaded.channel, "reel make", prompt="a dog")
    first, second = threaded.intake.messages
    assert first.conversation != second.conversation


async def test_only_new_work_opens_a_thread(threaded: Stage) -> None:
    for command in ("status", "export", "history"):
        await threaded.alice.slash(threaded.channel, f"reel {command}")
    assert threaded.channel.threads == []
    assert all(message.conversation.topic_id == "" for message in threaded.intake.messages)


async def test_a_refused_thread_leaves_the_request_in_the_channel(threaded: Stage) -> None:
    threaded.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
    await threaded.alice.slash(threaded.channel, "reel make", prompt="a cat")
    asked = threaded.intake.last
    assert asked.command is not None
    assert asked.command.name == Word.MAKE
    assert asked.conversation.topic_id == ""
    await threaded.say("Working")
    assert "Working" in threaded.said()[-1]


async def test_a_thread_survives_a_restart(threaded: Stage, tmp_path: Path) -> None:
    await threaded.alice.slash(threaded.channel, "reel make", prompt="a cat")
    (thread,) = threaded.channel.threads
    asked = threaded.intake.last
    await threaded.restart(tmp_path, threads=True)
    await threaded.say("Working", asked=asked)
    assert thread.history()[-1].content == "Working"


def test_names_of_threads() -> None:
    assert thread_name("  a   cat\nmore", "New video") == "a cat"
    assert thread_name("", "New video") == "New video"
    long = thread_name("word " * 60, "New video")
    assert len(long) <= 100
    assert long.endswith("word…")
