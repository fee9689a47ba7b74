"""A message whose platform still has to find its place is kept, and handled only there."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from core.model import Command, ConversationKind, Message, MessageRef, Permit
from tests.fakes.house import ANA, GROUP, House, house

TOPIC = replace(GROUP, topic_id="7")


def on_the_way(home: House, update: str, command: Command) -> Message:
    permit = Permit("test-permit", home.clock.now() + timedelta(minutes=15))
    return Message(
        update_id=update,
        ref=MessageRef(GROUP, update),
        kind=ConversationKind.GROUP,
        person=ANA,
        sent_at=home.clock.now(),
        command=command,
        locale="en",
        placed=False,
        permit=permit,
    )


async def test_it_is_handled_where_it_was_placed_and_not_before(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        assert await home.reelay.reception.receive(on_the_way(home, "i1", Command("help"))) is not None
        await home.clock.advance(60)
        assert home.texts(chat=GROUP) == []
        await home.reelay.reception.place("i1", MessageRef(TOPIC, "m7", {"found": "yes"}))
        await home.settled(TOPIC)
        (sent,) = home.messenger.sends
        assert (sent.order.conversation, sent.order.reply_to) == (TOPIC, MessageRef(TOPIC, "m7", {"found": "yes"}))
        await home.reelay.reception.place("i1", MessageRef(GROUP, "m8"))
        await home.settled(GROUP)
        assert len(home.messenger.sends) == 1


async def test_the_next_start_waits_for_its_place_too(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.reelay.reception.receive(on_the_way(home, "i1", Command("help")))
    async with house(tmp_path) as home:
        await home.clock.advance(60)
        assert home.messenger.sends == []
        assert [message.update_id for message in await home.reelay.store.recall.unplaced("telegram")] == ["i1"]
        await home.reelay.reception.place("i1", MessageRef(TOPIC, "m7"))
        await home.settled(TOPIC)
        assert len(home.messenger.sends) == 1


async def test_a_token_given_on_the_way_is_sealed_and_stays_so(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        given = on_the_way(home, "i1", Command("make", "nmv_usr_test-token of mine"))
        kept = await home.reelay.reception.receive(given)
        assert kept is not None
        assert kept.command is not None
        assert kept.command.name == "token", "what the adapter goes on with holds no secret"
        await home.reelay.reception.place("i1", MessageRef(TOPIC, "m7"))
        await home.settled(TOPIC)
        assert not any(b"nmv_usr_test" in path.read_bytes() for path in tmp_path.glob("reelay.db*"))
