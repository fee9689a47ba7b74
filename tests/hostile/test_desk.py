"""Any message at all through the whole desk: answered, never broken, and harmless wherever it is shown."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.conversation.commands import Word
from core.model import (
    Attachment,
    AttachmentSource,
    Command,
    ConversationKind,
    Message,
    MessageRef,
    Person,
    RepliedTo,
)
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.clock import START
from tests.fakes.house import DM, GROUP
from tests.hostile.rooms import Room, room
from tests.hostile.words import EVIL, anything

attachments = st.builds(
    Attachment,
    name=anything | st.sampled_from(["a.mp4", "b.pdf", "c.docx", "d.txt", "e.png", ".mp4", "x" * 300 + ".mov"]),
    source=st.just(AttachmentSource.PLATFORM),
    reference=st.sampled_from(["known", "unknown", "../../etc/passwd"]),
    media_type=st.none() | anything,
    size=st.none() | st.integers(-5, 2**70),
    duration=st.none() | st.floats(allow_nan=True),
    caption=anything | st.just(""),
)
commands = st.builds(Command, st.sampled_from([*map(str, Word), "frobnicate", "", "</b>"]), anything | st.just(""))
messages = st.builds(
    Message,
    update_id=st.just(""),
    ref=st.builds(MessageRef, st.sampled_from([DM, GROUP]), anything),
    kind=st.sampled_from(ConversationKind),
    person=st.builds(Person, st.just("telegram"), st.sampled_from(["1", "2"]), anything, st.none() | anything),
    sent_at=st.just(START),
    text=anything | st.just(""),
    attachments=st.lists(attachments, max_size=3).map(tuple),
    command=st.none() | commands,
    replied_to=st.none()
    | st.builds(RepliedTo, anything, anything, st.lists(attachments, max_size=2).map(tuple), st.booleans()),
    locale=st.sampled_from([None, "en", "xx", "../../etc", "zh-Hant-TW", "de\n", "\x00"]),
    edited=st.booleans(),
)


@pytest.mark.slow
def test_any_message_is_answered_and_breaks_nothing(tmp_path: Path) -> None:
    with room(tmp_path) as here:
        here.home.messenger.files["known"] = b"\x00\x00\x00\x18ftypmp42" + bytes(200)
        numbers = iter(range(10**6))

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(messages)
        @example(
            Message(
                "", MessageRef(DM, "1"), ConversationKind.DIRECT, Person("telegram", "1", "\ud800"), START, "\ud800 x"
            )
        )
        def holds(message: Message) -> None:
            update = f"h{next(numbers)}"
            here.do(lambda: here.home.reelay.reception.receive(replace(message, update_id=update)))
            here.settle_and_check(DM, GROUP)

        holds()


@pytest.mark.parametrize("text", EVIL)
def test_whatever_the_agent_says_or_names_is_harmless(tmp_path: Path, text: str) -> None:
    with room(tmp_path) as here:
        here.home.backend.will_run(FakeRun(says=(text,), draft=draft_of(text)))
        _say(here, "a sunset")
        for word in ("history", "status", "timeline", "projects"):
            _say(here, "", word)


def _say(here: Room, text: str, word: str | None = None) -> None:
    here.do(lambda: here.home.say(text, command=(word, "") if word else None))
    here.settle_and_check(DM)
