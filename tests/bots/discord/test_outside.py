"""People who brought the bot along to a server that it is no member of: only their interactions' tokens lead there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.conversation.commands import Word
from core.errors import SlowDown
from core.model import Content, DeliveryKind, RichText
from tests.bots.discord.line import Line, line_on
from tests.bots.discord.orders import owed


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    async with line_on(tmp_path, has_bot=False, discord_threads=True) as connected:
        yield connected


async def test_the_whole_flow_runs_through_the_token(line: Line) -> None:
    asked = await line.ask()
    assert asked.conversation.topic_id == ""
    receipt = await line.platform.messenger.send(owed(asked, "Working"))
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("50 %")))
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    assert line.world.said(line.channel) == ["50 %", f"<@{line.alice}> Done"]
    assert not line.discord.requests("POST", "/channels/")
    assert not line.discord.requests("PATCH", "/channels/")


async def test_before_the_token_ends_a_check_button_appears_and_gives_a_fresh_one(line: Line) -> None:
    asked = await line.ask()
    receipt = await line.platform.messenger.send(owed(asked, "Working"))
    status = int(receipt.last.message_id)
    assert not list(line.world.buttons(status))
    line.world.advance(12.5 * 60)
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("90 %")))
    assert [button["label"] for button in line.world.buttons(status)] == ["Check"]
    line.world.closed_inboxes.add(line.alice)
    line.world.advance(3 * 60)
    result = owed(asked, "Done", kind=DeliveryKind.RESULT)
    with pytest.raises(SlowDown):
        await line.platform.messenger.send(result)
    with pytest.raises(SlowDown):
        await line.platform.messenger.edit(receipt.last, Content(RichText.of("95 %")))
    await line.discord.acts.press(line.alice, status, "Check")
    pressed = await line.got(2)
    assert pressed.command is not None
    assert pressed.command.name == Word.STATUS
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("100 %")))
    await line.platform.messenger.send(result)
    assert line.world.said(line.channel) == ["100 %", f"<@{line.alice}> Done"]


async def test_without_a_token_a_result_comes_as_a_direct_message(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    line.world.advance(16 * 60)
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    assert line.world.said(line.world.inbox_of(line.alice)) == ["Done"]


async def test_five_follow_ups_and_then_another_way(line: Line) -> None:
    line.world.closed_inboxes.add(line.alice)
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    for number in range(5):
        await line.platform.messenger.send(owed(asked, f"Part {number}", kind=DeliveryKind.RESULT))
    with pytest.raises(SlowDown):
        await line.platform.messenger.send(owed(asked, "Part 5", kind=DeliveryKind.RESULT))
    assert len(line.discord.requests("POST", "/webhooks/")) == 5


async def test_follow_ups_that_an_earlier_process_used_are_discovered(line: Line) -> None:
    line.world.closed_inboxes.add(line.alice)
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    line.discord.fail("POST", "/webhooks/", status=400, code=40094)
    with pytest.raises(SlowDown):
        await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))


async def test_a_day_without_a_press_is_long_enough(line: Line) -> None:
    from core.errors import DeliveryRefused

    line.world.closed_inboxes.add(line.alice)
    asked = await line.ask()
    line.world.advance(16 * 60)
    old = owed(asked, "Done", kind=DeliveryKind.RESULT)
    line.world.advance(10_000 * 24 * 3600)
    with pytest.raises(DeliveryRefused):
        await line.platform.messenger.send(old)
