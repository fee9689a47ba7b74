"""`reelay run` and `reelay doctor` on a data folder that cannot be used: a clear sentence, and nothing is touched."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from core.store.migrate import APPLICATION_ID
from tests.fakes.studio_process import ROOT

MISCONFIGURED = 2


def reelay(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator types it; the video service and Telegram are nowhere."""
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "REELAY_DATA_DIR": str(folder),
        "TELEGRAM_BOT_TOKEN": "123:TEST",
        "TELEGRAM_API_BASE_URL": "http://127.0.0.1:9/bot",
        "NEMO_API_URL": "http://127.0.0.1:9",
        "NEMO_TOKEN": "nmv_usr_test-token",
    }
    return subprocess.run(
        [sys.executable, "-m", "bots.cli", *words],
        cwd=folder.parent if folder.parent.is_dir() else folder.parent.parent,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def garbage(path: Path) -> None:
    path.write_bytes(b"this was a database once" * 1000)


def damaged(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute("CREATE TABLE t (x TEXT)")
    database.executemany("INSERT INTO t VALUES (?)", [("words " * 100,)] * 500)
    database.commit()
    database.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + os.urandom(8192) + whole[16384:])


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [(garbage, "cannot be used"), (damaged, "damaged")],
)
def test_run_refuses_a_database_it_cannot_trust_and_leaves_it_as_it_is(
    tmp_path: Path, spoil: object, sentence: str
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    spoil(data / "reelay.db")  # type: ignore[operator]
    before = (data / "reelay.db").read_bytes()
    done = reelay(data, "run")
    assert done.returncode == MISCONFIGURED, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert (data / "reelay.db").read_bytes() == before


def test_doctor_names_the_damage_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    garbage(data / "reelay.db")
    before = (data / "reelay.db").read_bytes()
    done = reelay(data, "doctor")
    assert done.returncode == 1
    [line] = [line for line in done.stdout.splitlines() if "cannot be used" in line or "not a database" in line]
    assert line.startswith("✗")
    assert "Traceback" not in done.stdout + done.stderr
    assert (data / "reelay.db").read_bytes() == before


@pytest.mark.parametrize("word", ["run", "doctor"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, word: str) -> None:
    (tmp_path / "file").write_text("in the way")
    done = reelay(tmp_path / "file" / "data", word)
    assert done.returncode in (1, MISCONFIGURED)
    assert "data" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("word", ["run", "doctor"])
def test_a_read_only_folder_is_named(tmp_path: Path, word: str) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o500)
    done = reelay(data, word)
    assert done.returncode in (1, MISCONFIGURED)
    assert str(data) in done.stdout + done.stderr
    assert list(data.iterdir()) == []
