"""Commands whose process died between any two steps of taking them in: the next one finds how far they came."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core.conversation.commands import Word
from core.model import Command, DeliveryKind, Message
from tests.bots.discord.line import Line, line_on, next_process
from tests.bots.discord.orders import owed
from tests.fakes.discord_gateway.world import Interaction

CALLBACK, FIRST_ANSWER, THREAD = "/callback$", "/messages/@original$", "/threads$"


@asynccontextmanager
async def left_at(folder: Path, method: str, path: str, *, done: bool, **place: bool) -> AsyncIterator[Line]:
    """Alice has asked for a video; the process died at one of its requests, which was carried out (`done`) or not."""
    async with line_on(folder, **{"discord_threads": True, **place}) as line:
        line.discord.fail(method, path, drop=True, carried_out=done, times=100)
        await line.discord.acts.slash(line.alice, line.channel, "reel make", prompt="a cat")
        await line.discord.until(lambda: line.discord.requests(method, path))
        await line.stop()
        line.discord.faults.clear()
        assert line.intake.messages == []
        yield line


def interaction(line: Line) -> Interaction:
    (found,) = line.world.interactions.values()
    return found


async def taken_in_thread(line: Line) -> Message:
    """The one message that the core got, which has its thread's conversation."""
    asked = await line.got(1)
    (thread,) = line.world.threads(line.channel)
    assert asked.conversation.topic_id == str(thread.id)
    assert len(line.intake.messages) == 1
    return asked


@pytest.mark.parametrize(
    ("method", "path", "done"),
    [
        ("POST", CALLBACK, False),
        ("POST", CALLBACK, True),
        ("PATCH", FIRST_ANSWER, False),
        ("PATCH", FIRST_ANSWER, True),
        ("POST", THREAD, False),
        ("POST", THREAD, True),
    ],
)
async def test_the_next_process_goes_on_where_the_last_one_died(
    tmp_path: Path, method: str, path: str, done: bool
) -> None:
    async with (
        left_at(tmp_path, method, path, done=done) as line,
        next_process(line, tmp_path, discord_threads=True) as following,
    ):
        asked = await taken_in_thread(line)
        assert interaction(line).answered is not None
        await following.messenger.send(owed(asked, "Working"))
        assert line.world.said(line.world.threads(line.channel)[0].id) == ["Working"]
        assert line.world.said(line.channel) == ["🎬 Alice: a cat"]


async def test_without_threads_the_first_answer_is_found_again_and_filled(tmp_path: Path) -> None:
    async with (
        left_at(tmp_path, "POST", CALLBACK, done=True, discord_threads=False) as line,
        next_process(line, tmp_path, discord_threads=True) as following,
    ):
        asked = await line.got(1)
        assert asked.ref.message_id == str(interaction(line).original)
        await following.messenger.send(owed(asked, "Working"))
        assert line.world.said(line.channel) == ["Working"]


async def test_after_the_tokens_end_it_is_answered_in_the_channel_and_the_person_is_told(tmp_path: Path) -> None:
    async with left_at(tmp_path, "POST", CALLBACK, done=True) as line:
        line.world.advance(16 * 60)
        async with next_process(line, tmp_path, discord_threads=True) as following:
            asked = await line.got(1)
            assert asked.conversation.topic_id == ""
            await following.messenger.send(owed(asked, "Working"))
            await following.messenger.send(owed(asked, "You have 7 credits", kind=DeliveryKind.ANSWER))
            assert line.world.said(line.channel)[-2:] == ["Working", f"<@{line.alice}> You have 7 credits"]


async def test_what_was_never_acknowledged_within_three_seconds_is_answered_beside_it(tmp_path: Path) -> None:
    async with left_at(tmp_path, "POST", CALLBACK, done=False) as line:
        line.world.advance(60)
        async with next_process(line, tmp_path, discord_threads=True) as following:
            asked = await line.got(1)
            await following.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
            assert line.world.said(line.channel) == [f"<@{line.alice}> Done"]


async def test_where_the_bot_is_no_member_it_is_answered_in_a_direct_message_then(tmp_path: Path) -> None:
    async with left_at(tmp_path, "POST", CALLBACK, done=True, has_bot=False) as line:
        line.world.advance(16 * 60)
        async with next_process(line, tmp_path) as following:
            asked = await line.got(1)
            await line.ready()
            await following.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
            assert line.world.said(line.world.inbox_of(line.alice)) == ["Done"]


async def test_a_token_that_was_pasted_as_a_prompt_opens_no_thread_and_stands_in_no_header(tmp_path: Path) -> None:
    async with line_on(tmp_path, discord_threads=True) as line:
        receive = line.intake.receive

        async def sealing(message: Message) -> Message | None:
            return await receive(replace(message, text="", command=Command(Word.TOKEN, "sealed")))

        line.intake.receive = sealing  # type: ignore[method-assign]
        asked = await line.ask(prompt="nmv_usr_test-token")
        assert asked.conversation.topic_id == ""
        assert line.world.threads(line.channel) == []
        assert not any("nmv_usr" in str(entry.body) for entry in line.discord.books)


async def test_a_token_lies_in_nothing_that_travels_on(tmp_path: Path) -> None:
    async with line_on(tmp_path) as line:
        asked = await line.ask()
        receipt = await line.platform.messenger.send(owed(asked, "Working"))
        secret = interaction(line).token
        kept = line.intake.written[asked.update_id]
        assert kept.permit is not None
        assert kept.permit.secret == secret
        assert not any(secret in repr(found) for found in (kept, asked.ref, receipt))
