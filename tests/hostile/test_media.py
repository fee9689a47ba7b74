"""Files made to hurt, sent through a chat to the real studio: refused with a sentence, and both go on working."""

from pathlib import Path

import pytest

from core.model import Attachment, AttachmentSource, DeliveryKind
from tests.fakes.house import DM
from tests.fakes.studio_process import studio_process
from tests.fakes.wired import wired_house
from tests.studio.render.material import make_clip
from tests.studio.render.test_probe import hostile

REFUSALS = (
    "is empty: there is nothing in it",
    "it is damaged, or of a type that is not taken",
    "not a file I can use",
    "no text in",
    "could not fetch",
)


@pytest.mark.heavy
async def test_no_hostile_file_gets_into_a_project_or_out_of_its_machine(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    files = hostile(tmp_path / "files")
    del files["notes.txt"]  # words in a chat are a wish, and welcome
    async with (
        studio_process(tmp_path / "studio") as studio,
        wired_house(tmp_path / "data", studio.url, speed=10, reelay_messages_per_minute=1000) as home,
    ):
        await home.say(command=("settings", "auto_export off"))
        for name, path in files.items():
            told = len(home.texts(DeliveryKind.NOTICE))
            await home.say(files=[_attachment(home.messenger.files, name, path)])
            await home.settled(DM)
            [refusal] = home.texts(DeliveryKind.NOTICE)[told:]
            assert any(words in refusal for words in REFUSALS), (name, refusal)
        good = make_clip(tmp_path / "good.mp4", frames=30)
        await home.say(files=[_attachment(home.messenger.files, "good.mp4", good)])
        await home.settled(DM)
        await home.say("status")
        await home.settled(DM)
        assert "1 file is here" in home.texts(DeliveryKind.ANSWER)[-1]
        assert len(home.texts(DeliveryKind.NOTICE)) == len(files)
        stored = [path.read_bytes() for path in (tmp_path / "studio").rglob("*") if path.is_file()]
        assert not any(b"ffconcat" in content or b"#EXTM3U" in content for content in stored)


def _attachment(kept: dict[str, bytes], name: str, path: Path) -> Attachment:
    """The file as one that somebody sent on a platform."""
    kept[name] = path.read_bytes()
    return Attachment(name, AttachmentSource.PLATFORM, name, None, len(kept[name]))
