"""Secrets at rest: sealed, kept by keys of their own, and nowhere in clear."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from core.errors import SecretsUnreadable, SettingsError
from core.model import AnonymousToken, ConversationKey
from core.store import open_store
from core.vault import KEY_FILE, Vault, add_key, drop_old_keys, open_vault
from tests.fakes.clock import FakeClock

CANARY = "canary-token-4711"


def key() -> str:
    return Fernet.generate_key().decode()


def test_what_was_sealed_can_be_opened_and_is_not_in_clear() -> None:
    vault = Vault([key()])
    sealed = vault.seal(CANARY)
    assert CANARY.encode() not in sealed
    assert vault.unseal(sealed) == CANARY


def test_another_key_does_not_open_it_and_the_error_tells_nothing() -> None:
    sealed = Vault([key()]).seal(CANARY)
    for attempt in (Vault([key()]).unseal, Vault([key()]).reseal):
        with pytest.raises(SecretsUnreadable) as caught:
            attempt(sealed)
        assert CANARY not in repr(caught.value)


def test_older_keys_still_open_and_the_newest_seals() -> None:
    old, new = key(), key()
    sealed = Vault([old]).seal("x")
    both = Vault([new, old])
    assert both.unseal(sealed) == "x"
    assert Vault([new]).unseal(both.reseal(sealed)) == "x"
    assert Vault([new]).unseal(both.seal("y")) == "y"


@pytest.mark.parametrize("bad", ["", " , ", "too short", "ä" * 44])
def test_a_key_that_is_none_is_refused_without_being_shown(bad: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        open_vault(SecretStr(bad), tmp_path)
    assert not bad.strip(" ,") or bad not in str(caught.value)


def test_the_operators_keys_are_used_and_no_file_is_made(tmp_path: Path) -> None:
    old, new = key(), key()
    vault = open_vault(SecretStr(f"{new}, {old}"), tmp_path)
    assert vault.unseal(Vault([old]).seal("x")) == "x"
    assert Vault([new]).unseal(vault.seal("y")) == "y"
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    sealed = open_vault(None, folder).seal("x")
    file = folder / KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [KEY_FILE]
    assert open_vault(None, folder).unseal(sealed) == "x"


def test_a_key_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    open_vault(None, tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)
    open_vault(None, tmp_path)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"nonsense\n", b"\xff\xfe"])
def test_a_key_file_that_was_damaged_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(SettingsError):
        open_vault(None, tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == content


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be used"):
        open_vault(None, tmp_path / "file" / "data")


def test_rotating_made_keys_keeps_the_old_one_until_it_is_dropped(tmp_path: Path) -> None:
    sealed = open_vault(None, tmp_path).seal("x")
    both = add_key(tmp_path)
    assert both.unseal(sealed) == "x"
    resealed = both.reseal(sealed)
    drop_old_keys(tmp_path)
    newest = open_vault(None, tmp_path)
    assert newest.unseal(resealed) == "x"
    with pytest.raises(SecretsUnreadable):
        newest.unseal(sealed)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_keys_of_the_operator_are_not_rotated_behind_their_back(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="REELAY_SECRET_KEY"):
        add_key(tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


async def test_no_token_is_in_clear_in_any_file_of_the_database(tmp_path: Path) -> None:
    place = ConversationKey("telegram", "1")
    async with open_store(tmp_path / "r.db", open_vault(None, tmp_path), FakeClock()) as store:
        await store.credentials.set_own_token(place, CANARY)
        await store.credentials.set_anonymous(place, AnonymousToken(CANARY + "-free"))
        await store.credentials.set_own_token(place, None)
        await store.credentials.set_own_token(place, CANARY)
        found = contents(tmp_path)
        assert {"r.db", "r.db-wal"} <= found.keys()
        assert [name for name, content in found.items() if CANARY.encode() in content] == []
