"""Backups of a bot at work, and restores that overwrite nothing, let nothing strange in and repeat nothing."""

import asyncio
import os
import stat
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bots.backup import backup, restore
from core.clock import SystemClock
from core.errors import SettingsError
from core.model import DeliveryState, JobState
from core.store import open_store
from core.vault import open_vault
from tests.bots.backups import TOKEN, lived_in, saved, settings_for
from tests.core.store.builders import CHAT, message


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
