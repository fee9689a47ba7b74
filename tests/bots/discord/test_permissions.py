"""What the bot may not do somewhere: it does what it may, and says once what is missing."""

from pathlib import Path

import pytest

from core.errors import ConversationGone, DeliveryRefused
from core.model import DeliveryKind, Media, MediaKind, RichText, Span
from core.ports import Activity
from tests.bots.discord.line import Line, line_on
from tests.bots.discord.orders import owed
from tests.fakes.discord_gateway.world import ATTACH, HISTORY, SEND, SEND_IN_THREADS, THREADS, VIEW

LINKED = RichText.of("Done ", Span("https://cdn.example/film.mp4", url="https://cdn.example/film.mp4"))


def film(folder: Path) -> Media:
    path = folder / "film.mp4"
    path.write_bytes(b"film" * 1000)
    return Media(MediaKind.VIDEO, str(path), "film.mp4", path.stat().st_size)


async def test_without_attach_files_the_link_stays(line: Line, tmp_path: Path) -> None:
    line.world.channels[line.channel].denied = ATTACH
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    await line.platform.messenger.send(owed(asked, LINKED, kind=DeliveryKind.RESULT, media=film(tmp_path)))
    result = line.world.history(line.channel)[-1]
    assert result.files == []
    assert "Attach Files" in result.content


async def test_without_read_history_a_result_answers_nothing_in_particular(line: Line) -> None:
    line.world.channels[line.channel].denied = HISTORY
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    assert line.world.history(line.channel)[-1].reference is None


async def test_where_the_bot_may_not_write_a_result_comes_through_the_token(line: Line) -> None:
    line.world.channels[line.channel].denied = SEND
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    assert line.world.said(line.channel)[-1].endswith("Done")
    assert len(line.discord.requests("POST", "/webhooks/")) == 1


async def test_thread_gaps_are_said_once_and_the_channel_serves(tmp_path: Path) -> None:
    async with line_on(tmp_path, discord_threads=True) as line:
        line.world.channels[line.channel].denied = THREADS | SEND_IN_THREADS
        asked = await line.ask()
        assert asked.conversation.topic_id == ""
        await line.platform.messenger.send(owed(asked, "Working"))
        await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
        said = line.world.said(line.channel)
        assert sum("Create Public Threads" in text for text in said) == 1


async def test_a_thread_the_bot_may_not_write_in_is_answered_beside_it(tmp_path: Path) -> None:
    async with line_on(tmp_path, discord_threads=True) as line:
        asked = await line.ask()
        (thread,) = line.world.threads(line.channel)
        assert asked.conversation.topic_id == str(thread.id)
        thread.denied = SEND_IN_THREADS
        line.world.advance(15 * 60)
        await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
        await line.platform.messenger.send(owed(asked, "Again", kind=DeliveryKind.RESULT))
        done, again = line.world.said(line.channel)[-2:]
        assert "Done" in done
        assert "Send Messages in Threads" in done
        assert "Again" in again
        assert "Send Messages in Threads" not in again


async def test_a_thread_that_was_locked_is_answered_beside_it(tmp_path: Path) -> None:
    async with line_on(tmp_path, discord_threads=True) as line:
        asked = await line.ask()
        (thread,) = line.world.threads(line.channel)
        thread.locked = True
        line.world.advance(15 * 60)
        await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
        assert "Done" in line.world.said(line.channel)[-1]
        assert "The thread is locked" in line.world.said(line.channel)[-1]


async def test_typing_shows_and_is_no_error_where_it_cannot(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.show_activity(asked.conversation, Activity.WORKING)
    assert line.world.typing == [line.channel]
    line.world.channels[line.channel].denied = VIEW
    for _ in range(3):
        await line.platform.messenger.show_activity(asked.conversation, Activity.WORKING)
    assert [entry.status for entry in line.discord.requests("POST", "/typing$")] == [204, 403]


async def test_who_runs_the_server_is_asked_of_discord(line: Line) -> None:
    line.world.guilds[line.guild].managers.add(line.bob)
    asked = await line.ask()
    await line.discord.acts.slash(line.bob, line.channel, "reel status")
    from_bob = await line.got(2)
    messenger = line.platform.messenger
    assert not await messenger.is_admin(asked.conversation, asked.person)
    assert await messenger.is_admin(asked.conversation, from_bob.person)
    await line.discord.acts.write(line.alice, line.world.inbox_of(line.alice), "hello")
    direct = await line.got(3)
    assert await messenger.is_admin(direct.conversation, direct.person)


async def test_a_missing_permission_is_said_once_a_place(line: Line, tmp_path: Path) -> None:
    line.world.channels[line.channel].denied = ATTACH
    asked = await line.ask()
    for _ in range(3):
        await line.platform.messenger.send(owed(asked, LINKED, kind=DeliveryKind.RESULT, media=film(tmp_path)))
    said = line.world.said(line.channel)
    assert len(said) == 3
    assert sum("Attach Files" in text for text in said) == 1


async def test_a_result_for_a_channel_that_closed_comes_to_its_requester(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    line.world.advance(15 * 60)
    line.world.channels[line.channel].denied = VIEW
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    assert line.world.said(line.world.inbox_of(line.alice)) == [f"<@{line.alice}> Done"]


async def test_where_nothing_is_left_the_core_is_told(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    line.world.advance(15 * 60)
    line.world.closed_inboxes.add(line.alice)
    for denied, error in ((VIEW, ConversationGone), (SEND, DeliveryRefused)):
        line.world.channels[line.channel].denied = denied
        with pytest.raises(error):
            await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))


async def test_a_server_error_that_passes_is_not_noticed(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    line.discord.fail("POST", "/channels/.*/messages$", status=500)
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    assert len([text for text in line.world.said(line.channel) if "Done" in text]) == 1
