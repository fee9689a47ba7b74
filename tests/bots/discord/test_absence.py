"""What people write while nobody listens is found again, once, in order, by the same rules as what is heard."""

from pathlib import Path

from bots.discord.absence import OLDEST
from tests.bots.discord.line import Line, next_process

HOUR = 3600.0


def call(line: Line, words: str) -> str:
    return f"<@{line.world.bot_id}> {words}"


async def heard(line: Line) -> int:
    """The inbox in which Alice has written, and was heard."""
    inbox = line.world.inbox_of(line.alice)
    await line.discord.acts.write(line.alice, inbox, "heard")
    await line.got(1)
    await line.recall.heard_since(0)
    return inbox


async def test_calls_and_direct_messages_are_taken_in_once_after_the_start(line: Line, tmp_path: Path) -> None:
    write, inbox = line.discord.acts.write, line.world.inbox_of(line.alice)
    await write(line.alice, inbox, "heard")
    await write(line.alice, line.channel, call(line, "heard too"))
    thread = line.world.add_thread(line.channel, "A project").id
    quiet = line.world.add_channel(line.guild, "quiet")
    await write(line.bob, quiet, "nothing for the bot, and long ago")
    await line.got(2)
    await line.recall.heard_since(0)
    await line.stop()
    line.world.advance(HOUR)
    await write(line.bob, line.channel, "just talking")
    await write(line.alice, inbox, "first")
    await write(line.alice, inbox, "second")
    await write(line.alice, line.channel, call(line, "third"))
    await write(line.bob, thread, call(line, "fourth"), files=(("a.png", b"png", "image/png"),))
    for _ in range(2):
        line.discord.books.clear()
        async with next_process(line, tmp_path):
            await line.got(6)
            await line.recall.heard_since(line.world.now() - 60)
    words = [message.text for message in line.intake.messages]
    assert sorted(words) == sorted(["heard", "heard too", "first", "second", "third", "fourth"])
    assert words.index("first") < words.index("second")
    (fourth,) = [message for message in line.intake.messages if message.text == "fourth"]
    assert (fourth.conversation.chat_id, fourth.conversation.topic_id) == (str(line.channel), str(thread))
    assert [file.name for file in fourth.attachments] == ["a.png"]
    assert not line.discord.requests("GET", f"/channels/{quiet}/"), "a quiet channel costs no request"


async def test_what_was_changed_meanwhile_is_taken_in_as_it_stands(line: Line, tmp_path: Path) -> None:
    inbox = await heard(line)
    (known,) = line.world.history(inbox)
    await line.stop()
    await line.discord.acts.rewrite(known.id, "heard, and changed since")
    fresh = await line.discord.acts.write(line.alice, inbox, "first version")
    await line.discord.acts.rewrite(fresh.id, "second version")
    for _ in range(2):
        async with next_process(line, tmp_path):
            await line.got(3)
    found = [(message.text, message.edited) for message in line.intake.messages]
    assert found == [("heard", False), ("heard, and changed since", True), ("second version", False)]


async def test_who_writes_now_comes_after_who_wrote_then(line: Line, tmp_path: Path) -> None:
    inbox = await heard(line)
    await line.stop()
    await line.discord.acts.write(line.alice, inbox, "then")
    async with next_process(line, tmp_path):
        await line.ready()
        await line.discord.acts.write(line.alice, inbox, "now")
        await line.got(3)
    assert [message.text for message in line.intake.messages] == ["heard", "then", "now"]


async def test_what_came_in_a_session_that_could_not_be_resumed_is_found(line: Line) -> None:
    inbox = await heard(line)
    line.discord.gateway.deaf = True
    await line.discord.acts.write(line.alice, inbox, "unheard")
    await line.discord.gateway.forget_sessions()
    line.discord.gateway.deaf = False
    assert (await line.got(2)).text == "unheard"


async def test_a_session_that_is_resumed_asks_for_nothing(line: Line) -> None:
    inbox = await heard(line)
    line.discord.books.clear()
    await line.discord.gateway.drop()
    await line.discord.acts.write(line.alice, inbox, "sent again by the gateway")
    await line.got(2)
    assert line.discord.gateway.resumed == 1
    assert not line.discord.requests("GET", "/channels/")


async def test_a_refusal_costs_one_place_and_a_failure_is_tried_again(line: Line, tmp_path: Path) -> None:
    inbox, gone = await heard(line), line.world.inbox_of(line.bob)
    await line.discord.acts.write(line.bob, gone, "heard")
    await line.got(2)
    await line.stop()
    await line.discord.acts.write(line.alice, inbox, "unheard")
    line.discord.fail("GET", f"/channels/{gone}$", status=403, code=50001)
    line.discord.fail("GET", f"/channels/{inbox}/messages", drop=True, times=2)
    async with next_process(line, tmp_path):
        assert (await line.got(3)).text == "unheard"


async def test_what_is_older_than_a_day_is_left_alone(line: Line, tmp_path: Path) -> None:
    inbox = await heard(line)
    await line.stop()
    await line.discord.acts.write(line.alice, inbox, "too old")
    line.world.advance(OLDEST.total_seconds())
    await line.discord.acts.write(line.alice, inbox, "fresh")
    async with next_process(line, tmp_path):
        await line.got(2)
    assert [message.text for message in line.intake.messages] == ["heard", "fresh"]


async def test_nothing_counts_as_heard_until_all_was_taken_in(line: Line, tmp_path: Path) -> None:
    inbox = await heard(line)
    await line.stop()
    until = line.recall.until
    line.world.advance(HOUR)
    await line.discord.acts.write(line.alice, inbox, "unheard")
    line.discord.fail("GET", f"/channels/{inbox}", status=403, drop=True, times=1_000)
    async with next_process(line, tmp_path):
        await line.discord.until(lambda: len(line.discord.requests("GET", f"/channels/{inbox}")) > 2)
    assert line.recall.until == until
    line.discord.faults.clear()
    async with next_process(line, tmp_path):
        assert (await line.got(2)).text == "unheard"
