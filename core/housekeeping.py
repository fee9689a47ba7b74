"""What keeps a process that runs for years from growing: old rows, left files, the write-ahead log; and how late the
event loop is."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from core.errors import StoreError
from core.metrics import Metrics
from core.ports import Clock, Store

FIRST_PAUSE = 60.0
"""Seconds until the first round, so that it does not compete with the start."""
PAUSE = 900.0
PORTION = 500
PROJECTS = 10
"""How many projects go at once, each with all its versions."""
SPOOL_AGE = timedelta(hours=1)
LOW_SPACE = 1024**3
"""Bytes of free space below which each round warns."""
BEAT = 1.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Keep:
    """How long things are remembered: what has ended (messages, jobs, deliveries, exports), projects that nobody works
    in (None: for good), and how many versions of each project."""

    finished: timedelta
    projects: timedelta | None
    revisions: int


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: rows forgotten, files deleted, and bytes that are free and that the spool holds."""

    rows: int
    files: int
    free: int
    spool: int


class Housekeeper:
    """Does a round every quarter of an hour."""

    def __init__(self, store: Store, spool: Path, clock: Clock, metrics: Metrics, keep: Keep) -> None:
        """`spool` is the folder of this store's files alone, in the data folder."""
        self._store = store
        self._data = spool.parent
        self._spool = spool
        self._clock = clock
        self._metrics = metrics
        self._keep = keep

    async def begin(self) -> None:
        """Before anything is at work: delete what earlier processes left, however short they lived, and look at the disk."""
        await self._patiently(self._sweep)
        await self._patiently(self.look)

    async def run(self) -> None:
        """Do rounds until cancelled. What is unwell is told and tried again."""
        await self._clock.sleep(FIRST_PAUSE)
        while True:
            await self._patiently(self.round)
            await self._clock.sleep(PAUSE)

    async def round(self) -> Round:
        """Forget old rows, delete files nobody needs, fold the log in, look at the disk. Raises StoreError and OSError."""
        files = await self._sweep()
        rows = await self._forget()
        await self._store.survey.checkpoint()
        done = Round(rows, files, *await self.look())
        self._metrics.pruned.inc(done.rows)
        _log.info("housekeeping done", rows=done.rows, files=done.files, free=done.free, spool=done.spool)
        return done

    async def _forget(self) -> int:
        now, keep, retention = self._clock.now(), self._keep, self._store.retention
        ended = now - keep.finished
        if given_up := await _in_portions(lambda: retention.give_up_deliveries(ended, limit=PORTION)):
            _log.warning("deliveries given up that nobody would take", number=given_up)
        gone = await _in_portions(lambda: retention.forget_finished(ended, limit=PORTION))
        gone += await _in_portions(lambda: retention.forget_renders(ended, limit=PORTION))
        gone += await _in_portions(lambda: retention.forget_revisions(keep.revisions, limit=PORTION))
        if keep.projects is not None:
            unused = now - keep.projects
            gone += await _in_portions(lambda: retention.forget_projects(unused, limit=PROJECTS))
        return gone

    async def look(self) -> tuple[int, int]:
        """Measure the disk: bytes that are free, and that the spool holds. Raises OSError."""
        free, spool = await asyncio.to_thread(_space, self._data, self._spool)
        self._metrics.disk_free.set(free)
        self._metrics.spool_bytes.set(spool)
        if free < LOW_SPACE:
            _log.warning("little disk space is left", free=free, folder=str(self._data))
        return free, spool

    async def _patiently(self, work: Callable[[], Awaitable[object]]) -> None:
        try:
            await work()
        except (StoreError, OSError) as error:
            _log.warning("housekeeping put off", error=str(error))

    async def _sweep(self) -> int:
        """Delete what lies in the spool folder, unless it is fresh, owed, or may belong to a job that is not over."""
        before = self._clock.now() - SPOOL_AGE
        working_since = await self._store.survey.working_since()
        owed = await self._store.survey.files_owed()
        return await asyncio.to_thread(_delete_left, self._spool, min(before, working_since or before), owed)


async def _in_portions(forget: Callable[[], Awaitable[int]]) -> int:
    """Forget until nothing is left to: whoever else writes waits for one portion only. Returns how many rows."""
    total = 0
    while gone := await forget():
        total += gone
    return total


async def watch_loop(clock: Clock, metrics: Metrics) -> None:
    """Measure once a second how late the event loop runs what is due, until cancelled."""
    while True:
        due = clock.monotonic() + BEAT
        await clock.sleep(BEAT)
        metrics.loop_lag(max(0.0, clock.monotonic() - due))


def _delete_left(spool: Path, before: datetime, owed: Set[str]) -> int:
    """Delete the entries whose newest file is older than `before`, whole. Returns how many files went."""
    needed = {Path(path).resolve() for path in owed}
    gone = 0
    for entry in spool.iterdir() if spool.is_dir() else ():
        files = [entry] if entry.is_symlink() or not entry.is_dir() else list(_files_below(entry))
        try:
            fresh = any(path.lstat().st_mtime >= before.timestamp() for path in (entry, *files))
        except FileNotFoundError:
            continue  # somebody is at work here
        if fresh or any(path.resolve() in needed for path in files):
            continue
        _delete(entry)
        gone += len(files)
    return gone


def _delete(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink(missing_ok=True)


def _files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]


def _space(data: Path, spool: Path) -> tuple[int, int]:
    held = sum(path.lstat().st_size for path in _files_below(spool)) if spool.is_dir() else 0
    return shutil.disk_usage(data).free, held
