"""People paste their token where it does not belong: it is sealed, taken away, and never told to anybody."""

from pathlib import Path

import pytest

from core.model import Attachment, AttachmentSource, RepliedTo
from tests.fakes.house import DM, GROUP, House, house

TOKEN = "nmv_usr_test-pasted"


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("reelay.db*"))


async def said(home: House, **how: object) -> None:
    await home.say(**how)  # type: ignore[arg-type]
    await home.settled(how.get("chat", DM))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "how",
    [
        {"text": TOKEN},
        {"text": f"here is my token: {TOKEN}, make a sunset"},
        {"command": ("make", f"a sunset {TOKEN}")},
        {"text": f"token {TOKEN}", "edited": True},
        {"files": [Attachment("a.mp4", AttachmentSource.PLATFORM, "x", caption=f"use {TOKEN}")]},
    ],
)
async def test_a_pasted_token_is_kept_as_one_and_reaches_no_agent(tmp_path: Path, how: dict[str, object]) -> None:
    async with house(tmp_path) as home:
        await said(home, **how)
        assert "Your token is kept" in home.texts()[0]
        assert home.messenger.deleted
        assert home.backend.prompts == []
        assert await home.reelay.store.credentials.own_token(DM) == TOKEN
        assert TOKEN.encode() not in stored(tmp_path)


async def test_in_a_group_it_is_taken_away_and_not_kept(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await said(home, text=f"my token is {TOKEN}", chat=GROUP)
        assert home.messenger.deleted
        assert await home.reelay.store.credentials.own_token(GROUP) is None
        assert "Tokens are for private chats with me" in home.texts(chat=GROUP)[0]
        assert TOKEN.encode() not in stored(tmp_path)


async def test_a_token_in_the_message_that_is_answered_is_forgotten(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await said(home, text="make it blue", replied_to=RepliedTo("m0", f"my token is {TOKEN}"))
        assert home.backend.prompts == ["make it blue"]
        assert TOKEN.encode() not in stored(tmp_path)
