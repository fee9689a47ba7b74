"""Backups of a bot at work, and restores that overwrite nothing, let nothing strange in and repeat nothing."""

import asyncio
import io
import json
import os
import sqlite3
import stat
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bots.backup import backup, restore
from core.clock import SystemClock
from core.errors import DatabaseUnusable, SettingsError
from core.model import DeliveryState, JobState
from core.settings import Settings
from core.store import open_store
from core.vault import KEY_FILE, open_vault
from tests.core.store.builders import CHAT, delivery, job, message

TOKEN = "nmv_usr_test-token"


def settings_for(folder: Path, key: str | None = None) -> Settings:
    secret = None if key is None else SecretStr(key)
    return Settings(_env_file=None, reelay_data_dir=folder, reelay_secret_key=secret)


async def lived_in(folder: Path, key: str | None = None) -> Settings:
    """A data folder with a token, a running job, a waiting message and a debt in it."""
    settings = settings_for(folder, key)
    vault = open_vault(settings.reelay_secret_key, folder)
    async with open_store(folder / "reelay.db", vault, SystemClock()) as store:
        await store.credentials.set_own_token(CHAT, TOKEN)
        await store.jobs.enqueue(job("a"))
        await store.jobs.claim("worker", 1)
        await store.jobs.enqueue(job("b"))
        await store.inbox.add(message("1"))
        await store.outbox.owe(delivery("debt"))
        await store.outbox.final_edit("debt", delivery("debt").content)
    return settings


async def saved(folder: Path, target: Path, key: str | None = None) -> Path:
    await backup(await lived_in(folder, key), target)
    (made,) = target.glob("*.tar") if target.is_dir() else [target]
    return made


