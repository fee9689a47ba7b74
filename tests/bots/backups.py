"""Backups of a bot that has lived a little, and files made of them by hand."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from bots.backup import backup
from core.clock import SystemClock
from core.settings import Settings
from core.store import open_store
from core.vault import open_vault
from tests.core.store.builders import CHAT, delivery, job, message

TOKEN = "nmv_usr_test-token"


def settings_for(folder: Path, key: str | None = None) -> Settings:
    """Settings of a bot whose data lie in `folder`."""
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
    """A backup of such a folder at `target`."""
    await backup(await lived_in(folder, key), target)
    (made,) = target.glob("*.tar") if target.is_dir() else [target]
    return made


def contents(path: Path) -> dict[str, bytes]:
    """What an archive holds, by name."""
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
