"""A new key by command: everything that is sealed is sealed anew, what waits in the inbox too."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken

from bots.keys import rotate
from core.errors import SettingsError
from core.settings import Settings
from core.store import open_store
from core.vault import KEY_FILE, open_vault
from tests.fakes.clock import FakeClock
from tests.fakes.house import DM, House, house

TOKEN = "nmv_usr_test-own"


def settings(folder: Path, **more: object) -> Settings:
    return Settings.model_validate({"reelay_data_dir": folder, **more})


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("reelay.db*"))


async def given(home: House) -> None:
    await home.say(command=("token", TOKEN))
    await home.settled()


async def test_after_a_rotation_the_old_key_opens_nothing_and_the_token_still_works(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await given(home)
    old = Fernet((tmp_path / KEY_FILE).read_text().strip())
    assert await rotate(settings(tmp_path)) == 0
    assert (tmp_path / KEY_FILE).read_text().count(",") == 0
    async with open_store(tmp_path / "reelay.db", open_vault(None, tmp_path), FakeClock()) as store:
        assert await store.credentials.own_token(DM) == TOKEN
        [row] = await store._database.rows("SELECT own_token FROM credentials WHERE own_token IS NOT NULL")
    with pytest.raises(InvalidToken):
        old.decrypt(row["own_token"])


async def test_a_token_that_waits_in_the_inbox_survives_the_rotation(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.crash()
        await home.say(command=("token", TOKEN))
    await rotate(settings(tmp_path))
    async with house(tmp_path) as home:
        await home.settled()
        assert "Your token is kept" in home.texts()[0]
        assert await home.reelay.store.credentials.own_token(DM) == TOKEN


async def test_the_inbox_forgets_a_token_once_it_is_handled(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await given(home)
        await home.say(command=("token", "forget"))
        await home.settled()
        rows = await home.reelay.store._database.rows("SELECT json_extract(body, '$.command.argument') FROM inbox")
        assert [row[0] for row in rows] == ["", ""]


async def test_while_the_bot_runs_the_key_stays(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await given(home)
        before = (tmp_path / KEY_FILE).read_text()
        with pytest.raises(SettingsError, match="stop the bot"):
            await rotate(settings(tmp_path))
        assert (tmp_path / KEY_FILE).read_text() == before
        assert await home.reelay.store.credentials.own_token(DM) == TOKEN


async def test_the_operator_s_own_keys_rotate_by_putting_the_new_one_in_front(tmp_path: Path) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    only_old, both = (settings(tmp_path, reelay_secret_key=key) for key in (old, f"{new},{old}"))
    vault = open_vault(only_old.reelay_secret_key, tmp_path)
    async with open_store(tmp_path / "reelay.db", vault, FakeClock()) as store:
        await store.credentials.set_own_token(DM, TOKEN)
    await rotate(both)
    vault = open_vault(settings(tmp_path, reelay_secret_key=new).reelay_secret_key, tmp_path)
    async with open_store(tmp_path / "reelay.db", vault, FakeClock()) as store:
        assert await store.credentials.own_token(DM) == TOKEN
    assert TOKEN.encode() not in stored(tmp_path)
