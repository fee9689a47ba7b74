"""`reelay keys rotate`."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bots.keys import rotate
from core.clock import SystemClock
from core.errors import SecretsUnreadable, SettingsError
from core.model import ConversationKey
from core.settings import Settings
from core.store import open_store
from core.vault import open_vault

PLACE = ConversationKey("telegram", "7")
TOKEN = "nmv_usr_test-token"


def settings(folder: Path, key: str | None = None) -> Settings:
    return Settings.model_validate({"_env_file": None, "reelay_data_dir": folder, "reelay_secret_key": key})


async def keep(folder: Path, name: str, key: str | None = None) -> None:
    chosen = settings(folder, key)
    async with open_store(folder / name, open_vault(chosen.reelay_secret_key, folder), SystemClock()) as store:
        await store.credentials.set_own_token(PLACE, TOKEN)


async def kept(folder: Path, name: str, key: str | None = None) -> str | None:
    chosen = settings(folder, key)
    async with open_store(folder / name, open_vault(chosen.reelay_secret_key, folder), SystemClock()) as store:
        return await store.credentials.own_token(PLACE)


def own_key(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*key*")))


async def test_every_database_opens_with_the_new_key_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("reelay.db", "chat.db"):
        await keep(tmp_path, name)
    old = own_key(tmp_path)
    assert await rotate(settings(tmp_path)) == 0
    assert "2 stored tokens" in capsys.readouterr().out
    assert own_key(tmp_path) != old
    assert not any(line in own_key(tmp_path) for line in old.split())
    assert [await kept(tmp_path, name) for name in ("reelay.db", "chat.db")] == [TOKEN, TOKEN]


async def test_a_key_from_the_settings_is_taken_as_it_is(tmp_path: Path) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    await keep(tmp_path, "reelay.db", old)
    assert await rotate(settings(tmp_path, f"{new},{old}")) == 0
    assert await kept(tmp_path, "reelay.db", new) == TOKEN
    with pytest.raises(SecretsUnreadable):
        await kept(tmp_path, "reelay.db", old)


async def test_nothing_changes_while_a_bot_works_with_the_old_key(tmp_path: Path) -> None:
    await keep(tmp_path, "reelay.db")
    old, vault = own_key(tmp_path), open_vault(None, tmp_path)
    async with open_store(tmp_path / "reelay.db", vault, SystemClock()) as running:
        with pytest.raises(SettingsError, match="is in use"):
            await rotate(settings(tmp_path))
        assert own_key(tmp_path) == old
        assert await running.credentials.own_token(PLACE) == TOKEN


async def test_without_any_database_there_is_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await rotate(settings(tmp_path)) == 0
    assert "0 stored tokens" in capsys.readouterr().out
