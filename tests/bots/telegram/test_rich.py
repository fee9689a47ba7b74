"""Rich messages, whatever they are made of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.telegram.rich import rich_attachments, rich_text
from core.conversation.commands import Word
from core.model import Command
from tests.bots.telegram.bench import Bench
from tests.fakes.telegram_server.world import BOT_USERNAME

KEYS = st.sampled_from(
    ["text", "blocks", "items", "cells", "caption", "photo", "video", "file_id", "width", "label", "url", "summary"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (
            {"type": "paragraph", "text": ["a ", {"type": "bold", "text": ["b", {"type": "italic", "text": "c"}]}]},
            "a bc",
        ),
        ({"type": "paragraph", "text": {"type": "url", "text": "this", "url": "https://a.bc"}}, "this (https://a.bc)"),
        ({"type": "paragraph", "text": {"type": "url", "text": "https://a.bc", "url": "https://a.bc"}}, "https://a.bc"),
        ({"type": "table", "cells": [[{"text": "a"}, {"text": "b"}], [{"text": "c"}]]}, "a | b\nc"),
        ({"type": "details", "summary": "More", "blocks": [{"type": "paragraph", "text": "x"}]}, "More\nx"),
        ({"type": "photo", "photo": [], "caption": {"text": "A dog", "credit": "Ben"}}, "A dog\nBen"),
        ({"type": "divider"}, ""),
    ],
)
def test_each_kind_of_block_is_read(block: dict[str, object], words: str) -> None:
    assert rich_text({"blocks": [block]}) == words


def test_files_are_found_wherever_they_stand() -> None:
    sizes = [{"file_id": "s", "width": 90}, {"file_id": "l", "width": 900, "file_unique_id": "u"}]
    photo = {"type": "photo", "photo": sizes}
    voice = {"type": "voice_note", "voice_note": {"file_id": "v", "file_unique_id": "w", "duration": 3}}
    found = list(rich_attachments({"blocks": [{"type": "collage", "blocks": [photo]}, voice]}))
    assert [(file.reference, file.name) for file in found] == [("l", "photo_u.jpg"), ("v", "voice_note_w.ogg")]


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_nothing_breaks_the_reader(value: object) -> None:
    rich_text(value)
    list(rich_attachments(value))


async def test_commands_and_mentions_in_rich_messages_count(bench: Bench) -> None:
    people = bench.server.people
    anna = people.user()
    chat = await people.group(owner=anna)
    bench.server.world.privacy = False
    for text in ("lunch?", f"/export@{BOT_USERNAME} 3", f"hello @{BOT_USERNAME}"):
        rich = {"rich_message": {"blocks": [{"type": "paragraph", "text": text}]}}
        await people._post(anna, chat, rich, None, None)
    await bench.intake.next(3)
    export, mention = bench.intake.messages[1:]
    assert export.command == Command(Word.EXPORT, "3")
    assert (mention.text, mention.addressed) == ("hello", True)
