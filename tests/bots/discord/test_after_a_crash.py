"""What is sent again by a process that does not know whether it arrived: found again, dropped by Discord, or marked."""

from dataclasses import replace
from pathlib import Path

from bots.discord.app import DiscordPlatform
from core.model import Delivery, DeliveryKind, Receipt
from tests.bots.discord.line import Line, line_on, settings_for
from tests.bots.discord.orders import again, owed


async def repeated_by_the_next_process(line: Line, delivery: Delivery, folder: Path) -> Receipt:
    """Send it once more out of an adapter that remembers nothing."""
    settings = settings_for(line.discord, folder)
    following = DiscordPlatform(settings, line.intake, line.clock, recall=line.recall)
    await following.remember()
    assert line.platform._client is not None
    following.messenger.attach(line.platform._client)
    return await following.messenger.send(replace(again(delivery), uncertain=True))


async def test_a_first_answer_that_was_filled_before_is_filled_again_and_stays_one(line: Line, tmp_path: Path) -> None:
    asked = await line.ask()
    status = owed(asked, "Working on it")
    first = await line.platform.messenger.send(status)
    second = await repeated_by_the_next_process(line, status, tmp_path)
    assert line.world.said(line.channel) == ["Working on it"]
    assert second.last.message_id == first.last.message_id


async def test_a_first_answer_that_shows_something_else_is_left_alone(line: Line, tmp_path: Path) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working on it"))
    await repeated_by_the_next_process(line, owed(asked, "By the way", kind=DeliveryKind.ANSWER), tmp_path)
    assert line.world.said(line.channel) == ["Working on it", "By the way"]


async def test_a_follow_up_that_may_be_a_second_one_says_so(tmp_path: Path) -> None:
    async with line_on(tmp_path, has_bot=False) as line:
        asked = await line.ask()
        await line.platform.messenger.send(owed(asked, "Working on it"))
        result = owed(asked, "Done", kind=DeliveryKind.RESULT)
        await line.platform.messenger.send(result)
        await repeated_by_the_next_process(line, result, tmp_path)
        *_, first, second = line.world.said(line.channel)
        assert "may be a repeat" not in first
        assert "may be a repeat" in second
