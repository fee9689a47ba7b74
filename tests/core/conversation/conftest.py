"""A core at work for each test, and a picture to send to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.model import Attachment
from tests.fakes.house import House, house, local_file

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made


def photo(folder: Path, name: str = "a.png", caption: str = "") -> Attachment:
    """A picture on this machine as an attachment."""
    file = local_file(folder / name, PNG)
    return Attachment(file.name, file.source, file.reference, "image/png", file.size, caption=caption)