def contents(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same backup with its members changed."""
    members = contents(path)
    change(members)
    other = path.with_name("other.tar")
    with tarfile.open(other, "w") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return other


async def test_what_comes_back_is_what_was_there(tmp_path: Path) -> None:
    made = await saved(tmp_path / "data", tmp_path / "backups")
    back = settings_for(tmp_path / "back")
    assert await restore(back, made, resume=True) == 0
    vault = open_vault(None, tmp_path / "back")
    async with open_store(tmp_path / "back" / "reelay.db", vault, SystemClock()) as store:
        assert await store.credentials.own_token(CHAT) == TOKEN
        assert [kept.key for kept in await store.jobs.unfinished(CHAT)] == ["a", "b"]
        assert len(await store.inbox.pending()) == 1
        assert await store.outbox.owes(CHAT)


async def test_a_backup_is_for_its_owner_alone(tmp_path: Path) -> None:
    made = await saved(tmp_path / "data", tmp_path / "one.tar")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    with tarfile.open(made) as tar:
        assert {member.mode for member in tar} == {0o600}
        assert {(member.uid, member.uname) for member in tar} == {(0, "")}
    await restore(settings_for(tmp_path / "back"), made, resume=False)
    for path in (tmp_path / "back").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


async def test_a_backup_can_be_made_while_the_bot_writes(tmp_path: Path) -> None:
    settings = await lived_in(tmp_path / "data")
    vault = open_vault(None, tmp_path / "data")
    async with open_store(tmp_path / "data" / "reelay.db", vault, SystemClock()) as store:
        await store.inbox.add(message("only in the write-ahead log"))
        await backup(settings, tmp_path / "hot.tar")
        await store.inbox.add(message("after"))
    await restore(settings_for(tmp_path / "back"), tmp_path / "hot.tar", resume=True)
    async with open_store(tmp_path / "back" / "reelay.db", vault, SystemClock()) as store:
        waiting = [row.message.update_id for row in await store.inbox.pending()]
    assert waiting == ["1", "only in the write-ahead log"]


async def test_nothing_that_may_have_been_done_since_is_done_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = await saved(tmp_path / "data", tmp_path / "one.tar")
    await restore(settings_for(tmp_path / "back"), made, resume=False)
    assert "1 inbox, 2 jobs, 1 deliveries" in capsys.readouterr().out
    vault = open_vault(None, tmp_path / "back")
    async with open_store(tmp_path / "back" / "reelay.db", vault, SystemClock()) as store:
        ended = await store.jobs.job(1)
        assert ended is not None
        assert ended.state is JobState.CANCELLED
        assert await store.jobs.unfinished(CHAT) == []
        assert await store.inbox.pending() == []
        assert not await store.outbox.owes(CHAT)
        settled = await store.outbox.by_key("debt")
        assert settled is not None
        assert settled.state is DeliveryState.DROPPED
        assert await store.outbox.final_edits(["telegram"]) == []
        assert await store.credentials.own_token(CHAT) == TOKEN


@pytest.mark.parametrize("resume", [True, False])
async def test_what_people_wrote_since_the_backup_is_asked_for_only_when_nobody_has_heard_it(
    tmp_path: Path, *, resume: bool
) -> None:
    settings = settings_for(tmp_path / "data")
    begun = datetime.now(UTC)
    async with open_store(tmp_path / "data" / "reelay.db", open_vault(None, tmp_path / "data"), SystemClock()) as store:
        await store.recall.listening("discord", begun - timedelta(hours=3))
    await backup(settings, tmp_path / "one.tar")
    await restore(settings_for(tmp_path / "back"), tmp_path / "one.tar", resume=resume)
    async with open_store(tmp_path / "back" / "reelay.db", open_vault(None, tmp_path / "back"), SystemClock()) as store:
        heard = await store.recall.listened_until("discord")
        assert heard is not None
        assert (heard >= begun) is not resume
        assert await store.recall.listened_until("telegram") is None


async def test_a_folder_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be read: File name too long"):
        await backup(settings_for(tmp_path / ("x" * 300)), tmp_path / "b.tar")


async def test_a_restore_never_overwrites_anything(tmp_path: Path) -> None:
    made = await saved(tmp_path / "data", tmp_path / "one.tar")
    busy = tmp_path / "busy"
    busy.mkdir()
    (busy / "note").write_text("mine")
    with pytest.raises(SettingsError, match="not empty"):
        await restore(settings_for(busy), made, resume=False)
    assert [path.name for path in busy.iterdir()] == ["note"]
    with pytest.raises(SettingsError, match="not empty"):
        await restore(settings_for(tmp_path / "data"), made, resume=False)


async def test_a_fresh_volume_counts_as_empty(tmp_path: Path) -> None:
    made = await saved(tmp_path / "data", tmp_path / "one.tar")
    (tmp_path / "volume" / "lost+found").mkdir(parents=True)
    assert await restore(settings_for(tmp_path / "volume"), made, resume=False) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
async def test_what_root_restores_belongs_to_whoever_has_the_folder(tmp_path: Path) -> None:
    made = await saved(tmp_path / "data", tmp_path / "one.tar")
    (tmp_path / "back").mkdir()
    os.chown(tmp_path / "back", 10001, 10002)
    await restore(settings_for(tmp_path / "back"), made, resume=False)
    owners = {(path.stat().st_uid, path.stat().st_gid) for path in (tmp_path / "back").iterdir()}
    assert owners == {(10001, 10002)}


async def test_a_backup_never_overwrites_anything(tmp_path: Path) -> None:
    settings = await lived_in(tmp_path / "data")
    (tmp_path / "one.tar").write_text("mine")
    with pytest.raises(SettingsError, match="is there already"):
        await backup(settings, tmp_path / "one.tar")
    assert (tmp_path / "one.tar").read_text() == "mine"


async def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nothing to back up"):
        await backup(settings_for(tmp_path / "data"), tmp_path / "one.tar")
    assert not (tmp_path / "one.tar").exists()


async def test_a_key_of_the_operators_is_not_in_the_file_and_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = Fernet.generate_key().decode()
    made = await saved(tmp_path / "data", tmp_path / "one.tar", key)
    assert "keep it apart" in capsys.readouterr().out
    assert key.encode() not in made.read_bytes()
    with pytest.raises(SettingsError, match="REELAY_SECRET_KEY"):
        await restore(settings_for(tmp_path / "back"), made, resume=False)
    assert not (tmp_path / "back").exists()
    assert await restore(settings_for(tmp_path / "back", key), made, resume=False) == 0


async def test_tokens_are_in_a_backup_only_encrypted(tmp_path: Path) -> None:
    made = await saved(tmp_path / "data", tmp_path / "one.tar")
    assert TOKEN.encode() not in made.read_bytes()


def _manifest_of(members: dict[str, bytes], **digests: str | None) -> bytes:
    manifest = json.loads(members["manifest.json"])
    for name, digest in digests.items():
        if digest is None:
            del manifest["sha256"][name.replace("_", ".")]
        else:
            manifest["sha256"][name] = digest
    return json.dumps(manifest).encode()


def _damage(members: dict[str, bytes]) -> None:
    members["reelay.db"] = members["reelay.db"][:-1] + b"x"


def _lose_the_key(members: dict[str, bytes]) -> None:
    del members[KEY_FILE]


def _climb(members: dict[str, bytes]) -> None:
    members["../evil"] = b"out"


def _climb_with_manifest(members: dict[str, bytes]) -> None:
    members["manifest.json"] = _manifest_of(members, **{"../evil": "0" * 64})
    members["../evil"] = b"out"


def _no_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def _nonsense(members: dict[str, bytes]) -> None:
    members["manifest.json"] = b"[]"


def _other_format(members: dict[str, bytes]) -> None:
    members["manifest.json"] = b'{"format": 2, "sha256": {}}'


@pytest.mark.parametrize(
    "change", [_damage, _lose_the_key, _climb, _climb_with_manifest, _no_manifest, _nonsense, _other_format]
)
async def test_a_backup_that_is_not_as_we_wrote_it_changes_nothing(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    made = await saved(tmp_path / "data", tmp_path / "one.tar")
    with pytest.raises(SettingsError):
        await restore(settings_for(tmp_path / "deep" / "back"), rewritten(made, change), resume=False)
    assert not (tmp_path / "deep" / "back").exists()
    assert not list(tmp_path.rglob("evil"))


async def test_a_cut_backup_changes_nothing(tmp_path: Path) -> None:
    made = await saved(tmp_path / "data", tmp_path / "one.tar")
    for length in (0, 100, 700, 5_000, made.stat().st_size // 2):
        cut = tmp_path / "cut.tar"
        cut.write_bytes(made.read_bytes()[:length])
        with pytest.raises(SettingsError):
            await restore(settings_for(tmp_path / "back"), cut, resume=False)
        assert not (tmp_path / "back").exists()


async def test_a_link_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    made = await saved(tmp_path / "data", tmp_path / "one.tar")
    members = contents(made)
    linked = tmp_path / "linked.tar"
    with tarfile.open(linked, "w") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            if name == KEY_FILE:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
                tar.addfile(info)
            else:
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    with pytest.raises(SettingsError, match="does not belong"):
        await restore(settings_for(tmp_path / "back"), linked, resume=False)


async def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    settings = await lived_in(tmp_path / "data")
    with closing(sqlite3.connect(tmp_path / "data" / "reelay.db")) as newer:
        newer.execute("PRAGMA user_version = 999")
    await backup(settings, tmp_path / "one.tar")
    with pytest.raises(DatabaseUnusable, match="newer Reelay"):
        await restore(settings_for(tmp_path / "back"), tmp_path / "one.tar", resume=False)
    assert not (tmp_path / "back").exists()


async def test_the_commands_say_what_they_did_and_end_as_they_should(tmp_path: Path) -> None:
    await lived_in(tmp_path / "data")
    code, out, _ = await reelay(tmp_path, "data", "backup", "copies")
    assert code == 0
    assert out.strip().endswith(".tar: secret.key, reelay.db")
    copy = out.split(":")[0]
    code, out, _ = await reelay(tmp_path, "back", "restore", copy)
    assert code == 0
    assert "ended as unfinished" in out
    code, _, words = await reelay(tmp_path, "back", "restore", copy)
    assert code == 2
    assert "not empty" in words


async def reelay(folder: Path, data: str, *words: str) -> tuple[int, str, str]:
    """Run the command in `folder` on one of its data folders: exit code, stdout, stderr."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bots.cli", *words),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), "REELAY_DATA_DIR": data},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be restored"):
        await restore(settings_for(tmp_path / "back"), tmp_path / "none.tar", resume=False)
