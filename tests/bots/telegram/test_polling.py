"""Polling that loses nothing and never dies quietly."""

import asyncio

import pytest

from bots.telegram import TelegramPlatform
from core.errors import MessengerUnreachable, SettingsError
from tests.bots.telegram.bench import Bench, QuickClock, running, settings_for
from tests.bots.telegram.deliveries import delivery
from tests.bots.telegram.intake import FakeIntake
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.telegram_server.world import Webhook


async def test_an_update_is_confirmed_only_when_it_is_on_disk(server: TelegramServer) -> None:
    intake = FakeIntake()
    intake.fail = 3
    async with running(server, intake) as bench:
        anna = server.people.user()
        await server.people.say(anna, "one")
        await server.world.until(lambda: intake.fail < 3 and not bench.platform.health().ok)
        assert server.world.confirmed == []
        await server.people.say(anna, "two")
        await intake.next(2)
        assert [message.text for message in intake.messages] == ["one", "two"]
        await server.world.until(lambda: len(server.world.confirmed) == 2)
        assert bench.platform.health().ok


async def test_what_was_not_confirmed_comes_again_after_a_restart(server: TelegramServer) -> None:
    first = FakeIntake()
    first.fail = 10**6
    async with running(server, first):
        await server.people.say(server.people.user(), "keep me")
        await server.world.until(lambda: first.fail < 10**6)
    second = FakeIntake()
    async with running(server, second):
        assert (await second.next()).text == "keep me"


async def test_a_clean_stop_confirms_what_is_done_and_sending_goes_on(bench: Bench) -> None:
    anna = bench.server.people.user()
    await bench.server.people.say(anna, "one")
    await bench.intake.next()
    await bench.platform.stop_intake()
    assert len(bench.server.world.confirmed) == 1
    await bench.server.people.say(anna, "two")
    await bench.messenger.send(delivery(anna, "bye"))
    assert [message["text"] for message in bench.server.world.said(anna)] == ["bye"]
    assert len(bench.intake.messages) == 1


async def test_a_webhook_left_behind_is_taken_away_first(server: TelegramServer) -> None:
    async with running(server) as bench:
        await server.people.say(server.people.user(), "hi")
        await bench.intake.next()
    assert [call.method for call in server.world.calls[:2]] == ["getMe", "deleteWebhook"]


async def test_a_webhook_that_somebody_sets_later_is_taken_away_too(bench: Bench) -> None:
    world = bench.server.world
    await world.until(lambda: world.polls > 0)
    world.webhook = Webhook("http://127.0.0.1:9/elsewhere", "s")
    await bench.server.people.say(bench.server.people.user(), "hi")
    await world.until(lambda: world.webhook is None)
    await bench.intake.next()


async def test_a_server_that_is_down_at_start_is_waited_for(server: TelegramServer) -> None:
    server.fail("getMe", "reset", 3)
    async with running(server) as bench:
        await server.people.say(server.people.user(), "finally")
        await bench.intake.next()
        assert bench.platform.health().ok


async def test_a_wrong_token_is_the_operators_business(server: TelegramServer) -> None:
    platform = TelegramPlatform(settings_for(server, telegram_bot_token="123:WRONG"), FakeIntake(), QuickClock())
    with pytest.raises(SettingsError, match="BotFather") as caught:
        await platform.run()
    assert "WRONG" not in str(caught.value)
    assert not platform.health().ok
    assert "TELEGRAM_BOT_TOKEN" in platform.health().detail


async def test_after_a_fault_it_can_be_run_again(server: TelegramServer) -> None:
    intake = FakeIntake()
    platform = TelegramPlatform(settings_for(server), intake, QuickClock())
    for number in (1, 2):
        run = asyncio.create_task(platform.run())
        anna = server.people.user()
        await server.people.say(anna, "hi")
        await intake.next(number)
        await platform.messenger.send(delivery(anna, "hello"))
        run.cancel()
        await asyncio.wait([run])
        with pytest.raises(MessengerUnreachable):
            await platform.messenger.send(delivery(anna, "nobody is there"))


async def test_a_token_revoked_while_polling_is_noticed(server: TelegramServer) -> None:
    platform = TelegramPlatform(settings_for(server), FakeIntake(), QuickClock())
    task = asyncio.create_task(platform.run())
    await server.world.until(lambda: bool(server.world.calls_of("getMyCommands")))
    server.world.token = "123:NEW"
    server.fail("getUpdates", "refuse", 1, code=401, description="Unauthorized")
    await server.people.say(server.people.user(), "wake up")
    with pytest.raises(SettingsError):
        await task
    assert not platform.health().ok


async def test_a_second_poller_is_reported_and_outlived(bench: Bench) -> None:
    conflict = "Conflict: terminated by other getUpdates request"
    await bench.server.world.until(lambda: bench.platform.health().ok)
    bench.server.fail("getUpdates", "refuse", 3, code=409, description=conflict)
    anna = bench.server.people.user()
    await bench.server.people.say(anna, "one")
    await bench.server.world.until(lambda: "another program" in bench.platform.health().detail)
    await bench.server.people.say(anna, "two")
    await bench.intake.next(2)
    await bench.server.world.until(lambda: bench.platform.health().ok)


async def test_hiccups_of_the_network_are_polled_through(bench: Bench) -> None:
    bench.server.fail("getUpdates", "reset", 2)
    bench.server.fail("getUpdates", "slow_down", 1, seconds=2)
    bench.server.fail("getUpdates", "refuse", 1, code=502, description="Bad Gateway")
    anna = bench.server.people.user()
    for text in ("a", "b", "c"):
        await bench.server.people.say(anna, text)
    await bench.intake.next(3)
    assert [message.text for message in bench.intake.messages] == ["a", "b", "c"]


async def test_messages_of_one_chat_stay_in_order_among_many(bench: Bench) -> None:
    users = [bench.server.people.user(f"User {number}") for number in range(40)]
    for text in ("1", "2", "3"):
        for user in users:
            await bench.server.people.say(user, text)
    await bench.intake.next(120)
    for user in users:
        mine = [message.text for message in bench.intake.messages if message.person.user_id == str(user)]
        assert mine == ["1", "2", "3"]


async def test_an_update_that_cannot_be_written_holds_up_its_own_chat_only_and_nothing_comes_twice(
    server: TelegramServer,
) -> None:
    intake = FakeIntake()
    anna, ben = server.people.user("Anna"), server.people.user("Ben")
    for user, text in ((anna, "1"), (ben, "a"), (anna, "2"), (ben, "b")):
        await server.people.say(user, text)
    intake.fail = 1
    async with running(server, intake):
        await server.world.until(lambda: len(server.world.confirmed) == 4)
    told = [(message.person.user_id, message.text) for message in intake.messages]
    assert told == [(str(ben), "a"), (str(ben), "b"), (str(anna), "1"), (str(anna), "2")]


async def test_a_group_that_changes_its_id_does_so_in_its_place_among_all(server: TelegramServer) -> None:
    intake = FakeIntake()
    anna = server.people.user("Anna")
    async with running(server):
        group = await server.people.group("Film", owner=anna, basic=True)
        await server.world.until(lambda: len(server.world.confirmed) == 1)
    await server.people.say(anna, "before")
    await server.people.migrate(group, anna)
    intake.fail = 1
    async with running(server, intake):
        await intake.until(lambda: bool(intake.moved))
        assert [message.text for message in intake.messages] == ["before"]
