"""What an adapter finds again after a restart: requests on the way, permits, places, and until when it listened."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from core.model import ConversationKey, ConversationKind, Message, MessageRef, Permit
from core.ports import Store
from core.vault import Vault
from tests.core.store.builders import CHAT, OTHER, message
from tests.core.store.conformance.conftest import Opened
from tests.fakes.clock import FakeClock

SECRET = "CANARY-permit"
THREAD = replace(CHAT, topic_id="77")
HERE = MessageRef(THREAD, "m77", {"found": "yes"})
MINUTE = timedelta(minutes=1)


def on_the_way(number: str, clock: FakeClock, conversation: ConversationKey = CHAT) -> Message:
    """A request that is not at its place yet, with a permit of a quarter of an hour."""
    permit = Permit(SECRET + number, clock.now() + 15 * MINUTE)
    return message(number, conversation, placed=False, permit=permit)


async def test_a_request_on_the_way_is_recalled_until_it_is_placed_once(store: Store, clock: FakeClock) -> None:
    request = on_the_way("1", clock)
    await store.inbox.add(request)
    await store.inbox.add(message("2"))
    await store.inbox.add(on_the_way("3", clock, ConversationKey("discord", "1")))
    assert await store.recall.unplaced("telegram") == [replace(request, permit=None)]
    row = await store.inbox.place("1", HERE)
    assert row is not None
    assert row.message == replace(request, permit=None, placed=True, ref=HERE)
    assert await store.recall.unplaced("telegram") == []
    assert row in await store.inbox.pending()
    assert await store.inbox.first_row(HERE) == row.id
    assert await store.inbox.place("1", MessageRef(OTHER, "m9")) is None
    assert await store.inbox.place("unheard of", HERE) is None


async def test_what_was_handled_is_placed_no_more(store: Store, clock: FakeClock) -> None:
    row = await store.inbox.add(on_the_way("1", clock))
    assert row is not None
    await store.inbox.done([row])
    assert await store.inbox.place("1", HERE) is None
    assert await store.recall.unplaced("telegram") == []


async def test_permits_are_known_until_they_end_and_then_forgotten(store: Store, clock: FakeClock) -> None:
    first, second = on_the_way("1", clock), on_the_way("2", clock, ConversationKey("discord", "1"))
    await store.inbox.add(first)
    await store.inbox.add(second)
    await store.inbox.add(replace(first, permit=Permit("of a repeat", clock.now() + MINUTE)))
    assert await store.recall.permits("telegram") == {"1": first.permit}
    await clock.advance(15 * 60)
    assert await store.recall.permits("telegram") == {}
    await store.inbox.add(on_the_way("3", clock))
    assert list(await store.recall.permits("telegram")) == ["3"]


async def test_a_permit_lies_sealed_and_outlives_a_rotation(opened: Opened, tmp_path: Path, clock: FakeClock) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    request = on_the_way("1", clock)
    async with opened(tmp_path, Vault([old]), clock) as store:
        await store.inbox.add(request)
        await store.inbox.place("1", HERE)
        assert not any(SECRET.encode() in path.read_bytes() for path in tmp_path.iterdir())
    async with opened(tmp_path, Vault([new, old]), clock) as store:
        assert await store.credentials.rotate() == 1
    async with opened(tmp_path, Vault([new]), clock) as store:
        assert await store.recall.permits("telegram") == {"1": request.permit}
    async with opened(tmp_path, Vault([old]), clock) as store:
        assert await store.recall.permits("telegram") == {}, "what no key opens is as good as ended"


async def test_places_come_in_the_order_of_their_last_message(store: Store) -> None:
    for place in (OTHER, CHAT, THREAD, ConversationKey("discord", "1")):
        await store.conversations.get(place, ConversationKind.GROUP)
    await store.inbox.add(message("1", THREAD))
    await store.inbox.add(message("2", CHAT))
    await store.inbox.add(message("3", THREAD))
    assert await store.recall.places("telegram", 10) == [THREAD, CHAT, OTHER]
    assert await store.recall.places("telegram", 2) == [THREAD, CHAT]


async def test_how_long_was_listened_is_kept_for_each_platform(store: Store, clock: FakeClock) -> None:
    assert await store.recall.listened_until("discord") is None
    await store.recall.listening("discord", clock.now())
    await store.recall.listening("discord", clock.now() + MINUTE)
    await store.recall.listening("telegram", clock.now())
    assert await store.recall.listened_until("discord") == clock.now() + MINUTE
