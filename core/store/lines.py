"""The lines that jobs stand in, as statements inside a transaction.

`position` orders a line; positions of different lines are comparable, so that older requests are claimed first. Steps
leave room for what follows directly behind a job.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from core.model import Job, JobState, NewDelivery, NewJob
from core.store.codec import Codec, from_micros, load_json, optional_moment
from core.store.columns import person_key, place_of
from core.store.writer import Transaction

Order = TypeVar("Order", NewJob, NewDelivery)
orders = Codec(NewJob)
_STEP = 1_000


async def append(tx: Transaction, job: NewJob, now: int) -> Job | None:
    """Queue a job at the end of its line; None when its key was queued before."""
    row = await tx.row("SELECT coalesce(max(position), 0) AS last FROM jobs")
    job_id = await _insert(tx, job, (row["last"] if row else 0) + _STEP, now)
    if job_id is None:
        return None
    await promote(tx, [job.line], now)
    return await find(tx, job_id)


async def follow(tx: Transaction, finished: sqlite3.Row, jobs: Sequence[NewJob], now: int) -> None:
    """Queue jobs directly behind a finished one, ahead of all that wait in its line; other lines get them at their end."""
    behind = [job for job in jobs if job.line == finished["line"]]
    await tx.rows(
        "UPDATE jobs SET position = position + ? WHERE line = ? AND state = 'waiting' AND position > ?",
        (len(behind), finished["line"], finished["position"]),
    )
    for place, job in enumerate(behind, start=finished["position"] + 1):
        await _insert(tx, job, place, now)
    for job in jobs:
        if job.line != finished["line"]:
            await append(tx, job, now)


async def promote(tx: Transaction, lines: Iterable[str], now: int) -> None:
    """Make the first waiting job of each line READY, where none is active."""
    for line in sorted(set(lines)):
        await tx.rows(
            "UPDATE jobs SET state = 'ready', changed_at = ?1 WHERE id = (SELECT id FROM jobs WHERE line = ?2 "
            "AND state = 'waiting' ORDER BY position, id LIMIT 1) "
            "AND NOT EXISTS (SELECT 1 FROM jobs WHERE line = ?2 AND state IN ('ready', 'running'))",
            (now, line),
        )


async def cancel_request(tx: Transaction, request_id: str, now: int) -> list[str]:
    """End the jobs of a request that never began, ask the others to end. The lines that lost a job."""
    ended = await tx.rows(
        "UPDATE jobs SET state = 'cancelled', cancel_requested = 1, finished_at = ?1, changed_at = ?1 "
        "WHERE request_id = ?2 AND state IN ('waiting', 'ready') AND phase = 'new' RETURNING line",
        (now, request_id),
    )
    # A job that was given back after its first step may have effects outside: only its handler can end it.
    await tx.rows(
        "UPDATE jobs SET cancel_requested = 1, run_at = NULL, changed_at = ? "
        "WHERE request_id = ? AND state IN ('ready', 'running')",
        (now, request_id),
    )
    return [row["line"] for row in ended]


async def find(tx: Transaction, job_id: int) -> Job | None:
    """One job as it stands inside the transaction."""
    row = await tx.row("SELECT * FROM jobs WHERE id = ?", (job_id,))
    return job_of(row) if row else None


def where_it_is(row: sqlite3.Row, job: Job, order: Order) -> Order:
    """What comes of a job, in its conversation under the id that this has by now."""
    old, now = job.conversation, replace(job.conversation, chat_id=row["chat_id"])
    if old == now or order.conversation != old:
        return order
    reply_to = order.reply_to
    if reply_to is not None and reply_to.conversation == old:
        reply_to = replace(reply_to, conversation=now)
    return replace(order, conversation=now, reply_to=reply_to)


def job_of(row: sqlite3.Row) -> Job:
    """A row of the table as the core sees it."""
    order = orders.load(row["body"])
    return Job(
        id=row["id"],
        key=order.key,
        line=order.line,
        request_id=order.request_id,
        conversation=order.conversation,
        kind=order.kind,
        payload=order.payload,
        person=order.person,
        state=JobState(row["state"]),
        created_at=from_micros(row["created_at"]),
        reply_to=order.reply_to,
        project_id=order.project_id,
        phase=row["phase"],
        data=load_json(row["data"]),
        owner=row["owner"],
        fence=row["fence"],
        nonce=row["nonce"],
        cancel_requested=bool(row["cancel_requested"]),
        run_at=optional_moment(row["run_at"]),
        started_at=optional_moment(row["started_at"]),
        finished_at=optional_moment(row["finished_at"]),
    )


async def _insert(tx: Transaction, job: NewJob, position: int, now: int) -> int | None:
    row = await tx.row(
        "INSERT INTO jobs (key, line, position, request_id, platform, chat_id, topic_id, person, kind, body, state, "
        "created_at, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'waiting', ?11, ?11) "
        "ON CONFLICT (key) DO NOTHING RETURNING id",
        (
            job.key,
            job.line,
            position,
            job.request_id,
            *place_of(job.conversation),
            person_key(job.person),
            job.kind,
            orders.dump(job),
            now,
        ),
    )
    return row["id"] if row else None
