"""A chat that lives on under another id: every row and every stored reference follows, inside one transaction."""

from pydantic import JsonValue

from core.store.codec import dump_json, load_json
from core.store.writer import Transaction

_PLAIN = ("projects", "spending")
# Tables whose JSON columns hold references to the conversation, with their key.
_STORED = {
    "inbox": ("id", ("body",)),
    "jobs": ("id", ("body", "data")),
    "deliveries": ("id", ("body", "receipt", "final_content")),
    "conversations": ("topic_id", ("body",)),
}


async def move(tx: Transaction, platform: str, old: str, new: str, now: int) -> bool:
    """Rewrite a chat id everywhere; False when this move was done before.

    A place that both ids have keeps the older one's row at the first move (it holds the history), and the newer one's
    later, when the old id can only have been written by a straggler.
    """
    if old == new:
        return False
    first = await tx.row(
        "INSERT INTO moves (platform, old_chat_id, new_chat_id, moved_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING RETURNING platform",
        (platform, old, new, now),
    )
    winner, loser = (old, new) if first else (new, old)
    await _make_room(tx, platform, winner, loser)
    for table, (key, columns) in _STORED.items():
        await _rewrite(tx, table, key, columns, platform, old, new)
    for table in (*_STORED, *_PLAIN, "credentials"):
        await tx.rows(
            f"UPDATE {table} SET chat_id = ? WHERE platform = ? AND chat_id = ?",  # noqa: S608 - names of this module
            (new, platform, old),
        )
    return first is not None


async def _make_room(tx: Transaction, platform: str, winner: str, loser: str) -> None:
    """Where both ids have a row for a topic, let the winner's inherit what it lacks and drop the loser's."""
    lacking = {"conversations": ("active_project",), "credentials": ("own_token", "anonymous")}
    for table, columns in lacking.items():
        inherited = ", ".join(f"{column} = coalesce(mine.{column}, other.{column})" for column in columns)
        await tx.rows(
            f"UPDATE {table} AS mine SET {inherited} FROM {table} AS other "  # noqa: S608 - names of this module
            "WHERE mine.platform = ?1 AND mine.chat_id = ?2 AND other.platform = ?1 AND other.chat_id = ?3 "
            "AND other.topic_id = mine.topic_id",
            (platform, winner, loser),
        )
        await tx.rows(
            f"DELETE FROM {table} WHERE platform = ?1 AND chat_id = ?3 "  # noqa: S608 - names of this module
            f"AND topic_id IN (SELECT topic_id FROM {table} WHERE platform = ?1 AND chat_id = ?2)",
            (platform, winner, loser),
        )


async def _rewrite(
    tx: Transaction, table: str, key: str, columns: tuple[str, ...], platform: str, old: str, new: str
) -> None:
    rows = await tx.rows(
        f"SELECT {key}, {', '.join(columns)} FROM {table} WHERE platform = ? AND chat_id = ?",  # noqa: S608
        (platform, old),
    )
    changes = ", ".join(f"{column} = ?" for column in columns)
    for row in rows:
        texts = [_moved(row[column], platform, old, new) for column in columns]
        await tx.rows(
            f"UPDATE {table} SET {changes} WHERE platform = ? AND chat_id = ? AND {key} = ?",  # noqa: S608
            (*texts, platform, old, row[key]),
        )


def _moved(text: str | None, platform: str, old: str, new: str) -> str | None:
    return None if text is None else dump_json(_replaced(load_json(text), platform, old, new))


def _replaced(value: JsonValue, platform: str, old: str, new: str) -> JsonValue:
    if isinstance(value, list):
        return [_replaced(item, platform, old, new) for item in value]
    if not isinstance(value, dict):
        return value
    same = {key: _replaced(item, platform, old, new) for key, item in value.items()}
    if same.get("platform") == platform and same.get("chat_id") == old:
        same["chat_id"] = new
    return same
