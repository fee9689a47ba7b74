"""Messages of Discord's with anything in them, through discord.py, the adapter and the whole desk."""

from pathlib import Path
from typing import Any

import discord
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bots.discord import inbound
from core.model import ConversationKey
from tests.fakes.messenger import FakeMessenger
from tests.hostile.rooms import room
from tests.hostile.words import anything

ME = {"id": "99", "username": "reel", "discriminator": "0", "avatar": None, "bot": True}
PLACE = ConversationKey("discord", "9")
users = st.fixed_dictionaries(
    {
        "id": st.just("7"),
        "username": anything | st.sampled_from(["\\1", "\\g<0>", "\\"]),
        "discriminator": st.just("0"),
        "avatar": st.none(),
        "global_name": st.none() | anything,
    }
)
files = st.fixed_dictionaries(
    {
        "id": st.integers(1, 2**63).map(str),
        "filename": anything | st.sampled_from(["a.mp4", "b.pdf", "..", "x" * 300 + ".mov"]),
        "size": st.integers(0, 2**70),
        "url": st.sampled_from(["https://cdn.test/a.mp4?ex=1&hm=2", "http://127.0.0.1/a.mp4", "file:///etc/passwd"]) | anything,
        "proxy_url": st.just(""),
    },
    optional={"content_type": anything, "description": anything, "duration_secs": st.floats(allow_nan=True)},
)  # fmt: skip
payloads = st.fixed_dictionaries(
    {
        "channel_id": st.just("9"),
        "author": users,
        "content": anything | st.sampled_from(["", "<@7> and <@99>", "<@!7>"]),
        "timestamp": st.just("2026-01-05T12:00:00+00:00"),
        "edited_timestamp": st.sampled_from([None, "2026-01-05T12:01:00+00:00"]),
        "tts": st.just(False),
        "mention_everyone": st.booleans(),
        "mentions": st.lists(users, max_size=2),
        "mention_roles": st.lists(st.just("5"), max_size=1),
        "attachments": st.lists(files, max_size=3),
        "embeds": st.just([]),
        "pinned": st.just(False),
        "type": st.just(0),
    }
)


@pytest.mark.slow
def test_no_message_breaks_the_adapter_or_the_desk(tmp_path: Path) -> None:
    with room(tmp_path) as here:
        here.home.reelay.messengers["discord"] = there = FakeMessenger("discord")
        numbers = iter(range(10**6))

        async def connected() -> tuple[Any, discord.DMChannel, discord.ClientUser]:
            state: Any = discord.Client(intents=discord.Intents.none())._connection
            state.user = me = discord.ClientUser(state=state, data=ME)  # type: ignore[arg-type]
            place = {"id": "9", "type": 1, "last_message_id": None, "recipients": []}
            return state, discord.DMChannel(me=me, state=state, data=place), me  # type: ignore[arg-type]

        state, channel, me = here.do(connected)

        @settings(max_examples=60, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(payloads)
        def holds(payload: dict[str, Any]) -> None:
            data: Any = {"id": str(1000 + next(numbers)), **payload}

            async def arrives() -> bool:
                message = discord.Message(state=state, channel=channel, data=data)
                return await here.home.reelay.reception.receive(inbound.message_from(message, me)) is not None

            here.do(arrives)
            here.settle_and_check(PLACE)

        holds()
        assert there.sends
