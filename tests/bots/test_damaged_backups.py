"""A backup that is not as it was written changes nothing where it is restored."""

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bots.backup import backup, restore
from core.errors import DatabaseUnusable, SettingsError
from core.vault import KEY_FILE
from tests.bots.backups import contents, lived_in, rewritten, saved, settings_for


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
