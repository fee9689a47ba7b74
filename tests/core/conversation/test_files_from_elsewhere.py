"""Files that are not in the message itself: behind a link in its words, or in the message that it answers."""

from pathlib import Path

import pytest

from core.conversation.requests import linked_files
from core.model import DeliveryKind, RepliedTo
from core.skills import load_skills
from tests.core.conversation.conftest import photo
from tests.fakes.house import GROUP, House


@pytest.mark.parametrize("words", ["cut www.example.com/my%20clip.mp4, please", "cut WWW.example.com/my%20clip.mp4"])
def test_an_address_without_its_scheme_is_one_too(words: str) -> None:
    text, [file] = linked_files(words, load_skills()["video-to-generator"])
    assert (file.name, file.reference.casefold()) == ("my clip.mp4", "https://www.example.com/my%20clip.mp4")
    assert "www" not in text


async def test_a_link_to_a_private_address_is_refused(home: House) -> None:
    await home.say("use http://127.0.0.1/clip.mp4 please")
    await home.settled()
    assert "cannot fetch that link" in home.texts(DeliveryKind.NOTICE)[0]
    assert home.backend.asked("upload_urls") == []


async def test_the_file_of_an_answered_message_is_used_when_the_bot_never_saw_it(home: House, tmp_path: Path) -> None:
    earlier = RepliedTo("m999", attachments=(photo(tmp_path),))
    await home.say("make a slideshow of this", chat=GROUP, replied_to=earlier)
    await home.settled(GROUP)
    assert len(home.backend.asked("upload_files")) == 1


async def test_the_file_of_an_answered_message_is_not_taken_twice(home: House, tmp_path: Path) -> None:
    file = photo(tmp_path)
    known = await home.say(files=[file])
    await home.settled()
    await home.say("make it warm", replied_to=RepliedTo(known, attachments=(file,)))
    await home.settled()
    assert len(home.backend.asked("upload_files")) == 1
