"""`reelay backup` and `reelay restore`: the databases and the key that opens them, in one tar file."""

import asyncio
import hashlib
import json
import os
import shutil
import stat
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import BinaryIO

from bots.keys import DATABASES
from core.errors import SettingsError
from core.settings import Settings
from core.store.backup import check_database, copy_database, settle_open_work
from core.vault import KEY_FILE, open_vault

MANIFEST = "manifest.json"
_FORMAT = 1
_CONTENTS = (KEY_FILE, *DATABASES)
_LARGEST_MANIFEST = 65_536
_OURS_BY_NATURE = frozenset({"lost+found"})  # what a fresh volume may hold


async def backup(settings: Settings, target: Path) -> int:
    """Write a backup to `target` (a .tar file that is not there yet, or a folder, where it gets a name by its time).

    The bot may run meanwhile. Raises SettingsError and DatabaseUnusable. Returns 0.
    """
    path = target if target.suffix == ".tar" else target / f"reelay-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
    names = await asyncio.to_thread(_write_backup, settings.reelay_data_dir, path)
    print(f"{path}: {', '.join(names)}")  # noqa: T201 - this is the command's answer
    if KEY_FILE not in names:
        print("The key is in REELAY_SECRET_KEY and not in this file: keep it apart, nothing opens without it.")  # noqa: T201
    return 0


async def restore(settings: Settings, source: Path, *, resume: bool) -> int:
    """Put a backup into the data folder, which must be empty or missing.

    Work that was unfinished then is ended, because it may have been done since; `resume` takes it up instead, for a
    bot that has not run since the backup. Raises SettingsError and DatabaseUnusable, and then has changed nothing.
    """
    data = settings.reelay_data_dir
    with _told(f"{source} cannot be restored"), _staging(data) as folder:
        names = await asyncio.to_thread(_unpack, source, folder)
        if settings.reelay_secret_key is None and KEY_FILE not in names:
            raise SettingsError("the backup holds no key: set REELAY_SECRET_KEY to the one it was made under")
        open_vault(settings.reelay_secret_key, folder)
        for name in names:
            if name in DATABASES:
                await check_database(folder / name)
                settled = {} if resume else await settle_open_work(folder / name, datetime.now(UTC))
                _tell_settled(name, settled)
        await asyncio.to_thread(_put_in_place, folder, data, names)
    print(f"{data}: {', '.join(names)}")  # noqa: T201
    return 0


def _tell_settled(name: str, settled: Mapping[str, int]) -> None:
    if any(settled.values()):
        words = ", ".join(f"{count} {table}" for table, count in settled.items() if count)
        print(f"{name}: ended as unfinished since the backup: {words} (--resume would take them up)")  # noqa: T201


def _put_in_place(folder: Path, data: Path, names: list[str]) -> None:
    """Move the files, the key first: a database without its key would look whole and not be."""
    owner = data.stat()
    for name in names:
        if os.geteuid() == 0:  # what root restores belongs to whoever has the folder
            os.chown(folder / name, owner.st_uid, owner.st_gid)
        (folder / name).replace(data / name)
    descriptor = os.open(data, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# writing


def _is_file(path: Path) -> bool:
    """Raises OSError where that cannot be told, which `Path.is_file` keeps to itself from Python 3.14 on."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _write_backup(data: Path, path: Path) -> list[str]:
    with _told(f"{data} cannot be read"):
        present = [name for name in _CONTENTS if _is_file(data / name)]
    if not any(name in DATABASES for name in present):
        raise SettingsError(f"there is no database in {data}: nothing to back up (REELAY_DATA_DIR)")
    with _told(f"{path} cannot be written"):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise SettingsError(f"{path} is there already; a backup never overwrites anything")
        with TemporaryDirectory(dir=path.parent, prefix=".reelay-backup-") as made:
            folder = Path(made)
            for name in present:
                _copy(data / name, folder / name)
            _write_manifest(folder, present)
            _pack(folder, [MANIFEST, *present], path)
    return present


def _copy(source: Path, target: Path) -> None:
    if source.name in DATABASES:
        copy_database(source, target)
        return
    with source.open("rb") as old, _private(target) as new:
        shutil.copyfileobj(old, new)


def _write_manifest(folder: Path, names: list[str]) -> None:
    manifest = {
        "format": _FORMAT,
        "reelay": version("reelay"),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": {name: _digest(folder / name) for name in names},
    }
    with _private(folder / MANIFEST) as file:
        file.write(json.dumps(manifest, indent=2).encode())


def _pack(folder: Path, names: list[str], path: Path) -> None:
    """Whole or not at all: under its name only once it is on disk."""
    draft = folder / "backup.tar"
    with _private(draft) as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for name in names:
                tar.add(folder / name, arcname=name, recursive=False, filter=_anonymous)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


# reading


def _unpack(source: Path, folder: Path) -> list[str]:
    """Write the backup's files to `folder`. Raises SettingsError when anything about it is not as we write it."""
    with tarfile.open(source, "r:") as tar:
        first = tar.next()
        manifest = _manifest(tar, first)
        names = [name for name in _CONTENTS if name in manifest]
        seen: list[str] = []
        while (member := tar.next()) is not None:
            if member.name not in manifest or member.name in seen or not member.isreg():
                raise SettingsError(f"the backup holds something that does not belong there: {member.name!r}")
            _extract(tar, member, folder / member.name, manifest[member.name])
            seen.append(member.name)
    if len(seen) != len(names):
        raise SettingsError("the backup is not whole")
    return names


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> dict[str, str]:
    if member is None or member.name != MANIFEST or not member.isreg() or member.size > _LARGEST_MANIFEST:
        raise SettingsError("this is no backup of Reelay's")
    file = tar.extractfile(member)
    try:
        content = json.loads(file.read() if file else b"")
        made_by, digests = content["format"], content["sha256"]
    except (ValueError, KeyError, TypeError):
        raise SettingsError("this is no backup of Reelay's") from None
    if made_by != _FORMAT or not isinstance(digests, dict):
        raise SettingsError(f"the backup is of format {made_by!r}; this version reads {_FORMAT}")
    if strange := digests.keys() - set(_CONTENTS):
        raise SettingsError(f"the backup holds something that does not belong there: {min(strange)!r}")
    return {name: str(digest) for name, digest in digests.items()}


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path, digest: str) -> None:
    file = tar.extractfile(member)
    if file is None:
        raise SettingsError("the backup is not whole")
    with _private(target) as new:
        shutil.copyfileobj(file, new)
        new.flush()
        os.fsync(new.fileno())
    if _digest(target) != digest:
        raise SettingsError(f"{member.name} in the backup is damaged")


@contextmanager
def _staging(data: Path) -> Iterator[Path]:
    """A folder inside the data folder, gone afterwards; the data folder too when it was made and stayed empty."""
    made = not data.exists()
    if not made and any(entry.name not in _OURS_BY_NATURE for entry in data.iterdir()):
        raise SettingsError(f"{data} is not empty; a restore never overwrites anything (REELAY_DATA_DIR)")
    folder = data / f".restore-{token_hex(6)}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        if made and not any(data.iterdir()):
            data.rmdir()


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn what the disk and the tar file say into a sentence for the operator."""
    try:
        yield
    except (OSError, tarfile.TarError) as error:
        raise SettingsError(f"{what}: {getattr(error, 'strerror', None) or error}") from error


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
