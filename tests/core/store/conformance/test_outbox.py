"""The outbox: owed once, in order, intent before the send, receipt after."""

from datetime import timedelta

from core.model import Delivery, DeliveryState, MessageRef, Person, Receipt
from core.ports import Outbox
from tests.core.store.builders import CHAT, OTHER, delivery, words
from tests.fakes.clock import FakeClock

TELEGRAM = ["telegram"]
RECEIPT = Receipt((MessageRef(CHAT, "1"), MessageRef(CHAT, "2", {"thread": "x"})))


async def due_keys(outbox: Outbox) -> list[str]:
    return [item.order.key for item in await outbox.due(TELEGRAM, 10)]


async def send(outbox: Outbox, receipt: Receipt | None = RECEIPT) -> Delivery:
    first = (await outbox.due(TELEGRAM, 1))[0]
    assert await outbox.sending(first)
    await outbox.settled(first, DeliveryState.SENT, receipt)
    return first


async def test_owing_a_key_twice_owes_it_once_even_after_it_was_sent(outbox: Outbox) -> None:
    assert await outbox.owe(delivery("a")) is True
    assert await outbox.owe(delivery("a")) is False
    await send(outbox)
    assert await outbox.owe(delivery("a")) is False
    assert await due_keys(outbox) == []


async def test_a_delivery_comes_back_as_it_was_owed(outbox: Outbox) -> None:
    order = delivery(
        "a", reply_to=MessageRef(CHAT, "9", {"k": "v"}), mention=Person("telegram", "1", "😀"), private=True
    )
    await outbox.owe(order)
    (owed,) = await outbox.due(TELEGRAM, 10)
    assert (owed.order, owed.state, owed.attempts, owed.repeated) == (order, DeliveryState.PENDING, 0, 0)
    assert 0 < len(owed.nonce) <= 25


async def test_only_the_oldest_of_each_conversation_is_due(outbox: Outbox) -> None:
    for key, place in (("a1", CHAT), ("a2", CHAT), ("b1", OTHER)):
        await outbox.owe(delivery(key, place))
    assert await due_keys(outbox) == ["a1", "b1"]
    (first, _) = await outbox.due(TELEGRAM, 10)
    assert await outbox.sending(first)
    assert await due_keys(outbox) == ["b1"]
    await outbox.settled(first, DeliveryState.SENT, RECEIPT)
    assert await due_keys(outbox) == ["a2", "b1"]


async def test_only_the_asked_platforms_are_due(outbox: Outbox) -> None:
    await outbox.owe(delivery("a"))
    assert await outbox.due(["discord", "console"], 10) == []


async def test_a_delivery_that_waits_holds_back_what_follows_it(outbox: Outbox, clock: FakeClock) -> None:
    for key in ("a1", "a2"):
        await outbox.owe(delivery(key))
    (first,) = await outbox.due(TELEGRAM, 10)
    await outbox.sending(first)
    await outbox.again(first, not_before=clock.now() + timedelta(seconds=10))
    assert await due_keys(outbox) == []
    await clock.advance(10)
    assert await due_keys(outbox) == ["a1"]


async def test_the_intent_is_stored_once(outbox: Outbox, clock: FakeClock) -> None:
    await outbox.owe(delivery("a"))
    (first,) = await outbox.due(TELEGRAM, 10)
    assert await outbox.sending(first) is True
    assert await outbox.sending(first) is False
    (left,) = await outbox.interrupted()
    assert (left.state, left.attempts, left.nonce) == (DeliveryState.SENDING, 1, first.nonce)
    assert (first.tried_at, left.tried_at) == (None, clock.now())
    assert await outbox.interrupted(["discord"]) == []
    assert await outbox.interrupted(TELEGRAM) == [left]


async def test_what_was_read_before_it_was_put_off_does_not_leave_early(outbox: Outbox, clock: FakeClock) -> None:
    await outbox.owe(delivery("a"))
    (seen,) = await outbox.due(TELEGRAM, 10)
    await outbox.sending(seen)
    await outbox.again(seen, not_before=clock.now() + timedelta(seconds=10))
    assert await outbox.sending(seen) is False


async def test_the_first_try_that_may_have_arrived_is_remembered(outbox: Outbox, clock: FakeClock) -> None:
    start = clock.now()
    await outbox.owe(delivery("a"))
    for certain, tried in ((True, None), (False, start), (False, start)):
        (seen,) = await outbox.due(TELEGRAM, 10)
        await outbox.sending(seen)
        await outbox.again(seen, certain=certain)
        (again,) = await outbox.due(TELEGRAM, 10)
        assert again.tried_at == tried
        start = start if certain else again.tried_at or start
        await clock.advance(0 if certain else 60)


async def test_the_receipt_is_kept(outbox: Outbox) -> None:
    await outbox.owe(delivery("a"))
    await send(outbox)
    sent = await outbox.by_key("a")
    assert sent is not None
    assert (sent.state, sent.receipt) == (DeliveryState.SENT, RECEIPT)
    assert await outbox.by_key("b") is None


async def test_a_repeat_keeps_its_nonce_and_its_mark(outbox: Outbox) -> None:
    await outbox.owe(delivery("a"))
    (first,) = await outbox.due(TELEGRAM, 10)
    await outbox.sending(first)
    await outbox.settled(first, DeliveryState.UNKNOWN)
    assert await due_keys(outbox) == []
    await outbox.again(first, marked=True)
    (repeat,) = await outbox.due(TELEGRAM, 10)
    assert (repeat.nonce, repeat.repeated, repeat.attempts) == (first.nonce, 1, 1)


async def test_what_was_sent_is_never_pending_again(outbox: Outbox) -> None:
    await outbox.owe(delivery("a"))
    sent = await send(outbox)
    await outbox.again(sent)
    await outbox.settled(sent, DeliveryState.UNKNOWN)
    kept = await outbox.by_key("a")
    assert kept is not None
    assert kept.state is DeliveryState.SENT


async def test_a_conversation_that_is_gone_is_owed_nothing(outbox: Outbox) -> None:
    await outbox.owe(delivery("a"))
    await outbox.owe(delivery("b", OTHER))
    assert await outbox.drop_conversation(CHAT) == 1
    assert await due_keys(outbox) == ["b"]
    assert await outbox.drop_conversation(CHAT) == 0


async def test_last_words_stay_owed_until_they_are_shown(outbox: Outbox) -> None:
    assert await outbox.final_edit("status", words("done")) is False
    await outbox.owe(delivery("status"))
    assert await outbox.final_edit("status", words("done")) is True
    assert await outbox.final_edits(TELEGRAM) == []
    await send(outbox)
    await outbox.final_edit("status", words("done, really"))
    ((status, content),) = await outbox.final_edits(TELEGRAM)
    assert (status.receipt, content) == (RECEIPT, words("done, really"))
    await outbox.edited(status, words("done"))
    assert len(await outbox.final_edits(TELEGRAM)) == 1
    await outbox.edited(status, words("done, really"))
    assert await outbox.final_edits(TELEGRAM) == []


async def test_the_job_behind_a_message_is_found_by_each_of_its_parts_in_its_own_chat(outbox: Outbox) -> None:
    await outbox.owe(delivery("a", job_id=5))
    await outbox.owe(delivery("b"))
    await send(outbox)
    await send(outbox, Receipt((MessageRef(CHAT, "3"),)))
    assert [await outbox.job_behind(MessageRef(CHAT, number)) for number in ("1", "2", "3", "4")] == [5, 5, None, None]
    assert await outbox.job_behind(MessageRef(OTHER, "1")) is None
