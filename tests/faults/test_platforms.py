"""One chat platform is gone for an hour: the other goes on, and what is owed to the first waits and arrives."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import MessengerUnreachable
from core.model import ConversationKey, DeliveryKind, Person
from tests.fakes.house import DM, House, house
from tests.fakes.messenger import FakeMessenger

THERE = ConversationKey("discord", "9")
DANA = Person("discord", "4", "Dana")


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[tuple[House, FakeMessenger]]:
    async with house(tmp_path) as home:
        await home.crash()
        discord = FakeMessenger("discord", idempotent_sends=True)
        home.reelay.messengers["discord"] = discord
        await home.open()
        yield home, discord


async def test_an_hour_without_one_platform(both: tuple[House, FakeMessenger]) -> None:
    home, discord = both
    for method in ("send", "edit", "react", "show_activity"):
        home.messenger.will_fail(method, MessengerUnreachable(), times=100_000)
    await home.say("a sunset")
    await home.clock.advance(1800)
    await home.say("a forest", chat=THERE, person=DANA)
    await home.settled(THERE)
    assert [one.order.kind for one in discord.sends].count(DeliveryKind.RESULT) == 1
    await home.clock.advance(1800)
    assert home.messenger.sends == []
    assert home.backend.prompts == ["a sunset", "a forest"]  # the work itself did not wait

    tries = len(home.messenger.calls)
    assert tries < 600  # an hour of asking, with pauses that grow
    home.messenger.recover()
    await home.settled(DM)
    kinds = [one.order.kind for one in home.messenger.sends]
    assert kinds.count(DeliveryKind.RESULT) == 1
    assert kinds[0] is DeliveryKind.STATUS  # in the order in which it was owed
    assert not any(one.repeated for one in home.messenger.sends)
