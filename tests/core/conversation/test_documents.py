"""Documents are read for their words, which are the prompt; they are not uploaded."""

from pathlib import Path

from core.model import DeliveryKind
from tests.fakes.house import House, local_file


async def test_a_document_becomes_the_prompt_and_is_not_uploaded(home: House, tmp_path: Path) -> None:
    await home.say(files=[local_file(tmp_path / "brief.txt", b"A calm ocean at night, 12 seconds.")])
    await home.settled()
    assert home.backend.prompts == ["A calm ocean at night, 12 seconds."]
    assert home.backend.asked("upload_files") == []


async def test_a_document_without_words_is_told(home: House, tmp_path: Path) -> None:
    await home.say(files=[local_file(tmp_path / "brief.txt", b"   \n\n ")])
    await home.settled()
    assert "no text in brief.txt" in home.texts(DeliveryKind.NOTICE)[0]


async def test_a_document_that_is_too_long_is_read_from_its_beginning_and_that_is_said(
    home: House, tmp_path: Path
) -> None:
    await home.say(files=[local_file(tmp_path / "brief.txt", b"A sunset over the sea. " * 2000)])
    await home.settled()
    assert "longer than I can read" in home.texts(DeliveryKind.RESULT)[0]
