"""Files that were sent together arrive one by one, without a count and without an end: this says when to stop waiting."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.model import Message
from core.ports import InboxRow

QUIET = timedelta(seconds=1.2)
LONGEST = timedelta(seconds=10)
MOST = 10


def complete_at(rows: Sequence[InboxRow]) -> datetime:
    """When an album is taken as whole: 1.2 s after its last file arrived, 10 s after its first, or at once at ten files."""
    first, last = rows[0].arrived_at, rows[-1].arrived_at
    return last if len(rows) >= MOST else min(last + QUIET, first + LONGEST)


def same_album(row: InboxRow, other: InboxRow) -> bool:
    """Whether two messages are parts of one album."""
    album = row.message.album_id
    return (
        album is not None
        and album == other.message.album_id
        and row.message.person.user_id == other.message.person.user_id
    )


def gather(rows: Sequence[InboxRow]) -> Message:
    """One message out of an album's parts, in the order they were sent: all its files, each with its own caption."""
    parts = sorted(
        (row.message for row in rows), key=lambda message: (message.sent_at, _number(message.ref.message_id))
    )
    files = tuple(
        replace(attachment, caption=attachment.caption or part.text, message_id=part.ref.message_id)
        for part in parts
        for attachment in part.attachments
    )
    captions = [part.text for part in parts if part.text]
    commands = [part.command for part in parts if part.command is not None]
    text = captions[0] if len(captions) == 1 else ""
    return replace(
        parts[0],
        text=text,
        attachments=files,
        command=commands[0] if commands else None,
        replied_to=next((part.replied_to for part in parts if part.replied_to is not None), None),
        addressed=any(part.addressed for part in parts),
    )


def _number(message_id: str) -> int:
    return int(message_id) if message_id.isdigit() else 0
