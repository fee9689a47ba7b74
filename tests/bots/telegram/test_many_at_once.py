"""Two hundred conversations at once, and nothing secret in what is logged meanwhile."""

import asyncio
import logging

import pytest

from core.model import Message
from tests.bots.telegram.bench import Bench, running
from tests.bots.telegram.deliveries import delivery
from tests.fakes.telegram_server import TelegramServer

PEOPLE = 200


async def answered(bench: Bench, message: Message) -> None:
    await bench.messenger.send(
        delivery(int(message.conversation.chat_id), f"Hello, {message.text}", reply_to=message.ref)
    )


@pytest.mark.heavy
async def test_everybody_gets_their_own_answer(bench: Bench) -> None:
    people = [bench.server.people.user(f"Person {number}") for number in range(PEOPLE)]
    for person in people:
        await bench.server.people.say(person, f"I am {person}")
    await bench.intake.next(PEOPLE)
    await asyncio.gather(*(answered(bench, message) for message in bench.intake.messages))
    for person in people:
        assert [said["text"] for said in bench.server.world.said(person)] == [f"Hello, I am {person}"]


async def test_the_token_is_in_no_line_of_any_log(
    server: TelegramServer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    server.world.token = "123:TEST-very-secret"
    caplog.set_level(logging.INFO)
    async with running(server) as bench:
        await server.people.say(server.people.user(), "hi")
        message = await bench.intake.next()
        server.fail("getUpdates", "refuse", 1, code=401, description="Unauthorized")
        await answered(bench, message)
        await server.people.say(server.people.user(), "hi")
        await bench.intake.next(2)
    written = capsys.readouterr()
    assert "very-secret" not in caplog.text + written.out + written.err
    assert "telegram is connected" in written.out + caplog.text
