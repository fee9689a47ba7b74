"""Opening the database: fresh, upgraded, shared, and refused where it must not be touched."""

import asyncio
import json
import os
import sqlite3
import stat
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.errors import DatabaseUnusable
from core.store import open_store
from core.store.database import connect
from core.store.migrate import Migration, check, migrations, upgrade
from core.vault import Vault
from tests.core.store.builders import CHAT, job
from tests.fakes.clock import FakeClock

VAULT = Vault([Fernet.generate_key().decode()])
STEPS = migrations()


async def schema(path: Path, applied: list[Migration]) -> list[tuple[object, ...]]:
    """What a database looks like after these steps."""
    connection = await connect(path)
    try:
        await upgrade(connection, applied)
        rows = await connection.execute_fetchall("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name")
        version = await connection.execute_fetchall("PRAGMA user_version")
        return [tuple(row) for row in [*rows, *version]]
    finally:
        await connection.close()


@pytest.mark.parametrize("number", range(len(STEPS) + 1))
async def test_an_upgraded_database_equals_a_fresh_one(tmp_path: Path, number: int) -> None:
    fresh = await schema(tmp_path / "fresh.db", STEPS)
    await schema(tmp_path / "old.db", STEPS[:number])
    assert await schema(tmp_path / "old.db", STEPS) == fresh


async def test_tokens_that_stood_in_clear_are_gone_after_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "reelay.db"
    await schema(path, STEPS[:2])
    ref = {"conversation": asdict(CHAT), "message_id": "1", "context": {"token": "CANARY", "channel": "5"}}
    connection = await connect(path)
    for statement, body in {
        "INSERT INTO inbox VALUES (1, 'telegram', 'i1', '-100', '', '1', ?, 1, 1)": {"ref": ref},
        "INSERT INTO jobs (id, key, line, position, request_id, platform, chat_id, topic_id, person, kind, body, state, "
        "created_at, changed_at) VALUES (1, 'k', 'l', 1, 'r', 'telegram', '-100', '', 'p', 'edit', ?, 'ready', 1, 1)": {
            "reply_to": ref
        },
        "INSERT INTO deliveries (id, key, platform, chat_id, topic_id, kind, state, nonce, created_at, body) "
        "VALUES (1, 'k', 'telegram', '-100', '', 'status', 'sent', 'n', 1, ?)": {"reply_to": ref},
        "UPDATE deliveries SET receipt = ?": {"messages": [ref, ref]},
    }.items():
        await connection.execute_fetchall(statement, (json.dumps(body),))
    await connection.close()
    await schema(path, STEPS)
    connection = await connect(path)
    for question in ("SELECT body FROM inbox", "SELECT body FROM jobs", "SELECT body || receipt FROM deliveries"):
        [(kept,)] = await connection.execute_fetchall(question)
        assert "CANARY" not in kept
        assert '"channel":"5"' in kept
    await connection.close()


async def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = Migration(1, "broken", "CREATE TABLE a (x INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);\n")
    connection = await connect(tmp_path / "r.db")
    try:
        with pytest.raises(sqlite3.OperationalError):
            await upgrade(connection, [broken])
        assert list(await connection.execute_fetchall("SELECT * FROM sqlite_schema")) == []
        whole = Migration(1, "whole", "CREATE TABLE a (x INTEGER) STRICT;\n")
        assert await upgrade(connection, [whole]) == 1
        assert await upgrade(connection, [whole]) == 0
    finally:
        await connection.close()


def test_a_trigger_is_one_statement() -> None:
    script = (
        "-- a word\nCREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\n"
    )
    assert len(list(Migration(1, "x", script).statements())) == 2


@pytest.mark.parametrize("names", [["0001_a.sql", "0003_b.sql"], ["0002_a.sql"]])
def test_a_gap_in_the_numbers_is_a_mistake(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("")
    with pytest.raises(ValueError, match="without a gap"):
        migrations(tmp_path)


async def test_every_statement_of_every_step_is_whole() -> None:
    for step in STEPS:
        assert "".join(step.statements()).strip() == step.script.strip()


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


async def refused(path: Path, match: str) -> None:
    before = content(path)
    with pytest.raises(DatabaseUnusable, match=match):
        async with open_store(path, VAULT, FakeClock()):
            pass
    assert content(path) == before


async def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    await schema(tmp_path / "r.db", STEPS)
    with sqlite3.connect(tmp_path / "r.db") as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    await refused(tmp_path / "r.db", "newer Reelay")


async def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "r.db") as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    await refused(tmp_path / "r.db", "another program")


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_bytes(b"holiday pictures" * 1000)
    await refused(tmp_path / "r.db", "cannot be used")


async def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    async with open_store(path, VAULT, FakeClock()) as store:
        for number in range(200):
            await store.jobs.enqueue(job(str(number)))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8192] = b"\xa5" * 8192
    path.write_bytes(bytes(data))
    await refused(path, "damaged|cannot be used")


async def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "r.db", Path("/proc/reelay/r.db")):
        await refused(path, "cannot be written")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_read_only_folder_is_said_so(tmp_path: Path) -> None:
    os.chmod(tmp_path, 0o500)  # noqa: PTH101
    try:
        await refused(tmp_path / "r.db", "cannot be written")
    finally:
        os.chmod(tmp_path, 0o700)  # noqa: PTH101


async def test_the_database_is_its_owners_only(tmp_path: Path) -> None:
    async with open_store(tmp_path / "data" / "r.db", VAULT, FakeClock()) as store:
        await store.credentials.client_id(CHAT)
        for file in os.scandir(tmp_path / "data"):
            assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file.name


async def test_the_second_to_open_it_is_not_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    async with open_store(path, VAULT, FakeClock()) as first:
        assert first.alone
        async with open_store(path, VAULT, FakeClock()) as second:
            assert not second.alone
            assert await second.jobs.enqueue(job("a"))
        assert [item.key for item in await first.jobs.unfinished(CHAT)] == ["a"]
    async with open_store(path, VAULT, FakeClock()) as third:
        assert third.alone


HOLDER = """
import fcntl, sys
file = open(sys.argv[1], "a")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


async def test_a_killed_process_lets_go_of_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLDER,
        f"{path}.lock",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert holder.stdout is not None
    await holder.stdout.readline()
    async with open_store(path, VAULT, FakeClock()) as store:
        assert not store.alone
    holder.kill()
    await holder.wait()
    async with open_store(path, VAULT, FakeClock()) as store:
        assert store.alone


async def test_a_checked_database_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    await schema(path, STEPS)
    before = path.read_bytes()
    connection = await connect(path)
    await check(connection, STEPS)
    await connection.close()
    assert path.read_bytes() == before
