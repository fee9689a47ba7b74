"""How a request ends, well or badly: who is told, who is notified, and what is shown of links."""

from dataclasses import replace
from pathlib import Path

from core.model import DeliveryKind, Media, MediaKind, RichText, Span
from tests.bots.discord.line import Line
from tests.bots.discord.orders import owed
from tests.fakes.discord_gateway.world import NO_PREVIEWS


def film(folder: Path) -> Media:
    path = folder / "film.mp4"
    path.write_bytes(bytes(3000))
    return Media(MediaKind.VIDEO, str(path), "film.mp4", 3000)


async def test_what_went_wrong_is_told_to_the_requester_alone_while_the_token_lives(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working on it"))
    await line.platform.messenger.send(owed(asked, "⚠️ It broke", kind=DeliveryKind.NOTICE))
    *_, told = line.world.history(line.channel)
    assert (told.seen_by, told.content) == (line.alice, "⚠️ It broke")


async def test_what_went_wrong_after_that_is_told_in_the_channel_and_notifies(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working on it"))
    line.world.advance(14 * 60 + 1)
    order = owed(asked, "⚠️ It broke", kind=DeliveryKind.NOTICE)
    await line.platform.messenger.send(replace(order, order=replace(order.order, job_id=1)))
    *_, told = line.world.history(line.channel)
    assert (told.seen_by, told.content) == (None, f"<@{line.alice}> ⚠️ It broke")


async def test_a_link_is_previewed_only_where_the_video_itself_stays_behind(line: Line, tmp_path: Path) -> None:
    asked = await line.ask()
    link = RichText.of(Span("https://cdn.test/v.mp4", url="https://cdn.test/v.mp4"))
    await line.platform.messenger.send(owed(asked, "Working on it"))
    await line.platform.messenger.send(owed(asked, link, kind=DeliveryKind.RESULT, media=film(tmp_path)))
    await line.platform.messenger.send(owed(asked, link, kind=DeliveryKind.RESULT))
    status, with_file, link_only = line.world.history(line.channel)
    assert [bool(post.flags & NO_PREVIEWS) for post in (status, with_file, link_only)] == [True, True, False]
