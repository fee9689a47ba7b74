"""Updates of Telegram's with anything in any place, through the adapter and the whole desk."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from telegram import Bot

from bots.telegram.buttons import ButtonCodec
from bots.telegram.inbound import Reader
from bots.telegram.receiver import Receiver
from bots.telegram.words import BotIdentity
from core.model import Button, ConversationKey
from tests.hostile.rooms import room
from tests.hostile.words import anything

ANNA = {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "en"}
CHAT = {"id": 7, "type": "private", "first_name": "Anna"}
BASE = {"message_id": 5, "date": 1_767_600_000, "from": ANNA, "chat": CHAT}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 10, "file_name": "a.mp4", "mime_type": "video/mp4"}
ODD = FILE | {"file_size": -9340169526621922.0}
CODEC = ButtonCodec(b"key")
DATA = CODEC.keyboard([[Button("Cancel", "cancel", "r1")]]).markup
assert DATA is not None
TEMPLATES: list[dict[str, Any]] = [
    {"message": BASE | {"text": "/export 1", "entities": [{"type": "bot_command", "offset": 0, "length": 7}]}},
    {
        "message": BASE
        | {"text": "hi", "entities": [{"type": "text_link", "offset": 0, "length": 2, "url": "http://x"}]}
    },
    {"message": BASE | {"caption": "faster", "document": FILE, "media_group_id": "9"}},
    {"message": BASE | {"video": FILE | {"width": 1, "height": 1, "duration": 1}}},
    {"message": BASE | {"text": "it", "reply_to_message": BASE | {"message_id": 4, "document": FILE}}},
    {"message": BASE | {"text": "it", "quote": {"text": "that", "position": 0}}},
    {"message": BASE | {"migrate_to_chat_id": -1009}},
    {"edited_message": BASE | {"text": "other words", "edit_date": 1_767_600_060}},
    {
        "callback_query": {
            "id": "q",
            "from": ANNA,
            "chat_instance": "c",
            "data": DATA.inline_keyboard[0][0].callback_data,
            "message": BASE | {"text": "status"},
        }
    },
    {
        "my_chat_member": {
            "chat": CHAT,
            "from": ANNA,
            "date": 1_767_600_000,
            "old_chat_member": {"user": ANNA, "status": "member"},
            "new_chat_member": {"user": ANNA, "status": "kicked", "until_date": 0},
        }
    },
]
leaves = (
    anything
    | st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.lists(st.integers(), max_size=2)
    | st.dictionaries(st.text(max_size=5), st.integers(), max_size=2)
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, the inner ones too."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += places(item, (*path, key))
    return found


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    """One of the templates with up to three places replaced or missing."""
    update: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(TEMPLATES)))
    for path in draw(st.lists(st.sampled_from(places(update)), max_size=3)):
        spot: Any = update
        try:
            for key in path[:-1]:
                spot = spot[key]
            if draw(st.booleans()):
                spot[path[-1]] = draw(leaves)
            else:
                del spot[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
    result: dict[str, Any] = update
    return result


class Silent(Bot):
    """A bot that sends nothing."""

    async def answer_callback_query(self, *args: Any, **kwargs: Any) -> bool:
        return True


@pytest.mark.slow
def test_no_update_breaks_the_adapter_or_the_desk(tmp_path: Path) -> None:
    with room(tmp_path) as here:
        numbers = iter(range(10**6))
        reader = Reader(BotIdentity(99, "reelbot", reads_everything=True), CODEC)
        receiver = Receiver(Silent("123:TEST"), reader, here.home.reelay.reception, here.home.clock)

        here.do(lambda: here.home.say(command=("settings", "auto_export off")))

        @settings(
            max_examples=200,
            phases=[Phase.explicit, Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(updates())
        @example({"message": BASE | {"text": "it", "reply_to_message": BASE | {"message_id": 4, "document": ODD}}})
        def holds(update: dict[str, Any]) -> None:
            here.do(lambda: receiver.take({"update_id": next(numbers), **update}))
            here.settle_and_check(ConversationKey("telegram", "7"))

        holds()
        here.do(receiver.close)
