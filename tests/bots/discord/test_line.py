"""Sends and edits over real sockets: tokens, nonces, limits, and what Discord refuses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.model import Content, DeliveryKind, RichText
from tests.bots.discord.line import Line, line_on
from tests.bots.discord.orders import owed


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    async with line_on(tmp_path) as connected:
        yield connected


async def test_a_command_is_acknowledged_and_its_status_fills_the_first_answer(line: Line) -> None:
    asked = await line.ask()
    receipt = await line.platform.messenger.send(owed(asked, "Working on it"))
    assert line.world.said(line.channel) == ["Working on it"]
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("50 %")))
    assert line.world.said(line.channel) == ["50 %"]
    assert not line.discord.requests("POST", "/channels/.*/messages$")


async def test_after_fourteen_minutes_edits_go_to_the_channel_message(line: Line) -> None:
    asked = await line.ask()
    receipt = await line.platform.messenger.send(owed(asked, "Working on it"))
    line.world.advance(14 * 60 + 1)
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("Still on it")))
    assert line.world.said(line.channel) == ["Still on it"]
    assert len(line.discord.requests("PATCH", f"/channels/{line.channel}/messages/")) == 1


async def test_a_result_is_a_new_message_that_notifies_its_requester_alone(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working on it"))
    await line.platform.messenger.send(owed(asked, "Done @everyone <@1>", kind=DeliveryKind.RESULT))
    result = line.world.history(line.channel)[-1]
    assert result.content.startswith(f"<@{line.alice}> ")
    assert result.allowed_mentions == {"parse": [], "users": [line.alice], "replied_user": False}
