"""The supervisor: a connection is kept whatever breaks it, and what only the operator can mend is said."""

import asyncio
import socket
from pathlib import Path

import pytest
from discord.http import Route

from bots.discord.app import DiscordPlatform
from core.clock import SystemClock
from core.errors import SettingsError
from core.settings import Settings
from tests.bots.discord.intake import FakeIntake
from tests.bots.discord.line import Line, WorldClock, settings_for, untouched_library
from tests.fakes.discord_gateway import FakeDiscord


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(line: Line) -> None:
    await line.discord.gateway.drop(4000)
    await line.discord.acts.slash(line.alice, line.channel, "reel make", prompt="a cat")
    message = await line.got()
    assert message.text == "a cat"
    assert (line.discord.gateway.identified, line.discord.gateway.resumed) == (1, 1)


async def test_discord_may_ask_to_come_back(line: Line) -> None:
    await line.discord.gateway.ask_to_reconnect()
    await line.discord.gateway.ready.wait()
    await line.ask()
    assert line.discord.gateway.resumed == 1


async def test_a_forgotten_session_is_identified_anew(line: Line) -> None:
    await line.discord.gateway.forget_sessions()
    await line.discord.gateway.ready.wait()
    await line.ask()
    assert line.discord.gateway.identified == 2


async def test_health_tells_whether_discord_was_heard_of_lately(line: Line) -> None:
    client = line.platform._client
    assert client is not None
    async with asyncio.timeout(10):
        await client.wait_until_ready()
    assert line.platform.health().ok
    line.world.advance(600)
    health = line.platform.health()
    assert not health.ok
    assert "no sign of life" in health.detail
    await line.ask()
    assert line.platform.health().ok


async def test_rest_down_at_login_is_tried_again_with_a_fresh_client(tmp_path: Path) -> None:
    async with untouched_library():
        fake = FakeDiscord(port=free_port())
        clock = WorldClock(fake.world)
        platform = DiscordPlatform(settings_for(fake, tmp_path), FakeIntake(), clock)
        running = asyncio.create_task(platform.run())
        await clock.slept(3)
        assert clock.sleeps[:3] == [1.0, 2.0, 4.0]
        assert not platform.health().ok
        first = platform._client
        async with fake:
            await fake.gateway.ready.wait()
            assert platform._client is not first
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_a_refused_first_gateway_connection_is_tried_again(tmp_path: Path) -> None:
    async with untouched_library(), FakeDiscord() as fake:
        settings = settings_for(fake, tmp_path, discord_gateway_url=f"ws://127.0.0.1:{free_port()}/gateway")
        clock = WorldClock(fake.world)
        platform = DiscordPlatform(settings, FakeIntake(), clock)
        running = asyncio.create_task(platform.run())
        await clock.slept(1)
        assert "Cannot connect to host 127.0.0.1" in platform.health().detail
        platform._settings = settings_for(fake, tmp_path)
        await fake.gateway.ready.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_refused_token_ends_discord_with_a_sentence_that_helps(tmp_path: Path) -> None:
    async with untouched_library(), FakeDiscord() as fake:
        settings = settings_for(fake, tmp_path, discord_bot_token="xyz.WRONG")
        platform = DiscordPlatform(settings, FakeIntake(), WorldClock(fake.world))
        with pytest.raises(SettingsError, match="Reset Token") as refused:
            await platform.run()
        assert "xyz.WRONG" not in str(refused.value)


@pytest.mark.parametrize(("code", "advice"), [(4004, "Reset Token"), (4014, "intents")])
async def test_what_the_gateway_closes_for_good_is_said(line: Line, code: int, advice: str) -> None:
    await line.discord.gateway.drop(code)
    with pytest.raises(SettingsError, match=advice):
        async with asyncio.timeout(10):
            await line.running


async def test_any_other_close_takes_a_fresh_client(line: Line) -> None:
    first = line.platform._client
    await line.discord.gateway.drop(4013 - 3)
    await line.discord.gateway.ready.wait()
    await line.ask()
    assert line.platform._client is not first


async def test_no_token_is_a_setting_that_is_missing(tmp_path: Path) -> None:
    settings = Settings.model_validate({"discord_bot_token": None, "reelay_data_dir": tmp_path})
    with pytest.raises(SettingsError, match="DISCORD_BOT_TOKEN"):
        DiscordPlatform(settings, FakeIntake(), SystemClock())


async def test_stopping_lets_go_of_everything(line: Line) -> None:
    await line.platform.stop_intake()
    await line.discord.acts.slash(line.alice, line.channel, "reel make", prompt="a cat")
    await line.discord.until(lambda: line.world.said(line.channel))
    assert "restarting" in line.world.said(line.channel)[0]
    line.running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await line.running
    assert not line.platform.health().ok
    assert all(session.socket is None or session.socket.closed for session in line.discord.gateway.sessions.values())


async def test_only_the_intents_that_need_no_approval_are_asked_for(line: Line) -> None:
    (session,) = line.discord.gateway.sessions.values()
    assert session.intents == 1 << 0 | 1 << 9 | 1 << 12


async def test_several_shards_share_the_servers(tmp_path: Path) -> None:
    async with untouched_library(), FakeDiscord(shards=2) as fake:
        places = []
        for number in range(4):
            guild = fake.world.add_guild(f"Server {number}")
            places.append(fake.world.add_channel(guild, "general"))
        alice = fake.world.add_user("alice")
        intake = FakeIntake()
        platform = DiscordPlatform(settings_for(fake, tmp_path), intake, WorldClock(fake.world))
        running = asyncio.create_task(platform.run())
        await fake.gateway.all_ready.wait()
        for place in places:
            await fake.acts.slash(alice, place, "reel status")
        await intake.arrived(4)
        assert {message.conversation.chat_id for message in intake.messages} == {str(place) for place in places}
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def test_the_address_of_discord_itself_is_left_alone() -> None:
    assert Route.BASE.startswith("https://discord.com/api/")


async def test_stopping_while_discord_is_away_takes_no_time(line: Line) -> None:
    await line.discord.stop()
    line.running.cancel()
    async with asyncio.timeout(8):
        await asyncio.gather(line.running, return_exceptions=True)
    assert line.running.done()
